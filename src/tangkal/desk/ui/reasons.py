"""Why a text matched a known claim, said in the reader's language.

The kinds are those of :mod:`tangkal.recognise.reasons`: ``"words|gratis, bantuan"``.
"""

from django.utils.translation import gettext as _


def in_words(reason: str) -> str:
    """One reason as a short sentence; an unknown kind is shown as it was written."""
    kind, _bar, detail = reason.partition("|")
    sentences = {
        "words": _("rare words in common: %(detail)s"),
        "answered": _("words that go together in past posts and their checks: %(detail)s"),
        "article": _("words that the text of the answer has too: %(detail)s"),
        "translated": _("words in another language that mean the same: %(detail)s"),
        "phrase": _("the same phrase: “%(detail)s”"),
        "numbers": _("the same figures: %(detail)s"),
        "near_copy": _("a near copy: %(detail)s%% of the claim stands in it word for word"),
        "url": _("the same address: %(detail)s"),
        "meaning": _("near in meaning, as the sentence encoder %(detail)s reads both"),
    }
    if kind in PICTURE_KINDS and detail:
        return of_picture(kind, detail)
    if kind in sentences and detail:
        return sentences[kind] % {"detail": detail}
    return detail or kind


PICTURE_KINDS = ("picture", "picture_part", "video")


def of_picture(kind: str, detail: str) -> str:
    """How two pictures or videos are alike; see tangkal.desk.recognise.media.index."""
    first, _space, second = detail.partition(" ")
    sentences = {
        "picture": _("the whole picture is alike: %(first)s of 256 bits differ"),
        "picture_part": _("part of the picture is alike: %(first)s details in one arrangement"),
        "video": _(
            "%(first)s%% of its frames are in the known video, and %(second)s%% of that one’s"
            " frames in it"
        ),
    }
    return sentences[kind] % {"first": first, "second": second}
