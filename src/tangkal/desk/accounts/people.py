"""Screens of the administrator: people, their roles, their organisations; never content."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts import commands, ending, role_rules, second_factor
from tangkal.desk.accounts.models import Organisation, RoleAssignment, User, in_force
from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.workflow import ActionDenied

PAGE = 40


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new account; its password is made by the machine and shown once."""

    role = forms.ChoiceField(label=gettext_lazy("First role"), choices=Role)

    class Meta:
        model = User
        fields = ("username", "display_name", "email", "organisation")
        labels = {"organisation": gettext_lazy("Organisation")}

    def __init__(self, organisations: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """One more role over one organisation, until a day or for good."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role)
    scope = forms.ModelChoiceField(
        label=gettext_lazy("Over which organisation"), queryset=Organisation.objects.none()
    )
    expires_at = forms.DateTimeField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, organisations: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].queryset = organisations  # type: ignore[attr-defined]

    def clean_expires_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["expires_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError(_("This moment has passed; choose a later one."))
        return moment


class TrainingForm(forms.Form):
    """The day of the last training."""

    trained_on = forms.DateField(
        label=gettext_lazy("Last training"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def reader_of(request: HttpRequest) -> User:
    """Administrators and auditors see who may do what."""
    user = request.user
    assert isinstance(user, User)
    if not user.has_role(Role.SYSTEM_ADMIN, Role.AUDITOR):
        raise ActionDenied(_("Only administrators and auditors see the accounts."))
    return user


def administrator_of(request: HttpRequest, organisation: Organisation) -> User:
    """An administrator changes accounts of the own organisation and below it."""
    user = reader_of(request)
    if not user.has_role(Role.SYSTEM_ADMIN, at=organisation):
        raise ActionDenied(_("Only an administrator of this organisation can change accounts."))
    return user


def administered(user: User) -> QuerySet[Organisation]:
    """The organisations whose accounts this administrator may change."""
    scopes = Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.role == Role.SYSTEM_ADMIN:
            scopes |= Q(path__startswith=assignment.scope.path)
    return Organisation.objects.filter(scopes)


def in_scopes(reader: User, prefix: str = "organisation__") -> Q:
    """What lies where this person administers or audits."""
    scope = Q(pk__in=[])
    for assignment in reader.active_assignments:
        if assignment.role in {Role.SYSTEM_ADMIN, Role.AUDITOR}:
            scope |= Q(**{f"{prefix}path__startswith": assignment.scope.path})
    return scope


def ending_soon(reader: User) -> QuerySet[RoleAssignment]:
    """Roles of people in the reader's scopes that end within days, the soonest first."""
    now = timezone.now()
    return (
        RoleAssignment.objects.filter(in_scopes(reader, "user__organisation__"))
        .filter(
            user__is_active=True,
            expires_at__gt=now,
            expires_at__lte=now + RoleAssignment.ENDS_SOON,
        )
        .select_related("user", "scope")
        .order_by("expires_at")
    )


@require_GET
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the reader's scopes, with their roles."""
    reader = reader_of(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    found = User.objects.filter(in_scopes(reader)).select_related("organisation")
    if words:
        found = found.filter(Q(display_name__icontains=words) | Q(username__icontains=words))
    page = Paginator(found.prefetch_related("assignments__scope"), PAGE).get_page(
        request.GET.get("page")
    )
    can_add = reader.has_role(Role.SYSTEM_ADMIN)
    context = {
        "page": page,
        "words": words,
        "can_add": can_add,
        "ending": [] if words else ending_soon(reader)[:PAGE],
    }
    return render(request, "accounts/people.html", context)


@require_GET
@login_required
def roles_overview(request: HttpRequest) -> HttpResponse:
    """Who may do what here: each role, what it is for, and who holds it over what."""
    reader = reader_of(request)
    held: dict[str, list[RoleAssignment]] = {role.value: [] for role in Role}
    by_person: dict[int, list[RoleAssignment]] = {}
    found = (
        RoleAssignment.objects.filter(in_scopes(reader, "user__organisation__"), in_force())
        .filter(user__is_active=True)
        .select_related("user", "scope")
        .order_by("user__display_name")
    )
    for assignment in found:
        held[assignment.role].append(assignment)
        by_person.setdefault(assignment.user_id, []).append(assignment)
    context = {
        "roles": [
            {
                "role": role,
                "duty": role_rules.DUTIES[role],
                "reads": role in CONTENT_ROLES,
                "held": held[role.value],
            }
            for role in Role
        ],
        "clashes": [pair for each in by_person.values() for pair in role_rules.clashes(each)],
    }
    return render(request, "accounts/roles_overview.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account; its password is shown once, on the next page."""
    reader = reader_of(request)
    if not reader.has_role(Role.SYSTEM_ADMIN):
        raise ActionDenied(_("Only an administrator of this organisation can change accounts."))
    form = PersonForm(
        administered(reader),
        request.POST or None,
        initial={"organisation": reader.organisation_id},
    )
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        administrator = administrator_of(request, organisation)
        person = commands.make_person(
            form.cleaned_data["username"],
            form.cleaned_data["display_name"],
            organisation,
            [Role(form.cleaned_data["role"])],
            by=administrator,
            email=form.cleaned_data["email"],
        )
        show_password(request, person, commands.reset_password(person, by=administrator))
        return redirect("person", person.pk)
    return render(request, "accounts/new_person.html", {"form": form})


@require_GET
@login_required
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account: roles, scope, expiry."""
    reader, found = find(request, person_id)
    context = {
        "person": found,
        "assignments": found.assignments.select_related("scope"),
        "form": RoleForm(administered(reader), initial={"scope": found.organisation_id}),
        "can_change": reader.has_role(Role.SYSTEM_ADMIN, at=found.organisation),
        "training_form": TrainingForm(initial={"trained_on": found.trained_on}),
        "second_factors": found.authenticators.count(),
        "needs_second_factor": found.has_role(*second_factor.MUST_HAVE),
        "open_sessions": found.sessions.filter(expire_date__gt=timezone.now()).count(),
    }
    return render(request, "accounts/person.html", context)


def find(request: HttpRequest, person_id: int) -> tuple[User, User]:
    reader = reader_of(request)
    found = get_object_or_404(User.objects.select_related("organisation"), pk=person_id)
    if not reader.has_role(Role.SYSTEM_ADMIN, Role.AUDITOR, at=found.organisation):
        raise ActionDenied(_("This account belongs to another organisation."))
    return reader, found


@require_POST
@login_required
def give_role(request: HttpRequest, person_id: int) -> HttpResponse:
    reader, found = find(request, person_id)
    form = RoleForm(administered(reader), request.POST)
    if not form.is_valid():
        check_not_self(reader, found)
        administrator_of(request, found.organisation)
        faults = [fault for faults in form.errors.values() for fault in faults]
        notices.error(request, " ".join(dict.fromkeys(map(str, faults))))
    else:
        scope = form.cleaned_data["scope"]
        administrator = administrator_of(request, scope)
        check_not_self(administrator, found)
        commands.assign_role(
            found,
            Role(form.cleaned_data["role"]),
            scope,
            by=administrator,
            expires_at=form.cleaned_data["expires_at"],
        )
        notices.success(request, _("The role is given."))
    return redirect("person", found.pk)


@require_POST
@login_required
def end_role(request: HttpRequest, person_id: int, assignment_id: int) -> HttpResponse:
    _reader, found = find(request, person_id)
    assignment = get_object_or_404(RoleAssignment, pk=assignment_id, user=found)
    administrator = administrator_of(request, assignment.scope)
    check_not_self(administrator, found)  # the last one must not lock everybody out
    commands.end_role(assignment, by=administrator)
    notices.success(request, _("The role has ended."))
    return redirect("person", found.pk)


@require_POST
@login_required
def note_training(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write down the day of somebody's last training."""
    _reader, found = find(request, person_id)
    administrator = administrator_of(request, found.organisation)
    form = TrainingForm(request.POST)
    if form.is_valid():
        commands.note_training(found, form.cleaned_data["trained_on"], by=administrator)
        notices.success(request, _("Saved."))
    else:
        notices.error(request, _("Write the day of the training."))
    return redirect("person", found.pk)


@require_POST
@login_required
def change_access(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close or re-open the account, end its sessions, or reset what opens it."""
    _reader, found = find(request, person_id)
    administrator = administrator_of(request, found.organisation)
    check_not_self(administrator, found)
    # A password opens every role of the account, so each of them must be theirs to give.
    for assignment in found.active_assignments:
        administrator_of(request, assignment.scope)
    action = request.POST.get("action", "")
    if action == "reset_second_factor":
        second_factor.reset(found, by=administrator)
        notices.success(request, _("The second factor is reset; the person sets one up anew."))
    elif action == "email":
        try:
            commands.change_email(found, request.POST.get("email", ""), by=administrator)
            notices.success(request, _("Saved."))
        except ValidationError as error:
            notices.error(request, " ".join(error.messages))
    elif action == "end_sessions":
        ended = ending.end_all(found, by=administrator)
        notices.success(request, _("Sessions ended: %(n)d.") % {"n": ended})
    elif action == "reset":
        show_password(request, found, commands.reset_password(found, by=administrator))
    elif action in {"close", "open"}:
        commands.set_active(found, is_active=action == "open", by=administrator)
        notices.success(request, _("The account is changed."))
    return redirect("person", found.pk)


def check_not_self(administrator: User, found: User) -> None:
    """An administrator who could give himself a role would have every right in two clicks."""
    if administrator.pk == found.pk:
        raise ActionDenied(_("Another administrator has to change your own account."))


def show_password(request: HttpRequest, found: User, password: str) -> None:
    notices.warning(
        request,
        _("Password of %(name)s, shown only now: %(password)s")
        % {"name": found.username, "password": password},
    )
