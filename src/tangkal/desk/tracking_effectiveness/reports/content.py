"""What a report says by itself: figures of the period, effects, learning, and what is missing.

Blocks are plain JSON, so that a report reads the same however the program changes later. Every
sentence that concludes something keeps the rule and the facts that made it: whoever doubts it can
check it, and whoever knows better writes over it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.cases.models import Priority
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.tracking_effectiveness.evaluating import saying
from tangkal.desk.tracking_effectiveness.kpi import outcomes as polls
from tangkal.desk.tracking_effectiveness.kpi import periods, showing, targets, words
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope, World, gather
from tangkal.desk.tracking_effectiveness.kpi.measures import measure
from tangkal.desk.tracking_effectiveness.kpi.showing import Line
from tangkal.desk.tracking_effectiveness.models import EvaluationPlan, Finding, Measurement
from tangkal.desk.tracking_effectiveness.reports import so_what
from tangkal.desk.tracking_effectiveness.survey_words import in_words
from tangkal.desk.ui.charts import Interval, Scale, number
from tangkal.desk.ui.moments import day_in_words
from tangkal.tracking_effectiveness.kpis import KPIS, Group, Unit

Block = dict[str, Any]
LEAST_MISSING = 0.3  # from this missing share on a figure is warned about
MOST_LISTED = 25


def make(
    reader: User,
    office: Organisation,
    kind: str,
    day: date,
    *,
    exercise: bool,
    now: datetime,
) -> dict[str, Any]:
    """Measure one period; in the language and on the clock that are active."""
    period = periods.whole(kind, day)
    assert period.since is not None
    scope = Scope(reader=reader, period=period, exercise=exercise, now=now, office=office)
    before_day = periods.bounds(kind, day)[0] - timedelta(days=1)
    before = periods.whole(kind, before_day)
    earlier = Scope(reader=reader, period=before, exercise=exercise, now=now, office=office)
    world, past = gather(scope), gather(earlier)
    aims = targets.values_in_force(office)
    found, then = showing.lines(world, aims), showing.lines(past, aims)
    sections = [
        section("work", _("What was done"), work(world, past)),
        section("speed", _("How fast"), speed(world, found, then, before.label)),
        section("deadlines", _("Deadlines kept"), deadlines(found)),
        section("rights", _("Rights"), [figures(_("Rights"), of_group(found, Group.RIGHTS))]),
        section("quality", _("Quality of judgement"), quality(found, then)),
        section("effects", _("What changed because we acted"), effects(scope)),
        section("reach", _("Reach and how stories fade"), reach(found)),
        section("outcomes", _("What people believe"), outcomes(scope, found)),
        section("learning", _("What was learned"), learning(scope)),
        section("gaps", _("What is missing"), gaps(found)),
        section("method", _("How it is computed"), [formulas()]),
    ]
    return {
        "sections": sections,
        "period": period.label,
        "before": before.label,
        "summary": so_what.summary(found, then, sections),
    }


def section(key: str, heading: str, blocks: Iterable[Block]) -> dict[str, Any]:
    return {"key": key, "heading": heading, "blocks": list(blocks)}


def say(text: str, rule: str = "", **facts: object) -> Block:
    return {"kind": "say", "text": text, "rule": rule, "facts": facts}


def warn(text: str) -> Block:
    return {"kind": "warn", "text": text}


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Block:
    cells = [[str(cell) for cell in row] for row in rows]
    return {"kind": "table", "caption": caption, "head": list(head), "rows": cells}


def chart(
    key: str, title: str, rows: list[Interval], scale: Scale, conclusion: so_what.Conclusion
) -> Block:
    """A chart; its sentence is a suggestion until a person has confirmed one."""
    return {
        "kind": "chart",
        "key": key,
        "title": title,
        "rows": [
            {
                "label": row.label,
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "target": row.target,
                "note": row.note,
            }
            for row in rows
        ],
        "scale": {"low": scale.low, "high": scale.high, "unit": scale.unit, "zero": scale.zero},
        "suggestion": conclusion.text,
        "rule": conclusion.rule,
        "facts": conclusion.facts,
    }


def of_group(found: Mapping[str, Line], *groups: Group) -> list[Line]:
    return [line for line in found.values() if line.kpi.group in groups]


def shown(line: Line) -> str:
    """A value with its range, or why there is none."""
    if line.why_none:
        return line.why_none
    return f"{line.value} ({line.range})" if line.range else line.value


def percent(value: int | None) -> str:
    return "–" if value is None else f"{value} %"


def figures(caption: str, lines: Iterable[Line]) -> Block:
    told = list(lines)
    columns: list[tuple[str, list[str]]] = [
        (_("Indicator"), [line.name for line in told]),
        (_("Value"), [shown(line) for line in told]),
        (_("P90"), [line.p90 for line in told]),
        (_("How many"), [line.counted for line in told]),
        (_("Missing"), [percent(line.missing_percent) for line in told]),
        (_("Target"), [line.target_said for line in told]),
    ]
    # A column of dashes takes the room that the others need.
    kept = [(head, cells) for head, cells in columns if any(cell != "–" for cell in cells)]
    return table(
        caption,
        (head for head, _cells in kept),
        zip(*(cells for _head, cells in kept), strict=True),
    )


def work(world: World, past: World) -> Iterable[Block]:
    """Four counts that are never one: cases, decisions of every kind, answers."""
    n, then = len(world.cases), len(past.cases)
    yield say(
        ngettext(
            "%(n)s case was opened in the period, %(then)s in the one before.",
            "%(n)s cases were opened in the period, %(then)s in the one before.",
            n,
        )
        % {"n": number(n), "then": number(then)},
        "cases",
        cases=n,
        before=then,
    )
    counted = {
        label: sum(bool(case.decisions) and case.decisions[0][0] == code for case in world.cases)
        for code, label in DecisionOption.choices
    }
    waiting = sum(not case.decisions for case in world.cases)
    yield table(
        _("What was decided: no response is a full decision"),
        (_("Decision"), _("Cases")),
        [*counted.items(), (_("not decided yet"), waiting)],
    )
    by_priority = {
        label: sum(case.priority == code for case in world.cases)
        for code, label in Priority.choices
    }
    yield table(_("By priority"), (_("Priority"), _("Cases")), by_priority.items())


def speed(
    world: World, found: Mapping[str, Line], then: Mapping[str, Line], before: str
) -> Iterable[Block]:
    lines = of_group(found, Group.SPEED)
    yield figures(_("How fast"), lines)
    first = measure(world, "ttfr")
    parts = showing.split(first, world, "priority", found["ttfr"].target)
    rows = [
        showing.interval(then["ttfr"], before),
        showing.interval(found["ttfr"], _("This period")),
        *(showing.interval(part) for part in parts),
    ]
    yield chart(
        "ttfr",
        _("Time to first public statement: median with its range, in hours"),
        rows,
        showing.scale_of(Unit.TIME, rows),
        so_what.change(found["ttfr"], then["ttfr"]),
    )


def deadlines(found: Mapping[str, Line]) -> Iterable[Block]:
    lines = of_group(found, Group.DEADLINES)
    rows = [showing.interval(line) for line in lines]
    yield chart(
        "deadlines",
        _("Deadlines kept, with their ranges"),
        rows,
        showing.scale_of(Unit.PERCENT, rows),
        so_what.weakest(lines),
    )


def quality(found: Mapping[str, Line], then: Mapping[str, Line]) -> Iterable[Block]:
    yield figures(_("Quality of judgement"), of_group(found, Group.QUALITY))
    told = so_what.change(found["no_response"], then["no_response"])
    yield say(told.text, told.rule, **told.facts)


def effects(scope: Scope) -> Iterable[Block]:
    """The newest measurement of every plan whose answer lies in the period; then the unmeasured."""
    # A case of late September that was answered in October belongs to October's quarter.
    plans = EvaluationPlan.objects.filter(case__in=scope.all_cases().order_by())
    newest: dict[int, Measurement] = {}
    for each in Measurement.objects.filter(plan__in=plans).order_by("plan_id", "number"):
        if scope.within(each.acted_at):
            newest[each.plan_id] = each
    known = {plan.pk: plan for plan in plans.filter(pk__in=newest).select_related("case")}
    answered = sum(1 for case in gather(scope).cases if case.first_line_at is not None)
    opened = scope.cases().order_by().filter(evaluation_plans__measurements__isnull=False)
    measured_cases = set(opened.values_list("pk", flat=True))
    told = so_what.effects(
        [each.verdict for each in newest.values()], answered=answered, measured=len(measured_cases)
    )
    if not newest:
        yield say(told.text, told.rule, **told.facts)
        return
    yield table(
        _("Every measured response"),
        (_("Response"), _("Result"), _("Plausible range")),
        (
            (
                f"{known[pk].case.number}: {known[pk].title}",
                saying.sentence(each.answer),
                "–"
                if each.low is None or each.high is None
                else _("%(low)s to %(high)s")
                % {"low": saying.signed(each.low), "high": saying.signed(each.high)},
            )
            for pk, each in list(newest.items())[:MOST_LISTED]
        ),
    )
    drawn = [
        Interval(
            label=f"{known[pk].case.number} {known[pk].title}",
            value=None if each.change is None else 100 * each.change,
            low=None if each.low is None else 100 * each.low,
            high=None if each.high is None else 100 * each.high,
            note=str(saying.word_of(each.verdict).label),
        )
        for pk, each in list(newest.items())[:MOST_LISTED]
    ]
    yield chart(
        "effects",
        _("Change of items against what was to be expected, in percent"),
        drawn,
        Scale.around(drawn, unit=" %", zero=True),
        told,
    )


def reach(found: Mapping[str, Line]) -> Iterable[Block]:
    yield figures(_("Reach and alignment"), of_group(found, Group.REACH, Group.NARRATIVES))


def outcomes(scope: Scope, found: Mapping[str, Line]) -> Iterable[Block]:
    yield figures(_("What people believe"), of_group(found, Group.OUTCOME))
    told = [
        (survey.title, shift.question, in_words(shift))
        for key in polls.ASKED
        for survey, shift in polls.told(scope, key)
    ]
    if told:
        yield table(
            _("What polls say, newest round against the last one before"),
            (_("Survey"), _("Question"), _("How it changed")),
            told[:MOST_LISTED],
        )
        yield say(
            _("A poll tells what people say, not why: no effect of an answer can be read from it."),
            "polls",
            changes=len(told),
        )
    yield figures(_("Capacity"), of_group(found, Group.CAPACITY))


def learning(scope: Scope) -> Iterable[Block]:
    """Findings that people recorded in the period."""
    rows = Finding.objects.filter(
        case__lead_organisation__path__startswith=scope.office.path if scope.office else "",
        is_exercise=scope.exercise,
        withdrawn_at=None,
        at__gte=scope.period.since,
        at__lt=scope.period.until,
    ).select_related("case")
    found = list(rows[:MOST_LISTED])
    if not found:
        yield say(_("No finding was recorded in the period."), "findings", findings=0)
        return
    yield table(
        _("Findings of the period"),
        (_("Case"), _("Finding"), _("Next time")),
        (
            (each.case.number, f"{each.get_kind_display()}: {each.text}", each.advice or "–")
            for each in found
        ),
    )


def gaps(found: Mapping[str, Line]) -> Iterable[Block]:
    for line in found.values():
        share = line.figure.missing_share
        if line.is_measured and share is not None and share >= LEAST_MISSING and line.figure.of > 4:
            yield warn(
                _("%(name)s: %(share)s %% is missing (%(n)s of %(all)s).")
                % {
                    "name": line.name,
                    "share": round(100 * share),
                    "n": line.figure.missing,
                    "all": line.figure.of,
                }
            )
    few = [line.name for line in found.values() if line.is_measured and line.figure.is_few]
    if few:
        yield say(
            _("Too few cases for a value: %(names)s.") % {"names": ", ".join(few)},
            "too_few",
            names=few,
        )
    yield table(
        _("Not measured"),
        (_("Indicator"), _("Why")),
        ((line.name, line.reason) for line in found.values() if not line.is_measured),
    )


def formulas() -> Block:
    return table(
        _("Formulas"),
        (_("Indicator"), _("Formula")),
        ((words.name_of(kpi.key), kpi.formula) for kpi in KPIS),
    )


def stamp(moment: datetime) -> str:
    return day_in_words(moment.date())
