"""What a report still lacks, in words for officers, and a text that asks for it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.accounts.models import Region
from tangkal.desk.portal.models import PublicReport
from tangkal.early_warning.completeness import (
    CODES,
    Completeness,
    Report,
    Weight,
    completeness_of,
    weight_of,
)

# Code → (what it is, the sentence that asks for it).
WORDS: Mapping[str, tuple[object, object]] = {
    "claim": (
        gettext_lazy("What is claimed"),
        gettext_lazy("What exactly does it say? Copy the words, or write them down."),
    ),
    "link": (
        gettext_lazy("A link or a picture"),
        gettext_lazy("Is there a link, or a picture of the screen?"),
    ),
    "where": (
        gettext_lazy("Where it was seen"),
        gettext_lazy("Where did you see it: which application, group, site or paper?"),
    ),
    "when": (gettext_lazy("When it was seen"), gettext_lazy("When did you see it?")),
    "region": (
        gettext_lazy("Which region it concerns"),
        gettext_lazy("Which province, regency or city is it about?"),
    ),
}
WEIGHTS = {
    Weight.ESSENTIAL: gettext_lazy("missing: without it nothing can be checked; ask for it"),
    Weight.IMPORTANT: gettext_lazy("missing: checking takes much longer; ask for it"),
    Weight.HELPFUL: gettext_lazy("missing: it would help"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rule as a page shows it."""

    code: str
    label: str
    is_told: bool
    says: str  # what its absence means


def lines(found: Completeness) -> list[Line]:
    return [
        Line(
            code=code,
            label=str(WORDS[code][0]),
            is_told=code in found.told,
            says=_("told") if code in found.told else str(WEIGHTS[weight_of(code)]),
        )
        for code in CODES
    ]


def reply(missing: Iterable[str]) -> str:
    """A text to whoever reported, asking for exactly what is missing; empty where nothing is."""
    asked = [str(WORDS[code][1]) for code in CODES if code in set(missing)]
    if not asked:
        return ""
    return "\n".join(
        [_("Thank you for your report. To check it we still need:"), *(f"– {a}" for a in asked)]
    )


def labels(codes: Collection[str]) -> str:
    """What is missing as a short list, for the record."""
    return ", ".join(str(WORDS[code][0]) for code in CODES if code in codes)


def of_question(report: PublicReport) -> Completeness:
    """What a citizen's question tells."""
    urls = (report.url,) if report.url else ()
    return completeness_of(Report(text=report.text, urls=urls, place_names=place_names()))


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """Names of provinces, regencies and cities, as people write them; read once a process."""
    prefixes = ("kabupaten ", "kota ", "provinsi ", "kab. ")
    found = set()
    for name in Region.objects.values_list("name", flat=True):
        plain = name.lower()
        for prefix in prefixes:
            plain = plain.removeprefix(prefix)
        found.add(plain)
    return frozenset(found)
