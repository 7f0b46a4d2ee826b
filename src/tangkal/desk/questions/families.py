"""Questions about the same thing are one family: what becomes of it reaches everybody in it.

A decision is one row's change; the askers follow in portions, each its own transaction, the first
by whoever decided and the others by the worker. Whoever is cut off between two portions loses
nothing: the family stays marked as unfinished until nobody waits in it.

Locks are taken in one order everywhere, questions, the audit chain's head, families; two who
take them crosswise would block one another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import lock_head, record
from tangkal.desk.portal import reports
from tangkal.desk.portal.attachments import Attachment
from tangkal.desk.portal.models import Clarification, PublicReport
from tangkal.desk.questions import likeness, telling
from tangkal.desk.questions.likeness import Likeness
from tangkal.desk.questions.models import Asked, Contact, Family
from tangkal.desk.workflow import StaleObject, check_version

PORTION = 50  # askers settled in one transaction: others can write in between
State, Reason = PublicReport.State, Asked.Reason


# -- Placing ---------------------------------------------------------------------------------


def place(
    report: PublicReport,
    seen: Likeness,
    *,
    via: str,
    contact: Contact | None,
    picture: Attachment | None = None,
) -> Asked:
    """Put a question where it belongs; in a settled family it is settled at once.

    Within the transaction that took the report: the audit chain's lock, which that holds, keeps
    two that ask the same at once from founding a family each.
    """
    existing = Asked.objects.filter(report=report).first()
    if existing:
        return existing
    like, reason = most_like(seen)
    family = Family.objects.select_for_update().get(pk=like.family_id) if like else new_family()
    asked = Asked.objects.create(
        report=report,
        family=family,
        reason=reason,
        via=via,
        contact=contact,
        words=seen.words,
        link=seen.link,
        claim_id=seen.claim_id,
        picture=picture.stored if picture else "",
        picture_sha256=seen.picture,
        sketch=likeness.with_facts_of(like, seen) if like else seen.sketch,
    )
    likeness.enter(asked, seen)
    if report.state == State.WAITING:
        recount(family)
        if family.state != State.WAITING and not settle(report, family):
            mark_unfinished(family)  # its answer is being corrected
    else:  # one from before there were families
        adopt(family, report)
        recount(family)
    return asked


def most_like(seen: Likeness) -> tuple[Asked | None, Asked.Reason]:
    """The question that this one belongs with, and why; the surest reason first.

    A known claim alone puts a question only with others that still wait: whoever asks about an
    answered claim in words of their own has seen that answer, and may mean something else.
    """
    rows = Asked.objects.select_related("family").order_by("-pk")
    if seen.words and (found := rows.filter(words=seen.words).first()):
        return found, Reason.SAME
    if found := likeness.most_alike(seen):
        return found, Reason.ALIKE
    if seen.picture and (found := rows.filter(picture_sha256=seen.picture).first()):
        return found, Reason.PICTURE
    if seen.link and (found := rows.filter(link=seen.link).first()):
        return found, Reason.LINK
    waiting = rows.filter(family__state=State.WAITING)
    if seen.claim_id and (found := waiting.filter(claim_id=seen.claim_id).first()):
        return found, Reason.CLAIM
    return None, Reason.FIRST


def new_family() -> Family:
    return Family.objects.create()


def recount(family: Family) -> None:
    """Bring a family's number of askers and its days up to date."""
    found = Asked.objects.filter(family=family).aggregate(
        askers=Count("pk"), first=Min("report__created_at"), last=Max("report__created_at")
    )
    family.askers = found["askers"]
    if found["askers"]:
        family.first_asked_at, family.last_asked_at = found["first"], found["last"]
    family.save(update_fields=["askers", "first_asked_at", "last_asked_at"])


def place_missing() -> int:
    """Place questions that stand in no family yet: those from before; answers how many."""
    missing = PublicReport.objects.filter(asked=None).order_by("created_at", "pk")
    done = 0
    for report in missing[:PORTION]:
        seen = likeness.read(report.text, report.url)
        with transaction.atomic():
            found = PublicReport.objects.select_for_update().get(pk=report.pk)
            lock_head()
            place(found, seen, via="portal", contact=None)
        done += 1
    return done


# -- Deciding --------------------------------------------------------------------------------


def answer_family(
    family: Family, clarification: Clarification, *, by: User | None, version: int | None = None
) -> int:
    """Answer everybody who asked, and whoever asks the same later; answers how many there are.

    Args:
        by: None where its case's own answer was published.
        version: the family's, as the person saw it; None where it was not shown.

    Raises:
        StaleObject: somebody settled or changed it meanwhile.
        ValidationError: the clarification was withdrawn, or belongs to an exercise.
    """
    reports.check_answers(clarification)
    with transaction.atomic():
        family = lock_waiting(family, version)
        change(family, State.ANSWERED, answer=clarification)
        record("family.answered", family, by=by, slug=clarification.slug, askers=family.askers)
    settle_portion(family, by=by)
    return family.askers


def close_family(family: Family, *, note: str, by: User, version: int | None = None) -> int:
    """Close every question of a family without an answer; the note stands on each one's page.

    Raises:
        StaleObject: somebody settled or changed it meanwhile.
        ValidationError: no note, or one that is too long.
    """
    words = reports.check_note(note)
    with transaction.atomic():
        family = lock_waiting(family, version)
        change(family, State.CLOSED, note=words)
        record("family.closed", family, by=by, note=words, askers=family.askers)
    settle_portion(family, by=by)
    return family.askers


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What came of answering several families at once."""

    families: int
    askers: int
    stale: int  # settled or changed by somebody meanwhile, and left as they are


def answer_many(
    chosen: Iterable[tuple[Family, int]], clarification: Clarification, *, by: User
) -> Bulk:
    """Answer each family that stands as it was seen; the others are left alone and counted.

    Raises:
        ValidationError: the clarification was withdrawn, or belongs to an exercise.
    """
    reports.check_answers(clarification)
    families = askers = stale = 0
    for family, version in chosen:
        try:
            askers += answer_family(family, clarification, by=by, version=version)
            families += 1
        except StaleObject:
            stale += 1
    return Bulk(families=families, askers=askers, stale=stale)


def answer_case(clarification: Clarification) -> int:
    """Give a case's published answer to the families for which it was opened; answers how many."""
    waiting = Family.objects.filter(state=State.WAITING, case_number=clarification.reference)
    done = 0
    for family in waiting.exclude(case_number="") if clarification.reference else ():
        try:
            answer_family(family, clarification, by=None)
            done += 1
        except StaleObject:
            continue  # a person was faster, and her answer stands
    return done


def reopen_family(family: Family, *, why: str, by: User, version: int | None = None) -> Family:
    """Open a settled family again: what it was given does not fit. Its askers are told so.

    Raises:
        StaleObject: somebody changed it meanwhile.
        ValidationError: no reason.
    """
    words = reports.check_note(why)
    with transaction.atomic():
        members = PublicReport.objects.filter(asked__family=family).exclude(state=State.WAITING)
        settled = list(members.select_for_update(of=("self",)))
        found = lock(family, version)
        if found.state == State.WAITING:
            raise stale(found)
        change(found, State.WAITING)
        record("family.reopened", found, by=by, why=words, askers=found.askers)
        for report in settled:
            reports.reopen(report, by=by)
    return found


@transaction.atomic
def note_case(family: Family, number: str, *, by: User) -> Family:
    """Keep which case is to answer a family: its published answer then goes to all who asked."""
    found = lock_waiting(family, None)
    if found.case_number:
        raise stale(found)
    found.case_number = number
    found.version += 1
    found.save(update_fields=["case_number", "version"])
    record("family.case", found, by=by, case=number, askers=found.askers)
    return found


def lock(family: Family, version: int | None) -> Family:
    lock_head()
    found = Family.objects.select_for_update().get(pk=family.pk)
    check_version(found, version, what=called(found))
    return found


def lock_waiting(family: Family, version: int | None) -> Family:
    found = lock(family, version)
    if found.state != State.WAITING:
        raise stale(found)
    return found


def stale(family: Family) -> StaleObject:
    return StaleObject(called(family), None)


def called(family: Family) -> str:
    return _("Question family %(number)s") % {"number": family.pk}


def change(
    family: Family, state: str, *, answer: Clarification | None = None, note: str = ""
) -> None:
    family.state, family.answer, family.note = state, answer, note
    family.is_unfinished = state != State.WAITING
    family.settled_at = timezone.now() if family.is_unfinished else None
    family.version += 1
    family.save(update_fields=["state", "answer", "note", "is_unfinished", "settled_at", "version"])


@transaction.atomic
def settle_portion(family: Family, *, by: User | None = None) -> int:
    """Settle the next of those who still wait in a settled family; answers how many."""
    rows = PublicReport.objects.filter(asked__family=family, state=State.WAITING)
    portion = list(rows.select_for_update(of=("self",))[:PORTION])
    lock_head()
    found = Family.objects.select_for_update().get(pk=family.pk)
    done = sum(settle(report, found, by=by) for report in portion)
    if len(portion) == done < PORTION and found.is_unfinished:
        found.is_unfinished = False
        found.save(update_fields=["is_unfinished"])
    return done


def mark_unfinished(family: Family) -> None:
    family.is_unfinished = True
    family.save(update_fields=["is_unfinished"])


def stands(family: Family) -> bool:
    """Whether a family's answer can be given: published, and not being corrected."""
    answer = family.answer
    try:
        return answer is not None and not answer.doubted_at and reports.check_answers(answer)
    except ValidationError:
        return False


def settle(report: PublicReport, family: Family, *, by: User | None = None) -> bool:
    """Give one question what its family was given; False where it no longer waits."""
    try:
        if family.state == State.CLOSED:
            reports.close_report(report, note=family.note, by=by)
        elif family.state == State.ANSWERED and family.answer and stands(family):
            reports.answer_report(report, family.answer, by=by)
        else:
            return False
    except StaleObject:
        return False  # somebody was faster
    return True


def spread() -> int:
    """The worker's turn: a portion of each family that is unfinished; answers how many."""
    left = Family.objects.filter(is_unfinished=True).exclude(answer__doubted_at__isnull=False)
    return sum(settle_portion(family) for family in left.order_by("settled_at", "pk")[:PORTION])


# -- Following -------------------------------------------------------------------------------


def follow(*, report: PublicReport, **_signal: object) -> None:
    """Whatever settled or reopened one question does so to its family; its asker is told.

    In the transaction of that change; the worker brings the family's other questions along.
    """
    asked = Asked.objects.select_related("family", "contact").filter(report=report).first()
    if asked is None:
        return
    adopt(asked.family, report)
    telling.tell(asked, report)


def adopt(family: Family, report: PublicReport) -> None:
    """A family takes over what was decided for one of its questions, where nothing was yet."""
    found = Family.objects.select_for_update().get(pk=family.pk)
    if report.state == State.WAITING:
        is_news = found.state == State.ANSWERED and found.answer_id == report.answer_id
    else:
        is_news = found.state == State.WAITING
    if is_news:
        is_answered = report.state == State.ANSWERED
        change(found, report.state, answer=report.answer if is_answered else None, note=report.note)
        family.refresh_from_db()
