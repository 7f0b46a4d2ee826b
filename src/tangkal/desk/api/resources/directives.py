"""Directives to governments: written and sent by the centre, answered by each office."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Key, Line, Moment, Text, Versioned, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, shown
from tangkal.desk.directives import commands, lapsing, queries, rules
from tangkal.desk.directives.addressing import audience_of
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.coverage import progress_of
from tangkal.desk.directives.models import Directive, Link, LocalWording, Recipient
from tangkal.desk.directives.states import DIRECTIVE, AnswerState, DirectiveState
from tangkal.desk.directives.views.links import address_of

router = Router(tags=["directives"])
OFFICE = "directives/{int:directive_id}/offices/{int:organisation_id}"
Words = Annotated[str, Field(max_length=4_000, min_length=1)]
Codes = Annotated[list[Annotated[str, Field(max_length=13)]], Field(max_length=600)]


class Audience(Body):
    """Whom it goes to; what is named here together."""

    everyone: YesNo = Field(False, description="all governments of the registry")
    codes: Codes = Field([], description="single governments, by region code")
    trees: Codes = Field([], description="provinces with all their districts, by code")
    types: Codes = Field([], description="all offices of a type")


class WantedDirectives(Paged):
    """Which directives."""

    state: Annotated[str, Among(("", *DirectiveState.values))] = ""


class DirectiveBrief(Schema):
    """One directive in short."""

    id: int
    version: int
    title: str
    state: str
    priority: str
    organisation: str
    house_id: int
    house_version: int = Field(description="number of the version that it carries")
    round: int = Field(description="0: it never went out; each renewal asks everybody anew")
    sent_at: Moment | None
    is_exercise: bool


class CoverageOut(Schema):
    """How far it has come; only the current version counts."""

    addressed: int
    confirmed: int
    on_time: int
    published: int
    late: int
    registry: int = Field(description="governments that exist")
    national: int = Field(description="of these, those that show the current version")
    unaddressed: int = Field(description="governments that it did not go to")


class DirectiveWhole(DirectiveBrief):
    """One directive with its words and its coverage."""

    instruction: str
    publication: str
    audience: dict[str, Any]
    author: str
    approved_by: str | None
    reason: str
    ended_at: Moment | None = Field(
        description="since when its facts are not confirmed any more and no deadline runs"
    )
    reaches: int = Field(description="offices that it goes or went to")
    coverage: CoverageOut | None = Field(description="null before it was sent")
    steps: list[str] = Field(description="what the token's owner may do now")


@router.get(
    "directives",
    response=Page[DirectiveBrief],
    **asks("directives:read"),
    summary="Directives written by the own offices",
)
def list_directives(request: HttpRequest, wanted: Query[WantedDirectives]) -> Any:
    """The newest first; what came to an office is read there."""
    rows = queries.directives_of(reader_of(request))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, brief)


@router.get(
    "directives/{int:directive_id}",
    response=DirectiveWhole,
    **asks("directives:read"),
    summary="One directive with its coverage",
)
def get_directive(request: HttpRequest, directive_id: int) -> Any:
    """For the offices that issued it, or stand above them."""
    return whole(request, directive_id)


class DirectiveWords(Versioned):
    """What is asked, with which message, of whom."""

    house_version: Key = Field(description="id of a version in force")
    title: Annotated[str, Field(max_length=160)]
    instruction: Words
    publication: Words
    audience: Audience


EXAMPLE = {
    "house_version": 1,
    "title": "Harga tetap",
    "instruction": "Muat di situs.",
    "publication": "Pesan utama.",
    "audience": {"everyone": True},
}


@router.post(
    "directives",
    response={201: DirectiveWhole},
    **asks("directives:write", example=EXAMPLE),
    summary="Begin a directive",
)
def draft(request: HttpRequest, body: DirectiveWords) -> Any:
    """On a version in force; `reaches` tells how many offices it would go to."""
    made = commands.draft_directive(**words_of(request, body), by=reader_of(request))
    return whole(request, made.pk)


@router.post(
    "directives/{int:directive_id}/words",
    response=DirectiveWhole,
    **asks("directives:write", example=EXAMPLE | {"version": 1}),
    summary="Change a draft",
)
def edit(request: HttpRequest, directive_id: int, body: DirectiveWords) -> Any:
    """Whoever changes what waits takes it back to a draft first."""
    commands.edit_directive(
        one(request, directive_id),
        **words_of(request, body),
        by=reader_of(request),
        expected_version=version_of(request, body),
    )
    return whole(request, directive_id)


def words_of(request: HttpRequest, body: DirectiveWords) -> dict[str, Any]:
    found = queries.readable_versions(reader_of(request))
    return {
        "version": shown(found, pk=body.house_version),
        "title": body.title,
        "instruction": body.instruction,
        "publication": body.publication,
        "audience": audience_of(**body.audience.dict()),
    }


class DirectiveStep(Versioned):
    """A step, with its reason where it needs one."""

    step: Annotated[str, Among(("submit", "return", "discard", "close"))]
    comment: Line = ""


@router.post(
    "directives/{int:directive_id}/steps",
    response=DirectiveWhole,
    **asks("directives:write", example={"version": 1, "step": "submit"}),
    summary="Hand in, send back, discard or close",
)
def take_step(request: HttpRequest, directive_id: int, body: DirectiveStep) -> Any:
    """All but the first need a comment."""
    return stepped(request, directive_id, body, body.step, body.comment)


class DirectiveAct(Versioned):
    """An act of an approver, with its reason."""

    step: Annotated[str, Among(("send", "renew", "recall"))]
    comment: Line = ""


@router.post(
    "directives/{int:directive_id}/acts",
    response=DirectiveWhole,
    **asks("directives:act", example={"version": 1, "step": "send"}),
    summary="Send out, ask all anew, or withdraw",
)
def act(request: HttpRequest, directive_id: int, body: DirectiveAct) -> Any:
    """Never by who wrote it, and never while a freeze stands."""
    return stepped(request, directive_id, body, body.step, body.comment)


def stepped(
    request: HttpRequest, directive_id: int, body: Versioned, action: str, comment: str
) -> dict[str, Any]:
    commands.take_step(
        one(request, directive_id),
        action,
        by=reader_of(request),
        expected_version=version_of(request, body),
        comment=comment,
    )
    return whole(request, directive_id)


# -- offices --------------------------------------------------------------------------------


class WantedAddressed(Paged):
    """Which offices of a directive."""

    state: Annotated[str, Among(("", *AnswerState.values))] = ""


class AddressedOffice(Schema):
    """One office in the present round: what is due there, and what it did."""

    directive_id: int
    organisation_id: int
    organisation: str
    region: str | None
    state: str
    ack_due_at: Moment | None
    publish_due_at: Moment | None
    read_at: Moment | None
    acknowledged_at: Moment | None
    published_at: Moment | None
    dissented_at: Moment | None


class OfficeAct(Schema):
    """One thing that the office or the centre did."""

    at: Moment
    kind: str
    who: str
    by_link: bool = Field(description="name and office as typed; nobody has checked them")
    text: str


class WordingOut(Schema):
    """The message in an office's own words."""

    id: int
    text: str
    state: str
    decision_reason: str


class PublicationOut(Schema):
    """What the office says it published."""

    id: int
    kind: str
    url: str
    text: str
    house_version: int
    published_at: Moment
    is_current: bool


class AddressedWhole(AddressedOffice):
    """One office with its thread, its words and its publications."""

    title: str
    instruction: str
    publication: str
    message: dict[str, Any]
    ended_at: Moment | None = Field(
        description="since when the message is not confirmed any more: publish nothing more from it"
    )
    acts: list[OfficeAct]
    wordings: list[WordingOut]
    publications: list[PublicationOut]


@router.get(
    "directives/{int:directive_id}/offices",
    response=Page[AddressedOffice],
    **asks("directives:read"),
    summary="The offices of a directive",
)
def list_offices(request: HttpRequest, directive_id: int, wanted: Query[WantedAddressed]) -> Any:
    """In the present round."""
    directive = one(request, directive_id)
    rows = directive.recipients.filter(round=directive.round).select_related("organisation")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return page(request, rows, wanted, office_out)


@router.get(
    "directive-answers",
    response=Page[AddressedOffice],
    **asks("directives:read"),
    summary="Directives to the own offices",
)
def list_received(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Where the token's owner answers, or reads as an office above."""
    return page(request, queries.received_by(reader_of(request)), wanted, office_out)


@router.get(
    OFFICE, response=AddressedWhole, **asks("directives:read"), summary="One office's answers"
)
def get_office(request: HttpRequest, directive_id: int, organisation_id: int) -> Any:
    """For the office, those above it, and the centre."""
    return office_whole(request, directive_id, organisation_id)


@router.post(
    f"{OFFICE}/acknowledge",
    response=AddressedWhole,
    **asks("directives:answer", example={}),
    summary="Confirm receipt for the own office",
)
def acknowledge(request: HttpRequest, directive_id: int, organisation_id: int, body: Body) -> Any:
    """Confirmed twice, it stays confirmed by the first."""
    found = office(request, directive_id, organisation_id)
    commands.acknowledge(found, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


class Saying(Body):
    """Words to the other side."""

    text: Words


@router.post(
    f"{OFFICE}/questions",
    response={201: AddressedWhole},
    **asks("directives:answer", example={"text": "Sampai kapan?"}),
    summary="Ask the centre",
)
def ask(request: HttpRequest, directive_id: int, organisation_id: int, body: Saying) -> Any:
    """The thread stays with the office's answers."""
    found = office(request, directive_id, organisation_id)
    commands.ask(found, body.text, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


@router.post(
    f"{OFFICE}/replies",
    response={201: AddressedWhole},
    **asks("directives:write", example={"text": "Sampai akhir bulan."}),
    summary="Answer an office",
)
def reply(request: HttpRequest, directive_id: int, organisation_id: int, body: Saying) -> Any:
    """By the centre's writers, approvers and analysts."""
    found = office(request, directive_id, organisation_id)
    commands.reply(found, body.text, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


class Proposal(Saying):
    """The message in local words."""

    why: Line = ""


@router.post(
    f"{OFFICE}/wordings",
    response={201: AddressedWhole},
    **asks("directives:answer", example={"text": "Rega tetep."}),
    summary="Propose local words",
)
def propose(request: HttpRequest, directive_id: int, organisation_id: int, body: Proposal) -> Any:
    """One waits at a time."""
    found = office(request, directive_id, organisation_id)
    commands.propose(found, body.text, why=body.why, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


class DissentSettling(Body):
    """What the centre answers; a return needs its reason."""

    accept: YesNo
    why: Line = ""


@router.post(
    f"{OFFICE}/wordings/{{int:wording_id}}",
    response=AddressedWhole,
    **asks("directives:write", example={"accept": True}),
    summary="Accept local words or return them",
)
def settle(
    request: HttpRequest,
    directive_id: int,
    organisation_id: int,
    wording_id: int,
    body: DissentSettling,
) -> Any:
    """Never by who proposed them."""
    found = office(request, directive_id, organisation_id)
    wording = shown(LocalWording.objects.filter(recipient=found), pk=wording_id)
    commands.settle(wording, accept=body.accept, why=body.why, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


@router.post(
    f"{OFFICE}/dissent",
    response={201: AddressedWhole},
    **asks("directives:answer", example={"text": "Di pulau kami harganya lain."}),
    summary="Disagree with reasons",
)
def dissent(request: HttpRequest, directive_id: int, organisation_id: int, body: Saying) -> Any:
    """Opens a case at the centre."""
    found = office(request, directive_id, organisation_id)
    commands.dissent(found, body.text, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


class LocalPublicationIn(Body):
    """A text or a link; a file is reported on the screens."""

    text: Text = ""
    url: Annotated[str, Field(max_length=500)] = ""
    published_at: Moment | None = Field(None, description="now where left out")


@router.post(
    f"{OFFICE}/publications",
    response={201: AddressedWhole},
    **asks("directives:answer", example={"url": "https://kab.example/berita/1"}),
    summary="Report a local publication",
)
def publish(
    request: HttpRequest, directive_id: int, organisation_id: int, body: LocalPublicationIn
) -> Any:
    """It counts for the version that the directive carries now."""
    found = office(request, directive_id, organisation_id)
    what = Published(text=body.text, url=body.url, at=body.published_at)
    commands.publish(found, what, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


@router.post(
    f"{OFFICE}/take-down",
    response=AddressedWhole,
    **asks("directives:answer", example={}),
    summary="Note that a publication was taken down",
)
def take_down(request: HttpRequest, directive_id: int, organisation_id: int, body: Body) -> Any:
    """Also once the directive was withdrawn."""
    found = office(request, directive_id, organisation_id)
    commands.take_down(found, by=reader_of(request))
    return office_whole(request, directive_id, organisation_id)


class ReadingMark(Body):
    """What a person found in the newest publication."""

    found: Annotated[str, Among(("aligned", "contradiction", "resolved"))]
    why: Line = ""


@router.post(
    f"{OFFICE}/marks",
    response=AddressedWhole,
    **asks("directives:write", example={"found": "aligned"}),
    summary="Say that a publication is aligned, contradicts, or is resolved",
)
def mark(request: HttpRequest, directive_id: int, organisation_id: int, body: ReadingMark) -> Any:
    """A person's word; no comparison says it by itself."""
    found = office(request, directive_id, organisation_id)
    newest = shown(found.publications.all())
    acts: dict[str, Any] = {
        "aligned": commands.mark_aligned,
        "contradiction": commands.mark_contradiction,
        "resolved": commands.resolve,
    }
    acts[body.found](newest, by=reader_of(request), why=body.why)
    return office_whole(request, directive_id, organisation_id)


# -- links ----------------------------------------------------------------------------------


class DirectiveLink(Schema):
    """A way in for an office without an account."""

    id: int
    organisation: str
    address: str = Field(description="a secret: whoever has it answers for the office")
    expires_at: Moment


@router.get(
    "directives/{int:directive_id}/links",
    response=Page[DirectiveLink],
    **asks("directives:write"),
    summary="Links in force",
)
def list_links(request: HttpRequest, directive_id: int, wanted: Query[Paged]) -> Any:
    """For the centre's writers, approvers and analysts."""
    directive = one(request, directive_id)
    rules.check_may_link(reader_of(request), directive)
    rows = directive.links.filter(revoked_at=None, expires_at__gt=timezone.now())
    return page(request, rows.select_related("organisation"), wanted, link_out)


class LinksMade(Schema):
    """How many were made."""

    made: int


@router.post(
    "directives/{int:directive_id}/links",
    response={201: LinksMade},
    **asks("directives:write", example={}),
    summary="Make a link for each office that has none",
)
def make_links(request: HttpRequest, directive_id: int, body: Body) -> Any:
    """Each holds for two weeks."""
    return {"made": commands.make_links(one(request, directive_id), by=reader_of(request))}


@router.post(
    "directives/{int:directive_id}/links/{int:link_id}/revoke",
    response=DirectiveLink,
    **asks("directives:write", example={}),
    summary="Take a link back",
)
def revoke_link(request: HttpRequest, directive_id: int, link_id: int, body: Body) -> Any:
    """From now on it opens nothing."""
    rows = Link.objects.filter(directive=one(request, directive_id)).select_related("organisation")
    link = shown(rows, pk=link_id)
    commands.revoke_link(link, by=reader_of(request))
    return link_out(link)


# -- shared ---------------------------------------------------------------------------------


def one(request: HttpRequest, directive_id: int) -> Directive:
    rows = queries.directives_of(reader_of(request)).select_related("author", "approved_by")
    return shown(rows, pk=directive_id)


def office(request: HttpRequest, directive_id: int, organisation_id: int) -> Recipient:
    return shown(queries.office_row(reader_of(request), directive_id, organisation_id))


def brief(directive: Directive) -> dict[str, Any]:
    names = ("id", "version", "title", "state", "priority", "round", "sent_at", "is_exercise")
    return {name: getattr(directive, name) for name in names} | {
        "organisation": str(directive.organisation),
        "house_id": directive.house_version.house_id,
        "house_version": directive.house_version.number,
    }


def whole(request: HttpRequest, directive_id: int) -> dict[str, Any]:
    directive = one(request, directive_id)
    roles = reader_of(request).roles_at(directive.organisation)
    now = timezone.now()
    counted = (
        progress_of(directive, lapsing.clock_of(directive, now))[0] if directive.round else None
    )
    names = ("instruction", "publication", "audience", "reason")
    return (
        brief(directive)
        | {name: getattr(directive, name) for name in names}
        | {
            "author": str(directive.author),
            "approved_by": named(directive.approved_by),
            "ended_at": lapsing.ended_at(directive),
            "reaches": counted.addressed if counted else queries.reach(directive),
            "coverage": counted and {name: getattr(counted, name) for name in COVERAGE},
            "steps": list(DIRECTIVE.actions(directive.state, roles)),
        }
    )


COVERAGE = tuple(CoverageOut.model_fields)


def office_out(row: Recipient) -> dict[str, Any]:
    names = (
        "directive_id", "organisation_id", "state", "ack_due_at", "publish_due_at", "read_at",
        "acknowledged_at", "published_at", "dissented_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "organisation": str(row.organisation),
        "region": row.organisation.region_id,
    }


def office_whole(request: HttpRequest, directive_id: int, organisation_id: int) -> dict[str, Any]:
    row = office(request, directive_id, organisation_id)
    directive = row.directive
    return office_out(row) | {
        "title": directive.title,
        "instruction": directive.instruction,
        "publication": directive.publication,
        "message": directive.house_version.content,
        "ended_at": lapsing.ended_at(directive),
        "acts": [
            {
                "at": each.at,
                "kind": each.kind,
                "who": each.who,
                "by_link": each.link_id is not None,
                "text": each.text,
            }
            for each in queries.acts_of(row)
        ],
        "wordings": [
            {name: getattr(each, name) for name in ("id", "text", "state", "decision_reason")}
            for each in row.wordings.all()
        ],
        "publications": [
            {name: getattr(each, name) for name in ("id", "kind", "url", "text", "published_at")}
            | {
                "house_version": each.house_version.number,
                "is_current": each.house_version_id == directive.house_version_id
                and each.taken_down_at is None,
            }
            for each in queries.publications_of(row)
        ],
    }


def link_out(link: Link) -> dict[str, Any]:
    return {
        "id": link.pk,
        "organisation": str(link.organisation),
        "address": address_of(link),
        "expires_at": link.expires_at,
    }
