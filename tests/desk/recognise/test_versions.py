"""Which version answers is a person's decision, taken up without a restart, and taken back."""

from datetime import UTC, datetime

import pytest

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.jobs import worker
from tangkal.desk.recognise import matcher, versions
from tangkal.desk.recognise.commands import store_claims
from tangkal.desk.recognise.models import MatcherPromotion
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import InvalidInput, KnownClaim
from tangkal.pipeline.matcher_training import train
from tangkal.pipeline.matcher_versions import MatcherVersions
from tests.desk.jobs.test_worker import lake_of, send, tangkal  # noqa: F401 - a fixture
from tests.desk.markup import inline_code
from tests.pipeline import learned

pytestmark = pytest.mark.django_db

STRANGER = learned.strangers()[-1]
PROMOTERS = {Role.VERIFIER, Role.SYSTEM_ADMIN}


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> MatcherVersions:
    """Version 1 learned from people's answers; version 2 is the same once more."""
    found = MatcherVersions(tmp_path_factory.mktemp("trained"))
    card = train(found, learned.judged(), learned.titles(), now=datetime(2026, 11, 1, tzinfo=UTC))
    found.keep(found.load(1), card)
    return found


@pytest.fixture(autouse=True)
def known(trained, monkeypatch):
    monkeypatch.setattr(versions, "store", lambda: trained)
    monkeypatch.setattr(matcher, "store", lambda: trained)
    matcher.forget()
    store_claims(
        [KnownClaim(claim_id=f"c{i}", title=title) for i, title in enumerate(learned.titles())],
        by=None,
    )
    yield
    matcher.forget()


def told(text: str = STRANGER) -> list[tuple[str, float]]:
    live = matcher.live()
    live.refresh(force=True)
    return [(match.claim_id, match.score) for match in live.match(text, floor=0.0)]


def test_a_promoted_version_answers_and_a_rollback_restores_every_score(people, chain_holds):
    before = told()
    versions.promote(1, by=people["verifikator"], why="lebih hati-hati")
    after = told()
    assert after[0][1] < before[0][1] - 0.2
    assert matcher.live().version == 1
    versions.roll_back(by=people["admin_sistem"], why="salah ukur")

    assert told() == before
    assert matcher.live().version == 0
    events = AuditEvent.objects.filter(action__startswith="matcher.").order_by("sequence")
    assert [(event.action, event.actor_name) for event in events] == [
        ("matcher.promoted", "Verifikator"),
        ("matcher.rolled_back", "Admin Sistem"),
    ]
    assert chain_holds()


def test_claims_that_come_and_go_reach_a_promoted_version(people):
    versions.promote(1, by=None, why="uji")
    told()
    store_claims([KnownClaim(claim_id="new", title="Gempa besar diramalkan minggu depan")], by=None)
    assert told("gempa besar diramalkan minggu depan")[0][0] == "new"


def test_rolling_back_twice_goes_back_two_promotions():
    for number in (1, 2):
        versions.promote(number, by=None, why="uji")
    assert versions.roll_back(by=None, why="mundur").version == 1
    assert versions.roll_back(by=None, why="mundur lagi").version == 0
    with pytest.raises(InvalidInput, match="no promotion is left"):
        versions.roll_back(by=None, why="sekali lagi")


@pytest.mark.parametrize(("number", "words"), [(9, "no version 9"), (0, "answers already")])
def test_what_is_not_there_or_answers_already_is_not_promoted(number, words):
    with pytest.raises(InvalidInput, match=words):
        versions.promote(number, by=None, why="uji")
    assert not MatcherPromotion.objects.exists()


def test_a_version_that_cannot_be_read_changes_nothing(people, monkeypatch):
    before = told()
    MatcherPromotion.objects.create(version=9, replaced=0, why="by hand")  # its folder is gone
    assert told() == before
    assert matcher.live().version == 0


def test_the_next_batch_is_measured_by_the_promoted_version(tangkal):  # noqa: F811
    running = worker.Worker(tangkal)
    send(tangkal, "b1", [STRANGER])
    running.round()
    versions.promote(1, by=None, why="uji")
    send(tangkal, "b2", [STRANGER])
    running.round()

    rows = {row["batch_id"]: row for row in lake_of(tangkal).items(ids_of(tangkal)).to_pylist()}
    assert [len(rows[batch]["matches"]) > 0 for batch in ("b1", "b2")] == [True, False]


def ids_of(tangkal) -> list[str]:  # noqa: F811
    import duckdb

    pattern = str(tangkal.home.lake / "**" / "*.parquet")
    found = duckdb.sql(f"select item_id from read_parquet('{pattern}')").fetchall()
    return [row[0] for row in found]


@pytest.mark.parametrize("role", list(Role))
def test_only_a_verifier_or_an_administrator_decides(signed_in, role):
    browser = signed_in(role.value)
    page = browser.get("/desk/known-claims/matcher/")
    assert page.status_code == (200 if role in {*CONTENT_ROLES, *PROMOTERS} else 403)
    form = {"version": "1", "why": "lebih hati-hati"}
    reply = browser.post("/desk/known-claims/matcher/promote/", form)
    assert reply.status_code == (302 if role in PROMOTERS else 403)
    assert versions.live_version() == (1 if role in PROMOTERS else 0)
    back = browser.post("/desk/known-claims/matcher/roll-back/", {"why": "kembali"})
    assert back.status_code == (302 if role in PROMOTERS else 403)
    assert versions.live_version() == 0


def test_a_decision_without_a_reason_is_none(people, signed_in):
    signed_in("verifikator").post("/desk/known-claims/matcher/promote/", {"version": "1"})
    assert versions.live_version() == 0
    with pytest.raises(ActionDenied):
        versions.promote(1, by=people["analis"], why="ingin")


def test_the_page_shows_versions_figures_and_who_decided(signed_in):
    browser = signed_in("verifikator")
    form = {"version": "1", "why": "lebih hati-hati"}
    page = browser.post("/desk/known-claims/matcher/promote/", form, follow=True).text
    assert "Version 1 answers from now on" in page
    assert "208 confirmed pairs and 104 rejected texts" in page
    assert "promoted version 1 in place of version 0" in page
    assert "lebih hati-hati" in page
    assert "250 confirmed matches are missing" in page
    assert inline_code(page) == []


def test_a_promotion_is_never_changed():
    made = versions.promote(1, by=None, why="uji")
    with pytest.raises(TypeError):
        made.save()
