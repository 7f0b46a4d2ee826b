"""Destinations: entered, tested, closed by administrators. No page here shows what was sent."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.alerts import commands, queries, rules
from tangkal.desk.alerts.forms import DestinationForm
from tangkal.desk.alerts.models import Destination, Kind
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.workflow import ActionDenied

PAGE_SIZE = 25


def keeper_of(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    rules.check_can_see_destinations(user)
    return user


def administrator_of(request: HttpRequest) -> User:
    user = keeper_of(request)
    if not user.has_role(Role.SYSTEM_ADMIN):
        raise ActionDenied(_("Only an administrator of this organisation can change destinations."))
    return user


def seen(user: User, destination_id: int) -> Destination:
    found = rules.destinations_seen(user).select_related("organisation")
    return get_object_or_404(found, pk=destination_id)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Every destination of the reader's offices and whether it works."""
    user = keeper_of(request)
    found = rules.destinations_seen(user).select_related("organisation")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = queries.waiting_counts(list(page))
    context = {
        "page": page,
        "rows": [(each, waiting.get(each.pk, 0)) for each in page],
        "kinds": Kind.choices,
        "may_add": user.has_role(Role.SYSTEM_ADMIN),
    }
    return render(request, "alerts/destinations.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter one place; which fields it needs follows from its kind."""
    user = administrator_of(request)
    asked = request.POST.get("kind") or request.GET.get("kind")
    kind = Kind(asked) if asked in Kind.values else Kind.EMAIL
    offices = rules.organisations_administered(user)
    form = DestinationForm(
        kind, offices, request.POST or None, initial={"organisation": user.organisation_id}
    )
    if request.method == "POST" and form.is_valid():
        made = commands.make_destination(
            form.cleaned_data["organisation"],
            by=user,
            kind=kind,
            secret=form.cleaned_data["secret"],
            **form.stored(),
        )
        notices.success(request, _("The destination is kept. Send a test before you rely on it."))
        return redirect("alert-destination", made.pk)
    context = {"form": form, "kind": kind, "kinds": Kind.choices}
    status = 422 if request.method == "POST" else 200
    return render(request, "alerts/new_destination.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def detail(request: HttpRequest, destination_id: int) -> HttpResponse:
    """One place: what it is, whether it works, its log, and how to change it."""
    user = keeper_of(request)
    found = seen(user, destination_id)
    may_change = user.has_role(Role.SYSTEM_ADMIN, at=found.organisation)
    none = rules.organisations_administered(user).none()
    form = DestinationForm(Kind(found.kind), none, request.POST or None, instance=found)
    status = 200
    if request.method == "POST":
        rules.check_can_change_destination(user, found.organisation)
        if form.is_valid() and change(request, user, destination_id, form):
            return redirect("alert-destination", destination_id)
        status = 422
        found = seen(user, destination_id)  # the form has written on its own
    page = Paginator(queries.log_of(found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "destination": found,
        "form": form,
        "may_change": may_change,
        "page": page,
        "waiting": queries.waiting_counts([found]).get(found.pk, 0),
    }
    return render(request, "alerts/destination.html", context, status=status)


def change(request: HttpRequest, user: User, destination_id: int, form: DestinationForm) -> bool:
    try:
        commands.change_destination(
            Destination(pk=destination_id),
            by=user,
            version=posted_version(request),
            secret=form.cleaned_data["secret"],
            **form.stored(),
        )
    except ValidationError as error:
        form.add_error("secret", error)
        return False
    notices.success(request, _("The destination is changed. Send a test before you rely on it."))
    return True


@require_POST
@login_required
def test(request: HttpRequest, destination_id: int) -> HttpResponse:
    """Send a test message, by the worker and the same way as any alert."""
    user = keeper_of(request)
    found = seen(user, destination_id)
    try:
        commands.send_test(found, by=user)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    else:
        notices.success(
            request, _("A test is on its way. Load this page again in a moment to see its result.")
        )
    return redirect("alert-destination", found.pk)


@require_POST
@login_required
def access(request: HttpRequest, destination_id: int) -> HttpResponse:
    """Close the destination, or open it again."""
    found = seen(keeper_of(request), destination_id)
    user = administrator_of(request)
    commands.set_open(
        found,
        is_open=request.POST.get("action") == "open",
        by=user,
        version=posted_version(request),
    )
    notices.success(request, _("The destination is changed."))
    return redirect("alert-destination", found.pk)
