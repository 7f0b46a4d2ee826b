"""Counter-measures a response plan may name: those that inform, and none that silence or deceive.

Ids and names as in the DISARM Foundation's blue framework (DISARMframeworks,
generated_pages/counters_index.md, February 2025; © DISARM Foundation, CC BY-SA 4.0). The
framework warns of itself that it holds authoritarian actions: what is not listed here cannot be
put into a plan, and what is in NEVER cannot be listed here.
"""

from collections.abc import Mapping

from tangkal.kernel import InvalidInput

COUNTERS: Mapping[str, str] = {
    "C00008": "Create shared fact-checking database",
    "C00011": "Media literacy. Games to identify fake news",
    "C00014": "Real-time updates to fact-checking database",
    "C00028": "Make information provenance available",
    "C00030": "Develop a compelling counter narrative (truth based)",
    "C00042": "Address truth contained in narratives",
    "C00073": "Inoculate populations through media literacy training",
    "C00081": "Highlight flooding and noise, and explain motivations",
    "C00082": "Ground truthing as automated response to pollution",
    "C00096": "Strengthen institutions that are always truth tellers",
    "C00109": "Dampen Emotional Reaction",
    "C00111": "Reduce polarisation by connecting and presenting sympathetic renditions of opposite"
    " views",
    "C00113": "Debunk and defuse a fake expert / credentials",
    "C00119": "Engage payload and debunk",
    "C00124": "Don't feed the trolls",
    "C00125": "Prebunking",
    "C00156": "Better tell your country or organization story",
    "C00159": "Have a disinformation response plan",
    "C00161": "Coalition Building with stakeholders and Third-Party Inducements",
    "C00165": "Ensure integrity of official documents",
    "C00169": "Develop a creative content hub",
    "C00176": "Improve Coordination amongst stakeholders: public and private",
    "C00178": "Fill information voids with non-disinformation content",
    "C00184": "Media exposure",
    "C00188": "Newsroom/Journalist training to counter influence moves",
    "C00190": "Open engagement with civil society",
    "C00200": "Respected figure (influencer) disavows misinfo",
    "C00212": "Build public resilience by making civil society more vibrant",
    "C00219": "Add metadata to content that’s out of the control of disinformation creators",
    "C00220": "Develop a monitoring and intelligence plan",
    "C00221": "Run a disinformation red team, and design mitigation factors",
    "C00222": "Tabletop simulations",
}

# Censorship, infiltration, honeypots, drowning out, fake engagement, harassment by lawsuit,
# poisoned data, withheld press credentials, a disinformation campaign of one's own.
NEVER = frozenset(
    f"C{number:05}"
    for number in (
        16, 36, 46, 47, 48, 52, 66, 67, 77, 84, 90, 91, 97, 103, 136, 138, 139, 140, 143, 148, 149,
        202, 203, 207,
    )
)  # fmt: skip


def check_counter(name: str) -> str:
    """The id of a counter-measure that may be planned.

    Raises:
        InvalidInput: one that is never to be used here, or that nobody has allowed.

    >>> check_counter("C00125")
    'C00125'
    """
    if name in NEVER:
        raise InvalidInput(f"{name} silences, harasses or deceives; it can never be planned here")
    if name not in COUNTERS:
        raise InvalidInput(f"{name!r} is not among the counter-measures that may be planned")
    return name
