"""Are news titles of one event put in one narrative? One pass in order, each file alone."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import process_time
from typing import NamedTuple

from benchmarks.clustering_scores import agreement
from benchmarks.registry import Options
from tangkal.kernel import InvalidInput
from tangkal.recognise.families import FamilyIndex
from tangkal.situational_insight.narratives import NarrativeIndex
from tangkal.text.tokens import tokenise

START = datetime(2026, 1, 1, tzinfo=UTC)
BATCH_ROWS = 2_000


class Titles(NamedTuple):
    """One file: n titles in order, and the event each belongs to."""

    ids: list[str]
    texts: list[str]
    events: list[int]


def run(options: Options) -> dict[str, float]:
    """Every file of the folder through the product's own stages, with its own settings."""
    if options.data is None:
        raise InvalidInput("narratives.mstream needs a folder of the mstream layout; give --data")
    files = sorted(options.data.glob("*.jsonl"))
    if not files:
        raise InvalidInput(f"{options.data} holds no .jsonl file; give a folder that does")
    figures: dict[str, float] = {}
    first = read(files[0])
    place(first.ids[:BATCH_ROWS], first.texts[:BATCH_ROWS])  # compiled before the clock starts
    for file in files:
        figures |= {f"{file.stem}.{name}": value for name, value in measure(read(file)).items()}
    return figures


def read(file: Path) -> Titles:
    with file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    try:
        return Titles(
            [str(row["Id"]) for row in rows],
            [str(row["textCleaned"]) for row in rows],
            [int(row["clusterNo"]) for row in rows],
        )
    except KeyError as missing:
        raise InvalidInput(
            f"{file.name} has a line without {missing}; give Id, clusterNo and textCleaned"
        ) from missing


def measure(titles: Titles) -> dict[str, float]:
    began = process_time()
    at_arrival, after = place(titles.ids, titles.texts)
    seconds = process_time() - began
    found, first = agreement(titles.events, after), agreement(titles.events, at_arrival)
    return {
        **{name: float(value) for name, value in found._asdict().items()},
        "arrival.nmi": first.nmi,
        "arrival.b3_f1": first.b3_f1,
        "posts_per_cpu_s": len(titles.ids) / max(seconds, 1e-9),
    }


def place(ids: Sequence[str], texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The narrative of each title as it came, and once all had come.

    The layout has no times: titles come a second apart, so that time plays no part.
    """
    families, narratives = FamilyIndex(), NarrativeIndex()
    rows = iter(zip(ids, texts, strict=True))
    at_arrival: list[str] = []
    while batch := list(islice(rows, BATCH_ROWS)):
        told = [text for _, text in batch]
        tokens = tokenise(told)
        names = [hashlib.sha256(each.encode()).hexdigest()[:32] for each, _ in batch]
        found = families.assign(names, tokens)
        first = len(at_arrival)
        moments = [START + timedelta(seconds=first + n) for n in range(len(batch))]
        at_arrival += narratives.assign(found.family_ids, found.is_first, tokens, told, moments)
    return at_arrival, [narratives.current_id(each) for each in at_arrival]
