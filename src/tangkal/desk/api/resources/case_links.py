"""How cases hang together: links with a reason, merges, and taking either back."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Versioned
from tangkal.desk.api.people import shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.cases import rules
from tangkal.desk.cases.linking import commands, panel
from tangkal.desk.cases.models import Case, CaseLink, CaseMerge, LinkKind
from tangkal.desk.cases.queries import visible_cases
from tangkal.kernel import InvalidInput

router = Router(tags=["cases"])
Why = Annotated[str, Field(min_length=1, max_length=commands.LONGEST_REASON)]


class LinkOut(Schema):
    """One link as it reads from this case."""

    id: int
    kind: str
    words: str
    other: str | None = Field(description="its number; null where the owner does not read it")
    reason: str
    by: str
    at: Moment


class MergeOut(Schema):
    """Which case became part of which, and what moved."""

    id: int
    source: str
    into: str
    reason: str
    by: str
    at: Moment
    moved: dict[str, int]


class LikelyOut(Schema):
    """A case that may be the same; a person decides."""

    case: str
    reasons: list[str]
    weight: float


class Joined(Schema):
    """Everything that hangs together with a case."""

    links: list[LinkOut]
    came: list[MergeOut]
    went: MergeOut | None
    likely: list[LikelyOut] = Field(description="until the case is decided")


@router.get(
    "cases/{number}/links",
    response=Joined,
    **asks("cases:read"),
    summary="Linked, merged and likely same cases",
)
def list_links(request: HttpRequest, number: Number) -> Any:
    """The same from either side."""
    found: Any = panel.of_case(case_of(request, number), reader_of(request))
    return {
        "links": [link_out(row) for row in found["links"]],
        "came": [merge_out(each) for each in found["came"]],
        "went": merge_out(found["went"]) if found["went"] else None,
        "likely": [
            {"case": each.case.number, "reasons": list(each.reasons), "weight": each.weight}
            for each in found["likely"]
        ],
    }


class CaseLinking(Body):
    """How this case hangs together with another one, and why."""

    other: Number
    kind: Annotated[str, Among(LinkKind.values)]
    reason: Why


@router.post(
    "cases/{number}/links",
    response={201: Joined},
    **asks(
        "cases:write", example={"other": "2026-0002", "kind": "related", "reason": "Sumber sama"}
    ),
    summary="Link a case to another",
)
def link(request: HttpRequest, number: Number, body: CaseLinking) -> Any:
    """Both logs tell it."""
    case, by = case_of(request, number), reader_of(request)
    rules.check_can(by, "relate", case)
    other = other_case(request, body.other)
    commands.link_cases(case, other, kind=body.kind, reason=body.reason, by=by)
    return list_links(request, number)


class CaseUnlinking(Body):
    """Why it does not hold, or no longer."""

    why: Reason


@router.post(
    "cases/{number}/links/{int:link_id}/end",
    response=Joined,
    **asks("cases:write", example={"why": "Keliru"}),
    summary="End a link",
)
def end_link(request: HttpRequest, number: Number, link_id: int, body: CaseUnlinking) -> Any:
    """From the case that it was made on; both logs keep that it was there."""
    case = case_of(request, number)
    found = shown(CaseLink.objects.filter(case=case), pk=link_id)
    commands.end_link(found, why=body.why, by=reader_of(request))
    return list_links(request, number)


class CaseMerging(Versioned):
    """Into which case, and why."""

    into: Number
    reason: Why


@router.post(
    "cases/{number}/merge",
    response=MergeOut,
    **asks("cases:write", example={"version": 1, "into": "2026-0002", "reason": "Klaim yang sama"}),
    summary="Make a case part of another",
)
def merge(request: HttpRequest, number: Number, body: CaseMerging) -> Any:
    """`version` is that of the case that moves. It can be taken back until either is decided."""
    case, by = case_of(request, number), reader_of(request)
    rules.check_can(by, "merge", case)
    into = other_case(request, body.into)
    version = version_of(request, body)
    return merge_out(commands.merge(case, into, reason=body.reason, by=by, version=version))


@router.post(
    "cases/{number}/merges/{int:merge_id}/undo",
    response=MergeOut,
    **asks("cases:write", example={"why": "Klaimnya berbeda"}),
    summary="Take a merge back",
)
def undo_merge(request: HttpRequest, number: Number, merge_id: int, body: CaseUnlinking) -> Any:
    """On the case that took the other in; what moved goes back."""
    case = case_of(request, number)
    rows = CaseMerge.objects.filter(into=case).select_related("source", "into", "by")
    done = commands.undo_merge(shown(rows, pk=merge_id), why=body.why, by=reader_of(request))
    return merge_out(done)


def other_case(request: HttpRequest, number: str) -> Case:
    """The case that a body names.

    Raises:
        InvalidInput: the token's owner sees none of this number.
    """
    found = visible_cases(reader_of(request)).filter(number=number).first()
    if found is None:
        raise InvalidInput(_("No case you may see is called “%(value)s”.") % {"value": number})
    return found


def link_out(row: panel.Row) -> dict[str, Any]:
    return {
        "id": row.link.pk,
        "kind": row.link.kind,
        "words": row.words,
        "other": row.other.number if row.is_readable else None,
        "reason": row.link.reason,
        "by": str(row.link.by),
        "at": row.link.at,
    }


def merge_out(row: CaseMerge) -> dict[str, Any]:
    return {
        "id": row.pk,
        "source": row.source.number,
        "into": row.into.number,
        "reason": row.reason,
        "by": str(row.by),
        "at": row.at,
        "moved": {name: len(ids) for name, ids in row.moved.items()},
    }
