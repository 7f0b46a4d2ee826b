"""Registers that notices do not have: chat, questions with answers, news with their sources."""

import pytest

from tangkal.strategic_communication.alignment.check import KeyMessage, check_text
from tangkal.strategic_communication.alignment.tokens import tokens_of
from tangkal.strategic_communication.alignment.views import Kind

FEE = "Pendaftaran murid baru dibuka 15 Juni 2026 dan tidak dipungut bayaran."
UREA = "Urea bersubsidi dijual di koperasi desa seharga Rp2.250 per kilogram mulai 16 Maret 2026."
VACCINE = "Vaksin rabies bagi anjing, kucing, dan kera digelar di balai desa oleh dinas peternakan."
FREEZE = "Rekening pelaku dibekukan oleh bank paling lama dua jam setelah laporan diterima."
HAJJ = "Pelunasan haji sebesar Rp54,2 juta per jemaah dilayani paling lambat 6 Maret 2026."


def kinds(message: str, text: str) -> set[Kind]:
    checked = check_text([KeyMessage(id="1", text=message)], text)[0]
    return {clash.kind for clash in checked.contradictions}


@pytest.mark.parametrize(
    ("message", "text", "kind"),
    [
        # a question and its answer are one statement
        (FEE, "Pendaftaran murid baru. Mulai kapan? 22 Juni 2026. Gratis.", Kind.DATE),
        # who says it is no part of what is said
        (HAJJ, "Jemaah melunasi haji, kata Kepala Seksi Haji, sebesar Rp52,4 juta.", Kind.NUMBER),
        # "per orang" and "per jemaah" are one
        (HAJJ, "Pelunasan haji sebesar Rp52,4 juta per orang.", Kind.NUMBER),
        # not there, but elsewhere
        (UREA, "Urea bersubsidi tidak dijual di koperasi desa, tetapi di kios resmi.", Kind.PLACE),
        # who does not do it, and who it is that does
        (FREEZE, "Rekening pelaku dibekukan bupati; bank tidak berwenang.", Kind.RESPONSIBLE),
        (FREEZE, "Bupatilah yang membekukan rekening pelaku.", Kind.RESPONSIBLE),
        (
            "Makan pengungsi ditanggung BPBD.",
            "Makan pengungsi menjadi tanggungan masing-masing keluarga.",
            Kind.RESPONSIBLE,
        ),
        # numbers to call, and names of applications
        ("Lapor penipuan ke nomor 1500-752.", "Nomor lapor penipuan ialah 1500-319.", Kind.CONTACT),
        (
            "Pajak motor dibayar lewat aplikasi BayarNusa.",
            "Bayar pajak motor lewat aplikasinya SamsatKita.",
            Kind.CONTACT,
        ),
        # in chat spelling
        (FEE, "Daftar murid baru blm gratis ya, hrs bayar 50 rb.", Kind.NEGATION),
        # a relative clause keeps its negator to itself
        (
            "Pemilih yang belum menerima surat tetap boleh memilih dengan KTP.",
            "Pemilih yang belum menerima surat tidak boleh memilih walau membawa KTP.",
            Kind.NEGATION,
        ),
        # rates of two rhythms
        (
            "Kapal membeli solar paling banyak 750 liter sebulan.",
            "Kapal boleh membeli solar sampai 750 liter setiap minggu.",
            Kind.NUMBER,
        ),
    ],
)
def test_a_contradiction_is_seen_in_any_register(message, text, kind):
    assert kind in kinds(message, text)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (HAJJ, "Pelunasan haji Rp54,2 juta seorang, tidak lewat dari 6 Maret 2026."),
        (HAJJ, "Sesudah 6 Maret 2026 pelunasan haji tidak dilayani lagi."),
        (HAJJ, "Pelunasan haji tidak boleh lebih lambat dari 6 Maret 2026."),
        (UREA, "Urea bersubsidi belum dijual di koperasi desa sebelum 16 Maret 2026."),
        (UREA, "Seratus kilogram urea bersubsidi di koperasi desa dihargai Rp225.000."),
        (VACCINE, "Bukan anjing saja, kucing dan kera juga divaksin rabies di balai desa."),
        (VACCINE, "Cakupan vaksin rabies di tiga kecamatan hanya 71 persen pada tahun lalu."),
        (FREEZE, "Rekening pelaku tidak dibekukan polisi, melainkan oleh bank."),
        (
            "Kuota jalur domisili paling sedikit 40 persen dari daya tampung.",
            "Jalur domisili tidak boleh kurang dari 40 persen daya tampung.",
        ),
        (
            "Nelayan membeli solar dengan menunjukkan surat rekomendasi.",
            "Tanpa surat rekomendasi nelayan tidak dilayani membeli solar.",
        ),
        (
            "Iuran kecelakaan kerja ditanggung perusahaan.",
            "Perusahaan membayar iuran kecelakaan kerja.",
        ),
        (
            "Alat bersubsidi dilarang dijual selama lima tahun.",
            "Alat bersubsidi baru boleh dijual sesudah lima tahun.",
        ),
    ],
)
def test_what_says_the_same_in_another_register_is_left_alone(message, text):
    assert kinds(message, text) == set()


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("yg", "yang"), ("gak", "tidak"), ("Bupatilah", "bupati"), ("gratisss", "gratis"),
        ("sekolah", "sekolah"), ("setelah", "setelah"), ("surat@dinas.go.id", "surat@dinas.go.id"),
    ],
)  # fmt: skip
def test_a_word_is_read_as_a_notice_has_it(text, low):
    assert [token.low for token in tokens_of(text)] == [low]


def test_the_full_stop_behind_an_address_is_not_part_of_it():
    assert tokens_of("Kirim ke hibah@ruang.id. Terima kasih.")[2].low == "hibah@ruang.id"


def test_a_denied_request_is_read():
    """What is asked for has no opposite: a denial of it once broke the reading."""
    assert kinds(FEE, "Tidak benar orang tua diminta membayar untuk murid baru.") == set()
