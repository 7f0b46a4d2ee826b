"""A message house in force and a directive on it, sent to a province and its district."""

import pytest

from tangkal.desk.directives import commands
from tangkal.desk.directives.addressing import audience_of
from tangkal.desk.directives.models import Directive, Recipient
from tangkal.desk.strategic_communication import house_commands, house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tests.desk.conftest import make_person
from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401

CONTENT = {
    "umbrella": "Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026.",
    "pillars": [
        {
            "id": "p1",
            "text": "Harga Pertalite tidak naik: tetap Rp10.000 per liter.",
            "importance": 3,
            "proof": ["Keputusan Menteri Nomor 7"],
            "source": "https://energi.example/keputusan",
            "actions": "Isi seperlunya.",
        },
    ],
    "do_not_say": ["kelangkaan"],
    "questions": [{"question": "Sampai kapan?", "answer": "Sampai 31 Maret 2026."}],
    "slots": [{"name": "hotline", "hint": "nomor pengaduan daerah", "example": "112"}],
    "translations": {},
    "locked": [
        {"text": "Rp10.000 per liter", "kind": "figure"},
        {"text": "31 Maret 2026", "kind": "date"},
    ],
}
WORDS = {
    "title": "Harga Pertalite tetap",
    "instruction": "Muat narasi tunggal di situs dan media sosial pemerintah daerah.",
    "publication": "Pesan utama dengan nomor pengaduan daerah.",
}


def in_turn(house: MessageHouse, action: str, by) -> MessageHouse:
    return house_commands.take_house_step(house, action, by=by, expected_version=house.version)


def in_force(house: MessageHouse, people) -> MessageHouse:
    house = in_turn(house, "submit", people["penyusun"])
    house = in_turn(house, "confirm_facts", people["second_verifikator"])
    return in_turn(house, "approve", people["penyetuju"])


@pytest.fixture
def house(case, people) -> MessageHouse:  # noqa: F811
    made = house_commands.draft_house(
        case, title="Harga Pertalite", content=CONTENT, by=people["penyusun"]
    )
    return in_force(made, people)


@pytest.fixture
def officers(organisations) -> dict:
    """One regional officer a government, who holds nothing anywhere else."""
    return {
        place: make_person(f"petugas_{place}", organisations[place], "admin_daerah")
        for place in ("province", "district")
    }


@pytest.fixture
def draft(house, people, officers) -> Directive:
    return commands.draft_directive(
        house_queries.in_force(house),
        audience=audience_of(trees=["99"]),
        by=people["penyusun"],
        **WORDS,
    )


@pytest.fixture
def sent(draft, people) -> Directive:
    handed = commands.take_step(
        draft, "submit", by=people["penyusun"], expected_version=draft.version
    )
    return commands.take_step(
        handed, "send", by=people["penyetuju"], expected_version=handed.version
    )


@pytest.fixture
def district(sent, organisations) -> Recipient:
    return row(sent, organisations["district"])


@pytest.fixture
def province(sent, organisations) -> Recipient:
    return row(sent, organisations["province"])


def row(directive, office) -> Recipient:
    """An office's row of the present round."""
    directive.refresh_from_db()
    return directive.recipients.get(organisation=office, round=directive.round)


def change_facts(house: MessageHouse, people, *, umbrella: str, locked: list) -> MessageHouse:
    """A new version with other locked facts, through its steps into force."""
    house.refresh_from_db()
    content = {**CONTENT, "umbrella": umbrella, "locked": locked}
    content["pillars"] = [{**CONTENT["pillars"][0], "text": umbrella}]
    house_commands.save_house_version(
        house, content, by=people["penyusun"], expected_version=house.version
    )
    house.refresh_from_db()
    return in_force(house, people)
