"""What a holding template must hold before two people may approve it for a crisis to come.

The elements of a first crisis message (CDC CERC): empathy, confirmed facts, what is not yet
known, how it is being found out, commitment, where to learn more; beside them a protective
action, the next update, version and issuer. Each stands as a part or as a place to fill.
"""

from collections.abc import Mapping

from tangkal.kernel import InvalidInput
from tangkal.strategic_communication.placeholders import NAMED
from tangkal.strategic_communication.templates import HINTS, TEMPLATES

CODE = "holding_statement"
PARTS = TEMPLATES[CODE].parts
# part → places that must stand in it: what nobody can know in quiet times is left to fill.
PLACES: Mapping[str, tuple[str, ...]] = {
    "confirmed": ("confirmed",),
    "unknown": ("unknown",),
    "process": ("process",),
    "action": ("protective_action",),
    "next_update": ("next_update", "version", "issuer"),
}
# Places the desk fills by itself; the others are asked of whoever drafts.
BY_DESK = ("issuer", "version", "next_update")


def check_template(parts: Mapping[str, str]) -> None:
    """Refuse a template that lacks an element, or a place that only the crisis can fill.

    Raises:
        InvalidInput: naming the part and what it lacks.

    >>> check_template({part: "x" for part in PARTS})
    Traceback (most recent call last):
    ...
    tangkal.kernel.errors.InvalidInput: part confirmed lacks the place {confirmed}
    """
    for part in PARTS:
        if not parts.get(part, "").strip():
            raise InvalidInput(f"part {part} is empty")
        for place in PLACES.get(part, ()):
            if f"{{{place}}}" not in parts[part]:
                raise InvalidInput(f"part {part} lacks the place {{{place}}}")
    for place in places(parts):
        if place not in HINTS["id"]:
            raise InvalidInput(f"the place {{{place}}} is not one of {', '.join(HINTS['id'])}")


def places(parts: Mapping[str, str]) -> list[str]:
    """The names of the places in a template's parts, in reading order, each once.

    >>> places({"headline": "{issuer}: {event}", "unknown": "{unknown} {issuer}"})
    ['issuer', 'event', 'unknown']
    """
    return list(dict.fromkeys(name for text in parts.values() for name in NAMED.findall(text)))


def asked(parts: Mapping[str, str]) -> list[str]:
    """The places that a person fills."""
    return [place for place in places(parts) if place not in BY_DESK]
