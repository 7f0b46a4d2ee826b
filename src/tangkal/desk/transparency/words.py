"""Names and definitions of the figures, as the page, the PDF and the open data say them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tangkal.desk.platform_requests import grounds
from tangkal.desk.platform_requests.guards import BY_KEY
from tangkal.desk.platform_requests.kinds import Kind
from tangkal.desk.platform_requests.states import RequestState
from tangkal.desk.ui.platforms import platform_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: its name, and what is counted."""

    label: object  # lazy text
    definition: object
    of: str = ""  # the key of the total it is a part of


AS_KNOWN = _("As known when the report was made.")
REQUESTS: Mapping[str, Figure] = {
    "begun": Figure(
        label=_("Requests begun"),
        definition=_("Drafts made in the quarter, also those that a rule ended at once."),
    ),
    "refused_by_rule": Figure(
        label=_("Refused by a rule of ours"),
        definition=_(
            "Ended by a limit that nobody can switch off: press work, satire, opinion, "
            "criticism, no verdict, reputation alone, a conflict of interest."
        ),
    ),
    "refused_by_legal": Figure(
        label=_("Refused by our legal officer"),
        definition=_("Ended in legal review, with reasons."),
    ),
    "refused_by_data": Figure(
        label=_("Refused by our data protection officer"),
        definition=_("Ended in the review of personal data, with reasons."),
    ),
    "dropped": Figure(
        label=_("Given up by their authors"), definition=_("Drafts that never reached review.")
    ),
    "sent": Figure(
        label=_("Requests sent"),
        definition=_("Sent by a person through the authorised channel in the quarter."),
    ),
    "sent_urgent": Figure(
        label=_("of these, urgent"),
        definition=_("On a ground for which the law sets four hours."),
        of="sent",
    ),
    "sent_complete": Figure(
        label=_("of these, with complete forms"),
        definition=_(
            "Legal review and, for each single item, the necessity and proportionality form."
        ),
        of="sent",
    ),
    "items_requested": Figure(
        label=_("Posts and pages asked about"),
        definition=_("Items of the requests sent in the quarter."),
    ),
    "items_acted": Figure(
        label=_("acted on by the platform"),
        definition=AS_KNOWN,
        of="items_requested",
    ),
    "items_refused": Figure(
        label=_("refused by the platform"),
        definition=AS_KNOWN,
        of="items_requested",
    ),
    "items_pending": Figure(
        label=_("without an answer"),
        definition=AS_KNOWN,
        of="items_requested",
    ),
    "expired": Figure(
        label=_("Closed without an answer"),
        definition=_("Requests closed in the quarter because no answer came."),
    ),
    "objections": Figure(
        label=_("Objections received"), definition=_("From people affected, in the quarter.")
    ),
    "objections_stood": Figure(
        label=_("Objections after which the request stood"),
        definition=_("Decided in the quarter by an officer without a part in it."),
    ),
    "reversed": Figure(
        label=_("Requests reversed after an objection"),
        definition=_("Withdrawn in public; the platform is asked to restore."),
    ),
    "fell": Figure(
        label=_("Requests that fell with their verdict"),
        definition=_("The verdict no longer stood; withdrawn without an objection."),
    ),
    "restoration_asked": Figure(
        label=_("Restorations asked for"), definition=_("In the quarter, through the same channel.")
    ),
    "restored": Figure(
        label=_("Restored by the platform"), definition=_("As recorded in the quarter.")
    ),
}
ANSWERS: Mapping[str, Figure] = {
    "answers": Figure(
        label=_("Answers published"),
        definition=_("Clarifications with a verdict that went out in the quarter."),
    ),
    "answers_wrong": Figure(
        label=_("of these, corrected or withdrawn since"),
        definition=_(
            "Our rate of error: answers of the quarter that had to be corrected or taken back."
        ),
        of="answers",
    ),
    "answers_protected": Figure(
        label=_("of these, on protected speech"),
        definition=_("Labels on press work, satire, opinion or criticism. The aim is none."),
        of="answers",
    ),
    "corrected": Figure(
        label=_("Corrections made"),
        definition=_("Published answers corrected in the quarter, whenever they went out."),
    ),
    "updated": Figure(label=_("Updates made"), definition=_("Additions that correct nothing.")),
    "withdrawn": Figure(label=_("Answers withdrawn"), definition=_("Taken back in the quarter.")),
    "appeals": Figure(label=_("Appeals against answers"), definition=_("Received in the quarter.")),
    "appeals_stood": Figure(
        label=_("of these, the answer stands"),
        definition=_("Decided by an officer without a part in it."),
        of="appeals",
    ),
    "appeals_revised": Figure(
        label=_("of these, the answer is corrected"),
        definition=_("Decided by an officer without a part in it."),
        of="appeals",
    ),
    "appeals_withdrawn": Figure(
        label=_("of these, the answer is withdrawn"),
        definition=_("Decided by an officer without a part in it."),
        of="appeals",
    ),
    "appeals_open": Figure(
        label=_("of these, not decided yet"),
        definition=_("When the report was made."),
        of="appeals",
    ),
}
FIGURES = {**REQUESTS, **ANSWERS}
TABLES: Mapping[str, object] = {
    "by_kind": _("Requests begun, by what was asked"),
    "by_ground": _("Requests begun, by legal ground"),
    "by_platform": _("Posts and pages of requests sent, by platform"),
    "by_outcome": _("Requests sent, by what the platform did"),
    "by_rule": _("Requests refused by a rule of ours"),
}
COLUMNS: Mapping[str, object] = {
    "n": pgettext_lazy("transparency", "Number"),
    "requested": pgettext_lazy("transparency", "Asked about"),
    "acted": pgettext_lazy("transparency", "Acted on"),
    "refused": pgettext_lazy("transparency", "Refused"),
    "pending": pgettext_lazy("transparency", "No answer"),
}


def row_label(table: str, key: str) -> str:
    """What a row is called; a platform is called by its name."""
    return ROW_LABELS.get(table, str)(key)


def kind_label(key: str) -> str:
    return str(Kind(key).label) if key in Kind.values else key


def ground_label(key: str) -> str:
    return str(grounds.current().get(key) or key)


def outcome_label(key: str) -> str:
    return str(RequestState(key).label) if key in RequestState.values else gettext("No outcome yet")


def rule_label(key: str) -> str:
    return str(BY_KEY[key].says) if key in BY_KEY else key


ROW_LABELS: Mapping[str, Callable[[str], str]] = {
    "by_kind": kind_label,
    "by_ground": ground_label,
    "by_platform": platform_label,
    "by_outcome": outcome_label,
    "by_rule": rule_label,
}
