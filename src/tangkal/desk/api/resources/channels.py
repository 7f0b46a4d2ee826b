"""Ways out: outlets, what was dispatched through them, how far it came, and taking it back."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.alerts.rules import organisations_administered
from tangkal.desk.api.declare import asks, begin_change, version_of
from tangkal.desk.api.fields import Body, Key, Moment, Reason, Versioned, Whole, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, shown
from tangkal.desk.api.resources.cases import Number
from tangkal.desk.api.resources.cases import one as case_of
from tangkal.desk.api.resources.messages import one as message_of
from tangkal.desk.channels import commands, outlets, press_contacts, queries, rules
from tangkal.desk.channels.assistant import asking, drafts
from tangkal.desk.channels.forms import OutletForm, PressContactForm
from tangkal.desk.channels.models import (
    AssistedDraft,
    Dispatch,
    Kind,
    Outlet,
    PressContact,
    Taking,
)
from tangkal.desk.channels.views.outlets import administrator_of, keeper_of
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication import rules as message_rules
from tangkal.desk.strategic_communication.writing import review_of
from tangkal.desk.workflow import ActionDenied

router = Router(tags=["channels"])
VERSION: dict[str, Any] = {"version": 1}


class OutletOut(Schema):
    """One way out; a secret goes in and never comes out, nor do receivers' addresses."""

    id: int
    version: int
    organisation: str
    name: str
    kind: str
    sender_name: str
    receivers: int
    slug: str = Field(description="of its public addresses")
    health: str = Field(description="untried, well, shaky or broken")
    is_exercise: bool
    is_active: bool


@router.get(
    "outlets", response=Page[OutletOut], **asks("outlets:read"), summary="Outlets of one’s offices"
)
def list_outlets(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Of the offices below, closed ones too."""
    return page(request, rules.outlets_kept(keeper_of(request)), wanted, outlet_out)


Short = Annotated[str, Field(max_length=120)]


class OutletFacts(Versioned):
    """What an outlet needs follows from its kind; all its secrets are sent together."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    sender_name: Annotated[str, Field(min_length=1, max_length=80)]
    server: Annotated[str, Field(max_length=200)] = ""
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: Short = ""
    sender: Annotated[str, Field(max_length=254)] = ""
    address: Annotated[str, Field(max_length=200)] = ""
    template: Short = ""
    recall_template: Short = ""
    template_language: Annotated[str, Field(max_length=10)] = "id"
    recipients: Annotated[str, Field(max_length=200_000)] = Field("", description="a line each")
    password: Annotated[str, Field(max_length=500)] = ""
    token: Annotated[str, Field(max_length=500)] = ""
    app_secret: Annotated[str, Field(max_length=500)] = ""
    verify_token: Annotated[str, Field(max_length=500)] = ""


class NewOutlet(OutletFacts):
    """A new outlet, and who speaks through it."""

    kind: Literal["email", "telegram", "whatsapp", "website"]
    organisation: Key
    is_exercise: YesNo = False


SITE: dict[str, Any] = {"name": "Situs dinas", "sender_name": "Humas"}


@router.post(
    "outlets",
    response={201: OutletOut},
    **asks("outlets:write", example=SITE | {"kind": "website", "organisation": 1}),
    summary="Enter an outlet",
)
def make_outlet(request: HttpRequest, body: NewOutlet) -> Any:
    """By an administrator of the organisation that speaks."""
    by = administrator_of(request)
    given = body.model_dump(mode="json", exclude={"version", "kind"})
    form = OutletForm(Kind(body.kind), organisations_administered(by), given)
    values = checked(form)
    made = outlets.make_outlet(
        values["organisation"],
        by=by,
        kind=Kind(body.kind),
        secret=form.secret(),
        **form.stored(),
    )
    return outlet_out(made)


@router.post(
    "outlets/{int:outlet_id}/change",
    response=OutletOut,
    **asks("outlets:write", example=SITE | VERSION),
    summary="Change an outlet",
)
def change_outlet(request: HttpRequest, outlet_id: int, body: OutletFacts) -> Any:
    """Its secrets are entered again where it would lead elsewhere."""
    by, found = keeper_of(request), outlet_of(request, outlet_id)
    rules.check_can_change_outlet(by, found.organisation)
    version = version_of(request, body)
    none = organisations_administered(by).none()
    given = body.model_dump(mode="json", exclude={"version"})
    form = OutletForm(Kind(found.kind), none, given, instance=found)
    checked(form)
    done = outlets.change_outlet(
        Outlet(pk=outlet_id), by=by, version=version, secret=form.secret(), **form.stored()
    )
    return outlet_out(done)


class OutletAccess(Versioned):
    """Open, or closed."""

    is_open: YesNo


@router.post(
    "outlets/{int:outlet_id}/access",
    response=OutletOut,
    **asks("outlets:write", example=VERSION | {"is_open": False}),
    summary="Close an outlet, or open it again",
)
def set_access(request: HttpRequest, outlet_id: int, body: OutletAccess) -> Any:
    """Nothing goes out through a closed one."""
    by, found = keeper_of(request), outlet_of(request, outlet_id)
    version = version_of(request, body)
    return outlet_out(outlets.set_open(found, is_open=body.is_open, by=by, version=version))


class DispatchOut(Schema):
    """One approved text through one outlet, and how far it came."""

    id: int
    version: int
    outlet: str
    kind: str
    case: str
    message: int | None
    house: int | None
    purpose: str
    subject: str
    sha256: str = Field(description="of the approved version")
    state: str
    publish_at: Moment | None
    refusal: str
    receivers: int
    sent: int
    delivered: int
    waiting: int
    stopped: int = Field(description="before they went; resume sends them")
    failed: int
    not_known: int
    taken_back: int
    beyond_recall: int
    recalled_at: Moment | None
    recall_reason: str
    is_exercise: bool


@router.get(
    "dispatches",
    response=Page[DispatchOut],
    **asks("dispatches:read"),
    summary="What went out",
)
def list_dispatches(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """Of cases of the owner's organisations, the newest first."""
    return page(request, queries.dispatches_for(reader_of(request)), wanted, dispatch_out)


class DeliveryOut(Schema):
    """One receiver, shown only so far as to tell them apart."""

    id: int
    receiver: str
    state: str
    attempts: int
    reason: str
    recall: str
    recall_reason: str


class DispatchWhole(DispatchOut):
    """One dispatch with its words and its deliveries."""

    body: str
    deliveries: list[DeliveryOut] = Field(description="what needs a person first; at most 500")


@router.get(
    "dispatches/{int:dispatch_id}",
    response=DispatchWhole,
    **asks("dispatches:read"),
    summary="One dispatch",
)
def get_dispatch(request: HttpRequest, dispatch_id: int) -> Any:
    """The words as they went, and every delivery."""
    return whole(one(request, dispatch_id))


class NewDispatch(Body):
    """Through which outlet, and when; without a moment, now."""

    outlet: Key
    publish_at: Moment | None = None


@router.post(
    "messages/{int:message_id}/dispatches",
    response={201: DispatchWhole},
    **asks("dispatches:act", example={"outlet": 1}),
    summary="Send a message’s approved version through an outlet",
)
def dispatch_message(request: HttpRequest, message_id: int, body: NewDispatch) -> Any:
    """Its newest version; a longer text than the service takes is refused, never cut."""
    found = message_of(request, message_id)
    outlet = shown(rules.outlets_for(found.case), pk=body.outlet)
    made = commands.dispatch(
        messages.latest(found), outlet, by=reader_of(request), publish_at=body.publish_at
    )
    return whole(one(request, made.pk))


@router.post(
    "message-houses/{int:house_id}/dispatches",
    response={201: DispatchWhole},
    **asks("dispatches:act", example={"outlet": 1}),
    summary="Send what a message house has in force through an outlet",
)
def dispatch_house(request: HttpRequest, house_id: int, body: NewDispatch) -> Any:
    """Umbrella and pillars."""
    by = reader_of(request)
    house = shown(house_queries.houses_for(by), pk=house_id)
    outlet = shown(rules.outlets_for(house.case), pk=body.outlet)
    rules.check_can_dispatch(house.case, outlet, by)
    version = house_queries.in_force(house)
    if version is None:
        raise ActionDenied("No version of this message house is in force.")
    made = commands.dispatch(version, outlet, by=by, publish_at=body.publish_at)
    return whole(one(request, made.pk))


@router.post(
    "dispatches/{int:dispatch_id}/stop",
    response=DispatchWhole,
    **asks("dispatches:act", example=VERSION),
    summary="Take a scheduled dispatch back before its hour",
)
def stop(request: HttpRequest, dispatch_id: int, body: Versioned) -> Any:
    """It does not go out."""
    found = one(request, dispatch_id)
    commands.stop(found, by=reader_of(request), expected_version=version_of(request, body))
    return whole(one(request, dispatch_id))


@router.post(
    "dispatches/{int:dispatch_id}/resume",
    response=DispatchWhole,
    **asks("dispatches:act", example=VERSION),
    summary="Send what never went out of a dispatch that was stopped half-way",
)
def resume(request: HttpRequest, dispatch_id: int, body: Versioned) -> Any:
    """Nobody gets anything twice: what went out, bounced or is not known stays as it is."""
    found = one(request, dispatch_id)
    commands.resume(found, by=reader_of(request), expected_version=version_of(request, body))
    return whole(one(request, dispatch_id))


class Recalling(Versioned):
    """Why; its receivers read it."""

    why: Reason


@router.post(
    "dispatches/{int:dispatch_id}/recall",
    response=DispatchWhole,
    **asks("dispatches:act", example=VERSION | {"why": "Angkanya keliru"}),
    summary="Recall what went out",
)
def recall(request: HttpRequest, dispatch_id: int, body: Recalling) -> Any:
    """As far as its service can; its receivers get a notice."""
    found = one(request, dispatch_id)
    by, version = reader_of(request), version_of(request, body)
    commands.recall(found, by=by, why=body.why, expected_version=version)
    return whole(one(request, dispatch_id))


class VersionSeen(Versioned):
    """What a person saw at the channel."""

    arrived: YesNo


@router.post(
    "dispatches/{int:dispatch_id}/deliveries/{int:delivery_id}/resolve",
    response=DispatchWhole,
    **asks("dispatches:act", example=VERSION | {"arrived": True}),
    summary="Say whether a delivery without an answer arrived",
)
def resolve(request: HttpRequest, dispatch_id: int, delivery_id: int, body: VersionSeen) -> Any:
    """One that did not arrive is sent again."""
    found = one(request, dispatch_id)
    delivery = shown(found.deliveries.all(), pk=delivery_id)
    by, version = reader_of(request), version_of(request, body)
    commands.resolve(delivery, arrived=body.arrived, by=by, expected_version=version)
    return whole(one(request, dispatch_id))


class NewTaking(Body):
    """Which file is taken."""

    form: Literal["pdf", "docx", "png", "svg"]


class TakingOut(Schema):
    """Who took which text as a file; they are told when it falls."""

    id: int
    form: str
    by: str
    at: Moment
    sha256: str


@router.post(
    "messages/{int:message_id}/files",
    response={201: TakingOut},
    **asks("messages:write", example={"form": "pdf"}),
    summary="Note that an approved text was taken as a file",
)
def take_file(request: HttpRequest, message_id: int, body: NewTaking) -> Any:
    """The file itself is made by the page of the message's ways out."""
    found = message_of(request, message_id)
    made = commands.take_file(found, messages.latest(found), body.form, by=reader_of(request))
    return taking_out(made)


class RemarkOut(Schema):
    """One thing worth a second look."""

    code: str
    part: str
    passage: str
    facts: dict[str, str | int]
    blocks: bool = Field(description="the text cannot be sent so")


class WritingReviewOut(Schema):
    """How a message's newest version reads."""

    number: int
    remarks: list[RemarkOut]
    words: int
    sentences: int
    lix: float | None = Field(description="null: too short to measure")
    harder_than: int | None = Field(description="percent of Indonesian fact-check articles")
    method: str
    ai_assisted: bool


@router.get(
    "messages/{int:message_id}/review",
    response=WritingReviewOut,
    **asks("messages:read"),
    summary="What the writing check says of a message",
)
def get_review(request: HttpRequest, message_id: int) -> Any:
    """A measurement; people judge."""
    found = message_of(request, message_id)
    version = messages.latest(found)
    review = review_of(found, version)
    names = ("code", "part", "passage", "blocks")
    return {
        "number": version.number,
        "remarks": [
            {name: getattr(each, name) for name in names} | {"facts": dict(each.facts)}
            for each in review.remarks
        ],
        "words": review.readability.words,
        "sentences": review.readability.sentences,
        "lix": review.readability.lix,
        "harder_than": review.readability.harder_than,
        "method": review.readability.method,
        "ai_assisted": drafts.mark_of(version) is not None,
    }


class AssistanceWanted(Body):
    """What the assistant is asked for."""

    template: Literal["clarification", "holding_statement", "press_line", "chat_text"] = (
        "clarification"
    )
    language: Literal["id", "en"] = "id"


class Assisted(Schema):
    """A draft that a language model wrote; a person's own from there on."""

    message: int
    sent: str = Field(description="what left this machine")


@router.post(
    "cases/{number}/assisted-drafts",
    response={201: Assisted},
    **asks("messages:write", example={"template": "clarification"}, begins_itself=True),
    summary="Have the assistant draft a message on a case",
)
def assist_draft(request: HttpRequest, number: Number, body: AssistanceWanted) -> Any:
    """Refused where no assistant is set up; it sends and approves nothing."""
    by, case = reader_of(request), case_of(request, number)
    message_rules.check_may_respond(case)
    message_rules.check_can_write(case, by)
    asked = drafts.draft_question(case, body.template, body.language)
    parts = asking.answered(asked)
    begin_change(request)
    made = drafts.keep(
        case, body.template, body.language, parts, asked, AssistedDraft.Task.DRAFT, by=by
    )
    return Assisted(message=made.pk, sent=asked.text)


@router.post(
    "messages/{int:message_id}/assisted-translations",
    response={201: Assisted},
    **asks("messages:write", begins_itself=True),
    summary="Have the assistant translate a message into the other language",
)
def assist_translation(request: HttpRequest, message_id: int) -> Any:
    """A draft of its own, marked for good."""
    by, found = reader_of(request), message_of(request, message_id)
    message_rules.check_may_respond(found.case)
    message_rules.check_can_write(found.case, by)
    language = "en" if found.language == "id" else "id"
    asked = drafts.translation_question(messages.latest(found), language)
    parts = asking.answered(asked)
    begin_change(request)
    task = AssistedDraft.Task.TRANSLATE
    made = drafts.keep(found.case, found.template, language, parts, asked, task, by=by)
    return Assisted(message=made.pk, sent=asked.text)


class PressContactOut(Schema):
    """Whom newsrooms ask about an office's press releases."""

    organisation: str = Field(description="whose contact it is; of a unit, its office’s")
    version: int = Field(description="0 where the office has none of its own")
    name: str
    role: str
    phone: str
    email: str
    hours: str


class PressContactFacts(Versioned):
    """A person or a post, and a telephone number or an e-mail address."""

    version: Whole | None = Field(
        None, description="as last read, 0 for the first; or send it as If-Match"
    )
    name: Short = ""
    role: Short = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    hours: Annotated[str, Field(max_length=80)] = ""


@router.get(
    "organisations/{int:organisation_id}/press-contact",
    response=PressContactOut,
    **asks("dispatches:read"),
    summary="Whom newsrooms ask about an office’s press releases",
)
def get_press_contact(request: HttpRequest, organisation_id: int) -> Any:
    """Of one of the owner’s organisations."""
    office = office_of(reader_of(request).content_scopes(), organisation_id)
    return contact_out(office, press_contacts.contact_for(office))


@router.post(
    "organisations/{int:organisation_id}/press-contact",
    response=PressContactOut,
    **asks(
        "press-contacts:write",
        example={"version": 0, "role": "Subbagian Humas", "phone": "+62 21 555 0100"},
    ),
    summary="Enter or change whom newsrooms ask",
)
def keep_press_contact(request: HttpRequest, organisation_id: int, body: PressContactFacts) -> Any:
    """It stands on every press release of the office from then on."""
    by = request.user
    assert isinstance(by, User)
    scopes = [each.scope.path for each in by.active_assignments]
    office = office_of(scopes, organisation_id)
    press_contacts.check_may_keep(by, office)
    form = PressContactForm(body.model_dump(mode="json", exclude={"version"}))
    checked(form)
    kept = press_contacts.keep_contact(
        office, by=by, version=version_of(request, body), **form.stored()
    )
    return contact_out(office, kept)


def office_of(scopes: Iterable[str], organisation_id: int) -> Organisation:
    """An organisation under one of these; any other is not there."""
    wanted = Q(pk__in=[])
    for path in scopes:
        wanted |= Q(path__startswith=path)
    return shown(Organisation.objects.filter(wanted), pk=organisation_id)


def contact_out(office: Organisation, found: PressContact | None) -> dict[str, Any]:
    is_own = found is not None and found.organisation_id == office.pk
    return {name: getattr(found, name, "") for name in press_contacts.FIELDS} | {
        "organisation": str(found.organisation if found else office),
        "version": found.version if found and is_own else 0,
    }


def one(request: HttpRequest, dispatch_id: int) -> Dispatch:
    return shown(queries.dispatches_for(reader_of(request)), pk=dispatch_id)


def outlet_of(request: HttpRequest, outlet_id: int) -> Outlet:
    rows: QuerySet[Outlet] = rules.outlets_kept(keeper_of(request))
    return shown(rows, pk=outlet_id)


def outlet_out(found: Outlet) -> dict[str, Any]:
    names = ("id", "version", "name", "kind", "sender_name", "slug", "health")
    return {name: getattr(found, name) for name in (*names, "is_exercise", "is_active")} | {
        "organisation": str(found.organisation),
        "receivers": len(found.readers),
    }


def dispatch_out(found: Any) -> dict[str, Any]:
    names = ("id", "version", "purpose", "subject", "sha256", "state", "publish_at", "refusal")
    more = ("delivered", "waiting", "failed", "recalled_at", "recall_reason", "is_exercise")
    return {name: getattr(found, name) for name in (*names, *more)} | {
        "outlet": found.outlet.name,
        "kind": found.outlet.kind,
        "case": found.case.number,
        "message": found.message_version.message_id if found.message_version else None,
        "house": found.house_version.house_id if found.house_version else None,
        "receivers": found.readers,
        "sent": found.arrived,
        "stopped": found.held,
        "not_known": found.uncertain,
        "taken_back": found.deleted,
        "beyond_recall": found.kept,
    }


def whole(found: Dispatch) -> dict[str, Any]:
    names = ("id", "state", "attempts", "reason", "recall", "recall_reason")
    return dispatch_out(found) | {
        "body": found.body,
        "deliveries": [
            {name: getattr(each, name) for name in names}
            | {"receiver": queries.shown_reader(found.outlet, each.reader)}
            for each in queries.deliveries_of(found)[:500]
        ],
    }


def taking_out(made: Taking) -> dict[str, Any]:
    return {
        "id": made.pk,
        "form": made.form,
        "by": str(made.by),
        "at": made.at,
        "sha256": made.message_version.sha256,
    }
