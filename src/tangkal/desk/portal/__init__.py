"""The public reference portal."""
