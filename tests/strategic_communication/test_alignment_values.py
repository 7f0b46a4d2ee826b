"""Values held against the whole text, and how dates, amounts, venues and periods are told."""

import pytest

from tangkal.strategic_communication.alignment.check import KeyMessage, check_text
from tangkal.strategic_communication.alignment.facts import read_facts
from tangkal.strategic_communication.alignment.statements import read_statements
from tangkal.strategic_communication.alignment.tokens import tokens_of
from tangkal.strategic_communication.alignment.venues import venues
from tangkal.strategic_communication.alignment.views import Kind

BLOOD = (
    "Donor darah massal digelar PMI di Pendopo Wijaya pada 18 Juli 2026. Pendonor mendapat paket"
    " sembako. Keterangan diberikan lewat telepon 0274-555-801."
)


def kinds(message: str, text: str) -> set[Kind]:
    checked = check_text([KeyMessage(id="1", text=message)], text)[0]
    return {clash.kind for clash in checked.contradictions}


@pytest.mark.parametrize(
    ("message", "text", "kind"),
    [
        # what the message states stands nowhere, and another value stands in its stead
        (
            BLOOD,
            "Ayo ikut donor darah massal di Pendopo Wijaya, 18 Juli 2026! Ada paket sembako."
            " Bingung? Kontak kami: 0274-555-108.",
            Kind.CONTACT,
        ),
        (
            BLOOD,
            "PMI mengajak warga mendonorkan darah di Pendopo Wijaya. Pendonor mendapat sembako"
            " sepaket. Catat di kalender: 28 Juli 2026.",
            Kind.DATE,
        ),
    ],
)
def test_a_value_in_the_stead_of_another_is_found_wherever_it_stands(message, text, kind):
    assert kinds(message, text) == {kind}


@pytest.mark.parametrize(
    "text",
    [
        # stated too, with one more
        "Donor darah PMI, 18 Juli 2026, Pendopo Wijaya. Telepon 0274-555-801 atau 0274-555-108.",
        # a text about something else
        "Pasar murah di halaman balai kota pada 28 Juli 2026. Hubungi 0274-555-108.",
        # two other numbers: neither of them is told in its stead
        "Donor darah massal PMI digelar 18 Juli 2026. Petugas parkir: Rudi 0274-555-108 dan Sari"
        " 0274-555-313.",
    ],
)
def test_other_values_beside_or_without_it_are_left_alone(text):
    assert not kinds(BLOOD, text)


@pytest.mark.parametrize(
    "text", ["(0274) 555-801", "0274 555 801", "0274-555-801", "+62 274-555-801"]
)
def test_a_number_to_call_is_one_however_it_is_spaced(text):
    facts = [fact for fact in read_facts(tokens_of(f"telepon {text}")) if fact.kind == "contact"]
    assert [fact.value for fact in facts] == ["0274555801"]


FERRY = (
    "Mudik gratis dengan kapal berangkat dari Pelabuhan Sinar Laut pada 14 Maret 2027. Peserta"
    " mengambil tiket di kantor syahbandar."
)
TOKEN = (
    "Pelatihan las bagi pemuda diadakan di balai latihan kerja. Aduan dikirim ke aduan.las.go.id."
)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        # of another verb, where the venue of the message stands nowhere
        (FERRY, "Peserta mudik gratis datang ke toko oleh-oleh untuk tiketnya."),
    ],
)
def test_a_venue_in_the_stead_of_another_is_found(message, text):
    assert Kind.PLACE in kinds(message, text)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        # another ship's harbour, while this one's is told elsewhere in the text
        (
            FERRY,
            "Rombongan bus gratis berangkat pada hari lain dari terminal. Kapal mudik gratis tetap"
            " berangkat dari Pelabuhan Sinar Laut pada 14 Maret 2027.",
        ),
    ],
)
def test_what_is_no_other_venue_is_left_alone(message, text):
    assert Kind.PLACE not in kinds(message, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Aduan dikirim ke aduan.las.go.id.", []),
        ("Gunung Sinar naik ke Level III.", []),
        ("Peserta menukar bukti di bilik.", []),
        ("Kapal berangkat dari Pelabuhan Tua.", ["Pelabuhan Tua"]),
        ("Uangnya dari kantor bupati.", []),
    ],
)
def test_what_is_a_venue(text, words):
    assert [each.words for each in venues(read_statements(text)[0])] == words


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Kartu lama tidak dilayani lagi selepas 12 Mei 2027.", "until"),
        ("Izin itu baru gugur setelah 12 Mei 2027.", "until"),
        ("Lewat dari 12 Mei 2027, pendaftaran gelombang dua sudah ditutup.", "until"),
        ("Jembatan harus sudah rampung pada 12 Mei 2027.", "until"),
        ("Tarif baru diterapkan pada 12 Mei 2027 dan seterusnya.", "from"),
        ("Kebun tutup antara pukul 18.00 dan 05.00, 12 Mei 2027 sampai 20 Mei 2027.", "from"),
    ],
)
def test_bounds_that_a_date_is_given_by_the_words_around_it(text, bound):
    dates = [fact for fact in read_statements(text)[0].facts if fact.kind == "date"]
    assert dates[0].bound == bound


@pytest.mark.parametrize(
    ("message", "text"),
    [
        # half a year's rhythm on both sides
        (
            "Penerima beasiswa mendapat Rp900.000 per semester.",
            "Setiap semester penerima beasiswa mendapat sembilan ratus ribu rupiah.",
        ),
        # what is over is something else
        (
            "Iuran kebersihan wajib dibayar penuh paling lambat 12 Mei 2027.",
            "Kelonggaran itu sudah lama berakhir: iuran kebersihan wajib dibayar penuh paling"
            " lambat 12 Mei 2027.",
        ),
        ("Bibit tidak boleh dijual kembali.", "Bibit yang sudah dibeli dilarang dijual kembali."),
        # whole years and months, the next one left out
        (
            "Anak di bawah tiga tahun tidak membayar tiket.",
            "Anak berumur dua tahun ke bawah tidak membayar tiket.",
        ),
        (
            "Vitamin diberikan kepada anak usia 6 sampai 59 bulan.",
            "Vitamin diberikan kepada anak umur 6 bulan sampai yang belum genap lima tahun.",
        ),
    ],
)
def test_one_period_or_age_told_in_two_ways_is_left_alone(message, text):
    assert not kinds(message, text)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        # so many pieces of so much
        (
            "Pembeli minyak goreng curah dibatasi tiga jeriken ukuran empat liter.",
            "Pembeli minyak goreng curah boleh membawa pulang dua belas liter.",
        ),
        # of so many months at once
        (
            "Bantuan tunai sebesar Rp200.000 per keluarga dibayarkan sekaligus untuk empat bulan.",
            "Bantuan tunai dibayarkan sekaligus Rp800.000 untuk empat bulan.",
        ),
        # some of them wait: the text says so of them in other words
        (
            "Donor darah dibuka untuk umum. Pendonor yang sedang flu ditunda sampai sehat.",
            "Pendonor flu menunggu sampai sehat.",
        ),
        (
            "Vaksinasi sapi peliharaan berlangsung sampai 20 Juni 2027.",
            "Vaksinasi sapi peliharaan yang belum genap dua bulan ditunda dulu.",
        ),
    ],
)
def test_a_multiple_or_who_waits_is_no_other_value(message, text):
    assert not kinds(message, text)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (
            "Setiap siswa baru menerima tiga buku tulis dari dinas pendidikan.",
            "Siswa baru di Kabupaten Sleman menerima dua buku tulis dari dinas pendidikan.",
        ),
        (
            "Keluarga menerima beras 10 kilogram per bulan selama dua bulan.",
            "Keluarga menerima beras 5 kilogram per bulan selama dua bulan.",
        ),
    ],
)
def test_what_each_gets_is_no_total_and_no_multiple(message, text):
    assert kinds(message, text) == {Kind.NUMBER}
