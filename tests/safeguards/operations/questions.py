"""Families of questions and replies to citizens, as the API answers about them."""

from typing import Any

from tangkal.desk.questions import families, moving
from tangkal.desk.questions.models import Family
from tests.safeguards.addresses.questions import KEEPING, question, undelivered
from tests.safeguards.answers import ADMIN, ANSWERING, READING, SCREENING, roles

TABLE = {
    "question_families.list_families": roles(READING),
    "question_families.get_family": roles(READING),
    "question_families.coverage": roles(READING),
    "question_families.answer_family": roles(ANSWERING),
    "question_families.answer_many": roles(ANSWERING),
    "question_families.close_family": roles(ANSWERING),
    "question_families.reopen_family": roles(ANSWERING),
    "question_families.split": roles(ANSWERING, 201),
    "question_families.merge": roles(ANSWERING, 201),
    "question_families.undo_move": roles(ANSWERING),
    "question_families.open_case": roles(SCREENING, 201),
    "replies.list_replies": roles(KEEPING),
    "replies.count_replies": roles(KEEPING),
    "replies.get_account": roles(KEEPING),
    "replies.keep_account": roles(ADMIN),
    "replies.send_again": roles(ADMIN),
}


def places(world: dict[str, Any], _case: object, people: dict[str, Any]) -> dict[str, Any]:
    by, slug = people["analis"], world["clarification"]["slug"]
    waiting, other, settled = (Family.objects.create() for _each in range(3))
    first, _second, *_rest = [question(waiting) for _each in range(3)]
    question(other)
    question(settled)
    waiting.refresh_from_db()
    made = moving.split(waiting, [first.pk], by=by)
    families.close_family(settled, note="Bukan klaim.", by=by)
    for each in (waiting, other, settled):
        each.refresh_from_db()
    on, seen = {"family_id": waiting.pk}, {"version": waiting.version}
    left = waiting.asked.first().report
    return {
        "question_families.get_family": (on, {}),
        "question_families.answer_family": (on, seen | {"clarification": slug}),
        "question_families.answer_many": (
            {},
            {"clarification": slug, "families": [seen | {"id": waiting.pk}]},
        ),
        "question_families.close_family": (on, seen),
        "question_families.reopen_family": (
            {"family_id": settled.pk},
            {"version": settled.version},
        ),
        "question_families.split": (on, seen | {"receipts": [left.receipt]}),
        "question_families.merge": (on, seen | {"into": other.pk}),
        "question_families.undo_move": ({"move_id": made.pk}, {}),
        "question_families.open_case": (on, {}),
        "replies.send_again": ({"message_id": undelivered().pk}, {}),
    }
