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
        "translated": _("words in another language that mean the same: %(detail)s"),
        "phrase": _("the same phrase: “%(detail)s”"),
        "numbers": _("the same figures: %(detail)s"),
        "near_copy": _("a near copy: %(detail)s%% of the claim stands in it word for word"),
        "url": _("the same address: %(detail)s"),
        "meaning": _("near in meaning, as the sentence encoder %(detail)s reads both"),
    }
    if kind in sentences and detail:
        return sentences[kind] % {"detail": detail}
    return detail or kind
