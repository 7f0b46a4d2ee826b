"""Signals: what waits to be screened, one by one and many at once."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.api.declare import asks, begin_change, version_of
from tangkal.desk.api.fields import Among, Body, Key, Line, Moment, Reason, Version, Versioned
from tangkal.desk.api.paging import Page, Paged, page
from tangkal.desk.api.people import named, person_of, shown
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import items
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.cases.states import SignalState
from tangkal.desk.early_warning import commands, queries, rules, words
from tangkal.desk.early_warning.filters import REASON_KINDS, SignalFilter, searchable
from tangkal.kernel import InvalidInput

router = Router(tags=["signals"])
State = Annotated[str, Among(("", *SignalState.values, "all", "muted", "expired"))]
ReasonKind = Annotated[str, Among(("", *REASON_KINDS))]


class WantedSignals(Paged):
    """Which signals: the queue's own filters."""

    state: State = Field("", description="empty: those that wait for somebody")
    reason: ReasonKind = Field("", description="why it is in the queue")
    platform: str = Field("", max_length=40)
    region: str = Field("", max_length=13, description="code; finds what lies below it too")
    language: str = Field("", max_length=5)
    owner: Literal["", "mine", "free"] = ""
    overdue: bool = False
    reality: Literal["", "real", "exercise"] = ""
    q: str = Field("", max_length=200, description="words; each in title or excerpt")


class SignalBrief(Schema):
    """One signal of the queue: a measurement, nobody's judgement."""

    id: int
    version: int
    state: str
    title: str
    excerpt: str
    why: list[str] = Field(description="in words, strongest first")
    reason_kinds: list[str]
    urgency: float = Field(description="0 to 1; orders the queue and decides nothing")
    priority: str
    platforms: dict[str, int]
    language: str
    region: str | None
    items_total: int
    narrative_id: str
    owner: str | None
    due_at: Moment | None
    first_seen_at: Moment
    last_seen_at: Moment
    is_exercise: bool


class SignalWhole(SignalBrief):
    """One signal with what lies beside it."""

    resolution: str = Field(description="why it was dismissed, or what is missing")
    duplicate_of: int | None
    screened_at: Moment | None
    sample_item_ids: list[str]
    best_claim: str | None
    best_score: float | None
    steps: list[str] = Field(description="what the token's owner may do now")
    cases: list[str] = Field(description="numbers of the cases that its owner may see")


@router.get(
    "signals", response=Page[SignalBrief], **asks("signals:read"), summary="Signals of the queue"
)
def list_signals(request: HttpRequest, wanted: Query[WantedSignals]) -> Any:
    """The signals that fit, the newest first, a page at a time."""
    reader = reader_of(request)
    given = wanted.model_dump(exclude={"limit", "cursor", "q"})
    chosen = SignalFilter(words=wanted.q.strip(), **given)
    rows = searchable().filter(chosen.condition(user=reader, now=timezone.now()))
    found = page(request, with_names(rows), wanted, lambda signal: signal)
    titles = words.claim_titles(found["items"])
    found["items"] = [brief(signal, titles) for signal in found["items"]]
    return found


@router.get(
    "signals/{int:signal_id}",
    response=SignalWhole,
    **asks("signals:read"),
    summary="One signal",
)
def get_signal(request: HttpRequest, signal_id: int) -> Any:
    """One signal, what may be done with it, and the cases it is part of."""
    return whole(request, one(signal_id))


class Dismissal(Versioned):
    """Why a signal is put aside."""

    why: Reason


class Missing(Versioned):
    """What is missing to judge a signal."""

    what: Reason


class Duplicate(Versioned):
    """Of which signal this one is a duplicate."""

    of: Key


class Linking(Versioned):
    """To which case a signal belongs, and which of its items become evidence there."""

    case: Line = Field(description="its number")
    items: list[Annotated[str, Field(max_length=40)]] = Field(
        [], max_length=items.MOST, description="of sample_item_ids; copied into the case"
    )


@router.post(
    "signals/{int:signal_id}/screen",
    response=SignalWhole,
    **asks("signals:act", example={"version": 1}),
    summary="Take a signal in hand",
)
def screen(request: HttpRequest, signal_id: int, body: Versioned) -> Any:
    """It becomes its screener's, and its deadline ends."""
    return acted(request, signal_id, body, cases.screen)


@router.post(
    "signals/{int:signal_id}/dismiss",
    response=SignalWhole,
    **asks("signals:act", example={"version": 1, "why": "Candaan, tidak ada klaim"}),
    summary="Put a signal aside",
)
def dismiss(request: HttpRequest, signal_id: int, body: Dismissal) -> Any:
    """The reason is part of the record; `undo` takes it back."""
    return acted(request, signal_id, body, cases.dismiss, why=body.why)


@router.post(
    "signals/{int:signal_id}/mark-duplicate",
    response=SignalWhole,
    **asks("signals:act", example={"version": 1, "of": 2}),
    summary="Say that another signal is about the same",
)
def mark_duplicate(request: HttpRequest, signal_id: int, body: Duplicate) -> Any:
    """The other signal stays in the queue."""
    return acted(request, signal_id, body, cases.mark_duplicate, of=named_signal(body.of))


@router.post(
    "signals/{int:signal_id}/ask-data",
    response=SignalWhole,
    **asks("signals:act", example={"version": 1, "what": "Tanggal foto"}),
    summary="Wait for what is missing",
)
def ask_data(request: HttpRequest, signal_id: int, body: Missing) -> Any:
    """The signal waits, with what somebody has to look for."""
    return acted(request, signal_id, body, cases.ask_data, what=body.what)


@router.post(
    "signals/{int:signal_id}/claim",
    response=SignalWhole,
    **asks("signals:act", example={"version": 1}),
    summary="Look after a signal",
)
def claim(request: HttpRequest, signal_id: int, body: Versioned) -> Any:
    """The others see whose it is; its deadline runs on."""
    return acted(request, signal_id, body, cases.claim_ownership)


@router.post(
    "signals/{int:signal_id}/release",
    response=SignalWhole,
    **asks("signals:act", example={"version": 1}),
    summary="Give a signal back",
)
def release(request: HttpRequest, signal_id: int, body: Versioned) -> Any:
    """It is everybody's again."""
    return acted(request, signal_id, body, cases.release)


@router.post(
    "signals/{int:signal_id}/undo",
    response=SignalWhole,
    **asks("signals:act", example={"version": 2}),
    summary="Take the last screening step back",
)
def undo(request: HttpRequest, signal_id: int, body: Versioned) -> Any:
    """The signal is new again, its deadline the old one."""
    return acted(request, signal_id, body, cases.undo)


@router.post(
    "signals/{int:signal_id}/link",
    response=SignalWhole,
    **asks(
        "signals:act", example={"version": 1, "case": "2026-0001", "items": []}, begins_itself=True
    ),
    summary="Link a signal to an open case",
)
def link(request: HttpRequest, signal_id: int, body: Linking) -> Any:
    """The named items are copied into the case as evidence."""
    signal = one(signal_id)
    case = named_case(request, body.case)
    copied = items.items([each for each in body.items if each in signal.sample_item_ids])
    begin_change(request)
    by, version = reader_of(request), version_of(request, body)
    cases.link(signal, case, by=by, items=copied, version=version)
    return whole(request, one(signal_id))


class Chosen(Body):
    """A signal and its version as read."""

    id: Key
    version: Version


class Many(Body):
    """One act on several signals; each is a change of its own."""

    action: Literal["claim", "release", "dismiss", "mark_duplicate", "link", "undo"]
    signals: list[Chosen] = Field(min_length=1, max_length=100)
    why: str = Field("", max_length=4_000, description="for dismiss")
    of: Key | None = Field(None, description="for mark_duplicate: the signal that stays")
    case: Line = Field("", description="for link: the case's number")


class Outcome(Schema):
    """What came of it: what was changed meanwhile, or is not allowed, is left as it is."""

    moved: list[int]
    stale: list[str] = Field(description="who was faster, by name")
    refused: list[str] = Field(description="the rules' sentences")


@router.post(
    "signals/bulk",
    response=Outcome,
    **asks(
        "signals:act",
        example={
            "action": "dismiss",
            "signals": [{"id": 1, "version": 1}],
            "why": "Candaan",
        },
    ),
    summary="Act on several signals",
)
def act_on_many(request: HttpRequest, body: Many) -> Any:
    """Each signal in a transaction of its own: one that was changed stops no other."""
    by = reader_of(request)
    versions = {each.id: each.version for each in body.signals}
    found = Signal.objects.in_bulk(list(versions))
    chosen = [(found[pk], version) for pk, version in versions.items() if pk in found]
    acts: dict[str, Callable[[], commands.Outcome]] = {
        "claim": lambda: commands.claim_all(chosen, by=by),
        "release": lambda: commands.take_back(chosen, "claim", by=by),
        "undo": lambda: commands.take_back(chosen, "undo", by=by),
        "dismiss": lambda: commands.dismiss_all(chosen, why=body.why, by=by),
        "mark_duplicate": lambda: commands.mark_all_duplicates(
            chosen, of=named_signal(body.of or 0), by=by
        ),
        "link": lambda: commands.link_all(chosen, case=named_case(request, body.case), by=by),
    }
    outcome = acts[body.action]()
    return Outcome(
        moved=[signal.pk for signal in outcome.moved],
        stale=outcome.stale,
        refused=sorted(set(outcome.refused)),
    )


def acted(
    request: HttpRequest, signal_id: int, body: Versioned, act: Callable[..., Signal], **more: Any
) -> dict[str, Any]:
    reader = reader_of(request)
    act(one(signal_id), by=reader, version=version_of(request, body), **more)
    return whole(request, one(signal_id))


def with_names(rows: QuerySet[Signal]) -> QuerySet[Signal]:
    return rows.select_related("owner", "best_claim", "region", "changed_by")


def one(signal_id: int) -> Signal:
    return shown(with_names(Signal.objects.all()), pk=signal_id)


def named_signal(pk: int) -> Signal:
    """A signal that a body names.

    Raises:
        InvalidInput: there is none.
    """
    found = Signal.objects.filter(pk=pk).first()
    if found is None:
        raise InvalidInput(_("There is no signal %(id)d.") % {"id": pk})
    return found


def named_case(request: HttpRequest, number: str) -> Case:
    """A case that a body names, if the token's owner may see it.

    Raises:
        InvalidInput: there is none.
    """
    found = visible_cases(person_of(request)).filter(number=number).first()
    if found is None:
        raise InvalidInput(_("No case you may see is called “%(value)s”.") % {"value": number})
    return found


def brief(signal: Signal, titles: words.Titles) -> dict[str, Any]:
    names = ("id", "version", "state", "title", "excerpt", "urgency", "priority", "platforms")
    more = ("language", "items_total", "narrative_id", "due_at", "first_seen_at", "last_seen_at")
    return {name: getattr(signal, name) for name in (*names, *more, "is_exercise")} | {
        "why": words.sentences(signal, titles),
        "reason_kinds": [str(reason.get("kind", "")) for reason in signal.reasons],
        "region": signal.region_id,
        "owner": named(signal.owner),
    }


def whole(request: HttpRequest, signal: Signal) -> dict[str, Any]:
    reader = reader_of(request)
    return brief(signal, words.claim_titles([signal])) | {
        "resolution": signal.resolution,
        "duplicate_of": signal.duplicate_of_id,
        "screened_at": signal.screened_at,
        "sample_item_ids": signal.sample_item_ids,
        "best_claim": signal.best_claim_id,
        "best_score": signal.best_score,
        "steps": rules.actions(signal, reader),
        "cases": list(queries.cases_of(reader, signal).values_list("number", flat=True)),
    }
