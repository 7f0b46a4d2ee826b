"""Fit what ships with the package: ``python -m benchmarks.fit_matcher [FOLDER]``.

FOLDER has the layout ``turnbackhoax`` (default: the shared one). Only rows of split ``train``
are read, never ``dev``. Rewrites ``src/tangkal/recognise/shipped`` and prints, for the later
part of the training rows mixed with as many texts whose claim was taken out, the precision
and recall at each score, from which ``recognise.restraint`` has its points.

What ships holds no text: weights, and for stems met in enough pairs a hash with two counts.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.turnbackhoax import key, read_pairs
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.knowledge import SHIPPED
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import learn

ROOT = Path(__file__).resolve().parent.parent
_CALIBRATED_FROM = 0.7
_OFTEN = 5  # pairs a word must have been met in: what is rare belongs to nobody's package


def main(folder: Path) -> None:
    pairs = [pair for pair in read_pairs(folder) if pair.split == "train"]
    pairs.sort(key=lambda pair: pair.date)
    cut = int(len(pairs) * _CALIBRATED_FROM)
    _print_operating_points(pairs[:cut], pairs[cut:])
    _learn_to_ship(pairs).save(SHIPPED)
    size = sum(path.stat().st_size for path in SHIPPED.iterdir())
    print(f"wrote {SHIPPED}, {size} bytes, learned on {len(pairs)} pairs to {pairs[-1].date}")


def _learn_to_ship(pairs):
    """Weights and word habits; no associations, which only an office's own pairs can teach."""
    posts, titles = [pair.post for pair in pairs], [pair.title for pair in pairs]
    articles = {pair.title: pair.article for pair in pairs}
    learned = learn(posts, titles, with_associations=False, articles=articles)
    return replace(learned, habits=learned.habits.seen_often(_OFTEN))


def _print_operating_points(earlier, later) -> None:
    """Precision and recall of the first match on rows later than those learned from."""
    index = KnownClaimIndex(_learn_to_ship(earlier))
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
