"""What would go out, before it goes: the words an outlet takes, the files, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from django.core.exceptions import ValidationError

from tangkal.desk.channels import card, press, texts
from tangkal.desk.channels.commands import Source, check_is_fit
from tangkal.desk.channels.models import Outlet, Taking
from tangkal.desk.channels.states import DispatchState
from tangkal.desk.strategic_communication.models import MessageVersion
from tangkal.desk.workflow import ActionDenied


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One outlet and the words it would get."""

    outlet: Outlet
    body: str
    problem: str  # why they do not fit; "" where they do
    is_sent: bool


def refusal_of(source: Source | None) -> str:
    """Why this text may not go out now; "" where it may, or where there is none to ask about."""
    if source is None:
        return ""
    try:
        check_is_fit(source)
    except ActionDenied as error:
        return str(error)
    return ""


def of_outlets(outlets: Iterable[Outlet], source: Source) -> list[Preview]:
    """Every outlet with what it would get."""
    sent = set(
        source.dispatches.filter(purpose="pesan")
        .exclude(state=DispatchState.STOPPED)
        .values_list("outlet_id", flat=True)
    )
    return [preview(outlet, source, is_sent=outlet.pk in sent) for outlet in outlets]


def preview(outlet: Outlet, source: Source, *, is_sent: bool) -> Preview:
    try:
        body, problem = texts.body_for(outlet, source), ""
    except ValidationError as error:
        body, problem = "", " ".join(error.messages)
    return Preview(outlet=outlet, body=body, problem=problem, is_sent=is_sent)


def card_problem(version: MessageVersion) -> str:
    try:
        card.content(version)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def alt(version: MessageVersion) -> str:
    """The card's alternative text; "" where there is no card."""
    return "" if card_problem(version) else card.alt_of(version)


def file_of(version: MessageVersion, form: str) -> bytes:
    """A file of an approved version.

    Raises:
        ValidationError: a card whose headline is too long.
    """
    if form in {Taking.Form.PDF, Taking.Form.WORD}:
        return press.written(version, form)
    return card.drawn(version, cast(Literal["png", "svg"], form))
