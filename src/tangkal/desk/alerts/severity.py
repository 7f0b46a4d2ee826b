"""How severe a signal is, and whether a rule wants to hear of it. Pure; the table is ours."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tangkal.desk.alerts.models import Rule, Severity
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.watching.rules import CRITICAL_URGENCY

# Urgency from which a step begins: the watch list's severities weigh as much, and the highest is
# the class that no mute hides. Ordering only: no probability is claimed.
STEPS = (
    (CRITICAL_URGENCY, Severity.CRITICAL),
    (0.6, Severity.HIGH),
    (0.45, Severity.MEDIUM),
    (0.0, Severity.LOW),
)
HOURS = 3  # growth compares the last three hours with the three before


def severity_of(signal: Signal) -> Severity:
    return next(step for floor, step in STEPS if signal.urgency >= floor)


def growth_of(volume: Sequence[int]) -> float | None:
    """The items of the last three hours over those of the three before; None without a past.

    >>> growth_of([1, 1, 2, 8, 4, 4])
    4.0
    """
    before, last = sum(volume[-2 * HOURS : -HOURS]), sum(volume[-HOURS:])
    return last / before if before and len(volume) >= 2 * HOURS else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One rule's filter, read once and asked of many signals."""

    severity: int
    kinds: frozenset[str]
    regions: tuple[str, ...]
    indicators: frozenset[int]
    words: tuple[str, ...]
    growth: float | None

    @classmethod
    def of(cls, rule: Rule) -> "Wanted":
        return cls(
            rule.severity,
            frozenset(rule.kinds),
            tuple(rule.regions),
            frozenset(rule.indicators),
            tuple(word.strip().casefold() for word in rule.words.split(",") if word.strip()),
            rule.growth,
        )

    def fits(self, signal: Signal) -> bool:
        return (
            severity_of(signal) >= self.severity
            and (not self.kinds or not self.kinds.isdisjoint(kinds_of(signal)))
            and (not self.regions or is_in(signal.region_id, self.regions))
            and (not self.indicators or not self.indicators.isdisjoint(watched(signal)))
            and (not self.words or self.says(signal))
            and (self.growth is None or (growth_of(signal.volume) or 0.0) >= self.growth)
        )

    def says(self, signal: Signal) -> bool:
        text = f"{signal.title} {signal.excerpt}".casefold()
        return any(word in text for word in self.words)


def kinds_of(signal: Signal) -> set[str]:
    return {str(reason.get("kind")) for reason in signal.reasons}


def watched(signal: Signal) -> set[int]:
    """The entries of the watch list that reached their thresholds in this signal."""
    found = (reason.get("indicator") for reason in signal.reasons if reason.get("kind") == "watch")
    return {indicator for indicator in found if isinstance(indicator, int)}


def is_in(code: str | None, regions: Collection[str]) -> bool:
    """Whether a region is one of these or lies below one.

    >>> is_in("32.04", ["32"]), is_in("3204", ["32"]), is_in(None, ["32"])
    (True, False, False)
    """
    return code is not None and any(code == r or code.startswith(f"{r}.") for r in regions)
