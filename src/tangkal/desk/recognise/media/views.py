"""Screens of the banks, and of what was judged with a claim."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.recognise.media import commands, reading, rules
from tangkal.desk.recognise.media.forms import BankForm, MediaForm, NewBankForm
from tangkal.desk.recognise.media.models import KnownMedia, MediaBank
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.ui.refusals import run


@require_http_methods(["GET", "POST"])
@login_required
def banks(request: HttpRequest) -> HttpResponse:
    """All banks with what makes a match in each; a verifier makes another."""
    reader = reader_of(request)
    form = NewBankForm(request.POST or None)
    if request.method == "POST":
        rules.check_can_set(reader)
        if form.is_valid() and run(
            form, lambda: commands.make_bank(form.cleaned_data["name"], by=reader)
        ):
            notices.success(request, _("The bank is made."))
            return redirect("media-banks")
    commands.first_bank()
    context = {
        "banks": MediaBank.objects.annotate(held=Count("media")).order_by("pk"),
        "form": form,
        "may_set": rules.can_set(reader),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "recognise/media_banks.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def bank(request: HttpRequest, bank_id: int) -> HttpResponse:
    """Set what makes a match in one bank."""
    reader = reader_of(request)
    rules.check_can_set(reader)
    found = get_object_or_404(MediaBank, pk=bank_id)
    form = BankForm(request.POST or None, initial=commands.settings_of(found))

    def act() -> object:
        values = dict(form.cleaned_data)
        return commands.set_bank(found, by=reader, why=values.pop("why"), values=values)

    if request.method == "POST" and form.is_valid() and run(form, act):
        notices.success(request, _("Saved. Questions are answered by it from now on."))
        return redirect("media-banks")
    status = 422 if request.method == "POST" else 200
    context = {"bank": found, "form": form}
    return render(request, "recognise/media_bank.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def add(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Keep the fingerprint of a picture or video that was judged with a claim."""
    reader = reader_of(request)
    rules.check_can_keep(reader)
    claim = get_object_or_404(KnownClaim, pk=claim_id)
    commands.first_bank()
    form = MediaForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        notes: list[str] = []

        def act() -> object:
            taken = reading.take(values["file"])
            notes.append(taken.note)
            return commands.keep(
                claim,
                taken,
                by=reader,
                bank=values.get("bank"),
                first_seen_on=values["first_seen_on"],
            )

        if run(form, act):
            kept = _("The fingerprint is kept; the file is not.")
            notices.success(request, " ".join([kept, *notes]).strip())
            return redirect("known-claim", claim.pk)
    status = 422 if request.method == "POST" else 200
    context = {"claim": claim, "form": form}
    return render(request, "recognise/media_add.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, claim_id: str, media_id: int) -> HttpResponse:
    """Forget a fingerprint, with a reason."""
    reader = reader_of(request)
    rules.check_can_keep(reader)
    media = get_object_or_404(KnownMedia, pk=media_id, claim_id=claim_id)
    try:
        commands.remove(media, by=reader, why=request.POST.get("why", ""))
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    else:
        notices.success(request, _("The fingerprint is removed; it is matched no more."))
    return redirect("known-claim", claim_id)
