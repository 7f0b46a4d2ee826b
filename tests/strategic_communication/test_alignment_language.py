"""What a notice may say in other words, and what it may not: both ways, and for any value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.strategic_communication.alignment.check import KeyMessage, check_text

MONTHS = ("Januari", "Maret", "Juni", "Agustus", "November")
NUMBER_WORDS = {2: "dua", 3: "tiga", 4: "empat", 5: "lima", 6: "enam"}
MESSAGES = (
    "Tarif bus kota Rp8.000 sekali jalan untuk umum, pelajar membayar setengahnya, dan anak di"
    " bawah 3 tahun gratis.",
    "Puskesmas melayani persalinan 24 jam, khusus untuk warga Kecamatan Lembah Hijau dan Kecamatan"
    " Batu Putih, dan rujukan diantar ambulans tanpa biaya.",
    "Jembatan Kaliputih hanya boleh dilalui kendaraan berbobot di bawah 5 ton sampai Oktober 2026;"
    " truk dialihkan lewat Jalan Lingkar Timur.",
    "Sekolah dilarang memungut iuran; sumbangan sukarela boleh diterima komite.",
    "Pemilih mengurus surat pindah di kantor KPU paling lambat 7 hari sebelum pemungutan suara.",
    "Imunisasi polio bagi anak usia 0–7 tahun digelar di Jawa Tengah pada 15 Juli 2026 sampai 21"
    " Juli 2026, tanpa biaya.",
    "Museum tutup setiap Senin dan buka pukul 09.00 sampai 16.00 pada hari lain.",
    "Pupuk dapat ditebus petani dengan KTP, tanpa kartu tani, di kios resmi.",
)


def clashes(message, text):
    return check_text([KeyMessage(id="1", text=message)], text)[0].contradictions


@given(st.sampled_from(MESSAGES), st.permutations(MESSAGES))
def test_a_text_contradicts_nothing_that_it_repeats(message, order):
    assert clashes(message, message) == ()
    others = [each for each in order[:3] if each != message]
    assert clashes(message, " ".join([*others, message])) == ()


PRICES = st.integers(min_value=11, max_value=999)


@given(PRICES, PRICES)
def test_a_changed_price_is_found_and_the_same_price_in_other_words_is_not(price, other):
    message = f"Harga beras medium Rp{price}.500 per kilogram di seluruh pasar."
    assert clashes(message, f"Beras medium dijual Rp{price},5 ribu sekilo.") == ()
    assert bool(clashes(message, f"Beras medium dijual Rp{other}.500 sekilo.")) is (price != other)


def test_a_price_is_never_rounded():
    message = "Harga Pertalite Rp10.000 per liter."
    assert clashes(message, "Harga Pertalite Rp10.500 per liter.")
    assert not clashes(message, "Harga Pertalite sekitar Rp10.500 per liter.")


@given(st.integers(1, 28), st.sampled_from(MONTHS), st.integers(1, 28), st.sampled_from(MONTHS))
def test_a_changed_day_is_found(day, month, other_day, other_month):
    message = f"Pendaftaran beasiswa daerah ditutup {day} {month} 2026."
    local = f"Pendaftaran beasiswa daerah paling lambat {other_day} {other_month} 2026."
    assert bool(clashes(message, local)) is ((day, month) != (other_day, other_month))


@given(st.sampled_from(sorted(NUMBER_WORDS)), st.sampled_from(sorted(NUMBER_WORDS)))
def test_a_changed_number_of_months_is_found_in_digits_and_in_words(months, other):
    message = f"Bantuan beras 10 kilogram diberikan selama {months} bulan."
    local = f"Bantuan beras sepuluh kilogram diberikan {NUMBER_WORDS[other]} bulan lamanya."
    assert bool(clashes(message, local)) is (months != other)


BOTH_WAYS = [
    ("Izin berlaku mulai 1 Mei 2026.", "Izin berlaku sampai 1 Mei 2026."),
    ("Vaksin rabies di puskesmas gratis.", "Vaksin rabies di puskesmas dikenai biaya."),
    ("Kartu dicetak tanpa surat pengantar.", "Kartu dicetak dengan syarat ada surat pengantar."),
    ("Jembatan Merah ditutup sementara.", "Jembatan Merah ditutup permanen."),
    ("Program bantuan benih sudah dihentikan.", "Program bantuan benih berlanjut."),
    ("Posko buka setiap hari.", "Posko buka hanya pada hari Senin."),
    ("Sapi disembelih di gudang pangan.", "Sapi disembelih di lapangan desa."),
    ("Warga Bojong wajib mengungsi.", "Warga Bojong tidak perlu mengungsi."),
    ("Angin kencang di pesisir selatan.", "Angin kencang di pesisir utara."),
    (
        "Dana operasional ditanggung pemerintah desa.",
        "Dana operasional ditanggung pemerintah provinsi.",
    ),
]


@pytest.mark.parametrize(("one", "other"), BOTH_WAYS)
def test_what_cannot_both_hold_is_found_whichever_is_the_centre(one, other):
    assert clashes(one, other)
    assert clashes(other, one)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        # periods
        ("Pengumpulan limbah dibuka hingga 5 Mei 2026.", "Pengumpulan limbah dibuka selamanya."),
        ("Libur sekolah sampai 11 Juli 2026.", "Libur sekolah diperpanjang seminggu."),
        ("Gaji ke-13 dibayarkan bulan ini.", "Gaji ke-13 baru dibayarkan tahun depan."),
        ("Listrik padam pukul 09.00–12.00 WIB di Wates.", "Listrik padam seharian di Wates."),
        ("Insentif guru Rp500.000 setiap bulan.", "Insentif guru Rp500.000 setahun sekali."),
        # terms
        ("Kios melayani petani dengan KTP.", "Kios melayani petani, KTP tidak lagi diminta."),
        (
            "Surat pindah diurus di PPS atau KPU.",
            "Surat pindah hanya dapat diurus di kantor pusat.",
        ),
        ("Kelas gratis untuk SD dan SMP.", "Kelas gratis hanya untuk SD."),
        ("Pengunjung dibatasi 500 orang.", "Pengunjung diterima berapa pun jumlahnya."),
        # places and doers
        ("Warga mengungsi ke GOR Cendana.", "Warga mengungsi ke SMP Negeri 4."),
        ("SKCK dilayani di polres.", "Layanan SKCK dipindahkan ke kantor kecamatan."),
        ("Penerima ditetapkan dalam musyawarah desa.", "Penerima ditetapkan oleh camat."),
        ("Pengambilan rapor dilakukan orang tua.", "Rapor diambil siswa."),
        # numbers
        ("Air naik hingga 2 meter.", "Air naik tak sampai 50 sentimeter."),
        ("Vaksin bagi anak usia 0–7 tahun.", "Vaksin bagi anak usia 7 tahun ke atas."),
        ("Koper jemaah paling berat 32 kilogram.", "Koper jemaah dibatasi 23 kilogram."),
    ],
)
def test_a_contradiction_in_other_words_is_found(message, text):
    assert clashes(message, text)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        # others, elsewhere, and the two halves of one rule
        ("Jembatan Merah ditutup bagi truk.", "Mobil tetap boleh melintasi Jembatan Merah."),
        ("Tarif angkot di Kota Bogor Rp5.000.", "Tarif angkot di Kabupaten Bogor Rp6.000."),
        ("Kecamatan Wates padam pukul 09.00.", "Kecamatan Galur juga padam pukul 13.00."),
        (
            "Kapal dilarang berlayar saat gelombang di atas 2 meter.",
            "Saat gelombang kurang dari 2 meter kapal boleh berlayar.",
        ),
        ("Warga di zona merah wajib pindah.", "Warga di zona kuning tidak perlu pindah."),
        # two ways to deny
        ("Ternak tidak dikenai pajak.", "Isu bahwa ternak akan dipajaki itu bohong."),
        ("Obat hanya dengan resep.", "Apotek tidak memberi obat kalau tidak ada resep."),
        ("Sekolah dilarang memungut uang.", "Pungutan uang di sekolah tidak diperbolehkan."),
        ("Ijazah tidak boleh ditahan sekolah.", "Bila ijazah ditahan sekolah, lapor ke dinas."),
        ("Seluruh truk tidak boleh melintas.", "Tak ada truk yang diizinkan melintas."),
        # the same amount or place in other words
        ("Pengunjung hanya dua orang.", "Setiap pengunjung hanya boleh membawa dua liter air."),
        ("Bazar buka sampai pukul 21.00 WIB.", "Bazar tutup pukul 21.00 WIB."),
        ("Bus ke sekolah dua kali seminggu.", "Setiap pekan bus ke sekolah datang dua kali."),
        ("Balita mendapat vitamin.", "Anak mendapat vitamin."),
        ("Warga Kelurahan Bojong Kulur mengungsi.", "Warga Bojong Kulur mengungsi."),
        ("Surat terbit di Jawa Tengah.", "Surat terbit di Kabupaten Kudus."),
    ],
)
def test_what_can_both_hold_is_left_alone(message, text):
    assert clashes(message, text) == ()


def test_an_abbreviation_of_the_message_is_understood():
    message = "Upah minimum kabupaten Karangjati Rp2.450.000 per bulan."
    assert clashes(message, "UMK Karangjati Rp2.540.000 per bulan.")
