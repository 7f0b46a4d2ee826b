"""The screen on which an office enters whom newsrooms ask."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.channels import press_contacts
from tangkal.desk.channels.forms import PressContactForm
from tangkal.desk.channels.models import PressContact
from tangkal.desk.ui.conflicts import posted_version


@require_http_methods(["GET", "POST"])
@login_required
def contact(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """The contact of one office, as its press releases will have it."""
    user = request.user
    assert isinstance(user, User)
    office = get_object_or_404(Organisation, pk=organisation_id)
    press_contacts.check_may_keep(user, office)
    own = PressContact.objects.filter(organisation=office).select_related("changed_by").first()
    # Not the kept one itself: checking what was typed would write into it what is shown beside.
    first = model_to_dict(own, press_contacts.FIELDS) if own else None
    form = PressContactForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        press_contacts.keep_contact(
            office, by=user, version=posted_version(request), **form.stored()
        )
        notices.success(request, _("Kept: it stands on every press release from now on."))
        return redirect("press-contact", office.pk)
    context = {
        "office": office,
        "form": form,
        "version": own.version if own else 0,
        "kept": own,
        "inherited": None if own else press_contacts.contact_for(office),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/press_contact.html", context, status=status)
