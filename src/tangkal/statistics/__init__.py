"""Statistical primitives shared by the stages: counts, baselines, multiple testing."""

from tangkal.statistics.aberration import aberration_scores
from tangkal.statistics.counts import floor_hour, hourly_counts, utc_hour
from tangkal.statistics.multiple_testing import benjamini_hochberg

__all__ = ["aberration_scores", "benjamini_hochberg", "floor_hour", "hourly_counts", "utc_hour"]
