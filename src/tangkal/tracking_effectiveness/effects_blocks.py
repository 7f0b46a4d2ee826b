"""From counts a bucket to blocks that an effect can be estimated on.

Quiet series are summed until a block holds a few items, busy ones until there are few enough
blocks; blocks end exactly at the action, so none mixes before and after.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from tangkal.tracking_effectiveness.effects_smooth import smoothed_logs

Float64 = npt.NDArray[np.float64]

ITEMS_A_BLOCK = 5.0  # from here on the logarithm of a count behaves
MOST_BLOCKS = 220  # more cost time and tell nothing new
LEAST_BLOCKS = 24  # before the action, where the counts allow it
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Counts a block, the action at a block's edge.

    Attributes:
        counts: [n] items.
        share: [n] of the block's buckets that were collected, 0 to 1.
        others: [k, n] items of the comparisons.
        others_log: [k, n] logarithm of their rates, smoothed.
        before: blocks before the action.
        buckets: buckets a whole block.
        edges: [n + 1] bucket index at which each block begins.
        hours: [n] hours from the action to the middle of the block.
    """

    counts: Float64
    share: Float64
    others: Float64
    others_log: Float64
    before: int
    buckets: int
    edges: npt.NDArray[np.int64]
    hours: Float64
    bucket_hours: float

    def until(self, blocks_after: int) -> "Blocks":
        """The same with a shorter window."""
        n = self.before + blocks_after
        return replace(
            self,
            counts=self.counts[:n],
            share=self.share[:n],
            others=self.others[:, :n],
            others_log=self.others_log[:, :n],
            edges=self.edges[: n + 1],
            hours=self.hours[:n],
        )


def make_blocks(
    counts: Float64, others: Float64, seen: npt.NDArray[np.bool_], at: int, bucket: timedelta
) -> Blocks:
    """Sum to blocks.

    Args:
        counts: [t] items a bucket.
        others: [k, t] items of the comparisons.
        seen: [t] whether the bucket was collected.
        at: first bucket after the action.
    """
    size = block_size(counts[:at], seen[:at], len(counts) - at, bucket)
    first = at % size
    edges = np.arange(first, len(counts) + 1, size)
    if edges[-1] != len(counts):
        edges = np.append(edges, len(counts))
    begins = edges[:-1]
    lengths = np.diff(edges)
    share = np.add.reduceat(seen.astype(float), begins) / lengths
    # A block of which little was collected says little and is left out whole.
    share[share < 0.5] = 0.0
    bucket_hours = bucket / timedelta(hours=1)
    sums = np.zeros((len(others), len(begins)))
    if len(others):
        sums[:] = np.add.reduceat(np.where(seen, others, 0.0), begins, axis=1)
    sums[:, share == 0.0] = 0.0
    whole = share * lengths / size
    return Blocks(
        counts=np.where(share > 0, np.add.reduceat(np.where(seen, counts, 0.0), begins), 0.0),
        share=whole,
        others=sums,
        others_log=np.array([smoothed_logs(row, whole) for row in sums]).reshape(sums.shape),
        before=int(np.searchsorted(edges, at)),
        buckets=size,
        edges=edges,
        hours=(begins + lengths / 2 - at) * bucket_hours,
        bucket_hours=bucket_hours,
    )


def block_size(before: Float64, seen: npt.NDArray[np.bool_], after: int, bucket: timedelta) -> int:
    """Buckets a block: as few as volume and cost allow, and whole parts of a day."""
    mean = float(before[seen].mean()) if seen.any() else 0.0
    wanted = max(ITEMS_A_BLOCK / max(mean, 1e-9), (len(before) + after) / MOST_BLOCKS, 1.0)
    most = max(1, min(len(before) // LEAST_BLOCKS, max(after, 1)))
    fitting = [size for size in sizes(bucket) if size <= most] or [1]
    return next((size for size in fitting if size >= wanted), fitting[-1])


def sizes(bucket: timedelta) -> Sequence[int]:
    """Numbers of buckets that make up a whole part of a day, or whole days."""
    a_day = _DAY / bucket
    if a_day < 2 or a_day != int(a_day):
        return (1, 2, 3, 4, 6, 7, 14)
    parts = [size for size in range(1, int(a_day) + 1) if int(a_day) % size == 0]
    return (*parts, *(int(a_day) * days for days in (2, 3, 7)))
