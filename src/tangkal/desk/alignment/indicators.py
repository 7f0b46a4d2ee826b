"""What local texts tell the indicators: how far offices carry the same message."""

from tangkal.desk.alignment import queries
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.tracking_effectiveness.kpi.facts import Scope
from tangkal.tracking_effectiveness.kpis_figures import Figure, Kind


def alignment(scope: Scope) -> Figure | None:
    """The index over the houses in force, each weighed by its compared offices.

    Of how many: the offices that were asked or compared, and beside it how many contradict, which
    the index never says alone. None where nothing was compared.
    """
    houses = list(MessageHouse.objects.filter(case__in=scope.all_cases()).select_related("case"))
    weighed, compared, known, against = 0.0, 0, 0, 0
    for standing in queries.standings(houses):
        units = [unit for unit in standing.compared if scope.within(unit.text.taken_at)]
        found = queries.index_of(units)
        if found is None:
            continue
        weighed += found.index * found.units
        compared += found.units
        against += found.contradicting
        known += found.units + standing.silent
    if not compared:
        return None
    return Figure(kind=Kind.INDEX, value=weighed / compared, n=compared, of=known, against=against)
