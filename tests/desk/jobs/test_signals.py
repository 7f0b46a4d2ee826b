"""The machine's figures move; what a person did with a signal does not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases.models import Signal
from tangkal.desk.jobs.signals import MEASURED_FIELDS, merge_reasons, store
from tangkal.desk.recognise.commands import store_claims
from tangkal.kernel import ClaimMatch, KnownClaim
from tangkal.pipeline.signals import SignalDraft, urgency_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
KNOWN = {"kind": "known_claim", "claim_id": "c1", "score": 0.95}
MAYBE = {"kind": "maybe_claim", "claim_id": "c1", "score": 0.5}
REPORT = {"kind": "report", "count": 2}
BURST = {"kind": "burst", "observed": 40, "usual_low": 0, "usual_high": 3, "q_value": 0.001}


def draft(*reasons, **changes) -> SignalDraft:
    reasons = reasons or (KNOWN,)
    fields = {
        "key": "narrative:N1",
        "narrative_id": "N1",
        "title": "Harga BBM naik",
        "excerpt": "Besok harga BBM naik",
        "reasons": reasons,
        "urgency": urgency_of(reasons),
        "items_total": 3,
        "volume": (0, 1, 2),
        "volume_until": NOW,
        "platforms": {"x": 3},
        "language": "id",
        "region_code": None,
        "sample_item_ids": ("a" * 32,),
        "best": match(0.95),
        "first_seen_at": NOW - timedelta(hours=2),
        "last_seen_at": NOW,
        "source_kind": "crawler",
        "is_exercise": False,
    }
    return SignalDraft(**(fields | changes))


def match(score, claim_id="c1") -> ClaimMatch:
    return ClaimMatch(
        item_id="a", claim_id=claim_id, score=score, reasons=(f"words|{score}",), method="m/1"
    )


@pytest.fixture(autouse=True)
def known(db):
    store_claims([KnownClaim(claim_id="c1", title="BBM naik")], by=None)
    AuditEvent.objects.all()


def test_a_new_narrative_becomes_one_signal_with_a_deadline(chain_holds):
    assert store([draft()]) == 1
    signal = Signal.objects.get()

    assert (signal.state, signal.key, signal.best_claim_id) == ("BARU", "narrative:N1", "c1")
    assert signal.due_at > signal.created_at
    assert AuditEvent.objects.filter(action="signal.raised").count() == 1
    assert chain_holds()


def test_a_typical_text_is_not_overwritten_by_what_came_last():
    store([draft()])
    store([draft(excerpt="wah", excerpt_is_typical=False)])
    assert Signal.objects.get().excerpt == "Besok harga BBM naik"
    store([draft(excerpt="Mulai besok harga BBM naik")])
    assert Signal.objects.get().excerpt == "Mulai besok harga BBM naik"


def test_more_of_the_same_grows_the_signal_without_another_event():
    store([draft()])
    assert store([draft(items_total=9, volume=(1, 2, 6), title="Harga BBM")]) == 0
    signal = Signal.objects.get()

    assert (signal.items_total, signal.volume, signal.title) == (9, [1, 2, 6], "Harga BBM")
    assert AuditEvent.objects.filter(action="signal.raised").count() == 1


def test_the_machine_never_touches_what_a_person_did(people):
    store([draft()])
    Signal.objects.update(
        state="DITOLAK", version=7, priority="HIGH", due_at=NOW, changed_by=people["pemantau"]
    )
    kept = [
        field.attname for field in Signal._meta.concrete_fields if field.name not in MEASURED_FIELDS
    ]
    before = Signal.objects.values(*kept).get()
    store([draft(KNOWN, BURST, items_total=500, is_exercise=True)])

    assert Signal.objects.values(*kept).get() == before
    assert {"state", "version", "due_at", "priority"} <= set(kept)
    assert Signal.objects.get().items_total == 500


def test_a_reason_once_found_stays_and_the_better_match_wins():
    store([draft(REPORT, MAYBE, best=match(0.5))])
    store([draft(KNOWN | {"score": 0.97}, best=match(0.97))])
    store([draft(KNOWN | {"score": 0.93}, BURST, best=match(0.93))])
    signal = Signal.objects.get()

    found = {reason["kind"]: reason for reason in signal.reasons}
    assert set(found) == {"known_claim", "burst", "report"}  # sure drives out perhaps
    assert found["known_claim"]["score"] == 0.97
    assert (signal.best_score, signal.best_reasons) == (pytest.approx(0.97), ["words|0.97"])
    assert signal.urgency == urgency_of(signal.reasons)


def test_reports_are_the_newest_count_not_a_sum():
    assert merge_reasons([REPORT], [REPORT | {"count": 5}]) == [REPORT | {"count": 5}]
    store([draft(REPORT)])
    store([draft(REPORT | {"count": 5})])

    assert [r["count"] for r in Signal.objects.get().reasons] == [5]


def test_reasons_stand_strongest_first():
    merged = merge_reasons([REPORT], [BURST, KNOWN])

    assert [each["kind"] for each in merged] == ["known_claim", "burst", "report"]


def test_merging_changes_neither_side():
    old, new = [dict(REPORT)], [dict(REPORT | {"count": 9})]
    merged = merge_reasons(old, new)
    merged[0]["count"] = 0

    assert (old[0]["count"], new[0]["count"]) == (2, 9)


def test_a_match_to_a_claim_long_gone_still_makes_a_signal():
    assert store([draft(best=match(0.95, "hilang"), region_code="99.99")]) == 1
    signal = Signal.objects.get()

    assert (signal.best_claim_id, signal.region_id) == (None, None)


def test_a_signal_without_a_match_keeps_the_best_one_it_had():
    store([draft()])
    store([replace(draft(REPORT), best=None)])

    assert Signal.objects.get().best_claim_id == "c1"


def test_each_narrative_has_its_own_signal():
    pair = [draft(), draft(key="narrative:N2", narrative_id="N2")]
    assert store(pair) == 2
    assert store(pair) == 0
    assert Signal.objects.count() == 2


@pytest.mark.parametrize(
    ("reasons", "priority"),
    [((KNOWN, BURST), "HIGH"), ((KNOWN,), "MEDIUM"), ((REPORT,), "LOW")],
)
def test_the_screening_deadline_follows_the_urgency(reasons, priority):
    store([draft(*reasons)])

    assert Signal.objects.get().priority == priority
