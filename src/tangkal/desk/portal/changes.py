"""What a correction changed, part by part and word by word, as every reader may see it."""

from collections.abc import Mapping
from typing import Any

from tangkal.desk.portal.media import as_text
from tangkal.desk.portal.models import Correction
from tangkal.desk.portal.words import FIELDS, OBJECTIONS, PARTS, REQUEST_FIELDS, verdict_name
from tangkal.strategic_communication.differences import Run, word_differences


def changes_of(correction: Correction) -> list[tuple[object, list[Run]]]:
    """(label, runs) of each part whose words differ, in reading order."""
    before, after = readable(correction.before), readable(correction.after)
    return [
        (label(key), word_differences(before.get(key, ""), after.get(key, "")))
        for key in {**before, **after}
        if before.get(key, "") != after.get(key, "")
    ]


def readable(fields: Mapping[str, Any]) -> dict[str, str]:
    """The stored fields as the words that stood on the page."""
    found = {
        "headline": str(fields.get("headline", "")),
        "claim_text": str(fields.get("claim_text", "")),
        "verdict": verdict_name(str(fields.get("verdict", ""))),
    }
    found |= {part["key"]: part["text"] for part in fields.get("parts", [])}
    found["sources"] = "\n".join(
        " ".join(filter(None, (each.get("title"), each.get("url"))))
        for each in fields.get("sources", [])
    )
    found["media"] = as_text(fields.get("media", []))
    return found


def label(key: str) -> object:
    for table in (FIELDS, OBJECTIONS, REQUEST_FIELDS):
        if key in table:
            return table[key]
    return PARTS.get(key, key)
