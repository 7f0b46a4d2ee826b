"""What people write in a report, and what the codes of the screens are called."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.situational_insight.report import Missing, Part

HEADINGS = {
    Part.TOP_LINE: _("Top line"),
    Part.CHANGES: _("What changed since the last report"),
    Part.THEMES: _("Themes and volume"),
    Part.FALSE_ITEMS: _("Prominent false or misleading items"),
    Part.COMMUNITIES: _("Communities"),
    Part.QUESTIONS: _("What the public asks"),
    Part.GAPS: _("Gaps and assumptions"),
    Part.ACTIONS: _("Recommendations"),
    Part.DISTRIBUTION: _("Distribution and classification"),
}

CLASSIFICATIONS = {
    "biasa": pgettext_lazy("classification", "Ordinary"),
    "terbatas": pgettext_lazy("classification", "Restricted"),
    "rahasia": pgettext_lazy("classification", "Secret"),
}

LACKING = {
    Missing.TOP_LINE: _("Write the top line."),
    Missing.TOP_LINE_OPEN: _("Fill the places in [brackets] of the top line."),
    Missing.TOP_LINE_LONG: _("Shorten the top line to 50 words."),
    Missing.CHART: _("Confirm each chart with its “so what” sentence, or leave the chart out."),
    Missing.CHART_SILENT: _("A confirmed chart needs its “so what” sentence."),
    Missing.ACTION: _("Give every recommendation an owner and a deadline."),
    Missing.DISTRIBUTION: _("Say who gets the report."),
    Missing.CLASSIFICATION: _("Choose a classification."),
}

ACTIONS = {
    "check": _("Mark as checked"),
    "return": _("Send back to draft"),
    "sign": _("Sign"),
    "withdraw": _("Withdraw"),
    "discard": _("Discard this draft"),
}

EVENTS = {
    "report.drafted": _("drafted"),
    "report.edited": _("edited"),
    "report.check": _("marked as checked"),
    "report.return": _("sent back to draft"),
    "report.sign": _("signed"),
    "report.withdraw": _("withdrawn"),
    "report.discard": _("discarded"),
    "report.superseded": _("replaced by a correction"),
    "report.correction_begun": _("correction begun"),
    "report.taken": _("taken out as a file"),
}

NOTED = (Part.CHANGES, Part.THEMES, Part.FALSE_ITEMS, Part.COMMUNITIES, Part.QUESTIONS, Part.GAPS)


def empty_words() -> dict[str, Any]:
    """What people have still to write."""
    return {
        "top_line": "",
        "notes": {},
        "charts": {},
        "actions": [],
        "distribution": "",
        "classification": "",
    }
