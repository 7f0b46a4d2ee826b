"""A version as its approver reads it: every field in words, and what changed."""

from collections.abc import Iterator
from typing import Any

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal.words import CATEGORIES, FIELDS, PARTS
from tangkal.desk.reference.forms import initial_of
from tangkal.desk.reference.labels import field_labels
from tangkal.desk.reference.models import Entry, EntryVersion
from tangkal.strategic_communication.differences import Run, word_differences

HIDDEN = {"edition", "dial", "file", "version", "upload"}


def fields_of(entry: Entry, version: EntryVersion) -> list[tuple[object, str]]:
    """(label, words) of each field with words in it, in the form's order."""
    return [(label, text) for _key, label, text in rows_of(entry, version) if text]


def rows_of(entry: Entry, version: EntryVersion) -> Iterator[tuple[str, object, str]]:
    content = version.content
    if entry.kind == Entry.Kind.TRANSLATION:
        yield "headline", FIELDS["headline"], content["headline"]
        yield "claim_text", FIELDS["claim_text"], content["claim_text"]
        for part in content["parts"]:
            yield part["key"], PARTS.get(part["key"], part["key"]), part["text"]
        return
    told = initial_of(content)
    for name, label in field_labels(entry.kind).items():
        if name not in HIDDEN:
            yield name, label, in_words(name, told.get(name, ""))


def in_words(name: str, value: Any) -> str:
    if name == "region" and value:
        found = Region.objects.filter(pk=value).first()
        return str(found) if found else str(value)
    if name == "category" and value:
        return str(CATEGORIES.get(value, value))
    return str(value)


def changes(
    entry: Entry, older: EntryVersion, newer: EntryVersion
) -> list[tuple[object, list[Run]]]:
    """(label, runs) of each field whose words differ."""
    before = {key: text for key, _label, text in rows_of(entry, older)}
    return [
        (label, word_differences(before.get(key, ""), text))
        for key, label, text in rows_of(entry, newer)
        if before.get(key, "") != text
    ]
