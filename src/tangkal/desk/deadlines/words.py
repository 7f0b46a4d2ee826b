"""Names of steps, reasons and lengths, as the desk's pages say them."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

STEPS: Mapping[str, object] = {
    "screen": gettext_lazy("Screening a signal"),
    "triage": gettext_lazy("Triage"),
    "verify": gettext_lazy("Verdict"),
    "first_line": gettext_lazy("First public line"),
    "clarification": gettext_lazy("Full clarification"),
    "regional_ack": gettext_lazy("Acknowledgement by a region"),
    "regional_publish": gettext_lazy("Local publication"),
    "appeal_reply": gettext_lazy("First reply to an appeal"),
    "appeal_decision": gettext_lazy("Decision on an appeal"),
    "fast_lane_check": gettext_lazy("Second check after the fast lane"),
    "plan_task": gettext_lazy("Task of a response plan"),
    "house_renew": gettext_lazy("Renewing a message house, or ending it"),
    "crisis_confirm": gettext_lazy("Confirming a crisis"),
    "crisis_update": gettext_lazy("Next update in a crisis"),
    "crisis_renew": gettext_lazy("Renewing a crisis, or ending it"),
    "crisis_report": gettext_lazy("Report after a crisis"),
    "crisis_action": gettext_lazy("Improvement after a crisis"),
    "data_request": gettext_lazy("Request about personal data"),
    "breach_notice": gettext_lazy("Notice of a data breach"),
    "request": gettext_lazy("Request to a platform"),
    "request_urgent": gettext_lazy("Urgent request to a platform"),
    "transparency_report": gettext_lazy("Transparency report"),
    "tipline_answer": gettext_lazy("Answer of a person in a chat"),
    "review": gettext_lazy("Look again"),
}
DAYS: tuple[object, ...] = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def step_name(step: str) -> str:
    """The name of a step, or its code where another app brought it."""
    return str(STEPS.get(step, step.replace("_", " ")))


def limit_words(length: timedelta | None, *, in_working_time: bool = False) -> str:
    """A limit in the words of a table: "3 hours", "24 working hours", "none"."""
    if length is None:
        return _("none")
    minutes = int(length.total_seconds() // 60)
    if in_working_time:
        if minutes % 60:
            return _("%(n)s working minutes") % {"n": minutes}
        hours = minutes // 60
        text = ngettext("%(n)d working hour", "%(n)d working hours", hours)
        return text % {"n": hours}
    if minutes % 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours % 24 or hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
