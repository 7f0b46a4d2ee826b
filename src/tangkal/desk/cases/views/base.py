"""What the case views share: who reads, which case, and how a command's refusal is shown."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import queries
from tangkal.desk.cases.models import Case


def find_case(request: HttpRequest, number: str) -> tuple[User, Case]:
    """The case, if this person may see it; elsewhere it is as if it did not exist."""
    reader = reader_of(request)
    seen = queries.visible_cases(reader).select_related("lead_organisation")
    return reader, get_object_or_404(seen, number=number)


def case_url(case: Case, request: HttpRequest) -> str:
    """The case page, keeping the list that the person came from."""
    address = reverse("case", args=[case.number])
    context = request.POST.get("list") or request.GET.get("list") or ""
    return f"{address}?{urlencode({'list': context})}" if context else address


def list_context(request: HttpRequest) -> QueryDict:
    """The filters of the list that the person came from."""
    return QueryDict(request.GET.get("list", ""))


def run_button(
    request: HttpRequest, case: Case, act: Callable[[], object], done: str
) -> HttpResponse:
    """Run a command behind one button and go back to the case."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(case_url(case, request))
