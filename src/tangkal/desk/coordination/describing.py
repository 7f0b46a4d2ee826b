"""What a found network says in the desk's words: objects with titles, communities with facts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta  # noqa: F401 - UTC is for the example
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tangkal.statistics.counts import utc_hour

if TYPE_CHECKING:  # the library compiles its loops when it is imported: for the worker alone
    from tangkal.early_warning.coordination import Network

MOST_COMMUNITIES = 200
MOST_EDGES = 20_000
TITLE = 140
SAMPLES = 5
LARGEST = 8  # narratives and regions named
VOLUME_HOURS = 48
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One community of one run."""

    number: int
    label: str
    behaviours: list[str]
    accounts: list[str]
    pairs: int
    objects_shared: int
    items: int
    first_at: datetime
    last_at: datetime
    narratives: list[tuple[str, int]]
    regions: list[tuple[str, int]]
    platforms: list[tuple[str, int]]
    volume: list[int]
    volume_until: datetime
    sample_item_ids: list[str]
    drawing: dict[str, Any]


def bounded(network: "Network") -> "Network":
    """The largest communities and at most MOST_EDGES pairs, with what was left out counted."""
    edges = network.edges
    kept = np.asarray(edges["community"].to_numpy() <= MOST_COMMUNITIES)
    by_size = np.argsort(np.where(edges["community"].to_numpy() == 0, 1 << 30, edges["community"]))
    rows = np.sort(by_size[kept[by_size]][:MOST_EDGES])
    communities = network.communities.slice(0, MOST_COMMUNITIES)
    place = np.full(edges.num_rows, -1, np.int64)
    place[rows] = np.arange(len(rows))
    of_line = place[network.evidence["edge"].to_numpy()]
    evidence = network.evidence.filter(pa.array(of_line >= 0))
    evidence = evidence.set_column(0, "edge", pa.array(of_line[of_line >= 0]))
    left_out = {
        "edges_not_kept": edges.num_rows - len(rows),
        "communities_not_kept": network.communities.num_rows - communities.num_rows,
    }
    return replace(
        network,
        edges=edges.take(pa.array(rows)),
        nodes=network.nodes.filter(pc.less_equal(network.nodes["community"], MOST_COMMUNITIES)),
        communities=communities,
        evidence=evidence,
        provenance={
            **network.provenance,
            "counts": {**network.provenance["counts"], **left_out},
        },
    )


def readable(network: "Network", items: pa.Table) -> "Network":
    """Evidence with a title a line, texts under their family's id, and labels in words.

    The lake masked personal data when it took the texts in.
    """
    facts = dict(
        zip(
            items["item_id"].to_pylist(),
            zip(items["family_id"].to_pylist(), items["text"].to_pylist(), strict=True),
            strict=True,
        )
    )
    objects, titles = [], []
    for behaviour, name, content in zip(
        *(network.evidence[each].to_pylist() for each in ("behaviour", "object", "source_content")),
        strict=True,
    ):
        family, text = facts[content]
        is_text = behaviour == "text"
        objects.append(family if is_text else name)
        titles.append(shortened(text if is_text else name))
    evidence = network.evidence
    place = evidence.column_names.index("object")
    evidence = evidence.set_column(place, "object", pa.array(objects, pa.string()))
    evidence = evidence.append_column("title", pa.array(titles, pa.string()))
    return replace(network, evidence=evidence, communities=labelled(network, evidence))


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE else line[: TITLE - 1] + "…"


def labelled(network: "Network", evidence: pa.Table) -> pa.Table:
    """One label a community: the title in most of its lines, of equals the first."""
    community = network.edges["community"].take(evidence["edge"]).to_pylist()
    counted: dict[int, Counter[str]] = {}
    for number, title in zip(community, evidence["title"].to_pylist(), strict=True):
        counted.setdefault(number, Counter())[title] += 1
    labels = [
        counted[number].most_common(1)[0][0] if number in counted else label
        for number, label in zip(
            network.communities["community"].to_pylist(),
            network.communities["label"].to_pylist(),
            strict=True,
        )
    ]
    place = network.communities.column_names.index("label")
    return network.communities.set_column(place, "label", pa.array(labels, pa.string()))


def communities_in(network: "Network", items: pa.Table) -> list[Found]:
    """Every community of a network that `readable` has put in words; pairs without lines go."""
    edge_community = network.edges["community"].to_numpy()
    line_community = edge_community[network.evidence["edge"].to_numpy()]
    found = []
    for row in network.communities.to_pylist():
        lines = network.evidence.filter(pa.array(line_community == row["community"]))
        if lines.num_rows:
            edges = network.edges.filter(pa.array(edge_community == row["community"]))
            found.append(one_community(row, edges, lines, network.nodes, items))
    return found


def one_community(
    row: dict[str, Any], edges: pa.Table, lines: pa.Table, nodes: pa.Table, items: pa.Table
) -> Found:
    from tangkal.desk.coordination.layout import drawing_of  # noqa: PLC0415 - networkx is slow

    own = nodes.filter(pc.equal(nodes["community"], row["community"]))
    posts = set(lines["source_content"].to_pylist()) | set(lines["target_content"].to_pylist())
    told = items.filter(pc.is_in(items["item_id"], value_set=pa.array(sorted(posts), pa.string())))
    at = pc.coalesce(told["published_at"], told["observed_at"]).to_pylist()
    objects = set(zip(lines["behaviour"].to_pylist(), lines["object"].to_pylist(), strict=True))
    until = utc_hour(max(at)) + HOUR
    return Found(
        number=row["community"],
        label=row["label"],
        behaviours=sorted({behaviour for behaviour, _object in objects}),
        accounts=sorted(own["account"].to_pylist()),
        pairs=edges.num_rows,
        objects_shared=len(objects),
        items=told.num_rows,
        first_at=min(at),
        last_at=max(at),
        narratives=largest(told["narrative_id"].to_pylist()),
        regions=largest(told["region_code"].to_pylist(), most=None),
        platforms=largest(told["platform"].to_pylist()),
        volume=hourly(at, until - VOLUME_HOURS * HOUR, VOLUME_HOURS),
        volume_until=until,
        sample_item_ids=told["item_id"].to_pylist()[:SAMPLES],
        drawing=drawing_of(own, edges),
    )


def largest(values: Sequence[str | None], most: int | None = LARGEST) -> list[tuple[str, int]]:
    """Values with how often each stands there, most first, then by name; blanks are left out."""
    counted = Counter(value for value in values if value)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]


def hourly(moments: Sequence[datetime], start: datetime, hours: int) -> list[int]:
    """Moments an hour from `start` on; those outside are not counted.

    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> hourly([noon, noon + HOUR], noon, 3)
    [1, 1, 0]
    """
    counts = [0] * hours
    for moment in moments:
        place = int((moment - start) // HOUR)
        if 0 <= place < hours:
            counts[place] += 1
    return counts
