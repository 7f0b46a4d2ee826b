"""Drafts on schedule: each slot once, whatever happens to the worker; what was missed is shown."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tangkal.desk.alerts.models import Destination, ExerciseLeave, Message
from tangkal.desk.jobs import reports
from tangkal.desk.situation_reports import commands
from tangkal.desk.situation_reports.models import Edition, Slot
from tangkal.desk.workflow import ActionDenied
from tangkal.kernel import InvalidInput, InvalidRecord
from tangkal.situational_insight.report import Rhythm
from tests.desk.conftest import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def begun(series):
    series.rhythm_since = NOON - 3 * DAY
    series.daily_at = time(11)
    series.save()
    return series


@pytest.mark.django_db
def test_the_newest_slot_is_drafted_and_those_before_it_are_missed(begun, lake):
    assert reports.work(lake, now=NOON) == 1
    slots = list(Slot.objects.order_by("at"))
    assert [slot.is_missed for slot in slots] == [True, True, False]
    edition = Edition.objects.get()
    assert edition.drafted_by is None
    assert (edition.until, edition.hours) == (NOON - HOUR, 24)
    missed = "\n".join(str(block) for block in edition.measured["sections"]["gaps"])
    assert "2 reports of the series" in missed or "2 laporan" in missed


@pytest.mark.django_db
def test_a_worker_that_looks_again_or_twice_makes_no_second_draft(begun, lake):
    for _ in range(3):
        reports.work(lake, now=NOON)
    assert Edition.objects.count() == 1
    assert reports.work(lake, now=NOON + DAY) == 1
    assert [each.number for each in Edition.objects.order_by("number")] == [1, 2]


@pytest.mark.django_db
def test_two_workers_at_once_fill_a_slot_once(begun, lake):
    slot = begun.rhythm.previous(NOON)
    reports.work(lake, now=NOON)
    # The other worker saw the slot open, measured, and comes second.
    made = reports.commands.drafting.make(begun, lake, until=slot, hours=24, as_of=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        commands.store(begun, made, by=None, slot_at=slot)
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_a_worker_killed_while_it_measures_leaves_nothing_and_drafts_again(
    begun, lake, monkeypatch
):
    make = commands.drafting.make

    def killed(*arguments, **named):
        make(*arguments, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(commands.drafting, "make", killed)
    with pytest.raises(KeyboardInterrupt):
        reports.work(lake, now=NOON)
    assert Edition.objects.count() == 0
    monkeypatch.setattr(commands.drafting, "make", make)
    assert reports.work(lake, now=NOON + HOUR) == 1
    assert Slot.objects.filter(edition=None).count() == 2


@pytest.mark.django_db
def test_a_series_that_fails_holds_up_no_other(begun, lake, people, organisations, monkeypatch):
    other = commands.create_series(
        by=people["analis"], name="Krisis", kind="crisis", organisation=organisations["ministry"]
    )
    type(other).objects.filter(pk=other.pk).update(rhythm_since=NOON - DAY)
    make = commands.drafting.make

    def fails_for_one(series, *arguments, **named):
        if series.pk == begun.pk:
            raise RuntimeError("disk")
        return make(series, *arguments, **named)

    monkeypatch.setattr(commands.drafting, "make", fails_for_one)
    assert reports.work(lake, now=NOON) == 1


@pytest.mark.django_db
def test_a_crisis_is_reported_at_its_levels_hours_about_the_time_since_the_last(
    people, organisations, lake
):
    crisis = commands.create_series(
        by=people["analis"],
        name="Krisis",
        kind="crisis",
        crisis_level=2,
        organisation=organisations["ministry"],
    )
    type(crisis).objects.filter(pk=crisis.pk).update(rhythm_since=NOON)
    for hours, expected in ((1, 5), (6, 5), (20, 14)):  # 13:00, 18:00 and 08:00 WIB
        assert reports.work(lake, now=NOON + hours * HOUR) == 1
        assert Edition.objects.order_by("-number")[0].hours == expected


@pytest.mark.django_db
def test_a_changed_rhythm_counts_from_the_change(begun, people, lake):
    changed = commands.change_series(
        begun, by=people["analis"], expected_version=1, daily_at=time(6)
    )
    assert reports.work(lake, now=changed.rhythm_since + timedelta(minutes=1)) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("drill", "leave", "told"), [(0, 0, 1), (1, 0, 0), (1, 1, 1)])
def test_a_draft_on_schedule_tells_the_office_once(people, organisations, lake, drill, leave, told):
    place = Destination.objects.create(
        organisation=organisations["ministry"], name="Grup", kind="chat"
    )
    if leave:
        ExerciseLeave.objects.create(
            by=people["pengendali_latihan"], why="gladi", until=datetime(2100, 1, 1, tzinfo=UTC)
        )
    made = commands.create_series(
        by=people["analis"],
        name="H",
        kind="daily",
        organisation=organisations["ministry"],
        destination=place,
        is_exercise=bool(drill),
    )
    type(made).objects.filter(pk=made.pk).update(rhythm_since=NOON - DAY)
    reports.work(lake, now=NOON)
    reports.work(lake, now=NOON)
    messages = list(Message.objects.all())
    assert len(messages) == told
    for message in messages:
        assert f"/desk/situation-reports/{Edition.objects.get().pk}/" in message.body
        assert ("LATIHAN" in message.subject) == bool(drill)


def test_levels_and_times_that_cannot_be_are_refused():
    with pytest.raises(InvalidInput, match="level 4"):
        Rhythm.crisis(4, "Asia/Jakarta")
    with pytest.raises(InvalidRecord, match="in order"):
        Rhythm(times=(time(9), time(8)), zone="Asia/Jakarta")
    with pytest.raises(InvalidInput, match="time zone"):
        Rhythm.daily(time(8), "Asia/Jakarta").between(datetime(2026, 3, 2), NOON)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(
    level=st.integers(1, 3),
    zone=st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    start=moments,
    cuts=st.lists(st.integers(1, 3000), min_size=1, max_size=6),
)
def test_however_a_span_is_cut_every_slot_comes_once(level, zone, start, cuts):
    rhythm = Rhythm.crisis(level, zone)
    ends = [start]
    for minutes in cuts:
        ends.append(ends[-1] + timedelta(minutes=minutes))
    whole = rhythm.between(start, ends[-1])
    parts = [at for a, b in pairwise(ends) for at in rhythm.between(a, b)]
    assert parts == whole == sorted(set(whole))
    for at in whole:
        assert rhythm.previous(at + timedelta(seconds=1)) == at
        assert rhythm.next(at - timedelta(seconds=1)) == at


@pytest.mark.django_db
def test_drafts_are_told_to_no_other_offices_destination(people, organisations):
    place = Destination.objects.create(
        organisation=organisations["foreign"], name="Grup lain", kind="chat"
    )
    with pytest.raises(ActionDenied, match="another office"):
        commands.create_series(
            by=people["analis"],
            name="H",
            kind="daily",
            organisation=organisations["ministry"],
            destination=place,
        )
