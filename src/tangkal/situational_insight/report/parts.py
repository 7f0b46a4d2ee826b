"""The nine parts of a report, in the order in which they are read."""

from enum import StrEnum


class Part(StrEnum):
    """A part by its key; the desk has the headings."""

    TOP_LINE = "top_line"  # what matters, in 50 words, by a person
    CHANGES = "changes"
    THEMES = "themes"  # volume against each narrative's own usual range
    FALSE_ITEMS = "false_items"
    COMMUNITIES = "communities"
    QUESTIONS = "questions"
    GAPS = "gaps"
    ACTIONS = "actions"  # recommendation, owner, deadline: by a person
    DISTRIBUTION = "distribution"  # who gets it, and how closely it is held


PARTS = tuple(Part)
