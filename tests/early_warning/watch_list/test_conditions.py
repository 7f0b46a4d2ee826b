"""What may be watched, and what is refused, with the reason."""

import pytest

from tangkal.early_warning.watch_list.conditions import Kind, parse_condition
from tangkal.early_warning.watch_list.entries import read_entry
from tangkal.kernel import InvalidInput


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("bansos", Kind.TERM, "bansos"),
        ("B4NSOS", Kind.TERM, "bansos"),
        ("Pendaftaran bantuan", Kind.PHRASE, "pendaftaran bantuan"),
        ("situs:https://www.contoh.example/daftar", Kind.DOMAIN, "contoh.example"),
        ("domain: contoh.example", Kind.DOMAIN, "contoh.example"),
        ("lembaga:Badan Layanan Nusaraya", Kind.ACCOUNT, "badan layanan nusaraya"),
        ("media: Harian Contoh", Kind.ACCOUNT, "harian contoh"),
        ("klaim:FK-2202", Kind.CLAIM, "FK-2202"),
        ("wilayah:32.04", Kind.REGION, "32.04"),
    ],
)
def test_a_line_is_read_as_its_writer_meant_it(line, kind, value):
    condition = parse_condition(line)
    assert (condition.kind, condition.value) == (kind, value)


def test_quotation_marks_ask_for_these_very_forms():
    assert parse_condition("“bantuan cair”").is_exact
    assert not parse_condition("bantuan cair").is_exact


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("@warga_biasa", "points to a person"),
        ("akun:warga_biasa", "points to a person"),
        ("user:someone", "points to a person"),
        ("warga@contoh.example", "points to a person"),
        ("hubungi 0812-3456-7890", "points to a person"),
        ("3204011212990001", "points to a person"),
        ("lapor ke @warga", "points to a person"),
        ("yang tidak", "almost every text"),
        ("di", "almost every text"),
        ("17", "only a number"),
        ("xy", "too short"),
        ("bansos*", "signs of a search language"),
        ("!!!", "no word"),
        ("satu dua tiga empat lima enam tujuh delapan sembilan", "at most 8"),
        ("situs:bukan situs", "names no site"),
        ("wilayah:Jawa Barat", "no region code"),
        ("klaim:", "and then nothing"),
    ],
)
def test_what_is_too_wide_or_follows_a_person_is_refused_with_the_reason(line, reason):
    with pytest.raises(InvalidInput, match=reason):
        parse_condition(line)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"any_of": []}, "nothing to look for"),
        ({"any_of": ["wilayah:32"]}, "a region alone"),
        ({"any_of": [], "all_of": ["wilayah:32"]}, "nothing to look for"),
        ({"any_of": ["bansos"], "none_of": ["bansos"]}, "both asked for and ruled out"),
        ({"any_of": ["@orang", "yang"]}, "points to a person.*; .*almost every text"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_every_reason(parts, reason):
    given = {"any_of": [], "all_of": [], "none_of": []} | parts
    with pytest.raises(InvalidInput, match=reason):
        read_entry("e", **given)
