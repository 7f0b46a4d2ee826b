"""First statements of a crisis: templates approved in quiet times, filled, published, checked."""

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Moment, Text, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.api.resources.cases import Number, WithReason, organisation
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.strategic_communication import holding, holding_templates
from tangkal.desk.strategic_communication.holding_models import (
    HoldingStatement,
    HoldingTemplate,
    HoldingTemplateVersion,
)
from tangkal.desk.strategic_communication.states import HoldingState, TemplateState
from tangkal.kernel import InvalidInput
from tangkal.strategic_communication import holding as elements

router = Router(tags=["statements"])
VERSION = {"version": 1}
Place = Annotated[str, Field(max_length=holding.MAX_VALUE)]
Values = Annotated[dict[Annotated[str, Field(max_length=40)], Place], Field(max_length=30)]
Words = Annotated[
    dict[Annotated[str, Among(elements.PARTS)], Annotated[str, Field(max_length=2_000)]],
    Field(max_length=len(elements.PARTS)),
]


class WantedStatements(Paged):
    """Which statements."""

    state: Annotated[str, Among(("", *HoldingState.values))] = ""
    case: Annotated[str, Field(max_length=20)] = ""


class StatementOut(Schema):
    """One filled template: the first line of a crisis, and its later versions."""

    id: int
    version: int
    case: str
    number: int = Field(description="the version readers see")
    template: int
    state: str
    values: dict[str, str]
    parts: dict[str, str] = Field(description="the filled text; open places stand in brackets")
    sha256: str
    next_update_at: Moment | None
    author: str
    published_by: str | None
    published_at: Moment | None
    check_due_at: Moment | None = Field(description="a second person looks by then")
    checked_by: str | None
    checked_at: Moment | None
    check_note: str
    slug: str = Field(description="of its page on the portal, once out")


@router.get(
    "statements",
    response=Page[StatementOut],
    **asks("statements:read"),
    summary="First statements",
)
def list_statements(request: HttpRequest, wanted: Query[WantedStatements]) -> Any:
    """On cases of the owner's organisations, the newest first."""
    rows = seen_by(request)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.case:
        rows = rows.filter(case__number=wanted.case)
    return page(request, rows, wanted, statement_out)


@router.get(
    "statements/{int:statement_id}",
    response=StatementOut,
    **asks("statements:read"),
    summary="One first statement",
)
def get_statement(request: HttpRequest, statement_id: int) -> Any:
    """Its words, and whether somebody has looked at it again."""
    return statement_out(one(request, statement_id))


class StatementDrafting(Body):
    """An approved template's places; what is not told stays open."""

    values: Values = {}
    template: Key | None = Field(None, description="null: the newest approved one")
    language: Literal["id", "en"] = "id"
    next_update_at: Moment | None = None


@router.post(
    "cases/{number}/statements",
    response={201: StatementOut},
    **asks("statements:write", example={"values": {}}),
    summary="Fill an approved template for a case in a crisis",
)
def draft(request: HttpRequest, number: Number, body: StatementDrafting) -> Any:
    """An approver who did not fill it publishes it."""
    case, by = case_of(request, number), reader_of(request)
    holding.check_may(case, HoldingState.DRAFT, "fill", by)
    made = holding.draft_holding(
        case,
        body.values,
        by,
        template=chosen(case, body.template),
        language=body.language,
        next_update_at=body.next_update_at,
    )
    return statement_out(one(request, made.pk))


def chosen(case: Case, key: int | None) -> HoldingTemplateVersion | None:
    """The newest version of a template that the case's office may use.

    Raises:
        InvalidInput: it may use none of this number.
    """
    if key is None:
        return None
    found = holding_templates.usable(case.lead_organisation).filter(pk=key).first()
    if found is None:
        raise InvalidInput(_("There is no approved template %(id)d here.") % {"id": key})
    return holding_templates.newest(found)


class StatementFilling(Versioned):
    """Every place anew; what is not told stays open."""

    values: Values
    next_update_at: Moment | None = None


@router.post(
    "statements/{int:statement_id}/fill",
    response=StatementOut,
    **asks("statements:write", example={"version": 1, "values": {}}),
    summary="Fill the places of a draft anew",
)
def fill(request: HttpRequest, statement_id: int, body: StatementFilling) -> Any:
    """Whoever filled it last wrote it."""
    holding.fill_holding(
        one(request, statement_id),
        body.values,
        by=reader_of(request),
        expected_version=version_of(request, body),
        next_update_at=body.next_update_at,
    )
    return statement_out(one(request, statement_id))


@router.post(
    "statements/{int:statement_id}/publish",
    response=StatementOut,
    **asks("statements:act", example=VERSION),
    summary="Put a first statement on the portal",
)
def publish(request: HttpRequest, statement_id: int, body: Versioned) -> Any:
    """At once, in a crisis only; its second check is due in two hours."""
    holding.publish_holding(
        one(request, statement_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return statement_out(one(request, statement_id))


class StatementChecking(Versioned):
    """A third person's look at what went out; a “no” needs its reason."""

    is_right: bool
    note: Text = ""


@router.post(
    "statements/{int:statement_id}/check",
    response=StatementOut,
    **asks("statements:act", example={"version": 1, "is_right": True}),
    summary="Check a first statement that is out",
)
def check(request: HttpRequest, statement_id: int, body: StatementChecking) -> Any:
    """“No” takes it down at once, with the reason in public."""
    holding.check_holding(
        one(request, statement_id),
        is_right=body.is_right,
        by=reader_of(request),
        expected_version=version_of(request, body),
        note=body.note,
    )
    return statement_out(one(request, statement_id))


@router.post(
    "statements/{int:statement_id}/withdraw",
    response=StatementOut,
    **asks("statements:act", example={"version": 1, "why": "Angkanya keliru"}),
    summary="Take a first statement back",
)
def withdraw(request: HttpRequest, statement_id: int, body: WithReason) -> Any:
    """Its page stays and says why."""
    holding.withdraw_holding(
        one(request, statement_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
        reason=body.why,
    )
    return statement_out(one(request, statement_id))


def seen_by(request: HttpRequest) -> QuerySet[HoldingStatement]:
    rows = HoldingStatement.objects.filter(case__in=visible_cases(reader_of(request)))
    return rows.select_related(
        "case__lead_organisation", "template__template", "author", "published_by", "checked_by"
    )


def one(request: HttpRequest, statement_id: int) -> HoldingStatement:
    return shown(seen_by(request), pk=statement_id)


def statement_out(row: HoldingStatement) -> dict[str, Any]:
    names = ("id", "version", "number", "state", "values", "parts", "sha256", "check_note", "slug")
    moments = ("next_update_at", "published_at", "check_due_at", "checked_at")
    return {name: getattr(row, name) for name in (*names, *moments)} | {
        "case": row.case.number,
        "template": row.template.template_id,
        "author": str(row.author),
        "published_by": named(row.published_by),
        "checked_by": named(row.checked_by),
    }


# Templates


class WantedTemplates(Paged):
    """Which templates."""

    state: Annotated[str, Among(("", *TemplateState.values))] = ""


class TemplateOut(Schema):
    """The words of a first statement with places to fill, as two people approve them."""

    id: int
    version: int
    title: str
    organisation: str
    organisation_id: int
    language: str
    state: str
    number: int = Field(description="of the newest wording")
    parts: dict[str, str]
    places: list[str] = Field(description="what is filled in")
    valid_until: date
    author: str
    sha256: str


@router.get(
    "statement-templates",
    response=Page[TemplateOut],
    **asks("statements:read"),
    summary="Templates of first statements",
)
def list_templates(request: HttpRequest, wanted: Query[WantedTemplates]) -> Any:
    """Of the owner's offices and of those above."""
    rows = holding_templates.visible(reader_of(request))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, template_out)


@router.get(
    "statement-templates/{int:template_id}",
    response=TemplateOut,
    **asks("statements:read"),
    summary="One template of first statements",
)
def get_template(request: HttpRequest, template_id: int) -> Any:
    """Its newest wording."""
    return template_out(template_of(request, template_id))


class TemplateWording(Schema):
    """The words, and the day until which they hold."""

    parts: Words = Field(description="each part’s text holds its places in braces")
    valid_until: date


class NewTemplate(Body, TemplateWording):
    """A template for an organisation and all below it."""

    organisation: Key
    title: Annotated[str, Field(min_length=1, max_length=120)]
    language: Literal["id", "en"] = "id"


EXAMPLE: dict[str, Any] = {
    "parts": holding_templates.first_words("id"),
    "valid_until": "2027-01-31",
}


@router.post(
    "statement-templates",
    response={201: TemplateOut},
    **asks("statements:write", example={"organisation": 1, "title": "Bencana", **EXAMPLE}),
    summary="Write a template of first statements",
)
def draft_template(request: HttpRequest, body: NewTemplate) -> Any:
    """Two people approve it before it can be filled."""
    office = organisation(body.organisation)
    assert office is not None
    made = holding_templates.draft_template(
        office,
        title=body.title,
        parts=body.parts,
        valid_until=body.valid_until,
        by=reader_of(request),
        language=body.language,
    )
    return template_out(template_of(request, made.pk))


class TemplateRevising(Versioned, TemplateWording):
    """The words as they should read."""


@router.post(
    "statement-templates/{int:template_id}/revise",
    response=TemplateOut,
    **asks("statements:write", example={"version": 1, **EXAMPLE}),
    summary="Change a template of first statements",
)
def revise_template(request: HttpRequest, template_id: int, body: TemplateRevising) -> Any:
    """A new wording, which nobody has approved."""
    holding_templates.revise_template(
        template_of(request, template_id),
        body.parts,
        valid_until=body.valid_until,
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return template_out(template_of(request, template_id))


@router.post(
    "statement-templates/{int:template_id}/approve",
    response=TemplateOut,
    **asks("statements:act", example=VERSION),
    summary="Approve a template of first statements",
)
def approve_template(request: HttpRequest, template_id: int, body: Versioned) -> Any:
    """The first or the second word; never by one of its authors."""
    holding_templates.approve_template(
        template_of(request, template_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return template_out(template_of(request, template_id))


@router.post(
    "statement-templates/{int:template_id}/end",
    response=TemplateOut,
    **asks("statements:act", example={"version": 1, "why": "Diganti"}),
    summary="Take a template of first statements out of use",
)
def end_template(request: HttpRequest, template_id: int, body: WithReason) -> Any:
    """What was filled from it stays."""
    holding_templates.end_template(
        template_of(request, template_id),
        by=reader_of(request),
        expected_version=version_of(request, body),
        reason=body.why,
    )
    return template_out(template_of(request, template_id))


def template_of(request: HttpRequest, template_id: int) -> HoldingTemplate:
    return shown(holding_templates.visible(reader_of(request)), pk=template_id)


def template_out(row: HoldingTemplate) -> dict[str, Any]:
    newest = holding_templates.newest(row)
    names = ("id", "version", "title", "organisation_id", "language", "state")
    return {name: getattr(row, name) for name in names} | {
        "organisation": str(row.organisation),
        "number": newest.number,
        "parts": newest.parts,
        "places": elements.asked(newest.parts),
        "valid_until": newest.valid_until,
        "author": str(newest.author),
        "sha256": newest.sha256,
    }
