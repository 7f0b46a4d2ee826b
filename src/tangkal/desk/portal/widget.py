"""The newest answers as a small page for an inline frame on any site: no script, no cookie."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt

from tangkal.desk.portal import search
from tangkal.desk.portal.caching import public_page
from tangkal.desk.portal.choices import Wanted

USUAL, MOST = 5, 20  # answers in a frame


# It asks for nothing and changes nothing: a site around it cannot trick anybody into a click
# that matters. Every other page refuses to be framed.
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def widget(request: HttpRequest) -> HttpResponse:
    """Narrowed as the search is; `jumlah` says how many."""
    wanted = Wanted.of(request.GET)
    asked = request.GET.get("jumlah", "")
    number = min(max(int(asked[:4]), 1), MOST) if asked.isascii() and asked.isdecimal() else USUAL
    found = wanted.narrow(search.published().select_related("issuer"))[:number]
    context = {"found": found, "wanted": wanted, "region": wanted.region}
    return render(request, "portal/widget.html", context)
