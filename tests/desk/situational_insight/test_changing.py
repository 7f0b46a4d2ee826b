"""What an analyst does to narratives holds everywhere, is on record, and can be taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.coordination.models import Community
from tangkal.desk.coordination.queries import narrative_titles
from tangkal.desk.early_warning.models import HitCount, Indicator, Plan
from tangkal.desk.early_warning.watching.counting import history
from tangkal.desk.situational_insight import commands, membership
from tangkal.desk.situational_insight.families import families_of
from tangkal.desk.situational_insight.models import Narrative, NarrativeEvent, NarrativeOrder
from tangkal.desk.workflow import ActionDenied, StaleObject
from tests.desk.lakes import item

NARRATIVES = "/desk/narratives/"
WHY = "cerita yang sama"


@pytest.fixture
def lake(use_lake):
    """Two narratives on fuel in three texts, and one on a flood."""
    return use_lake(
        item("a1", narrative="N1", family_id="a", hours_ago=9, text="Harga BBM naik besok pagi"),
        item("a2", narrative="N1", family_id="a", text="Harga BBM naik besok pagi"),
        item("b1", narrative="N1", family_id="b", text="Antrean SPBU panjang karena BBM naik"),
        item("c1", narrative="N2", family_id="c", text="BBM naik, harga sembako ikut"),
        item("d1", narrative="N3", family_id="d", text="Banjir merendam jalan desa"),
    )


@pytest.fixture
def analyst(people):
    return people["analis"]


def counted(lake) -> dict[str, int]:
    """Items by narrative as everybody sees it now."""
    membership.tell(lake)
    ids = ["N1", "N2", "N3", *Narrative.objects.values_list("pk", flat=True)]
    return {key: n for key, n in zip(ids, lake.totals(ids).tolist(), strict=True) if n}


def signal_on(narrative: str, **fields) -> Signal:
    now = timezone.now()
    return Signal.objects.create(
        key=f"narrative:{narrative}",
        narrative_id=narrative,
        title=f"Isu {narrative}",
        first_seen_at=now,
        last_seen_at=now,
        **fields,
    )


# -- merging -------------------------------------------------------------------------------


def test_after_a_merge_everybody_counts_both_and_the_old_page_leads_to_the_new(
    signed_in, analyst, lake, chain_holds
):
    event = commands.merge("N1", "N2", by=analyst, why=WHY)

    assert counted(lake) == {"N1": 4, "N3": 1}
    browser = signed_in("analis")
    assert (
        browser.get(f"{NARRATIVES}N2/items/?q=bbm").headers["Location"].endswith("/N1/items/?q=bbm")
    )
    assert browser.get(f"{NARRATIVES}N1/").context["found"].items == 4
    assert set(event.evidence["words"]) >= {"bbm", "naik"}
    assert (event.evidence["items"], event.why) == ([3, 1], WHY)
    order = NarrativeOrder.objects.get()
    assert (order.kind, order.narrative_id, order.other_id) == ("merge", "N1", "N2")
    assert AuditEvent.objects.filter(action="narrative.merged").count() == 1
    assert chain_holds()


def test_signals_nobody_touched_become_duplicates_and_a_persons_stay(analyst, people, lake):
    kept = signal_on("N1")
    fresh = signal_on("N2")
    taken = Signal.objects.create(
        key="exercise:N2",
        narrative_id="N2",
        title="x",
        state=SignalState.SCREENED,
        owner=people["pemantau"],
        first_seen_at=timezone.now(),
        last_seen_at=timezone.now(),
    )
    commands.merge("N1", "N2", by=analyst, why=WHY)
    for signal in (kept, fresh, taken):
        signal.refresh_from_db()
    assert (fresh.state, fresh.duplicate_of, fresh.narrative_id) == ("DUPLIKAT", kept, "N1")
    assert (taken.state, taken.owner, taken.narrative_id) == ("DISARING", people["pemantau"], "N1")
    assert taken.key == "exercise:N1"  # nobody else's: it goes on as the survivor's own
    assert (kept.state, kept.key) == ("BARU", "narrative:N1")


def test_nothing_new_disappears_behind_what_somebody_dismissed(analyst, lake):
    signal_on("N1", state=SignalState.DISMISSED)
    fresh = signal_on("N2")
    commands.merge("N1", "N2", by=analyst, why=WHY)
    fresh.refresh_from_db()
    assert (fresh.state, fresh.narrative_id) == ("BARU", "N1")


def test_a_merge_taken_back_leaves_nothing_behind(analyst, lake):
    kept, fresh = signal_on("N1"), signal_on("N2")
    before = counted(lake)
    event = commands.merge("N1", "N2", by=analyst, why=WHY)
    # A copy that came meanwhile was written under the survivor: its text brings it back.
    lake.append("b2", table(item("c2", narrative="N1", family_id="c", text="BBM naik, harga")))

    commands.undo(event.pk, by=analyst)

    assert counted(lake) == before | {"N2": 2}
    fresh.refresh_from_db()
    assert (fresh.state, fresh.narrative_id, fresh.duplicate_of) == ("BARU", "N2", None)
    assert fresh.due_at is not None
    assert Narrative.objects.get(pk="N2").merged_into is None
    told = [(order.kind, order.other_id, order.families) for order in NarrativeOrder.objects.all()]
    assert told == [("merge", "N2", []), ("split", "N2", ["c"]), ("keep_apart", "N2", [])]
    with pytest.raises(ValidationError, match="already"):
        commands.undo(event.pk, by=analyst)
    assert kept.state == "BARU"


def table(*rows):
    import pyarrow as pa

    from tangkal.kernel.schema import LAKE

    return pa.Table.from_pylist(list(rows), schema=LAKE)


def test_only_the_last_turn_is_taken_back(analyst, lake):
    first = commands.merge("N1", "N2", by=analyst, why=WHY)
    second = commands.merge("N1", "N3", by=analyst, why=WHY)
    with pytest.raises(ValidationError, match="since"):
        commands.undo(first.pk, by=analyst)
    commands.undo(second.pk, by=analyst)
    commands.undo(first.pk, by=analyst)
    assert counted(lake) == {"N1": 3, "N2": 1, "N3": 1}


def test_merges_in_a_row_lead_to_the_last(analyst, lake):
    commands.merge("N1", "N2", by=analyst, why=WHY)
    commands.merge("N3", "N1", by=analyst, why=WHY)
    assert membership.current_ids(["N1", "N2", "N3"]) == {"N1": "N3", "N2": "N3", "N3": "N3"}
    assert counted(lake) == {"N3": 5}


# -- dividing ------------------------------------------------------------------------------


def test_a_split_moves_the_chosen_texts_now_and_later(signed_in, analyst, lake):
    new = commands.split("N1", ["b"], by=analyst, why="lain cerita", title="Antrean")
    lake.append("b2", table(item("b2", narrative="N1", family_id="b", text="Antrean SPBU")))

    assert counted(lake) == {"N1": 2, "N2": 1, "N3": 1, new.pk: 2}
    assert (str(new), new.parent_id) == ("Antrean", "N1")
    order = NarrativeOrder.objects.get()
    assert (order.kind, order.narrative_id, order.other_id, order.families) == (
        "split", "N1", new.pk, ["b"],
    )  # fmt: skip
    event = NarrativeEvent.objects.get()
    assert (event.evidence["families"], event.evidence["items"]) == ([1, 1], [1, 2])
    commands.undo(event.pk, by=analyst)
    assert counted(lake) == {"N1": 4, "N2": 1, "N3": 1}


@pytest.mark.parametrize(
    ("families", "why", "said"),
    [
        ([], WHY, "Choose"),
        (["d"], WHY, "Choose"),  # another narrative's
        (["a", "b"], WHY, "at least one"),
        (["b"], " ", "reason"),
    ],
)
def test_a_split_without_sense_is_refused_in_words(analyst, lake, families, why, said):
    with pytest.raises(ValidationError, match=said):
        commands.split("N1", families, by=analyst, why=why)
    assert not NarrativeOrder.objects.exists()
    assert families_of("N1") == {"a": 2, "b": 1}


# -- rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_analysts_change_narratives_and_nobody_else(people, lake, role):
    acts = (
        lambda by: commands.merge("N1", "N2", by=by, why=WHY),
        lambda by: commands.split("N1", ["b"], by=by, why=WHY),
        lambda by: commands.keep_apart("N1", "N2", by=by, why=WHY),
        lambda by: commands.rename("N1", title="BBM", by=by),
        lambda by: commands.describe("N1", summary="x", belief_anchor="", by=by),
        lambda by: commands.set_pin("N1", pinned=True, by=by),
        lambda by: commands.archive("N1", by=by, why=WHY),
    )
    for act in acts:
        with transaction.atomic():
            if role == Role.ANALYST:
                act(people[role])
            else:
                with pytest.raises(ActionDenied):
                    act(people[role])
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("one", "other", "why", "said"),
    [
        ("N1", "N1", WHY, "already"),
        ("N1", "N2", " ", "reason"),
        ("N1", "N9", WHY, "exercise"),
    ],
)
def test_a_merge_that_may_not_be_is_refused_in_words(analyst, lake, one, other, why, said):
    Narrative.objects.create(pk="N9", is_exercise=True)
    with pytest.raises(ValidationError, match=said):
        commands.merge(one, other, by=analyst, why=why)
    assert not NarrativeEvent.objects.exists()


def test_two_people_at_once_and_the_slower_one_is_told(people, analyst, lake):
    commands.rename("N1", title="Kabar BBM", by=people["second_analis"])
    with pytest.raises(StaleObject, match="Second Analis"):
        commands.rename("N1", title="Isu BBM", by=analyst, version=1)
    commands.merge("N1", "N2", by=analyst, why=WHY)
    with pytest.raises(StaleObject):
        commands.rename("N2", title="sudah tiada", by=analyst)
    with pytest.raises(Narrative.DoesNotExist):
        commands.rename("Nothing", title="x", by=analyst)


def test_names_notes_pins_and_the_archive_are_kept_with_their_history(analyst, lake):
    commands.rename("N1", title="Kabar BBM", by=analyst)
    commands.describe("N1", summary="Musiman", belief_anchor="worldview", by=analyst)
    commands.set_pin("N1", pinned=True, by=analyst)
    commands.archive("N1", by=analyst, why="selesai")
    with pytest.raises(ActionDenied, match="Archived"):
        commands.archive("N1", by=analyst, why="lagi")
    with pytest.raises(ValidationError, match="archived"):
        commands.merge("N1", "N2", by=analyst, why=WHY)
    row = commands.reactivate("N1", by=analyst, why="muncul lagi")
    assert (str(row), row.summary, row.belief_anchor, row.is_pinned, row.state) == (
        "Kabar BBM", "Musiman", "worldview", True, "AKTIF",
    )  # fmt: skip
    assert row.machine_title.startswith("Harga BBM")
    kinds = NarrativeEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["renamed", "described", "pinned", "archived", "reactivated"]
    with pytest.raises(ValidationError, match="not in the list"):
        commands.describe("N1", summary="", belief_anchor="person", by=analyst)


# -- membership ----------------------------------------------------------------------------


def test_a_process_asks_one_number_and_reads_only_what_is_new(analyst, lake):
    commands.merge("N1", "N2", by=analyst, why=WHY)
    assert membership.current_id("N2") == "N1"
    with CaptureQueriesContext(connection) as asked:
        assert membership.current_id("N2") == "N1"
    assert len(asked) == 1
    commands.merge("N1", "N3", by=analyst, why=WHY)
    with CaptureQueriesContext(connection) as asked:
        assert membership.current_ids(["N2", "N3"]) == {"N2": "N1", "N3": "N1"}
    assert len(asked) == 3


def test_a_database_restored_from_a_copy_is_read_anew(analyst, lake):
    with transaction.atomic():
        commands.merge("N1", "N2", by=analyst, why=WHY)
        assert membership.current_id("N2") == "N1"
        transaction.set_rollback(True)
    assert membership.current_id("N2") == "N2"


def test_what_was_stored_under_the_old_id_is_found_under_the_new(analyst, organisations, lake):
    """Counts of the watch list and communities keep ids for months; they are read as current."""
    plan = Plan.objects.create(
        title="BBM", organisation=organisations["ministry"], review_on=timezone.localdate()
    )
    indicator = Indicator.objects.create(plan=plan, name="Harga", any_of="bbm", items_hour=5)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for narrative, n in (("N1", 3), ("N2", 4)):
        HitCount.objects.create(indicator=indicator, narrative_id=narrative, hour=hour, items=n)
    signal_on("N1")
    commands.merge("N1", "N2", by=analyst, why=WHY)

    seen = history([indicator.pk], timezone.now())[indicator.pk, False]
    assert {key: hours[hour].items for key, hours in seen.items()} == {"N1": 7}
    community = Community(narratives=[["N2", 4], ["N3", 1]])
    assert narrative_titles([community]) == {"N2": "Isu N1"}
