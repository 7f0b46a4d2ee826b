"""What a reader does with an answer: say whether it helped, pass it on, open its sources."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from tangkal.desk.portal import feedback, wordings
from tangkal.desk.portal.caching import own_page
from tangkal.desk.portal.claim_review import address_of
from tangkal.desk.portal.flood import may_send
from tangkal.desk.portal.models import Clarification
from tangkal.desk.ui.links import web_address

CLICKS_AN_HOUR = 120  # counted from one address


def published_page(request: HttpRequest, slug: str) -> Clarification:
    found = get_object_or_404(
        Clarification.objects.select_related("issuer"),
        slug=slug,
        state=Clarification.State.PUBLISHED,
    )
    if found.is_exercise and not (settings.TANGKAL.is_demo or request.user.is_authenticated):
        raise Http404(slug)
    return found


# No CSRF cookie, as the page that carries the form is everybody's: a count carries no right of
# the sender's, and a form from another site is told by the browser and not counted.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def helpful(request: HttpRequest, slug: str) -> HttpResponse:
    """Take "yes" or "no"; asked with GET, the question alone, or the thanks."""
    found = published_page(request, slug)
    context: dict[str, object] = {"clarification": found, "thanks": request.GET.get("terima", "")}
    if request.method != "POST":
        return render(request, "portal/helpful.html", context)
    answer = request.POST.get("answer", "")
    if answer not in feedback.ANSWERS:
        return render(request, "portal/helpful.html", context | {"fault": "answer"}, status=400)
    told = f"{reverse('helpful', args=[slug])}?{urlencode({'terima': answer})}"
    if request.POST.get("website") or feedback.comes_from_elsewhere(request):
        return redirect(told)  # a robot, or another site: thanked, and not counted
    if not feedback.may_answer(request, found):
        return render(request, "portal/helpful.html", context | {"fault": "flood"}, status=429)
    # In a test a view counts once; a page that everybody shares has no names.
    if wordings.count(request.POST.get("v", ""), answer, found):
        feedback.take_answer(found, answer, edition=edition_read(request, found))
    return redirect(told)


def edition_read(request: HttpRequest, found: Clarification) -> int:
    """The edition of the page that was read; a kept page may be one behind."""
    told = request.POST.get("edition", "")
    is_number = told.isascii() and told.isdecimal() and len(told) < 6
    return int(told) if is_number and 1 <= int(told) <= found.edition else found.edition


@require_GET
@own_page
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """On to WhatsApp with the headline and the address."""
    found = published_page(request, slug)
    count_click(request, found, "shares")
    text = urlencode({"text": f"{found.headline} {address_of(found)}"})
    return redirect(f"https://wa.me/?{text}")


@require_GET
@own_page
def source(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """On to one of the answer's own sources, and to nowhere else."""
    found = published_page(request, slug)
    try:
        address = web_address(found.sources[number - 1].get("url", "")) if number else ""
    except IndexError:
        address = ""
    if not address:
        raise Http404(number)
    count_click(request, found, "evidence")
    return redirect(address)


def count_click(request: HttpRequest, found: Clarification, outcome: str) -> None:
    """A browser that loads pages ahead has clicked nothing."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if not ahead and may_send(request, "clicks", CLICKS_AN_HOUR):
        wordings.count(request.GET.get("v", ""), outcome, found)
