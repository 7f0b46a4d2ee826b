"""Readable without a connection: what a browser keeps, who keeps it, and how it is installed.

A worker in the reader's browser keeps the front page and the newest answers, and gives them out
where the network fails. It keeps nothing that is the reader's own: no form, no receipt, no search.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tangkal.desk.portal import search
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.views import KEEPING

KEPT = 20  # answers a browser keeps, the newest
# What every public page is drawn with.
FILES = ("ui/tokens.css", "ui/base.css", "ui/portal.css", "ui/icon.svg", "portal/portal.js")
ICONS = (
    ("portal/icon-192.png", "192x192", "any"),
    ("portal/icon-512.png", "512x512", "any"),
    ("portal/icon-maskable.png", "512x512", "maskable"),
)
GROUND, BAR = "#f5f3ec", "#10243a"  # --paper and --rail of ui/tokens.css


@public_page
def offline(request: HttpRequest) -> HttpResponse:
    """The page in place of one that cannot be fetched: the answers that can be read all the same.

    The worker keeps the answers that are linked here, and no others: one that was withdrawn
    leaves this list, and with it every browser that comes by.
    """
    newest = search.published().only("slug", "headline", "language")[:KEPT]
    return render(request, "portal/offline.html", {"newest": newest})


@public_page
def worker(_request: HttpRequest) -> HttpResponse:
    """The worker's script; at the root, since a worker serves the folder that it lies in."""
    told = {
        "files": [static(name) for name in FILES],
        "home": reverse("portal"),
        "offline": reverse("offline"),
        "answers": reverse("clarification", args=["-"]).removesuffix("-/"),
        "others": ["/desk/", "/api/"],
        "keeping": KEEPING,
        "most": KEPT,
    }
    script = render_to_string("portal/worker.js", {"told": json.dumps(told)})
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@public_page
def manifest(_request: HttpRequest) -> HttpResponse:
    """How the portal is installed (W3C Web Application Manifest); a shared text goes to "ask"."""
    told = {
        "id": "/",
        "name": settings.TANGKAL.publisher,
        "short_name": settings.TANGKAL.publisher[:12].strip(),
        "description": _("Claims that were checked, with sources."),
        "lang": get_language() or "id",
        "dir": "ltr",
        "start_url": reverse("portal"),
        "scope": reverse("portal"),
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": BAR,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
        "share_target": {
            "action": reverse("ask"),
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Type"] = "application/manifest+json"
    return response
