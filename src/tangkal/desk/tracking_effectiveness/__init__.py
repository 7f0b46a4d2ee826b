"""T: what we know of our own speed and effect."""
