"""The tabs of a narrative's page, in their order. To add one: its line here, its page's views.

A tab's view stands behind :func:`tangkal.desk.situational_insight.views.base.narrative_page`
and its template begins with ``{% include "situational_insight/_narrative_tabs.html" %}``.
"""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: the name of its address, and its label."""

    url_name: str
    label: object  # lazy text


TABS = (
    Tab("narrative", pgettext_lazy("tab", "Overview")),
    Tab("narrative-items", pgettext_lazy("tab", "Items")),
    Tab("narrative-families", pgettext_lazy("tab", "Texts")),
    Tab("narrative-spread", pgettext_lazy("tab", "Spread")),
    Tab("narrative-compare", pgettext_lazy("tab", "Compare")),
    Tab("narrative-history", pgettext_lazy("tab", "History")),
)


def tabs_of(narrative_id: str) -> list[dict[str, object]]:
    """The tabs that this installation has addresses for."""
    found: list[dict[str, object]] = []
    for tab in TABS:
        try:
            address = reverse(tab.url_name, args=[narrative_id])
        except NoReverseMatch:
            continue
        found.append({"key": tab.url_name, "label": tab.label, "url": address})
    return found
