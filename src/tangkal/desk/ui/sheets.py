"""Cells of the files that people open in a spreadsheet."""

# A cell that begins so is a formula to a spreadsheet: a title in a post could run one.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str:
    """A value as text that no spreadsheet runs; None is an empty cell.

    >>> cell("=1+1"), cell(None), cell(3)
    ("'=1+1", '', '3')
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
