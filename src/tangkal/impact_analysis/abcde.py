"""ABCDE: actor, behaviour, content, degree, effect; and SCOTCH, the same in one sentence.

The actor is a kind of actor in the aggregate. Private persons are never described: what names
one is refused where it can be seen.

Source: the ABCDE framework (Pamment 2020); SCOTCH (Blazek 2021), its letters as recalled.
"""

from collections.abc import Mapping
from enum import StrEnum

from tangkal.text.privacy import EMAIL, HANDLE, IDENTITY, PHONE, mask_personal_data

LETTERS = ("actor", "behaviour", "content", "degree", "effect")
SCOTCH = ("source", "channel", "objective", "target", "composition", "hook")
PERSONAL = {HANDLE: "handle", PHONE: "phone", IDENTITY: "identity", EMAIL: "email"}


class ActorKind(StrEnum):
    """Kinds of actors, none of them a private person."""

    UNKNOWN = "unknown"
    UNORGANISED_PUBLIC = "unorganised_public"
    COMMUNITY = "community"
    ANONYMOUS_NETWORK = "anonymous_network"
    COMMERCIAL = "commercial"
    FRAUD_RING = "fraud_ring"
    POLITICAL_ORGANISATION = "political_organisation"
    MEDIA_OUTLET = "media_outlet"
    PUBLIC_INSTITUTION = "public_institution"
    FOREIGN_STATE = "foreign_state"


def personal_kinds(text: str) -> list[str]:
    """What in a text names or reaches a person: handle, phone, identity, email.

    >>> personal_kinds("akun @budi77 dan jejaringnya")
    ['handle']
    """
    masked = mask_personal_data(text)
    return [kind for mark, kind in PERSONAL.items() if masked.count(mark) > text.count(mark)]


_SENTENCES = {
    "id": "{source} menyebarkan {composition} melalui {channel} kepada {target}, dengan pengait "
    "{hook}, agar {objective}.",
    "en": "{source} spreads {composition} through {channel} to {target}, with {hook} as the hook, "
    "so that {objective}.",
}


def brief(parts: Mapping[str, str], language: str = "id") -> str:
    """The one-sentence brief; empty while a part is missing.

    >>> brief({part: part for part in SCOTCH}, "en")[:38]
    'Source spreads composition through cha'
    """
    words = {part: parts.get(part, "").strip().rstrip(".") for part in SCOTCH}
    if not all(words.values()):
        return ""
    sentence = _SENTENCES[language].format(**words)
    return sentence[:1].upper() + sentence[1:]
