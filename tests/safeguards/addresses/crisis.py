"""Who opens which page of a crisis: readers of the lead agency look, its desk works."""

from datetime import timedelta

from django.utils import timezone

from tangkal.desk.accounts.roles import Role
from tangkal.desk.crisis import commands
from tangkal.desk.crisis.models import Addressee, RegionalAlert, Review
from tests.safeguards.answers import LOOK, NO, READING, Who, own, roles

WORKING = READING - {Role.AUDITOR.value, Role.EVALUATOR.value, Role.REGIONAL_ADMIN.value}
LEADING = frozenset({Role.APPROVER.value})
DRAFTING = frozenset({Role.ANALYST.value})
SEE = (own(READING), NO)
# An alert is there for the offices that it went to; none of these accounts works in one.
ELSEWHERE = Who(hidden=READING, hidden_from_ours=READING)

# 409: an empty form carries no version.
TABLE = {
    "crises": LOOK,  # filtered by office
    "crisis-propose": (roles(LEADING), roles(LEADING, 422)),
    "crisis-actions": LOOK,  # filtered by office
    # "analis" owns it; without evidence, for nobody.
    "crisis-action-close": (NO, own(LEADING | DRAFTING, 302)),
    "crisis-alert-received": (ELSEWHERE, ELSEWHERE),
    "crisis": SEE,
    "crisis-raise": (own(LEADING), own(LEADING, 422)),
    "crisis-proposal": (NO, own(LEADING, 302)),
    "crisis-renew": (NO, own(READING, 409)),
    "crisis-step": (NO, own(READING, 409)),
    "crisis-room": SEE,
    "crisis-pulse": SEE,
    "crisis-part": SEE,
    "crisis-team": SEE,
    "crisis-seat-give": (NO, own(LEADING, 302)),
    "crisis-hand-over": (own(LEADING), own(LEADING, 422)),
    "crisis-seat": (NO, own(LEADING, 302)),
    "crisis-mark": (NO, own(WORKING, 302)),
    "crisis-freeze": (own(WORKING), own(WORKING, 422)),
    "crisis-log": (own(READING), own(WORKING, 422)),
    "crisis-log-correct": (NO, own(WORKING, 302)),
    "crisis-log-file": SEE,
    "crisis-house": (own(READING), own(WORKING, 422)),
    "crisis-statement": (NO, own(WORKING, 404)),  # an empty form names no case
    "crisis-alert": (own(READING), own(WORKING, 422)),
    "crisis-report": (own(READING), own(DRAFTING, 302)),
    "crisis-questions": (own(READING), own(WORKING, 422)),
    "crisis-sheet": SEE,
    "crisis-question": (own(READING), own(WORKING, 422)),
    "crisis-question-step": (NO, own(READING, 409)),
    "crisis-briefing": (own(READING), own(WORKING, 422)),
    "crisis-rhythm": (NO, own(LEADING, 409)),
    "crisis-review": SEE,
    "crisis-review-edit": (own(WORKING), own(WORKING, 422)),
    "crisis-review-file": SEE,
    "crisis-action-new": (NO, own(WORKING, 302)),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A crisis of level 2 with one of everything; level 3 is asked for by a second approver."""
    ministry = people["penyetuju"].organisation
    asked = commands.propose(
        ministry, "Isu BBM", level=2, trigger="media", reason="antrean", cases=[case],
        by=people["penyetuju"],
    )  # fmt: skip
    crisis = commands.confirm(asked, by=people["second_penyetuju"])
    higher = commands.raise_level(
        crisis, level=3, trigger="nyawa", reason="korban", by=people["second_penyetuju"],
        expected_version=crisis.version,
    )  # fmt: skip
    now = timezone.now()
    analyst = people["analis"]
    entry = commands.write_entry(crisis, "fact", "Antrean", by=analyst)
    question = commands.ask(crisis, "Stok cukup?", source="media", by=analyst)
    action = commands.add_action(
        crisis, "Daftar kontak", owner=analyst, due_at=now + timedelta(days=3), by=analyst
    )
    later = now + timedelta(hours=1)
    alert = RegionalAlert.objects.create(crisis=crisis, text="x", by=analyst, confirm_by=later)
    province = people["province_analis"].organisation
    Addressee.objects.create(alert=alert, organisation=province)
    Review.objects.create(crisis=crisis, hot_wash_due_at=later, report_due_at=later)
    on, seat = {"crisis_id": crisis.pk}, crisis.seats.get()
    own_arguments = {
        "crisis-action-close": {"action_id": action.pk},
        "crisis-alert-received": {"alert_id": alert.pk},
        "crisis-proposal": on | {"proposal_id": higher.pk, "action": "confirm"},
        "crisis-step": on | {"action": "deescalate"},
        "crisis-part": on | {"topic": "log"},
        "crisis-hand-over": on | {"seat_id": seat.pk},
        "crisis-seat": on | {"seat_id": seat.pk, "action": "availability"},
        "crisis-mark": on | {"step": "policy_owner"},
        "crisis-log-correct": on | {"number": entry.number},
        "crisis-log-file": on | {"form": "csv"},
        "crisis-question": on | {"question_id": question.pk},
        "crisis-question-step": on | {"question_id": question.pk, "action": "check"},
        "crisis-review-edit": on | {"stage": "hot_wash"},
        "crisis-review-file": on | {"form": "pdf"},
    }
    plain = {
        name: on for name in TABLE if name not in {"crises", "crisis-propose", "crisis-actions"}
    }
    return plain | own_arguments
