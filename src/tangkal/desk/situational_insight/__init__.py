"""S: narratives and the explorer."""
