"""State machines as tables of data, and the refusals every command shares."""

from tangkal.desk.workflow.errors import ActionDenied, StaleObject
from tangkal.desk.workflow.transitions import Machine, Transition, steps

__all__ = ["ActionDenied", "Machine", "StaleObject", "Transition", "steps"]
