"""Indicators as a page or a file shows them: one line each, and one indicator split up."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.cases.models import Priority
from tangkal.desk.tracking_effectiveness.kpi import words
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope, World
from tangkal.desk.tracking_effectiveness.kpi.measures import Measured, Row, figure_of, measure
from tangkal.desk.ui.charts import Interval, Scale
from tangkal.tracking_effectiveness.kpis import KPIS, Group, Kpi, Unit, meets
from tangkal.tracking_effectiveness.kpis_figures import FEW_FOR, Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure in words, with what it rests on."""

    kpi: Kpi
    label: str
    figure: Figure
    target: float | None = None
    is_measured: bool = True
    fault: str = ""
    query: str = ""  # what narrows a list of cases down to those behind it

    @property
    def name(self) -> str:
        return words.name_of(self.kpi.key)

    @property
    def what(self) -> str:
        return str(words.WHAT[self.kpi.key])

    @property
    def value(self) -> str:
        return words.value_in_words(self.kpi, self.figure.value)

    @property
    def p90(self) -> str:
        return words.value_in_words(self.kpi, self.figure.p90)

    @property
    def range(self) -> str:
        return words.range_in_words(self.kpi, self.figure)

    @property
    def why_none(self) -> str:
        """Why there is no value: not measured, nothing there, or too few."""
        if not self.is_measured:
            return _("not measured yet")
        if self.figure.value is not None:
            return ""
        if self.figure.is_empty:
            return _("nothing to measure") if not self.figure.of else _("nothing measured yet")
        return _("too few: %(n)s, needs %(least)s") % {
            "n": self.figure.n,
            "least": max(FEW_FOR[self.kpi.kind], 10 if self.kpi.key == "kappa" else 1),
        }

    @property
    def reason(self) -> str:
        return words.reason_of(self.kpi.key)

    @property
    def counted(self) -> str:
        """ "18 of 20": of a share how many of those measured, else measured of all.

        Beside an alignment index stands how many say the contrary.
        """
        first, whole = (
            (self.figure.hits, self.figure.n)
            if self.figure.hits is not None
            else (self.figure.n, self.figure.of)
        )
        said = _("%(first)s of %(all)s") % {"first": first, "all": whole}
        against = self.figure.against
        if against is None:
            return said
        words_of = ngettext("%(said)s; %(n)d contradicts", "%(said)s; %(n)d contradict", against)
        return words_of % {"said": said, "n": against}

    @property
    def missing_percent(self) -> int | None:
        share = self.figure.missing_share
        return None if share is None else round(100 * share)

    @property
    def target_said(self) -> str:
        return words.target_in_words(self.kpi, self.target)

    @property
    def is_met(self) -> bool | None:
        """None also where the range holds the target: then the cases cannot tell."""
        return None if self.is_close else meets(self.kpi, self.figure.value, self.target)

    @property
    def is_close(self) -> bool:
        low, high, target = self.figure.low, self.figure.high, self.target
        known = low is not None and high is not None and target is not None
        return known and low < target < high  # type: ignore[operator]


def lines(world: World, targets: Mapping[str, float | None]) -> dict[str, Line]:
    """Every indicator of a world."""
    return {kpi.key: line_of(measure(world, kpi.key), targets) for kpi in KPIS}


def line_of(found: Measured, targets: Mapping[str, float | None]) -> Line:
    kpi = found.kpi
    return Line(
        kpi=kpi,
        label=words.name_of(kpi.key),
        figure=found.figure,
        target=targets.get(kpi.key) if kpi.may_have_target else None,
        is_measured=found.is_measured,
        fault=found.fault,
    )


def grouped(found: Mapping[str, Line]) -> list[tuple[object, list[Line]]]:
    return [
        (words.GROUPS[group], [line for line in found.values() if line.kpi.group is group])
        for group in Group
    ]


def split(found: Measured, world: World, by: str, target: float | None) -> list[Line]:
    """One indicator by priority, office, platform or month; never ordered by its value."""
    parts: dict[str, list[Row]] = {}
    for row in found.rows:
        for key in keys_of(row, by):
            parts.setdefault(key, []).append(row)
    named = [(key, label_of(key, by, world), rows) for key, rows in parts.items()]
    order = [str(each) for each in (Priority.HIGH, Priority.MEDIUM, Priority.LOW, "")]
    if by == "priority":
        named.sort(key=lambda each: order.index(each[0]))
    else:
        named.sort(key=lambda each: each[0] if by == "month" else each[1].casefold())
    return [
        Line(
            kpi=found.kpi,
            label=label,
            figure=figure_of(found.kpi, rows),
            target=target,
            query=urlencode({by: key}),
        )
        for key, label, rows in named
    ]


def keys_of(row: Row, by: str) -> list[str]:
    """Under which parts a row counts: a case seen on two platforms counts under both."""
    subject = row.subject
    if by == "priority":
        return [subject.priority]
    if by == "office":
        return [str(subject.office or "")]
    if by == "month":
        return [subject.month]
    return sorted(subject.platforms) or [""]


def label_of(key: str, by: str, world: World) -> str:
    if by == "priority":
        return str(Priority(key).label) if key else _("no priority")
    if by == "office":
        office = world.offices.get(int(key)) if key else None
        return str(office) if office else _("no office")
    if by == "platform":
        return key or str(words.NO_PLATFORM)
    return key


def rows_in(rows: tuple[Row, ...], chosen: Mapping[str, str]) -> list[Row]:
    """The rows behind one part of a split."""
    return [row for row in rows if all(key in keys_of(row, by) for by, key in chosen.items())]


FACTOR = {Unit.TIME: 1 / 3600, Unit.PERCENT: 100.0}


def interval(line: Line, label: str = "") -> Interval:
    """A line for the chart of estimates: hours and percent."""
    factor = FACTOR.get(line.kpi.unit, 1.0)

    def scaled(value: float | None) -> float | None:
        return None if value is None else value * factor

    return Interval(
        label=label or line.label,
        value=scaled(line.figure.value),
        low=scaled(line.figure.low),
        high=scaled(line.figure.high),
        target=scaled(line.target),
        note=line.counted if line.figure.value is not None else line.why_none,
    )


def scale_of(unit: Unit, rows: list[Interval]) -> Scale:
    if unit is Unit.PERCENT:
        return Scale(low=0.0, high=100.0, unit=" %")
    return Scale.around(rows, unit=_(" h") if unit is Unit.TIME else "")


def query_of(scope: Scope, asked: Mapping[str, str]) -> str:
    """The page's own question, to go on with it on another page."""
    names = ("period", "day", "since", "until", "reality", "office", "priority", "platform")
    return urlencode({name: asked[name] for name in names if asked.get(name)})
