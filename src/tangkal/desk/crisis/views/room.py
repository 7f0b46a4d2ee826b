"""The live room, its pieces, and what a room without the stream asks instead."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tangkal.desk.crisis import addresses, parts, queries
from tangkal.desk.crisis.models import Topic
from tangkal.desk.crisis.views.base import find


@require_GET
@login_required
def room(request: HttpRequest, crisis_id: int) -> HttpResponse:
    """Log, checklist, team, questions and the next update on one page that keeps itself fresh."""
    reader, found = find(request, crisis_id)
    queries.note_presence(found.pk, reader.pk)
    numbers = queries.pulses([found.pk]).get(found.pk, {})
    context = {
        "crisis": found,
        "is_exercise": found.is_exercise,
        "main": [piece(topic, numbers) for topic in parts.MAIN],
        "side": [piece(topic, numbers) for topic in parts.SIDE],
        "head": piece(Topic.HEAD, numbers),
        "live": addresses.live_address(request, found.pk),
    }
    for topic in Topic:
        context |= parts.context_of(found, topic, reader)
    answer = render(request, "crisis/room.html", context)
    return allow_stream(request, answer)


def allow_stream(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Let this one page, and no other, speak to the stream's origin."""
    if origin := addresses.live_origin(request):
        answer._csp_update = {"connect-src": [origin]}  # type: ignore[attr-defined]
    return answer


def piece(topic: Topic, numbers: dict[str, int]) -> dict[str, object]:
    return {
        "topic": topic.value,
        "template": parts.TEMPLATES[topic],
        "number": numbers.get(topic.value, 0),
    }


@require_GET
@login_required
def part(request: HttpRequest, crisis_id: int, topic: str) -> HttpResponse:
    """One piece anew, by the same rules as the whole room."""
    reader, found = find(request, crisis_id)
    if topic not in Topic.values:
        raise Http404(topic)
    return render(request, parts.TEMPLATES[Topic(topic)], parts.context_of(found, topic, reader))


@require_GET
@login_required
def pulse(request: HttpRequest, crisis_id: int) -> JsonResponse:
    """How often each topic has changed: what a room asks every few seconds without the stream."""
    reader, found = find(request, crisis_id)
    queries.note_presence(found.pk, reader.pk)
    return JsonResponse(queries.pulses([found.pk]).get(found.pk, {}))
