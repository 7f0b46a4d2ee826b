"""What the matcher suggests on signals and cases, and people's word on it."""
