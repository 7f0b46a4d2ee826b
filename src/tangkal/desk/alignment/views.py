"""Screens of alignment: houses with their index, one house with its offices, one text."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.alignment import commands, queries, rules, words
from tangkal.desk.alignment.forms import ConfirmationForm, FeedForm, ResolutionForm, TextForm
from tangkal.desk.alignment.models import AlignmentCheck, LocalText, Value
from tangkal.desk.strategic_communication import house_filling, house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.ui.refusals import run

PAGE = 20
UNITS = 50
SHOWN = 3  # passages of a text for one message


@require_GET
@login_required
def alignment(request: HttpRequest) -> HttpResponse:
    """Every message house that stands, with how far offices carry it."""
    reader = reader_of(request)
    page = Paginator(queries.houses(reader), PAGE).get_page(request.GET.get("page"))
    standings = queries.standings(list(page.object_list))
    return render(request, "alignment/list.html", {"page": page, "standings": standings})


def find(request: HttpRequest, house_id: int) -> tuple[User, MessageHouse]:
    """A house within the reader's scope; elsewhere it is as if it did not exist."""
    reader = reader_of(request)
    return reader, get_object_or_404(house_queries.houses_for(reader), pk=house_id)


@require_http_methods(["GET", "POST"])
@login_required
def house(request: HttpRequest, house_id: int) -> HttpResponse:
    """How far each office carries one house; and a text of an office to compare with it."""
    reader, found = find(request, house_id)
    if request.method == "POST":
        rules.check_takes(reader, found)
    form = TextForm(request.POST or None, house=found)
    made: list[LocalText] = []

    def act() -> None:
        values = form.cleaned_data
        made.append(
            commands.take_text(
                found, values["office"], text=values["text"], url=values["url"], by=reader
            )
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("Taken in."))
        return redirect("local-text", made[0].pk)
    standing = queries.standings([found])[0]
    page = Paginator(standing.units, UNITS).get_page(request.GET.get("page"))
    context = {
        "house": found,
        "standing": standing,
        "page": page,
        "rows": [(unit, [shown(said) for said in unit.said]) for unit in page],
        "messages_of_house": messages_of(standing),
        "form": form,
        "may_take": rules.may_take(reader, found) and standing.version is not None,
        "is_exercise": found.is_exercise,
        "words": words,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "alignment/house.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def feeds(request: HttpRequest, house_id: int) -> HttpResponse:
    """Which regional sites' feeds are read for the houses of one issuer."""
    reader, found = find(request, house_id)
    if request.method == "POST":
        rules.check_takes(reader, found)
    form = FeedForm(request.POST or None, house=found)

    def act() -> None:
        values = form.cleaned_data
        commands.add_feed(found, values["office"], url=values["url"], by=reader)

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("The feed is read every hour from now on."))
        return redirect("alignment-feeds", house_id)
    context = {
        "house": found,
        "feeds": queries.with_texts(rules.feeds_for(reader), found.organisation),
        "form": form,
        "may_take": rules.may_take(reader, found),
        "is_exercise": found.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "alignment/feeds.html", context, status=status)


@require_POST
@login_required
def feed_end(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Stop reading a feed."""
    reader = reader_of(request)
    feed = get_object_or_404(rules.feeds_for(reader), pk=feed_id)
    commands.end_feed(feed, by=reader)
    notices.success(request, _("The feed is read no more; what was taken from it stays."))
    return redirect("alignment")


def messages_of(standing: queries.Standing) -> list[dict[str, Any]]:
    """Each message with how many offices carry, miss and contradict it."""
    if standing.version is None:
        return []
    found = []
    written = house_filling.written(standing.version)
    for place, message in enumerate(house_queries.key_messages(standing.version)):
        values = [
            said
            for unit in standing.compared
            for said in unit.said
            if said.made.message_id == message.id
        ]
        found.append(
            {
                "name": words.name_of(message.id, place),
                "text": written.get(message.id, message.text),
                "carried": sum(each.counts > 0 for each in values),
                "missing": sum(each.counts == 0 for each in values),
                "contradicting": sum(each.contradicts for each in values),
            }
        )
    return found


@require_GET
@login_required
def text(request: HttpRequest, text_id: int) -> HttpResponse:
    """One text, message by message: measured, confirmed, settled."""
    return text_page(request, text_id)


def text_page(
    request: HttpRequest,
    text_id: int,
    *,
    refused: "tuple[int, ConfirmationForm | ResolutionForm] | None" = None,
) -> HttpResponse:
    reader = reader_of(request)
    found = get_object_or_404(
        rules.texts_for(reader).select_related("publication__recipient__directive"), pk=text_id
    )
    said = queries.said_of(found)
    standing = house_queries.in_force(found.house)
    version = said[0].made.house_version if said else None
    written = house_filling.written(version) if version else {}
    is_current = version is not None and standing is not None and version.pk == standing.pk
    may_confirm = (
        is_current
        and rules.may_take(reader, found.house)
        and not rules.is_of_office(reader, found.organisation)
    )
    context = {
        "text": found,
        "version": version,
        "is_current": is_current,
        "rows": [
            row_of(each, reader, written=written, may_confirm=may_confirm, refused=refused)
            for each in said
        ],
        "reads_house": house_queries.houses_for(reader).filter(pk=found.house_id).exists(),
        "is_exercise": found.house.is_exercise,
        "refused": refused[1] if refused else None,
    }
    return render(request, "alignment/text.html", context, status=422 if refused else 200)


def row_of(
    said: queries.Said,
    reader: User,
    *,
    written: Mapping[str, str],
    may_confirm: bool,
    refused: "tuple[int, ConfirmationForm | ResolutionForm] | None",
) -> dict[str, Any]:
    """All that the page shows of one message."""
    made = said.made
    sent = refused[1] if refused and refused[0] == made.pk else None
    first = {"value": said.value}
    contradictions = [
        queries.side_by_side(each)
        | {"label": words.KINDS[each["kind"]], "sure": words.confidence(each["confidence"])}
        for each in made.contradictions
    ]
    open_now = said.person is not None and said.person.value == Value.CONTRADICTS
    may_resolve = open_now and said.settled is None and rules.may_resolve(reader, made)
    return {
        "said": said,
        "made": made,
        "name": words.name_of(made.message_id, made.place),
        "text": written.get(made.message_id, made.message),
        "tone": words.TONES[made.value],
        "icon": words.ICONS[made.value],
        "person_tone": words.TONES[said.person.value] if said.person else "",
        "person_icon": words.ICONS[said.person.value] if said.person else "",
        "contradictions": contradictions,
        "passages": made.found[:SHOWN],
        "earlier": list(made.confirmations.all())[1:],
        "confirm_form": sent
        if isinstance(sent, ConfirmationForm)
        else ConfirmationForm(initial=first, auto_id=f"{made.pk}-%s")
        if may_confirm and said.settled is None
        else None,
        "resolve_form": sent
        if isinstance(sent, ResolutionForm)
        else ResolutionForm(auto_id=f"{made.pk}-r-%s")
        if may_resolve
        else None,
    }


def shown(said: queries.Said) -> tuple[str, queries.Said, str, str]:
    """A message's name, what was found of it, and the finding's colour and icon."""
    name = words.name_of(said.made.message_id, said.made.place)
    return name, said, words.TONES[said.value], words.ICONS[said.value]


def check_of(request: HttpRequest, check_id: int) -> tuple[User, AlignmentCheck]:
    reader = reader_of(request)
    seen = AlignmentCheck.objects.filter(local_text__in=rules.texts_for(reader))
    return reader, get_object_or_404(
        seen.select_related(
            "house_version", "local_text__house__case", "local_text__house__organisation",
            "local_text__organisation", "local_text__publication",
        ),
        pk=check_id,
    )  # fmt: skip


@require_POST
@login_required
def confirm(request: HttpRequest, check_id: int) -> HttpResponse:
    """A person says what the text makes of a message."""
    reader, made = check_of(request, check_id)
    rules.check_confirms(reader, made)
    form = ConfirmationForm(request.POST, auto_id=f"{made.pk}-%s")

    def act() -> None:
        values = form.cleaned_data
        commands.confirm(made, values["value"], reason=values["reason"], by=reader)

    if form.is_valid() and run(form, act):
        notices.success(request, _("Your finding is kept beside the measurement."))
        return redirect("local-text", made.local_text_id)
    return text_page(request, made.local_text_id, refused=(made.pk, form))


@require_POST
@login_required
def resolve(request: HttpRequest, check_id: int) -> HttpResponse:
    """Somebody with no part in it says who was right."""
    reader, made = check_of(request, check_id)
    rules.check_resolves(reader, made)
    form = ResolutionForm(request.POST, auto_id=f"{made.pk}-r-%s")

    def act() -> None:
        values = form.cleaned_data
        commands.resolve(made, values["favour"], reason=values["reason"], by=reader)

    if form.is_valid() and run(form, act):
        notices.success(request, _("Settled."))
        return redirect("local-text", made.local_text_id)
    return text_page(request, made.local_text_id, refused=(made.pk, form))
