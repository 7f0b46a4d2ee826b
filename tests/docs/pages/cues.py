"""The cues: what is looked for, what it may suggest, and whose addresses are known."""

from tangkal.desk.recognise.cues import sentence
from tangkal.recognise.cues import detect
from tangkal.recognise.cues.frameworks import DISARM, DISARM_OF, FIRST, FIRST_OF
from tangkal.recognise.cues.places import BODIES, OFFICIAL_ENDINGS, OUTLETS, SHORTENERS
from tangkal.recognise.cues.records import Cue, Kind
from tests.docs.markdown import code, head, joined, table
from tests.docs.words import translations

LEDE = """
What the panel [cues](../explanation/cues.md) of a signal or case looks for. FIRST letters are
indicators of RESIST 2; technique ids and names are of the DISARM Framework's red part (DISARM
Foundation, CC BY-SA 4.0), shown to analysts and verifiers only, and never of a case whose content
may not be labelled.
"""

EXAMPLES = {
    "body": "(…)",
    "domain": "(…)",
    "host": "(…)",
    "like": "(…)",
    "seen": "(…)",
    "year": "(…)",
    "copies": "(…)",
    "minutes": "(…)",
}


def said(kind: Kind) -> str:
    """The sentence in Indonesian, its facts left open."""
    english = sentence(Cue(kind, (), {name: f"%({name})s" for name in EXAMPLES}))
    found = min(translations().get(english, {english}))
    return found % EXAMPLES


def page() -> str:
    lines = head("Cues", "`recognise/cues/` and `desk/recognise/cues.py`", LEDE)
    lines += ["## What is looked for", ""]
    lines += table(
        ["cue", "at the desk", "FIRST", "DISARM"],
        (
            [
                code(kind.value),
                said(kind),
                FIRST.get(FIRST_OF.get(kind, ""), "–"),
                ", ".join(f"{c} {DISARM[c]}" for c in DISARM_OF.get(kind, ())) or "–",
            ]
            for kind in Kind
        ),
    )
    lines += ["## Limits", ""]
    lines += [
        f"Copies of one text are told from {detect.MASS_COPIES} on, and only when at least"
        f" {detect.MASS_A_MINUTE} came a minute. A picture counts as old when it was first seen"
        f" {detect.OLD_PICTURE_DAYS} days earlier.",
        "",
    ]
    lines += ["## Public bodies and their addresses", ""]
    endings = ", ".join(code(ending) for ending in OFFICIAL_ENDINGS)
    lines += [f"Every address under {endings} is official. Besides those:", ""]
    lines += table(
        ["names", "addresses"],
        ([", ".join(body.names), ", ".join(map(code, body.domains))] for body in BODIES),
    )
    lines += ["Outlets whose lookalikes are told: " + ", ".join(map(code, OUTLETS)) + ".", ""]
    shown = ", ".join(map(code, sorted(SHORTENERS)))
    lines += [f"Addresses that do not show where they lead: {shown}.", ""]
    return joined(lines)
