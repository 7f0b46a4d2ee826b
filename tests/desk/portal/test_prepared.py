"""Questions put into SQL once answer as Django's own do; a list shows what a search found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tangkal.desk.portal import search
from tangkal.desk.portal.addresses import page_address
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.prepared import Prepared
from tangkal.desk.portal.views import WITH_SLUG

pytestmark = pytest.mark.django_db


def test_a_prepared_question_answers_what_the_query_does(publish):
    pages = [publish(reference=f"2026-{n:04}", headline=f"Kabar {n} keliru") for n in range(3)]
    for page in pages:
        (found,) = WITH_SLUG.ask(page.slug)
        stored = Clarification.objects.select_related("issuer").get(pk=page.pk)
        names = [each.attname for each in Clarification._meta.fields if each.name != "search_text"]
        assert found.get_deferred_fields() == {"search_text"}
        assert [getattr(found, n) for n in names] == [getattr(stored, n) for n in names]
        assert (found.issuer, found.issuer.name) == (stored.issuer, stored.issuer.name)
        assert found.region is None
    assert WITH_SLUG.ask("tidak-ada") == []


def test_a_prepared_question_asks_the_database_once_with_what_it_joins(
    publish, django_assert_num_queries
):
    page = publish()
    WITH_SLUG.ask(page.slug)
    with django_assert_num_queries(1):
        (found,) = WITH_SLUG.ask(page.slug)
        assert (found.issuer.name, found.region, found.parts) == (
            page.issuer.name,
            None,
            [{"key": part["key"], "text": part["text"]} for part in page.parts],
        )


def test_a_hole_that_nothing_depends_on_is_refused():
    asked = Prepared(
        "a-slug", "unused", made=lambda slug, _other: Clarification.objects.filter(slug=slug)
    )
    with pytest.raises(ValueError, match="unused"):
        asked.ask("a", "b")


@pytest.mark.parametrize("number", [1, 3, search.AT_ONCE, search.AT_ONCE + 1])
def test_a_page_of_results_keeps_the_order_it_was_ranked_in(publish, number):
    pages = [publish(reference=f"2026-{n:04}", headline=f"Kabar {n}") for n in range(number)]
    keys = [each.pk for each in pages][::-1]
    shown = search.load_rows([*keys, 10**6])
    assert [each.pk for each in shown] == keys
    assert [(each.headline, str(each.issuer)) for each in shown] == [
        (each.headline, str(each.issuer)) for each in pages[::-1]
    ]


def test_a_row_asks_for_nothing_that_it_was_not_given(publish, citizen):
    first = publish()
    alone = queries_of_a_search(citizen, first.claim_text)
    for n in range(12):
        publish(reference=f"2026-1{n:03}", headline=f"Harga BBM {n}")
    among_many = queries_of_a_search(citizen, first.claim_text)
    assert (len(alone), among_many.page.text.count("<li><h2>")) == (len(among_many), 13)


def queries_of_a_search(citizen, words: str) -> CaptureQueriesContext:
    """What the second such search asks, once the matcher has taken in what is new."""
    citizen.get("/cari/", {"q": words})
    with CaptureQueriesContext(connection) as asked:
        asked.page = citizen.get("/cari/", {"q": words})
    return asked


def test_withdrawn_answers_are_in_no_prepared_list(publish):
    page = publish()
    Clarification.objects.filter(pk=page.pk).update(state=Clarification.State.WITHDRAWN)
    assert search.load_rows([page.pk]) == []
    assert search.of_claims([page.known_claim_id]) == []


def test_addresses_are_those_of_the_views(publish, citizen):
    page = publish()
    assert citizen.get(page_address(page.slug)).status_code == 200
    assert citizen.get(page_address(page.slug, "clarification-json")).status_code == 200


def test_a_word_may_be_a_beginning_and_a_number_may_not(publish):
    publish(headline="Vaksin habis 120 hari", claim_text="Vaksin habis 120 hari")
    assert len(search.holding_words("habis vaks")) == 1
    assert len(search.holding_words("vaksin 120")) == 1
    assert search.holding_words("vaksin 12") == []
