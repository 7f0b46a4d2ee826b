"""Crises: proposed by one approver, confirmed by another, renewed, stepped down, closed."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Line, Moment, Reason, Text, Versioned, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, WithReason, organisation
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.crisis import commands, facts, levels, queries, rules
from tangkal.desk.crisis.models import Crisis, Proposal
from tangkal.desk.crisis.states import OPEN, CrisisState
from tangkal.kernel import InvalidInput

router = Router(tags=["crises"])
LevelNumber = Annotated[int, Field(ge=1, le=3, description="1 alert, 2 crisis, 3 national crisis")]


class WantedCrises(Paged):
    """Which crises."""

    state: Annotated[str, Among(("", "open", *CrisisState.values))] = Field(
        "", description="“open”: every one whose room takes entries"
    )


class CrisisBrief(Schema):
    """One crisis in short."""

    id: int
    version: int = Field(description="of its level and state")
    title: str
    state: str
    level: int
    lead_organisation: str
    opened_by: str
    opened_at: Moment
    activated_at: Moment | None
    expires_at: Moment | None = Field(description="when the level ends unless it is renewed")
    next_update_at: Moment | None
    closed_at: Moment | None
    is_exercise: bool


class ProposalOut(Schema):
    """A level that one approver asks for; another confirms it within fifteen minutes."""

    id: int
    level: int
    trigger: str
    reason: str
    facts: dict[str, int] = Field(description="what was measured when it was proposed")
    state: str
    by: str
    at: Moment
    confirm_by: Moment
    decided_by: str | None
    decided_at: Moment | None
    decided_why: str


class CrisisWhole(CrisisBrief):
    """One crisis; its team, log, questions and updates have addresses of their own."""

    cases: list[str]
    proposals: list[ProposalOut] = Field(description="the newest first")
    facts: dict[str, int] = Field(description="counts over its cases, never a judgement")
    suggested_level: int = Field(description="what these counts suggest; people decide")
    reasons: list[str]
    quiet_updates: int = Field(description="the latest in a row; two are needed to step down")


@router.get("crises", response=Page[CrisisBrief], **asks("crises:read"), summary="Crises")
def list_crises(request: HttpRequest, wanted: Query[WantedCrises]) -> Any:
    """Those of the owner's organisations and those in whose team its owner sits."""
    rows = queries.crises_of(reader_of(request))
    if wanted.state:
        rows = rows.filter(state__in=OPEN if wanted.state == "open" else [wanted.state])
    return page(request, rows, wanted, brief)


@router.get(
    "crises/{int:crisis_id}", response=CrisisWhole, **asks("crises:read"), summary="One crisis"
)
def get_crisis(request: HttpRequest, crisis_id: int) -> Any:
    """Its level, what waits for a word, and what is measured."""
    return whole(one(request, crisis_id))


class LevelAsked(Schema):
    """Which level, which trigger holds, and why now."""

    level: LevelNumber
    trigger: Line = Field(min_length=1, description="what holds of the level's triggers")
    reason: Annotated[str, Field(min_length=1, max_length=2_000)]


class CrisisProposing(Body, LevelAsked):
    """The first level of a crisis that is not there yet."""

    title: Annotated[str, Field(min_length=1, max_length=160)]
    lead_organisation: Key
    cases: list[Number] = Field([], max_length=200, description="by their numbers")
    is_exercise: YesNo = False


@router.post(
    "crises",
    response={201: CrisisWhole},
    **asks(
        "crises:write",
        example={
            "title": "Isu kelangkaan BBM",
            "lead_organisation": 1,
            "level": 2,
            "trigger": "media arus utama memberitakannya",
            "reason": "Antrean di tiga provinsi.",
        },
    ),
    summary="Propose the first level of a crisis",
)
def propose(request: HttpRequest, body: CrisisProposing) -> Any:
    """Another approver confirms it within fifteen minutes."""
    by = reader_of(request)
    office = organisation(body.lead_organisation)
    assert office is not None
    rules.check_can_propose(by, office, body.level)
    found = list(visible_cases(by).filter(number__in=body.cases))
    if missing := sorted(set(body.cases) - {case.number for case in found}):
        raise InvalidInput(_("There is no case %(number)s.") % {"number": missing[0]})
    made = commands.propose(
        office,
        body.title,
        level=body.level,
        trigger=body.trigger,
        reason=body.reason,
        cases=found,
        is_exercise=body.is_exercise,
        by=by,
    )
    return whole(one(request, made.crisis_id))


class LevelRaising(Versioned, LevelAsked):
    """Another level for a crisis that is there."""


@router.post(
    "crises/{int:crisis_id}/proposals",
    response={201: CrisisWhole},
    **asks(
        "crises:write",
        example={
            "version": 1,
            "level": 3,
            "trigger": "keselamatan jiwa terancam",
            "reason": "Ada korban.",
        },
    ),
    summary="Propose another level",
)
def raise_level(request: HttpRequest, crisis_id: int, body: LevelRaising) -> Any:
    """One proposal waits at a time."""
    crisis = one(request, crisis_id)
    commands.raise_level(
        crisis,
        level=body.level,
        trigger=body.trigger,
        reason=body.reason,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(one(request, crisis_id))


class ProposalWord(Body):
    """A word on a proposal; declining and taking back need their reason."""

    why: Annotated[str, Field(max_length=2_000)] = ""


def settled(
    request: HttpRequest,
    crisis_id: int,
    proposal_id: int,
    body: ProposalWord,
    act: Callable[..., Crisis],
) -> dict[str, Any]:
    crisis = one(request, crisis_id)
    proposal = shown(Proposal.objects.filter(crisis=crisis), pk=proposal_id)
    act(proposal, by=reader_of(request), why=body.why)
    return whole(one(request, crisis_id))


@router.post(
    "crises/{int:crisis_id}/proposals/{int:proposal_id}/confirm",
    response=CrisisWhole,
    **asks("crises:act", example={"why": ""}),
    summary="Bring a proposed level into force",
)
def confirm_level(
    request: HttpRequest, crisis_id: int, proposal_id: int, body: ProposalWord
) -> Any:
    """Never by its proposer; level 3 by leadership. The first one starts the first hour."""
    return settled(request, crisis_id, proposal_id, body, commands.confirm)


@router.post(
    "crises/{int:crisis_id}/proposals/{int:proposal_id}/decline",
    response=CrisisWhole,
    **asks("crises:write", example={"why": "Belum terpenuhi"}),
    summary="Refuse a proposed level",
)
def decline_level(
    request: HttpRequest, crisis_id: int, proposal_id: int, body: ProposalWord
) -> Any:
    """A crisis that never began is closed by it."""
    return settled(request, crisis_id, proposal_id, body, commands.decline)


@router.post(
    "crises/{int:crisis_id}/proposals/{int:proposal_id}/withdraw",
    response=CrisisWhole,
    **asks("crises:write", example={"why": "Keliru membaca angka"}),
    summary="Take an own proposal back",
)
def withdraw_level(
    request: HttpRequest, crisis_id: int, proposal_id: int, body: ProposalWord
) -> Any:
    """Only by whoever proposed it."""
    return settled(request, crisis_id, proposal_id, body, commands.withdraw)


@router.post(
    "crises/{int:crisis_id}/renew",
    response=CrisisWhole,
    **asks("crises:write", example={"version": 1, "why": "Media masih memberitakannya"}),
    summary="Let a level last another 24 hours",
)
def renew(request: HttpRequest, crisis_id: int, body: WithReason) -> Any:
    """A level that nobody renews expires."""
    commands.renew(
        one(request, crisis_id),
        by=reader_of(request),
        why=body.why,
        expected_version=version_of(request, body),
    )
    return whole(one(request, crisis_id))


class CrisisStepping(WithReason):
    """Which step on the way out of a crisis."""

    step: Literal["deescalate", "recover", "review", "close"]


@router.post(
    "crises/{int:crisis_id}/steps",
    response=CrisisWhole,
    **asks("crises:write", example={"version": 1, "step": "deescalate", "why": "Sudah reda"}),
    summary="Step down, recover, review, close",
)
def take_step(request: HttpRequest, crisis_id: int, body: CrisisStepping) -> Any:
    """Stepping down needs two quiet updates; closing needs the written review."""
    commands.take_step(
        one(request, crisis_id),
        body.step,
        by=reader_of(request),
        why=body.why,
        expected_version=version_of(request, body),
    )
    return whole(one(request, crisis_id))


class CrisisFreezing(Body):
    """Why everything scheduled waits."""

    why: Reason


class CrisisFrozen(Schema):
    """What holds now."""

    organisation: str
    reason: Text


@router.post(
    "crises/{int:crisis_id}/freeze",
    response=CrisisFrozen,
    **asks("crises:write", example={"why": "Krisis BBM"}),
    summary="Freeze what is scheduled to be published",
)
def freeze(request: HttpRequest, crisis_id: int, body: CrisisFreezing) -> Any:
    """Of the lead agency and all below it, until an approver thaws it."""
    crisis = one(request, crisis_id)
    commands.freeze(crisis, by=reader_of(request), why=body.why)
    return CrisisFrozen(organisation=str(crisis.organisation), reason=body.why)


def one(request: HttpRequest, crisis_id: int) -> Crisis:
    """The crisis, if the token's owner may see it; elsewhere it is as if it did not exist."""
    return shown(queries.crises_of(reader_of(request)), pk=crisis_id)


def brief(crisis: Crisis) -> dict[str, Any]:
    names = ("id", "version", "title", "state", "level", "is_exercise")
    moments = ("opened_at", "activated_at", "expires_at", "next_update_at", "closed_at")
    return {name: getattr(crisis, name) for name in (*names, *moments)} | {
        "lead_organisation": str(crisis.organisation),
        "opened_by": str(crisis.opened_by),
    }


def whole(crisis: Crisis) -> dict[str, Any]:
    measured = facts.of_crisis(crisis)
    number, reasons = levels.suggested(measured)
    rows = crisis.proposals.select_related("by", "decided_by")
    return brief(crisis) | {
        "cases": list(crisis.cases.order_by("pk").values_list("number", flat=True)),
        "proposals": [proposal_out(each) for each in rows],
        "facts": measured,
        "suggested_level": number,
        "reasons": reasons,
        "quiet_updates": rules.quiet_cycles(crisis),
    }


def proposal_out(row: Proposal) -> dict[str, Any]:
    names = ("id", "level", "trigger", "reason", "facts", "state", "at", "confirm_by")
    return {name: getattr(row, name) for name in (*names, "decided_at", "decided_why")} | {
        "by": str(row.by),
        "decided_by": named(row.decided_by),
    }
