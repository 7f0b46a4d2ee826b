"""The quarterly transparency report."""
