"""What a person reads in a text written to slip past machines, the matchers read too."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tangkal.text.disguise import mend, undisguise
from tangkal.text.normalise import normalise, words
from tangkal.text.tokens import tokenise

MEANT = ["bantuan", "tunai", "gratis", "dari", "presiden"]


@pytest.mark.parametrize(
    "text",
    [
        "Bаntuаn tunаі grаtіs dаrі Prеsіdеn",  # Cyrillic letters
        "Bαntuαn tunαι grαtιs dαrι Presιden",  # Greek
        "Ｂａｎｔｕａｎ ｔｕｎａｉ ｇｒａｔｉｓ ｄａｒｉ Ｐｒｅｓｉｄｅｎ",
        "𝗕𝗮𝗻𝘁𝘂𝗮𝗻 𝘁𝘂𝗻𝗮𝗶 𝗴𝗿𝗮𝘁𝗶𝘀 𝗱𝗮𝗿𝗶 𝗣𝗿𝗲𝘀𝗶𝗱𝗲𝗻",
        "🅱🅰🅽🆃🆄🅰🅽 🆃🆄🅽🅰🅸 🅶🆁🅰🆃🅸🆂 🅳🅰🆁🅸 🅿🆁🅴🆂🅸🅳🅴🅽",
        "ʙᴀɴᴛᴜᴀɴ ᴛᴜɴᴀɪ ɢʀᴀᴛɪs ᴅᴀʀɪ ᴘʀᴇsɪᴅᴇɴ",
        "B\u200ba\u200bntu\u00adan tunai gratis dari Presiden",
        "\u202eBantuan tunai\u202c gratis dari Presiden",
        "B\u0336a\u0301n\u0336tuan t\u0301unai gratis dari Presiden",
        "Bántuan tunaì grâtis dari Présiden",
        "B4ntu4n tun4i gr4t1s d4r1 Pr3s1d3n",
        "B@ntuan tun@i gr@ti$ dari Pre$iden",
        "Bantuan tunai g.r.a.t.i.s d-a-r-i Presiden!",
        "Bantuan tunai g r a t i s dari P*r*e*s*i*d*e*n",
        "Bantuaaaan tunaiiii gratisss dari Presidennn",
        "B\x00a\x00n\x00tuan tunai gratis dari Presiden",
    ],
)
def test_a_disguise_is_read_as_the_words_it_hides(text):
    assert words(text) == MEANT


@pytest.mark.parametrize(
    ("text", "read"),
    [("H0ax 4ntr1", "hoax antri"), ("b4g1 b4g1", "bagi bagi"), ("C0v1d p4lsu", "covid palsu")],
)
def test_digits_in_place_of_letters_are_letters(text, read):
    assert " ".join(words(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "5g",
        "2024",
        "h5n1 h1n1 h7n9",
        "covid19",
        "anak2 hati2",
        "10rb 5jt 5juta 3orang",
        "g30s pki",
        "p3k pppk",
        "s1 s2 s3",
        "sma1 rt01 rw05",
        "mp4 4k 3gp",
        "1x24jam",
        "b2b",
        "co2 h2o",
        "u17 u20",
        "perang dunia iii bab viii",
        "www contoh id",
        "3in1 5in1",
        "n95",
        "g20",
        "17an",
        "iso9001",
        "https t co x7k9p2",
        "saat maaf cuaca tunggu",
    ],
)
def test_numbers_names_and_plain_words_stay_as_they_are(text):
    assert words(text) == text.split()


@pytest.mark.parametrize("text", ["warga@contoh.id", "admin@situs-resmi.go.id"])
def test_an_address_is_not_a_word_in_disguise(text):
    assert undisguise(text) == text


@pytest.mark.parametrize("text", ["правительство повысит цены завтра", "η κυβέρνηση ανακοίνωσε"])
def test_a_text_in_another_script_keeps_its_letters(text):
    assert not re.search("[a-z]", undisguise(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 10**12).map(str), min_size=1, max_size=8).map(" ".join))
def test_no_number_is_ever_changed(text):
    assert undisguise(text) == text


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="abdeginrstu0134579@$!.-* аеοé\u0301", max_size=40).map(normalise))
def test_reading_never_makes_a_text_longer_nor_touches_a_number_beside_it(text):
    assert len(undisguise(text)) <= len(text)
    numbers = [word for word in text.split() if word.isdecimal()]
    assert [word for word in undisguise(text).split() if word.isdecimal()] == numbers


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [("â€œgratisâ€\x9d", "“gratis”"), ("cafÃ©", "café"), ("Âÿ â€", "Âÿ â€"), ("Bali Â®", "Bali ®")],
)
def test_text_read_in_the_wrong_encoding_is_mended_where_it_can_be(damaged, meant):
    assert mend(damaged) == meant


PIECES = ["a1b2", "a ", "a.", "b4g1-", "aaab", "é", "аb", "Ã©", "a@b", "!a1"]


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_run_of_tricks_is_read_whole(piece):
    assert len(tokenise([piece * (300_000 // len(piece))])) == 1
