"""A regional text beside the centre's message: said, left out, contradicted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.alignment.check import KeyMessage, check_text

FUEL = "Harga Pertalite tetap Rp10.000 per liter hingga 31 Desember 2026."
VACCINE = "Vaksinasi campak gratis bagi anak di semua puskesmas mulai 1 September 2026."


def check(message, text):
    return check_text([KeyMessage(id="1", text=message)], text)[0]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (FUEL, "Pertalite masih sepuluh ribu rupiah seliter sampai akhir Desember 2026."),
        (FUEL, "Kabar Pertalite naik jadi Rp15.000 itu hoaks. Harga Pertalite tetap Rp10.000."),
        (FUEL, "Tahun lalu Pertalite dijual Rp7.650. Kini harga Pertalite Rp10.000 per liter."),
        (FUEL, "Pertamax dijual Rp13.500 per liter."),
        (VACCINE, "Anak dilayani di puskesmas per 1/9/2026, vaksinasi tidak dipungut biaya."),
        ("Loket buka pukul 08.00 WIB.", "Loket buka pukul 09.00 WITA."),
        ("Bantuan untuk 12 juta keluarga.", "Di Sleman bantuan untuk 45.210 keluarga."),
        ("Bantuan dibagikan Pemerintah Daerah.", "Bantuan dibagikan Pemkab Bantul."),
        ("Korban 1.248 orang luka ringan.", "Sekitar 1.200 orang luka ringan menjadi korban."),
        ("Izin terbit tanpa surat pengantar RT.", "Izin terbit, tidak perlu surat pengantar RT."),
        ("Logistik dikelola Dinas Sosial.", "Dinsos mengelola logistik pengungsi."),
        ("Kapal Ampel–Sape berhenti.", "Kapal rute Sape–Ampel berhenti beroperasi."),
        (
            "Vaksin diberikan minimal 10 hari sebelum berangkat.",
            "Vaksin diberikan paling lambat 10 hari sebelum berangkat.",
        ),
        ("Pasar ditutup sementara.", "Pasar ditutup untuk sementara waktu."),
        ("Izin berlaku selama usaha berjalan.", "Izin berlaku dan tidak perlu diperpanjang."),
    ],
)
def test_what_can_both_be_true_is_no_contradiction(message, text):
    assert check(message, text).contradictions == ()


@pytest.mark.parametrize(
    ("message", "text", "kind"),
    [
        (FUEL, "Pertalite dijual Rp12.000 per liter.", "number"),
        (FUEL, "Harga Pertalite Rp10.000 per liter mulai 31 Desember 2026.", "validity"),
        (FUEL, "Harga Pertalite naik bulan ini.", "negation"),
        (VACCINE, "Vaksinasi campak anak di puskesmas dimulai 5 September 2026.", "date"),
        (VACCINE, "Vaksinasi campak di puskesmas gratis hanya bagi anak tertentu.", "condition"),
        (VACCINE, "Vaksinasi campak bagi anak tidak gratis.", "negation"),
        ("Siswa wajib memakai masker.", "Siswa tidak wajib memakai masker.", "negation"),
        ("Loket buka pukul 08.00 WIB.", "Loket buka pukul 08.00 WITA.", "date"),
        ("Posko dibuka di Surabaya.", "Posko dibuka di Semarang.", "place"),
        ("Biaya ditanggung Kemenkes.", "Biaya ditanggung pemerintah daerah.", "responsible"),
        ("Laporkan ke nomor 112.", "Laporkan ke nomor 119.", "contact"),
        (
            "Izin usaha terbit tanpa surat pengantar RT.",
            "Izin usaha terbit asalkan ada surat pengantar RT.",
            "condition",
        ),
        (
            "Bantuan traktor diberikan kepada petani.",
            "Bantuan traktor diberikan kepada petani hanya untuk anggota koperasi.",
            "condition",
        ),
        (
            "Pembekuan izin tidak berlaku bagi penambang manual.",
            "Pembekuan izin berlaku pula bagi penambang manual.",
            "condition",
        ),
        (
            "Fogging dilakukan hanya bila ada kasus.",
            "Fogging dilakukan walaupun tidak ada kasus.",
            "condition",
        ),
        ("Logistik dikelola Dinas Sosial.", "Logistik dikelola oleh Kodim.", "responsible"),
        ("Kerusakan ditanggung pemilik.", "Kerusakan ditanggung Dinas Pertanian.", "responsible"),
        ("Kapal Ampel–Sape berhenti.", "Kapal Ampel–Bima berhenti beroperasi.", "place"),
        ("Vaksin di Balai Desa Suka.", "Vaksin diberikan di Balai Desa Tegal.", "place"),
        ("Jembatan ditutup sementara.", "Jembatan ditutup secara permanen.", "negation"),
        (
            "Bibit dijual paling mahal Rp14.000.",
            "Bibit dijual paling murah Rp14.000.",
            "condition",
        ),
        (
            "Pertalite dijual Rp10.000, sedangkan Solar dijual Rp6.800.",
            "Pertalite dijual Rp6.800, sedangkan Solar dijual Rp10.000.",
            "number",
        ),
    ],
)
def test_what_cannot_both_be_true_is_shown_with_both_passages(message, text, kind):
    found = check(message, text)
    assert found.value == -1
    assert kind in {clash.kind for clash in found.contradictions}
    for clash in found.contradictions:
        assert message[clash.central.start : clash.central.end] == clash.central.text
        assert text[clash.local.start : clash.local.end] == clash.local.text
        assert 0 < clash.confidence <= 1


def test_a_message_is_present_partly_or_not_at_all():
    assert check(VACCINE, VACCINE).value == 1
    assert check(VACCINE, "Vaksinasi campak bagi anak ada di puskesmas.").value == 0.5
    assert check(VACCINE, "Lomba memancing diadakan hari Minggu.").value == 0
    assert "1 September 2026" in check(VACCINE, "Vaksinasi campak gratis bagi anak.").missing


MESSAGES = st.sampled_from([FUEL, VACCINE, "Sekolah tutup selama 3 hari karena banjir."])


@given(
    MESSAGES, st.lists(st.sampled_from(["Terima kasih.", "Salam sehat!", "\n", "🙂"]), max_size=4)
)
def test_a_text_that_repeats_the_message_is_present_whatever_stands_around_it(message, around):
    text = " ".join([*around, message, *around])
    found = check(message, text)
    assert (found.value, found.contradictions) == (1, ())


@given(st.text(max_size=300), st.text(min_size=1, max_size=120))
def test_no_text_is_refused_for_its_content(text, message):
    if message.strip():
        assert check(message, text).value in {1, 0.5, 0, -1}


@pytest.mark.parametrize(
    ("messages", "text", "named"),
    [
        ([], "Halo", "no key message"),
        ([KeyMessage(id="a", text="x"), KeyMessage(id="a", text="y")], "Halo", "same id"),
        ([KeyMessage(id="a", text="x")], "a" * 200_001, "200001"),
    ],
)
def test_what_cannot_be_compared_is_named(messages, text, named):
    with pytest.raises(InvalidInput, match=named):
        check_text(messages, text)


@pytest.mark.parametrize(("text", "importance"), [(" ", 1), ("Halo", 0), ("Halo", 4)])
def test_a_message_without_text_or_weight_is_refused(text, importance):
    with pytest.raises(InvalidInput):
        KeyMessage(id="1", text=text, importance=importance)
