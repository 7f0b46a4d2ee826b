"""The words of judgement: FIRST, ABCDE, SCOTCH, intent, techniques and questions."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tangkal.desk.cases import words as case_words
from tangkal.desk.ui.vocabulary import PRIORITIES
from tangkal.impact_analysis.abcde import ActorKind
from tangkal.impact_analysis.first import Head, Present
from tangkal.impact_analysis.intent import Cue, Disorder, Intent
from tangkal.impact_analysis.techniques import TABLES, Technique

Words = Mapping[str, Promise]

FIRST_HEADS: Words = {
    Head.FABRICATION.value: _("Fabrication: is content invented or altered?"),
    Head.IDENTITY.value: _("Identity: is the source disguised or misrepresented?"),
    Head.RHETORIC.value: _("Rhetoric: a malign tone or a fallacy?"),
    Head.SYMBOLISM.value: _("Symbolism: are facts used for an aim they have nothing to do with?"),
    Head.TECHNOLOGY.value: _("Technology: is technology used to deceive?"),
}
HEAD_NAMES: Words = {
    Head.FABRICATION.value: _("Fabrication"),
    Head.IDENTITY.value: _("Identity"),
    Head.RHETORIC.value: _("Rhetoric"),
    Head.SYMBOLISM.value: _("Symbolism"),
    Head.TECHNOLOGY.value: _("Technology"),
}
FIRST_ITEMS: Words = {
    "forged_document": _("Forged document"),
    "doctored_media": _("Doctored picture, sound or video"),
    "twisted_quote": _("Twisted quotation"),
    "fake_site": _("Fake site or screenshot"),
    "fake_account": _("Fake or hijacked account"),
    "impersonated_official": _("Impersonated official or agency"),
    "false_expert": _("False expert"),
    "front_group": _("Front group"),
    "persona_mismatch": _("Behaviour that does not fit the persona"),
    "trolling": _("Trolling"),
    "whataboutism": _("Whataboutism"),
    "strawman": _("Straw man"),
    "ad_hominem": _("Attack on the person"),
    "false_dilemma": _("False dilemma"),
    "social_proof": _("“Everybody says so”"),
    "emotive_aggravation": _("Stirring up feelings"),
    "old_event_as_new": _("Old event shown as new"),
    "out_of_context_image": _("Picture out of context"),
    "cherry_picked_statistic": _("Cherry-picked statistic"),
    "conspiracy_linkage": _("Link to a conspiracy"),
    "hijacked_hashtag": _("Hijacked hashtag or date"),
    "bots": _("Bots"),
    "coordinated_posting": _("Coordinated inauthentic posting"),
    "synthetic_media": _("Deepfake or synthetic media"),
    "mass_ai_text": _("Mass-produced machine text"),
    "off_platform_coordination": _("Coordination off the platform"),
    "dark_ads": _("Dark advertising"),
}
PRESENTS: Words = {
    Present.YES.value: _("Yes"),
    Present.NO.value: _("No"),
    Present.UNCLEAR.value: pgettext_lazy("answer", "Unclear"),
}
LETTERS: Words = {
    "actor": _("Actor"),
    "behaviour": _("Behaviour"),
    "content": pgettext_lazy("abcde", "Content"),
    "degree": _("Degree"),
    "effect": pgettext_lazy("abcde", "Effect"),
}
SCOTCH_PARTS: Words = {
    "source": pgettext_lazy("scotch", "Source"),
    "channel": pgettext_lazy("scotch", "Channel"),
    "objective": pgettext_lazy("scotch", "Objective"),
    "target": pgettext_lazy("scotch", "Target"),
    "composition": pgettext_lazy("scotch", "Composition"),
    "hook": pgettext_lazy("scotch", "Hook"),
}
ACTOR_KINDS: Words = {
    ActorKind.UNKNOWN.value: _("Not known"),
    ActorKind.UNORGANISED_PUBLIC.value: _("The public, not organised"),
    ActorKind.COMMUNITY.value: _("A community around a shared interest"),
    ActorKind.ANONYMOUS_NETWORK.value: _("A network of anonymous accounts"),
    ActorKind.COMMERCIAL.value: _("A commercial interest"),
    ActorKind.FRAUD_RING.value: _("A fraud ring"),
    ActorKind.POLITICAL_ORGANISATION.value: _("A political organisation"),
    ActorKind.MEDIA_OUTLET.value: _("A media outlet"),
    ActorKind.PUBLIC_INSTITUTION.value: _("A public institution"),
    ActorKind.FOREIGN_STATE.value: _("A foreign state, on evidence"),
}
PERSONAL: Words = {
    "handle": _("an account’s name"),
    "phone": _("a telephone number"),
    "identity": _("an identity number"),
    "email": _("an e-mail address"),
}
INTENTS: Words = {
    Intent.UNKNOWN.value: pgettext_lazy("intent", "Unknown"),
    Intent.INADVERTENT.value: pgettext_lazy("intent", "Inadvertent"),
    Intent.NEGLIGENT.value: pgettext_lazy("intent", "Negligent"),
    Intent.DELIBERATE.value: pgettext_lazy("intent", "Deliberate"),
}
CUES: Words = {
    Cue.CORRECTED.value: _("Was it corrected when challenged?"),
    Cue.REPEATED.value: _("Is there a repeated pattern?"),
    Cue.BENEFICIARY.value: _("Does somebody benefit?"),
    Cue.COORDINATED.value: _("Is it coordinated?"),
}
DISORDERS: Words = {
    Disorder.NONE.value: _("No disorder"),
    Disorder.MISINFORMATION.value: _("Misinformation"),
    Disorder.DISINFORMATION.value: _("Disinformation"),
    Disorder.MALINFORMATION.value: _("Malinformation"),
}
COLUMNS: Words = {
    "assumption": _("Assumption"),
    "why": _("Why we hold it"),
    "holds": _("Does it hold, and what would break it?"),
    "source": _("Source"),
    "grade": _("Admiralty grade"),
    "gap": _("What is missing"),
    "indicator": _("Indicator"),
    "threshold": _("Threshold"),
    "seen": _("Seen so far"),
}
SCORES: Mapping[int, Promise] = {
    -2: _("−2 strongly against"),
    -1: _("−1 against"),
    0: _("0 says nothing"),
    1: _("+1 for"),
    2: _("+2 strongly for"),
}
# What is asked of the techniques that are texts.
TEXTS: Words = {
    Technique.DEVILS_ADVOCACY.value: _("The best case against our judgement, and how it held"),
    Technique.RED_TEAM.value: _("What the other side would do next, seen through its eyes"),
    Technique.WHAT_IF.value: _(
        "It has come otherwise: how did it happen, what was the first sign?"
    ),
    Technique.HIGH_IMPACT_LOW_PROBABILITY.value: _(
        "The unlikely course that would hurt most, and what would make it likely"
    ),
}
LOOK_REASONS: Words = {
    "high": _("every high priority is judged twice"),
    "drawn": _("drawn at random"),
}


def say_technique(code: str) -> str:
    return case_words.say(case_words.TECHNIQUES, code)


def columns_of(technique: str) -> list[tuple[str, Promise]]:
    """(key, heading) of the columns of a technique that is a table."""
    return [(key, COLUMNS[key]) for key in TABLES.get(Technique(technique), ())]


def question(key: str) -> str:
    """A question of the second look in words."""
    kind, _colon, rest = key.partition(":")
    if kind == "harm":
        return case_words.say(case_words.SEVERITY_ITEMS, rest)
    if kind == "first":
        return f"FIRST: {HEAD_NAMES[rest]}"
    return str(QUESTIONS[key])


QUESTIONS: Words = {
    "reach": pgettext_lazy("question", "Reach"),
    "breakout": _("Breakout level"),
    "likelihood": _("Likelihood"),
    "confidence": pgettext_lazy("question", "Confidence"),
    "priority": _("Computed priority"),
    "disorder_type": _("How it misleads"),
    "intent": _("Intent"),
}


def answer(key: str, value: object) -> str:
    """An answer to a question of the second look in words."""
    kind = key.partition(":")[0]
    tables: Mapping[str, Mapping[Any, object]] = {
        "harm": case_words.SEVERITIES,
        "reach": case_words.REACHES,
        "breakout": case_words.BREAKOUTS,
        "likelihood": case_words.TERMS,
        "confidence": case_words.CONFIDENCES,
        "disorder_type": case_words.DISORDER_TYPES,
        "intent": INTENTS,
        "first": PRESENTS,
    }
    if key == "priority":
        return str(PRIORITIES[str(value)].label)
    return str(tables[kind].get(value, value))
