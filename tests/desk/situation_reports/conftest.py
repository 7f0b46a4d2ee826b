"""A daily series of the ministry, and one day with a story that grew."""

import pytest

from tangkal.desk.cases import items
from tangkal.desk.recognise import matcher
from tangkal.desk.situation_reports import commands
from tests.desk.conftest import NOON
from tests.desk.situation_reports.worlds import days_before, lake_of, spread

WORDS = {
    "top_line": "Kabar kenaikan BBM tumbuh dua kali lipat; siapkan jawaban hari ini.",
    "notes": {"themes": "Sejalan dengan pengumuman kemarin."},
    "charts": {},
    "actions": [{"text": "Siapkan klarifikasi", "owner": "Biro Humas", "due": "2026-03-03"}],
    "distribution": "Pimpinan; Biro Humas",
    "classification": "terbatas",
}


@pytest.fixture(autouse=True)
def fresh_matcher():
    matcher.forget()
    yield
    matcher.forget()


@pytest.fixture
def lake():
    return lake_of(days_before(NOON), spread(1, "N1", NOON, 60), spread(500, "N2", NOON, 30))


@pytest.fixture
def the_lake(lake, monkeypatch):
    """The desk's own lake is this one."""
    monkeypatch.setattr(items, "open_lake", lambda _place: lake)
    return lake


@pytest.fixture
def series(people, organisations):
    return commands.create_series(
        by=people["analis"], name="Harian", kind="daily", organisation=organisations["ministry"]
    )


@pytest.fixture
def draft(series, lake, people):
    """A function that drafts the 24 hours before noon."""

    def make(*, by="analis", of=None, **more):
        given = {"until": NOON, "hours": 24, "now": NOON, **more}
        return commands.draft(of or series, lake, by=by and people[by], **given)

    return make


def confirmed(edition, **changes):
    """Words with every chart confirmed."""
    charts = {
        block["key"]: {"says": "Volume naik.", "state": "confirmed"}
        for blocks in edition.measured["sections"].values()
        for block in blocks
        if block["kind"] == "chart"
    }
    return {**WORDS, "charts": charts, **changes}


@pytest.fixture
def signed(draft, people):
    """A function that takes a draft through to its signature by a second analyst."""

    def make(**more):
        found = draft(**more)
        found = commands.edit(
            found, confirmed(found), by=people["analis"], expected_version=found.version
        )
        for action, who in (("check", "analis"), ("sign", "penyetuju")):
            found = commands.take_step(
                found, action, by=people[who], expected_version=found.version
            )
        return found

    return make
