"""Questions that every public page asks: put into SQL once a process and not once a page.

Django builds a query anew each time it is asked, and for one row by its key that takes several
times as long as the database does. Only what is asked for changes here; the SQL does not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """A query with holes, worked out when it is first asked."""

    def __init__(self, *holes: Any, made: Callable[..., QuerySet[M]]) -> None:
        """Take how the query is made of values, and a value for each hole that none else has.

        Args:
            holes: values of the kind that is asked for; each stands in the SQL's parameters as
                it is given here, and nowhere else.
            made: the query; called once.
        """
        self._holes, self._make = holes, made
        self._plan: Plan[M] | None = None

    def ask(self, *values: Any) -> list[M]:
        """The rows of these values, one for each hole, in the database's order."""
        plan = self._plan
        if plan is None:
            self._plan = plan = planned(self._make(*self._holes), self._holes)
        return plan.rows(values)


@dataclass(frozen=True, slots=True)
class Plan(Generic[M]):
    """What Django worked out of a query: its SQL, and how a row becomes models."""

    sql: str
    parameters: Sequence[Any]
    holes: Sequence[int | None]  # for each parameter, which value takes its place
    compiler: Any
    converters: Any
    model: type[M]
    columns: tuple[int, int]
    names: Sequence[str]
    related: Sequence[Any]

    def rows(self, values: Sequence[Any]) -> list[M]:
        filled = [
            given if hole is None else values[hole]
            for given, hole in zip(self.parameters, self.holes, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, filled)
            found = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        return [self.row(each) for each in found]

    def row(self, told: Sequence[Any]) -> M:
        start, end = self.columns
        made = self.model.from_db(connection.alias, self.names, told[start:end])
        for each in self.related:
            each.populate(told, made)
        return made


def planned(rows: QuerySet[M], holes: Sequence[Any]) -> Plan[M]:
    """Compile a query as `QuerySet` does before it asks.

    Raises:
        ValueError: a hole stands in none of the parameters: the query does not depend on it.
    """
    compiler = rows.query.get_compiler(connection.alias)
    sql, parameters = compiler.as_sql()
    places = [place_of(each, holes) for each in parameters]
    if missing := set(range(len(holes))) - set(places):
        raise ValueError(f"no parameter of {sql} for {[holes[each] for each in sorted(missing)]}")
    populators: Any = get_related_populators  # its stubs are of a later Django
    select, info = compiler.select, compiler.klass_info
    first, last = info["select_fields"][0], info["select_fields"][-1] + 1
    return Plan(
        sql=sql,
        parameters=parameters,
        holes=places,
        compiler=compiler,
        converters=compiler.get_converters([each[0] for each in select[: compiler.col_count]]),
        model=info["model"],
        columns=(first, last),
        names=[each[0].target.attname for each in select[first:last]],
        related=populators(info, select, connection.alias),
    )


def place_of(parameter: Any, holes: Sequence[Any]) -> int | None:
    """Which hole a parameter is; None for one that belongs to the query."""
    for number, hole in enumerate(holes):
        if type(hole) is type(parameter) and hole == parameter:
            return number
    return None
