"""The tabs of tracking, for every page of the section."""

from django import template

from tangkal.desk.tracking_effectiveness import sections
from tangkal.desk.tracking_effectiveness.kpi.words import target_in_words
from tangkal.tracking_effectiveness.kpis import Kpi

register = template.Library()


@register.inclusion_tag("tracking_effectiveness/section_nav.html")
def effectiveness_tabs(current: str) -> dict[str, object]:
    """Indicators, deadlines, evaluations, surveys, reports; `current` is a key of `PARTS`."""
    return {"current": current, "entries": sections.tabs()}


@register.simple_tag
def target_words(kpi: Kpi, value: float | None) -> str:
    """A target with its direction: "at most 4 hours"."""
    return target_in_words(kpi, value)
