"""Answers that were on the portal already get the dates of the message house that they speak from."""

from typing import Any

from django.db import migrations

from tangkal.strategic_communication.checks import MYTH_PARTS
from tangkal.strategic_communication.house import read_house
from tangkal.strategic_communication.house_checks import locks_in, says_any


def hold_pages(apps: Any, _editor: Any) -> None:
    houses = apps.get_model("strategic_communication", "MessageHouseVersion")
    messages = apps.get_model("strategic_communication", "Message")
    answers = apps.get_model("portal", "Clarification")
    standing = houses.objects.filter(
        approved_at__isnull=False, superseded_at=None, withdrawn_at=None
    ).exclude(house__state="DITARIK")
    for house in standing.select_related("house").iterator():
        locked = [str(each["text"]) for each in house.content.get("locked", ())]
        found = messages.objects.filter(case=house.house.case_id, state="TERBIT")
        for message in found.exclude(clarification_slug=""):
            version = message.versions.order_by("-number").first()
            if version is None or not says(message, version, house, locked):
                continue
            answers.objects.filter(slug=message.clarification_slug, confirmed_at=None).update(
                confirmed_at=house.truth_as_of, valid_until=house.expires_at
            )


def says(message: Any, version: Any, house: Any, locked: list[str]) -> bool:
    if message.language != house.house.language:
        return True
    words = [str(text) for part, text in version.parts.items() if part not in MYTH_PARTS]
    if locks_in("\n".join(words), locked):
        return True
    return says_any(read_house(house.content), version.parts)


class Migration(migrations.Migration):
    dependencies = [
        ("channels", "0001_initial"),
        ("portal", "0011_validity"),
        ("strategic_communication", "0008_house_end_told"),
    ]
    operations = [migrations.RunPython(hold_pages, migrations.RunPython.noop)]
