"""Conversations that wait for a person: taken, read, answered, handed back."""

import uuid

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.tipline import queries, rules, takeover
from tangkal.desk.tipline.models import Conversation
from tangkal.desk.ui.conflicts import posted_version

PAGE = 20


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Who waits for a person, and who has one."""
    reader = reader_of(request)
    rules.check_talks(reader)
    page = Paginator(queries.waiting(reader), PAGE).get_page(request.GET.get("page"))
    return render(request, "tipline/conversations.html", {"page": page, "now": timezone.now()})


@require_GET
@login_required
def detail(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """One conversation, masked, and what may be done in it."""
    return show(request, seen(request, conversation_id))


def show(
    request: HttpRequest, found: Conversation, *, text: str = "", token: str = "", status: int = 200
) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    is_held = found.is_held(now)
    closes_at = found.closes_at()
    context = {
        "conversation": found,
        "said": queries.said_in(found),
        "is_held": is_held,
        "is_mine": is_held and found.taken_by_id == reader.pk,
        "closes_at": closes_at,
        "is_closed": closes_at is not None and now >= closes_at,
        "token": token or uuid.uuid4(),
        "text": text,
        "most": takeover.LONGEST,
    }
    return render(request, "tipline/conversation.html", context, status=status)


def seen(request: HttpRequest, conversation_id: int) -> Conversation:
    """A conversation that somebody asked a person into; what the machine does alone is not read."""
    reader = reader_of(request)
    rules.check_talks(reader)
    return get_object_or_404(queries.waiting(reader), pk=conversation_id)


@require_POST
@login_required
def take(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The machine falls silent here."""
    found = seen(request, conversation_id)
    version = posted_version(request)
    takeover.take(found, by=reader_of(request), version=version)
    notices.success(request, _("You have the conversation; the machine is silent in it."))
    return redirect("conversation", found.pk)


@require_POST
@login_required
def reply(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Her words, to one person."""
    found = seen(request, conversation_id)
    text, token = request.POST.get("text", ""), request.POST.get("token", "")
    try:
        takeover.reply(found, text=text, token=token, by=reader_of(request))
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
        return show(request, found, text=text, status=422)
    notices.success(request, _("Your reply is on its way."))
    return redirect("conversation", found.pk)


@require_POST
@login_required
def hand_back(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """The machine answers again."""
    takeover.hand_back(seen(request, conversation_id), by=reader_of(request))
    notices.success(request, _("The machine answers there again."))
    return redirect("conversations")
