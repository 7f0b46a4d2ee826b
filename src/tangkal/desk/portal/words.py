"""Verdicts and parts of an answer in a citizen's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.desk.ui.vocabulary import VERDICTS

# One sentence a verdict, for somebody who has ten seconds.
PLAIN: dict[str, Promise] = {
    "SALAH": _("This is not true."),
    "MENYESATKAN": _("Parts of it are real, but the conclusion is misleading."),
    "KONTEKS_SALAH": _("The material is real, but it is about something else."),
    "DIMANIPULASI": _("The picture, sound or text was altered."),
    "TIRUAN": _("Somebody pretends to be a source that they are not."),
    "PENIPUAN": _("This is a fraud. Do not fill in data and do not pay."),
    "SATIRE": _("This is satire: it was made as a joke."),
    "BELUM_TERBUKTI": _("There is no sufficient evidence for it, nor against it."),
    "BENAR": _("This is true."),
    "BENAR_SEBAGIAN": _("Part of this is true."),
}

PARTS: dict[str, Promise] = {
    "fact": _("The fact"),
    "myth": _("What circulates"),
    "explanation": _("Why it is not so"),
    "fact_again": _("To remember"),
    "action": _("What you can do"),
    # of a first statement in a crisis
    "empathy": _("To everybody affected"),
    "confirmed": _("What is confirmed"),
    "unknown": _("What is not known yet"),
    "process": _("How we find out"),
    "commitment": _("What we commit to"),
    "information": _("Where to learn more"),
    "next_update": _("Next update"),
}

# Fields of a published answer that are no part of its text.
FIELDS: dict[str, Promise] = {
    "headline": _("Headline"),
    "claim_text": _("The claim"),
    "verdict": _("Verdict"),
    "sources": _("Sources"),
}


def verdict_name(code: str) -> str:
    """The verdict's name in the active language."""
    word = VERDICTS.get(code)
    return str(word.label) if word else code


def plain_verdict(code: str) -> str:
    """The verdict as one plain sentence; empty for a code without one."""
    return str(PLAIN.get(code, ""))
