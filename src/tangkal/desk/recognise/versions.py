"""Which learned version answers, and who decided so."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import lock_head, record
from tangkal.desk.recognise.models import MatcherPromotion, MatchJudgement
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import InvalidInput
from tangkal.pipeline.judged_pairs import JudgedPair
from tangkal.pipeline.matcher_versions import SHIPPED, Card, MatcherVersions

# Verifiers answer for what counts as the same claim, administrators for what runs.
PROMOTERS = (Role.VERIFIER, Role.SYSTEM_ADMIN)


def store() -> MatcherVersions:
    """The learned versions of this installation."""
    return MatcherVersions(settings.TANGKAL.home.matcher_versions)


def live_version() -> int:
    """The version that answers now; 0 is the matcher that ships."""
    newest = MatcherPromotion.objects.values_list("version", flat=True).first()
    return SHIPPED if newest is None else newest


def may_promote(user: User) -> bool:
    return user.has_role(*PROMOTERS)


def check_may_promote(user: User | None) -> None:
    """None is whoever runs the installation, at its command line.

    Raises:
        ActionDenied: the person has neither role.
    """
    if user is not None and not may_promote(user):
        raise ActionDenied(
            _("Only a verifier or a system administrator decides which matcher answers.")
        )


@transaction.atomic
def promote(version: int, *, by: User | None, why: str) -> MatcherPromotion:
    """Let a version answer from now on; worker and web take it up by themselves.

    Raises:
        ActionDenied: the person may not.
        ValidationError: no reason.
        InvalidInput: no such version, one that cannot be read, or it answers already.
    """
    return go_live(version, by=by, why=why, is_rollback=False)


@transaction.atomic
def roll_back(*, by: User | None, why: str) -> MatcherPromotion:
    """Return to the version that answered before the present one was promoted.

    Rolling back twice goes back two promotions, not to and fro.

    Raises:
        ActionDenied, ValidationError: as :func:`promote`.
        InvalidInput: nothing was ever promoted, or all of it has been rolled back.
    """
    lock_head()
    standing: list[int] = []
    for row in MatcherPromotion.objects.order_by("pk"):
        if row.is_rollback:
            standing.pop()
        else:
            standing.append(row.replaced)
    if not standing:
        raise InvalidInput("no promotion is left to roll back: the shipped matcher answers")
    return go_live(standing[-1], by=by, why=why, is_rollback=True)


def go_live(version: int, *, by: User | None, why: str, is_rollback: bool) -> MatcherPromotion:
    check_may_promote(by)
    why = why.strip()[:300]
    if not why:
        raise ValidationError(_("Give a reason: it is part of the record."))
    lock_head()
    before = live_version()
    if version == before:
        raise InvalidInput(f"version {version} answers already")
    store().load(version)  # what cannot be read must not go live
    promotion = MatcherPromotion(
        version=version, replaced=before, is_rollback=is_rollback, why=why, by=by
    )
    promotion.save()
    action = "matcher.rolled_back" if is_rollback else "matcher.promoted"
    record(action, promotion, by=by, version=version, replaced=before, why=why)
    return promotion


def judged_pairs() -> list[JudgedPair]:
    """What people said of suggestions and still stands, outside exercises, oldest first."""
    Answer = MatchJudgement.Answer  # noqa: N806 - a class
    standing = MatchJudgement.objects.filter(
        standing_on__isnull=False, is_exercise=False, answer__in=(Answer.SAME, Answer.NOT_SAME)
    ).exclude(text="")
    return [
        JudgedPair(
            text=row.text,
            title=row.claim_title,
            is_same=row.answer == Answer.SAME,
            on=row.text_date or row.at.date(),
            from_desk=True,
        )
        for row in standing.order_by("pk")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version as the page shows it."""

    number: int
    card: Card | None  # None for the shipped one
    is_live: bool
    promotions: list[MatcherPromotion]  # newest first
    problem: str = ""  # why its card cannot be read


def all_versions() -> list[Version]:
    """Every version, newest first, the shipped one last."""
    live, found = live_version(), store()
    promotions: dict[int, list[MatcherPromotion]] = {}
    for row in MatcherPromotion.objects.select_related("by"):
        promotions.setdefault(row.version, []).append(row)
    versions = []
    for number in [*reversed(found.numbers()), SHIPPED]:
        card, problem = None, ""
        if number != SHIPPED:
            try:
                card = found.card(number)
            except InvalidInput as fault:
                problem = str(fault)
        versions.append(
            Version(
                number=number,
                card=card,
                is_live=number == live,
                promotions=promotions.get(number, []),
                problem=problem,
            )
        )
    return versions
