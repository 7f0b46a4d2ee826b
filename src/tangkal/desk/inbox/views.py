"""The inbox: what waits, read singly or all at once, and which kinds one hears of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.inbox import commands, queries
from tangkal.desk.inbox.models import Notice, NoticeKind
from tangkal.desk.ui.views import next_page

PAGE_SIZE = 30


def person_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@require_GET
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What this person was told, newest first; with ?unread=1 only what they have not read."""
    person = person_of(request)
    kind, unread = request.GET.get("kind", ""), request.GET.get("unread") == "1"
    found = queries.notices_of(person, kind=kind, unread=unread)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "kinds": NoticeKind.choices,
        "kind": kind,
        "only_unread": unread,
        "choices": queries.choices_of(person),
        "is_exercise": bool(page.object_list) and all(n.is_exercise for n in page.object_list),
    }
    return render(request, "inbox/inbox.html", context)


@require_POST
@login_required
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one notice read and go where it points (or back to the list)."""
    person = person_of(request)
    notice = get_object_or_404(Notice, pk=notice_id, user=person)
    commands.mark_read(person, [notice.pk])
    return redirect(next_page(request, "inbox") if request.POST.get("stay") else notice.url)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read."""
    done = commands.mark_read(person_of(request))
    text = ngettext("%(n)d notice read.", "%(n)d notices read.", done) % {"n": done}
    messages.success(request, text)
    return redirect("inbox")


@require_POST
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Keep which kinds this person hears of."""
    try:
        commands.choose_kinds(person_of(request), request.POST.getlist("kinds"))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your choice is kept."))
    return redirect("inbox")
