"""A crisis, its team, its first hour, its log, its questions, and what was learned from it."""

from tangkal.desk.crisis.models.answering import AnswerVersion, Question
from tangkal.desk.crisis.models.core import Crisis, House, Proposal, Pulse, Topic
from tangkal.desk.crisis.models.learning import Action, Review
from tangkal.desk.crisis.models.logging import AppendOnly, LogEntry
from tangkal.desk.crisis.models.regions import Addressee, RegionalAlert
from tangkal.desk.crisis.models.rhythm import Briefing, MissedUpdate, StepMark
from tangkal.desk.crisis.models.team import Presence, Seat

__all__ = [
    "Action",
    "Addressee",
    "AnswerVersion",
    "AppendOnly",
    "Briefing",
    "Crisis",
    "House",
    "LogEntry",
    "MissedUpdate",
    "Presence",
    "Proposal",
    "Pulse",
    "Question",
    "RegionalAlert",
    "Review",
    "Seat",
    "StepMark",
    "Topic",
]
