"""Screens of the tree of organisations, for administrators and auditors of a scope."""

from typing import Any

from django import forms
from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts import organising
from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.people import administered, in_scopes, reader_of
from tangkal.desk.accounts.roles import Role
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.ui.refusals import RefusableForm
from tangkal.desk.workflow import ActionDenied

PAGE = 60
FIELDS = ("name", "name_en", "type", "region", "active_from", "active_to")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is written down of one organisation."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Organisation
        fields = FIELDS
        labels = {
            "name": gettext_lazy("Name"),
            "name_en": gettext_lazy("Name in English"),
            "type": gettext_lazy("Type"),
            "region": gettext_lazy("Region"),
            "active_from": gettext_lazy("Exists from"),
            "active_to": gettext_lazy("Exists until"),
        }
        help_texts = {
            "active_to": gettext_lazy("After this day, roles over it count no more; cases stay.")
        }
        widgets = {"active_from": DAY, "active_to": DAY}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("active_from"), values.get("active_to")
        if first and last and last < first:
            self.add_error("active_to", _("This day lies before the first one."))
        return values


class MoveForm(RefusableForm):
    """Under which organisation it hangs from now on."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    below = forms.ModelChoiceField(
        label=gettext_lazy("Below which organisation"), queryset=Organisation.objects.none()
    )

    def __init__(self, organisations: QuerySet[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["below"].queryset = organisations  # type: ignore[attr-defined]


def readable(reader: User) -> QuerySet[Organisation]:
    """What lies in the scopes over which this person administers or audits."""
    return Organisation.objects.filter(in_scopes(reader, ""))


@require_GET
@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    """The tree in its own order; words search names."""
    reader = reader_of(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    found = readable(reader).select_related("parent", "region")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(name_en__icontains=words))
    found = found.annotate(people_count=Count("people", filter=Q(people__is_active=True)))
    page = Paginator(found.order_by("path"), PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [(each, state_of(each, today)) for each in page],
        "words": words,
        "can_add": reader.has_role(Role.SYSTEM_ADMIN),
    }
    return render(request, "accounts/organisations.html", context)


def state_of(organisation: Organisation, today: Any) -> str:
    """ended, to come, or empty where it exists today."""
    if organisation.active_to and organisation.active_to < today:
        return "ended"
    return "to_come" if organisation.active_from and organisation.active_from > today else ""


@require_http_methods(["GET", "POST"])
@login_required
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Add an organisation below one that the administrator may change."""
    reader = reader_of(request)
    if not reader.has_role(Role.SYSTEM_ADMIN):
        raise ActionDenied(_("Only administrators change organisations."))
    below = whole_number(request.GET.get("below"), reader.organisation_id)
    form = OrganisationForm(request.POST or None)
    place = MoveForm(administered(reader), request.POST or None, initial={"below": below})
    if request.method == "POST" and form.is_valid() and place.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        made = organising.add(place.cleaned_data["below"], by=reader, **values)
        notices.success(request, _("Added."))
        return redirect("organisation", made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "place": place}
    return render(request, "accounts/new_organisation.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: what is written of it, what hangs below, and where it hangs."""
    reader = reader_of(request)
    found = get_object_or_404(readable(reader).select_related("parent"), pk=organisation_id)
    can_change = reader.has_role(Role.SYSTEM_ADMIN, at=found)
    initial = {"version": found.version}
    # The form writes what it validated into its instance: give it another one.
    form = OrganisationForm(
        request.POST or None, instance=Organisation.objects.get(pk=found.pk), initial=initial
    )
    if request.method == "POST":
        organising.check_administers(reader, found)
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in FIELDS}
            version = form.cleaned_data["version"] or 0
            organising.change(found, by=reader, version=version, **values)
            notices.success(request, _("Saved."))
            return redirect("organisation", found.pk)
    context = {
        "organisation": found,
        "state": state_of(found, timezone.localdate()),
        "above": above(found),
        "children": found.children.order_by("name"),
        "people": found.people.filter(is_active=True).order_by("display_name")[:PAGE],
        "form": form if can_change else None,
        "move": MoveForm(administered(reader), initial=initial | {"below": found.parent_id})
        if can_change and found.parent_id
        else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/organisation.html", context, status=status)


def above(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations above, from the top down."""
    keys = [int(key) for key in organisation.path.rstrip(".").split(".")[:-1]]
    return Organisation.objects.filter(pk__in=keys).order_by("path")


@require_POST
@login_required
def move_organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    reader = reader_of(request)
    found = get_object_or_404(readable(reader), pk=organisation_id)
    organising.check_administers(reader, found)
    form = MoveForm(administered(reader), request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            organising.move(found, below=form.cleaned_data["below"], by=reader, version=version)
            notices.success(request, _("Moved, with everything below it."))
        except ValidationError as error:
            notices.error(request, " ".join(error.messages))
    else:
        notices.error(request, _("Choose an organisation of your own scope."))
    return redirect("organisation", found.pk)
