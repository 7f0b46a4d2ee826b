"""State machines as tables of data, and the refusals every command shares."""

from tangkal.desk.workflow.errors import ActionDenied, StaleObject
from tangkal.desk.workflow.transitions import Machine, Transition, steps
from tangkal.desk.workflow.versions import Versioned, check_version

__all__ = [
    "ActionDenied",
    "Machine",
    "StaleObject",
    "Transition",
    "Versioned",
    "check_version",
    "steps",
]
