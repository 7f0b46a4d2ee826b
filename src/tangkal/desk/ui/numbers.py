"""Numbers that came with a request: somebody else wrote them."""

MOST_DIGITS = 18  # what the databases' largest whole number holds


def whole_number(text: str | None, otherwise: int = -1) -> int:
    """The whole number a form or an address carries, or `otherwise` where it is none.

    Python refuses to read thousands of digits and a database more than 64 bits; both would be
    a fault of ours for what is only a forged form.

    >>> whole_number("12"), whole_number("9" * 5000), whole_number("-1"), whole_number(None)
    (12, -1, -1, -1)
    """
    found = text or ""
    return int(found) if found.isdecimal() and len(found) <= MOST_DIGITS else otherwise
