"""What the machine's careful colleague says of a message, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.desk.strategic_communication.labels import FINDINGS, PARTS
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.strategic_communication.templates import TEMPLATES
from tangkal.strategic_communication.writing.readability import Readability
from tangkal.strategic_communication.writing.review import Remark, Review, review_parts

# Facts locked in a message house are compared beside this, with the house's own words.
SENTENCES: Mapping[str, Promise] = MappingProxyType(
    FINDINGS
    | {
        "long_sentence": _("This sentence has %(found)d words; readers follow %(most)d."),
        "hard_to_read": _(
            "Harder to read than %(percent)d of 100 Indonesian fact-check articles: shorten "
            "sentences, say it in everyday words."
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One remark as the page says it."""

    code: str
    part: object
    sentence: str
    passage: str
    blocks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All remarks on one version, and how it reads."""

    remarks: tuple[Shown, ...]
    readability: Readability


def reading_of(message: Message, version: MessageVersion) -> Reading:
    """A version as the careful colleague reads it."""
    found = review_of(message, version)
    return Reading(
        remarks=tuple(shown(remark) for remark in found.remarks), readability=found.readability
    )


def review_of(message: Message, version: MessageVersion) -> Review:
    claim = message.case.claims.order_by("-pk").first()
    return review_parts(
        {part: str(text) for part, text in version.parts.items()},
        channel=TEMPLATES[message.template].channel,
        claim=claim.text if claim else "",
    )


def shown(remark: Remark) -> Shown:
    return Shown(
        code=remark.code,
        part=PARTS.get(remark.part, ""),
        sentence=str(SENTENCES[remark.code]) % dict(remark.facts),
        passage=remark.passage,
        blocks=remark.blocks,
    )
