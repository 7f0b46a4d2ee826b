"""What analysts do to narratives: name, pin, archive, merge, divide, flag, take back."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Text, Versioned
from tangkal.desk.api.people import named, shown
from tangkal.desk.situational_insight import commands, rows, rules
from tangkal.desk.situational_insight.models import BreakoutFlag, Narrative, NarrativeEvent
from tangkal.desk.situational_insight.spread import commands as spread
from tangkal.desk.situational_insight.spread import grouping
from tangkal.desk.situational_insight.spread import rules as spread_rules

router = Router(tags=["narratives"])
NarrativeId = Annotated[str, Field(max_length=40)]
Why = Annotated[str, Field(min_length=1, max_length=300)]
VERSION = {"version": 1}


class Standing(Schema):
    """How a narrative stands after a change."""

    id: str
    version: int
    title: str
    state: str
    is_pinned: bool
    merged_into: str | None


@router.get(
    "narratives/{narrative_id}/standing",
    response=Standing,
    **asks("narratives:read"),
    summary="Version and standing of a narrative",
)
def get_standing(request: HttpRequest, narrative_id: NarrativeId) -> Any:
    """What a change has to carry. One that nobody has touched has version 1."""
    reader_of(request)
    row = rows.row_or_lake(narrative_id)
    if row is None:
        raise Http404(narrative_id)
    return standing(row)


class Renaming(Versioned):
    """A person's title; with none the machine's holds again."""

    title: Annotated[str, Field(max_length=200)]


class Describing(Versioned):
    """A note, and which kind of belief the story holds on to."""

    summary: Text = ""
    belief_anchor: Annotated[str, Among(("", *Narrative.Anchor.values))] = ""


class WithWhy(Versioned):
    """A change that its reason explains."""

    why: Why


class Joining(WithWhy):
    """Which other narrative."""

    other: NarrativeId


class Dividing(WithWhy):
    """Which texts move, and what the new narrative is called."""

    families: list[Annotated[str, Field(max_length=64)]] = Field(min_length=1, max_length=500)
    title: Annotated[str, Field(max_length=200)] = ""


def changed(
    request: HttpRequest, narrative_id: str, act: Callable[[User], object]
) -> dict[str, Any]:
    by = reader_of(request)
    rules.check_may_change(by)
    try:
        act(by)
        return standing(Narrative.objects.get(pk=narrative_id))
    except Narrative.DoesNotExist as error:
        raise Http404(narrative_id) from error


@router.post(
    "narratives/{narrative_id}/rename",
    response=Standing,
    **asks("narratives:write", example={"version": 1, "title": "Kabar BBM"}),
    summary="Give a narrative a title",
)
def rename(request: HttpRequest, narrative_id: NarrativeId, body: Renaming) -> Any:
    """The machine's title stays beside it."""
    version = version_of(request, body)
    return changed(
        request,
        narrative_id,
        lambda by: commands.rename(narrative_id, title=body.title, by=by, version=version),
    )


@router.post(
    "narratives/{narrative_id}/describe",
    response=Standing,
    **asks(
        "narratives:write", example={"version": 1, "summary": "Kabar lama", "belief_anchor": ""}
    ),
    summary="Keep a note on a narrative",
)
def describe(request: HttpRequest, narrative_id: NarrativeId, body: Describing) -> Any:
    """And which kind of belief it holds on to."""
    version, given = version_of(request, body), body.model_dump(exclude={"version"})
    return changed(
        request,
        narrative_id,
        lambda by: commands.describe(narrative_id, by=by, version=version, **given),
    )


@router.post(
    "narratives/{narrative_id}/pin",
    response=Standing,
    **asks("narratives:write", example=VERSION),
    summary="Pin a narrative",
)
def pin(request: HttpRequest, narrative_id: NarrativeId, body: Versioned) -> Any:
    """It stands first in the list, and the machine neither joins nor divides it."""
    version = version_of(request, body)
    return changed(
        request,
        narrative_id,
        lambda by: commands.set_pin(narrative_id, pinned=True, by=by, version=version),
    )


@router.post(
    "narratives/{narrative_id}/unpin",
    response=Standing,
    **asks("narratives:write", example=VERSION),
    summary="End a pin",
)
def unpin(request: HttpRequest, narrative_id: NarrativeId, body: Versioned) -> Any:
    """The machine may join and divide it again."""
    version = version_of(request, body)
    return changed(
        request,
        narrative_id,
        lambda by: commands.set_pin(narrative_id, pinned=False, by=by, version=version),
    )


@router.post(
    "narratives/{narrative_id}/archive",
    response=Standing,
    **asks("narratives:write", example={"version": 1, "why": "Selesai"}),
    summary="Put a narrative away",
)
def archive(request: HttpRequest, narrative_id: NarrativeId, body: WithWhy) -> Any:
    """Its items are counted all the same."""
    version = version_of(request, body)
    return changed(
        request,
        narrative_id,
        lambda by: commands.archive(narrative_id, by=by, why=body.why, version=version),
    )


@router.post(
    "narratives/{narrative_id}/reactivate",
    response=Standing,
    **asks("narratives:write", example={"version": 1, "why": "Muncul lagi"}),
    summary="Take an archived narrative up again",
)
def reactivate(request: HttpRequest, narrative_id: NarrativeId, body: WithWhy) -> Any:
    """With the reason."""
    version = version_of(request, body)
    return changed(
        request,
        narrative_id,
        lambda by: commands.reactivate(narrative_id, by=by, why=body.why, version=version),
    )


@router.post(
    "narratives/{narrative_id}/merge",
    response=Standing,
    **asks("narratives:write", example={"version": 1, "other": "N2", "why": "Satu cerita"}),
    summary="Take another narrative in",
)
def merge(request: HttpRequest, narrative_id: NarrativeId, body: Joining) -> Any:
    """With its items and signals; `undo` takes it back."""
    version = version_of(request, body)
    return changed(
        request,
        narrative_id,
        lambda by: commands.merge(narrative_id, body.other, by=by, why=body.why, version=version),
    )


@router.post(
    "narratives/{narrative_id}/keep-apart",
    response=Standing,
    **asks("narratives:write", example={"version": 1, "other": "N2", "why": "Dua cerita"}),
    summary="Keep two narratives apart",
)
def keep_apart(request: HttpRequest, narrative_id: NarrativeId, body: Joining) -> Any:
    """The machine will not join them."""
    version = version_of(request, body)
    return changed(
        request,
        narrative_id,
        lambda by: commands.keep_apart(
            narrative_id, body.other, by=by, why=body.why, version=version
        ),
    )


@router.post(
    "narratives/{narrative_id}/split",
    response={201: Standing},
    **asks("narratives:write", example={"version": 1, "families": ["a"], "why": "Cerita lain"}),
    summary="Move some texts into a narrative of their own",
)
def split(request: HttpRequest, narrative_id: NarrativeId, body: Dividing) -> Any:
    """Answers with the new one; at least one text stays."""
    by, version = reader_of(request), version_of(request, body)
    rules.check_may_change(by)
    try:
        made = commands.split(
            narrative_id, body.families, by=by, why=body.why, title=body.title, version=version
        )
    except Narrative.DoesNotExist as error:
        raise Http404(narrative_id) from error
    return standing(made)


class Undoing(Body):
    """Why it is taken back."""

    why: Annotated[str, Field(max_length=300)] = ""


@router.post(
    "narrative-events/{int:event_id}/undo",
    response=Standing,
    **asks("narratives:write", example={"why": "Salah gabung"}),
    summary="Take a merge or a split back",
)
def undo(request: HttpRequest, event_id: int, body: Undoing) -> Any:
    """The event stands in the narrative's history."""
    by = reader_of(request)
    rules.check_may_change(by)
    found = shown(NarrativeEvent.objects.all(), pk=event_id)
    event = commands.undo(found.pk, by=by, why=body.why)
    return standing(Narrative.objects.get(pk=event.narrative_id))


class FlagOut(Schema):
    """That a narrative broke out further, and where it can be seen."""

    id: int
    narrative_id: str
    kind: str
    level: int
    evidence: str
    happened_at: Moment
    set_by: str
    withdrawn_at: Moment | None
    withdrawn_by: str | None
    withdrawn_why: str


@router.get(
    "narratives/{narrative_id}/flags",
    response=list[FlagOut],
    **asks("narratives:read"),
    summary="Breakout flags of a narrative",
)
def list_flags(request: HttpRequest, narrative_id: NarrativeId) -> Any:
    """Withdrawn ones too: they stay on record."""
    reader_of(request)
    found = BreakoutFlag.objects.filter(narrative_id=narrative_id)
    return [flag_out(each) for each in found.select_related("set_by", "withdrawn_by")]


class NewFlag(Body):
    """What happened. Name no private person: public figures by their office."""

    kind: Annotated[str, Among(BreakoutFlag.Kind.values)]
    evidence: Annotated[str, Field(min_length=1, max_length=500)]
    happened_at: Moment


@router.post(
    "narratives/{narrative_id}/flags",
    response={201: FlagOut},
    **asks(
        "narratives:write",
        example={
            "kind": "mainstream_media",
            "evidence": "https://contoh.id/2",
            "happened_at": "2026-03-01T05:00:00Z",
        },
    ),
    summary="Say that a narrative broke out further",
)
def set_flag(request: HttpRequest, narrative_id: NarrativeId, body: NewFlag) -> Any:
    """With where that can be seen."""
    by = reader_of(request)
    spread_rules.check_may_flag(by)
    try:
        made = spread.set_flag(
            narrative_id,
            kind=body.kind,
            evidence=body.evidence,
            happened_at=body.happened_at,
            by=by,
        )
        return flag_out(made)
    except Narrative.DoesNotExist as error:
        raise Http404(narrative_id) from error


class FlagWithdrawal(Body):
    """Why."""

    why: Reason


@router.post(
    "flags/{int:flag_id}/withdraw",
    response=FlagOut,
    **asks("narratives:write", example={"why": "Itu akun parodi"}),
    summary="Take a breakout flag back",
)
def withdraw_flag(request: HttpRequest, flag_id: int, body: FlagWithdrawal) -> Any:
    """It stays in the record."""
    by = reader_of(request)
    spread_rules.check_may_flag(by)
    found = shown(BreakoutFlag.objects.all(), pk=flag_id)
    spread.withdraw_flag(found, why=body.why, by=by)
    return flag_out(shown(BreakoutFlag.objects.all(), pk=flag_id))


class Measured(Schema):
    """Whether there was anything to measure."""

    is_measured: bool


@router.post(
    "narratives/{narrative_id}/measure",
    response=Measured,
    **asks("narratives:write", begins_itself=True),
    summary="Measure groups and levels at once",
)
def measure(request: HttpRequest, narrative_id: NarrativeId) -> Any:
    """Instead of at the worker's next round; false where its items are past their retention."""
    spread_rules.check_may_flag(reader_of(request))
    row = rows.row_or_lake(narrative_id)
    if row is None:
        raise Http404(narrative_id)
    return Measured(is_measured=bool(grouping.remeasure(row, None)))


def standing(row: Narrative) -> dict[str, Any]:
    return {
        "id": row.pk,
        "version": row.version,
        "title": str(row),
        "state": str(row.state),
        "is_pinned": row.is_pinned,
        "merged_into": row.merged_into_id,
    }


def flag_out(flag: BreakoutFlag) -> dict[str, Any]:
    names = ("id", "narrative_id", "kind", "level", "evidence", "happened_at", "withdrawn_at")
    return {name: getattr(flag, name) for name in (*names, "withdrawn_why")} | {
        "set_by": str(flag.set_by),
        "withdrawn_by": named(flag.withdrawn_by),
    }
