"""Writing help: every remark has its passage, and each figure is one that others can compute."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tangkal.cli.write_check import write_check
from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.writing.channels import LIMITS, fit_of, sms_parts
from tangkal.strategic_communication.writing.locked import LockedFact, check_locked
from tangkal.strategic_communication.writing.readability import (
    PEERS,
    long_sentences,
    readability_of,
    sentences_in,
)
from tangkal.strategic_communication.writing.review import review_parts, review_text

CLAIM = "harga bensin naik dua kali lipat mulai tengah malam"
PRICE = LockedFact(text="Harga Pertalite tetap Rp10.000 per liter.", kind="figure")
UNTIL = LockedFact(text="Bantuan disalurkan sampai 31 Maret 2026.", kind="date")
PLAIN = (
    "Harga Pertalite tetap Rp10.000 per liter. Warga tidak perlu antre. Stok cukup untuk satu "
    "bulan. Ada kabar bohong di grup warga. Cek dulu di laman resmi kami. Tanya kami di nomor "
    "117. Kami jawab dalam satu jam. Bagi kabar ini ke tetangga. Jaga diri dan tetap tenang ya."
)


def test_lix_is_words_a_sentence_and_the_share_of_long_words():
    text = "Pemerintah menetapkan harga baru. " * 10  # 4 words, 2 of them with 7 letters or more
    read = readability_of(text)
    assert (read.words, read.sentences, read.long_words) == (40, 10, 20)
    assert read.lix == 4 + 50.0


def test_a_short_text_has_no_lix_rather_than_a_wild_one():
    assert readability_of("Pertanggungjawaban.").lix is None
    assert readability_of("").words_a_sentence == 0.0


def test_addresses_numbers_and_doubled_words_count_as_what_they_are():
    read = readability_of("Anak-anak libur 12 hari, lihat https://kementerian-pendidikan.go.id/x.")
    assert (read.words, read.long_words) == (5, 0)


def test_easy_and_hard_texts_find_their_place_among_real_ones():
    hard = (
        "Sehubungan dengan diberlakukannya penyesuaian ketentuan pendistribusian bahan bakar "
        "bersubsidi, pemerintah kabupaten menyelenggarakan koordinasi pengendalian inflasi "
        "dengan melibatkan pemangku kepentingan, penyelenggara perdagangan, perwakilan "
        "masyarakat, serta kepolisian, guna mengantisipasi kemungkinan keterlambatan "
        "pendistribusian dan memastikan keterjangkauan harga bagi masyarakat berpenghasilan "
        "rendah di wilayah kepulauan."
    )
    assert readability_of(PLAIN).harder_than == 0
    assert readability_of(hard).harder_than == PEERS[-1][0]
    assert readability_of(hard).is_hard
    assert not readability_of(PLAIN).is_hard


def test_every_long_sentence_is_named_and_no_short_one():
    long = "Warga " + "boleh datang " * 14 + "ke balai."
    found = long_sentences(f"{PLAIN} {long} {PLAIN}")
    assert [(each.text, each.words) for each in found] == [(long, 31)]


@given(st.text(max_size=300))
def test_sentences_stand_where_they_say_and_nothing_breaks(text):
    for each in sentences_in(text):
        assert 0 <= each.start < each.end
    readability_of(text)


@pytest.mark.parametrize(
    ("channel", "text", "fits"),
    [
        ("telegram", "x" * 4096, True),
        ("telegram", "x" * 4097, False),
        ("telegram", "👍" * 2049, False),  # counted in UTF-16, as Telegram does
        ("whatsapp", "x" * 1024, True),
        ("whatsapp", "x" * 1025, False),
        ("sms", "x" * 160, True),
        ("sms", "{" * 81, False),  # such a sign takes two places
        ("sms", "harga “tetap” " + "x" * 60, False),  # typographic quotes: 70 fit, no longer 160
        ("card", "x" * 111, False),
    ],
)
def test_a_channel_counts_in_its_own_way(channel, text, fits):
    assert fit_of(channel, text).fits == fits


def test_every_limit_says_where_it_comes_from():
    assert all(limit.source and limit.most > 0 for limit in LIMITS.values())
    with pytest.raises(InvalidInput, match="merpati"):
        fit_of("merpati", "")


def test_parts_of_a_short_message_are_counted_as_a_phone_company_does():
    assert [sms_parts(text) for text in ("", "a" * 160, "a" * 306, "a" * 307)] == [1, 1, 2, 3]
    assert sms_parts("–" * 134) == 2


def codes(text, **others):
    return [remark.code for remark in review_text(text, **others).remarks]


def test_a_good_text_draws_no_remark():
    assert codes(PLAIN, claim=CLAIM, locked=[PRICE]) == []


def test_an_open_place_forbids_sending_and_is_shown():
    found = review_text("Sebelum [tanggal berlaku], harga tetap.")
    assert [(each.code, each.passage) for each in found.remarks] == [
        ("open_placeholder", "[tanggal berlaku]")
    ]
    assert not found.may_be_sent


def test_a_text_that_opens_with_the_myth_is_seen_and_one_that_names_it_once_is_not():
    myth = f"Tidak benar {CLAIM}."
    assert codes(f"{myth} {PLAIN}", claim=CLAIM) == ["myth_before_fact"]
    assert codes(f"{PLAIN} {myth}", claim=CLAIM) == []
    again = review_text(f"{PLAIN} {myth} {myth}", claim=CLAIM)
    assert [(each.code, each.passage) for each in again.remarks] == [("myth_repeated", myth)]


def test_a_locked_fact_said_otherwise_is_named_with_both_passages():
    text = "Kabar baik. Pertalite dijual Rp12.000 per liter mulai besok."
    [clash] = check_locked(text, [PRICE]).clashes
    assert clash.passage == "Pertalite dijual Rp12.000 per liter mulai besok."
    assert text[clash.start : clash.end] == clash.passage
    assert "12.000" in clash.words
    [remark] = review_text(text, locked=[PRICE]).remarks
    assert dict(remark.facts)["fact"] == PRICE.text


def test_a_locked_fact_left_out_is_said_and_one_kept_is_not():
    assert codes(PLAIN, locked=[PRICE, UNTIL]) == ["locked_missing"]


@pytest.mark.parametrize(
    ("fact", "text", "is_there"),
    [
        ("10.000", "Harga Rp10.000 per liter.", True),
        ("10.000", "Harganya sepuluh ribu rupiah.", True),
        ("10.000", "Ada 10 ribu orang.", True),
        ("10.000", "Harga Rp110.000 per liter.", False),
        ("10.000", "Anggarannya Rp10.000.000.", False),
        ("10.000", "Harga Rp12.000 per liter.", False),
        ("10.000", "Harganya sekitar sepuluh ribu rupiah.", False),
        ("Rp10.000", "Harganya sepuluh ribu per liter.", True),
        ("Rp10.000", "Ada 10.000 orang.", False),
        ("31 Maret 2026", "Berlaku sampai 31/3/2026.", True),
        ("31 Maret 2026", "Berlaku sampai 30 Maret 2026.", False),
        ("pukul 17.00", "Loket tutup jam 5 sore.", True),
        ("12 hari", "Stok cukup untuk dua belas hari.", True),
        ("12 hari", "Stok cukup untuk 12 bulan.", False),
        ("2,5 juta", "Diberikan kepada 2.500.000 orang.", True),
        ("Jawa Barat", "Warga di Jawa Barat mengantre.", True),
        ("Harga Solar tetap Rp10.000 per liter.", "Pertamax dijual Rp10.000 per liter.", False),
    ],
)
def test_a_bare_locked_fact_is_found_in_other_words_and_in_no_longer_figure(fact, text, is_there):
    missing = check_locked(text, [LockedFact(text=fact)]).missing
    assert (not missing) == is_there


def test_the_part_that_states_the_myth_is_not_held_against_the_facts():
    parts = {
        "headline": "Harga Pertalite tetap Rp10.000 per liter",
        "fact": "Harga Pertalite tetap Rp10.000 per liter.",
        "myth": "Beredar klaim: harga Pertalite menjadi Rp12.000 per liter.",
    }
    assert review_parts(parts, channel="portal", locked=[PRICE]).remarks == ()
    wrong = review_parts(parts | {"fact": "Harga Pertalite Rp12.000 per liter."},
                         channel="portal", locked=[PRICE])  # fmt: skip
    assert [(each.code, each.part) for each in wrong.remarks] == [("locked_fact", "fact")]


def test_findings_of_a_templates_parts_carry_their_passage():
    parts = {"headline": "Harga [berapa]", "fact": ""}
    found = review_parts(parts, channel="portal")
    assert [(each.code, each.part, each.passage) for each in found.remarks] == [
        ("open_placeholder", "headline", "[berapa]"),
        ("empty_part", "fact", ""),
    ]


def check(tmp_path, text, *arguments):
    path = tmp_path / "teks.txt"
    path.write_text(text, encoding="utf-8")
    return CliRunner().invoke(write_check, [str(path), *arguments])


def test_the_command_says_what_it_found_and_fails_on_an_open_place(tmp_path):
    (tmp_path / "fakta.txt").write_text(f"{PRICE.text}\n\n", encoding="utf-8")
    text = f"Tidak benar {CLAIM}. Pertalite dijual Rp12.000 per liter."
    done = check(tmp_path, text, "--claim", CLAIM, "--locked", str(tmp_path / "fakta.txt"))
    assert done.exit_code == 0
    assert "begin with what is true" in done.output
    assert PRICE.text in done.output
    assert check(tmp_path, "Mulai [kapan].").exit_code == 1


def test_the_command_answers_programs_too(tmp_path):
    done = check(tmp_path, f"{PLAIN} {'x' * 4096}", "--channel", "telegram", "--json")
    told = json.loads(done.output)
    assert told["may_be_sent"]
    assert [each["code"] for each in told["remarks"]] == ["too_long"]
    assert told["readability"]["method"] == "lix-id/1"
