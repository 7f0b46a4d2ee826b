"""What the services call. No account is asked for: a signature stands in its place."""

import hmac

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline import receiving
from tangkal.desk.tipline.lines import here


@csrf_exempt  # a signature stands in the token's place
@require_http_methods(["GET", "POST"])
def hook(request: HttpRequest, slug: str) -> HttpResponse:
    """A question at its set-up, then signed calls: the same that `hooks` takes before Django."""
    if request.method == "GET":
        return verified(request, slug)
    status = receiving.receive(
        slug,
        request.headers.get("content-length", ""),
        request.read,
        lambda name: request.headers.get(name, ""),
    )
    return HttpResponse(status=status, content_type="text/plain")


def verified(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer Meta's question with its own challenge where it knows our word."""
    line = here.get(slug)
    word = line.secrets.get("verify_token", "") if line else ""
    given = request.GET.get("hub.verify_token", "")
    challenge = request.GET.get("hub.challenge", "")
    is_ours = bool(word) and hmac.compare_digest(given.encode(), word.encode())
    is_whatsapp = line is not None and line.channel == Channel.WHATSAPP
    is_asked = request.GET.get("hub.mode") == "subscribe" and challenge.isdecimal()
    if not (is_ours and is_whatsapp and is_asked):
        return HttpResponse(status=403)
    return HttpResponse(challenge, content_type="text/plain")
