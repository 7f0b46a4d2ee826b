"""Does a regional text carry the central message, and does it contradict it?

Pairs are drawn from templates written for this project, or read from a folder of the same
layout. No template is in two families: what the method was tuned on never counts as unseen.
Every share stands beside its Wilson interval, for a family has few hundred pairs.
"""

import json
import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.registry import Options
from tangkal.kernel import TangkalError

OWN = Path(__file__).parent / "alignment_pairs"
# Printed beside `test` and `train`: only scored, or tuned on after a first look.
FAMILIES = ("unseen5", "unseen3", "unseen2", "dev2", "dev3", "dev4", "dev5")
LABELS = ("aligned", "partial", "missing", "contradiction")
DRAWS = 2  # of each template and regional text, with other values in its slots
_SLOT = re.compile(r"\{(\w+)(\*?)\}")


@dataclass(frozen=True, slots=True)
class Pair:
    """One central message and one regional text, with what a person says of them."""

    template: str
    central: str
    local: str
    label: str  # one of LABELS
    kind: str = ""  # of a contradiction


def run(options: Options) -> dict[str, float]:
    """Score our method and a plain likeness of words on unseen templates."""
    if options.data is not None:
        test, train = read_folder(options.data, options.seed), own("train", options.seed)
    else:
        test, train = own("test", options.seed), own("train", options.seed)
    if not test:
        raise TangkalError("no pair was found; see benchmarks/README.md for the layout")
    figures = scored(test) | _baseline(train, test)
    others = {"train": train}
    if options.data is None:
        others |= {family: own(family, options.seed) for family in FAMILIES}
    for family, pairs in others.items():
        told = scored(pairs)
        if family in FAMILIES:
            told |= _baseline(train, pairs)
        figures |= {f"{family}.{name}": value for name, value in told.items()}
    return figures


# ---- pairs ---------------------------------------------------------------------------


def own(split: str, seed: int) -> list[Pair]:
    """Pairs of the project's own templates."""
    return [pair for path in sorted(OWN.glob(f"{split}*.toml")) for pair in drawn(path, seed)]


def read_folder(folder: Path, seed: int) -> list[Pair]:
    """Ready pairs of every .jsonl, and pairs drawn from every .toml of a folder."""
    pairs = [pair for path in sorted(folder.glob("*.toml")) for pair in drawn(path, seed)]
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                pairs.append(_as_pair(json.loads(line), f"{path.name}:{number}"))
    return pairs


def _as_pair(row: dict[str, str], where: str) -> Pair:
    try:
        pair = Pair(
            row.get("template", where),
            row["central"],
            row["local"],
            row["label"],
            row.get("kind", ""),
        )
    except KeyError as error:
        raise TangkalError(f"{where}: {error} is missing") from error
    if pair.label not in LABELS:
        raise TangkalError(f"{where}: label {pair.label!r} is none of {', '.join(LABELS)}")
    return pair


def drawn(path: Path, seed: int) -> list[Pair]:
    """Every regional text of every template, with values drawn for its slots."""
    with path.open("rb") as stream:
        templates = tomllib.load(stream)["template"]
    pairs: dict[tuple[str, str], Pair] = {}
    for template in templates:
        chance = random.Random(f"{seed} {template['name']}")
        for row in template["local"]:
            for _ in range(DRAWS):
                values = {
                    name: chance.sample(options, len(options))
                    for name, options in template.get("slots", {}).items()
                }
                pair = _as_pair(
                    {
                        "template": template["name"],
                        "central": _fill(template["central"], values),
                        "local": _fill(row["text"], values),
                        "label": row["label"],
                        "kind": row.get("kind", ""),
                    },
                    f"{path.name}: {template['name']}",
                )
                pairs.setdefault((pair.central, pair.local), pair)
    return list(pairs.values())


def _fill(text: str, values: dict[str, list[str]]) -> str:
    return _SLOT.sub(lambda found: values[found[1]][1 if found[2] else 0], text)


# ---- scores --------------------------------------------------------------------------


def scored(pairs: Sequence[Pair]) -> dict[str, float]:
    """Precision and recall of contradictions, presence where there is none."""
    from tangkal.strategic_communication.alignment.check import (  # noqa: PLC0415
        KeyMessage,
        check_text,
    )

    said = [check_text([KeyMessage(id="1", text=pair.central)], pair.local)[0] for pair in pairs]
    clash = [check.is_contradicted for check in said]
    truth = [pair.label == "contradiction" for pair in pairs]
    figures = {f"contradiction.{k}": v for k, v in _rates(clash, truth).items()}
    hit = sum(a and b for a, b in zip(clash, truth, strict=True))
    for name, out_of in (("precision", sum(clash)), ("recall", sum(truth))):
        low, high = wilson(hit, out_of)
        figures |= {f"contradiction.{name}.low": low, f"contradiction.{name}.high": high}
    plain = [
        (check.value != 0, pair.label != "missing", check.value, pair.label)
        for check, pair in zip(said, pairs, strict=True)
        if pair.label != "contradiction"
    ]
    rates = _rates([row[0] for row in plain], [row[1] for row in plain])
    figures |= {f"presence.{k}": v for k, v in rates.items()}
    graded = {1.0: "aligned", 0.5: "partial", 0.0: "missing", -1.0: "contradiction"}
    figures["grade.accuracy"] = float(np.mean([graded[row[2]] == row[3] for row in plain]))
    for kind in sorted({pair.kind for pair in pairs if pair.kind}):
        of_kind = [seen for seen, pair in zip(clash, pairs, strict=True) if pair.kind == kind]
        low, high = wilson(sum(of_kind), len(of_kind))
        figures |= {
            f"recall.{kind}": float(np.mean(of_kind)),
            f"recall.{kind}.low": low,
            f"recall.{kind}.high": high,
            f"recall.{kind}.n": float(len(of_kind)),
        }
    right = [
        pair.kind in {str(each.kind) for each in check.contradictions}
        for check, pair in zip(said, pairs, strict=True)
        if pair.kind and check.is_contradicted
    ]
    figures["contradiction.kind_right"] = float(np.mean(right)) if right else 0.0
    figures["pairs"] = float(len(pairs))
    return figures


def wilson(hits: int, total: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927).

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    if not total:
        return 0.0, 1.0
    share, z = hits / total, 1.959964
    middle = share + z * z / (2 * total)
    half = z * (share * (1 - share) / total + z * z / (4 * total * total)) ** 0.5
    return (middle - half) / (1 + z * z / total), (middle + half) / (1 + z * z / total)


def _rates(said: Sequence[bool], truth: Sequence[bool]) -> dict[str, float]:
    hit = sum(a and b for a, b in zip(said, truth, strict=True))
    precision = hit / sum(said) if any(said) else 0.0
    recall = hit / sum(truth) if any(truth) else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


# ---- the plain baseline ------------------------------------------------------------------


def _baseline(train: Sequence[Pair], test: Sequence[Pair]) -> dict[str, float]:
    """Cosine of words: likest texts are called present; the best cut is chosen on train.

    For contradictions it may call any stretch of likeness one; the best is chosen on train too.
    """
    cut = max(_cuts(train), key=lambda at: _presence_f1(train, at))
    low, high = max(
        ((a, b) for a in _cuts(train) for b in _cuts(train) if a < b),
        key=lambda span: _clash_f1(train, *span),
    )
    return {
        "similarity_baseline.f1": _presence_f1(test, cut),
        "similarity_baseline.contradiction_f1": _clash_f1(test, low, high),
    }


def _cuts(pairs: Sequence[Pair]) -> Iterator[float]:
    values = sorted(_cosine(pair.central, pair.local) for pair in pairs)
    yield from (values[int(share * (len(values) - 1))] for share in np.linspace(0, 1, 26))


@cache  # each family asks hundreds of cuts of the same train pairs
def _cosine(one: str, other: str) -> float:
    from tangkal.text.stem import stem_text  # noqa: PLC0415

    first, second = set(stem_text(one).split()), set(stem_text(other).split())
    return len(first & second) / (len(first) * len(second)) ** 0.5 if first and second else 0.0


def _presence_f1(pairs: Sequence[Pair], cut: float) -> float:
    plain = [pair for pair in pairs if pair.label != "contradiction"]
    said = [_cosine(pair.central, pair.local) >= cut for pair in plain]
    return _rates(said, [pair.label != "missing" for pair in plain])["f1"]


def _clash_f1(pairs: Sequence[Pair], low: float, high: float) -> float:
    said = [low <= _cosine(pair.central, pair.local) < high for pair in pairs]
    return _rates(said, [pair.label == "contradiction" for pair in pairs])["f1"]
