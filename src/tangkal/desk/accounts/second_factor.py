"""The second factor: what proves a person beside the password; who must have one.

Approvers and administrators must: what an approver does is the government speaking, and an
administrator opens every door. Others may. A session that used one carries a mark, so that the
middleware asks no table at each request.
"""

import secrets
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts import sealing, totp
from tangkal.desk.accounts.factor_models import (
    Authenticator,
    DeskSession,
    FactorFailure,
    RecoveryCode,
)
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.workflow import ActionDenied

MUST_HAVE = (Role.APPROVER, Role.SYSTEM_ADMIN)
MARK = "second_factor"  # in a session: how the person was proved beyond the password
TOTP_PURPOSE, RECOVERY_PURPOSE = "totp", "recovery"
CODES = 10
MOST_FAILURES = 8
FAILURES_COUNT = timedelta(minutes=15)
MOST_AUTHENTICATORS = 8


def requires(user: User) -> bool:
    """Whether this person may work only with a second factor."""
    return bool(settings.SECOND_FACTOR_REQUIRED) and user.has_role(*MUST_HAVE)


def has_one(user: User) -> bool:
    return user.authenticators.exists()


def must_enrol(user: User) -> bool:
    """Whether this person must set one up before anything else."""
    return requires(user) and not has_one(user)


def is_proved(request: HttpRequest) -> bool:
    """Whether this session was opened, or later confirmed, with a second factor."""
    return bool(request.session.get(MARK))


def mark_proved(request: HttpRequest, how: str) -> None:
    request.session[MARK] = how


# ---- codes -------------------------------------------------------------------------------------


def take_code(user: User, code: str) -> bool:
    """Whether a code of the app or a recovery code is right; each is taken once.

    Raises:
        ActionDenied: too many wrong ones lately.
    """
    return take(user, lambda: take_totp(user, code) or take_recovery_code(user, code))


def take(user: User, is_right: Any) -> bool:
    """Ask one proof under the account's lock: two at once cannot share a code or a last try."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        check_not_locked(user)
        if is_right():
            FactorFailure.objects.filter(user=user).delete()
            return True
        FactorFailure.objects.create(user=user)
        if failures(user) >= MOST_FAILURES:
            record("account.second_factor_locked", user, by=None, failures=MOST_FAILURES)
    return False


def failures(user: User) -> int:
    since = timezone.now() - FAILURES_COUNT
    return FactorFailure.objects.filter(user=user, at__gt=since).count()


def check_not_locked(user: User) -> None:
    if failures(user) >= MOST_FAILURES:
        raise ActionDenied(
            _("Too many wrong codes: this account takes none for %(minutes)d minutes.")
            % {"minutes": FAILURES_COUNT // timedelta(minutes=1)}
        )


def take_totp(user: User, code: str) -> bool:
    for app in user.authenticators.filter(kind=Authenticator.Kind.TOTP):
        secret = sealing.unseal(app.secret, TOTP_PURPOSE)
        step = totp.matching_step(secret, code, now=time.time(), after=app.counter)
        if step is not None:
            used(app, step)
            return True
    return False


def used(authenticator: Authenticator, counter: int) -> None:
    authenticator.counter, authenticator.last_used_at = counter, timezone.now()
    authenticator.save(update_fields=["counter", "last_used_at"])


def take_recovery_code(user: User, code: str) -> bool:
    typed = "".join(each for each in code.upper() if each.isalnum())
    taken = user.recovery_codes.filter(used_at=None, hash=code_hash(typed)).update(
        used_at=timezone.now()
    )
    if taken:
        left = user.recovery_codes.filter(used_at=None).count()
        record("account.recovery_code_used", user, by=user, left=left)
    return bool(taken)


def code_hash(code: str) -> str:
    return sealing.keyed_hash(code, RECOVERY_PURPOSE)


# ---- setting up and taking away ----------------------------------------------------------------


@transaction.atomic
def add_totp(user: User, *, secret: str, code: str, name: str) -> Authenticator:
    """Keep an app's secret once a code shows that the app has it.

    Raises:
        ValidationError: the code is not the app's, or there are too many authenticators.
    """
    step = totp.matching_step(secret, code, now=time.time())
    if step is None:
        raise ValidationError(
            _("This is not the code the app should show now. Check the phone's clock.")
        )
    return add(
        user,
        kind=Authenticator.Kind.TOTP,
        name=name,
        secret=sealing.seal(secret, TOTP_PURPOSE),
        counter=step,
    )


@transaction.atomic
def add(user: User, *, kind: str, name: str, **values: object) -> Authenticator:
    """Keep an authenticator under a name that its owner will know it by."""
    User.objects.select_for_update().get(pk=user.pk)
    if user.authenticators.count() >= MOST_AUTHENTICATORS:
        raise ValidationError(
            _("You have %(n)d authenticators; remove one first.") % {"n": MOST_AUTHENTICATORS}
        )
    made = Authenticator.objects.create(
        user=user, kind=kind, name=clean_name(name, kind), last_used_at=timezone.now(), **values
    )
    record("account.second_factor_added", user, by=user, kind=kind, name=made.name)
    return made


def clean_name(name: str, kind: str) -> str:
    return name.strip()[:60] or str(Authenticator.Kind(kind).label)


@transaction.atomic
def rename(authenticator: Authenticator, name: str) -> None:
    authenticator.name = clean_name(name, authenticator.kind)
    authenticator.save(update_fields=["name"])
    owner = authenticator.user
    record("account.second_factor_renamed", owner, by=owner, name=authenticator.name)


@transaction.atomic
def remove(authenticator: Authenticator) -> None:
    """Take one's own authenticator away; recovery codes go with the last one.

    Raises:
        ActionDenied: it is the last one of somebody who must have one.
    """
    owner = User.objects.select_for_update().get(pk=authenticator.user_id)
    is_last = not owner.authenticators.exclude(pk=authenticator.pk).exists()
    if is_last and requires(owner):
        raise ActionDenied(
            _("Your role needs a second factor: add another one before you remove the last.")
        )
    record(
        "account.second_factor_removed",
        owner,
        by=owner,
        kind=authenticator.kind,
        name=authenticator.name,
    )
    authenticator.delete()
    if is_last:
        owner.recovery_codes.all().delete()


@transaction.atomic
def make_recovery_codes(user: User) -> list[str]:
    """Ten fresh codes, shown once; the ones before are worth nothing from now on.

    Raises:
        ActionDenied: there is no second factor that they could stand in for.
    """
    if not has_one(user):
        raise ActionDenied(_("Set up an app or a passkey first."))
    user.recovery_codes.all().delete()
    codes = [new_code() for _each in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, hash=code_hash(code.replace("-", ""))) for code in codes
    )
    record("account.recovery_codes_made", user, by=user, codes=CODES)
    return codes


LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another


def new_code() -> str:
    """Ten letters, fifty bits: as hard to guess as it is to use up the tries."""
    text = "".join(secrets.choice(LETTERS) for _each in range(10))
    return f"{text[:5]}-{text[5:]}"


@transaction.atomic
def reset(person: User, *, by: User | None) -> None:
    """Take every second factor away, and end all sessions: the person enrols anew."""
    removed = person.authenticators.count()
    person.authenticators.all().delete()
    person.recovery_codes.all().delete()
    FactorFailure.objects.filter(user=person).delete()
    DeskSession.objects.filter(user=person).delete()
    record("account.second_factor_reset", person, by=by, removed=removed)
