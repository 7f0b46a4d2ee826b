"""S: narratives and what they mean."""
