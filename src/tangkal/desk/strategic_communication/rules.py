"""Who may write, check, approve and publish a message, and when it is fit to go out."""

from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.approvals.conflicts import check_no_conflict
from tangkal.desk.approvals.queries import has_approval, last_approval
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.cases.models import Case, Decision, GateAssessment, Verdict
from tangkal.desk.cases.states import CaseState, DecisionOption, VerdictState
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MESSAGE, MessageState
from tangkal.desk.workflow import ActionDenied, check_version
from tangkal.strategic_communication.placeholders import find_placeholders

ANSWERED = (DecisionOption.RESPOND, DecisionOption.CRISIS)
PORTAL_TEMPLATE = "clarification"
# While a case is opened again, its old decision is what is being questioned.
DECIDED = (
    CaseState.DECIDED,
    CaseState.RESPONSE,
    CaseState.PUBLISHED,
    CaseState.EVALUATION,
    CaseState.CLOSED,
)
READY = (VerdictState.APPROVED, VerdictState.PUBLISHED)


def check_step(message: Message, action: str, by: User) -> str:
    """The state a step leads to, for the roles this person holds over the case.

    Raises:
        ActionDenied: the state does not allow the step, no role does, or the person has a
            conflict of interest in the case.
    """
    check_no_conflict(by, message.case)
    return MESSAGE.check(message.state, action, by.roles_at(message.case.lead_organisation))


def check_can_write(case: Case, by: User) -> None:
    """Whether this person may write on a case.

    Raises:
        ActionDenied: not a writer there, or with a conflict of interest in it.
    """
    MESSAGE.check(MessageState.DRAFT, "submit", by.roles_at(case.lead_organisation))
    check_no_conflict(by, case)


def check_unchanged(message: Message, expected_version: int) -> None:
    check_version(message, expected_version, maker="author")


def authors_of(message: Message) -> set[int | None]:
    """Everybody who wrote any version, of this text or of one it corrects.

    A correction begins as a copy, so whoever wrote the published text wrote part of it.
    """
    found: set[int | None] = set()
    step: Message | None = message
    while step is not None:
        found |= {step.author_id, *step.versions.values_list("author_id", flat=True)}
        step = step.replaces
    return found


def check_not_author(message: Message, by: User) -> None:
    check_second_person(by, authors_of(message))


def check_complete(version: MessageVersion) -> None:
    """Refuse a text with a placeholder still open: nobody may read "[isi di sini]" in public."""
    open_places = [
        place
        for text in (*version.parts.values(), *(said for m in version.media for said in m.values()))
        for place in find_placeholders(str(text))
    ]
    if open_places:
        raise ActionDenied(
            _("Fill these places first: %(places)s.") % {"places": ", ".join(open_places)}
        )
    if not version.headline.strip():
        raise ActionDenied(_("Write a headline first."))


def check_may_respond(case: Case) -> None:
    """A text may be written only where somebody decided to respond."""
    decision = Decision.objects.filter(case=case).first()
    if decision is None or decision.option not in ANSWERED:
        raise ActionDenied(_("The case has no decision to respond; nothing is to be written yet."))
    if case.state not in DECIDED:
        raise ActionDenied(
            _("The case was opened again; nothing goes out until it is decided anew.")
        )


def approved_verdict(case: Case) -> Verdict:
    """The case's verdict in force.

    Raises:
        ActionDenied: there is none that two verifiers stand behind, or the eligibility gate
            says that this is opinion, criticism, satire or press work.
    """
    gate = GateAssessment.objects.filter(case=case).first()
    if gate is None or not gate.may_be_labelled:
        raise ActionDenied(
            _("The eligibility gate does not allow a label on this; nothing can be published.")
        )
    verdict = Verdict.objects.filter(case=case, state__in=READY).first()
    if verdict is None:
        raise ActionDenied(_("No verdict has been approved by a second verifier yet."))
    return verdict


def check_nothing_changed(message: Message, version: MessageVersion) -> Verdict:
    """The verdict whose label goes out: the very one that the final approval saw.

    Raises:
        ActionDenied: the verdict, the gate or the decision is newer than the approval.
    """
    verdict = approved_verdict(message.case)
    approval = last_approval(message, version.sha256, "final")
    newest = max(
        *GateAssessment.objects.filter(case=message.case).values_list("at", flat=True),
        *Decision.objects.filter(case=message.case).values_list("at", flat=True),
    )
    if message.verdict_id != verdict.pk or approval is None or approval.at < newest:
        raise ActionDenied(
            _(
                "The verdict, the gate or the decision changed after this text was approved. Send "
                "it back, so that it is checked and approved anew."
            )
        )
    return verdict


def label_of(message: Message) -> Verdict | None:
    """The verdict whose label goes out with a text for the portal; None where none may."""
    if message.template != PORTAL_TEMPLATE:
        return None
    try:
        return message.verdict or approved_verdict(message.case)
    except ActionDenied:
        return None


def check_can_approve(message: Message, version: MessageVersion, by: User) -> None:
    """The last word: a second person, on a version whose facts were checked."""
    check_not_author(message, by)
    check_complete(version)
    if not has_approval(message, version.sha256, "facts"):
        raise ActionDenied(_("The facts of this very version have not been confirmed."))


def check_can_publish(message: Message, version: MessageVersion, by: User) -> None:
    """Publishing needs the approval of the very words that go out."""
    if message.template != PORTAL_TEMPLATE:
        raise ActionDenied(
            _("Only a clarification goes on the portal; copy this approved text to its channel.")
        )
    check_complete(version)
    if not has_approval(message, version.sha256, "final"):
        raise ActionDenied(_("This version has not been approved; the approval is for another."))
    check_not_author(message, by)
