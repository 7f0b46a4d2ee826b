"""A report for a chat group: as many lines as fit, never a line cut in its middle."""

from collections.abc import Sequence

from tangkal.kernel import InvalidInput

MOST = 1_000  # characters: what a phone shows without "read more" being the whole message


def shortened(
    head: Sequence[str], body: Sequence[str], tail: Sequence[str], *, most: int = MOST, more: str
) -> str:
    """Head and tail whole, and of the body the first lines that fit between them.

    Args:
        head: marks, title and top line: always there.
        body: further lines, the weightiest first.
        tail: reference and time: always there.
        most: characters of the whole, as a person counts them.
        more: the line that says that something was left out.

    Raises:
        InvalidInput: head and tail alone are longer than `most`.

    >>> print(shortened(["SIR 3"], ["one", "two", "three"], ["as of 08.00"], most=27, more="…"))
    SIR 3
    one
    two
    …
    as of 08.00
    """
    fixed = "\n".join([*head, *tail])
    if len(fixed) > most:
        raise InvalidInput(f"head and tail have {len(fixed)} characters of {most}: shorten them")
    if len(whole := "\n".join([*head, *body, *tail])) <= most:
        return whole
    kept: list[str] = []
    for line in body:
        if len("\n".join([*head, *kept, line, more, *tail])) > most:
            break
        kept.append(line)
    note = [more] if len("\n".join([*head, *kept, more, *tail])) <= most else []
    return "\n".join([*head, *kept, *note, *tail])
