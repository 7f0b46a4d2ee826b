"""Texts with planted marks are seen, and honest texts that come near them are left alone."""

from datetime import UTC, datetime, timedelta

import pytest

from tangkal.recognise.cues.detect import find_cues
from tangkal.recognise.cues.records import Circumstances, Kind

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


def kinds(text, **given):
    return {cue.kind.value for cue in find_cues(text, Circumstances(now=NOW, **given))}


def marked(text, kind):
    return [
        text[span.start : span.end]
        for cue in find_cues(text, Circumstances(now=NOW))
        if cue.kind == kind
        for span in cue.spans
    ]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Viralkan! Kirim ke 10 teman sebelum dihapus", {"chain", "urgency"}),
        ("Ini bukan hoax. Tolong sebarkan ke semua grup keluarga", {"chain"}),
        ("Ditruskan dari tetangga. Ditruskan berkali-kali", set()),
        ("Diteruskan berkali-kali: air keran akan mati seminggu", {"chain"}),
        ("Copas dari grup sebelah: besok pasar tutup", {"copied"}),
        (
            "Kemensos membagikan bansos Rp 600 ribu, klik link bansos-kemensos.com dan isi data",
            {"agency", "lookalike", "prize"},
        ),
        (
            "Selamat, nomor anda terpilih! Hubungi Kominfo di wa.me/[telepon] untuk ambil hadiah",
            {"agency", "prize"},
        ),
        (
            "Dari BRI pusat: kirimkan kode OTP dan PIN anda ke nomor ini",
            {"secrets"},
        ),
        ("Untuk pencairan, transfer biaya admin ke rekening bendahara", {"money"}),
        ("Cek namamu di bit.ly/daftar-bantuan", {"short_link"}),
        (
            "AWAS!!! BESOK SEMUA JALAN KE KOTA AKAN DITUTUP DAN WARGA DILARANG KELUAR RUMAH",
            {"shouting"},
        ),
        ("Katanya besok sekolah ditutup, info dari orang dalam", {"unnamed_source"}),
        ("Barusan terjadi! Foto jembatan roboh, 12 Maret 2019", {"old_date"}),
        ("Kuota terbatas, segera daftar sekarang juga!", {"urgency"}),
        ("Stok terbatas! Kirimkan PIN anda ke sini", {"secrets", "urgency"}),
    ],
)
def test_a_planted_mark_is_seen_and_nothing_else(text, seen):
    assert kinds(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        # chatter
        "Selamat pagi, ngopi dulu sebelum kerja. Macet lagi di pertigaan.",
        "Tolong kirim foto kucingmu dong, lucu banget",
        "Terima kasih sudah transfer, barangnya dikirim besok ya",
        "Hari ini persis 12 tahun kami menikah, 3 Mei 2014!",
        "Sebarkan cinta dan kebaikan",
        "Open PO kue lebaran, stok terbatas, buruan pesan ya",
        "Aku nggak bisa klik tombolnya, kenapa ya?",
        # a body's own word, at its own address
        "BMKG: waspada hujan lebat malam ini. Info lengkap di bmkg.go.id",
        "Cek penerima bantuan Rp 300 ribu di cekbansos.kemensos.go.id, klik menu Cari Data.",
        "Segera daftar vaksin gratis lewat https://www.kemkes.go.id sebelum kuota terbatas habis",
        "BNPB mengimbau warga: bagikan informasi ini kepada keluarga. Sumber: bnpb.go.id",
        # a warning speaks of a fraud, it commits none
        "Waspada penipuan mengatasnamakan Kemensos lewat bansos-kemensos.com. Jangan klik!",
        "Bank tidak pernah meminta OTP. Jangan berikan PIN kepada siapa pun.",
        "HOAKS: pesan yang meminta warga mengirim data diri ke wa.me/[telepon] demi hadiah.",
        "Jangan sebarkan foto korban, hormati keluarganya",
        "Jangan transfer uang ke rekening pribadi siapa pun yang mengaku petugas",
        # news
        "Menurut Kementerian Keuangan, bantuan Rp 300 ribu cair pekan depan, kata juru bicara.",
        "Polri menangkap pelaku penipuan undian berhadiah, dikutip dari siaran pers hari ini.",
        "KPU menetapkan jadwal pemilihan, selengkapnya di https://www.antaranews.com/berita/1",
        # jokes and satire
        "Breaking: kucing tetangga terpilih jadi ketua RT, program kerjanya tidur siang",
        "Kalau harga cabai naik lagi, aku bayar kos pakai cabai aja",
        # opinion and criticism
        "Menurut saya kebijakan ini buruk dan pemerintah harus minta maaf.",
        "Kominfo kerjanya apa sih? Kecewa berat dengan layanannya.",
        "Kenapa bantuan belum sampai ke desa kami? Sudah tiga bulan menunggu!",
        "Konon pemain itu pindah klub, mari kita tunggu saja",
    ],
)
def test_honest_texts_are_left_alone(text):
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("host", "like"),
    [
        ("kemensos-go.id", "kemensos.go.id"),
        ("bansos.go.id.daftar.xyz", "go.id"),
        ("prakerja-daftar.online", "prakerja.go.id"),
        ("liputan66.com", "liputan6.com"),
        ("liptuan6.com", "liputan6.com"),
        ("kurnparan.com", "kumparan.com"),
        ("xn--kumpran-5fg.com", "kumparan.com"),
        ("tribunnews.top", "tribunnews.com"),
        ("komd1gi.site", "komdigi.go.id"),
        ("bpjs-kesehatan.info", "bpjs-kesehatan.go.id"),
    ],
)
def test_a_lookalike_is_told_with_what_it_resembles(host, like):
    (cue,) = [c for c in find_cues(f"Lihat https://{host}/x ya") if c.kind is Kind.LOOKALIKE]
    assert cue.facts["like"] == like


@pytest.mark.parametrize(
    "host",
    [
        "www.kemensos.go.id",
        "cekbansos.kemensos.go.id",
        "jakarta.go.id",
        "bpjs-kesehatan.go.id",
        "news.detik.com",
        "tribunnews.com",
        "jateng.tribunnews.com",
        "example.com",
        "suaramerdeka.com",
        "kompas.id",
        "tempo.co",
        "detikjatim.example.org",
        "universitas-contoh.ac.id",
        "tokopedia.com",
        "youtube.com",
    ],
)
def test_a_name_of_its_own_is_no_lookalike(host):
    assert "lookalike" not in kinds(f"Lihat https://{host}/berita/123 ya")


def test_hidden_letters_and_look_alike_spaces_hide_nothing():
    text = "Vi\u200bral\u00adkan pesan ini! Kirim\u00a0ke\u00a010 teman"
    assert kinds(text) == {"chain"}
    assert marked(text, Kind.CHAIN) == ["Vi\u200bral\u00adkan", "Kirim\u00a0ke\u00a010 teman"]


@pytest.mark.parametrize(
    ("copies", "minutes", "seen"),
    [(40, 30.0, True), (40, 5000.0, False), (19, 1.0, False), (40, None, False), (20, 0.0, True)],
)
def test_many_copies_count_only_when_they_come_fast(copies, minutes, seen):
    assert ("mass" in kinds("kabar desa", copies=copies, minutes=minutes)) is seen


@pytest.mark.parametrize(("days", "seen"), [(400, True), (10, False)])
def test_an_old_picture_is_told_with_the_day_it_was_first_seen(days, seen):
    first = NOW - timedelta(days=days)
    cues = find_cues("Lihat ini", Circumstances(now=NOW, picture_first_seen=first))
    assert [cue.facts for cue in cues] == ([{"seen": first.date().isoformat()}] if seen else [])
