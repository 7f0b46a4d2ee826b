"""How one narrative spreads: reach, levels reached and flagged, crossings, groups of accounts."""
