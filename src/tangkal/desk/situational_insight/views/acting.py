"""What an analyst does to a narrative: POSTs that call one command each."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.situational_insight import commands, joining, rules
from tangkal.desk.situational_insight.models import Narrative, NarrativeEvent
from tangkal.desk.situational_insight.views.base import about, narrative_page, unreadable
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.notices import add_undo
from tangkal.engines import LakeError

Act = Callable[[HttpRequest, str, User, int], object]


def why_of(request: HttpRequest) -> str:
    return request.POST.get("why", "")


def rename(request: HttpRequest, narrative_id: str, by: User, version: int) -> None:
    title = request.POST.get("title", "")
    commands.rename(narrative_id, title=title, by=by, version=version)
    messages.success(request, _("Renamed. The machine’s title stays beside it."))


def describe(request: HttpRequest, narrative_id: str, by: User, version: int) -> None:
    commands.describe(
        narrative_id,
        summary=request.POST.get("summary", ""),
        belief_anchor=request.POST.get("belief_anchor", ""),
        by=by,
        version=version,
    )
    messages.success(request, _("The note is kept."))


def pin(request: HttpRequest, narrative_id: str, by: User, version: int) -> None:
    commands.set_pin(narrative_id, pinned=True, by=by, version=version)
    messages.success(request, _("Pinned: the machine will neither join nor divide it."))


def unpin(request: HttpRequest, narrative_id: str, by: User, version: int) -> None:
    commands.set_pin(narrative_id, pinned=False, by=by, version=version)
    messages.success(request, _("No longer pinned."))


def archive(request: HttpRequest, narrative_id: str, by: User, version: int) -> None:
    commands.archive(narrative_id, by=by, why=why_of(request), version=version)
    messages.success(request, _("Archived. Its items are counted all the same."))


def reactivate(request: HttpRequest, narrative_id: str, by: User, version: int) -> None:
    commands.reactivate(narrative_id, by=by, why=why_of(request), version=version)
    messages.success(request, _("Taken up again."))


ACTS: dict[str, Act] = {
    "rename": rename,
    "describe": describe,
    "pin": pin,
    "unpin": unpin,
    "archive": archive,
    "reactivate": reactivate,
}


@require_POST
@login_required
def act(request: HttpRequest, narrative_id: str, action: str) -> HttpResponse:
    """One change of the narrative itself."""
    if action not in ACTS:
        raise Http404(action)

    def run(by: User) -> str:
        ACTS[action](request, narrative_id, by, posted_version(request))
        return narrative_id

    return answered(request, run, otherwise=reverse("narrative", args=[narrative_id]))


@require_POST
@login_required
def merge(request: HttpRequest, narrative_id: str) -> HttpResponse:
    """This narrative takes in the other one, or is kept apart from it."""

    def run(by: User) -> str:
        other, version = request.POST.get("other", "").strip(), posted_version(request)
        if request.POST.get("action") == "apart":
            commands.keep_apart(narrative_id, other, by=by, why=why_of(request), version=version)
            messages.success(request, _("Kept apart: the machine will not join them."))
        else:
            event = commands.merge(narrative_id, other, by=by, why=why_of(request), version=version)
            offer_undo(request, event, _("Both are one narrative now."))
        return narrative_id

    return answered(request, run, otherwise=reverse("narrative-join", args=[narrative_id]))


@require_POST
@login_required
def split(request: HttpRequest, narrative_id: str) -> HttpResponse:
    """The chosen texts move into a narrative of their own."""

    def run(by: User) -> str:
        new = commands.split(
            narrative_id,
            request.POST.getlist("family"),
            by=by,
            why=why_of(request),
            title=request.POST.get("title", ""),
            version=posted_version(request),
        )
        event = NarrativeEvent.objects.get(other_id=new.pk, kind=NarrativeEvent.Kind.SPLIT)
        offer_undo(request, event, _("The texts moved into a narrative of their own: this one."))
        return new.pk

    return answered(request, run, otherwise=reverse("narrative-families", args=[narrative_id]))


@require_POST
@login_required
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """Take a merge or a split back."""

    def run(by: User) -> str:
        event = commands.undo(event_id, by=by, why=why_of(request))
        messages.success(request, _("Taken back."))
        return event.narrative_id

    found = NarrativeEvent.objects.filter(pk=event_id).first()
    if found is None:
        reader_of(request)
        raise Http404(event_id)
    return answered(request, run, otherwise=reverse("narrative-history", args=[found.narrative_id]))


def offer_undo(request: HttpRequest, event: NarrativeEvent, text: str) -> None:
    add_undo(request, text, reverse("narrative-undo", args=[event.pk]))


def answered(request: HttpRequest, run: Callable[[User], str], *, otherwise: str) -> HttpResponse:
    """Run a command; what it refuses about the input is said where the person came from."""
    by = reader_of(request)
    rules.check_may_change(by)
    try:
        return redirect("narrative", run(by))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect(otherwise)
    except Narrative.DoesNotExist as error:
        raise Http404(str(error)) from error
    except LakeError as error:
        return unreadable(request, error)


@require_GET
@narrative_page
def join(request: HttpRequest, narrative: Narrative) -> HttpResponse:
    """Look for another narrative that tells the same story, and see what they share."""
    reader = reader_of(request)
    rules.check_may_change(reader)
    words = request.GET.get("q", "").strip()[:200]
    context = about(narrative, reader, "") | {
        "words": words,
        "candidates": joining.candidates(narrative, words),
    }
    return render(request, "situational_insight/narrative_join.html", context)
