"""Statistical primitives shared by the stages: counts, baselines, multiple testing."""
