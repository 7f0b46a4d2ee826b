"""The “so what” of a chart as rules on its figures. A rule concludes no more than the ranges allow.

Each conclusion names its rule and keeps the facts it used, so that it can be checked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.tracking_effectiveness.kpi.showing import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """A sentence, the rule that made it, and what the rule looked at."""

    text: str
    rule: str
    facts: dict[str, Any]


def facts_of(line: Line) -> dict[str, Any]:
    figure = line.figure
    return {
        "kpi": line.kpi.key,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "of": figure.of,
    }


def change(now: Line, then: Line) -> Conclusion:
    """Better, worse, or not to be told apart: ranges that overlap show no change."""
    facts = {"now": facts_of(now), "then": facts_of(then)}
    said = {"name": now.name, "now": now.value, "then": then.value, "n": now.figure.n}
    a, b = now.figure, then.figure
    if a.value is None:
        text = _("%(name)s: too few cases for a value in this period (%(n)s).") % said
        return Conclusion(text=text, rule="too_few_now", facts=facts)
    if b.value is None:
        text = _("%(name)s: %(now)s. The period before had too few cases to compare with.") % said
        return Conclusion(text=text, rule="too_few_before", facts=facts)
    if a.low is None or a.high is None or b.low is None or b.high is None:
        text = _("%(name)s: %(now)s, before %(then)s.") % said
        return Conclusion(text=text, rule="no_range", facts=facts)
    if a.low <= b.high and b.low <= a.high:
        text = (
            _(
                "%(name)s: %(now)s, before %(then)s. The ranges overlap: the cases do not show "
                "that anything changed."
            )
            % said
        )
        return Conclusion(text=text, rule="ranges_overlap", facts=facts)
    is_lower = a.high < b.low
    if is_lower == (now.kpi.better == "lower"):
        text = _("%(name)s: %(now)s, before %(then)s: better, beyond chance.") % said
        return Conclusion(text=text, rule="better", facts=facts)
    text = _("%(name)s: %(now)s, before %(then)s: worse, beyond chance.") % said
    return Conclusion(text=text, rule="worse", facts=facts)


def weakest(lines: Sequence[Line]) -> Conclusion:
    """Which step most often came too late, and which surely miss their target."""
    known = [line for line in lines if line.figure.value is not None]
    facts: dict[str, Any] = {"lines": [facts_of(line) for line in lines]}
    if not known:
        text = _("Too few deadlines fell due in the period to say how well they were kept.")
        return Conclusion(text=text, rule="too_few_now", facts=facts)
    worst = min(known, key=lambda line: line.figure.value or 0.0)
    surely = [
        line
        for line in known
        if line.target is not None
        and line.figure.high is not None
        and line.figure.high < line.target
    ]
    facts |= {"worst": worst.kpi.key, "surely_missed": [line.kpi.key for line in surely]}
    said = {"name": worst.name, "value": worst.value, "counted": worst.counted}
    text = _("Least often kept: %(name)s, %(value)s (%(counted)s).") % said
    if surely:
        text += " " + _("Below its target beyond chance: %(names)s.") % {
            "names": ", ".join(line.name for line in surely)
        }
    else:
        text += " " + _("No step lies below its target beyond chance.")
    return Conclusion(text=text, rule="weakest", facts=facts)


def effects(verdicts: Sequence[str], *, answered: int, measured: int) -> Conclusion:
    """How many responses can be said to have changed anything, and how many nobody measured."""
    unmeasured = max(0, answered - measured)
    counted = {each: verdicts.count(each) for each in sorted(set(verdicts))}
    facts = {"answered": answered, "measured": measured, "verdicts": counted}
    if not verdicts:
        text = ngettext(
            "No effect was measured: the %(n)s answered case is “unmeasured”.",
            "No effect was measured: all %(n)s answered cases are “unmeasured”.",
            answered,
        ) % {"n": answered}
        return Conclusion(text=text, rule="none_measured", facts=facts)
    fell = counted.get("fell", 0)
    text = ngettext(
        "Of %(n)s measured response, %(fell)s was followed by a fall beyond what was to be "
        "expected; %(unmeasured)s answered cases were not measured.",
        "Of %(n)s measured responses, %(fell)s were followed by a fall beyond what was to be "
        "expected; %(unmeasured)s answered cases were not measured.",
        len(verdicts),
    ) % {"n": len(verdicts), "fell": fell, "unmeasured": unmeasured}
    return Conclusion(text=text, rule="effects", facts=facts)


def summary(
    found: Mapping[str, Line], then: Mapping[str, Line], sections: Sequence[Mapping[str, Any]]
) -> str:
    """A first summary to go on from: the conclusions of the charts, one after the other."""
    said = [
        block["suggestion"]
        for section in sections
        for block in section["blocks"]
        if block["kind"] == "chart"
    ]
    effect = [
        block["text"]
        for section in sections
        if section["key"] == "effects"
        for block in section["blocks"]
        if block["kind"] == "say"
    ]
    return " ".join([*said, *effect])
