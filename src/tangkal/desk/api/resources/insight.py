"""Insight: what grew, what people ask and nobody answers, how a sample reads, single items."""

from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, begin_change
from tangkal.desk.api.fields import Among, Body, Moment, Whole, YesNo
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import checked, named, shown
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import items as lake_items
from tangkal.desk.situational_insight import lake
from tangkal.desk.situational_insight.mood import commands as mood
from tangkal.desk.situational_insight.mood import queries as mood_queries
from tangkal.desk.situational_insight.mood import rules as mood_rules
from tangkal.desk.situational_insight.mood.forms import MoodForm
from tangkal.desk.situational_insight.mood.models import MoodQuestion, MoodReading, MoodText
from tangkal.desk.situational_insight.mood.views import draw
from tangkal.desk.situational_insight.search import DEEPEST, Asked
from tangkal.desk.situational_insight.trends.dimensions import SPANS
from tangkal.desk.situational_insight.voids import commands as voids
from tangkal.desk.situational_insight.voids import queries as void_queries
from tangkal.desk.situational_insight.voids import rules as void_rules
from tangkal.desk.situational_insight.voids.models import InsightRun, PublicQuestion, QuestionMark
from tangkal.kernel import SOURCE_KINDS, InvalidInput

router = Router(tags=["insight"])
Day = Annotated[str, Field(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class World(Schema):
    """The real world, or what an exercise made up."""

    model_config = ConfigDict(extra="forbid")
    reality: Literal["real", "exercise"] = "real"


class WantedTrends(World):
    """Against yesterday, or against last week."""

    since: Annotated[str, Among(SPANS)] = "day"


class Trends(Schema):
    """What grew against its own past, by dimension, as it was last measured."""

    until: str | None
    dimensions: dict[str, Any]


@router.get("trends", response=Trends, **asks("insight:read"), summary="What grew")
def trends(request: HttpRequest, wanted: Query[WantedTrends]) -> Any:
    """Null where nothing was measured yet."""
    reader_of(request)
    standing = void_queries.standing(
        InsightRun.Kind.TRENDS, is_exercise=wanted.reality == "exercise"
    )
    content = standing.run.content.get(wanted.since, {}) if standing.run else {}
    return {"until": content.get("until"), "dimensions": content.get("dimensions", {})}


class WantedItems(Schema):
    """The explorer's own filters."""

    model_config = ConfigDict(extra="forbid")
    q: str = Field("", max_length=200)
    platform: str = Field("", max_length=40)
    language: str = Field("", max_length=5)
    region: str = Field("", max_length=13)
    narrative: str = Field("", max_length=40)
    family: str = Field("", max_length=64)
    kind: Annotated[str, Among(("", *SOURCE_KINDS))] = ""
    world: Literal["", "real", "exercise"] = ""
    first: Day = ""
    last: Day = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 25
    offset: Annotated[int, Field(ge=0, le=DEEPEST)] = 0


class Item(Schema):
    """One item as it was taken in: personal data masked, private authors not named."""

    item_id: str
    platform: str
    text: str
    url: str | None
    language: str | None
    region_code: str | None
    narrative_id: str | None
    family_id: str | None
    published_at: Moment | None
    observed_at: Moment | None
    is_exercise: bool


class Items(Schema):
    """The newest first; the lake is read by offset, since it holds no keys to go on from."""

    total: int
    items: list[Item]


@router.get("items", response=Items, **asks("insight:read"), summary="Collected items")
def list_items(request: HttpRequest, wanted: Query[WantedItems]) -> Any:
    """Who took what out is on record, as for the explorer's files."""
    reader = reader_of(request)
    asked = Asked(
        words=wanted.q.strip(),
        platform=wanted.platform.strip().lower(),
        language=wanted.language,
        region=wanted.region,
        narrative_id=wanted.narrative,
        family_id=wanted.family,
        source_kind=wanted.kind,
        world=wanted.world,
        first=wanted.first,
        last=wanted.last,
    )
    found = lake.lake().found(asked.search(limit=wanted.limit, offset=wanted.offset)).to_pylist()
    total = lake.lake().survey(asked.search(limit=1)).items
    with transaction.atomic():
        record("items.read", None, by=reader, query=asked.as_query(), rows=len(found))
    return {"total": total, "items": [item_out(each) for each in found]}


def item_out(row: Any) -> dict[str, Any]:
    names = ("platform", "text", "url", "language", "region_code", "narrative_id", "family_id")
    return {name: row.get(name) for name in names} | {
        "item_id": str(row["item_id"]),
        "platform": row.get("platform") or "",
        "text": row.get("text") or "",
        "published_at": row.get("published_at"),
        "observed_at": row.get("observed_at"),
        "is_exercise": bool(row.get("is_exercise")),
    }


class WantedVoids(Paged):
    """Which open questions of the newest measurement."""

    show: Literal["none", "maybe", "answered", "decided"] = "none"
    reality: Literal["real", "exercise"] = "real"


class VoidOut(Schema):
    """A question that people ask; how many, never who."""

    id: int
    question: str
    kind: str
    asks: int
    askers: int
    unnamed: int
    wordings: int
    platforms: dict[str, int]
    regions: dict[str, int]
    samples: list[str]
    first_at: Moment
    last_at: Moment
    answer: str
    decided: str | None = Field(description="case, answered or not_ours")
    decided_by: str | None
    is_exercise: bool


@router.get(
    "voids", response=Page[VoidOut], **asks("insight:read"), summary="Questions without an answer"
)
def list_voids(request: HttpRequest, wanted: Query[WantedVoids]) -> Any:
    """Of the newest finished measurement."""
    reader_of(request)
    standing = void_queries.standing(
        InsightRun.Kind.VOIDS, is_exercise=wanted.reality == "exercise"
    )
    rows = (
        void_queries.questions(standing.run, wanted.show)
        if standing.run
        else PublicQuestion.objects.none()
    )
    return page(request, rows, wanted, void_out)


class OpenedCase(Schema):
    """The case that is to answer it."""

    case: str


@router.post(
    "voids/{int:question_id}/case",
    response={201: OpenedCase},
    **asks("insight:write", begins_itself=True),
    summary="Open a case on an open question",
)
def void_case(request: HttpRequest, question_id: int) -> Any:
    """With some of the items that ask as evidence."""
    by = reader_of(request)
    question = shown(PublicQuestion.objects.all(), pk=question_id)
    void_rules.check_may_mark(by)
    asked = lake_items.items(question.item_ids)
    begin_change(request)
    return OpenedCase(case=voids.open_case(question, by=by, items=asked).number)


class Marking(Body):
    """Which page answers it, or why it is not ours."""

    what: Literal["answered", "not_ours"]
    page: Annotated[str, Field(max_length=120, description="slug of a clarification")] = ""
    why: Annotated[str, Field(max_length=300)] = ""


@router.post(
    "voids/{int:question_id}/mark",
    response=VoidOut,
    **asks("insight:write", example={"what": "not_ours", "why": "Bukan urusan kami"}),
    summary="Say what becomes of an open question",
)
def void_mark(request: HttpRequest, question_id: int, body: Marking) -> Any:
    """409 where somebody decided meanwhile."""
    by = reader_of(request)
    question = shown(PublicQuestion.objects.all(), pk=question_id)
    if body.what == "answered":
        voids.mark_answered(question, slug=body.page, why=body.why, by=by)
    else:
        voids.mark_not_ours(question, why=body.why, by=by)
    return void_out(question)


@router.post(
    "voids/{int:question_id}/take-back",
    response=VoidOut,
    **asks("insight:write"),
    summary="Take back what was decided about a question",
)
def void_take_back(request: HttpRequest, question_id: int) -> Any:
    """It is open again."""
    by = reader_of(request)
    question = shown(PublicQuestion.objects.all(), pk=question_id)
    void_rules.check_may_mark(by)
    standing = question.marks.filter(ended_at=None).first()
    if standing is None:
        raise InvalidInput(_("Nothing is decided about this question."))
    voids.take_back(standing, by=by)
    return void_out(question)


def void_out(row: PublicQuestion) -> dict[str, Any]:
    names = ("id", "question", "kind", "asks", "askers", "unnamed", "wordings", "platforms")
    more = ("regions", "samples", "first_at", "last_at", "answer", "is_exercise")
    mark: QuestionMark | None = row.marks.filter(ended_at=None).select_related("by").first()
    return {name: getattr(row, name) for name in (*names, *more)} | {
        "decided": mark.what if mark else None,
        "decided_by": named(mark.by) if mark else None,
    }


class MoodOut(Schema):
    """A sample that people read for stance."""

    id: int
    question: str
    narrative_id: str
    words: str
    since: Moment
    until: Moment
    draws: int
    items: int
    families: int
    asked_by: str | None
    asked_at: Moment
    is_exercise: bool


class Share(Schema):
    """One stance's share of the items, with its 95% interval."""

    value: float
    low: float
    high: float


class MoodWhole(MoodOut):
    """What a sample says; nothing to somebody who is still reading it."""

    shares: dict[str, Share]


@router.get("moods", response=Page[MoodOut], **asks("insight:read"), summary="Samples read")
def list_moods(request: HttpRequest, wanted: Query[Paged]) -> Any:
    """The newest first."""
    reader_of(request)
    return page(request, MoodQuestion.objects.select_related("asked_by"), wanted, mood_out)


@router.get(
    "moods/{int:question_id}", response=MoodWhole, **asks("insight:read"), summary="One sample"
)
def get_mood(request: HttpRequest, question_id: int) -> Any:
    """Shares by those who read all of it."""
    reader = reader_of(request)
    found = shown(MoodQuestion.objects.select_related("asked_by"), pk=question_id)
    shares = mood_queries.result_of(found, reader).shares
    return mood_out(found) | {
        "shares": {
            str(key): {"value": each.value, "low": each.low, "high": each.high}
            for key, each in shares.items()
        }
    }


class NewMood(Body):
    """Which policy, in which items, and how many are drawn."""

    question: Annotated[str, Field(min_length=1, max_length=200)]
    narrative: Annotated[str, Field(max_length=300)] = ""
    words: Annotated[str, Field(max_length=200)] = ""
    days: Annotated[Whole, Field(ge=1, le=90)] = 7
    draws: Annotated[Whole, Field(ge=1, le=10_000)] = 100
    is_exercise: YesNo = False


@router.post(
    "moods",
    response={201: MoodOut},
    **asks("insight:write", example={"question": "Tarif air", "words": "tarif", "draws": 50}),
    summary="Draw a sample",
)
def draw_mood(request: HttpRequest, body: NewMood) -> Any:
    """Two people then read it, each for themselves, on the desk."""
    by = reader_of(request)
    mood_rules.check_may_ask(by)
    form = MoodForm(body.model_dump(exclude={"is_exercise"}))
    checked(form)
    return mood_out(draw(form, by, is_exercise=body.is_exercise))


class MoodAnswer(Body):
    """How one text of the sample reads."""

    place: Whole
    stance: Annotated[str, Among(MoodReading.Stance.values)]


class ReadSoFar(Schema):
    """Kept; how many of the sample this person has read."""

    read: int
    of: int


@router.post(
    "moods/{int:question_id}/readings",
    response=ReadSoFar,
    **asks("insight:write", example={"place": 1, "stance": "unclear"}),
    summary="Keep how a text reads",
)
def read_mood(request: HttpRequest, question_id: int, body: MoodAnswer) -> Any:
    """MoodAnswer it again before the end corrects it."""
    by = reader_of(request)
    question = shown(MoodQuestion.objects.all(), pk=question_id)
    mood_rules.check_may_read(by, question)
    text = shown(MoodText.objects.filter(question=question), place=body.place)
    mood.read(text, stance=body.stance, by=by)
    return progress(question, by.pk)


@router.post(
    "moods/{int:question_id}/unread",
    response=ReadSoFar,
    **asks("insight:write"),
    summary="Take one's own last reading back",
)
def unread_mood(request: HttpRequest, question_id: int) -> Any:
    """Nothing happens where nothing was read."""
    by = reader_of(request)
    question = shown(MoodQuestion.objects.all(), pk=question_id)
    mood.unread(question, by=by)
    return progress(question, by.pk)


def progress(question: MoodQuestion, reader_id: int) -> ReadSoFar:
    done = MoodReading.objects.filter(text__question=question, reader_id=reader_id).count()
    return ReadSoFar(read=done, of=question.texts.count())


def mood_out(found: MoodQuestion) -> dict[str, Any]:
    names = ("id", "question", "narrative_id", "words", "since", "until", "draws", "items")
    return {name: getattr(found, name) for name in (*names, "families", "asked_at")} | {
        "asked_by": named(found.asked_by),
        "is_exercise": found.is_exercise,
    }
