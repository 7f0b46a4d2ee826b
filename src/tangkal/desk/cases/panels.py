"""What other apps show on the page of a case: one line here, a template and a function there.

The page knows none of them; each panel reads what it needs and says nothing where it has
nothing to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case

MAIN, SIDE = "main", "side"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One card of the page.

    Args:
        place: MAIN, the wide column with what the case rests on, or SIDE.
        template: drawn with what `reads` answers as ``panel``, beside the page's own context.
        reads: dotted path of ``(case, reader) → mapping or None``; None leaves the card out.
    """

    place: str
    template: str
    reads: str


# In the order of the page.
PANELS: tuple[Panel, ...] = (
    Panel(
        place=MAIN,
        template="deadlines/watched_panel.html",
        reads="tangkal.desk.deadlines.panels.watched_of",
    ),
    Panel(
        place=SIDE,
        template="deadlines/clock_panel.html",
        reads="tangkal.desk.deadlines.panels.of_case",
    ),
    Panel(
        place=SIDE,
        template="crisis/parts/panel.html",
        reads="tangkal.desk.crisis.panel.of_case",
    ),
    Panel(
        place=SIDE,
        template="cases/people/panel.html",
        reads="tangkal.desk.cases.people.panel.of_case",
    ),
    Panel(
        place=SIDE,
        template="cases/linking/panel.html",
        reads="tangkal.desk.cases.linking.panel.of_case",
    ),
    Panel(
        place=MAIN,
        template="impact_analysis/parts/first.html",
        reads="tangkal.desk.impact_analysis.panels.first_of",
    ),
    Panel(
        place=MAIN,
        template="impact_analysis/parts/abcde.html",
        reads="tangkal.desk.impact_analysis.panels.abcde_of",
    ),
    Panel(
        place=MAIN,
        template="impact_analysis/parts/intent.html",
        reads="tangkal.desk.impact_analysis.panels.intent_of",
    ),
    Panel(
        place=MAIN,
        template="impact_analysis/parts/techniques.html",
        reads="tangkal.desk.impact_analysis.panels.techniques_of",
    ),
    Panel(
        place=SIDE,
        template="impact_analysis/parts/second_look.html",
        reads="tangkal.desk.impact_analysis.panels.second_look_of",
    ),
    Panel(
        place=SIDE,
        template="strategic_communication/parts/house_panel.html",
        reads="tangkal.desk.strategic_communication.house_panels.house_of",
    ),
    Panel(
        place=SIDE,
        template="strategic_communication/parts/holding.html",
        reads="tangkal.desk.strategic_communication.panels.holding_of",
    ),
    Panel(
        place=SIDE,
        template="strategic_communication/parts/election.html",
        reads="tangkal.desk.strategic_communication.panels.election_of",
    ),
    Panel(
        place=MAIN,
        template="cases/spreads/panel.html",
        reads="tangkal.desk.cases.spreads.panel.of_case",
    ),
    Panel(
        place=MAIN,
        template="cases/captures/panel.html",
        reads="tangkal.desk.cases.captures.panel.of_case",
    ),
    Panel(
        place=MAIN,
        template="cases/public_notes/panel.html",
        reads="tangkal.desk.cases.public_notes.panel.of_case",
    ),
    Panel(
        place=SIDE,
        template="tracking_effectiveness/evaluating/panel.html",
        reads="tangkal.desk.tracking_effectiveness.evaluating.panel.of_case",
    ),
    Panel(
        place=SIDE,
        template="directives/dissent_panel.html",
        reads="tangkal.desk.directives.panels.dissent_of",
    ),
    Panel(
        place=SIDE,
        template="platform_requests/panel.html",
        reads="tangkal.desk.platform_requests.panel.of_case",
    ),
    Panel(
        place=SIDE,
        template="rights/conflicts_panel.html",
        reads="tangkal.desk.rights.panels.conflicts_of",
    ),
    Panel(
        place=SIDE,
        template="rights/appeals_panel.html",
        reads="tangkal.desk.rights.panels.appeals_of",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A panel that has something to show."""

    template: str
    panel: Mapping[str, Any]


def of_case(case: Case, reader: User) -> dict[str, list[Drawn]]:
    """The panels of a case by place; each as its reader may see it."""
    found: dict[str, list[Drawn]] = {MAIN: [], SIDE: []}
    for each in PANELS:
        shown = import_string(each.reads)(case, reader)
        if shown is not None:
            found[each.place].append(Drawn(template=each.template, panel=shown))
    return found
