"""Views of the frame itself: the way in, jump, appearance."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from tangkal.desk.ui import jump as finding
from tangkal.desk.ui.context import THEME_COOKIE, THEMES
from tangkal.desk.ui.middleware import A_YEAR
from tangkal.desk.ui.navigation import NAVIGATION, Person, address, address_of, navigation


def next_page(request: HttpRequest, fallback: str = "/desk/") -> str:
    """Where a form asked to go afterwards, if that is one of our own pages."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if is_ours else fallback


# Where each role's day begins, first match wins: plain strings, as the rail's table.
BEGINNINGS = (
    (("pemantau", "analis"), "queue"),
    (("verifikator",), "cases"),
    (
        ("penyusun", "penyetuju", "hukum", "pejabat_pdp", "juru_bicara", "admin_daerah"),
        "messages",
    ),
    (("evaluator",), "tracking"),
    (("auditor",), "audit"),
    (("pengendali_latihan",), "exercises"),
    (("admin_sistem",), "people"),
)


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The first screen of a person's roles; else the first the rail offers, else the account."""
    offered = [link.url for _label, links in navigation(request.user, "") for link in links]
    for roles, route in BEGINNINGS:
        url = address_of(route)
        if isinstance(request.user, Person) and request.user.has_role(*roles) and url in offered:
            return redirect(url)
    return redirect(offered[0] if offered else "account")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the device, in a cookie of this browser."""
    response = redirect(next_page(request))
    chosen = request.POST.get("theme", "auto")
    response.set_cookie(
        THEME_COOKIE,
        chosen if chosen in THEMES else "auto",
        max_age=A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


@require_GET
@login_required
def jump(request: HttpRequest) -> HttpResponse:
    """Go to what the words name; words that name nothing search the queue."""
    words = request.GET.get("q", "")[:500]
    if found := finding.find(request, words):
        return redirect(found)
    queue = address(NAVIGATION[0].entries[0])
    if queue and words.strip():
        return redirect(f"{queue}?{urlencode({'q': words.strip()})}")
    return redirect(queue or "/desk/")
