"""Who opens which page of citizens' questions: readers look, those who work on content decide."""

from uuid import uuid4

from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import contacts, moving
from tangkal.desk.questions.models import Asked, Family, Outgoing
from tests.desk.recognise.test_media import picture, upload
from tests.safeguards.answers import (
    ADMIN,
    ANSWERING,
    AUDITOR,
    LOOK,
    NO,
    SCREENING,
    roles,
)

KEEPING = ADMIN | AUDITOR
ACTING = (NO, roles(ANSWERING, 302))  # an empty form says what is missing

TABLE = {
    "question-coverage": LOOK,
    "question-family": LOOK,
    "question-picture": LOOK,
    "question-picture-seen": LOOK,
    "questions-answer": ACTING,
    "question-family-answer": ACTING,
    "question-family-close": ACTING,
    "question-family-reopen": ACTING,
    "question-family-split": (NO, roles(ANSWERING, 409)),  # an empty form carries no version
    "question-family-merge": ACTING,
    "question-move-undo": ACTING,
    "question-family-case": (NO, roles(SCREENING, 302)),
    "replies": (roles(KEEPING), NO),
    "reply-account": (roles(KEEPING), roles(ADMIN, 422)),
    "reply-again": (NO, roles(ADMIN, 302)),
}


def question(
    family: Family, text: str = "Apakah benar tarif air naik bulan depan?"
) -> PublicReport:
    """A waiting question in a family, with a picture."""
    token = uuid4()
    report = PublicReport.objects.create(
        token=token,
        receipt=token.hex[:8].upper(),
        text="Apakah benar tarif air naik bulan depan?",
        item_id=token.hex,
    )
    Asked.objects.create(report=report, family=family, reason="same", picture=upload(picture(3)))
    Family.objects.filter(pk=family.pk).update(askers=family.asked.count())
    return report


def undelivered() -> Outgoing:
    """A message that failed for good."""
    contact = contacts.reach("email", "warga@contoh.example", language="id")
    return Outgoing.objects.create(
        contact=contact, key=uuid4().hex, text="Halo", state=Outgoing.State.PERMANENT
    )


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A family of two after one was split off, with a picture, and a message that failed."""
    family = Family.objects.create()
    first, *_others = [question(family) for _each in range(3)]
    family.refresh_from_db()
    made = moving.split(family, [first.pk], by=people["analis"])
    on = {"family_id": family.pk}
    found: dict[str, dict[str, object]] = {
        name: on for name in TABLE if name.startswith("question-family")
    }
    return found | {
        "question-picture": {"receipt": first.receipt},
        "question-picture-seen": {"receipt": first.receipt},
        "question-move-undo": {"move_id": made.pk},
        "reply-again": {"message_id": undelivered().pk},
    }
