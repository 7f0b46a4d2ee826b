"""Fit the weights that ship with the package: ``python -m benchmarks.fit_matcher [FOLDER]``.

FOLDER has the layout ``turnbackhoax`` (default: the shared one). Only rows of split ``train``
are read, never ``dev``. Rewrites ``src/tangkal/recognise/weights.py`` and prints, for the
later part of the training rows mixed with as many texts whose claim was taken out, the
precision and recall at each score, from which ``recognise.restraint`` has its points.
"""

import os
import sys
from pathlib import Path

import numpy as np

from benchmarks.turnbackhoax import key, read_pairs
from tangkal.kernel.records import KnownClaim
from tangkal.recognise import learning
from tangkal.recognise.associations import Associations
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "tangkal" / "recognise" / "weights.py"
HEAD = '''"""Weights of the shipped matcher. Written by ``python -m benchmarks.fit_matcher``.

Learned without word associations on {n} pairs of the TurnBackHoax training split, the last
of {last}. The sum of weight times feature orders the candidates; the slopes and the
intercept read a sum, and its lead over the other claims, as a chance.
"""

'''
_CALIBRATED_FROM = 0.7


def main(folder: Path) -> None:
    pairs = [pair for pair in read_pairs(folder) if pair.split == "train"]
    pairs.sort(key=lambda pair: pair.date)
    cut = int(len(pairs) * _CALIBRATED_FROM)
    _print_operating_points(pairs[:cut], pairs[cut:])
    knowledge = _learn_bare(pairs)
    lines = [f'    "{name}": {weight:.4f},' for name, weight in knowledge.table().items()]
    head = HEAD.format(n=len(pairs), last=pairs[-1].date)
    text = head + "WEIGHTS: dict[str, float] = {\n" + "\n".join(lines) + "\n}\n"
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET}")


def _learn_bare(pairs):
    """Weights for a matcher that has no associations yet, as it comes out of the box."""
    posts, titles = [pair.post for pair in pairs], [pair.title for pair in pairs]
    return learning.learn(posts, titles, with_associations=False).ranker


def _print_operating_points(earlier, later) -> None:
    """Precision and recall of the first match on rows later than those learned from."""
    knowledge = Knowledge(_learn_bare(earlier), Associations.none())
    index = KnownClaimIndex(knowledge)
    titles = {key(pair.title): pair.title for pair in [*earlier, *later]}
    index.add([KnownClaim(claim_id=k, title=title) for k, title in titles.items()])
    scores, right = [], []
    for i, pair in enumerate(later):
        found = index.match(pair.post, k=2, floor=0.0)
        gold = key(pair.title)
        if i % 2:  # every second one asks about a claim that nobody has checked
            found = [match for match in found if match.claim_id != gold]
        scores.append(found[0].score if found else 0.0)
        right.append(bool(found) and found[0].claim_id == gold)
    scores, right = np.array(scores), np.array(right)
    answerable = (len(later) + 1) // 2
    print(f"{len(later)} later texts, {answerable} with a claim to find")
    for point in np.arange(0.05, 1.0, 0.05):
        told = scores >= point
        precision = right[told].mean() if told.any() else 1.0
        print(
            f"score >= {point:.2f}: precision {precision:.3f}, "
            f"recall {right[told].sum() / answerable:.3f}"
        )


if __name__ == "__main__":
    shared = Path(os.environ.get("TANGKAL_SHARED_DATA", ROOT.parent / "shared" / "data"))
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "turnbackhoax")
