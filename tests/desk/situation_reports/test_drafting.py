"""What a draft says: planted counts, honest gaps, every figure with its question."""

from datetime import timedelta

import pytest

from tangkal.desk.cases.models import Case, Claim, GateAssessment, Signal
from tangkal.desk.coordination.models import Community
from tangkal.desk.situation_reports import commands, gathering
from tangkal.desk.situation_reports.document import charts_of, plain
from tangkal.desk.situational_insight.spread.models import BreakoutFlag
from tangkal.desk.situational_insight.voids.models import InsightRun, PublicQuestion
from tangkal.engines import LakeError, MemoryLake
from tests.desk.conftest import NOON
from tests.desk.situation_reports.worlds import DAY, HOUR, days_before, lake_of, row, spread

pytestmark = pytest.mark.django_db


def told(edition, part):
    return "\n".join(words_of(block) for block in edition.measured["sections"][part])


def words_of(block):
    if block["kind"] in {"say", "warn"}:
        return plain(block["runs"])
    if block["kind"] == "table":
        rows = [" · ".join(plain(cell) for cell in row) for row in block["rows"]]
        return "\n".join([block["caption"], *rows])
    return block["title"]


def figures(edition):
    return {each["key"]: each["value"] for each in edition.figures}


def english(series):
    series.language = "en"
    series.save()
    return series


def test_a_draft_counts_the_period_and_no_more(draft, series):
    english(series)
    found = draft()
    assert found.number == 1
    assert figures(found)["items"] == 90
    assert figures(found)["narrative:N1:items"] == 60
    assert figures(found)["narrative:N2:items"] == 30
    assert "above the usual range of 20 to 22" in told(found, "themes")
    assert "10 earlier days" in told(found, "themes")


def test_every_figure_has_its_question_its_address_and_its_moment(draft):
    found = draft()
    assert len(found.figures) > 8
    for each in found.figures:
        assert each["what"]
        assert each["address"].startswith("/")
        assert each["as_of"] == NOON.isoformat()
    cited = {
        key
        for blocks in found.measured["sections"].values()
        for block in blocks
        for runs in (
            [block["runs"]] if "runs" in block else [c for r in block.get("rows", ()) for c in r]
        )
        for _words, key in runs
        if key
    }
    assert cited == set(figures(found))


def test_the_next_report_says_what_is_new_grew_and_faded(series, people):
    english(series)
    yesterday, today = NOON, NOON + DAY
    lake = lake_of(
        days_before(yesterday, narrative="N9"),
        spread(1, "N1", yesterday, 40),
        spread(100, "N2", yesterday, 90),
        spread(300, "N1", today, 200),
        spread(600, "N3", today, 50),
        spread(700, "N2", today, 10),
        spread(800, "N9", today, 60),
    )
    first = commands.draft(
        series, lake, until=yesterday, hours=24, by=people["analis"], now=yesterday
    )
    second = commands.draft(series, lake, until=today, hours=24, by=people["analis"], now=today)
    assert "first report" in told(first, "changes")
    rows = [
        line.split(" · ")
        for line in told(second, "changes").splitlines()
        if line.startswith(("new", "grew", "faded"))
    ]
    kinds = [(kind, int(now), int(before)) for kind, _title, now, before in rows]
    # N9 was there on the days before: it woke, it is not new.
    assert kinds == [("new", 50, 0), ("grew", 200, 40), ("grew", 60, 0), ("faded", 10, 90)]


def test_a_day_without_data_is_a_gap_and_never_calm(series, people):
    english(series)
    found = commands.draft(
        series, lake_of(days_before(NOON)), until=NOON, hours=24, by=people["analis"], now=NOON
    )
    assert "gap in what we see, not calm" in told(found, "themes")
    assert "No item was received" in told(found, "gaps")
    assert charts_of(found.measured) == []
    assert "[What we do not see" in found.words["top_line"]
    empty = commands.draft(
        series, MemoryLake(), until=NOON, hours=24, by=people["analis"], now=NOON
    )
    assert "No item was received" in told(empty, "gaps")


def test_sources_that_fell_silent_are_said_with_the_hour(series, people):
    english(series)
    lake = lake_of(days_before(NOON), spread(1, "N1", NOON - 5 * HOUR, 60, hours=19))
    found = commands.draft(series, lake, until=NOON, hours=24, by=people["analis"], now=NOON)
    assert "No data from any source in the last 5 hours, since 07:00" in told(found, "gaps")
    assert "Nothing was received in the last 5 hours" in told(found, "themes")


def test_one_source_that_fell_silent_is_named_while_others_go_on(series, people):
    english(series)
    lake = lake_of(
        days_before(NOON, items=48),
        spread(1, "N1", NOON, 60),
        [row(9_000_000 + hour, NOON - hour * HOUR, source="feed-b") for hour in range(9, 24 * 12)],
    )
    found = commands.draft(series, lake, until=NOON, hours=24, by=people["analis"], now=NOON)
    assert "No data from feed-b since 2 Mar 2026 04:00" in told(found, "gaps")
    assert "No data from any source" not in told(found, "gaps")
    assert "No data from test" not in told(found, "gaps")


def test_questions_that_nothing_answers_are_told_with_the_moment_they_were_measured(series, draft):
    english(series)
    run = InsightRun.objects.create(
        kind="voids", since=NOON - 7 * DAY, until=NOON, finished_at=NOON, read={}
    )
    for number, answer in enumerate(("none", "none", "answered")):
        PublicQuestion.objects.create(
            run=run,
            question=f"Kapan bantuan {number} cair?",
            kind="when",
            asks=9 - number,
            askers=8 - number,
            unnamed=0,
            wordings=2,
            first_at=NOON - (2 + 30 * number) * HOUR,
            last_at=NOON,
            answer=answer,
        )
    found = draft()
    text = told(found, "questions")
    assert "2 questions asked in public have no answer; 1 of them are new" in text
    assert "Kapan bantuan 0 cair? · 8" in text
    assert "Kapan bantuan 2 cair?" not in text
    assert "1 question that nothing answers is new" in told(found, "changes")
    stale = draft(until=NOON - 12 * HOUR, now=NOON)
    assert "not measured for this period" in told(stale, "questions")


def test_a_lake_that_cannot_be_read_is_said_and_stops_nothing_else(series, people):
    english(series)

    class Broken(MemoryLake):
        def _tally(self, tally):
            raise LakeError("the lake in /x cannot be read: disk")

    found = commands.draft(series, Broken(), until=NOON, hours=24, by=people["analis"], now=NOON)
    for part in ("themes", "gaps"):
        assert "the lake in /x cannot be read: disk" in told(found, part)
    assert "No verdict was approved" in told(found, "changes")
    assert "items" not in figures(found)


def test_a_flood_of_one_text_is_called_what_it_is(series, people):
    english(series)
    flood = spread(1, "N1", NOON, 500, family_id="F-one", text="Salin pesan ini")
    found = commands.draft(
        series, lake_of(flood), until=NOON, hours=24, by=people["analis"], now=NOON
    )
    assert "Copies of one text" in told(found, "themes")
    assert "100%" in told(found, "themes")
    assert "no usual range to compare with yet" in told(found, "themes")


def test_a_period_with_one_item_reads_without_a_narrative(series, people):
    english(series)
    lake = lake_of([row(1, NOON - HOUR)])
    found = commands.draft(series, lake, until=NOON, hours=24, by=people["analis"], now=NOON)
    assert figures(found)["items"] == 1
    assert figures(found)["narratives"] == 0


def test_exercise_and_world_are_never_counted_together(series, people, organisations):
    lake = lake_of(
        spread(1, "N1", NOON, 40),
        spread(100, "N1", NOON, 25, is_exercise=True, text="LATIHAN kabar"),
    )
    english(series)
    drill = commands.create_series(
        by=people["analis"],
        name="Harian",
        kind="ad_hoc",
        organisation=organisations["ministry"],
        is_exercise=True,
        language="en",
    )
    made = {
        each.is_exercise: commands.draft(
            each, lake, until=NOON, hours=24, by=people["analis"], now=NOON
        )
        for each in (series, drill)
    }
    assert figures(made[False])["items"] == 40
    assert figures(made[True])["items"] == 25
    assert "25 items of the same hours belong to an exercise" in told(made[False], "gaps")
    assert "40 items of the same hours belong to the world" in told(made[True], "gaps")
    assert "LATIHAN" not in told(made[False], "themes")
    assert [each.number for each in made.values()] == [1, 1]


def test_a_report_of_one_province_counts_that_province_alone(people, organisations):
    lake = lake_of(
        spread(1, "N1", NOON, 40, region_code="99.01"),
        spread(100, "N1", NOON, 30, region_code="12"),
    )
    province = commands.create_series(
        by=people["province_analis"],
        name="Provinsi",
        kind="daily",
        organisation=organisations["province"],
        region=organisations["province"].region,
        language="en",
    )
    found = commands.draft(
        province, lake, until=NOON, hours=24, by=people["province_analis"], now=NOON
    )
    assert figures(found)["items"] == 40
    assert "Only items that carry the region Provinsi Contoh" in told(found, "gaps")
    assert "carry no region" in told(found, "questions")


def test_groups_of_fewer_than_five_are_counted_and_not_described(draft, series):
    english(series)
    for number, size in enumerate((6, 4)):
        Community.objects.create(
            label=f"Tautan {number}",
            behaviours=["url"],
            accounts=[f"{number}-{each}" for each in range(size)],
            first_at=NOON - 3 * HOUR,
            last_at=NOON - HOUR,
            seen_until=NOON,
        )
    text = told(draft(), "communities")
    assert "Tautan 0 · 6 · the same link" in text
    assert "Tautan 1" not in text
    assert "1 smaller group is not described" in text


def test_titles_are_a_persons_words_before_the_items_own(draft, series):
    english(series)
    Signal.objects.create(
        key="narrative:N2",
        narrative_id="N2",
        title="Isu nama baru",
        first_seen_at=NOON,
        last_seen_at=NOON,
    )
    text = told(draft(), "themes")
    assert "“Isu nama baru”" in text
    assert "“Besok harga BBM naik, kabar nomor" in text


def test_the_lake_is_asked_a_fixed_number_of_questions(series, people, monkeypatch):
    asked = []
    tally = MemoryLake._tally
    monkeypatch.setattr(
        MemoryLake, "_tally", lambda self, question: asked.append(question) or tally(self, question)
    )
    few = lake_of(spread(1, "N1", NOON, 5))
    many = lake_of(*(spread(1000 * n, f"N{n}", NOON, 5) for n in range(1, 41)))
    for lake in (few, many):
        commands.draft(series, lake, until=NOON, hours=24, by=people["analis"], now=NOON)
    assert len(asked) == 2 * 7


def test_a_report_about_the_future_is_refused(draft):
    with pytest.raises(Exception, match="lie ahead"):
        draft(until=NOON + timedelta(hours=1))


def test_hours_between_slots_are_whole():
    assert gathering.hours_between(NOON, NOON + 5 * HOUR) == 5
    assert gathering.hours_between(NOON, NOON + timedelta(minutes=90)) == 2


@pytest.fixture
def case(people, organisations):
    """A case about N1, with a claim and no verdict yet."""
    found = Case.objects.create(
        number="2026-0007",
        title="BBM",
        lead_organisation=organisations["agency"],
        opened_by=people["analis"],
        opened_at=NOON - DAY,
    )
    signal = Signal.objects.create(
        key="narrative:N1",
        narrative_id="N1",
        title="Isu BBM",
        platforms={"tiktok": 9, "x": 2},
        first_seen_at=NOON - DAY,
        last_seen_at=NOON,
    )
    found.signals.add(signal)
    Claim.objects.create(case=found, text="BBM naik malam ini", created_by=people["analis"])
    return found


def case_line(edition):
    return next(
        line.split(" · ")
        for line in told(edition, "false_items").splitlines()
        if line.startswith("2026-0007")
    )


def test_a_case_stands_with_origin_spread_breakout_verdict_and_confidence(
    draft, series, case, people
):
    english(series)
    assert case_line(draft()) == [
        "2026-0007: BBM naik malam ini",
        "tiktok, 1 Mar 2026 12:00 WIB",
        "60",
        "at least 1 (counted)",
        "none yet",
        "not judged yet",
    ]
    BreakoutFlag.objects.create(
        narrative_id="N1",
        kind="mainstream_media",
        evidence="https://berita.example/1",
        happened_at=NOON,
        set_by=people["analis"],
    )
    assert case_line(draft())[3] == "4 (by evidence)"


@pytest.mark.parametrize(
    "change",
    [
        {"is_exercise": True},
        {"lead_organisation": "foreign"},
        {"gate": "opinion"},
    ],
)
def test_no_list_of_false_items_holds_opinion_other_offices_or_exercises(
    draft, series, case, people, organisations, change
):
    if "gate" in change:
        GateAssessment.objects.create(
            case=case,
            kind=change["gate"],
            is_checkable=False,
            may_be_labelled=False,
            reason="Pendapat.",
            by=people["analis"],
        )
    else:
        for name, value in change.items():
            setattr(case, name, organisations.get(value, value))
        case.save()
    assert "2026-0007" not in told(draft(), "false_items")


def test_a_report_of_one_province_holds_no_case_of_another(people, organisations, case, lake):
    province = organisations["province"].region
    series = commands.create_series(
        by=people["analis"],
        name="Provinsi",
        kind="ad_hoc",
        organisation=organisations["ministry"],
        region=province,
    )

    def cases():
        found = commands.draft(series, lake, until=NOON, hours=24, by=people["analis"], now=NOON)
        return told(found, "false_items").count("2026-0007")

    assert cases() == 0
    case.signals.update(region=organisations["district"].region)
    assert cases() == 1
