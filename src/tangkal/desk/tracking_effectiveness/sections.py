"""The parts of tracking as tabs: whoever adds a page puts one line here."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One tab: its key, what it is called, and the name of its address."""

    key: str
    label: object  # lazy text
    route: str


PARTS = (
    Part(key="kpis", label=pgettext_lazy("tracking", "Indicators"), route="tracking"),
    Part(key="deadlines", label=pgettext_lazy("tracking", "Deadlines"), route="deadline-figures"),
    Part(key="described", label=_("What was done"), route="tracking-described"),
    Part(key="evaluations", label=_("Evaluations"), route="evaluations"),
    Part(key="surveys", label=_("Surveys"), route="surveys"),
    Part(key="reports", label=pgettext_lazy("tracking", "Reports"), route="evaluation-reports"),
)


def tabs() -> list[dict[str, object]]:
    """The parts that have a page, as the tabs' tag wants them."""
    found: list[dict[str, object]] = []
    for part in PARTS:
        try:
            address = reverse(part.route)
        except NoReverseMatch:  # a part that this desk does not have
            continue
        found.append({"key": part.key, "label": part.label, "url": address})
    return found
