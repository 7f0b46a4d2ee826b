"""Verdicts, the eligibility gate, severity, reach, breakout, priority and deadlines."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from tangkal.desk.cases import words
from tangkal.desk.cases.states import DecisionOption
from tangkal.desk.portal.words import PLAIN
from tangkal.desk.ui.vocabulary import PRIORITIES, VERDICTS
from tangkal.impact_analysis.deadlines import DEADLINES
from tangkal.impact_analysis.gate import Kind, eligibility
from tangkal.impact_analysis.priority import RULES
from tangkal.impact_analysis.severity import GROUPS
from tangkal.impact_analysis.verdicts import Verdict, may_be_called_hoax, rating
from tests.docs.markdown import code, head, joined, table
from tests.docs.words import both

LEDE = """
The codes that cases are judged with, and what the screens call them. Names stand in Indonesian,
English in brackets. The tables are Tangkal's own design around RESIST; an office may choose other
deadlines.
"""

STEPS = {
    "screen": "a signal is screened",
    "triage": "a case is triaged",
    "verify": "a verdict stands",
    "first_line": "a first public line",
    "clarification": "the full clarification",
    "regional_ack": "a regional office acknowledges",
    "regional_publish": "a regional office publishes",
    "appeal_reply": "an appeal's first reply",
    "appeal_decision": "an appeal's decision",
    "fast_lane_check": "the second check after the fast lane",
    "crisis_update": "the next update in a crisis",
    "breach_notice": "the notice of a data breach",
    "request": "a request to a platform",
    "request_urgent": "an urgent request to a platform",
}
LEVELS = ("HIGH", "MEDIUM", "LOW")


def page() -> str:
    lines = head("Verdicts, scales and deadlines", "the tables in the code", LEDE)
    lines += ["## Verdicts", ""]
    lines += table(
        ["code", "name", "in a citizen's words", "ClaimReview 1–5", "“hoaks” may stand beside it"],
        map(verdict_row, Verdict),
    )
    lines += ["## The eligibility gate", ""]
    lines += ["What may be done with content is settled before anything is judged.", ""]
    lines += table(["kind", "may be labelled", "what follows"], map(gate_row, Kind))
    lines += ["An opinion that rests on verifiably false information capable of harm is the one"]
    lines += ["exception: that information may be clarified, the opinion stays up.", ""]
    lines += ["## Decisions", "", *table(["code", "name"], named(DecisionOption))]
    lines += ["## Severity", "", "Each item is judged 0 to 4.", ""]
    lines += table(["level"], ([both(each)] for each in words.SEVERITIES.values()))
    lines += table(
        ["harm to", "items"],
        (
            [both(group), "; ".join(both(words.SEVERITY_ITEMS[i]) for i in GROUPS[key])]
            for key, group in words.SEVERITY_GROUPS.items()
        ),
    )
    lines += ["## Reach", "", *table(["level"], ([both(v)] for v in words.REACHES.values()))]
    lines += ["## Breakout", "", *table(["level"], ([both(v)] for v in words.BREAKOUTS.values()))]
    lines += ["Levels 4 to 6 need evidence in the case.", "", "## Priority", ""]
    lines += ["The first rule that holds decides. Another priority needs a reason and a second"]
    lines += ["person.", ""]
    lines += table(["rule", "in words"], ([code(r), both(words.PRIORITY_RULES[r])] for r in RULES))
    lines += ["## Deadlines", ""]
    columns = ["until", *(both(PRIORITIES[level].label) for level in LEVELS)]
    lines += table(columns, map(deadline_row, DEADLINES))
    lines += ["An office may set its own, never longer than the law's: see"]
    lines += ["[Keep deadlines, and be reached in time](../how-to/deadlines.md).", ""]
    return joined(lines)


def verdict_row(verdict: Verdict) -> list[object]:
    number = rating(verdict)
    return [
        code(verdict.value),
        both(VERDICTS[verdict.value].label),
        both(PLAIN[verdict.value]) if verdict.value in PLAIN else "never published",
        "–" if number is None else number,
        "yes" if may_be_called_hoax(verdict) else "no",
    ]


def gate_row(kind: Kind) -> list[object]:
    found = eligibility(kind)
    return [
        both(words.GATE_KINDS[kind.value]),
        "yes" if found.may_be_labelled else "no",
        both(words.GATE_RULES[found.rule]),
    ]


def named(options: Iterable[DecisionOption]) -> Iterator[list[object]]:
    for option in options:
        yield [code(option.value), both(option.label)]


def deadline_row(step: str) -> list[object]:
    limits: Mapping[str, timedelta | None] = DEADLINES[step]
    return [STEPS[step], *(span(limits[level]) for level in LEVELS)]


def span(limit: timedelta | None) -> str:
    if limit is None:
        return "–"
    minutes = int(limit.total_seconds() // 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"
