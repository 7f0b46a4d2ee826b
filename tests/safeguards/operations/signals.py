"""Signals, saved views, watch plans and mutes."""

from tests.safeguards.answers import (
    NONE,
    PLANNING,
    READING,
    SCREENING,
    USEFUL,
    WORKING,
    Who,
    own,
    roles,
)
from tests.safeguards.operations import Differs

TABLE = {
    "signals.act_on_many": roles(SCREENING),
    "signals.ask_data": roles(SCREENING),
    "signals.claim": roles(SCREENING),
    "signals.dismiss": roles(SCREENING),
    "signals.get_signal": roles(READING),
    "signals.link": Differs(ours={200: SCREENING}, theirs={422: SCREENING}),
    "signals.list_signals": roles(READING),
    "signals.mark_duplicate": roles(SCREENING),
    "signals.release": own(WORKING, hidden=NONE),
    "signals.screen": roles(SCREENING),
    "signals.undo": roles(SCREENING),
    "queue_views.delete_view": Who(
        ours=WORKING, answer=204, hidden=READING, hidden_from_ours=READING - WORKING
    ),
    "queue_views.list_views": roles(READING),
    "queue_views.save_view": roles(READING, 201),
    "watch.answer_useful": roles(USEFUL),
    "watch.end_mute": roles(SCREENING),
    "watch.get_indicator": roles(READING),
    "watch.get_plan": roles(READING),
    "watch.list_indicators": roles(READING),
    "watch.list_mutes": roles(READING),
    "watch.list_plans": roles(READING),
    "watch.mute_indicator": own(PLANNING, 201, hidden=NONE),
    "watch.mute_signal": roles(SCREENING, 201),
    "watch.revise_indicator": own(PLANNING, hidden=NONE),
    "watch.revise_plan": own(PLANNING, hidden=NONE),
    "watch.set_threshold": own(PLANNING, hidden=NONE),
    "watch.switch": own(PLANNING, hidden=NONE),
    "watch.write_indicator": own(PLANNING, 201, hidden=NONE),
    "watch.write_plan": roles(PLANNING, 201),
}
