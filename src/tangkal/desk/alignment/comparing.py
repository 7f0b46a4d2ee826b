"""Compare a text with the version of its house that is in force, and keep what was measured."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.alignment import telling
from tangkal.desk.alignment.models import AlignmentCheck, LocalText, Value
from tangkal.desk.audit.commands import record
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.strategic_communication.alignment.check import VERSION, MessageCheck, check_text

LONGEST = 60_000  # characters of a local text that are compared


@transaction.atomic
def compare(text: LocalText, at: datetime) -> list[AlignmentCheck]:
    """Measure every key message of the version in force; one that was measured stays as it is."""
    version = house_queries.in_force(text.house)
    if version is None:
        fail(text, _("No version of the message house is in force."))
        return []
    if not text.text.strip():
        fail(text, _("There are no words to compare; paste what the picture or file says."))
        return []
    known = list(text.checks.filter(house_version=version))
    made = known or AlignmentCheck.objects.bulk_create(measured(text, version, at))
    if not known and any(each.value == Value.CONTRADICTS for each in made):
        telling.tell_measured(text, version)
    text.state, text.reason = LocalText.State.COMPARED, ""
    text.save(update_fields=["state", "reason"])
    record(
        "alignment.compared", text, by=None, house_version=version.pk, method=VERSION,
        values={each.message_id: each.value for each in made},
    )  # fmt: skip
    return made


def measured(text: LocalText, version: MessageHouseVersion, at: datetime) -> list[AlignmentCheck]:
    messages = house_queries.key_messages(version)
    results = check_text(messages, text.text[:LONGEST])
    return [
        AlignmentCheck(
            local_text=text, house_version=version, message_id=message.id, message=message.text,
            place=place, importance=message.importance, value=as_value(result),
            share=round(result.share, 4), found=[asdict(each) for each in result.found_in],
            missing=list(result.missing),
            contradictions=[
                {**asdict(each), "kind": str(each.kind)} for each in result.contradictions
            ],
            confidence=max((each.confidence for each in result.contradictions), default=None),
            method=VERSION, checked_at=at,
        )
        for place, (message, result) in enumerate(zip(messages, results, strict=True))
    ]  # fmt: skip


def as_value(result: MessageCheck) -> Value:
    return Value(f"{result.value:g}")


def fail(text: LocalText, why: str) -> None:
    text.state, text.reason = LocalText.State.FAILED, why[:300]
    text.save(update_fields=["state", "reason"])
