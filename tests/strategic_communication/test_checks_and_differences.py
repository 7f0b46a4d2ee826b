"""The careful colleague's eye, and the differences an approver reads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.checks import check_message, check_umbrella, repeats_claim
from tangkal.strategic_communication.differences import word_differences

CLAIM = "harga bensin naik dua kali lipat mulai tengah malam"
GOOD = {
    "headline": "Harga BBM tidak berubah pekan ini",
    "fact": "Daftar harga resmi tidak berubah sejak awal bulan.",
    "myth": f"Hati-hati, beredar klaim: “{CLAIM}”",
    "explanation": "Gambar pengumuman itu suntingan.",
    "fact_again": "Daftar harga resmi tetap.",
}


def codes(parts, **others):
    return [
        (finding.code, finding.part)
        for finding in check_message(parts, **{"channel": "portal", "claim": CLAIM} | others)
    ]


def test_a_good_message_raises_nothing():
    assert codes(GOOD) == []


def test_a_myth_in_the_headline_is_seen_even_when_it_is_denied():
    found = codes(GOOD | {"headline": f"Tidak benar {CLAIM}!"})
    assert found == [("myth_before_fact", "headline"), ("myth_repeated", "headline")]


def test_a_myth_repeated_at_the_end_is_seen():
    found = codes(GOOD | {"fact_again": f"Jadi salah bahwa {CLAIM.upper()}."})
    assert found == [("myth_repeated", "fact_again")]


def test_a_myth_put_before_the_fact_is_seen():
    order = ("headline", "myth", "fact", "explanation", "fact_again")
    assert codes({part: GOOD[part] for part in order}) == [("myth_before_fact", "myth")]


def test_the_fact_in_its_own_words_is_not_taken_for_the_myth():
    assert not repeats_claim("Harga bensin tetap, tidak naik", CLAIM)
    assert not repeats_claim("apa saja", "")


def test_a_short_claim_is_recognised_too():
    assert repeats_claim("Kata mereka: sekolah libur.", "sekolah libur")


def test_open_and_empty_parts_are_named():
    found = codes(GOOD | {"explanation": "[mengapa]", "fact_again": " "})
    assert found == [("open_placeholder", "explanation"), ("empty_part", "fact_again")]


@pytest.mark.parametrize(("channel", "fits"), [("portal", True), ("x", True), ("sms", False)])
def test_length_is_judged_by_the_channel(channel, fits):
    assert (("too_long", "") not in codes(GOOD, channel=channel)) == fits


def test_a_headline_nobody_reads_to_its_end_is_seen():
    assert ("too_long", "headline") in codes(GOOD | {"headline": "kata " * 30})


def test_an_unknown_channel_is_refused_by_name():
    with pytest.raises(InvalidInput, match="pigeon"):
        check_message(GOOD, channel="pigeon")


def test_an_umbrella_message_has_at_most_27_words():
    assert check_umbrella("kata " * 27) == []
    [finding] = check_umbrella("kata " * 28)
    assert dict(finding.facts) == {"found": 28, "most": 27}


WORDS = st.lists(st.sampled_from(["harga", "naik", " ", "\n", ".", "Rp1.000", "é", "🔥"])).map(
    "".join
)


@given(WORDS | st.text(max_size=80), WORDS | st.text(max_size=80))
def test_both_versions_can_be_read_back_to_the_letter(old, new):
    runs = word_differences(old, new)
    assert "".join(text for kind, text in runs if kind != "added") == old
    assert "".join(text for kind, text in runs if kind != "removed") == new
    assert all(text for _, text in runs)


@given(st.text(max_size=80))
def test_the_same_text_has_no_differences(text):
    assert word_differences(text, text) == ([("same", text)] if text else [])


def test_a_changed_word_stands_alone():
    assert word_differences("Harga naik 5 persen.", "Harga tetap 5 persen.") == [
        ("same", "Harga "),
        ("removed", "naik"),
        ("added", "tetap"),
        ("same", " 5 persen."),
    ]


def test_a_changed_number_is_never_hidden_inside_a_longer_run():
    runs = word_differences("bantuan 50 ribu", "bantuan 500 ribu")
    assert ("removed", "50") in runs
    assert ("added", "500") in runs


def test_a_long_rewritten_text_is_compared_without_trouble():
    old = " ".join(f"kata{n % 300}" for n in range(1500))
    new = " ".join(f"kata{(n * 7) % 300}" for n in range(1500))
    assert word_differences(old, new)
