"""What is noticed generously, and what a forest learned from judged pairs makes of it."""

import numpy as np
import pytest

from tangkal.strategic_communication.alignment.check import (
    CUT,
    CUT_OF_LEAD,
    KeyMessage,
    check_text,
    differences_of,
)
from tangkal.strategic_communication.alignment.measures import Measured
from tangkal.strategic_communication.alignment.weighing import Forest, Weighing, read_weighing
from tangkal.strategic_communication.alignment.wording import Wording

MESSAGE = (
    "Pemeriksaan mata gratis bagi warga berusia paling sedikit 50 tahun dibuka di Puskesmas Melati"
    " sampai 14 Maret 2027. Peserta cukup membawa KTP, dan pertanyaan dijawab di 0812-4455-010."
)


def rules_in(message: str, text: str) -> set[str]:
    told, _ = differences_of(message, text)
    return {name.removeprefix("rule ") for each in told for name in each.numbers if "rule " in name}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ada yang kurang jelas? Kirim pesan ke 0812-4455-019.", "lead value contact"),
        ("Pemeriksaan mata ditutup 21 Maret 2027.", "lead value date"),
        ("Pemeriksaan mata dibuka di rumah sakit.", "lead elsewhere"),
        ("Pemeriksaan mata di Puskesmas Melati tidak dibuka.", "lead denied"),
        ("Pemeriksaan mata di Puskesmas Melati membayar.", "lead sense cost"),
        ("Peserta pemeriksaan mata wajib melampirkan surat rujukan.", "lead asked new"),
        ("Pemeriksaan mata hanya bagi pensiunan.", "lead only"),
        ("Pemeriksaan mata untuk semua orang.", "lead all"),
    ],
)
def test_a_weak_sign_is_noticed(text, rule):
    assert rule in rules_in(MESSAGE, text)


@pytest.mark.parametrize(
    ("message", "text", "kind"),
    [
        (
            "Sekolah dilarang memungut uang komite tanpa kecuali.",
            "Sekolah dilarang memungut uang komite, kecuali disetujui rapat wali.",
            "condition",
        ),
        (
            "Pengasapan demam berdarah dilakukan bila ada kasus, dan warga tidak dipungut biaya.",
            "Warga diminta iuran Rp20.000 untuk pengasapan demam berdarah.",
            "negation",
        ),
        (
            "Bibit kopi dibagikan di balai penyuluhan; pengambilan dengan menunjukkan KTP asli.",
            "Fotokopi KTP boleh untuk pengambilan bibit kopi di balai penyuluhan.",
            "condition",
        ),
        (
            "Mudik gratis dengan kapal berangkat dari Pelabuhan Sinar Laut pada 14 Maret 2027.",
            "Kapal mudik gratis diberangkatkan 14 Maret 2027 dari Terminal Kota.",
            "place",
        ),
    ],
)
def test_a_rule_notices_what_alone_is_not_likely_enough_to_be_shown(message, text, kind):
    told, kinds = differences_of(message, text)
    by_rules = (
        which for each, which in zip(told, kinds, strict=True) if not each.numbers["is lead"]
    )
    assert kind in set(by_rules)


@pytest.mark.parametrize(
    "text",
    [
        "Umur 50 tahun ke atas dapat periksa mata gratis di Puskesmas Melati hingga 14 Maret 2027.",
        "Kerja bakti membersihkan selokan digelar Minggu pagi, bawa cangkul masing-masing.",
        "Tahun lalu pemeriksaan mata ditutup 21 Maret.",
    ],
)
def test_what_agrees_or_is_of_another_matter_gives_no_sign_of_values(text):
    assert not {rule for rule in rules_in(MESSAGE, text) if rule.startswith("lead value")}


def test_a_difference_is_measured_against_the_whole_of_both_texts():
    text = "Ada yang kurang jelas? Kirim pesan ke 0812-4455-019."
    told = "Sampai 14 Maret 2027 pemeriksaan mata gratis di Puskesmas Melati. " + text
    alone, beside = (
        next(
            one.numbers
            for one in differences_of(MESSAGE, each)[0]
            if "rule lead value contact" in one.numbers
        )
        for each in (text, told)
    )
    assert alone["lost facts of all"] > beside["lost facts of all"]
    assert alone["best of message"] < beside["best of message"]
    assert beside["sentences"] > alone["sentences"]


def test_the_forest_says_how_sure_it_is_and_keeps_what_is_likely():
    text = MESSAGE.replace("0812-4455-010", "0812-4455-019").replace("gratis", "cuma-cuma")
    found = check_text([KeyMessage(id="1", text=MESSAGE)], text)[0].contradictions
    assert [(str(each.kind), each.local_words) for each in found] == [("contact", "0812-4455-019")]
    assert CUT <= found[0].confidence <= 1


def test_no_lead_stands_against_a_part_that_the_text_has_word_for_word():
    message = (
        "Tarif bus kota Rp8.000 sekali jalan untuk umum, pelajar membayar setengahnya, dan anak"
        " di bawah 3 tahun gratis."
    )
    beside = (
        "Imunisasi polio bagi anak usia 0–7 tahun digelar di Jawa Tengah pada 15 Juli 2026 sampai"
        " 21 Juli 2026, tanpa biaya."
    )
    told, _ = differences_of(message, f"{beside} {message}")
    assert read_weighing().weigh(told).max() >= CUT_OF_LEAD
    found = check_text([KeyMessage(id="1", text=message)], f"{beside} {message}")
    assert found[0].contradictions == ()


def test_a_rumour_that_is_denied_is_noticed_by_nobody():
    text = "Kabar bahwa pemeriksaan mata dipungut Rp50.000 itu hoaks. " + MESSAGE
    assert check_text([KeyMessage(id="1", text=MESSAGE)], text)[0].contradictions == ()


def test_what_was_learned_is_kept_and_read_as_it_was(tmp_path):
    forest = Forest(
        names=("near", "far"),
        roots=np.array([0, 3], dtype=np.int32),
        asked=np.array([0, -1, -1, 1, -1, -1], dtype=np.int16),
        from_value=np.array([0.5, 0, 0, 2.0, 0, 0]),
        left=np.array([1, -1, -1, 4, -1, -1], dtype=np.int32),
        right=np.array([2, -1, -1, 5, -1, -1], dtype=np.int32),
        adds=np.array([0, -1.0, 0.5, 0, 0.0, 1.5]),
        base=-0.5,
    )
    wording = Wording(("KNOWN saja", "hanya"), np.array([0.25, -0.5], dtype=np.float32))
    told = [
        Measured({"near": 0.4}, frozenset({"hanya"})),
        Measured({"near": 0.6}, frozenset({"hanya", "KNOWN saja", "nobody has seen"})),
        Measured({"near": 0.6, "far": 3.0}, frozenset()),
    ]
    odds = np.array([-1.5 - 0.25, 0.0 - 0.125, 1.5])
    weighing = Weighing(forest, wording, steep=2.0, shift=-1.0)
    assert weighing.weigh(told) == pytest.approx(1 / (1 + np.exp(1 - 2 * odds)))
    weighing.save(tmp_path / "there" / "weighing.npz")
    read = read_weighing(tmp_path / "there" / "weighing.npz")
    assert read.weigh(told).tolist() == weighing.weigh(told).tolist()
    assert weighing.weigh([]).tolist() == []


def test_what_ships_asks_only_for_numbers_that_are_measured():
    text = (
        "Apakah harus membayar? Tidak. Pemeriksaan mata untuk semua orang, wajib membawa kartu"
        " keluarga. Tahun lalu di balai desa, kini di rumah sakit hingga 21 Maret 2027. Kabar bahwa"
        " KTP tidak dipakai itu keliru. Hubungi 0812-4455-019."
    )
    told, _ = differences_of(MESSAGE, text)
    measured = {name for each in told for name in each.numbers}
    names = read_weighing().forest.names
    asked = {name for name in names if not name.startswith(("rule", "fact", "kind"))}
    assert asked <= measured | {"no fact"}
