"""What the parts, templates and steps of a message are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: dict[str, Promise] = {
    "headline": _("Headline"),
    "fact": _("The fact"),
    "myth": _("What circulated, named once"),
    "explanation": _("Why it is not so"),
    "fact_again": _("The fact again"),
    "action": _("What to do"),
    "empathy": _("Empathy"),
    "confirmed": _("What is confirmed"),
    "unknown": _("What is not known yet"),
    "process": _("How we find out"),
    "commitment": _("What we commit to"),
    "information": _("Where to learn more"),
    "next_update": _("Next update"),
    "quote": _("Quotation"),
    "warning": _("The warning"),
}

# What is asked for the places of a first statement.
PLACES: dict[str, Promise] = {
    "event": _("What happened, where and when"),
    "affected": _("Who is affected"),
    "confirmed": _("What is confirmed: what, who, where, when"),
    "unknown": _("What is not known yet"),
    "process": _("What is being done to find out"),
    "commitment": _("What we commit to"),
    "protective_action": _("What people should do now"),
    "source": _("Address of the official source"),
    "contact": _("Where to ask or report"),
    "spokesperson": _("Name and office of the spokesperson"),
    "quote": _("A quotation the spokesperson has approved"),
}

TEMPLATES: dict[str, Promise] = {
    "clarification": _("Clarification for the portal"),
    "prebunk": _("Warning before it spreads (prebunking)"),
    "holding_statement": _("Holding statement"),
    "press_line": _("Press line"),
    "chat_text": _("Short text for chat groups"),
}

# What a finding of the writing check says; its facts are filled in by name.
FINDINGS: dict[str, Promise] = {
    "open_placeholder": _("A place is still to be filled: %(place)s."),
    "empty_part": _("This part is empty."),
    "myth_before_fact": _("The false claim comes before the fact; begin with what is true."),
    "myth_repeated": _("The false claim is repeated; name it once."),
    "too_long": _("This has %(found)d characters; %(most)d fit here."),
}

STEPS: dict[str, Promise] = {
    "submit": _("Submit for the fact check"),
    "confirm_facts": _("Confirm the facts"),
    "return": _("Send back"),
    "ask_legal": _("Ask for legal review"),
    "clear": _("Clear legally"),
    "approve": _("Approve this version"),
    "publish": _("Publish"),
    "withdraw": _("Withdraw"),
    "schedule": _("Schedule"),
    "unschedule": _("Take off the schedule"),
    "cosign": _("Countersign"),
}

# What the audit trail's codes mean to a reader of one message's log.
EVENTS: dict[str, Promise] = {
    "message.drafted": _("Draft written"),
    "message.versioned": _("Text changed"),
    "message.submit": _("Submitted for the fact check"),
    "message.confirm_facts": _("Facts confirmed"),
    "message.return": _("Sent back"),
    "message.ask_legal": _("Legal review asked for"),
    "message.clear": _("Cleared legally"),
    "message.approve": _("Version approved"),
    "message.published": _("Published"),
    "message.correction_begun": _("Correction begun"),
    "message.replaced": _("Replaced by its correction"),
    "message.withdrawn": _("Withdrawn"),
    "message.scheduled": _("Scheduled"),
    "message.unscheduled": _("Taken off the schedule"),
    "message.due": _("Its hour came"),
    "message.schedule_refused": _("Did not go out; back to approved"),
    "message.cosigned": _("Countersigned"),
    "holding.drafted": _("Filled in"),
    "holding.filled": _("Filled in anew"),
    "holding.published": _("Published on one approver’s word"),
    "holding.confirmed": _("Checked by a second person"),
    "holding.rejected": _("Found wrong and withdrawn"),
    "holding.withdrawn": _("Withdrawn"),
    "holding.replaced": _("Replaced by its next version"),
    "holding_template.drafted": _("Draft written"),
    "holding_template.revised": _("Text changed"),
    "holding_template.approved": _("Approved"),
    "holding_template.ended": _("Taken out of use"),
}
