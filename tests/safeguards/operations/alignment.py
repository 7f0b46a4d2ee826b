"""Alignment: who reads it, who compares and confirms, who settles."""

from typing import Any

from tests.safeguards.answers import READING, own, roles

CHECKING = frozenset({"analis", "penyetuju", "penyusun", "verifikator"})
SETTLING = frozenset({"hukum", "penyetuju", "verifikator"})
HOLDING = CHECKING | SETTLING  # to whom the scope may be given

TABLE = {
    "alignment.list_houses": roles(READING),
    "alignment.get_house": own(READING),
    "alignment.get_text": own(READING),
    "alignment.list_feeds": roles(READING),
    "alignment.add_feed": own(CHECKING, 201, hidden=HOLDING),
    "alignment.end_feed": own(CHECKING, hidden=HOLDING),
    "alignment.take": own(CHECKING, 201, hidden=HOLDING),
    "alignment.confirm": own(CHECKING, hidden=HOLDING),
    "alignment.resolve": own(SETTLING, hidden=HOLDING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    """A text that contradicts, as an analyst has confirmed; the example settles it."""
    from tangkal.desk.alignment import commands
    from tests.safeguards import stages
    from tests.safeguards.addresses.alignment import contradicting

    text = contradicting(stages.case_at("decided", people).case, people)
    made = text.checks.filter(value="-1").first()
    commands.confirm(made, "-1", by=people["analis"])
    feed = commands.add_feed(
        text.house, text.organisation, url="https://kab2.example/rss", by=people["analis"]
    )
    on_house, on_check = {"house_id": text.house_id}, {"check_id": made.pk}
    return {
        "alignment.get_house": (on_house, {}),
        "alignment.add_feed": (
            on_house,
            {"office": text.organisation_id, "url": "https://kab3.example/rss"},
        ),
        "alignment.end_feed": ({"feed_id": feed.pk}, {}),
        "alignment.take": (on_house, {"office": text.organisation_id}),
        "alignment.get_text": ({"text_id": text.pk}, {}),
        "alignment.confirm": (on_check, {}),
        "alignment.resolve": (on_check, {}),
    }
