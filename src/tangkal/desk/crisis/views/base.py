"""What the views of crises share: who reads, which crisis, how a refusal is shown."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.crisis import queries
from tangkal.desk.crisis.models import Crisis


def find(request: HttpRequest, crisis_id: int) -> tuple[User, Crisis]:
    """The crisis, if this person may see it; elsewhere it is as if it did not exist.

    Raises:
        ActionDenied: the person reads no content.
        Http404: there is none, or none for this person.
    """
    reader = reader_of(request)
    return reader, get_object_or_404(queries.crises_of(reader), pk=crisis_id)


def run_button(
    request: HttpRequest, act: Callable[[], object], done: str, to: str, *args: object
) -> HttpResponse:
    """Run a command behind one button, and go on to a page."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    if (back := request.POST.get("back", "")) == "room":
        return redirect("crisis-room", args[0])
    return redirect(back if back.startswith("/desk/crisis/") else reverse(to, args=args))


def form_page(
    request: HttpRequest,
    crisis: Crisis | None,
    form: Form,
    *,
    title: str,
    send: str,
    lede: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """A page that is one form."""
    context = {
        "crisis": crisis,
        "form": form,
        "title": title,
        "lede": lede,
        "send": send,
        "is_exercise": bool(crisis and crisis.is_exercise),
        **more,
    }
    return render(request, "crisis/form.html", context, status=status)
