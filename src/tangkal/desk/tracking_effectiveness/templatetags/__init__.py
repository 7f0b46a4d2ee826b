"""Template tags of tracking effectiveness."""
