"""How far newsrooms carried the words of a message house: what is counted, and what is not."""

from datetime import UTC, datetime, timedelta

import pytest

from tangkal.desk.cases.spoken import Spoken
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.tracking_effectiveness.evaluating import carrying, counting
from tangkal.desk.tracking_effectiveness.evaluation_models import EvaluationPlan
from tests.desk.lakes import item, lake_of
from tests.desk.markup import inline_code
from tests.desk.strategic_communication.contents import HOUSE

HOUR = timedelta(hours=1)
OUT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SPOKEN = Spoken(
    number=1,
    words=("Harga Pertalite tidak naik: tetap Rp10.000 per liter.", "Pasokan cukup 21 hari."),
    locked=("Rp10.000 per liter", "31 Maret 2026"),
    since=OUT - HOUR,
    until=None,
    url="/",
)


def report(name: str, text: str, *, after: float = 1.0, **fields):
    """An item of a newsroom, some hours after the answer."""
    return item(
        name, text=text, published_at=OUT + after * HOUR, **{"source_kind": "media"} | fields
    )


@pytest.fixture
def looked(tmp_path, monkeypatch):
    """What is found in some items."""

    def look(*rows, said=(SPOKEN,), is_exercise=False):
        found = lake_of(tmp_path / "lake", *rows)
        monkeypatch.setattr(counting, "lake", lambda: found)
        return carrying.carried_by_newsrooms(said, OUT, OUT + 72 * HOUR, is_exercise=is_exercise)

    return look


def present(carried) -> list[int]:
    return [each.present for each in carried.versions[0].messages]


def test_a_message_counts_in_its_own_words_and_in_others(looked):
    carried = looked(
        report("own", SPOKEN.words[0]),
        report("other", "Menteri memastikan harga Pertalite tidak naik, tetap Rp 10 ribu/liter."),
        report("both", "Harga Pertalite tetap Rp10.000 per liter. Pasokan cukup untuk 21 hari."),
    )

    assert present(carried) == [3, 1]
    assert carried.versions[0].items == carried.compared == 3


def test_a_headline_alone_carries_a_message(looked):
    bare = report("bare", "Baca selengkapnya.", title="Harga Pertalite tetap Rp10.000 per liter")
    assert present(looked(bare)) == [1, 0]


@pytest.mark.parametrize(
    "fields",
    [
        {"source_kind": "crawler"},
        {"after": 73.0},
        {"after": -1.0},
        {"is_exercise": True},
        {"text": "Konser di Jakarta: tiket Rp10.000 per orang, pasokan air cukup."},
        {"text": "Pertalite kini Rp12.000 per liter."},
    ],
    ids=["no newsroom", "too late", "before", "another reality", "another matter", "otherwise"],
)
def test_what_does_not_carry_it_is_not_counted(looked, fields):
    row = report("one", **{"text": SPOKEN.words[0]} | fields)
    carried = looked(row)

    assert present(carried) == [0, 0]
    assert carried.versions[0].items == 0


def test_an_exercise_finds_its_own_items_only(looked):
    rows = report("play", SPOKEN.words[0], is_exercise=True), report("world", SPOKEN.words[0])
    carried = looked(*rows, is_exercise=True)

    assert (present(carried), carried.compared) == ([1, 0], 1)


def test_locked_facts_count_beside_a_key_message_only(looked):
    carried = looked(
        report("words", "Harga Pertalite tidak naik, tetap sepuluh ribu rupiah per liter."),
        report("date", "Harga Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026."),
        report("beside", "Pasokan Pertalite untuk konser 31 Maret 2026 dijaga petugas."),
    )
    assert carried.compared == 3
    assert carried.versions[0].facts == [("Rp10.000 per liter", 2), ("31 Maret 2026", 1)]


def test_another_language_is_not_known(looked):
    carried = looked(
        report("jv", "Rega Pertalite tetep, pasokan Pertalite cukup.", language="jv"),
        report("none", SPOKEN.words[0], language=None),
    )
    assert (present(carried), carried.other_language, carried.compared) == ([1, 0], 1, 1)


def test_each_item_is_held_to_what_was_the_word_at_its_time(looked):
    until = OUT + 10 * HOUR
    first = Spoken(number=1, words=SPOKEN.words[:1], since=OUT - HOUR, until=until, url="/")
    second = Spoken(number=2, words=SPOKEN.words[1:], since=until, until=None, url="/")
    texts = " ".join(SPOKEN.words)
    carried = looked(report("early", texts), report("late", texts, after=20), said=(first, second))
    assert [[m.present for m in each.messages] for each in carried.versions] == [[1], [1]]


def test_where_too_many_share_words_the_nearest_are_compared_and_the_rest_said(looked, monkeypatch):
    monkeypatch.setattr(carrying, "COMPARED", 2)
    far = [report(f"far{n}", f"Harga beras di kota {n}, pasokan telur.") for n in range(4)]
    texts = " ".join(SPOKEN.words)
    carried = looked(*far, report("near", texts), report("second", texts))

    assert (present(carried), carried.compared, carried.not_compared) == ([2, 2], 2, 4)


def test_the_page_shows_who_carried_what(signed_in, people, case, answer, tmp_path, monkeypatch):
    plan = EvaluationPlan.objects.create(
        case=case, clarification=answer, title="Evaluasi", planned_by=people["analis"]
    )
    house = MessageHouse.objects.create(
        case=case, organisation=case.lead_organisation, title="Harga BBM",
        created_by=people["penyusun"], state="BERLAKU",
    )  # fmt: skip
    MessageHouseVersion.objects.create(
        house=house, number=1, author=people["penyusun"], sha256="1", content=HOUSE,
        truth_as_of=answer.published_at, approved_at=answer.published_at - HOUR,
    )  # fmt: skip
    found = lake_of(
        tmp_path / "lake",
        item(
            "m", text=HOUSE["pillars"][0]["text"], source_kind="media",
            published_at=answer.published_at + HOUR,
        ),
    )  # fmt: skip
    monkeypatch.setattr(counting, "lake", lambda: found)
    page = signed_in("analis").get(f"/desk/effectiveness/evaluations/{plan.pk}/reach/")

    (version,) = page.context["said"]
    assert [each.present for each in version.messages] == [1, 1, 0]
    # The umbrella is there but for its date, and the count of locked facts says so.
    assert dict(version.facts) == {"Rp10.000 per liter": 1, "31 Maret 2026": 0}
    assert "Compared: 1 item of newsrooms" in page.text
    assert inline_code(page.text) == []
