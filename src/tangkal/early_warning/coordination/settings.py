"""What is asked of one detection: the definition, the window and the limits."""

from dataclasses import asdict, dataclass
from typing import Literal, get_args

from tangkal.kernel import InvalidInput

Definition = Literal["tangkal", "cootweet", "toolkit"]
DEFINITIONS: tuple[str, ...] = get_args(Definition)
METHODS = {
    "tangkal": "objects-against-chance/1",
    "cootweet": "cootweet-2/1",
    "toolkit": "directed-posts/1",
}
CAP = 500
MOST_PAIRS = 3_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How coordination is defined.

    definition: `tangkal` counts distinct objects and keeps pairs that chance does not explain;
        `cootweet` counts pairs of posts as CooRTweet 2; `toolkit` counts posts in each
        direction as the coordination-network-toolkit.
    """

    definition: Definition = "tangkal"
    window_seconds: float = 60.0
    min_weight: int = 2  # objects, participations (cootweet) or posts (toolkit)
    level: float = 0.01  # share of false edges accepted; `tangkal` alone
    loops: bool = False  # an account with itself; the exact definitions alone
    edge_weight: float = 0.5  # quantile above which an edge is marked; `cootweet` alone
    cap: int | None = None  # rows to either side within the window; None: the definition's own
    evidence: int = 20  # lines kept for each edge
    seed: int = 1  # of the communities

    def __post_init__(self) -> None:
        if self.definition not in DEFINITIONS:
            raise InvalidInput(f"no definition {self.definition!r}; {', '.join(DEFINITIONS)}")
        if not 0 <= self.window_seconds <= 365 * 86_400:
            raise InvalidInput(f"a window of {self.window_seconds} s; give 0 s to a year")
        if self.min_weight < 1 or self.evidence < 0:
            raise InvalidInput(f"{self.min_weight=} must be 1 or more, {self.evidence=} 0 or more")
        if not 0.0 < self.level < 1.0 or not 0.0 <= self.edge_weight <= 1.0:
            raise InvalidInput(f"{self.level=} and {self.edge_weight=} must lie between 0 and 1")
        if self.cap is not None and self.cap < 1:
            raise InvalidInput(f"a cap of {self.cap} rows would leave nothing")
        if self.loops and self.definition == "tangkal":
            raise InvalidInput("an account cannot coordinate with itself; loops are for cootweet")

    @property
    def rows_to_a_side(self) -> int | None:
        """The cap in force: exact definitions have none of their own."""
        return CAP if self.cap is None and self.definition == "tangkal" else self.cap

    def as_json(self) -> dict[str, object]:
        """For the provenance."""
        return {**asdict(self), "cap": self.rows_to_a_side, "method": METHODS[self.definition]}
