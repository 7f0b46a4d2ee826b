"""Which FIRST letter and which DISARM technique a cue may suggest to an analyst.

FIRST: RESIST 2 (2021). The letters are indicators, never a verdict; many a cue speaks for none.

DISARM: ids and names as in the DISARM Foundation's red framework (DISARMframeworks,
generated_pages/techniques; CC BY-SA 4.0), only those that what is seen here can bear out. They
describe how a text is made or spreads and are shown to analysts alone. Critics too ask to be
passed on and repeat one another: before the gate has found a claim of fact, only those that
mimic somebody else are named, and none at all of what may not be labelled.
Nothing of the blue framework, the counters, is offered here.
"""

from tangkal.recognise.cues.records import Kind

FIRST = {
    "F": "Fabrication",
    "I": "Identity",
    "R": "Rhetoric",
    "S": "Symbolism",
    "T": "Technology",
}

DISARM = {
    "T0023.001": "Reframe Context",
    "T0084.001": "Use Copypasta",
    "T0097.206": "Government Institution Persona",
    "T0120": "Incentivize Sharing",
    "T0143.003": "Impersonated Persona",
    "T0149.003": "Lookalike Domain",
}

FIRST_OF: dict[Kind, str] = {
    Kind.AGENCY: "I",
    Kind.LOOKALIKE: "I",
    Kind.OLD_PICTURE: "S",
    Kind.OLD_DATE: "S",
    Kind.CHAIN: "R",
    Kind.URGENCY: "R",
    Kind.SHOUTING: "R",
    Kind.UNNAMED_SOURCE: "I",
}

DISARM_OF: dict[Kind, tuple[str, ...]] = {
    Kind.AGENCY: ("T0143.003", "T0097.206"),
    Kind.LOOKALIKE: ("T0149.003",),
    Kind.OLD_PICTURE: ("T0023.001",),
    Kind.OLD_DATE: ("T0023.001",),
    Kind.CHAIN: ("T0120",),
    Kind.COPIED: ("T0084.001",),
    Kind.MASS: ("T0084.001",),
}

# An imitated address or agency is what it is, whatever the text says.
IMITATES = frozenset({Kind.AGENCY, Kind.LOOKALIKE})
