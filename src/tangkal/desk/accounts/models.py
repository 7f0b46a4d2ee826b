"""Organisations, regions, people and role assignments. Names are data, never code."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role


class TimeZone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"


class Region(models.Model):
    """A province, regency or city, by its Kemendagri code (a string: "32.04")."""

    class Level(models.TextChoices):
        PROVINCE = "provinsi", _("Province")
        REGENCY = "kabupaten", _("Regency")
        CITY = "kota", _("City")

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    # The five cities and one regency of Jakarta are administrative: 38 + 508 governments.
    is_autonomous = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=20, choices=TimeZone, default=TimeZone.WIB)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A ministry, agency, government, unit or partner, in a tree."""

    class Type(models.TextChoices):
        MINISTRY = "kementerian", _("Ministry")
        AGENCY = "lembaga", _("Agency")
        PROVINCE = "provinsi", _("Provincial government")
        DISTRICT = "kabkota", _("District government")
        UNIT = "opd", _("Unit")
        PARTNER = "mitra", _("Partner")

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=12, choices=Type)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    # "3.17.204." — every ancestor's key: a scope is a prefix, so one LIKE finds a subtree.
    path = models.CharField(max_length=200, editable=False, db_index=True, default="")
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("path",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else ''}{self.pk}."
        if path != self.path:
            Organisation.objects.filter(pk=self.pk).update(path=path)
            self.path = path
            for child in self.children.all():
                child.parent = self
                child.save()


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """Make an account; without a password it cannot sign in until one is set."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person at the desk. No superuser exists: nobody stands above the rules."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    display_name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    language = models.CharField(
        _("language"),
        max_length=5,
        default="id",
        choices=[("id", "Bahasa Indonesia"), ("en", "English")],
    )
    time_zone = models.CharField(
        _("time zone"), max_length=20, choices=TimeZone, default=TimeZone.WIB
    )
    is_active = models.BooleanField(default=True)
    # Somebody else has read the password: it opens nothing but the page that changes it.
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The day of the last training; a role asks for none, but whoever gives one sees it.
    trained_on = models.DateField(_("last training"), null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        ordering = ("display_name",)

    def __str__(self) -> str:
        return self.display_name

    @cached_property
    def active_assignments(self) -> list["RoleAssignment"]:
        """Assignments in force now; read once a request."""
        if not self.is_active:
            return []
        held = list(self.assignments.filter(in_force()).select_related("scope").order_by("pk"))
        if not User.organisation.is_cached(self):
            # Nearly everybody's roles are over their own office, which every page names.
            own = (each.scope for each in held if each.scope_id == self.organisation_id)
            if office := next(own, None):
                self.organisation = office
        return held

    @property
    def roles(self) -> frozenset[str]:
        """Every role held somewhere; a page asks a hundred times."""
        held = self.active_assignments
        known: tuple[object, frozenset[str]] | None = self.__dict__.get("_roles_of")
        if known is None or known[0] is not held:
            known = self.__dict__["_roles_of"] = (held, frozenset(a.role for a in held))
        return known[1]

    def roles_at(self, organisation: Organisation) -> frozenset[str]:
        """The roles held over an organisation: its own scope or one above it."""
        return frozenset(
            a.role for a in self.active_assignments if organisation.path.startswith(a.scope.path)
        )

    def has_role(self, *roles: str, at: Organisation | None = None) -> bool:
        held = self.roles if at is None else self.roles_at(at)
        return not held.isdisjoint(roles)

    @property
    def reads_content(self) -> bool:
        return not self.roles.isdisjoint(CONTENT_ROLES)

    def content_scopes(self) -> list[str]:
        """Path prefixes of the organisations whose cases this person may read."""
        return sorted({a.scope.path for a in self.active_assignments if a.role in CONTENT_ROLES})


def in_force(prefix: str = "", *, now: datetime | None = None) -> Q:
    """Assignments that count now: not expired, over an organisation that exists today.

    Args:
        prefix: the way to the assignment, e.g. "assignments__".
        now: another moment than this one.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)

    def unset_or(field: str, comparison: str, value: object) -> Q:
        return Q(**{f"{prefix}{field}": None}) | Q(**{f"{prefix}{field}__{comparison}": value})

    return (
        unset_or("expires_at", "gt", now)
        & unset_or("scope__active_from", "lte", today)
        & unset_or("scope__active_to", "gte", today)
    )


class RoleAssignment(models.Model):
    """One role of one person over one organisation and all below it, until it expires."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=20, choices=Role)
    scope = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    expires_at = models.DateTimeField(null=True, blank=True)

    ENDS_SOON = timedelta(days=7)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("user", "role", "scope"), name="one_assignment_a_scope")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role} @ {self.scope}"

    @property
    def standing(self) -> str:
        """ended, scope_ended, ends_soon, or in_force."""
        now, today = timezone.now(), timezone.localdate()
        if self.expires_at and self.expires_at <= now:
            return "ended"
        if self.scope.active_to and self.scope.active_to < today:
            return "scope_ended"
        return (
            "ends_soon"
            if self.expires_at and self.expires_at <= now + self.ENDS_SOON
            else "in_force"
        )


# Django finds an app's tables through this module; the others of this app build on it.
import tangkal.desk.accounts.factor_models  # noqa: E402, F401
