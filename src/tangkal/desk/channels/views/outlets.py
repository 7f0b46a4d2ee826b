"""Outlets: entered, changed and closed by administrators, who read nothing of what goes out."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.alerts.rules import organisations_administered
from tangkal.desk.channels import outlets, press_contacts, rules
from tangkal.desk.channels.forms import OutletForm
from tangkal.desk.channels.models import Kind, Outlet
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.workflow import ActionDenied


def keeper_of(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    rules.check_can_see_outlets(user)
    return user


def administrator_of(request: HttpRequest) -> User:
    user = keeper_of(request)
    if not user.has_role(Role.SYSTEM_ADMIN):
        raise ActionDenied(_("Only an administrator of this organisation can change outlets."))
    return user


def seen(user: User, outlet_id: int) -> Outlet:
    return get_object_or_404(rules.outlets_kept(user), pk=outlet_id)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Every outlet of the reader's offices and whether it works."""
    user = keeper_of(request)
    context = {
        "outlets": rules.outlets_kept(user),
        "kinds": Kind.choices,
        "may_add": user.has_role(Role.SYSTEM_ADMIN),
        "contact_of": own if press_contacts.may_keep(user, own := user.organisation) else None,
    }
    return render(request, "channels/outlets.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter one outlet; which fields it needs follows from its kind."""
    user = administrator_of(request)
    asked = request.POST.get("kind") or request.GET.get("kind")
    kind = Kind(asked) if asked in Kind.values else Kind.EMAIL
    offices = offices_of(user)
    form = OutletForm(
        kind,
        offices,
        request.POST or None,
        initial={"organisation": user.organisation_id, "sender_name": str(user.organisation)},
    )
    if request.method == "POST" and form.is_valid():
        made = outlets.make_outlet(
            form.cleaned_data["organisation"],
            by=user,
            kind=kind,
            secret=form.secret(),
            **form.stored(),
        )
        notices.success(request, _("The outlet is kept."))
        return redirect("outlet", made.pk)
    context = {"form": form, "kind": kind, "kinds": Kind.choices}
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/new_outlet.html", context, status=status)


def offices_of(user: User) -> QuerySet[Organisation]:
    return organisations_administered(user)


@require_http_methods(["GET", "POST"])
@login_required
def detail(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """One outlet: what it is, whether it works, and how to change it."""
    user = keeper_of(request)
    found = seen(user, outlet_id)
    may_change = user.has_role(Role.SYSTEM_ADMIN, at=found.organisation)
    none = offices_of(user).none()
    form = OutletForm(Kind(found.kind), none, request.POST or None, instance=found)
    status = 200
    if request.method == "POST":
        rules.check_can_change_outlet(user, found.organisation)
        if form.is_valid() and change(request, user, outlet_id, form):
            return redirect("outlet", outlet_id)
        status = 422
        found = seen(user, outlet_id)  # the form has written on its own
    context = {
        "outlet": found,
        "form": form,
        "may_change": may_change,
        "readers": len(found.readers),
        "addresses": addresses_of(request, found),
    }
    return render(request, "channels/outlet.html", context, status=status)


def addresses_of(request: HttpRequest, found: Outlet) -> list[tuple[str, str]]:
    """Public addresses of an outlet, to hand to a regional site or to Meta."""
    if found.kind == Kind.WEBSITE:
        return [
            ("JSON", request.build_absolute_uri(reverse("broadcast-json", args=[found.slug]))),
            ("RSS", request.build_absolute_uri(reverse("broadcast-rss", args=[found.slug]))),
            ("HTML", request.build_absolute_uri(reverse("broadcast", args=[found.slug]))),
        ]
    if found.kind == Kind.WHATSAPP:
        return [
            ("Webhook", request.build_absolute_uri(reverse("whatsapp-hook", args=[found.slug])))
        ]
    return []


def change(request: HttpRequest, user: User, outlet_id: int, form: OutletForm) -> bool:
    try:
        outlets.change_outlet(
            Outlet(pk=outlet_id),
            by=user,
            version=posted_version(request),
            secret=form.secret(),
            **form.stored(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    notices.success(request, _("The outlet is changed."))
    return True


@require_POST
@login_required
def access(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """Close the outlet, or open it again."""
    found = seen(keeper_of(request), outlet_id)
    user = administrator_of(request)
    outlets.set_open(
        found,
        is_open=request.POST.get("action") == "open",
        by=user,
        version=posted_version(request),
    )
    notices.success(request, _("The outlet is changed."))
    return redirect("outlet", found.pk)
