"""Who opens which page of alignment: readers look, checkers say what they find, others settle."""

from tangkal.desk.alignment import commands
from tests.safeguards import stages
from tests.safeguards.addresses.houses import house_at
from tests.safeguards.answers import LOOK, NO, READING, own

CHECKING = frozenset({"analis", "penyetuju", "penyusun", "verifikator"})
SETTLING = frozenset({"hukum", "penyetuju", "verifikator"})
WRONG = "Mulai pekan ini Pertalite dijual Rp12.000 per liter."

TABLE = {
    "alignment": LOOK,  # filtered by office
    "alignment-house": (own(READING), own(CHECKING, 422)),
    "alignment-feeds": (own(READING), own(CHECKING, 422)),
    "alignment-feed-end": (NO, own(CHECKING, 302)),
    "local-text": (own(READING), NO),
    "alignment-confirm": (NO, own(CHECKING, 422)),
    "alignment-resolve": (NO, own(SETTLING, 422)),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A district's text that contradicts a house, as an analyst has confirmed."""
    text = contradicting(stages.case_at("decided", people).case, people)
    made = text.checks.filter(value="-1").first()
    commands.confirm(made, "-1", by=people["analis"])
    feed = commands.add_feed(
        text.house, text.organisation, url="https://kab.example/rss", by=people["analis"]
    )
    on_check = {"check_id": made.pk}
    return {
        "alignment-feeds": {"house_id": text.house_id},
        "alignment-feed-end": {"feed_id": feed.pk},
        "alignment-house": {"house_id": text.house_id},
        "local-text": {"text_id": text.pk},
        "alignment-confirm": on_check,
        "alignment-resolve": on_check,
    }


def contradicting(case, people):
    """A district's text beside a house in force that names another price."""
    house = house_at("in_force", case, people)
    district = people["district_analis"].organisation
    return commands.take_text(house, district, text=WRONG, by=people["penyusun"])
