"""What the parts, choices and findings of a response plan are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tangkal.strategic_communication.checks import Finding

OPTIONS: dict[str, Promise] = {
    "fix_and_admit": _("Fix it and admit it"),
    "direct_service_fix": _("Put the service right, directly"),
    "policy_response": _("Change or explain the policy"),
    "fill_void": _("Fill the gap in what is known"),
    "awareness": _("Raise awareness"),
    "resilience": _("Help people recognise manipulation"),
    "network": _("Speak through partners people trust"),
    "prebunk": _("Warn before it spreads (prebunking)"),
    "holding_statement": _("A first statement, more to follow"),
    "debunk": _("Clarify the claim (debunking)"),
    "counter_narrative": _("Tell the true story (counter-narrative)"),
    "counter_brand": _("Show who is behind it, with evidence"),
    "campaign": _("A campaign"),
    "crisis_communication": _("Crisis communication"),
}

ANCHORS: dict[str, Promise] = {
    "isolated": _("a single fact, not held by much else"),
    "self": _("how people see themselves"),
    "relationships": _("the people they belong to"),
    "worldview": _("how they see the world"),
}

MESSENGERS: dict[str, Promise] = {
    "expert": _("expert in the matter"),
    "community": _("community leader or group"),
    "religious": _("religious leader"),
    "fact_checker": _("fact-checker"),
    "media": _("journalist or outlet"),
    "affected": _("people who live through it"),
    "government": _("the government"),
    "other": _("somebody else"),
}

GAPS: dict[str, Promise] = {
    "no_option": _("Choose a way of answering."),
    "criticism_is_right": _(
        "The criticism is right, so the answer is to put it right and say so, not to deny it."
    ),
    "no_why_option": _("Say why nothing milder would do."),
    "no_objective": _("Write what should be different afterwards."),
    "no_measure": _("The objective is vague: say what is counted or asked, and where."),
    "no_baseline": _(
        "The objective is vague: give where it stands now, or how that will be known."
    ),
    "no_target": _("The objective is vague: give the figure to be reached."),
    "no_change": _("The target is where it stands already; nothing would change."),
    "no_date": _("The objective is vague: give the day by which it is reached."),
    "date_past": _("The day of the objective is past."),
    "no_audience": _("Say whom it is for and what they believe now."),
    "no_anchor": _("Say what holds the belief."),
    "no_messenger": _("Say whose voice carries it."),
    "no_messenger_why": _("Say why this voice is believed by this audience."),
    "no_strategy": _("Write the strategy in a few sentences."),
    "no_task": _("Write at least one task."),
    "task_unowned": _("The task “%(what)s” needs an owner and a day."),
    "no_scoring": _("Say how the effect is measured, against what, and what that cannot show."),
}

ADVICE: dict[str, Promise] = {
    "anchored_government": _(
        "The belief is held by who people are or whom they belong to: a voice of their own is "
        "usually believed more than the government’s."
    ),
    "government_speaks": _("Often the government is not the most credible voice. Is it here?"),
    "anchored_debunk": _(
        "A belief that is part of oneself seldom yields to a clarification alone; begin with what "
        "is shared."
    ),
    "task_after_target": _("The task “%(what)s” is due after the objective’s own day."),
}

STEPS: dict[str, Promise] = {
    "submit": _("Submit for approval"),
    "approve": _("Approve this version"),
    "return": _("Send back"),
}

EVENTS: dict[str, Promise] = {
    "plan.drafted": _("Begun"),
    "plan.versioned": _("Changed: a new version"),
    "plan.submit": _("Submitted for approval"),
    "plan.approve": _("Approved"),
    "plan.return": _("Sent back"),
    "plan.logged": _("Written into the log"),
    "plan.task_done": _("A task is done"),
}


def sentence_of(gap: Finding) -> str:
    """What a gap asks for, in words."""
    return str(GAPS[gap.code]) % dict(gap.facts)


def advice_of(found: Finding) -> str:
    """A colleague's remark, in words."""
    return str(ADVICE[found.code]) % dict(found.facts)
