"""Personal data never gets past intake, and what claims are about always does."""

import datetime
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.text.privacy import (
    IDENTITY,
    PHONE,
    Pseudonymiser,
    mask_personal_data,
    strip_handle,
)

words = st.text("abcdefghijklmnop rstuvw,.!?\n", max_size=40)
separators = st.sampled_from(["", " ", "-", "."])


@st.composite
def mobile_numbers(draw):
    """Indonesian mobile numbers as people write them: 0812-3456-7890, +62 812 3456 789 …"""
    prefix = draw(st.sampled_from(["0", "+62", "62", "+62 ", "(+62) ", "0062"]))
    operator = draw(st.sampled_from(["811", "812", "857", "878", "895", "881", "838"]))
    separator = draw(separators)
    middle = draw(st.text(string.digits, min_size=4, max_size=4))
    last = draw(st.text(string.digits, min_size=3, max_size=4))
    return f"{prefix}{operator}{separator}{middle}{separator}{last}"


@given(number=mobile_numbers(), before=words, after=words)
def test_a_mobile_number_never_survives(number, before, after):
    masked = mask_personal_data(f"{before} {number} {after}")
    assert PHONE in masked
    assert number not in masked
    digits = "".join(c for c in masked if c.isdigit())
    assert len(digits) <= 1  # nothing of it is left over


@given(amount=st.integers(0, 10**13), unit=st.sampled_from(["Rp", "Rp ", "Rp. ", "", "IDR "]))
def test_prices_are_left_as_they_are(amount, unit):
    price = f"{unit}{amount:,}".replace(",", ".")
    text = f"harga {price} per liter"
    assert mask_personal_data(text) == text


@given(
    moment=st.datetimes(datetime.datetime(1995, 1, 1), datetime.datetime(2040, 1, 1)),
    shape=st.sampled_from(
        ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y %H.%M", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M"]
    ),
)
def test_dates_are_left_as_they_are(moment, shape):
    text = f"pada {moment.strftime(shape)} WIB"
    assert mask_personal_data(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "UU No. 1 Tahun 2024 dan PP 71/2019 Pasal 96",
        "putusan 115/PUU-XXII/2024 serta 105/PUU-XXII/2024",
        "Kepmendagri 300.2.2-2430/2025",
        "Surat W22.UM.01.01-10379",
        "nomor POM.SD 132 644 341",
        "Rp62.850.000.000 dan 62.850.000.000 serta 1.062.812.345.678",
        "3 kg @5.000, telur @10rb, gula @ 15.000",
        "pukul 08.12-09.30, 0812 peserta",
        "suara 62 812 pemilih",
        "08.12.2023 s.d. 09.12.2023",
        "85d2d12251a7081234567890abcd",
        "https://regional.kabar.example/read/2023/11/28/08123456789/judul",
        "152.000.000 km",
        "http://kabar.example",
        "www.35GB-4G.example",
    ],
)
def test_numbers_that_are_nobodys_stay(text):
    assert mask_personal_data(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("WA 0812-3456-7890 ya", "WA [telepon] ya"),
        ("hub (085 799 321 000)", "hub ([telepon])"),
        ("0 8 1 2 3 4 5 6 7 8 9", "[telepon]"),
        ("WA08123456789", "WA[telepon]"),
        ("08123456789 50.000", "[telepon] 50.000"),
        ("0812 3456 7890 0813 1111 2222", "[telepon] [telepon]"),
        ("０８１２３４５６７８９０", "[telepon]"),
        ("telp (021) 345-6789", "telp [telepon]"),
        ("021-3456789", "[telepon]"),
        ("+1 202 555 0147", "[telepon]"),
        ("https://wa.me/6281234567890?text=halo", "https://wa.me/[telepon]"),
        ("klik wa.me/6281234567890.", "klik wa.me/[telepon]."),
        ("NIK 3201014507900003", "NIK [NIK]"),
        ("3201 0145 0790 0003", "[NIK]"),
        ("320101-450790-0003", "[NIK]"),
        ("surel budi.s+info@surel.example.id!", "surel [surel]!"),
        ("tanya @warga_biasa dan @warga.lain, ya", "tanya [akun] dan [akun], ya"),
        ("dari@warga_biasa@warga_lain", "dari[akun][akun]"),
        ("@warga@mastodon.example", "[akun]"),
        ("(https://x.com/warga/status/17?s=20)", "(https://x.com/i/status/17)"),
    ],
)
def test_personal_data_is_replaced_by_its_kind(text, masked):
    assert mask_personal_data(text) == masked


@given(
    st.text(st.characters(codec="utf-8"), max_size=200)
    | st.text("0123456789 -.@+()/:awm", max_size=80)
)
def test_masking_twice_changes_nothing_more(text):
    once = mask_personal_data(text)
    assert mask_personal_data(once) == once


@given(number=st.integers(1_100_000_000_000_000, 9_699_999_999_999_999), before=words)
def test_sixteen_digits_are_an_identity_number(number, before):
    assert str(number) not in mask_personal_data(f"{before} {number}")
    assert IDENTITY in mask_personal_data(f"{before} {number}")


def test_public_accounts_keep_their_names():
    text = "kata @BMKG_Daerah kepada @warga, lihat https://x.com/bmkg_daerah/status/9"
    kept = mask_personal_data(text, {"bmkg_daerah"})
    assert kept == "kata @BMKG_Daerah kepada [akun], lihat https://x.com/bmkg_daerah/status/9"


@pytest.mark.parametrize(
    ("url", "stripped"),
    [
        ("https://x.com/warga/status/1", "https://x.com/i/status/1"),
        ("https://mobile.twitter.com/warga/status/1?s=20", "https://x.com/i/status/1"),
        ("https://x.com/warga", "https://x.com/"),
        ("https://www.tiktok.com/@warga/video/7", "https://www.tiktok.com/@/video/7"),
        ("https://www.instagram.com/warga/p/Cx1/", "https://www.instagram.com/p/Cx1/"),
        ("https://instagram.com/warga", "https://www.instagram.com/"),
        ("https://m.facebook.com/story.php?story_fbid=2&id=1", "https://www.facebook.com/permalink.php?story_fbid=2"),
        ("https://www.facebook.com/warga.satu/posts/9", "https://www.facebook.com/-/posts/9"),
        ("https://www.facebook.com/groups/peduli/posts/9", "https://www.facebook.com/groups/peduli/posts/9"),
        ("https://youtube.com/@warga", "https://www.youtube.com/"),
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc"),
        ("https://t.me/warga", "https://t.me/"),
        ("https://t.me/warga_biasa/12", "https://t.me/-/12"),
        ("https://t.me/s/warga_biasa/12?single", "https://t.me/-/12"),
        ("https://telegram.me/warga_biasa/3/12", "https://t.me/-/3/12"),
        ("https://t.me/c/1234567890/12", "https://t.me/c/1234567890/12"),
        ("https://t.me/warga_biasa/warga_lain", "https://t.me/"),
        ("https://bsky.app/profile/warga.example/post/3k", "https://bsky.app/profile/-/post/3k"),
        ("https://sosial.example/@warga/110", "https://sosial.example/@/110"),
        ("https://nama:sandi@kabar.example/a", "https://kabar.example/a"),
        ("https://kabar.example/a?utm_source=x&id=3", "https://kabar.example/a?id=3"),
        ("https://kabar.example/daftar?hp=08123456789", "https://kabar.example/daftar"),
        ("https://kabar.example/a#bagian", "https://kabar.example/a#bagian"),
        ("bukan alamat", "bukan alamat"),
    ],
)  # fmt: skip
def test_an_address_keeps_the_post_and_loses_the_person(url, stripped):
    assert strip_handle(url) == stripped
    assert strip_handle(stripped) == stripped


def test_one_account_has_one_pseudonym_and_only_with_the_key():
    ours, theirs = Pseudonymiser(b"k" * 32), Pseudonymiser(b"l" * 32)
    name = ours.author("x", "@Warga_Satu")
    assert name == ours.author("X", "warga_satu ")
    assert len(name) == 32
    assert name != ours.author("facebook", "warga_satu")
    assert name != theirs.author("x", "warga_satu")


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        Pseudonymiser(b"short")
