"""Read local texts, and how far offices carry the same message."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.alignment.models import (
    NUMBERS,
    AlignmentCheck,
    Confirmation,
    LocalFeed,
    LocalText,
    Resolution,
    Value,
)
from tangkal.desk.directives.models import Recipient
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.tracking_effectiveness.kpis_formulas import Alignment, message_alignment_index

MOST_FROM_FEEDS, SHOWN = 500, 3  # texts of feeds that a page looks through; shown of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message in one text: measured, and what a person made of it."""

    made: AlignmentCheck
    person: Confirmation | None
    settled: Resolution | None

    @property
    def value(self) -> Value:
        """The person's, where there is one; else the machine's."""
        return Value(self.person.value if self.person else self.made.value)

    @property
    def counts(self) -> float:
        """What it counts in the index.

        A message that turned out to be wrong is held against nobody: it counts as not carried.
        """
        if self.settled is not None and self.settled.favour == Resolution.Favour.REGION:
            return 0.0
        return NUMBERS[self.value]

    @property
    def contradicts(self) -> bool:
        return self.counts < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One office with its newest text."""

    text: LocalText
    said: tuple[Said, ...]  # empty: not compared with the version in force yet

    @property
    def contradictions(self) -> int:
        return sum(each.contradicts for each in self.said)

    @property
    def unconfirmed(self) -> int:
        return sum(each.person is None for each in self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far offices carry one house. The contradictions are always told with the index."""

    house: MessageHouse
    version: MessageHouseVersion | None
    units: tuple[Unit, ...]
    addressed: int | None  # offices that directives of this house went to; None: to nobody
    silent: int  # of those, how many no text is known of that was compared

    @property
    def compared(self) -> list[Unit]:
        return [unit for unit in self.units if unit.said]

    @property
    def alignment(self) -> Alignment | None:
        return index_of(self.compared)

    @property
    def contradicting(self) -> list[Unit]:
        return [unit for unit in self.units if unit.contradictions]

    @property
    def unconfirmed(self) -> int:
        return sum(unit.unconfirmed for unit in self.compared)

    @property
    def waiting(self) -> int:
        return sum(unit.text.state in _UNDER_WAY for unit in self.units)


def index_of(units: Sequence[Unit]) -> Alignment | None:
    """The index over offices of equal weight; None while no text was compared."""
    if not units:
        return None
    weights = {str(unit.text.organisation_id): 1.0 for unit in units}
    importance = {s.made.message_id: float(s.made.importance) for s in units[0].said}
    values = {
        (str(unit.text.organisation_id), s.made.message_id): s.counts
        for unit in units
        for s in unit.said
    }
    return message_alignment_index(weights, importance, values)


_UNDER_WAY = (LocalText.State.WAITING, LocalText.State.READING)


def houses(reader: User) -> QuerySet[MessageHouse]:
    """Houses of which a version was approved and stands, the newest first."""
    return house_queries.houses_for(reader).filter(
        versions__approved_at__isnull=False,
        versions__superseded_at=None,
        versions__withdrawn_at=None,
    )


def newest_texts(found: Iterable[LocalText]) -> dict[tuple[int, int], LocalText]:
    """The newest text of each office for each house; what was taken down no longer counts."""
    newest: dict[tuple[int, int], LocalText] = {}
    for text in found:
        if text.publication is not None and text.publication.taken_down_at is not None:
            continue
        newest.setdefault((text.house_id, text.organisation_id), text)
    return newest


def standings(found: Sequence[MessageHouse]) -> list[Standing]:
    """How far each house is carried, in a fixed number of queries."""
    versions = {
        version.house_id: version
        for version in MessageHouseVersion.objects.filter(
            house__in=found, approved_at__isnull=False, superseded_at=None, withdrawn_at=None
        ).select_related("house")
    }
    texts = newest_texts(
        LocalText.objects.filter(house__in=found)
        .select_related("organisation", "publication")
        .defer("text")
    )
    said = said_in(texts.values(), versions.values())
    asked: dict[int, set[int]] = {}
    for house, office in Recipient.objects.filter(
        directive__house_version__house__in=found
    ).values_list("directive__house_version__house_id", "organisation_id"):
        asked.setdefault(house, set()).add(office)
    return [
        standing(
            house,
            versions.get(house.pk),
            [Unit(text=text, said=said.get(text.pk, ())) for (key, _), text in texts.items()
             if key == house.pk],
            asked.get(house.pk, set()),
        )
        for house in found
    ]  # fmt: skip


def standing(
    house: MessageHouse,
    version: MessageHouseVersion | None,
    units: Sequence[Unit],
    asked: set[int],
) -> Standing:
    heard = {unit.text.organisation_id for unit in units if unit.said}
    return Standing(
        house=house,
        version=version,
        units=tuple(sorted(units, key=by_trouble)),
        addressed=len(asked) or None,
        silent=len(asked - heard),
    )


def by_trouble(unit: Unit) -> tuple[bool, int, str]:
    """Contradictions first, then what nobody has looked at, then by name."""
    return (not unit.contradictions, -unit.unconfirmed, unit.text.organisation.name)


def said_in(
    texts: Iterable[LocalText], versions: Iterable[MessageHouseVersion]
) -> dict[int, tuple[Said, ...]]:
    """What each text says of each message of the versions in force."""
    checks = list(
        AlignmentCheck.objects.filter(
            local_text__in=list(texts), house_version__in=list(versions)
        ).order_by("local_text_id", "place")
    )
    keys = [made.pk for made in checks]
    newest: dict[int, Confirmation] = {}
    for word in Confirmation.objects.filter(check_made__in=keys).select_related("by"):
        newest.setdefault(word.check_made_id, word)
    settled = {
        each.check_made_id: each
        for each in Resolution.objects.filter(check_made__in=keys).select_related("by")
    }
    found: dict[int, list[Said]] = {}
    for made in checks:
        found.setdefault(made.local_text_id, []).append(
            Said(made=made, person=newest.get(made.pk), settled=settled.get(made.pk))
        )
    return {key: tuple(each) for key, each in found.items()}


def said_of(text: LocalText) -> tuple[Said, ...]:
    """What was measured in a text, against the newest version it was compared with.

    With all that people said of it, in the same few queries for one message as for twenty.
    """
    newest = text.checks.order_by("-house_version__number").first()
    if newest is None:
        return ()
    found = []
    checks = text.checks.filter(house_version=newest.house_version_id)
    for made in checks.select_related("house_version").prefetch_related(
        "confirmations__by", "resolution__by"
    ):
        made.local_text = text
        words = made.confirmations.all()
        settled = getattr(made, "resolution", None)
        found.append(Said(made=made, person=words[0] if words else None, settled=settled))
    return tuple(found)


def offices(house: MessageHouse) -> QuerySet[Organisation]:
    """Whose texts may be compared: governments, and what lies below whoever issued the house."""
    governments = Organisation.objects.filter(
        type__in=(Organisation.Type.PROVINCE, Organisation.Type.DISTRICT)
    )
    below = Organisation.objects.filter(path__startswith=house.organisation.path)
    return (governments | below).exclude(pk=house.organisation_id).distinct().order_by("name")


def with_texts(
    feeds: QuerySet[LocalFeed], keeper: Organisation
) -> list[tuple[LocalFeed, list[LocalText]]]:
    """A keeper's feeds, each with the newest of its office's entries that were compared."""
    texts: dict[int, list[LocalText]] = {}
    found = LocalText.objects.filter(kind=LocalText.Kind.FEED, house__organisation=keeper)
    for text in found.select_related("house").defer("text")[:MOST_FROM_FEEDS]:
        texts.setdefault(text.organisation_id, []).append(text)
    rows = feeds.filter(keeper=keeper)
    return [(row, texts.get(row.organisation_id, [])[:SHOWN]) for row in rows]


# ---- for pages -----------------------------------------------------------------------------


def split_at(passage: str, words: str) -> tuple[str, str, str]:
    """A passage around the words that clash; all of it first where they do not stand in it."""
    at = passage.casefold().find(words.casefold()) if words else -1
    if at < 0:
        return passage, "", ""
    return passage[:at], passage[at : at + len(words)], passage[at + len(words) :]


def side_by_side(clash: Mapping[str, Any]) -> dict[str, Any]:
    """One contradiction with both passages split around the words that clash."""
    return {
        "kind": clash["kind"],
        "confidence": clash["confidence"],
        "central": split_at(clash["central"]["text"], clash["central_words"]),
        "local": split_at(clash["local"]["text"], clash["local_words"]),
    }
