"""Screens of narratives: the list, one narrative in tabs, what analysts do, the explorer."""
