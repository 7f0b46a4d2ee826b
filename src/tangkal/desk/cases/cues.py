"""The texts of a signal or case whose cues a page shows, and what is known besides their words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import items
from tangkal.desk.cases.models import Case, Evidence, GateAssessment, Signal
from tangkal.desk.cases.pictures.seen import Sighting, Sightings
from tangkal.desk.recognise.cues import CuePanel, panel_of
from tangkal.engines import LakeError
from tangkal.recognise.cues.frameworks import IMITATES
from tangkal.recognise.cues.records import Circumstances, Kind

NEWEST = 300  # items of a narrative among which copies are counted
MOST_EVIDENCE = 6


def of_signal(signal: Signal, samples: Sequence[Evidence], reader: User) -> CuePanel:
    """Of its excerpt, then of its typical items."""
    return panel_of(_signal_texts(signal, samples), reader)


def of_case(
    case: Case, gate: GateAssessment | None, reader: User, seen: Sightings | None = None
) -> CuePanel:
    """Of the posts that the case holds as evidence, else of its signals.

    Args:
        seen: where the pictures of the case were seen before. A picture's own words come first;
            a post's picture is not known to be any of them.
    """
    pictured = [] if seen is None else [_pictured(each) for each in seen.of if each.first_seen_at]
    posts = [each for each in case.evidence.all() if each.kind == Evidence.Kind.ITEM and each.text]
    texts = [*pictured, *((each.text, _seen(each)) for each in posts[:MOST_EVIDENCE])]
    if not texts:
        texts = [
            (signal.excerpt, Circumstances(now=signal.first_seen_at))
            for signal in case.signals.all()
        ]
    return panel_of(texts, reader, techniques_of=_nameable(gate))


def _pictured(sighting: Sighting) -> tuple[str, Circumstances]:
    """A picture among the evidence, with its words, and the day it was first seen."""
    evidence = sighting.evidence
    assert evidence is not None
    return evidence.text or evidence.title, Circumstances(
        now=evidence.published_at or evidence.captured_at,
        picture_first_seen=sighting.first_seen_at,
    )


def _nameable(gate: GateAssessment | None) -> frozenset[Kind]:
    """The cues of which a technique may be named, as far as the gate has told."""
    if gate is None:
        return IMITATES
    return frozenset(Kind) if gate.may_be_labelled else frozenset()


def _signal_texts(
    signal: Signal, samples: Sequence[Evidence]
) -> Iterator[tuple[str, Circumstances]]:
    copies, minutes = _largest_family(signal.narrative_id)
    yield (
        signal.excerpt or signal.title,
        Circumstances(now=signal.first_seen_at, copies=copies, minutes=minutes),
    )
    for sample in samples:
        yield sample.text, _seen(sample)


def _seen(evidence: Evidence) -> Circumstances:
    return Circumstances(now=evidence.published_at or evidence.captured_at)


def _largest_family(narrative_id: str) -> tuple[int | None, float | None]:
    """How many of a narrative's newest items are one text, and within how many minutes."""
    if not narrative_id:
        return None, None
    try:
        table = items.lake().narrative_items(narrative_id, limit=NEWEST)
    except LakeError:  # the page says elsewhere that the lake cannot be read
        return None, None
    rows = table.select(["family_id", "published_at", "observed_at"]).to_pylist()
    if not rows:
        return None, None
    family, copies = Counter(row["family_id"] for row in rows).most_common(1)[0]
    times: list[datetime] = [
        row["published_at"] or row["observed_at"] for row in rows if row["family_id"] == family
    ]
    return copies, (max(times) - min(times)).total_seconds() / 60
