"""T: what changed because we acted."""
