"""Known claims are kept once, matched at once, withdrawn at once, and looked through."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.recognise import matcher, queries
from tangkal.desk.recognise.commands import store_claims, withdraw_claim
from tangkal.desk.recognise.models import KnownClaim as Row
from tangkal.kernel import KnownClaim
from tests.desk.markup import inline_code

pytestmark = pytest.mark.django_db

TITLES = [
    "Vaksin mengandung cip pelacak buatan luar negeri",
    "Bantuan sosial dibagikan lewat tautan pesan berantai",
    "Video banjir besar menyeret mobil di jembatan kota",
    "Air garam menyembuhkan penyakit jantung dalam sehari",
]


@pytest.fixture(autouse=True)
def fresh_matcher():
    matcher.forget()
    yield
    matcher.forget()


def claims(titles=TITLES, **changes):
    fields = {"verdict": "SALAH", "publisher": "Arsip", "published_on": date(2026, 1, 2)}
    return [
        KnownClaim(claim_id=f"c{n}", title=title, **(fields | changes))
        for n, title in enumerate(titles)
    ]


def test_storing_twice_changes_nothing_the_second_time(chain_holds):
    assert store_claims(claims(), by=None) == 4
    revisions = list(Row.objects.values_list("claim_id", "revision"))
    assert store_claims(claims(), by=None) == 0
    assert list(Row.objects.values_list("claim_id", "revision")) == revisions
    assert AuditEvent.objects.count() == 1
    assert chain_holds()


def test_only_what_differs_gets_a_new_revision():
    store_claims(claims(), by=None)
    assert store_claims([*claims()[:3], *claims(["x"] * 3 + ["Air laut"])[3:]], by=None) == 1
    newest = Row.objects.order_by("-revision").first()
    assert (newest.claim_id, newest.title) == ("c3", "Air laut")
    assert Row.objects.filter(revision=newest.revision).count() == 1


def test_the_last_of_two_claims_with_one_id_wins():
    assert store_claims([*claims(["lama"]), *claims(["baru"])], by=None) == 1
    assert Row.objects.get().title == "baru"


def test_what_does_not_fit_its_column_is_cut_once_and_then_stays():
    long = claims(["x" * 900], verdict="v" * 200, publisher="p" * 300)
    assert store_claims(long, by=None) == 1
    assert store_claims(long, by=None) == 0


def test_revisions_rise_with_the_chain_so_that_a_reader_misses_none():
    store_claims(claims()[:1], by=None)
    index = matcher.live()
    index.refresh(force=True)
    seen = index.revision
    store_claims(claims()[1:], by=None)
    withdraw_claim(Row.objects.get(pk="c0"), by=None, why="keliru")

    fresh = sorted(Row.objects.filter(revision__gt=seen).values_list("claim_id", flat=True))
    assert fresh == ["c0", "c1", "c2", "c3"]


def test_a_stored_claim_is_matched_and_a_withdrawn_one_is_not(people):
    store_claims(claims(), by=None)
    index = matcher.live()
    assert index.match(TITLES[0])[0].claim_id == "c0"
    withdraw_claim(Row.objects.get(pk="c0"), by=people["verifikator"], why="keliru")
    index.refresh(force=True)

    assert "c0" not in [match.claim_id for match in index.match(TITLES[0])]
    assert index.match(TITLES[1])[0].claim_id == "c1"


def test_a_withdrawn_claim_is_hidden_even_from_an_index_that_has_not_heard():
    store_claims(claims(), by=None)
    queries.nearest_claims(TITLES[0])
    withdraw_claim(Row.objects.get(pk="c0"), by=None, why="keliru")
    _answer, found = queries.nearest_claims(TITLES[0])  # asked within the moment of grace

    assert "c0" not in [claim.claim_id for claim, _match in found]


def test_a_withdrawn_claim_that_is_published_again_is_matched_again():
    store_claims(claims(), by=None)
    withdraw_claim(Row.objects.get(pk="c0"), by=None, why="keliru")
    matcher.live().refresh(force=True)
    assert store_claims(claims(), by=None) == 1
    matcher.live().refresh(force=True)

    assert not Row.objects.get(pk="c0").is_withdrawn
    assert matcher.live().match(TITLES[0])[0].claim_id == "c0"


def test_a_changed_title_is_matched_and_the_old_words_are_not():
    store_claims(claims(), by=None)
    index = matcher.live()
    index.refresh(force=True)
    store_claims(claims(["Gempa besar diramalkan terjadi minggu depan"]), by=None)
    index.refresh(force=True)

    assert index.match("gempa besar diramalkan minggu depan")[0].claim_id == "c0"
    assert "c0" not in [match.claim_id for match in index.match(TITLES[0])]


def test_an_unchanged_table_costs_a_refresh_two_queries():
    store_claims(claims(), by=None)
    index = matcher.live()
    index.refresh(force=True)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert index.refresh(force=True) is False
        assert index.refresh() is False  # and within a moment not even that
    assert len(asked) == 2  # which version answers, and which claims are new


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("address", ["", "match/", "c0/"])
def test_only_readers_of_content_see_known_claims(signed_in, role, address):
    store_claims(claims(), by=None)
    answer = 200 if role in CONTENT_ROLES else 403

    assert signed_in(role.value).get(f"/desk/known-claims/{address}").status_code == answer


@pytest.mark.parametrize("role", list(Role))
def test_only_a_verifier_withdraws_and_says_why(signed_in, role, chain_holds):
    store_claims(claims(), by=None)
    browser = signed_in(role.value)
    address = "/desk/known-claims/c0/withdraw/"
    assert browser.post(address, {"why": "  "}).status_code == 403
    assert not Row.objects.get(pk="c0").is_withdrawn
    reply = browser.post(address, {"why": "Sumbernya ditarik."})

    is_verifier = role == Role.VERIFIER
    assert reply.status_code == (302 if is_verifier else 403)
    assert Row.objects.get(pk="c0").is_withdrawn is is_verifier
    assert AuditEvent.objects.filter(action="known_claim.withdrawn").count() == is_verifier
    assert chain_holds()


def test_the_list_is_searched_by_words_and_by_origin(signed_in):
    store_claims(claims(), by=None)
    store_claims(
        [KnownClaim(claim_id="own-1", title="Harga BBM naik", publisher="Kami")],
        by=None,
        origin=Row.Origin.OWN,
    )
    browser = signed_in("analis")
    page = browser.get("/desk/known-claims/", {"q": "jembatan mobil"}).text
    assert TITLES[2] in page
    assert TITLES[0] not in page
    page = browser.get("/desk/known-claims/", {"origin": "own"}).text
    assert "Harga BBM naik" in page
    assert TITLES[0] not in page
    assert "No claim holds these words" in browser.get("/desk/known-claims/?q=zebra").text


def test_a_pasted_text_shows_the_nearest_claims_with_reasons(signed_in):
    store_claims(claims(), by=None)
    browser = signed_in("analis")
    page = browser.post("/desk/known-claims/match/", {"text": f"Awas! {TITLES[2]}!!"}).text

    assert "Same claim, most likely." in page
    assert page.index(TITLES[2]) < page.index("likeness")
    assert "near_copy|" not in page
    assert (
        "Not known."
        in browser.post("/desk/known-claims/match/", {"text": "kucing pandai bermain biola"}).text
    )


@pytest.mark.parametrize("text", ["", " ", "\x00", "<script>alert(1)</script>", "x" * 50_000, "🤔"])
def test_no_pasted_text_breaks_the_page(signed_in, text):
    store_claims(claims(), by=None)
    reply = signed_in("analis").post("/desk/known-claims/match/", {"text": text})

    assert reply.status_code == 200
    assert "<script>alert" not in reply.text
    assert inline_code(reply.text) == []


@pytest.mark.parametrize("words", ["\x00", "%", "_", "'", "x " * 5000, "<script>alert(1)</script>"])
def test_no_search_words_break_the_list(signed_in, words):
    store_claims(claims(), by=None)
    reply = signed_in("analis").get("/desk/known-claims/", {"q": words, "origin": words})

    assert reply.status_code == 200
    assert "<script>alert" not in reply.text


def test_a_claim_from_elsewhere_cannot_bring_script_along(signed_in):
    evil = "<script>alert(1)</script>"
    store_claims(
        [
            KnownClaim(
                claim_id="evil",
                title=evil,
                verdict=evil,
                publisher=evil,
                url="javascript:alert(1)",
                article_text=evil,
            )
        ],
        by=None,
    )
    for address in ("", "evil/"):
        page = signed_in("analis").get(f"/desk/known-claims/{address}").text
        assert "<script>alert" not in page
        assert inline_code(page) == []
