"""A case page asks no table that holds nothing about its case, and misses none that does."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tangkal.desk.cases import commands, held
from tangkal.desk.cases.models import Case, CaseLink, Watch
from tangkal.desk.cases.states import CaseState
from tangkal.desk.impact_analysis.models import FirstAssessment
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


def looked(case):
    again = Case.objects.get(pk=case.pk)
    held.look(again)
    return {model for model in held.ABOUT if held.may_hold(again, model)}


def test_a_look_finds_each_table_that_holds_something_of_this_case_alone(people):
    case, other = (walk.open_case(people) for _ in range(2))
    before = looked(case)
    assert before == looked(other)
    assert not before & {"cases.CaseLink", "impact_analysis.FirstAssessment", "rights.Review"}

    CaseLink.objects.create(case=other, other=case, kind="related", by=people["analis"])
    FirstAssessment.objects.create(case=case, by=people["analis"])

    assert looked(case) - before == {"cases.CaseLink", "impact_analysis.FirstAssessment"}
    assert looked(other) - before == {"cases.CaseLink"}  # it is the link's other end


def test_whoever_did_not_look_asks_every_table(people):
    case = walk.open_case(people)
    assert all(held.may_hold(case, model) for model in held.ABOUT)
    with pytest.raises(KeyError):
        held.may_hold(case, "cases.Unknown")


@pytest.mark.parametrize("model", sorted(held.ABOUT))
def test_tables_are_looked_into_by_columns_that_an_index_finds(people, model):
    """Each look is a step into an index; none reads a table from end to end."""
    case = walk.open_case(people)
    table = apps.get_model(model)._meta.db_table
    where = held.ABOUT[model].format(**held.PLACES)
    explain = "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # it reads small tables whole where it may
            explain = "EXPLAIN"
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{explain} SELECT 1 FROM {table} WHERE {where}", held.names_of(case))
        plan = [row[-1] for row in cursor.fetchall()]
    assert plan
    assert not [step for step in plan if step.startswith("SCAN") or "Seq Scan" in step], plan


def test_what_a_table_holds_is_on_the_page_and_costs_its_own_queries_alone(people, signed_in):
    case = walk.case_at(CaseState.TRIAGE, people)
    other = walk.open_case(people)
    client = signed_in("analis")
    address = reverse("case", args=[case.number])

    def once():
        with CaptureQueriesContext(connection) as queries:
            text = client.get(address).text
        return len(queries), text

    def asked():
        """The fewest of some: what every page keeps for a while may end within any of them."""
        counted = [once() for _ in range(4)]
        return min(count for count, _text in counted), counted[-1][1]

    few, before = asked()
    CaseLink.objects.create(case=case, other=other, kind="related", by=people["analis"])
    more, after = asked()
    assert after.count(other.number) > before.count(other.number)
    assert more == few + 1


def test_a_look_goes_with_one_copy_of_the_case(people):
    """Commands read the case anew, so they never trust what a page once found."""
    case = walk.open_case(people)
    held.look(case)
    Watch.objects.filter(case=case).delete()
    commands.note(case, text="Dicatat.", by=people["analis"])
    assert held.may_hold(Case.objects.get(pk=case.pk), "cases.Watch")
