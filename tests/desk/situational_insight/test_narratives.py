"""Narratives and the explorer: what the lake holds, said honestly."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from tangkal.desk.accounts.roles import CONTENT_ROLES, Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands, items
from tangkal.desk.cases.models import Signal
from tangkal.desk.recognise.models import KnownClaim
from tangkal.engines import LakeError
from tests.desk.lakes import item
from tests.desk.markup import inline_code

NARRATIVES = "/desk/narratives/"
EXPLORER = f"{NARRATIVES}explorer/"
CSV = f"{EXPLORER}items.csv"
PAGES = (NARRATIVES, f"{NARRATIVES}N1/", EXPLORER, CSV)
MATCH = {"claim_id": "kc-1", "score": 0.9, "reasons": ["words|bbm"], "method": "m/1"}


@pytest.fixture
def lake(use_lake):
    return use_lake(
        item("a", text="<img src=x onerror=alert(1)> Harga BBM naik", author="secret-hash"),
        item("b", hours_ago=2, platform="facebook", matches=[MATCH]),
        item("c", hours_ago=30, region_code="99.01"),
        item("d", narrative="N2", text="=HYPERLINK(1) banjir", author_name="Dinas Contoh"),
    )


def text_of(reply) -> str:
    return b"".join(reply.streaming_content).decode() if reply.streaming else reply.text


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_only_content_roles_read_narratives(signed_in, lake, role):
    expected = 200 if role in {r.value for r in CONTENT_ROLES} else 403
    browser = signed_in(role)
    assert {browser.get(page).status_code for page in PAGES} == {expected}


def test_pages_are_clean_and_escape_what_others_wrote(signed_in, lake):
    browser = signed_in("analis")
    for page in PAGES[:3]:
        text = browser.get(page).text
        assert inline_code(text) == []
        assert "<img src=x" not in text


def test_no_private_account_is_ever_shown(signed_in, lake):
    browser = signed_in("analis")
    for page in PAGES:
        text = text_of(browser.get(page))
        assert "secret-hash" not in text
        assert "hash-of" not in text


def test_narratives_come_largest_first_and_can_be_searched(signed_in, lake):
    browser = signed_in("analis")
    text = browser.get(NARRATIVES).text
    assert text.index("narrative-N1") < text.index("narrative-N2")
    found = browser.get(f"{NARRATIVES}?q=banjir").text
    assert "narrative-N2" in found
    assert "narrative-N1" not in found


def test_a_narratives_page_counts_links_and_matches(signed_in, people, lake):
    KnownClaim.objects.create(claim_id="kc-1", title="BBM naik", verdict="SALAH", revision=1)
    now = timezone.now()
    signal = Signal.objects.create(
        key="narrative:N1", narrative_id="N1", title="Isu BBM", first_seen_at=now, last_seen_at=now
    )
    commands.open_case([signal], title="Kasus kami", by=people["analis"])
    reply = signed_in("analis").get(f"{NARRATIVES}N1/")
    found = reply.context["found"]
    assert (found.items, found.authors, found.families_total) == (3, 3, 1)
    assert found.platforms == [("x", 2), ("facebook", 1)]
    assert found.regions == [("Kabupaten Contoh", 1)]
    assert sum(count for _at, count in found.points) == 3
    assert [(each.claim.pk, each.items) for each in found.matches] == [("kc-1", 1)]
    assert "Kasus kami" in reply.text
    assert "Isu BBM" in reply.text


def test_a_foreign_case_is_not_shown(signed_in, people, lake):
    now = timezone.now()
    signal = Signal.objects.create(
        key="narrative:N1", narrative_id="N1", title="Isu", first_seen_at=now, last_seen_at=now
    )
    commands.open_case([signal], title="Kasus rahasia", by=people["foreign_analis"])
    assert "Kasus rahasia" not in signed_in("analis").get(f"{NARRATIVES}N1/").text


def test_an_unknown_narrative_is_not_found(signed_in, lake):
    assert signed_in("analis").get(f"{NARRATIVES}Nope/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "dabc"),
        ("q=BANJIR", "d"),
        ("q=harga+naik", "abc"),
        ("platform=facebook", "b"),
        ("language=jv", ""),
        ("region=99", "c"),
        ("narrative=N2", "d"),
        ("first=2999-01-01", ""),
        ("first=nonsense", "dabc"),
    ],
)
def test_the_explorer_finds_by_words_and_filters(signed_in, lake, query, found):
    reply = signed_in("analis").get(f"{EXPLORER}?{query}")
    assert {row["item_id"][0] for row in reply.context["items"]} == set(found)
    assert reply.context["total"] == len(found)


def test_days_begin_at_midnight_on_the_readers_clock(signed_in, use_lake):
    from datetime import datetime

    late = datetime.fromisoformat("2026-03-02T23:30:00+07:00")
    use_lake(item("a", published_at=late), item("b", published_at=late + timedelta(hours=1)))
    reply = signed_in("analis").get(f"{EXPLORER}?first=2026-03-02&last=2026-03-02")
    assert [row["item_id"][0] for row in reply.context["items"]] == ["a"]


def test_pages_of_the_explorer_hold_every_item_once(signed_in, use_lake):
    use_lake(*(item(f"{n:03}", hours_ago=n) for n in range(120)))
    browser = signed_in("analis")
    seen = [
        row["item_id"]
        for page in (1, 2, 3)
        for row in browser.get(f"{EXPLORER}?page={page}").context["items"]
    ]
    assert len(seen) == len(set(seen)) == 120


def test_the_download_is_safe_named_and_on_record(signed_in, people, lake, chain_holds):
    reply = signed_in("analis").get(f"{CSV}?narrative=N2")
    assert "attachment" in reply.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(text_of(reply).removeprefix("\ufeff"))))
    assert [row["text"] for row in rows] == ["'=HYPERLINK(1) banjir"]
    assert rows[0]["author_name"] == "Dinas Contoh"
    assert "author" not in rows[0]
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id) == ("items.exported", people["analis"].pk)
    assert chain_holds() == 1


def test_an_empty_lake_is_not_calm(signed_in, use_lake):
    use_lake()
    browser = signed_in("analis")
    assert "Nothing is being watched" in browser.get(NARRATIVES).text
    assert "not a sign of calm" in browser.get(EXPLORER).text


def test_a_lake_gone_quiet_says_since_when(signed_in, use_lake):
    use_lake(item("a", hours_ago=50))
    assert "Silence since then proves nothing" in signed_in("analis").get(NARRATIVES).text


@pytest.mark.parametrize("page", PAGES[:3])
def test_an_unreadable_lake_shows_its_fault_instead_of_an_empty_list(signed_in, monkeypatch, page):
    def broken(_place):
        raise LakeError("the disk is gone")

    monkeypatch.setattr(items, "open_lake", broken)
    reply = signed_in("analis").get(page)
    assert reply.status_code == 503
    assert "the disk is gone" in reply.text
