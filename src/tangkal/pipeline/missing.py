"""What counts as "the source said nothing": unknown is None, never 0 or an empty text."""

import math


def is_missing(value: object) -> bool:
    """Whether a source's value says nothing.

    >>> [is_missing(v) for v in (None, float("nan"), " ", 0)]
    [True, True, True, False]
    """
    if value is None:
        return True
    if isinstance(value, str):
        return not value or value.isspace()
    return isinstance(value, float) and math.isnan(value)
