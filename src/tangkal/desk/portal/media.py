"""A picture, video or sound that an answer judges: what was done to it, and where it is from.

The categories are schema.org's MediaManipulationRatingEnumeration.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.kernel import InvalidRecord

MOST = 3  # in one answer

# Code of schema.org → (name, one plain sentence).
AUTHENTICITY: Mapping[str, tuple[Promise, Promise]] = {
    "DecontextualizedContent": (
        _("Taken out of its context"),
        _("It was not altered, but it shows another event, place or time than claimed."),
    ),
    "EditedOrCroppedContent": (
        _("Cut or cropped"),
        _("Parts were left out or put together so that it seems to say something else."),
    ),
    "TransformedContent": (
        _("Altered or made by a machine"),
        _("Something in it was added, removed, replaced or made up."),
    ),
    "StagedContent": (_("Staged"), _("The scene was set up for the camera and never happened so.")),
    "SatireOrParodyContent": (_("Satire or parody"), _("It was made as a joke.")),
    "OriginalMediaContent": (
        _("Original"),
        _("It shows what it is said to show, without misleading changes."),
    ),
}
MEDIUMS: Mapping[str, Promise] = {
    "picture": _("Picture"),
    "video": _("Video"),
    "audio": _("Sound"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedMedia:
    """One picture, video or sound and what was found about it."""

    medium: str  # a key of MEDIUMS
    authenticity: str  # a key of AUTHENTICITY
    alt: str  # what is seen or heard, for whoever cannot see or hear it
    original_context: str = ""  # where, when and by whom it really was made
    original_link: str = ""  # an address of the original
    seen_at: str = ""  # an address where it circulates

    def __post_init__(self) -> None:
        if self.medium not in MEDIUMS:
            raise InvalidRecord(f"medium {self.medium!r} is none of {', '.join(MEDIUMS)}")
        if self.authenticity not in AUTHENTICITY:
            raise InvalidRecord(
                f"authenticity {self.authenticity!r} is none of {', '.join(AUTHENTICITY)}"
            )
        if not self.alt.strip():
            raise InvalidRecord("a judged picture, video or sound needs words for what it shows")
        for link in (self.original_link, self.seen_at):
            if link and not link.startswith(("https://", "http://")):
                raise InvalidRecord(f"{link!r} is no address of the web")


def in_words(media: Mapping[str, str]) -> dict[str, str]:
    """A stored medium as readers are told of it."""
    name, sentence = AUTHENTICITY[media["authenticity"]]
    what = MEDIUMS[media["medium"]]
    return {**media, "name": str(name), "sentence": str(sentence), "what": str(what)}


def as_text(media: Iterable[Mapping[str, str]]) -> str:
    """All of them as lines of words, for comparing two versions."""
    return "\n".join(
        " ".join(
            part
            for part in (
                f"{each['what']}: {each['name']}.",
                each["alt"],
                each.get("original_context"),
                each.get("original_link"),
                each.get("seen_at"),
            )
            if part
        )
        for each in map(in_words, media)
    )
