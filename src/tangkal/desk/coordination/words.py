"""What a run left out, and what is shared, as sentences in the reader's language."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as lazy

from tangkal.desk.coordination.models import Run

BEHAVIOURS = {
    "text": lazy("the same text"),
    "url": lazy("the same link"),
    "hashtags": lazy("the same hashtags in one order"),
    "reply": lazy("replies to one post"),
    "media": lazy("the same picture or video"),
}

LEFT_OUT = {
    "items_not_read": lazy("older items of the window were not read: it holds too many"),
    "items_without_author": lazy("items without an author"),
    "items_in_the_future": lazy("items with a clock that runs ahead"),
    "shares_repeated": lazy("repeated shares, counted once"),
    "pairs_skipped": lazy("pairs in crowded windows were not compared"),
    "edges_not_kept": lazy("coordinated pairs were not kept: too many"),
    "communities_not_kept": lazy("small communities were not kept: too many"),
}


def left_out(run: Run) -> list[tuple[str, object]]:
    """(how many, of what) for everything that a run did not compare or keep."""
    counts = {**as_numbers(run.provenance.get("read")), **run.counts}
    return [
        (number_format(counts[name], force_grouping=True), label)
        for name, label in LEFT_OUT.items()
        if counts.get(name)
    ]


def as_numbers(value: object) -> dict[str, int]:
    return dict(value) if isinstance(value, Mapping) else {}
