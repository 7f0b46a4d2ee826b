"""How far a promise reaches and who carries it out, in words that no list of pairs holds."""

import pytest

from tangkal.strategic_communication.alignment.check import KeyMessage, check_text

HELP = (
    "Bibit kopi dibagikan Dinas Perkebunan kepada petani yang terdaftar di koperasi, paling banyak"
    " 200 batang, di balai penyuluhan; pengambilan dengan menunjukkan KTP asli."
)
CLASSES = "Kursus komputer, las, dan tata boga gratis dibuka di balai latihan setiap Sabtu."


def check(message, text):
    return check_text([KeyMessage(id="1", text=message)], text)[0]


@pytest.mark.parametrize(
    ("message", "text", "kind"),
    [
        # who does it: no table knows these doers
        (HELP, "Bibit kopi dibagikan yayasan gereja kepada petani.", "responsible"),
        (HELP, "Pembagian bibit kopi ditangani panitia panen raya.", "responsible"),
        ("Perbaikan jalan oleh Dinas PU selesai Mei.", "Perbaikan jalan dikerjakan kontraktor "
         "swasta.", "responsible"),
        # terms, wherever the message names them
        (HELP, "Ambil bibit kopi dari Dinas Perkebunan nggak usah bawa KTP.", "condition"),
        (HELP, "Siapa saja berhak menerima bibit kopi dari Dinas Perkebunan.", "condition"),
        (HELP, "Bibit kopi dibagikan Dinas Perkebunan kepada pelajar.", "condition"),
        ("Denda tidak berlaku bagi yang sakit.", "Yang sakit pun tetap didenda.", "negation"),
        # a list, shortened
        (CLASSES, "Kursus gratis di balai latihan hanya komputer.", "condition"),
        # what is put aside
        (HELP, "Bibit kopi dibagikan koperasi pasar, bukan Dinas Perkebunan.", "responsible"),
        # periods
        (CLASSES, "Kursus komputer, las, dan tata boga gratis dibuka setiap hari.", "validity"),
        ("Kartu anggota berlaku dua tahun.", "Kartu anggota berlaku seumur hidup.", "validity"),
        ("Loket pajak buka pukul 08.00 sampai 12.00.", "Loket pajak buka hingga malam.",
         "validity"),
    ],
)  # fmt: skip
def test_another_reach_or_doer_is_found_in_any_part_of_the_message(message, text, kind):
    assert kind in {str(each.kind) for each in check(message, text).contradictions}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (HELP, "Dinas Perkebunan membagikan bibit kopi, tunjukkan KTP asli."),
        (HELP, "Petugas Dinas Perkebunan membagikan bibit kopi di balai penyuluhan."),
        (HELP, "Petani yang belum terdaftar di koperasi belum dapat menerima bibit kopi."),
        (HELP, "Pembagian bibit kopi tidak berlaku untuk pekebun teh."),
        (HELP, "Waspada calo bibit kopi yang meminta uang."),
        (CLASSES, "Balai latihan membuka kursus komputer, las, dan tata boga tanpa bayar."),
        ("Diskon berlaku sampai 1.300 VA.", "Pelanggan 3.500 VA ke atas tidak mendapat diskon."),
        ("Museum buka Senin sampai Jumat.", "Museum ramai pada hari Rabu ini."),
        ("Toko buka pukul 08.00 sampai 12.00.", "Toko buka jam 8 pagi sampai 12 siang."),
        ("Pendaftaran dibuka 3 Mei sampai 9 Mei.", "Pendaftaran mulai 3 Mei, tutup 9 Mei."),
        ("Denda dikenakan, kecuali yang sakit.", "Yang sakit tidak dikenai denda."),
        ("Jembatan hanya boleh dilewati pejalan kaki.", "Motor belum dapat lewat di jembatan."),
    ],
)
def test_what_completes_a_rule_contradicts_nothing(message, text):
    assert check(message, text).contradictions == ()
