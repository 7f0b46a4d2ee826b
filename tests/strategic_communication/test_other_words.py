"""A locked figure is found however people say it, and another one never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.strategic_communication.house import House, Locked, Pillar
from tangkal.strategic_communication.house_checks import compare_with_house
from tangkal.strategic_communication.other_words import as_figures, on_the_clock
from tangkal.strategic_communication.stated import stands_in
from tangkal.strategic_communication.writing.locked import LockedFact, check_locked

CLOCKS = [
    ("17.00", "Loket tutup pukul lima sore."),
    ("17.00", "Loket tutup pukul 5 sore."),
    ("17.00", "Loket tutup jam 5 sore WIB."),
    ("17.00", "Loket tutup 17:00."),
    ("17.00", "The counter closes at 5 p.m."),
    ("17.00 WIB", "tutup jam lima sore waktu Indonesia barat"),
    ("17.00 WIB", "tutup pukul 18.00 WITA"),  # the same moment
    ("pukul 17.00", "buka sampai lima sore"),
    ("17:00", "tutup pukul 17.00"),
    ("08.00", "buka jam delapan pagi"),
    ("20.00", "buka jam delapan malam"),
    ("12.00", "buka jam dua belas siang"),
    ("13.00", "buka jam 1 siang"),
    ("11.00", "buka jam sebelas siang"),
    ("00.00", "sampai jam dua belas malam"),
    ("00.00", "sampai tengah malam"),
    ("24.00", "sampai pukul 00.00"),
    ("02.00", "mulai jam dua malam"),
    ("03.00", "mulai pukul tiga dini hari"),
    ("07.30", "mulai pukul setengah delapan pagi"),
    ("19.30", "mulai pukul setengah delapan malam"),
    ("00.30", "mulai pukul setengah satu malam"),
    ("07.30", "mulai pukul tujuh tiga puluh pagi"),
    ("07.15", "mulai jam tujuh lewat seperempat pagi"),
    ("06.45", "mulai jam tujuh kurang seperempat pagi"),
    ("08.00–17.00", "pukul delapan pagi sampai lima sore"),
    ("pukul 16.00 WIB", "Loket buka 08.00–16.00 WIB."),
]
FIGURES = [
    ("Rp1.500.000", "Rp1,5 juta"),
    ("Rp1.500.000", "satu setengah juta rupiah"),
    ("Rp1.500.000", "Rp1.5 million"),
    ("setengah juta", "500.000 warga"),
    ("Rp2,3 triliun", "Rp2,3 T"),
    ("Rp5 miliar", "Rp5 M"),
    ("dua pertiga", "2/3 warga"),
    ("2/3", "dua pertiga warga"),
    ("2/3", "dua per tiga warga"),
    ("tiga perempat", "¾ warga"),
    ("tiga per empat", "75%"),
    ("2/3", "two-thirds of residents"),
    ("12,5 persen", "dua belas koma lima persen"),
    ("1.000", "seribu"),
    ("11", "sebelas"),
    ("ke-17", "ketujuh belas"),
    ("ke-3", "ketiga"),
    ("5–7 hari", "lima sampai tujuh hari"),
    ("1x24 jam", "24 jam"),
    ("2x24 jam", "48 jam"),
]
DAYS = [
    ("Senin, 3 Agustus 2026", "3 Agustus 2026"),
    ("Senin, 3 Agustus 2026", "3/8/2026"),
    ("3 Agustus 2026", "Senin, 3 Agustus 2026"),
    ("3 Agustus 2026", "August 3, 2026"),
    ("Agustus 2026", "08/2026"),
    ("Jumat", "hari jumaat"),
    ("Jumat", "hari Jum’at"),
]
OTHERS = [
    ("17.00", "Loket tutup pukul lima pagi."),
    ("17.00", "Harga Rp17.000"),
    ("17.00", "pukul enam sore"),
    ("02.00", "menginap dua malam"),
    ("08.00", "Buka jam delapan malam."),
    ("07.30", "pukul setengah delapan malam"),
    ("07.30", "pukul setengah sembilan pagi"),
    ("17.00 WIB", "tutup pukul 17.00 WITA"),
    ("17.00 WIB", "jam lima sore waktu Indonesia tengah"),
    ("pukul 08.00 WIB", "buka 08.00–16.00 WITA"),
    ("Rp1.500.000", "Rp1,6 juta"),
    ("Rp5 miliar", "Rp5 T"),
    ("2/3", "sepertiga warga"),
    ("3x24 jam", "48 jam"),
    ("Senin, 3 Agustus 2026", "Selasa, 3 Agustus 2026"),
    ("Senin, 3 Agustus 2026", "Senin, 10 Agustus 2026"),
    ("Agustus 2026", "09/2026"),
    ("ke-17", "ketujuh"),
]


@pytest.mark.parametrize(("locked", "text"), CLOCKS + FIGURES + DAYS)
def test_the_same_fact_in_other_words_is_found(locked, text):
    assert stands_in(locked, text)


@pytest.mark.parametrize(("locked", "text"), OTHERS)
def test_another_fact_in_such_words_is_not(locked, text):
    assert not stands_in(locked, text)


@pytest.mark.parametrize(
    "text",
    [
        "Menginap dua malam di kelas dua.",
        "Salah satu dari dua jam pelajaran hilang.",
        "Bunyi pasal 5 ayat 3 dan nomor 021-1234567.",
        "Buka tanggal 2/3 di RT 03/RW 04.",
        "Skor 2:1, suhu 36.50 derajat, Rp17.00.",
        "Ketua RT dan dua pegawai hadir.",
        "Kebanyakan orang, ribuan orang, setengah hati.",
    ],
)
def test_what_is_no_clock_and_no_figure_stays_as_it_was_written(text):
    assert as_figures(text) == text


def house(pillar, *locked):
    return House(
        umbrella="Layanan tetap berjalan seperti biasa.",
        pillars=(Pillar(id="a", text=pillar),),
        locked=tuple(Locked(text=each, kind="figure") for each in locked),
    )


OPENS = "Loket pembayaran buka pukul 07.30 WIB."


@pytest.mark.parametrize(
    ("pillar", "locked", "text", "broken"),
    [
        (OPENS, "07.30", "Loket pembayaran buka pukul setengah delapan pagi.", []),
        (OPENS, "07.30", "Loket pembayaran buka jam tujuh lewat tiga puluh menit pagi.", []),
        (OPENS, "07.30", "Loket pembayaran buka pukul setengah sembilan pagi.", ["07.30"]),
        (
            OPENS,
            "07.30 WIB",
            "Loket pembayaran buka pukul 07.30 waktu Indonesia timur.",
            ["07.30 WIB"],
        ),
        ("Anggaran Rp2,3 triliun siap.", "Rp2,3 triliun", "Anggaran Rp2,3 T siap.", []),
        (
            "Anggaran Rp2,3 triliun siap.",
            "Rp2,3 triliun",
            "Anggaran Rp2,3 M siap.",
            ["Rp2,3 triliun"],
        ),
        ("Laporan dijawab dalam 2x24 jam.", "2x24 jam", "Laporan dijawab dalam 48 jam.", []),
        (
            "Sebanyak 12,5 persen warga sudah menerima bantuan.",
            "12,5 persen",
            "Sebanyak dua belas koma lima persen warga sudah menerima bantuan.",
            [],
        ),
        (
            "Pendaftaran dibuka Senin, 3 Agustus 2026.",
            "Senin, 3 Agustus 2026",
            "Pendaftaran dibuka Selasa, 3 Agustus 2026.",
            ["Senin, 3 Agustus 2026"],
        ),
    ],
)
def test_other_words_for_a_locked_fact_block_nothing_and_another_fact_does(
    pillar, locked, text, broken
):
    report = compare_with_house(house(pillar, locked), {"fact": text})
    assert [each.lock.text for each in report.broken] == broken
    assert not report.missing
    assert not report.other


def test_the_writer_is_not_told_of_a_clash_that_is_none():
    fact = LockedFact(text=OPENS)
    same, other = "buka pukul setengah delapan pagi.", "buka pukul setengah sembilan pagi."
    assert not check_locked(f"Loket pembayaran {same}", [fact]).clashes
    (clash,) = check_locked(f"Loket pembayaran {other}", [fact]).clashes
    assert clash.passage == f"Loket pembayaran {other}".removesuffix(".") or other in clash.passage


@given(hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_clock_in_figures_says_what_it_says(hour, minute):
    written = f"pukul {hour:02d}.{minute:02d}"
    assert as_figures(written) == written
    assert as_figures(f"pukul {hour:02d}:{minute:02d}") == written


@given(hour=st.integers(0, 30), part=st.sampled_from(["", "pagi", "siang", "sore", "malam"]))
def test_an_hour_of_a_part_of_the_day_lies_in_it(hour, part):
    spans = {"": (0, 24), "pagi": (0, 11), "siang": (10, 16), "sore": (13, 19), "malam": (0, 24)}
    found = on_the_clock(hour, part)
    assert found is None or spans[part][0] <= found <= max(spans[part][1], hour)
    assert found is None or found % 12 == hour % 12
