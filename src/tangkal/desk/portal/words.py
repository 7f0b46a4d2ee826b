"""Verdicts and parts of an answer in a citizen's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.ui.vocabulary import VERDICTS
from tangkal.impact_analysis.categories import Category

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

# The topics of hoaxes, as the ministry's archive counts them.
CATEGORIES: dict[str, Promise] = {
    Category.HEALTH.value: _("Health"),
    Category.FRAUD.value: _("Fraud"),
    Category.GOVERNMENT.value: _("Government"),
    Category.POLITICS.value: _("Politics"),
    Category.INTERNATIONAL.value: _("International"),
    Category.CRIME.value: _("Crime"),
    Category.DISASTER.value: _("Disaster"),
    Category.DEFAMATION.value: _("Defamation"),
    Category.RELIGION.value: _("Religion"),
    Category.MYTH.value: _("Myth"),
    Category.TRADE.value: _("Trade"),
    Category.EDUCATION.value: _("Education"),
    Category.OTHER.value: pgettext_lazy("category", "Other"),
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

# Of a request to a platform, as it stood when somebody objected.
REQUEST_FIELDS: dict[str, Promise] = {
    "kind": _("What was asked"),
    "law": _("Legal basis"),
    "provision": _("Provision"),
    "what": _("In words"),
    "statement": _("Statement of reasons"),
    "items": _("Posts and pages"),
}
# What of a request to a platform can be objected to.
OBJECTIONS: dict[str, Promise] = {
    "request": _("The request as a whole"),
    "not_false": _("What I posted is not false"),
    "protected": _("It is press work, satire, opinion or criticism"),
    "law": _("The law does not forbid it"),
    "proportion": _("It goes further than needed"),
    "mine_not": _("It is about another post than mine"),
}

# Fields of a published answer that are no part of its text.
FIELDS: dict[str, Promise] = {
    "headline": _("Headline"),
    "claim_text": _("The claim"),
    "verdict": _("Verdict"),
    "sources": _("Sources"),
    "media": _("The picture, video or sound"),
}


def verdict_name(code: str) -> str:
    """The verdict's name in the active language."""
    word = VERDICTS.get(code)
    return str(word.label) if word else code


def plain_verdict(code: str) -> str:
    """The verdict as one plain sentence; empty for a code without one."""
    return str(PLAIN.get(code, ""))
