"""What the public looks up: events, services, documents, who we are, and translations."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, version_of
from tangkal.desk.api.fields import Among, Body, Moment, Reason, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, named, shown
from tangkal.desk.api.resources.cases import FILE_BYTES
from tangkal.desk.api.resources.messages import Said, words_of
from tangkal.desk.portal.languages import OWN_NAMES
from tangkal.desk.portal.models import Clarification
from tangkal.desk.reference import commands, queries, rules
from tangkal.desk.reference.files import keep_file
from tangkal.desk.reference.forms import FORMS, LONG, ReferenceForm, TranslationForm
from tangkal.desk.reference.models import Entry
from tangkal.desk.reference.states import ENTRY, EntryState

router = Router(tags=["public pages"])
VERSION = {"version": 1}
MOST_FIELDS = 30
Fields = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=LONG)]],
    Field(
        max_length=MOST_FIELDS,
        description="as the screen's form of this kind names them; lists are lines, days are ISO",
    ),
]
SERVICE = {
    "title": "PPID",
    "purpose": "Permohonan informasi publik.",
    "office": "Biro Humas",
    "telephone": "119",
    "reviewed_on": "2026-01-05",
}


class WantedPages(Paged):
    """Which of them."""

    kind: Annotated[str, Among(("", *Entry.Kind.values))] = ""
    state: Annotated[str, Among(("", *EntryState.values))] = ""


class PublicPageBrief(Schema):
    """One of them in short; its state is that of the newest version."""

    id: int
    version: int
    kind: str
    title: str
    organisation: str
    state: str
    language: str = Field(description="of a translation")
    slug: str = Field(description="on the portal, once out; of a translation, its original's")
    is_out_of_date: bool = Field(description="a translation of an edition that stands no more")
    is_exercise: bool = Field(description="then the public never sees it")
    created_at: Moment


class PublicPageVersion(Schema):
    """What one person wrote at one time. An approval binds to its hash."""

    number: int
    content: dict[str, Any]
    author: str
    created_at: Moment
    published_at: Moment | None
    sha256: str


class PublicPageWhole(PublicPageBrief):
    """One of them with its versions, and who said what."""

    versions: list[PublicPageVersion] = Field(description="the newest first")
    words: list[Said]
    steps: list[str] = Field(description="what the token's owner may do now")


@router.get(
    "public-pages",
    response=Page[PublicPageBrief],
    **asks("public-pages:read"),
    summary="What the public looks up",
)
def list_pages(request: HttpRequest, wanted: Query[WantedPages]) -> Any:
    """Of the owner's offices, the newest first."""
    rows = queries.readable(reader_of(request))
    for name in ("kind", "state"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    return page(request, rows, wanted, brief)


@router.get(
    "public-pages/{int:entry_id}",
    response=PublicPageWhole,
    **asks("public-pages:read"),
    summary="One of them",
)
def get_page(request: HttpRequest, entry_id: int) -> Any:
    """Its newest text, the older ones, and who approved which."""
    return whole(request, entry_id)


class NewPublicPage(Body):
    """A first version, in the name of the owner's office."""

    kind: Annotated[str, Among([str(kind) for kind in FORMS])]
    fields: Fields


@router.post(
    "public-pages",
    response={201: PublicPageWhole},
    **asks("public-pages:write", example={"kind": "service", "fields": SERVICE}),
    summary="Draft an event, a service, a document or what the office says of itself",
)
def begin(request: HttpRequest, body: NewPublicPage) -> Any:
    """A document names its file by `file`, the SHA-256 that adding it answered."""
    by = reader_of(request)
    rules.check_can_begin(by.organisation, by)
    content = content_of(FORMS[body.kind](body.fields))
    made = commands.begin(body.kind, content, office=by.organisation, by=by)
    return whole(request, made.pk)


class NewTranslation(Body):
    """A published answer's words in another language."""

    language: Annotated[str, Among(OWN_NAMES)]
    fields: Fields


@router.post(
    "public-pages/translations/{slug}",
    response={201: PublicPageWhole},
    **asks(
        "public-pages:write",
        example={
            "language": "jv",
            "fields": {"headline": "Rega tetep", "claim_text": "Rega mundhak"},
        },
    ),
    summary="Translate a published answer",
)
def begin_translation(request: HttpRequest, slug: str, body: NewTranslation) -> Any:
    """Fields: `headline`, `claim_text`, and `part_KEY` for each part that has words."""
    by = reader_of(request)
    rules.check_can_begin(by.organisation, by)
    original = shown(Clarification.objects.select_related("issuer"), slug=slug)
    content = translated(original, body.fields)
    made = commands.begin_translation(
        original, body.language, content, office=by.organisation, by=by
    )
    return whole(request, made.pk)


class KeptFile(Schema):
    """A file that a document may name."""

    sha256: str
    name: str
    size_bytes: int


@router.post(
    "public-pages/files",
    response={201: KeptFile},
    **asks("public-pages:write", most_bytes=FILE_BYTES),
    summary="Keep a file for a document",
)
def add_file(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """PDF, CSV, TXT, PNG or JPEG; the public gets it once a published document names it."""
    by = reader_of(request)
    rules.check_can_begin(by.organisation, by)
    kept = keep_file(file, by=by)
    return KeptFile(sha256=kept.sha256, name=kept.name, size_bytes=kept.size_bytes)


class NewPublicVersion(Versioned):
    """The text as it should read."""

    fields: Fields


@router.post(
    "public-pages/{int:entry_id}/versions",
    response={201: PublicPageWhole},
    **asks("public-pages:write", example={"version": 1, "fields": SERVICE}),
    summary="Write the next version",
)
def write_version(request: HttpRequest, entry_id: int, body: NewPublicVersion) -> Any:
    """What stands on the portal stays there until this one is published."""
    by, found = one(request, entry_id)
    rules.check_step(found, "write", by)
    if found.clarification is not None:
        content = translated(found.clarification, body.fields)
    else:
        content = content_of(FORMS[found.kind](body.fields, begun_as=found.is_exercise))
    commands.write(found, content, by=by, expected_version=version_of(request, body))
    return whole(request, entry_id)


@router.post(
    "public-pages/{int:entry_id}/submit",
    response=PublicPageWhole,
    **asks("public-pages:write", example=VERSION),
    summary="Put the newest version before an approver",
)
def submit(request: HttpRequest, entry_id: int, body: Versioned) -> Any:
    """By a writer of the office."""
    by, found = one(request, entry_id)
    commands.submit(found, by=by, expected_version=version_of(request, body))
    return whole(request, entry_id)


class SendingBack(Versioned):
    """What has to change."""

    comment: Reason


@router.post(
    "public-pages/{int:entry_id}/return",
    response=PublicPageWhole,
    **asks("public-pages:act", example={"version": 1, "comment": "Nomornya sudah lama."}),
    summary="Send it back to its writer",
)
def send_back(request: HttpRequest, entry_id: int, body: SendingBack) -> Any:
    """With what to change."""
    by, found = one(request, entry_id)
    expected = version_of(request, body)
    commands.send_back(found, by=by, expected_version=expected, comment=body.comment)
    return whole(request, entry_id)


class PublishingPage(Versioned):
    """The word of an approver on what was read."""

    seen: Annotated[str, Field(max_length=64, description="`sha256` of the version, as read")]


@router.post(
    "public-pages/{int:entry_id}/publish",
    response=PublicPageWhole,
    **asks("public-pages:act", example={"version": 1, "seen": "0"}),
    summary="Put the version that was read on the portal",
)
def publish(request: HttpRequest, entry_id: int, body: PublishingPage) -> Any:
    """By an approver who wrote no part of it."""
    by, found = one(request, entry_id)
    expected = version_of(request, body)
    commands.publish(found, by=by, expected_version=expected, seen=body.seen)
    return whole(request, entry_id)


class WithdrawingPage(Versioned):
    """Why, as the public reads it."""

    why: Reason


@router.post(
    "public-pages/{int:entry_id}/withdraw",
    response=PublicPageWhole,
    **asks("public-pages:act", example={"version": 1, "why": "Layanan sudah tutup."}),
    summary="Take it off the portal",
)
def withdraw(request: HttpRequest, entry_id: int, body: WithdrawingPage) -> Any:
    """A page's address stays and says so."""
    by, found = one(request, entry_id)
    commands.withdraw(found, by=by, expected_version=version_of(request, body), reason=body.why)
    return whole(request, entry_id)


def one(request: HttpRequest, entry_id: int) -> tuple[User, Entry]:
    reader = reader_of(request)
    return reader, shown(queries.readable(reader), pk=entry_id)


def content_of(form: ReferenceForm) -> dict[str, Any]:
    check_known(form, set(form.data))
    checked(form)
    return form.content()


def translated(original: Clarification, fields: dict[str, str]) -> dict[str, Any]:
    form = TranslationForm({**fields, "edition": original.edition}, original=original)
    check_known(form, set(fields))
    checked(form)
    return form.content()


def check_known(form: ReferenceForm | TranslationForm, given: set[str]) -> None:
    """Raises ValidationError for a field that the form does not have."""
    if unknown := sorted(given - (set(form.fields) - {"version", "edition", "upload"})):
        raise ValidationError({name: ["there is no such field"] for name in unknown})


def brief(entry: Entry) -> dict[str, Any]:
    place = entry.page or entry.clarification
    return {
        "id": entry.pk,
        "version": entry.version,
        "kind": entry.kind,
        "title": entry.title,
        "organisation": str(entry.organisation),
        "state": entry.state,
        "language": entry.language,
        "slug": place.slug if place else "",
        "is_out_of_date": queries.is_out_of_date(entry),
        "is_exercise": entry.is_exercise,
        "created_at": entry.created_at,
    }


def whole(request: HttpRequest, entry_id: int) -> dict[str, Any]:
    reader, entry = one(request, entry_id)
    return brief(entry) | {
        "versions": [
            {
                "number": each.number,
                "content": each.content,
                "author": named(each.author),
                "created_at": each.created_at,
                "published_at": each.published_at,
                "sha256": each.sha256,
            }
            for each in entry.versions.select_related("author")
        ],
        "words": words_of(entry),
        "steps": list(ENTRY.actions(entry.state, reader.roles_at(entry.organisation))),
    }
