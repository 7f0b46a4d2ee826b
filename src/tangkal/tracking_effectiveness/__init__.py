"""T: how long things took and what changed, with what certainty."""

from tangkal.tracking_effectiveness.before_after import before_after
from tangkal.tracking_effectiveness.durations import summarise
from tangkal.tracking_effectiveness.evaluation import evaluation_state

__all__ = ["before_after", "evaluation_state", "summarise"]
