"""Promises of the narrative index."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput, NarrativeOrder
from tangkal.situational_insight.narratives import NarrativeIndex, narrative_id, split_id
from tangkal.text.tokens import tokenise

START = datetime(2031, 3, 3, tzinfo=UTC)

FUEL = [
    "Harga bensin naik dua kali lipat mulai tengah malam, isi tangki sekarang",
    "Info orang dalam: bensin naik dua kali lipat tengah malam nanti, segera isi tangki",
    "Antre panjang di SPBU gara-gara kabar harga bensin naik dua kali lipat tengah malam",
]
SUBSIDY = [
    "Daftar bantuan subsidi listrik gratis lewat tautan ini, isi nomor KTP dan rekening",
    "Bantuan subsidi listrik gratis cair hari ini, daftar lewat tautan lalu isi nomor rekening",
    "Tautan daftar bantuan subsidi listrik gratis sudah dibuka, siapkan nomor KTP",
]
FLOOD = [
    "Video banjir bandang menghanyutkan jembatan di Kota Melati pagi tadi",
    "Jembatan Kota Melati hanyut diterjang banjir bandang, ini videonya",
    "Banjir bandang Kota Melati, jembatan putus, video amatir warga",
]
OTHERS = [
    "Resep sambal terasi buat makan siang keluarga",
    "Timnas futsal latihan perdana di gelanggang baru",
    "Kucing oranye tetangga tidur seharian lagi",
]


def family(n):
    return hashlib.sha256(str(n).encode()).hexdigest()[:32]


def rows(texts, families=None, start=START, step=timedelta(minutes=7)):
    families = families or [family(t) for t in texts]
    seen, first = set(), []
    for one in families:
        first.append(one not in seen)
        seen.add(one)
    moments = [start + step * at for at in range(len(texts))]
    return families, np.array(first), tokenise(texts), list(texts), moments


STREAM = [text for three in zip(FUEL, SUBSIDY, FLOOD, OTHERS, strict=True) for text in three]


def test_planted_stories_are_told_apart_and_chatter_joins_none():
    ids = NarrativeIndex().assign(*rows(STREAM))

    story_of = dict(zip(STREAM, ids, strict=True))
    for story in (FUEL, SUBSIDY, FLOOD):
        assert len({story_of[text] for text in story}) == 1, story
    assert len(set(ids)) == 3 + len(OTHERS)


def test_copies_follow_their_family_whatever_their_own_words():
    index = NarrativeIndex()
    families = [family("a"), family("b"), family("a")]
    first, other, copy = index.assign(*rows([FUEL[0], SUBSIDY[0], SUBSIDY[1]], families))

    assert first == copy != other
    [fuel] = index.summaries([first])
    assert (fuel.items, fuel.families) == (2, 1)


def test_a_thousand_copies_do_not_pull_the_story_towards_themselves():
    once, often = NarrativeIndex(), NarrativeIndex()
    once.assign(*rows(FUEL))
    often.assign(*rows([*FUEL, *[FUEL[0]] * 1000], [family(t) for t in [*FUEL, *[FUEL[0]] * 1000]]))

    assert [s.title for s in once.summaries()] == [s.title for s in often.summaries()]
    assert once.summaries()[0].typical_items == often.summaries()[0].typical_items


def test_ids_come_from_the_first_family():
    index = NarrativeIndex()
    [one] = index.assign(*rows([FUEL[0]], ["0123456789abcdef0123456789abcdef"]))
    assert one == "N0123456789a"
    assert narrative_id("not hexadecimal") != narrative_id("not hexadecimal either")


def test_two_families_with_the_same_eleven_digits_begin_two_narratives():
    families = ["0123456789a" + "0" * 21, "0123456789a" + "1" * 21]
    ids = NarrativeIndex().assign(*rows([FUEL[0], SUBSIDY[0]], families))
    assert len(set(ids)) == 2


def test_a_silent_story_is_not_joined_by_words_that_are_only_alike():
    fresh, stale = NarrativeIndex(), NarrativeIndex()
    texts = [FUEL[0], FUEL[1]]
    assert len(set(fresh.assign(*rows(texts)))) == 1
    assert len(set(stale.assign(*rows(texts, step=timedelta(days=120))))) == 2


def test_a_back_dated_item_widens_the_story_and_does_not_move_its_end():
    index = NarrativeIndex()
    index.assign(*rows(FUEL[:2]))
    index.assign(*rows(FUEL[2:], start=START - timedelta(hours=5)))
    [fuel] = index.summaries()
    assert fuel.first_seen == START - timedelta(hours=5)
    assert fuel.last_seen == START + timedelta(minutes=7)


@settings(deadline=None, max_examples=25)
@given(
    texts=st.lists(st.sampled_from(STREAM), min_size=1, max_size=40),
    cuts=st.lists(st.integers(0, 40), max_size=4),
    save_at=st.integers(0, 4),
)
def test_neither_batch_borders_nor_a_restart_change_anything(texts, cuts, save_at):
    whole = NarrativeIndex(max_narratives=4)
    expected = whole.assign(*rows(texts))

    index, found = NarrativeIndex(max_narratives=4), []
    borders = sorted({0, len(texts), *(min(cut, len(texts)) for cut in cuts)})
    for number, (start, stop) in enumerate(pairwise(borders)):
        part = rows(texts)
        seen = {family(t) for t in texts[:start]}
        firsts = part[1] & np.array([one not in seen for one in part[0]])
        found += index.assign(
            part[0][start:stop],
            firsts[start:stop],
            tokenise(texts[start:stop]),
            texts[start:stop],
            part[4][start:stop],
        )
        if number == save_at:
            index = NarrativeIndex.restore(index.snapshot())

    assert found == expected
    assert index.summaries() == whole.summaries()


def test_a_snapshot_survives_a_file_without_pickle(tmp_path):
    index = NarrativeIndex()
    index.assign(*rows(STREAM))
    np.savez(tmp_path / "narratives.npz", **index.snapshot())
    with np.load(tmp_path / "narratives.npz", allow_pickle=False) as saved:
        again = NarrativeIndex.restore(dict(saved))
    assert again.summaries() == index.summaries()
    assert again.assign(*rows(FUEL)) == index.assign(*rows(FUEL))


def test_a_foreign_snapshot_is_refused_with_the_remedy():
    with pytest.raises(InvalidInput, match="replay the bus"):
        NarrativeIndex.restore({"version": np.array([99])})


def test_memory_is_bounded_and_the_unused_narrative_makes_room():
    index = NarrativeIndex(max_narratives=8)
    [kept] = index.assign(*rows([FUEL[0]]))
    for n in range(60):
        words = " ".join(f"kata{n}x{k}" for k in range(8))
        index.assign(*rows([words, FUEL[0]]))
    assert len(index) == 8
    assert kept in {summary.narrative_id for summary in index.summaries()}


def test_a_family_out_of_the_window_is_placed_by_its_words():
    index = NarrativeIndex(family_window=1)
    first, _, again = index.assign(
        *rows([FUEL[0], SUBSIDY[0], FUEL[0]], [family(k) for k in "aba"])
    )
    [late] = index.assign([family("a")], [False], tokenise([FUEL[0]]), [FUEL[0]], [START])
    assert first == again == late


def test_titles_are_the_items_own_words_and_short():
    index = NarrativeIndex()
    index.assign(*rows([text + ". Sebarkan ke grup lain!" for text in STREAM]))
    own = {text + "." for text in STREAM}
    for summary in index.summaries():
        assert len(summary.title) <= 90
        assert summary.title in own or summary.title.removesuffix("…") in " ".join(own)
        assert summary.typical_items


def test_the_most_central_item_gives_the_title_rather_than_the_first():
    rambling = "Sambil ngopi tadi pagi di warung depan, denger bensin naik dua kali lipat"
    index = NarrativeIndex()
    ids = index.assign(*rows([rambling, *FUEL, FUEL[1] + " malam"]))
    assert len(set(ids)) == 1
    assert index.summaries()[0].title != rambling


def test_items_without_words_do_not_form_one_false_story():
    ids = NarrativeIndex().assign(*rows(["🔥🔥", "…", "!!"]))
    assert len(set(ids)) == 3


def test_an_item_keeps_its_zone_free_moment_out():
    families, first, tokens, texts, _ = rows([FUEL[0]])
    naive = [START.replace(tzinfo=None)]
    with pytest.raises(InvalidInput, match="time zone"):
        NarrativeIndex().assign(families, first, tokens, texts, naive)


def test_the_same_moment_in_another_zone_is_the_same_story():
    there = timezone(timedelta(hours=7))
    a, b = NarrativeIndex(), NarrativeIndex()
    families, first, tokens, texts, moments = rows(STREAM)
    a.assign(families, first, tokens, texts, moments)
    b.assign(families, first, tokens, texts, [m.astimezone(there) for m in moments])
    assert a.summaries() == b.summaries()


def test_uneven_columns_and_mad_settings_are_refused():
    families, first, tokens, texts, moments = rows(FUEL)
    with pytest.raises(InvalidInput, match="rows"):
        NarrativeIndex().assign(families[:-1], first, tokens, texts, moments)
    for bad in ({"evidence": -1}, {"half_life_hours": float("nan")}, {"max_narratives": 0}):
        with pytest.raises(InvalidInput, match=next(iter(bad))):
            NarrativeIndex(**bad)


def test_no_rows_and_unknown_ids_are_answered_with_nothing():
    index = NarrativeIndex()
    assert index.assign(*rows([])) == []
    assert index.summaries(["Nffffffffff0"]) == []


def born_and_told(index, texts):
    ids = index.assign(*rows(texts))
    index.take_changes()
    return ids


def test_a_merge_by_an_analyst_holds_for_old_and_new_items_and_after_a_restart():
    index = NarrativeIndex()
    *_, fuel, flood = born_and_told(index, [*FUEL[:1], FLOOD[0]])
    order = NarrativeOrder(kind="merge", narrative_id=fuel, other_id=flood)
    index.apply([order, order])
    [change] = index.take_changes()
    assert (change.kind, change.narrative_id, change.other_id) == ("merged", fuel, flood)
    assert change.by == "analyst"
    for again in (index, NarrativeIndex.restore(index.snapshot())):
        again.apply([order])
        assert again.take_changes() == []
        assert set(again.assign(*rows([FLOOD[0], FLOOD[1], FUEL[1]]))) == {fuel}
        assert again.current_id(flood) == fuel
        assert len(again) == 1


def test_a_split_by_an_analyst_moves_its_families_and_stays():
    index = NarrativeIndex()
    [home] = set(born_and_told(index, [*FUEL]))
    moved = (family(FUEL[1]),)
    order = NarrativeOrder(kind="split", narrative_id=home, families=moved)
    index.apply([order, order])
    [change] = index.take_changes()
    assert (change.kind, change.narrative_id, change.families) == ("split", home, moved)
    assert index.assign(*rows(FUEL)) == [home, change.other_id, home]
    assert change.other_id == split_id(home, moved)
    again = NarrativeIndex.restore(index.snapshot())
    assert again.assign(*rows(FUEL)) == [home, change.other_id, home]


def test_changes_not_yet_taken_survive_a_restart():
    index = NarrativeIndex()
    index.assign(*rows(FUEL * 2 + OTHERS[:1]))
    index.assign(*rows([*OTHERS, FLOOD[0]], start=START + timedelta(days=2)))
    again = NarrativeIndex.restore(index.snapshot())
    changes = index.take_changes()
    assert [change.kind for change in changes] == ["born"]
    assert again.take_changes() == changes
    assert index.take_changes() == []


def test_what_an_analyst_split_the_machine_does_not_join_again():
    index = NarrativeIndex()
    index.assign(*rows(FUEL))
    [home] = {index.current_id(one) for one in index.ids()}
    index.apply([NarrativeOrder(kind="split", narrative_id=home, families=(family(FUEL[1]),))])
    new = split_id(home, (family(FUEL[1]),))
    noise = [f"hal{k} lain{k} sama{k} sekali{k} beda{k} topik{k}" for k in range(1100)]
    index.assign(*rows([*noise, *FUEL]))
    assert index.current_id(new) == new
    assert index.current_id(home) == home


def test_one_wrong_date_puts_nothing_to_sleep_and_silence_does():
    index = NarrativeIndex()
    [fuel] = set(index.assign(*rows(FUEL * 3)))
    index.assign(*rows([OTHERS[0]], start=START + timedelta(days=9000)))
    index.assign(*rows(FLOOD, start=START + timedelta(hours=30)))
    index.assign(*rows(SUBSIDY, start=START + timedelta(hours=31)))
    assert "slept" not in {change.kind for change in index.take_changes()}
    later = START + timedelta(days=8)
    index.assign(*rows([*FLOOD, *SUBSIDY], start=later))
    assert (fuel, "slept") in {(c.narrative_id, c.kind) for c in index.take_changes()}
    index.assign(*rows(FUEL, start=later + timedelta(hours=30)))
    index.assign(*rows(FUEL, start=later + timedelta(hours=60)))
    assert (fuel, "woke") in {(c.narrative_id, c.kind) for c in index.take_changes()}


def test_a_flood_of_one_text_costs_one_family():
    index = NarrativeIndex()
    index.assign(*rows([FUEL[0]] * 5000, [family("one")] * 5000, step=timedelta(seconds=1)))
    [summary] = index.summaries()
    assert (summary.items, summary.families) == (5000, 1)
