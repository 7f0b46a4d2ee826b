"""What a report still lacks before somebody may stand behind it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

MOST_TOP_WORDS = 50


class Missing(StrEnum):
    """Why a report cannot be checked or signed; the desk has the sentences."""

    TOP_LINE = "top_line"
    TOP_LINE_OPEN = "top_line_open"  # a place in it is still to be filled in
    TOP_LINE_LONG = "top_line_long"
    CHART = "chart"  # neither confirmed nor left out
    CHART_SILENT = "chart_silent"  # confirmed without a sentence
    ACTION = "action"  # a recommendation without its owner or deadline
    DISTRIBUTION = "distribution"
    CLASSIFICATION = "classification"


def count_words(text: str) -> int:
    """Words as a reader counts them: what stands between blanks and holds a letter or digit.

    >>> count_words("Harga BBM tetap – 3.200 kiriman, 40% dari X.")
    8
    """
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def missing(words: Mapping[str, Any], charts: Sequence[str]) -> list[Missing]:
    """Everything that is lacking, in the order of the parts, each once.

    Args:
        words: what people wrote: "top_line", "charts" {key: {"says", "state"}}, "actions"
            [{"text", "owner", "due"}], "distribution", "classification".
        charts: keys of the charts that the draft has.
    """
    return list(dict.fromkeys(_missing(words, charts)))


def _missing(words: Mapping[str, Any], charts: Sequence[str]) -> Iterator[Missing]:
    top_line = str(words.get("top_line", "")).strip()
    if not top_line:
        yield Missing.TOP_LINE
    if re.search(r"\[[^\]]*\]", top_line):
        yield Missing.TOP_LINE_OPEN
    if count_words(top_line) > MOST_TOP_WORDS:
        yield Missing.TOP_LINE_LONG
    said = words.get("charts", {})
    for key in charts:
        chart = said.get(key, {})
        if chart.get("state") not in {"confirmed", "left_out"}:
            yield Missing.CHART
        elif chart["state"] == "confirmed" and not str(chart.get("says", "")).strip():
            yield Missing.CHART_SILENT
    for action in words.get("actions", ()):
        if not (action.get("text") and action.get("owner") and action.get("due")):
            yield Missing.ACTION
    if not str(words.get("distribution", "")).strip():
        yield Missing.DISTRIBUTION
    if not words.get("classification"):
        yield Missing.CLASSIFICATION
