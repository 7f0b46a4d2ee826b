"""A case's audit events as sentences, for the log beside its evidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.audit.queries import events_of
from tangkal.desk.cases import words
from tangkal.desk.cases.models import Case, Priority
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.ui import vocabulary

Detail = Mapping[str, object]

SENTENCES = {
    "case.opened": gettext_lazy("opened the case"),
    "case.signal_linked": gettext_lazy("linked a signal"),
    "case.triaged": gettext_lazy("started triage"),
    "case.assigned": gettext_lazy("assigned the case"),
    "case.claim_added": gettext_lazy("wrote down a claim"),
    "case.evidence_added": gettext_lazy("added evidence"),
    "case.evidence_graded": gettext_lazy("graded evidence"),
    "case.capture_asked": gettext_lazy("asked for a page snapshot"),
    "case.capture_failed": gettext_lazy("could not fetch a page"),
    "case.spreads_added": gettext_lazy("counted spreads"),
    "case.spread_measured": gettext_lazy("kept newer figures of a spread"),
    "case.spread_removed": gettext_lazy("took out a spread"),
    "case.linked": gettext_lazy("linked another case"),
    "case.unlinked": gettext_lazy("ended the link to another case"),
    "case.merged_into": gettext_lazy("merged the case into another"),
    "case.merge_received": gettext_lazy("took in another case"),
    "case.merge_undone": gettext_lazy("took a merge back"),
    "case.gate_assessed": gettext_lazy("passed the eligibility gate"),
    "case.sent_to_verification": gettext_lazy("sent the case to verification"),
    "case.verdict_drafted": gettext_lazy("drafted a verdict"),
    "case.verdict_revised": gettext_lazy("revised the verdict"),
    "case.verdict_submitted": gettext_lazy("sent the verdict to peer review"),
    "case.verdict_returned": gettext_lazy("sent the verdict back"),
    "case.verdict_approved": gettext_lazy("approved the verdict"),
    "case.verdict_corrected": gettext_lazy("marked the verdict as corrected"),
    "case.verdict_withdrawn": gettext_lazy("withdrew the verdict"),
    "case.impact_judged": gettext_lazy("judged the impact"),
    "case.override_confirmed": gettext_lazy("confirmed a changed priority"),
    "case.decided": gettext_lazy("decided"),
    "case.response_begun": gettext_lazy("began the response"),
    "case.published": gettext_lazy("published the response"),
    "case.verdict_published": gettext_lazy("published one more verdict"),
    "case.evaluation_begun": gettext_lazy("started the evaluation"),
    "case.closed": gettext_lazy("closed the case"),
    "case.reopened": gettext_lazy("re-opened the case"),
    "case.note_added": gettext_lazy("added a note"),
    "case.public_note_written": gettext_lazy("wrote a public note"),
    "case.public_note_released": gettext_lazy("released a public note"),
    "case.questions_connected": gettext_lazy("connected citizens’ questions"),
    "case.public_note_withdrawn": gettext_lazy("took a public note back"),
    "case.first_assessed": gettext_lazy("answered FIRST"),
    "case.abcde_assessed": gettext_lazy("described actor, behaviour, content, degree and effect"),
    "case.intent_rated": gettext_lazy("rated the intent behind a claim"),
    "case.technique_recorded": gettext_lazy("recorded a structured technique"),
    "case.second_look_offered": gettext_lazy("chose the case for a second judgement"),
    "case.second_look_not_drawn": gettext_lazy("drew: no second judgement"),
    "case.second_look_taken": gettext_lazy("took the second judgement"),
    "case.second_look_given_back": gettext_lazy("gave the second judgement back"),
    "case.second_look_judged": gettext_lazy("gave the second judgement"),
    "case.second_look_reconciled": gettext_lazy("reconciled the two judgements"),
    "case.second_look_waived": gettext_lazy("did without the second judgement"),
    "case.election_flagged": gettext_lazy("flagged the case as an election matter"),
    "case.election_unflagged": gettext_lazy("took the election flag back"),
    "case.paused": gettext_lazy("let the clock stand still"),
    "case.resumed": gettext_lazy("started the clock again"),
}
# What a blinded second rater must not read.
JUDGEMENTS = frozenset(
    {
        "case.impact_judged",
        "case.override_confirmed",
        "case.first_assessed",
        "case.abcde_assessed",
        "case.intent_rated",
        "case.technique_recorded",
    }
)
DECISIVE = frozenset({"case.verdict_approved", "case.decided", "case.published"})


def option_words(detail: Detail) -> str:
    option = str(detail.get("option", ""))
    return str(DecisionOption(option).label) if option in DecisionOption else option


def verdict_words(detail: Detail) -> str:
    return str(vocabulary.find(vocabulary.VERDICTS, str(detail.get("value", ""))).label)


def priority_words(detail: Detail) -> str:
    code = str(detail.get("priority", ""))
    label = str(Priority(code).label) if code in Priority else code
    rule = words.say(words.PRIORITY_RULES, str(detail.get("rule", "")))
    return f"{label}: {rule}" if rule else label


def gate_words(detail: Detail) -> str:
    kind = words.say(words.GATE_KINDS, str(detail.get("kind", "")))
    allowed = _("may be labelled") if detail.get("may_be_labelled") else _("may not be labelled")
    return f"{kind}, {allowed}"


def platform_words(detail: Detail) -> str:
    counted = detail.get("platforms")
    rows = counted.items() if isinstance(counted, dict) else ()
    return ", ".join(f"{name} {count}" for name, count in rows)


# What the sentence is about, drawn from the event's own record.
SUBJECTS: dict[str, Callable[[Detail], str]] = (
    {
        "case.signal_linked": lambda d: str(d.get("title", "")),
        "case.assigned": lambda d: str(d.get("to") or _("nobody")),
        "case.claim_added": lambda d: str(d.get("text", "")),
        "case.evidence_added": lambda d: str(d.get("title", "")),
        "case.evidence_graded": lambda d: f"{d.get('title', '')} {d.get('grade', '')}".strip(),
        "case.capture_asked": lambda d: str(d.get("url", "")),
        "case.capture_failed": lambda d: str(d.get("url", "")),
        "case.spreads_added": platform_words,
        "case.linked": lambda d: str(d.get("other", "")),
        "case.unlinked": lambda d: str(d.get("other", "")),
        "case.merged_into": lambda d: str(d.get("into", "")),
        "case.merge_received": lambda d: str(d.get("source", "")),
        "case.merge_undone": lambda d: str(d.get("other", "")),
        "case.gate_assessed": gate_words,
        "case.impact_judged": priority_words,
        "case.override_confirmed": priority_words,
        "case.decided": option_words,
        "case.published": lambda d: str(d.get("reference") or ""),
    }
    | {f"case.verdict_{step}": verdict_words for step in ("drafted", "revised", "submitted")}
    | {
        f"case.verdict_{step}": verdict_words
        for step in ("returned", "approved", "corrected", "withdrawn")
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log."""

    sequence: int
    at: datetime
    actor: str
    text: str
    subject: str
    why: str
    hash: str
    is_decision: bool


def entries(case: Case, *, without_judgements: bool = False) -> list[Entry]:
    """Everything that happened to a case, newest first.

    Args:
        without_judgements: for whoever may still judge unseeing: that somebody judged stays,
            what it came to does not.
    """
    return [
        as_entry(event, is_veiled=without_judgements and event.action in JUDGEMENTS)
        for event in events_of(case)
    ]


def as_entry(event: AuditEvent, *, is_veiled: bool = False) -> Entry:
    detail = {} if is_veiled else event.details
    subject = SUBJECTS.get(event.action)
    return Entry(
        sequence=event.sequence,
        at=event.at,
        actor=event.actor_name,
        text=str(SENTENCES.get(event.action, event.action)),
        subject=subject(detail) if subject else "",
        why=str(detail.get("why") or detail.get("rationale") or ""),
        hash=event.hash,
        is_decision=event.action in DECISIVE,
    )
