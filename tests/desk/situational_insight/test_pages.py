"""Pages of narratives: a flood, one item, nothing left; never more questions than needed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Signal
from tangkal.desk.situational_insight import commands
from tangkal.desk.situational_insight.models import Narrative, NarrativeEvent
from tests.desk.lakes import item
from tests.desk.markup import inline_code

NARRATIVES = "/desk/narratives/"
TABS = ("", "items/", "families/", "history/", "join/")
WHY = "cerita yang sama"
COPIED = "Sebarkan! Harga BBM naik malam ini"


def signal_on(narrative: str) -> Signal:
    now = timezone.now()
    return Signal.objects.create(
        key=f"narrative:{narrative}", narrative_id=narrative, title=f"Isu {narrative}",
        first_seen_at=now, last_seen_at=now,
    )  # fmt: skip


def stories(n: int) -> list[dict]:
    return [
        item(
            f"{story}-{copy}",
            narrative=f"N{story}",
            family_id=f"f{story}-{copy % 3}",
            text=f"Cerita {story} tentang harga beras, bagian {copy % 3}. Apa benar begitu?",
            hours_ago=copy,
            region_code="99.01",
        )
        for story in range(n)
        for copy in range(1, 6)
    ]


def queries(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_the_list_asks_the_database_the_same_however_long_it_is(signed_in, use_lake):
    alone = item("w", narrative="N99", family_id="w", platform="web", region_code="99.01")
    use_lake(*stories(30), alone)
    browser = signed_in("analis")
    signal_on("N99")
    one = queries(browser, f"{NARRATIVES}?platform=web")
    for n in range(20):
        signal_on(f"N{n}")
        Narrative.objects.create(pk=f"N{n}", machine_title="x")
    many = queries(browser, NARRATIVES)
    assert many <= one + 1  # pinned ones are looked up only where nothing is filtered
    assert many <= 16


@pytest.mark.parametrize("tab", TABS)
def test_a_page_asks_the_same_however_much_happened(signed_in, people, use_lake, tab):
    use_lake(*stories(2))
    browser = signed_in("analis")
    commands.rename("N0", title="Beras", by=people["analis"])
    few = queries(browser, f"{NARRATIVES}N0/{tab}")
    for n in range(12):
        commands.rename("N0", title=f"Beras {n}", by=people["analis"])
        NarrativeEvent.objects.create(
            narrative_id="N0", other_id=f"N-{n}", kind="merged", at=timezone.now(), is_machine=True
        )
    assert queries(browser, f"{NARRATIVES}N0/{tab}") <= few + 2  # what can be taken back
    assert few <= 22


@pytest.mark.parametrize("tab", TABS)
def test_tabs_are_clean_and_escape_what_others_wrote(signed_in, people, use_lake, tab):
    use_lake(
        item("a", text="<img src=x onerror=alert(1)> BBM naik", author="secret-hash"),
        item("b", family_id="b", narrative="N2", text="<script>alert(2)</script> BBM naik"),
    )
    commands.rename("N1", title="<b>tebal</b>", by=people["analis"])
    commands.keep_apart("N1", "N2", by=people["analis"], why="<i>lain</i>")
    text = signed_in("analis").get(f"{NARRATIVES}N1/{tab}").text
    assert inline_code(text) == []
    for raw in ("<img src=x", "<script>alert", "<b>tebal", "<i>lain", "secret-hash", "hash-of"):
        assert raw not in text


# -- a flood, one item, nothing ------------------------------------------------------------


def test_typical_texts_are_those_in_the_middle_not_the_loudest(signed_in, use_lake):
    """A hundred copies of one odd text do not speak for forty people's own words."""
    flood = [item(f"x{n}", family_id="x", text="KLIK LINK HADIAH") for n in range(100)]
    own = [
        item(f"o{n}", family_id=f"o{n}", text=f"Harga beras di pasar naik lagi, warga {n} mengeluh")
        for n in range(40)
    ]
    use_lake(*flood, *own)
    found = signed_in("analis").get(f"{NARRATIVES}N1/").context["found"]
    assert "beras" in found.typical[0].item["text"]
    page = signed_in("analis").get(f"{NARRATIVES}N1/families/")
    assert [each.items for each, _first in page.context["families"]][:2] == [100, 1]
    assert page.context["total"] == 41


def test_a_flood_of_one_text_is_called_one(signed_in, use_lake):
    copies = [item(f"x{n}", family_id="x", text=COPIED) for n in range(9)]
    use_lake(*copies, item("y", family_id="y", text="BBM naik katanya"))
    browser = signed_in("analis")
    assert "a flood of copies" in browser.get(f"{NARRATIVES}N1/families/").text
    line = browser.get(NARRATIVES).context["lines"][0]
    assert (line.items, line.families) == (10, 2)


def test_a_narrative_of_one_item_has_every_page(signed_in, use_lake):
    use_lake(item("a"))
    browser = signed_in("analis")
    for tab in TABS:
        assert browser.get(f"{NARRATIVES}N1/{tab}").status_code == 200
    text = browser.get(f"{NARRATIVES}N1/families/").text
    assert "one text is being passed on" in text
    assert "too few items" in browser.get(f"{NARRATIVES}N1/").text
    assert 'name="family"' not in text  # nothing to divide


def test_what_was_dropped_by_retention_still_has_its_history(signed_in, people, use_lake):
    use_lake()
    Narrative.objects.create(
        pk="N1", title="Kabar lama", items=40, last_seen_at=timezone.now() - timedelta(days=95)
    )
    commands.describe("N1", summary="Musiman", belief_anchor="", by=people["analis"])
    browser = signed_in("analis")
    for tab in ("", "items/", "families/"):
        text = browser.get(f"{NARRATIVES}N1/{tab}").text
        assert "past their retention" in text
        assert "40" in text
    assert "got a new note" in browser.get(f"{NARRATIVES}N1/history/").text
    assert "Musiman" in browser.get(f"{NARRATIVES}N1/").text


def test_reading_a_narrative_stores_nothing(signed_in, use_lake):
    use_lake(*stories(2))
    browser = signed_in("analis")
    for tab in TABS:
        browser.get(f"{NARRATIVES}N0/{tab}")
    assert not Narrative.objects.exists()


@pytest.mark.parametrize("tab", TABS)
def test_an_unknown_narrative_has_no_page(signed_in, use_lake, tab):
    use_lake(item("a"))
    assert signed_in("analis").get(f"{NARRATIVES}Nope/{tab}").status_code == 404


# -- the list ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["N2", "N1", "N3"]),  # pinned, then by size
        ("sort=newest", ["N2", "N3", "N1"]),
        ("sort=first", ["N2", "N3", "N1"]),
        ("sort=nonsense", ["N2", "N1", "N3"]),
        ("state=DORMAN", ["N1"]),
        ("state=ARSIP", ["N4"]),
        ("state=all", ["N2", "N1", "N3", "N4"]),
        ("q=banjir", ["N3"]),
        ("q=kami", ["N2"]),  # a person's own title
        ("q=nothing+of+it", []),
    ],
)
def test_the_list_is_filtered_and_ordered_as_the_address_says(signed_in, use_lake, query, shown):
    use_lake(
        *(item(f"a{n}", narrative="N1", hours_ago=200, text="beras") for n in range(3)),
        item("b", narrative="N2", family_id="b", hours_ago=3, text="solar"),
        item("c", narrative="N3", family_id="c", hours_ago=1, text="banjir"),
        item("c2", narrative="N3", family_id="c", hours_ago=2, text="banjir"),
        item("d", narrative="N4", family_id="d", hours_ago=5, text="gempa"),
    )
    seen = {"items": 1, "first_seen_at": timezone.now(), "last_seen_at": timezone.now()}
    Narrative.objects.create(pk="N2", title="Istilah kami", is_pinned=True, **seen)
    Narrative.objects.create(pk="N4", state="ARSIP", **seen)
    Narrative.objects.create(pk="N1", state="DORMAN", **seen)
    reply = signed_in("analis").get(f"{NARRATIVES}?{query}")
    assert [line.narrative_id for line in reply.context["lines"]] == shown
    rows = signed_in("analis").get(f"{NARRATIVES}rows/?{query}")
    assert [line.narrative_id for line in rows.context["lines"]] == shown
    assert "<html" not in rows.text


def test_the_list_names_state_trend_signal_and_own_cases_only(signed_in, people, use_lake):
    rising = [item(f"r{n}", narrative="N1", hours_ago=1 + 12 / (1 + n)) for n in range(40)]
    use_lake(*rising)
    signal = signal_on("N1")
    cases.open_case([signal], title="Rahasia", by=people["foreign_analis"])
    line = signed_in("analis").get(NARRATIVES).context["lines"][0]
    assert (line.row.state, line.signal, line.cases) == ("AKTIF", signal, 0)
    assert signed_in("foreign_analis").get(NARRATIVES).context["lines"][0].cases == 1


def test_a_story_is_an_exercises_only_while_no_real_item_tells_it(signed_in, use_lake):
    use_lake(
        item("a", narrative="N1", is_exercise=True),
        item("b", narrative="N2", family_id="b", is_exercise=True),
        item("c", narrative="N2", family_id="c", hours_ago=9),
    )
    Narrative.objects.create(pk="N2", is_exercise=True)  # as it was before the real item came
    browser = signed_in("analis")
    lines = {line.narrative_id: line.row for line in browser.get(NARRATIVES).context["lines"]}
    assert (lines["N1"].is_exercise, lines["N2"].is_exercise) == (True, False)
    assert browser.get(f"{NARRATIVES}N1/").context["is_exercise"]


# -- working on it -------------------------------------------------------------------------


def test_an_analyst_merges_divides_and_takes_back_in_the_browser(signed_in, use_lake, chain_holds):
    use_lake(
        item("a", narrative="N1", family_id="a", text="Harga BBM naik besok"),
        item("b", narrative="N1", family_id="b", text="Antrean panjang di SPBU"),
        item("c", narrative="N2", family_id="c", text="BBM naik, harga cabai ikut"),
    )
    browser = signed_in("analis")
    candidates = browser.get(f"{NARRATIVES}N1/join/?q=bbm").context["candidates"]
    assert [(each.row.pk, each.words[:1]) for each in candidates] == [("N2", ["bbm"])]
    pasted = browser.get(f"{NARRATIVES}N1/join/", {"q": f"https://desk.example{NARRATIVES}N2/"})
    assert [each.row.pk for each in pasted.context["candidates"]] == ["N2"]

    form = {"other": "N2", "why": WHY, "version": 1, "action": "merge"}
    reply = browser.post(f"{NARRATIVES}N1/merge/", form, follow=True)
    assert "Both are one narrative now." in reply.text
    past = browser.get(f"{NARRATIVES}N2/history/", follow=True)
    assert past.redirect_chain == [(f"{NARRATIVES}N1/history/", 302)]
    (told,) = past.context["events"]
    assert "took in" in told.says
    assert any("words in common: bbm" in fact for fact in told.facts)
    assert told.can_undo
    undone = browser.post(f"{NARRATIVES}undo/{told.event.pk}/", follow=True)
    assert "Taken back." in undone.text
    assert browser.get(f"{NARRATIVES}N2/").status_code == 200

    version = Narrative.objects.get(pk="N1").version
    form = {"family": ["b"], "why": "lain", "title": "Antrean", "version": version}
    reply = browser.post(f"{NARRATIVES}N1/split/", form, follow=True)
    assert reply.context["narrative"].title == "Antrean"
    assert reply.context["found"].items == 1
    assert AuditEvent.objects.filter(action__startswith="narrative.").count() == 3
    assert chain_holds()


@pytest.mark.parametrize(
    ("action", "form", "field", "after"),
    [
        ("rename", {"title": "Beras"}, "title", "Beras"),
        ("describe", {"summary": "Tiap tahun"}, "summary", "Tiap tahun"),
        ("pin", {}, "is_pinned", True),
        ("archive", {"why": "selesai"}, "state", "ARSIP"),
        ("archive", {"why": " "}, "state", "MUNCUL"),  # without a reason nothing happens
    ],
)
def test_each_act_changes_what_it_says(signed_in, use_lake, action, form, field, after):
    use_lake(item("a"))
    Narrative.objects.create(pk="N1")
    reply = signed_in("analis").post(f"{NARRATIVES}N1/act/{action}/", form | {"version": 1})
    assert reply.status_code == 302
    assert getattr(Narrative.objects.get(pk="N1"), field) == after


def test_readers_see_no_form_that_they_cannot_send(signed_in, use_lake):
    use_lake(*stories(1))
    for tab in ("", "families/", "history/"):
        text = signed_in("penyetuju").get(f"{NARRATIVES}N0/{tab}").text
        assert "/act/" not in text
        assert "/split/" not in text
    assert signed_in("penyetuju").get(f"{NARRATIVES}N0/join/").status_code == 403
