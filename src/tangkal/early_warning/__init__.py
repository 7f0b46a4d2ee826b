"""E: bursts, coordination, watch list."""
