"""Everything that changes a crisis: one transaction, one audit event each."""

from tangkal.desk.crisis.commands.activating import (
    confirm,
    decline,
    propose,
    raise_level,
    renew,
    take_step,
    withdraw,
)
from tangkal.desk.crisis.commands.alerting import acknowledge, alert_regions
from tangkal.desk.crisis.commands.answering import answer_step, ask, draft_answer, pin
from tangkal.desk.crisis.commands.briefing import brief, change_rhythm
from tangkal.desk.crisis.commands.first_hour import freeze, mark_step
from tangkal.desk.crisis.commands.housing import draft_statement, save_house
from tangkal.desk.crisis.commands.logging import correct_entry, write_entry
from tangkal.desk.crisis.commands.reporting import draft_report
from tangkal.desk.crisis.commands.reviewing import add_action, close_action, write_review
from tangkal.desk.crisis.commands.seating import give_seat, hand_over, leave_seat, set_availability

__all__ = [
    "acknowledge",
    "add_action",
    "alert_regions",
    "answer_step",
    "ask",
    "brief",
    "change_rhythm",
    "close_action",
    "confirm",
    "correct_entry",
    "decline",
    "draft_answer",
    "draft_report",
    "draft_statement",
    "freeze",
    "give_seat",
    "hand_over",
    "leave_seat",
    "mark_step",
    "pin",
    "propose",
    "raise_level",
    "renew",
    "save_house",
    "set_availability",
    "take_step",
    "withdraw",
    "write_entry",
    "write_review",
]
