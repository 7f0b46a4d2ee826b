"""Two narratives side by side."""
