"""What a signal tells of its claim, from its excerpt, its typical items and its region."""

from collections.abc import Sequence

from tangkal.desk.cases.models import Evidence, Signal
from tangkal.desk.portal.completeness import place_names
from tangkal.early_warning.completeness import Completeness, Report, completeness_of


def of_signal(signal: Signal, samples: Sequence[Evidence]) -> Completeness:
    """What is told and missing; the items are those the page shows anyway."""
    texts = [signal.title, signal.excerpt, *(sample.text for sample in samples)]
    return completeness_of(
        Report(
            text="\n".join(text for text in texts if text),
            urls=tuple(sample.url for sample in samples if sample.url),
            platforms=tuple(name for name in signal.platforms if name not in {"unknown", ""}),
            has_date=any(sample.published_at for sample in samples),
            region=signal.region_id or "",
            place_names=place_names(),
        )
    )
