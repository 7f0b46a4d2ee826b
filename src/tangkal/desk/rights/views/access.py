"""The access log for auditors, and for the approvers of the organisation that leads a case."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.views.base import case_url, find_case
from tangkal.desk.rights import exports, reading, rules
from tangkal.desk.rights.pseudonyms import name_outside
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.workflow import ActionDenied

PAGE = 100
MOST_ROWS = 50_000


def auditor_of(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    rules.check_auditor(user)
    return user


@require_GET
@login_required
def access_log(request: HttpRequest) -> HttpResponse:
    """Who read what, newest first."""
    auditor = auditor_of(request)
    chosen = reading.AccessFilter.from_query(request.GET)
    rows = reading.visible(auditor)
    context = {
        "page": Paginator(chosen.apply(rows), PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "kinds": rows.order_by("kind").values_list("kind", flat=True).distinct(),
        "query": request.GET.urlencode(),
    }
    return render(request, "rights/access.html", context)


@require_GET
@login_required
def busy_days(request: HttpRequest) -> HttpResponse:
    """Days with many different things read by one person: counts and dates."""
    auditor = auditor_of(request)
    least = max(2, whole_number(request.GET.get("least")) or reading.MANY)
    chosen = reading.AccessFilter.from_query(request.GET)
    rows = reading.busy_days(chosen.apply(reading.visible(auditor)), least=least)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "least": least,
        "chosen": chosen,
    }
    return render(request, "rights/busy_days.html", context)


@require_GET
@login_required
def access_csv(request: HttpRequest) -> HttpResponse:
    """The filtered log as CSV, staff under their pseudonyms."""
    auditor = auditor_of(request)
    chosen = reading.AccessFilter.from_query(request.GET)
    rows = chosen.apply(reading.visible(auditor))[:MOST_ROWS]
    columns = ("hour", "person", "organisation", "kind", "object", "reads")
    return exports.csv_answer(
        "access",
        columns,
        (
            [
                row.hour.isoformat(),
                name_outside(row.user),
                row.user.organisation,
                row.kind,
                row.object_id,
                row.reads,
            ]
            for row in rows
        ),
    )


@require_GET
@login_required
def case_access(request: HttpRequest, number: str) -> HttpResponse:
    """Who read one case."""
    reader, case = find_case(request, number)
    if not rules.can_read_access(reader, case):
        raise ActionDenied(
            _("Auditors see who read a case, and approvers of the organisation that leads it.")
        )
    context = {
        "case": case,
        "is_exercise": case.is_exercise,
        "page": Paginator(reading.of_case(case), PAGE).get_page(request.GET.get("page")),
        "back": case_url(case, request),
    }
    return render(request, "rights/case_access.html", context)
