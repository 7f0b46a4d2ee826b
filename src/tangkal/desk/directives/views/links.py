"""Links for offices without an account: the centre's list, and the page behind a link."""

import csv
import io

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.directives import commands, lapsing, queries, rules, timing
from tangkal.desk.directives.commands.linking import read_token, recipient_of, token_of
from tangkal.desk.directives.forms import LinkForm
from tangkal.desk.directives.models import Act, Directive, Link
from tangkal.desk.directives.states import DirectiveState
from tangkal.desk.directives.views.base import find, run_button
from tangkal.desk.portal.caching import own_page
from tangkal.desk.portal.flood import HOUR_S, may_send
from tangkal.desk.portal.tokens import new_token
from tangkal.desk.portal.tokens import read_token as read_form
from tangkal.desk.ui import sheets

# A province's offices may share one address; a link has one office behind it.
VIEWS_AN_HOUR, ACTS_AN_HOUR, ACTS_A_LINK = 600, 120, 30


def address_of(link: Link) -> str:
    return f"{settings.TANGKAL.site_url}{reverse('directive-link', args=[token_of(link)])}"


@require_GET
@login_required
def listing(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Every link in force, to copy; for whoever answers the offices."""
    reader, found = find(request, directive_id)
    rules.check_may_link(reader, found)
    context = {
        "directive": found,
        "links": [(each, address_of(each)) for each in standing(found)],
        "is_running": found.state == DirectiveState.SENT,
        "is_exercise": found.is_exercise,
    }
    return render(request, "directives/links.html", context)


def standing(found: Directive) -> list[Link]:
    rows = found.links.filter(revoked_at=None, expires_at__gt=timezone.now())
    return list(rows.select_related("organisation").order_by("organisation__path"))


@require_POST
@login_required
def make(request: HttpRequest, directive_id: int) -> HttpResponse:
    """A link for each office that has none."""
    reader, found = find(request, directive_id)
    return run_button(
        request,
        lambda: commands.make_links(found, by=reader),
        _("Every addressed office has a link now."),
        "directive-links",
        found.pk,
    )


@require_POST
@login_required
def revoke(request: HttpRequest, directive_id: int, link_id: int) -> HttpResponse:
    """Take one link back."""
    reader, found = find(request, directive_id)
    link = get_object_or_404(Link, pk=link_id, directive=found)
    return run_button(
        request,
        lambda: commands.revoke_link(link, by=reader),
        _("Taken back."),
        "directive-links",
        found.pk,
    )


@require_GET
@login_required
def as_csv(request: HttpRequest, directive_id: int) -> HttpResponse:
    """Office and link, a row each, to send them out; who took the list is on record."""
    reader, found = find(request, directive_id)
    rules.check_may_link(reader, found)
    note_taken(found, by=reader)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("region", "office", "link", "until"))
    for link in standing(found):
        office = link.organisation
        row = (office.region_id, office.name, address_of(link), link.expires_at.isoformat())
        writer.writerow([sheets.cell(value) for value in row])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="links-{found.pk}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@transaction.atomic
def note_taken(found: Directive, *, by: User) -> None:
    record("directive.links_taken", found, by=by)


# No CSRF cookie: the signed name in the form takes its place (see portal.tokens), and whoever
# could make somebody send it would have to know the link.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def behind(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link: read, confirm, ask, report a publication; nothing else."""
    answer = answered(request, token)
    # The address is the key: no page that is linked from here may learn it.
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def answered(request: HttpRequest, token: str) -> HttpResponse:
    if not may_send(request, "directive-link-views", VIEWS_AN_HOUR):
        return gone(request, 429)
    link = read_token(token)
    if link is None:
        return gone(request, 404)
    if request.method != "POST":
        return link_page(request, link, blank(), 200)
    return posted(request, link, token)


def posted(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    form = LinkForm(request.POST.dict(), request.FILES)
    if form.data.get("website"):
        return redirect("directive-link", token)  # a field no person sees was filled in
    if not may_send(request, "directive-link", ACTS_AN_HOUR) or not may_act(link):
        form.add_error(None, _("Much came through this link; please wait an hour."))
        return link_page(request, link, form, 429)
    if form.is_valid() and sent(form, link, request.POST.get("action", "")):
        return redirect(f"{reverse('directive-link', args=[token])}?sent=1")
    return link_page(request, link, form, 422)


def may_act(link: Link) -> bool:
    """Count one more act through a link; False where its hour is used up."""
    key = f"directive-link:{link.pk}"
    cache.add(key, 0, HOUR_S)
    try:
        return cache.incr(key) <= ACTS_A_LINK
    except ValueError:  # the hour ended between the two lines
        return True


def sent(form: LinkForm, link: Link, action: str) -> bool:
    values = form.cleaned_data
    try:
        commands.answer_by_link(
            link,
            action,
            name=values["name"],
            office=values["office"],
            token=values["token"],
            text=values["text"],
            url=values["url"],
            upload=values["upload"],
        )
    except ValidationError as error:
        form.take_in(error)
        return False
    except PermissionDenied as error:
        form.add_error(None, str(error))
        return False
    return True


def blank() -> LinkForm:
    return LinkForm(initial={"token": new_token()})


def link_page(request: HttpRequest, link: Link, form: LinkForm, status: int) -> HttpResponse:
    if form.is_bound and read_form(form["token"].value() or "") is None:
        form.data = {**form.data, "token": new_token()}
    directive = link.directive
    recipient = recipient_of(link)
    ended, now = lapsing.ended_at(directive), timezone.now()
    context = {
        "link": link,
        "directive": directive,
        "office": link.organisation,
        "recipient": recipient,
        "house": directive.house_version.content,
        "is_running": directive.state == DirectiveState.SENT,
        "is_late": timing.is_late(recipient, min(now, ended or now)),
        "ended": ended,
        "form": form,
        "action": request.POST.get("action", ""),
        "was_sent": "sent" in request.GET,
        "spoken": spoken_by(link),
        "outdated": queries.to_be_updated(directive, link.organisation),
        "is_exercise": directive.is_exercise,
    }
    return render(request, "directives/link.html", context, status=status)


def spoken_by(link: Link) -> list[Act]:
    """What was asked through this link and what the centre answered since; nothing else."""
    acts = Act.objects.filter(
        recipient__directive=link.directive_id, recipient__organisation=link.organisation_id
    ).filter(Q(kind=Act.Kind.ASKED, link=link) | Q(kind=Act.Kind.REPLIED))
    found = list(acts.order_by("at", "pk"))
    first = next((at for at, act in enumerate(found) if act.kind == Act.Kind.ASKED), len(found))
    return found[first:]


def gone(request: HttpRequest, status: int) -> HttpResponse:
    """One answer for a wrong, an old and a revoked link: a guess learns nothing."""
    return render(request, "directives/link_gone.html", {"is_flood": status == 429}, status=status)
