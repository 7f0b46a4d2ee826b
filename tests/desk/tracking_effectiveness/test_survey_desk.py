"""Polls at the desk: refused, read, set aside, read again, compared, linked."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import commands as cases
from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness import survey_commands as commands
from tangkal.desk.tracking_effectiveness import survey_queries as queries
from tangkal.desk.tracking_effectiveness import survey_reasons
from tangkal.desk.tracking_effectiveness.models import SetAside, Survey, SurveyWave
from tangkal.desk.tracking_effectiveness.survey_commands import Asked, Mapped
from tangkal.desk.workflow import ActionDenied, StaleObject
from tangkal.tracking_effectiveness import survey_tables, surveys
from tests.desk.markup import inline_code

pytestmark = pytest.mark.django_db
BELIEF = Asked(code="q1", outcome="belief", counted=("percaya",), others=("tidak",), wanted="down")


def table(yes: int, no: int, extra: str = "") -> bytes:
    rows = [f"percaya,1.5,desa 1,alasan panjang sekali nomor {n}" for n in range(yes)]
    rows += [f"tidak,0.5,desa 2,alasan lain lagi nomor {n}" for n in range(no)]
    return ("q1,bobot,desa,alasan\n" + "\n".join(rows) + "\n" + extra).encode()


@pytest.fixture
def survey(people) -> Survey:
    facts = {"title": "BBM", "kind": "tracking", "sampling": "random", "population": "Dewasa"}
    return commands.open_survey(facts, by=people["evaluator"])


@pytest.fixture
def bring(survey, people):
    def brought(data, label="Sebelum", day=1, by="evaluator"):
        return commands.bring_wave(
            survey,
            data,
            file_name="jajak.csv",
            label=label,
            since=date(2026, 2, day),
            until=date(2026, 2, day + 2),
            by=people[by],
        )

    return brought


def read(wave, people, asked=BELIEF, **widths):
    return commands.map_wave(wave, Mapped(questions=(asked,), **widths), by=people["evaluator"])


def test_free_text_and_unnamed_columns_are_never_kept(bring, people):
    wave = bring(table(40, 40))
    assert wave.columns == ["q1", "bobot", "desa"]
    assert "alasan" not in str(wave.rows)

    wave = read(wave, people, weight="bobot")
    assert wave.columns == ["q1", "bobot"]
    assert all(len(row) == 2 for row in wave.rows)
    assert wave.respondents == 80


@pytest.mark.parametrize(
    ("extra", "named"),
    [("nama", "nama"), ("no_hp", "no_hp"), ("kontak", "kontak")],
)
def test_a_file_about_persons_leaves_no_trace(bring, extra, named):
    value = "081234567890" if extra == "kontak" else "x"
    rows = "\n".join(f"percaya,{value}" for _each in range(40))
    with pytest.raises(ValidationError) as refusal:
        bring(f"q1,{extra}\n{rows}\n".encode())

    assert named in str(refusal.value)
    assert "081234567890" not in str(refusal.value)
    assert not SurveyWave.objects.exists()
    assert not AuditEvent.objects.filter(action="survey.brought").exists()


def test_bad_rows_are_set_aside_and_read_on_a_later_try(bring, people):
    wave = read(
        bring(table(40, 40, "ragu-ragu,1,desa 1,x\npercaya,-3,desa 1,x\n1,2\n")),
        people,
        weight="bobot",
    )
    aside = list(wave.set_aside.order_by("line").values_list("line", "reason", "state"))
    assert [line for line, _why, _state in aside] == [82, 83, 84]
    assert "not among the answers" in aside[0][1]
    assert "more than 0" in aside[1][1]
    assert "2 fields, the heading has 4" in aside[2][1]

    wider = Asked(code="q1", outcome="belief", counted=("percaya",), others=("tidak", "ragu-ragu"))
    wave = read(wave, people, wider, weight="bobot")
    assert wave.respondents == 81
    assert list(wave.set_aside.order_by("line").values_list("state", flat=True)) == [
        "taken",
        "waiting",
        "waiting",
    ]
    row = commands.dismiss(wave.set_aside.get(line=83), reason="salah ketik", by=people["analis"])
    assert (row.state, row.values) == (SetAside.State.DISMISSED, [])
    with pytest.raises(StaleObject):
        commands.dismiss(row, reason="lagi", by=people["analis"])


def test_a_later_round_is_read_as_the_one_before(bring, people):
    read(bring(table(60, 40)), people, weight="bobot", cluster="")
    later = bring(table(30, 70), "Sesudah", 10)

    assert later.state == SurveyWave.State.READ
    line = queries.lines_of(later.survey)[0]
    assert [point.estimate.n for point in line.points] == [100, 100]
    assert line.shifts[0].change.direction == "fell"
    assert line.shifts[0].is_wanted is True


def test_the_same_file_twice_and_days_the_wrong_way_are_refused(bring, survey, people):
    bring(table(40, 40))
    with pytest.raises(ValidationError, match="brought already"):
        bring(table(40, 40))
    with pytest.raises(ValidationError, match="before the first"):
        commands.bring_wave(
            survey,
            table(41, 40),
            file_name="x",
            label="x",
            since=date(2026, 2, 2),
            until=date(2026, 2, 1),
            by=people["evaluator"],
        )


@pytest.mark.parametrize(
    ("mapped", "why"),
    [
        (Mapped(questions=()), "at least one"),
        (Mapped(questions=(BELIEF,), weight="q1"), "named twice"),
        (Mapped(questions=(BELIEF,), weight="lain"), "no column"),
        (Mapped(questions=(BELIEF,), cluster="desa", stratum="desa"), "named twice"),
        (Mapped(questions=(Asked(code="q1", outcome="belief"),)), "which answers count"),
        (Mapped(questions=(BELIEF,), stratum="bobot", cluster="desa"), "one cluster"),
    ],
)
def test_a_reading_that_makes_no_sense_is_refused(bring, people, mapped, why):
    wave = bring(table(40, 40))
    with pytest.raises(ValidationError, match=why):
        commands.map_wave(wave, mapped, by=people["evaluator"])
    wave.refresh_from_db()
    assert wave.state == SurveyWave.State.TO_MAP


def test_a_counted_table_is_read_at_once(bring):
    wave = bring(
        b"question,outcome,percent,n\nPercaya klaim,belief,41,1200\nYakin,trust,130,1200\n"
    )

    assert (wave.state, wave.kind) == (SurveyWave.State.READ, SurveyWave.Kind.COUNTED)
    assert wave.set_aside.get().line == 3
    assert queries.lines_of(wave.survey)[0].points[0].estimate.n == 1200


def test_a_withdrawn_round_is_in_no_figure_and_its_answers_are_gone(bring, people):
    wave = read(bring(table(40, 40)), people)
    wave = commands.withdraw_wave(wave, reason="salah berkas", by=people["evaluator"])

    assert (wave.rows, wave.results) == ([], [])
    assert queries.lines_of(wave.survey)[0].points == ()
    assert bring(table(40, 40)).state == SurveyWave.State.TO_MAP  # it may be brought again


@pytest.mark.parametrize("who", ["penyetuju", "auditor", "foreign_evaluator", "admin_sistem"])
def test_only_evaluators_and_analysts_of_the_office_bring(bring, who):
    with pytest.raises(ActionDenied):
        bring(table(40, 40), by=who)


def test_a_case_shows_the_last_round_before_and_the_newest_after(bring, survey, people):
    case = cases.open_case(
        [],
        title="BBM",
        summary="",
        by=people["analis"],
        lead_organisation=people["analis"].organisation,
    )
    Clarification.objects.create(
        slug="x",
        claim_text="x",
        verdict="SALAH",
        headline="x",
        parts=[],
        issuer=case.lead_organisation,
        reference=case.number,
        published_at=datetime(2026, 2, 8, tzinfo=timezone.get_current_timezone()),
    )
    read(bring(table(60, 40)), people)
    bring(table(62, 38), "Tepat sebelum", 4)
    bring(table(35, 65), "Sesudah", 10)
    commands.link_case(survey, case, by=people["evaluator"])
    found = queries.for_case(case)[0]

    assert (found.before.wave.label, found.after.wave.label) == ("Tepat sebelum", "Sesudah")
    assert found.shift.change.direction == "fell"
    shown = queries.outcomes(date(2026, 2, 1), date(2026, 2, 28), reader=people["evaluator"])
    assert [each.later.wave.label for each in shown] == ["Tepat sebelum", "Sesudah"]
    assert queries.outcomes(None, date(2026, 2, 28), reader=people["foreign_evaluator"]) == []
    commands.unlink_case(survey, case, by=people["evaluator"])
    assert queries.for_case(case) == []


def test_from_file_to_figure_on_the_screens(signed_in, survey, people):
    browser = signed_in("evaluator")
    made = browser.post(
        "/desk/effectiveness/surveys/new/",
        {
            "title": "Jajak",
            "kind": "quick",
            "sampling": "open",
            "population": "Pembaca",
        },
    )
    address = made["Location"]
    sent = browser.post(
        f"{address}bring/",
        {
            "label": "Pertama",
            "since": "2026-02-01",
            "until": "2026-02-02",
            "file": SimpleUploadedFile("a.csv", table(60, 40)),
        },
    )
    page = browser.get(sent["Location"])
    version = SurveyWave.objects.get().version
    assert "desa 1" in page.text
    form = {
        "version": version,
        "role-0": "question",
        "outcome-0": "belief",
        "measure-0": "share",
        "counted-0": ["percaya"],
        "others-0": ["percaya", "tidak"],
        "wanted-0": "down",
        "wording-0": "Percayakah Anda?",
        "role-1": "weight",
        "role-2": "cluster",
    }
    refused = browser.post(sent["Location"], form | {"role-1": "cluster"})
    assert refused.status_code == 422
    refused = browser.post(sent["Location"], form)  # two villages alone
    assert refused.status_code in {302, 422}
    browser.post(sent["Location"], form | {"role-2": "group"})
    shown = browser.get(address)

    assert "Percayakah Anda?" in shown.text
    assert "Whoever answered answered" in shown.text
    assert inline_code(shown.text) == []
    refused = browser.post(
        f"{address}bring/",
        {
            "label": "Kedua",
            "since": "2026-02-01",
            "until": "2026-02-02",
            "file": SimpleUploadedFile("b.csv", b"nama,q1\nSiti,ya\n"),
        },
    )
    assert refused.status_code == 422
    assert "nama" in refused.text
    assert "Siti" not in refused.text


def test_a_poll_s_page_asks_the_database_little(
    signed_in, bring, people, django_assert_max_num_queries
):
    read(bring(table(60, 40)), people)
    for n in range(4):
        bring(table(50 + n, 40), f"Lagi {n}", 5 + n)
    survey = Survey.objects.get()
    browser = signed_in("evaluator")
    with django_assert_max_num_queries(16):
        browser.get(f"/desk/effectiveness/surveys/{survey.pk}/")


def every_reason() -> list[str]:
    """What the library says of bad rows, told by the library itself."""
    columns = {
        "q": ["mungkin", "ya", "ya", "ya", "ya", "ya"],
        "s": ["1", "9", "x", "inf", "1,2.3", "1"],
        "w": ["1", "1", "1", "1", "1", "0"],
        "c": ["a", "b", "a", "b", "a", "b"],
    }
    reading = survey_tables.Reading(
        questions=(
            survey_tables.Question(
                code="q",
                column="q",
                outcome=survey_tables.Outcome.BELIEF,
                counted=("ya",),
                others=("tidak",),
            ),
            survey_tables.Question(
                code="s", column="s", outcome=survey_tables.Outcome.TRUST, measure="mean"
            ),
        ),
        weight="w",
        cluster="c",
    )
    empty = columns | {"q": ["ya"] * 6, "s": ["1"] * 6, "w": ["1"] * 6, "c": ["", *"ababa"]}
    found = [
        each.reason
        for asked in (columns, empty)
        for each in survey_tables.code_rows(asked, reading).bad
    ]
    head = b"question,outcome,percent,mean,sd,n,design_effect\n"
    lines = b",trust,5,,,90,\na,zzz,5,,,90,\na,trust,5,,,x,\na,trust,5,,,90,99\n"
    lines += b"a,trust,,,,90,\na,trust,500,,,90,\na,trust,,3,0,90,\n1,2\n"
    table = survey_tables.read_table(head + lines)
    found += [why for _line, why in table.bad]
    found += [why for _line, _values, why in surveys.read_counted(table)[1]]
    found += [why for _line, why in survey_tables.read_table(b'[{"a": "1"}, 3]').bad]
    return found


def test_every_reason_to_set_a_row_aside_has_its_indonesian_words():
    reasons = every_reason()
    matched = [
        place
        for place, (pattern, _words) in enumerate(survey_reasons.REASONS)
        if any(pattern.fullmatch(each) for each in reasons)
    ]
    assert matched == list(range(len(survey_reasons.REASONS)))  # none is a leftover
    with translation.override("id"):
        for reason in reasons:
            assert survey_reasons.in_words(reason) != reason
            whole = survey_reasons.in_words(f"q1: 'a: b – c' – {reason}")
            assert whole == f"kolom q1: 'a: b – c' – {survey_reasons.in_words(reason)}"
