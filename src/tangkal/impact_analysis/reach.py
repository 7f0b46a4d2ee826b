"""How far it went: the five steps of public attention.

Source: recalled from the first RESIST edition, in our words; never shown as a quotation.
"""

from enum import IntEnum

from tangkal.kernel import InvalidInput


class Reach(IntEnum):
    """Attention an item or narrative has found."""

    LITTLE_INTEREST = 0
    FILTER_BUBBLE = 1  # inside groups that agree anyway
    TRENDING = 2  # open debate
    MINOR_STORY = 3  # a minor story in mainstream media
    HEADLINE_STORY = 4  # a headline that affects operations


def check_reach(reach: int) -> Reach:
    """The reach step of a number.

    Raises:
        InvalidInput: the number is not 0..4.
    """
    if type(reach) is bool or reach not in tuple(Reach):
        raise InvalidInput(f"reach {reach!r} must be a whole number 0..4")
    return Reach(reach)
