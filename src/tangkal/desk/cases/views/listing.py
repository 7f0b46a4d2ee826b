"""The list of cases, and opening a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import commands, counting, deadlines, items, queries, rules
from tangkal.desk.cases.actions import CONTRIBUTIONS
from tangkal.desk.cases.forms import OpenForm
from tangkal.desk.cases.linking import likely
from tangkal.desk.cases.models import Priority, Signal
from tangkal.desk.cases.states import CaseState
from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.workflow import ActionDenied
from tangkal.engines import LakeError


@require_GET
@login_required
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases this person may see, the nearest deadline first."""
    reader = reader_of(request)
    chosen = queries.CaseFilter.from_query(request.GET)
    paginator = Paginator(queries.case_list(reader, chosen), queries.PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    counted = queries.counts(reader)
    four = counting.of_cases(page.object_list)
    for case in page.object_list:
        case.four = four[case.number]  # type: ignore[attr-defined]
    held = deadlines.held(list(page.object_list))
    for case in page.object_list:
        vars(case)["held"] = held.get(case.pk)  # what the chip of its deadline tells
    context = {
        "page": page,
        "chosen": chosen,
        "now": timezone.now(),
        "tabs": tabs(counted),
        "tab": current_tab(chosen),
        "overdue_count": counted["overdue"],
        "states": CaseState.choices,
        "priorities": Priority.choices,
        "list_query": request.GET.urlencode(),
        "views": queries.counted_views(reader),
        "may_assign": reader.has_role(*CONTRIBUTIONS["assign"].roles),
        "may_open": may_open(reader),
        "is_exercise": bool(page.object_list) and all(c.is_exercise for c in page.object_list),
    }
    return render(request, "cases/list.html", context)


def tabs(counted: dict[str, int]) -> list[dict[str, object]]:
    rows = (
        ("open", _("Open"), "?"),
        ("mine", _("Mine"), "?mine=1"),
        ("overdue", _("Overdue"), "?overdue=1"),
        ("all", _("All"), "?state=all"),
    )
    return [
        {"key": key, "label": label, "url": url, "count": counted[key]} for key, label, url in rows
    ]


def current_tab(chosen: queries.CaseFilter) -> str:
    if chosen.mine:
        return "mine"
    if chosen.overdue:
        return "overdue"
    return "all" if chosen.state == "all" else "open"


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Organisations for which this person may open a case: where they screen, and below."""
    within = Q(pk__in=[])
    for assignment in user.active_assignments:
        if assignment.role in rules.OPENERS:
            within |= Q(path__startswith=assignment.scope.path)
    return Organisation.objects.filter(within)


def may_open(user: User) -> bool:
    return user.has_role(*rules.OPENERS)


@require_http_methods(["GET", "POST"])
@login_required
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case on the signals named in the address (?signal=1&signal=2), or on none."""
    reader = reader_of(request)
    if not may_open(reader):
        raise ActionDenied(
            _("This step needs one of these roles: %(roles)s.")
            % {"roles": rules.names_of(rules.OPENERS)}
        )
    values = request.POST.getlist("signal") or request.GET.getlist("signal")
    signals = queries.open_signals([whole_number(value) for value in values])
    found = sample(request, signals)
    form = make_form(request, reader, signals, found)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data.get("items", ()))
        try:
            case = commands.open_case(
                signals,
                title=form.cleaned_data["title"],
                summary=form.cleaned_data["summary"],
                lead_organisation=form.cleaned_data["lead_organisation"],
                items=[item for item in found if item["item_id"] in chosen],
                by=reader,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Case %(number)s is open.") % {"number": case.number})
            return redirect("case", case.number)
    context = {"form": form, "signals": signals, "likely": likely.for_opening(signals, reader)}
    return render(request, "cases/open.html", context)


def sample(request: HttpRequest, signals: list[Signal]) -> list[dict[str, object]]:
    """Items to copy; a lake that cannot be read must not keep a case from being opened."""
    try:
        return items.sample_items(signals)
    except LakeError as error:
        messages.warning(request, _("The items cannot be shown now (%(why)s).") % {"why": error})
        return []


def make_form(
    request: HttpRequest, reader: User, signals: list[Signal], found: list[dict[str, object]]
) -> OpenForm:
    choices = [(str(item["item_id"]), f"{item['platform']}: {item['text']}") for item in found]
    first = signals[0] if signals else None
    return OpenForm(
        request.POST or None,
        initial={
            "title": first.title if first else "",
            "lead_organisation": reader.organisation_id,
            "items": [key for key, _label in choices],
        },
        organisations=organisations_of(reader),
        items=choices,
    )
