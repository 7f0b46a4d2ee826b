"""The response gate: six questions that stand before every decision, whichever it is.

Source: our design decision (doctrine A5).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tangkal.impact_analysis.response import ADMITTING, Approach

ANSWERS: Mapping[str, object] = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "unclear": pgettext_lazy("answer", "Unclear"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; choices are answered yes, no or unclear, the others in words."""

    key: str
    text: object
    help: object
    is_choice: bool


QUESTIONS: tuple[Question, ...] = (
    Question(
        key="checkable",
        text=gettext_lazy("Can it be checked?"),
        help=gettext_lazy("Evidence could show it true or false."),
        is_choice=True,
    ),
    Question(
        key="criticism_right",
        text=gettext_lazy("Is the criticism in it actually right?"),
        help=gettext_lazy("If so: fix it and say so. That is an answer too."),
        is_choice=True,
    ),
    Question(
        key="raises_exposure",
        text=gettext_lazy("Would answering make more people see it?"),
        help=gettext_lazy("With little reach and little harm, watching is usually better."),
        is_choice=True,
    ),
    Question(
        key="credible_voice",
        text=gettext_lazy("Whose voice is believed here?"),
        help=gettext_lazy("Often it is not the government’s."),
        is_choice=False,
    ),
    Question(
        key="least_intrusive",
        text=gettext_lazy("Which is the mildest option that is enough?"),
        help=gettext_lazy("Say why nothing milder would do."),
        is_choice=False,
    ),
    Question(
        key="objective",
        text=gettext_lazy("What should change, and how will it be measured?"),
        help=gettext_lazy("Without a measure the effect stays unmeasured, and will be shown so."),
        is_choice=False,
    ),
)


# How an answered case is answered; what changes something of ours stands first.
APPROACH = "approach"
APPROACHES: Mapping[str, object] = {
    Approach.FIX_AND_ADMIT.value: gettext_lazy("Fix it and admit it"),
    Approach.DIRECT_SERVICE_FIX.value: gettext_lazy("Put the service right, directly"),
    Approach.POLICY_RESPONSE.value: gettext_lazy("Change or explain the policy"),
    Approach.FILL_VOID.value: gettext_lazy("Fill the gap in what is known"),
    Approach.PREBUNK.value: gettext_lazy("Warn before it spreads (prebunking)"),
    Approach.DEBUNK.value: gettext_lazy("Clarify the claim (debunking)"),
    Approach.COUNTER_NARRATIVE.value: gettext_lazy("Tell the true story (counter-narrative)"),
    Approach.HOLDING_STATEMENT.value: gettext_lazy("A first statement, more to follow"),
    Approach.CRISIS_COMMUNICATION.value: gettext_lazy("Crisis communication"),
}


def check_approach(answers: Mapping[str, str], *, is_answered: bool) -> None:
    """Where the criticism is right, an answer fixes and admits: to debunk it would be false.

    Raises:
        ValidationError: another way was chosen, or none.
    """
    if not is_answered or answers.get("criticism_right") != "yes":
        return
    if answers.get(APPROACH) not in ADMITTING:
        raise ValidationError(
            _(
                "The criticism is right, so the answer is to put it right and say so: choose "
                "%(ways)s."
            )
            % {"ways": ", ".join(str(APPROACHES[way]) for way in APPROACHES if way in ADMITTING)}
        )


def check_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """All six answers, in order, without surrounding space; and the approach, where one is told.

    Raises:
        ValidationError: a question is unanswered, or answered with something else.
    """
    kept = {}
    for question in QUESTIONS:
        answer = str(answers.get(question.key, "")).strip()
        if not answer or (question.is_choice and answer not in ANSWERS):
            raise ValidationError(
                _("The response gate is not complete: “%(question)s”") % {"question": question.text}
            )
        kept[question.key] = answer
    approach = str(answers.get(APPROACH, "")).strip()
    if approach and approach not in APPROACHES:
        raise ValidationError(_("%(name)s is no way of answering we know.") % {"name": approach})
    if approach:
        kept[APPROACH] = approach
    unknown = set(answers) - set(kept) - {APPROACH}
    if unknown:
        raise ValidationError(
            _("%(name)s is no question of the response gate.") % {"name": ", ".join(unknown)}
        )
    return kept
