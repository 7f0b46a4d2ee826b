"""Polls: figures of textbooks, of replication, and of planted truth; nothing about persons kept."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.tracking_effectiveness import survey_tables, surveys
from tangkal.tracking_effectiveness.survey_tables import Coded, Outcome, Question, Reading
from tangkal.tracking_effectiveness.surveys import Estimate

BELIEF = Question(
    code="q1", column="q1", outcome=Outcome.BELIEF, counted=("percaya",), others=("tidak",)
)


def coded(values, weights=None, strata=None, clusters=None, groups=None) -> Coded:
    n = len(values)
    return Coded(
        answers={"q": np.asarray(values, dtype=float)},
        weights=np.ones(n) if weights is None else np.asarray(weights, dtype=float),
        strata=np.zeros(n, dtype=int) if strata is None else np.asarray(strata),
        clusters=np.arange(n) if clusters is None else np.asarray(clusters),
        groups=np.zeros(n, dtype=int) if groups is None else np.asarray(groups),
    )


# Newcombe 1998, Statistics in Medicine 17:857, table I, method 3 (score, no correction).
@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_share_s_interval_is_the_one_in_the_literature(yes, n, low, high):
    assert surveys.wilson(yes / n, n) == pytest.approx((low, high), abs=5e-5)


# Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
@pytest.mark.parametrize(
    ("later", "earlier", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_a_change_s_interval_is_the_one_in_the_literature(later, earlier, low, high):
    found = surveys.change(plain(*earlier), plain(*later))

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def plain(yes, n) -> Estimate:
    low, high = surveys.wilson(yes / n, n)
    return surveys.made_of("share", yes / n, low, high, n, 1.0)


# Lohr, Sampling: Design and Analysis, example 5.2: grade averages of 4 students in each of 5
# suites. She finds 0.164 with her factor for 5 of 100 suites; without it, as we count, 0.168.
SUITES = (
    (3.08, 2.60, 3.44, 3.04),
    (2.36, 3.04, 3.28, 2.68),
    (2.00, 2.56, 2.52, 1.88),
    (3.00, 2.88, 3.44, 3.64),
    (2.68, 1.92, 3.28, 3.20),
)


def test_a_cluster_sample_s_error_is_the_textbook_s():
    values = np.array([grade for suite in SUITES for grade in suite])
    clusters = np.repeat(np.arange(5), 4)
    scores = (values - values.mean()) / len(values)
    variance, freedom = surveys.design_variance(scores, np.zeros(20, dtype=int), clusters)

    assert values.mean() == pytest.approx(2.826)
    assert np.sqrt(variance * (1 - 5 / 100)) == pytest.approx(0.164, abs=5e-4)
    assert freedom == 4


def jackknife(values, weights, strata, clusters) -> float:
    """Leave one cluster out at a time (JKn): another way to the same variance."""
    total = 0.0
    for stratum in np.unique(strata):
        inside = np.unique(clusters[strata == stratum])
        for left_out in inside:
            changed = weights.astype(float).copy()
            out = (strata == stratum) & (clusters == left_out)
            changed[(strata == stratum) & ~out] *= len(inside) / (len(inside) - 1)
            changed[out] = 0.0
            mean = np.average(values, weights=changed)
            total += (
                (len(inside) - 1) / len(inside) * (mean - np.average(values, weights=weights)) ** 2
            )
    return total


@pytest.mark.parametrize("seed", range(4))
def test_the_variance_agrees_with_replication(seed):
    rng = np.random.default_rng(seed)
    strata, clusters = np.repeat([0, 1, 2], 400), np.repeat(np.arange(60), 20)
    values = (rng.random(1200) < 0.3 + 0.2 * rng.random(60)[clusters]).astype(float)
    weights = rng.uniform(0.5, 2.0, 1200)
    mean = np.average(values, weights=weights)
    scores = weights * (values - mean) / weights.sum()
    found, freedom = surveys.design_variance(scores, strata, clusters)

    assert found == pytest.approx(jackknife(values, weights, strata, clusters), rel=0.02)
    assert freedom == 57


def drawn(rng, truth=0.35, clusters=60, size=15, between=0.08):
    """Villages that differ, unequal weights that know of the answer."""
    villages = np.clip(rng.normal(truth, between, clusters), 0.01, 0.99)
    of = np.repeat(np.arange(clusters), size)
    values = (rng.random(len(of)) < villages[of]).astype(float)
    return coded(values, rng.uniform(0.5, 2.0, len(of)), clusters=of)


def test_intervals_cover_the_planted_share_as_often_as_they_say():
    rng = np.random.default_rng(11)
    found = [surveys.estimate(drawn(rng), "q") for _each in range(1500)]
    covered = np.mean([each.low <= 0.35 <= each.high for each in found])
    naive = np.mean(
        [
            low <= 0.35 <= high
            for low, high in (surveys.wilson(each.value, each.n) for each in found)
        ]
    )

    assert 0.935 <= covered <= 0.97
    assert naive < covered - 0.02  # leaving out the design is what it guards against


def test_intervals_of_a_change_cover_and_no_change_is_seldom_called_one():
    rng = np.random.default_rng(12)
    pairs = [
        surveys.change(surveys.estimate(drawn(rng), "q"), surveys.estimate(drawn(rng, 0.35), "q"))
        for _each in range(800)
    ]

    assert np.mean([each.direction != "no change seen" for each in pairs]) <= 0.065


def test_few_answers_are_never_shown():
    few = surveys.estimate(coded([1.0] * 29), "q")
    lopsided = surveys.estimate(coded([1.0, 0.0] * 30, [50.0] + [0.1] * 59), "q")

    assert few.is_suppressed
    assert few.n == 29
    assert lopsided.is_suppressed
    assert surveys.change(few, surveys.estimate(coded([1.0, 0.0] * 30), "q")) is None


def test_a_group_is_a_part_of_the_design():
    rng = np.random.default_rng(5)
    values, groups = rng.integers(0, 2, 400).astype(float), np.arange(400) % 2
    of = np.repeat(np.arange(40), 10)
    part = surveys.estimate(coded(values, clusters=of, groups=groups), "q", group=1)

    assert part.n == 200
    assert part.value == values[groups == 1].mean()


def test_where_all_say_the_same_the_interval_is_no_point():
    found = surveys.estimate(coded([0.0] * 200, np.linspace(0.5, 2, 200)), "q")

    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high > 0.015
    assert found.design_effect > 1.1


def test_a_stratum_with_one_cluster_is_refused():
    with pytest.raises(InvalidInput, match="stratum number 2 has one cluster"):
        surveys.estimate(coded([1.0, 0.0] * 30, strata=[0] * 59 + [1]), "q")


@given(st.integers(0, 400), st.integers(31, 400), st.integers(0, 400), st.integers(31, 400))
def test_a_change_turns_round_with_its_waves(yes_a, n_a, yes_b, n_b):
    earlier, later = plain(min(yes_a, n_a), n_a), plain(min(yes_b, n_b), n_b)
    there, back = surveys.change(earlier, later), surveys.change(later, earlier)

    assert there.difference == pytest.approx(-back.difference)
    assert there.low <= there.difference <= there.high
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


# Reading


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("nama", "Siti"),
        ("Nama Lengkap", "Siti"),
        ("no_hp", "1"),
        ("NIK", "2"),
        ("e-mail", "x"),
        ("alamatRumah", "Jalan Mawar 5"),
        ("catatan", "081234567890"),
        ("kode", "3201011708450001"),
        ("lain", "siti@contoh.id"),
    ],
)
def test_columns_about_persons_are_refused_by_name(heading, value):
    rows = "\n".join(f"{n % 2},{value}{n if heading == 'alamatRumah' else ''}" for n in range(12))
    table = survey_tables.read_table(f"q1,{heading}\n{rows}\n".encode())

    with pytest.raises(InvalidInput) as refusal:
        survey_tables.check_no_personal_data(table)
    assert repr(heading) in str(refusal.value)
    assert "q1" not in str(refusal.value)
    if heading in {"catatan", "kode", "lain"}:
        assert value not in str(refusal.value)  # never repeated


def test_a_question_that_mentions_such_a_word_passes():
    rows = "\n".join(["ya,1.25,2"] * 30 + ["tidak,0.8125,3"] * 30)
    table = survey_tables.read_table(f"pakai_wa,bobot,tahu_nik\n{rows}\n".encode())

    assert survey_tables.personal_columns(table) == []


def test_free_text_is_named_so_that_it_is_left_out():
    rows = "\n".join(f"ya;pendapat saya nomor {n};{n / 7:.3f};" for n in range(40))
    table = survey_tables.read_table(f"q1;alasan;bobot;kosong\n{rows}".encode())
    found = {each.name: each for each in survey_tables.describe(table)}

    assert [each.kind for each in found.values()] == ["answers", "free", "number", "empty"]
    assert found["alasan"].answers == ()
    assert found["q1"].answers == ("ya",)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "names the columns"),
        (b"q1,q1\n1,2", "two columns are called 'q1'"),
        (b"q1,\n1,2", "no name"),
        (b"q1,q2\n", "no row"),
        (b"q1\n\xff\xfe", "not UTF-8"),
        (b"PK\x03\x04\x00\x00", "spreadsheet"),
        (b"[1, 2", "begins as JSON and is none"),
        (b"[" * 100_000, "begins as JSON and is none"),
        (b'{"rows": 3}', "list of objects"),
        (b"q1\n" + b"1\n" * 20_001, "more than 20,000 rows"),
        (b"x" * 5_000_001, "at most 5,000,000"),
        (",".join(f"c{n}" for n in range(81)).encode() + b"\n1", "at most 80"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(data, why):
    with pytest.raises(InvalidInput, match=why):
        survey_tables.read_table(data)


def test_csv_and_json_read_alike_and_odd_rows_are_told():
    rows = [{"q1": "percaya", "bobot": 1.5}, {"q1": "tidak", "bobot": 0.5}]
    as_json = survey_tables.read_table(json.dumps([*rows, 7]).encode())
    as_csv = survey_tables.read_table(b"\xef\xbb\xbfq1;bobot\npercaya;1.5\ntidak;0.5\ntidak\n")

    assert as_json.rows == as_csv.rows
    assert as_json.bad == ((4, "not an object of plain values"),)
    assert as_csv.bad == ((4, "1 fields, the heading has 2"),)


def test_what_cannot_be_coded_is_set_aside_with_its_reason():
    columns = {
        "q1": ["Percaya", "tidak", "ragu", "", "tidak", "percaya"],
        "q2": ["5", "3", "1", "2", "9", "4"],
        "bobot": ["1", "0,5", "1", "1", "1", "-2"],
    }
    scale = Question(code="q2", column="q2", outcome=Outcome.TRUST, measure="mean")
    found = survey_tables.code_rows(columns, Reading(questions=(BELIEF, scale), weight="bobot"))

    assert [(each.row, each.column) for each in found.bad] == [(2, "q1"), (4, "q2"), (5, "bobot")]
    assert [each.reason for each in found.bad] == [
        "not among the answers that were named",
        "outside the scale 1 to 5",
        "a weight is more than 0",
    ]
    assert found.answers["q1"].tolist()[:2] == [1.0, 0.0]
    assert np.isnan(found.answers["q1"][2])  # no answer is not "no"
    assert found.weights.tolist() == [1.0, 0.5, 1.0]


def test_a_reading_names_only_columns_that_are_there():
    with pytest.raises(InvalidInput, match="no column 'q1'"):
        survey_tables.code_rows({"q2": ["1"]}, Reading(questions=(BELIEF,)))


@pytest.mark.parametrize(
    "made",
    [
        {"counted": ()},
        {"counted": ("ya",), "others": ("YA",)},
        {"measure": "mean", "low": 5.0, "high": 1.0},
    ],
)
def test_a_question_that_makes_no_sense_is_never_made(made):
    with pytest.raises(InvalidRecord):
        Question(code="q", column="q", outcome=Outcome.OTHER, **made)


def test_counted_tables_keep_the_pollster_s_design_effect():
    table = survey_tables.read_table(
        b"question,outcome,percent,mean,sd,n,design_effect\n"
        b"percaya,belief,41.5,,,1200,1.6\n"
        b"yakin,trust,,3.4,1.1,1200,\n"
        b"kecil,belief,50,,,12,\n"
        b"salah,belief,140,,,1200,\n"
        b"salah,gosip,40,,,1200,\n"
        b"salah,trust,40,,,1.204,\n"
        b"salah,trust,,3.4,,1204,\n"
    )
    found, bad = surveys.read_counted(table)

    assert surveys.is_aggregate(table)
    assert [each.question for each in found] == ["percaya", "yakin", "kecil"]
    assert (found[0].estimate.low, found[0].estimate.high) == pytest.approx(
        surveys.wilson(0.415, 750)
    )
    assert found[2].estimate.is_suppressed
    assert [line for line, _values, _reason in bad] == [5, 6, 7, 8]
    assert "outside 0 to 100" in bad[0][2]
    assert "1204" in bad[2][2]


def test_what_a_poll_could_see_is_told_before_it_is_paid_for():
    assert surveys.smallest_visible_change(400, 400) == pytest.approx(0.099, abs=5e-4)
    with pytest.raises(InvalidInput):
        surveys.smallest_visible_change(0, 400)
