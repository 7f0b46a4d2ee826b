"""What regional sites fetch, and where WhatsApp leaves its receipts. No account is asked for."""

import hmac
import re
from datetime import datetime

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tangkal.desk.channels import delivery, held, lapsing, outlets, queries
from tangkal.desk.channels.models import Dispatch, Kind, Outlet
from tangkal.desk.channels.sending import whatsapp
from tangkal.desk.channels.states import DispatchState
from tangkal.desk.portal.caching import public_page
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.ui.papers.document import EXERCISE
from tangkal.kernel import SettingMissing
from tangkal.sources.whatsapp.webhook import is_signed

MOST_BYTES = 262_144  # of one call of the webhook; Meta sends batches of receipts
FEED_VERSION = "https://jsonfeed.org/version/1.1"


def website(slug: str) -> Outlet:
    return get_object_or_404(
        Outlet.objects.select_related("organisation"), slug=slug, kind=Kind.WEBSITE, is_active=True
    )


@public_page
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest texts as a JSON feed (jsonfeed.org 1.1), which any site can read."""
    outlet = website(slug)
    listed = queries.broadcast(outlet)
    houses = lapsing.holders_of(listed)
    told = {
        "version": FEED_VERSION,
        "title": outlet.name,
        "language": "id",
        "authors": [{"name": outlet.sender_name}],
        "items": [item(outlet, each, houses.get(each.pk)) for each in listed],
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"  # it is public and knows no session
    return response


def item(outlet: Outlet, found: Dispatch, house: MessageHouseVersion | None) -> dict[str, object]:
    """One entry; what ended says so in its own words, for readers that do not know our marks."""
    is_recalled = found.state == DispatchState.RECALLED
    ended = end_of(house)
    is_ended = ended is not None and not is_recalled
    mark = f"{EXERCISE} · " if outlet.is_exercise else ""
    told: dict[str, object] = {
        "id": f"{outlet.slug}-{found.pk}",
        "title": f"{mark}{subject_of(found, ended)}",
        "content_text": words_of(found, house),
        "date_published": found.went_at.isoformat() if found.went_at else None,
        "_tangkal": {
            "sender": outlet.sender_name,
            "withdrawn": is_recalled,
            "expired": is_ended,
            "confirmed_at": as_told(house.truth_as_of if house else None, is_recalled),
            "valid_until": as_told(house.expires_at if house else None, is_recalled),
            "exercise": outlet.is_exercise,
            "sha256": found.sha256,
        },
    }
    if is_recalled and found.recalled_at:
        told["date_modified"] = found.recalled_at.isoformat()
    if ended is not None and is_ended:
        told["date_modified"] = ended.isoformat()
    if found.link and not is_recalled:
        told["url"] = found.link
    return told


def end_of(house: MessageHouseVersion | None) -> datetime | None:
    """When the facts of an entry ended; None while they hold."""
    return house.expires_at if house is not None and house.has_expired() else None


def as_told(moment: datetime | None, is_recalled: bool) -> str | None:
    """A moment of the house; of what was withdrawn nothing is confirmed."""
    return moment.isoformat() if moment is not None and not is_recalled else None


def subject_of(found: Dispatch, ended: datetime | None) -> str:
    if found.state == DispatchState.RECALLED or ended is None:
        return found.subject
    with translation.override("id"):
        return _("Not confirmed any more: %(subject)s") % {"subject": found.subject}


def words_of(found: Dispatch, house: MessageHouseVersion | None) -> str:
    """What an entry says: the reason of a recall; before what ended, until when it held; after
    what holds, until when it does."""
    if found.state == DispatchState.RECALLED:
        return found.recall_reason
    if house is None:
        return found.body
    note = note_of(house)
    return f"{note}\n\n{found.body}" if house.has_expired() else f"{found.body}\n\n{note}"


def note_of(house: MessageHouseVersion) -> str:
    with translation.override("id"):
        return held.said(house.truth_as_of, house.expires_at)


@public_page
def rss(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as RSS 2.0, which the block of news of most regional sites reads."""
    outlet = website(slug)
    mark = f"{EXERCISE} · " if outlet.is_exercise else ""
    # Whole addresses: the one this was fetched under may be a proxy's own.
    page = f"{settings.TANGKAL.site_url}{reverse('broadcast', args=[slug])}"
    with translation.override("id"):
        told = Rss201rev2Feed(
            title=readable(f"{mark}{outlet.name}"),
            link=page,
            description=readable(outlet.sender_name),
            language="id",
            feed_url=f"{settings.TANGKAL.site_url}{reverse('broadcast-rss', args=[slug])}",
        )
        listed = queries.broadcast(outlet)
        houses = lapsing.holders_of(listed)
        for each in listed:
            is_recalled, house = each.state == DispatchState.RECALLED, houses.get(each.pk)
            ended = end_of(house)
            subject = subject_of(each, ended)
            subject = f"{_('Withdrawn:')} {subject}" if is_recalled else subject
            told.add_item(
                title=readable(f"{mark}{subject}"),
                link=page if is_recalled else each.link or page,
                # Readers take it for HTML: our lines as paragraphs, what looks like a tag as text.
                description=linebreaks(readable(words_of(each, house)), autoescape=True),
                unique_id=f"{outlet.slug}-{each.pk}",  # the same when withdrawn: readers replace it
                unique_id_is_permalink=False,
                pubdate=each.went_at,
            )
    return HttpResponse(told.writeString("utf-8"), content_type=told.content_type)


def readable(text: str) -> str:
    """Without what XML cannot hold: one such sign would stop the whole feed."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@public_page
def widget(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a small page for an inline frame on a regional site."""
    outlet = website(slug)
    with translation.override("id"):
        listed = queries.broadcast(outlet)
        houses = lapsing.holders_of(listed)
        entries = [
            (each, note_of(house) if house else "", end_of(house) is not None)
            for each in listed
            for house in [houses.get(each.pk)]
        ]
        context = {"outlet": outlet, "entries": entries}
        return render(request, "channels/widget.html", context)


@csrf_exempt  # a signature stands in the token's place
@require_http_methods(["GET", "POST"])
def whatsapp_hook(request: HttpRequest, slug: str) -> HttpResponse:
    """Meta's webhook: a question at its set-up, then signed receipts."""
    outlet = get_object_or_404(Outlet, slug=slug, kind=Kind.WHATSAPP)
    try:
        secret = outlets.opened(outlet)
    except SettingMissing:
        raise Http404 from None
    if request.method == "GET":
        return verified(request, secret.get("verify_token", ""))
    if int(request.headers.get("content-length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    signature = request.headers.get("x-hub-signature-256", "")
    if not is_signed(request.body, signature, secret.get("app_secret", "")):
        return HttpResponse(status=403)
    now = timezone.now()
    for receipt in whatsapp.receipts_of(request.body):
        delivery.note_receipt(outlet, receipt, now)
    return HttpResponse("ok", content_type="text/plain")


def verified(request: HttpRequest, word: str) -> HttpResponse:
    """Answer Meta's question with its own challenge where it knows our word."""
    given = request.GET.get("hub.verify_token", "")
    challenge = request.GET.get("hub.challenge", "")
    is_ours = bool(word) and hmac.compare_digest(given.encode(), word.encode())
    if request.GET.get("hub.mode") != "subscribe" or not is_ours or not challenge.isdecimal():
        return HttpResponse(status=403)
    return HttpResponse(challenge, content_type="text/plain")
