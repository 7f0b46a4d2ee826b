"""The timeline of a case: a table one can filter and print."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tangkal.desk.cases import timeline
from tangkal.desk.cases.views.base import find_case


@require_GET
@login_required
def case_timeline(request: HttpRequest, number: str) -> HttpResponse:
    """Everything with a moment, oldest first, on the reader's own clock."""
    _reader, case = find_case(request, number)
    chosen = [kind for kind in request.GET.getlist("kind") if kind in timeline.KINDS]
    context = {
        "case": case,
        "moments": timeline.of_case(case, chosen),
        "kinds": [(code, label, code in chosen) for code, label in timeline.KINDS.items()],
        "is_exercise": case.is_exercise,
    }
    return render(request, "cases/timeline.html", context)
