"""What the case pages gained: spreads and counts."""

from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases.models import Capture, Case, CaseLink, CaseMerge, CaseView, Spread
from tests.safeguards.answers import (
    GRADING,
    LOOK,
    NO,
    PLANNING,
    PROVING,
    READING,
    SCREENING,
    SHUT,
    Who,
    own,
    roles,
)

COUNTING = SCREENING | {Role.VERIFIER.value, Role.REGIONAL_ADMIN.value}

TABLE = {
    "case-counts": LOOK,  # filtered by office
    "case-timeline": (own(READING), NO),
    "cases-assign": (NO, roles(READING, 302)),  # each case asks for itself
    "cases-export": (NO, roles(READING)),  # filtered by office
    "case-view-save": (NO, roles(READING, 302)),
    # A saved view is its owner's alone; "analis" owns this one.
    "case-view-delete": (
        NO,
        Who(ours=frozenset({"analis"}), answer=302, hidden=READING, hidden_from_ours=READING),
    ),
    "case-spreads": (own(READING), NO),
    "spread-add": (own(COUNTING), own(COUNTING, 422)),
    "spread-add-many": (own(COUNTING), own(COUNTING, 422)),
    "spread-draw": (NO, own(COUNTING, 302)),
    "spread-figures": (own(COUNTING), own(COUNTING, 422)),
    "spread-remove": (NO, own(READING, 302)),  # without a reason, for nobody
    "case-captures": (own(READING), NO),
    "capture-ask": (own(PROVING), own(PROVING, 422)),
    "capture-retry": (NO, own(PROVING, 302)),
    "case-assign": (own(PLANNING), own(PLANNING, 422)),
    "case-watch": (NO, own(READING, 302)),
    "case-here": (NO, own(READING)),
    "case-link": (own(GRADING), own(GRADING, 422)),
    "case-unlink": (NO, own(READING, 302)),  # without a reason, for nobody
    "case-merge": (SHUT, SHUT),
    "case-merge-undo": (NO, own(READING, 302)),  # without a reason, for nobody
}


def arguments(case, people):
    spread = Spread.objects.create(
        case=case,
        key="k",
        platform="web",
        url="https://kabar.example/1",
        origin="hand",
        added_by=people["analis"],
    )
    capture = Capture.objects.create(
        case=case,
        url="https://kabar.example/1",
        source="Kabar",
        state=Capture.State.FAILED,
        asked_by=people["analis"],
    )
    other = Case.objects.create(
        number="2020-0001",
        title="Lain",
        lead_organisation=case.lead_organisation,
        opened_by=people["analis"],
    )
    link = CaseLink.objects.create(
        case=case, other=other, kind="related", reason="x", by=people["analis"]
    )
    merge = CaseMerge.objects.create(
        source=other, into=case, reason="x", was_state=other.state, by=people["analis"]
    )
    view = CaseView.objects.create(user=people["analis"], name="Jabar")
    on_case = {"number": case.number}
    on_spread = on_case | {"spread_id": spread.pk}
    return {
        "case-timeline": on_case,
        "case-view-delete": {"view_id": view.pk},
        "case-spreads": on_case,
        "spread-add": on_case,
        "spread-add-many": on_case,
        "spread-draw": on_case,
        "spread-figures": on_spread,
        "spread-remove": on_spread,
        "case-captures": on_case,
        "case-assign": on_case,
        "case-watch": on_case,
        "case-here": on_case,
        "case-link": on_case,
        "case-merge": on_case,
        "case-unlink": on_case | {"link_id": link.pk},
        "case-merge-undo": on_case | {"merge_id": merge.pk},
        "capture-ask": on_case,
        "capture-retry": on_case | {"capture_id": capture.pk},
    }
