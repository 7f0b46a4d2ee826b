"""What would go out, before it goes: the words an outlet takes, the files, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast

from django.core.exceptions import ValidationError

from tangkal.desk.channels import card, held, press, texts
from tangkal.desk.channels.commands import Source, check_is_fit, check_may_go_on
from tangkal.desk.channels.models import Dispatch, Kind, Outlet, Taking
from tangkal.desk.channels.states import DispatchState
from tangkal.desk.strategic_communication.models import MessageVersion
from tangkal.desk.strategic_communication.validity import Validity
from tangkal.desk.workflow import ActionDenied


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One outlet and the words it would get."""

    outlet: Outlet
    title: str  # an e-mail's subject, an entry's title; "" where the words begin with it
    body: str
    problem: str  # why they do not fit; "" where they do
    is_sent: bool
    going: Dispatch | None = None  # one that waits for its hour


def refusal_of(source: Source | None) -> str:
    """Why this text may not go out now; "" where it may, or where there is none to ask about."""
    if source is None:
        return ""
    try:
        check_is_fit(source)
    except ActionDenied as error:
        return str(error)
    return ""


def refusal_to_resume(found: Dispatch) -> str:
    """Why what is left of a dispatch may not go out now; "" where it may."""
    try:
        check_may_go_on(found)
    except ActionDenied as error:
        return str(error)
    return ""


def of_outlets(outlets: Iterable[Outlet], source: Source) -> list[Preview]:
    """Every outlet with what it would get."""
    rows = source.dispatches.filter(purpose="pesan").exclude(state=DispatchState.STOPPED)
    sent = {each.outlet_id: each for each in rows}
    confirmed = held.of_source(source)
    return [preview(outlet, source, confirmed, sent.get(outlet.pk)) for outlet in outlets]


def preview(outlet: Outlet, source: Source, confirmed: Validity, sent: Dispatch | None) -> Preview:
    try:
        body, problem = texts.body_for(outlet, source, confirmed), ""
    except ValidationError as error:
        body, problem = "", " ".join(error.messages)
    if outlet.kind == Kind.WEBSITE and (note := held.note_for(outlet, confirmed, "id")):
        body = f"{body}\n\n{note}"  # as its list adds it whenever somebody reads that
    title = texts.headline_of(source) if outlet.kind in {Kind.EMAIL, Kind.WEBSITE} else ""
    going = sent if sent and sent.state == DispatchState.SCHEDULED else None
    return Preview(
        outlet=outlet,
        title=title,
        body=body,
        problem=problem,
        is_sent=sent is not None,
        going=going,
    )


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
