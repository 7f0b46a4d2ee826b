"""What the public looks up, over the API: writers write, approvers who did not publish."""

from typing import Any

from tangkal.desk.reference import commands
from tests.desk.reference.conftest import SERVICE, a_pdf, out
from tests.safeguards.answers import APPROVING, READING, WRITING, own, roles

TABLE = {
    "reference.list_pages": roles(READING),
    "reference.get_page": own(READING),
    "reference.begin": roles(WRITING, 201),
    "reference.begin_translation": roles(WRITING, 201),
    "reference.add_file": roles(WRITING, 201),
    "reference.write_version": own(WRITING, 201, hidden=WRITING),
    "reference.submit": own(WRITING, hidden=WRITING),
    "reference.send_back": own(APPROVING, hidden=APPROVING),
    "reference.publish": own(APPROVING, hidden=APPROVING),
    "reference.withdraw": own(APPROVING, hidden=APPROVING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    writer = people["penyusun"]

    def begun(title: str) -> Any:
        filled = SERVICE | {"title": title}
        return commands.begin("service", filled, office=writer.organisation, by=writer)

    draft = begun("PPID satu")
    waiting = begun("PPID dua")
    waiting = commands.submit(waiting, by=writer, expected_version=waiting.version)
    standing = out(begun("PPID tiga"), people)

    def at(entry: Any) -> Any:
        return {"entry_id": entry.pk}, {"version": entry.version}

    keys = ("fact", "myth", "explanation", "fact_again", "action")
    words = dict.fromkeys(("headline", "claim_text", *(f"part_{k}" for k in keys)), "Kecap")
    seen = {"seen": commands.latest(waiting).sha256}
    return {
        "reference.get_page": at(draft),
        "reference.begin_translation": (
            world["clarification"],
            {"language": "su", "fields": words},
        ),
        "reference.add_file": ({}, {"file": a_pdf()}),
        "reference.write_version": at(draft),
        "reference.submit": at(draft),
        "reference.send_back": at(waiting),
        "reference.publish": (at(waiting)[0], at(waiting)[1] | seen),
        "reference.withdraw": at(standing),
    }
