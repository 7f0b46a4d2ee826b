"""Small Markdown pieces that every generated page is made of."""

from collections.abc import Iterable, Sequence

WRITER = "python -m tests.docs.write"


def head(title: str, source: str, lede: str) -> list[str]:
    """Title, what the page says, and where it comes from."""
    return [
        f"# {title}",
        "",
        lede.strip(),
        "",
        f"*Generated from {source} by `{WRITER}`; a test fails while this page and the code"
        " differ.*",
        "",
    ]


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table; cells may hold anything that fits on a line."""
    lines = [row(columns), row(["---"] * len(columns))]
    return [*lines, *(row(each) for each in rows), ""]


def row(cells: Iterable[object]) -> str:
    return "| " + " | ".join(cell(each) for each in cells) + " |"


def cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def code(value: object) -> str:
    return f"`{value}`"


def joined(lines: Iterable[str]) -> str:
    """The page: one empty line between parts, one end of line at the end."""
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"
