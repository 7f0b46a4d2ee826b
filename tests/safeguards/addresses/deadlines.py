"""Who sees what is due, who sets limits and hours, who plans the duty, who answers a call."""

from datetime import time, timedelta

from django.utils import timezone

from tangkal.desk.deadlines.models import DutyShift, Escalation
from tests.safeguards.answers import LOOK, NO, PLANNING, READING, SHUT, Who, own, roles, signed_in

APPROVING = frozenset({"penyetuju"})

TABLE = {
    "deadlines": LOOK,
    "deadline-figures": LOOK,
    "deadline-count": (signed_in(), NO),
    # A call is the called person's alone; "analis" was called.
    "deadline-acknowledge": (
        NO,
        Who(ours=frozenset({"analis"}), answer=302, hidden=READING, hidden_from_ours=READING),
    ),
    # Everybody's own office; an empty form is answered to those who may set its table.
    "deadline-limits": (roles(READING), roles(APPROVING, 422)),
    "deadline-hours": (roles(READING), roles(APPROVING, 422)),
    "duty": (roles(READING), roles(READING, 422)),
    "duty-end": (NO, own(PLANNING, 302)),
    # The case is published: no clock runs on it any more.
    "case-pause": (SHUT, SHUT),
    "case-resume": (NO, own(READING, 409)),  # the button carries no version here
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    shift = DutyShift.objects.create(
        organisation=case.lead_organisation,
        user=people["analis"],
        weekday=0,
        starts=time(8),
        ends=time(16),
    )
    call = Escalation.objects.create(
        clock="case:1:verify:20260302T050000",
        stage=1,
        person=people["analis"],
        organisation=case.lead_organisation,
        step="verify",
        title=case.number,
        url="/desk/deadlines/",
        due_at=timezone.now() + timedelta(hours=1),
    )
    return {
        "deadline-acknowledge": {"call_id": call.pk},
        "duty-end": {"shift_id": shift.pk},
        "case-pause": {"number": case.number},
        "case-resume": {"number": case.number},
    }
