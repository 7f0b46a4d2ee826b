"""Lines of a source, none so long that reading it could fill the memory."""

from collections.abc import Iterator
from typing import IO, AnyStr

from tangkal.kernel import UnreadableSource

LONGEST = 8_000_000  # characters or bytes; the longest text we keep has 200,000


def bounded_lines(stream: IO[AnyStr], name: str, *, longest: int = LONGEST) -> Iterator[AnyStr]:
    """The lines of a stream, one by one.

    Args:
        stream: text or bytes.
        name: the source's, for the sentence.
        longest: characters (or bytes) a line may have; no more than that is ever held.

    Raises:
        UnreadableSource: a line is longer; the lines before it were given.
    """
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise UnreadableSource(
                f"line {number} of {name} is longer than {longest / 1e6:g} million characters: "
                "this is no file with one record a line"
            )
        yield line
