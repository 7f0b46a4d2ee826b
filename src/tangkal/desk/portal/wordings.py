"""Two wordings of one answer: which one a page view shows, and what it brought.

Every page view draws by a fair coin, and its random name, signed, travels in that page's own
links: what follows from it is counted once and for its version. No cookie, no address and no
reader is kept, so one reader's two views are two views.

A page in a test is no longer everybody's: caches between us and readers would show one version
to all of them. We keep both renderings in memory for a minute instead and choose between those.

A tipline draws and counts by the same two functions, `draw` and `count`.
"""

import secrets
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.audit.commands import record
from tangkal.desk.portal.feedback_models import SpentView, WordingCount, WordingTest
from tangkal.desk.portal.models import Clarification

GOOD_FOR_S = 24 * 3600
RENDERED_S = 60  # as long as a page that everybody shares is kept
VIEWS_AT_ONCE = 10  # views are written together; a crash loses fewer than this
OUTCOMES = ("yes", "no", "shares", "evidence")
NAME_PLACE = "nama-tampilan-ini"  # stands for the view's name in a kept rendering

_signer = TimestampSigner(salt="tangkal.portal.wording")

# Sent with `test` and `why` in the transaction that ended it; the desk's record follows.
test_stopped = Signal()


class Hold(NamedTuple):
    """Publishing stands still: whose, and why."""

    office: str
    why: str


# Whoever can make publishing stand still says here whether it does for an answer.
holds: list[Callable[[Clarification], Hold | None]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One page view: of which test it shows which version, under a name of its own."""

    code: str
    arm: str
    name: str

    def signed(self) -> str:
        return _signer.sign(f"{self.code}.{self.arm}.{self.name}")


def running(now: datetime) -> QuerySet[WordingTest]:
    """The tests that draw versions now."""
    return WordingTest.objects.filter(
        stopped_at=None,
        ends_at__gt=now,
        edition=F("clarification__edition"),
        clarification__state=Clarification.State.PUBLISHED,
        clarification__doubted_at=None,
    )


def draw(test: WordingTest) -> View:
    """A version by a fair coin, for one view."""
    return View(
        code=test.code, arm=secrets.choice(WordingCount.Arm.values), name=secrets.token_urlsafe(12)
    )


def read_view(signed: str) -> View | None:
    """The view that was signed; None for one that is stale or not ours."""
    try:
        code, arm, name = _signer.unsign(signed, max_age=GOOD_FOR_S).split(".")
    except (BadSignature, ValueError):
        return None
    return View(code=code, arm=arm, name=name)


def version(clarification: Clarification, test: WordingTest, arm: str) -> Clarification:
    """The clarification as a version words it; never saved."""
    shown = copy(clarification)
    if arm == WordingCount.Arm.B:
        shown.headline = test.headline
        shown.parts = [
            {**part, "text": test.part_text}
            if test.part_key and part["key"] == test.part_key
            else part
            for part in clarification.parts
        ]
    return shown


def rendering(key: str, render: Callable[[], str]) -> str:
    """A kept rendering of one version, made anew each minute."""
    found: str | None = cache.get(key)
    if found is None:
        found = render()
        cache.set(key, found, RENDERED_S)
    return found


def see(test: WordingTest, arm: str) -> None:
    """Count one view; written when there are some, as every view of a hot page would wait."""
    key = f"views:{test.code}:{arm}"
    cache.add(key, 0, None)
    try:
        seen = cache.incr(key)
    except ValueError:  # thrown out of memory between the two lines
        return
    if seen % VIEWS_AT_ONCE == 0:
        add(test, arm, "views", VIEWS_AT_ONCE)


def count(signed: str, outcome: str, clarification: Clarification) -> bool:
    """Count what a view brought for its version; False where that was counted before.

    Args:
        signed: the view's name as its page carries it; one that is not ours, or whose test is
            over, counts for no version.
        outcome: one of `OUTCOMES`.
    """
    view = read_view(signed)
    if view is None:
        return True
    if not spend(view, outcome):
        return False
    test = running(timezone.now()).filter(code=view.code, clarification=clarification).first()
    if test is not None:
        add(test, view.arm, outcome, 1)
    return True


def spend(view: View, outcome: str) -> bool:
    """Whether this view is counted for this for the first time; "yes" and "no" are one."""
    kind = "answer" if outcome in {"yes", "no"} else outcome
    now = timezone.now()
    SpentView.objects.filter(at__lt=now - timedelta(days=2)).delete()
    try:
        with transaction.atomic():
            SpentView.objects.create(name=f"{view.name}:{kind}", at=now)
    except IntegrityError:
        return False
    return True


def add(test: WordingTest, arm: str, field: str, number: int) -> None:
    day = timezone.localdate()
    row, _made = WordingCount.objects.get_or_create(test=test, arm=arm, on=day)
    WordingCount.objects.filter(pk=row.pk).update(**{field: F(field) + number})


@transaction.atomic
def start(
    clarification: Clarification,
    *,
    code: str,
    headline: str,
    part_key: str,
    part_text: str,
    ends_at: datetime,
    by: User,
) -> WordingTest:
    """Let page views draw between the published wording and another one.

    Raises:
        IntegrityError: another test of this answer runs.
    """
    test = WordingTest.objects.create(
        code=code,
        clarification=clarification,
        edition=clarification.edition,
        headline=headline,
        part_key=part_key,
        part_text=part_text,
        ends_at=ends_at,
    )
    record("wording.started", test, by=by, slug=clarification.slug, edition=test.edition)
    return test


@transaction.atomic
def stop(test: WordingTest, *, why: str, by: User | None) -> WordingTest:
    """From now on every view shows the published wording. Stopping twice changes nothing."""
    test = WordingTest.objects.select_for_update().get(pk=test.pk)
    if test.stopped_at is None:
        test.stopped_at, test.stopped_why = timezone.now(), why
        test.save(update_fields=["stopped_at", "stopped_why"])
        record("wording.stopped", test, by=by, why=why)
        test_stopped.send(WordingTest, test=test, why=why, by=by)
    return test


def stop_of(clarification: Clarification, *, by: User | None) -> None:
    """What is changed is no longer what was approved: its test ends in the same transaction."""
    for test in clarification.wording_tests.filter(Q(stopped_at=None)):
        stop(test, why=WordingTest.Stopped.CHANGED, by=by)


def stop_under(issuer: Organisation, *, exercise: bool, by: User | None) -> None:
    """Publishing stands still for an issuer and all below it: their tests end."""
    found = WordingTest.objects.filter(
        stopped_at=None,
        clarification__issuer__path__startswith=issuer.path,
        clarification__is_exercise=exercise,
    )
    for test in found:
        stop(test, why=WordingTest.Stopped.FROZEN, by=by)


def hold_on(clarification: Clarification) -> Hold | None:
    """What keeps a test of this answer from starting; None where nothing does."""
    return next((found for ask in holds if (found := ask(clarification))), None)


def totals(test: WordingTest) -> dict[str, dict[str, int]]:
    """What each version brought so far, by version and kind."""
    fields = ("views", *OUTCOMES)
    found = {str(arm): dict.fromkeys(fields, 0) for arm in WordingCount.Arm.values}
    for row in test.counts.all():
        for field in fields:
            found[row.arm][field] += getattr(row, field)
    return found
