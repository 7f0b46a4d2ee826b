"""From the lake to communities and signals: planted groups are found, and nothing else is."""

from datetime import timedelta

import pyarrow.compute as pc
import pytest

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.coordination import commands
from tangkal.desk.coordination.models import Community, Definition, Run, RunTables, Sighting
from tangkal.desk.jobs import coordination as job
from tangkal.early_warning.coordination import DEFINITIONS
from tests.desk.conftest import NOON
from tests.desk.coordination.worlds import group, lake_of, members, noise

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def run(lake, *, until=NOON, by=None, **settings):
    asked = commands.ask_for_run(by=by, until=until, days=settings.pop("days", 7), **settings)
    assert job.work(lake, now=until) == 1
    asked.refresh_from_db()
    return asked


def test_the_planted_group_of_a_fictional_week_is_found_by_the_whole_job(
    week, week_lake, chain_holds
):
    done = run(week_lake(week.items), until=week.end, is_exercise=True)

    planted = set(week.items.filter(week.is_planted)["author"].to_pylist())
    community = Community.objects.get()
    assert set(community.accounts) == planted
    assert len(planted) > 8
    assert community.objects_shared == 3
    assert done.state == Run.State.DONE
    signal = Signal.objects.get()
    assert (signal.key, signal.is_exercise) == (f"coordination:{community.pk}", True)
    assert signal.reasons[0]["accounts"] == len(planted)
    assert community.signal == signal
    chain_holds()


def test_the_same_week_without_the_group_has_no_community(week, week_lake):
    organic = week.items.filter(pc.invert(week.is_planted))
    done = run(week_lake(organic), until=week.end, is_exercise=True)
    assert done.state == Run.State.DONE
    assert done.counts["shares_compared"] > 1_500
    assert not Community.objects.exists()
    assert not Signal.objects.exists()


def test_items_of_an_exercise_and_of_the_world_are_never_looked_at_together():
    half = group("a", NOON, size=6)
    # Each of the two lacks a half of what was shared together: two objects for a pair are few.
    mixed = [{**row, "is_exercise": place < 12} for place, row in enumerate(half)]
    lake = lake_of(noise(NOON), mixed)
    run(lake)
    run(lake, is_exercise=True)
    assert not Community.objects.exists()
    run(lake_of(noise(NOON), half))
    assert set(Community.objects.get().accounts) == set(members("a"))


def test_one_group_makes_one_signal_however_many_runs_find_it(chain_holds):
    lake = lake_of(noise(NOON), group("a", NOON))
    run(lake)
    signal = Signal.objects.get()
    Signal.objects.update(state=SignalState.DISMISSED)
    grown = lake_of(noise(NOON), group("a", NOON + DAY, size=8, objects=5))
    run(grown, until=NOON + DAY)

    community = Community.objects.get()
    assert len(community.accounts) == 8
    assert community.sightings.count() == 2
    again = Signal.objects.get()
    assert again.pk == signal.pk
    assert again.reasons[0]["accounts"] == 8
    assert again.state == SignalState.DISMISSED  # a person's answer stays
    assert AuditEvent.objects.filter(action="signal.raised").count() == 1
    chain_holds()


def test_a_look_at_an_older_window_does_not_make_a_community_smaller():
    lake = lake_of(noise(NOON), group("a", NOON, size=8))
    run(lake)
    early = lake_of(noise(NOON), group("a", NOON - 2 * DAY, size=6))
    run(early, until=NOON - DAY)
    assert len(Community.objects.get().accounts) == 8


def test_two_groups_that_become_one_keep_the_older_signal(chain_holds):
    busy = noise(NOON, objects=300, shares=3_000)
    run(lake_of(busy, group("a", NOON), group("b", NOON, first=200_000)))
    assert Community.objects.count() == Signal.objects.count() == 2
    both = members("a") + members("b")
    together = group("c", NOON + DAY, size=12, objects=6, first=300_000)
    place = dict(zip(members("c", 12), both, strict=True))
    together = [{**each, "author": place[each["author"]]} for each in together]
    run(lake_of(busy, together), until=NOON + DAY)

    older, younger = Community.objects.order_by("pk")
    assert younger.merged_into == older
    assert set(older.accounts) == set(both)
    first, second = Signal.objects.order_by("pk")
    assert (first.state, second.state) == (SignalState.NEW, SignalState.DUPLICATE)
    assert second.duplicate_of == first
    chain_holds()


def test_what_is_allowed_is_left_out_and_the_run_says_how_much(people):
    lake = lake_of(noise(NOON), group("a", NOON))
    commands.allow(
        kind="domain",
        value="a.example",
        reason="peringatan dini",
        until=job.timezone.localdate() + 30 * DAY,
        by=people["analis"],
    )
    done = run(lake)
    assert not Community.objects.exists()
    (entry,) = done.provenance["allowed"]
    assert entry["shares_left_out"] == 24
    assert (entry["reason"], entry["added_by"]) == ("peringatan dini", "Analis")


def test_an_outlets_name_leaves_out_its_own_accounts_alone(people):
    rows = group("a", NOON)
    for row in rows:
        if row["author"] == members("a")[0]:
            row["author_name"] = "Kabar Contoh"
    commands.allow(
        kind="outlet",
        value="kabar contoh",
        reason="kantor berita",
        until=job.timezone.localdate(),
        by=people["analis"],
    )
    run(lake_of(noise(NOON), rows))
    assert set(Community.objects.get().accounts) == set(members("a")[1:])


def test_two_accounts_raise_no_signal_and_neither_does_a_definition_without_chance():
    run(lake_of(noise(NOON), group("a", NOON, size=2, objects=8)))
    assert len(Community.objects.get().accounts) == 2
    run(lake_of(noise(NOON), group("a", NOON)), definition=Definition.COOTWEET)
    assert Community.objects.filter(definition="cootweet").exists()
    assert not Signal.objects.exists()


def test_a_window_that_holds_too_much_is_read_from_its_end_and_says_so(monkeypatch):
    monkeypatch.setattr(job, "MOST_ITEMS", 500)
    done = run(lake_of(noise(NOON)))
    assert done.provenance["read"]["items_not_read"] == 400
    assert done.provenance["read"]["items"] == 500


def test_an_empty_window_is_a_finished_run_with_nothing_in_it():
    done = run(lake_of(noise(NOON)), until=NOON - 30 * DAY)
    assert (done.state, done.counts["communities"]) == (Run.State.DONE, 0)
    assert not RunTables.objects.exists()


def test_what_cannot_be_counted_stops_the_run_and_not_the_worker(monkeypatch):
    from tangkal.early_warning.coordination import detection

    monkeypatch.setattr(detection, "MOST_PAIRS", 1)
    done = run(lake_of(noise(NOON), group("a", NOON)))
    assert done.state == Run.State.FAILED
    assert "shorten it" in done.fault


def test_a_fault_of_our_own_stops_the_run_and_leaves_nothing_half_stored(monkeypatch, chain_holds):
    def broken(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(job, "raise_signals", broken)
    done = run(lake_of(noise(NOON), group("a", NOON)))
    assert (done.state, done.fault) == (Run.State.FAILED, "ZeroDivisionError")
    assert not Community.objects.exists()
    assert not RunTables.objects.exists()
    chain_holds()


def test_a_run_that_a_killed_worker_left_behind_is_done_again():
    asked = commands.ask_for_run(by=None, until=NOON, days=7)
    Run.objects.update(state=Run.State.RUNNING, started_at=NOON - timedelta(hours=2))
    assert job.work(lake_of(noise(NOON)), now=NOON) == 1
    asked.refresh_from_db()
    assert asked.state == Run.State.DONE


def test_the_daily_run_is_asked_once_a_day_for_each_reality_with_items():
    lake = lake_of(noise(NOON))
    job.ask_daily(lake, now=NOON)
    job.ask_daily(lake, now=NOON + DAY / 2)
    assert list(Run.objects.values_list("is_exercise", flat=True)) == [False]
    job.ask_daily(lake, now=NOON + 1.1 * DAY)
    assert Run.objects.count() == 2


def test_runs_go_before_their_items_and_communities_with_their_last_run(chain_holds):
    run(lake_of(noise(NOON), group("a", NOON)))
    first_item = NOON - timedelta(days=7)
    assert job.forget_before(first_item - 2 * DAY) == 0
    assert Community.objects.exists()
    assert job.forget_before(first_item) == 1
    for model in (Run, RunTables, Community, Sighting):
        assert not model.objects.exists()
    assert Signal.objects.exists()  # what people did with it stays theirs
    chain_holds()


def test_the_desk_offers_the_librarys_definitions():
    assert tuple(Definition.values) == DEFINITIONS
