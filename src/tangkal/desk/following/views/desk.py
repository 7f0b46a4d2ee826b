"""How many follow what, and what they were told; never who."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import signed_in_person
from tangkal.desk.following import queries, rules


@require_GET
@login_required
def followers(request: HttpRequest) -> HttpResponse:
    rules.check_sees_figures(signed_in_person(request))
    context = {
        "figures": queries.figures(),
        "topics": queries.by_topic(),
        "regions": queries.by_region(),
        "news": queries.latest(),
        "least": queries.LEAST,
    }
    return render(request, "following/figures.html", context)
