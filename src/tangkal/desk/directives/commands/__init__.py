"""Everything that changes a directive, an office's answer, a link or a briefing."""

from tangkal.desk.directives.commands.answering import (
    acknowledge,
    ask,
    dissent,
    note_read,
    propose,
    reply,
    settle,
)
from tangkal.desk.directives.commands.calling import call_overdue
from tangkal.desk.directives.commands.directing import (
    draft_directive,
    edit_directive,
    recall_for,
    renew,
    renew_for,
    send,
    take_step,
)
from tangkal.desk.directives.commands.linking import answer_by_link, make_links, revoke_link
from tangkal.desk.directives.commands.publishing import (
    mark_aligned,
    mark_contradiction,
    publish,
    resolve,
    take_down,
)

__all__ = [
    "acknowledge",
    "answer_by_link",
    "ask",
    "call_overdue",
    "dissent",
    "draft_directive",
    "edit_directive",
    "make_links",
    "mark_aligned",
    "mark_contradiction",
    "note_read",
    "propose",
    "publish",
    "recall_for",
    "renew",
    "renew_for",
    "reply",
    "resolve",
    "revoke_link",
    "send",
    "settle",
    "take_down",
    "take_step",
]
