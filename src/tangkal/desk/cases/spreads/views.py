"""The pages of a case's spreads: the table, adding one or many, figures, taking one out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.cases import counting, items, rules
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.spreads import commands, queries, reading, taking
from tangkal.desk.cases.spreads.forms import FiguresForm, ManyForm, SpreadForm
from tangkal.desk.cases.views.base import find_case
from tangkal.desk.ui.refusals import RefusableForm, run
from tangkal.engines import LakeError

READ_OR_SEND = require_http_methods(["GET", "POST"])
REFUSALS_SHOWN = 20


def back_to(case: Case) -> str:
    return reverse("case-spreads", args=[case.number])


@require_GET
@login_required
def spreads(request: HttpRequest, number: str) -> HttpResponse:
    """Every place the claims of this case were seen, with the figures over time."""
    reader, case = find_case(request, number)
    rows = [queries.as_row(each) for each in queries.spreads_of(case)]
    context = {
        "case": case,
        "rows": rows,
        "removed": list(queries.removed_of(case)),
        "platforms": queries.by_platform(row.spread for row in rows),
        "counts": counting.of_case(case),
        "may_add": rules.can(reader, "add_spread", case),
        "is_exercise": case.is_exercise,
    }
    return render(request, "cases/spreads/spreads.html", context)


@READ_OR_SEND
@login_required
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add one place by hand."""
    reader, case = find_case(request, number)
    rules.check_can(reader, "add_spread", case)
    form = SpreadForm(request.POST or None, case=case)

    def act() -> None:
        values = form.cleaned_data
        commands.add_spread(
            case, form.seen(), claim=values["claim"], evidence=values["evidence"], by=reader
        )

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("The spread is counted."))
        return redirect(back_to(case))
    return page(request, case, form, _("Add a spread"), _("Count it"))


@READ_OR_SEND
@login_required
def add_many(request: HttpRequest, number: str) -> HttpResponse:
    """Add many at once: pasted addresses, or a table."""
    reader, case = find_case(request, number)
    rules.check_can(reader, "add_spread", case)
    form = ManyForm(request.POST or None, request.FILES or None)
    outcome = taking.Outcome()

    def act() -> None:
        nonlocal outcome
        rows, refused = reading.read(form.text())
        outcome = commands.add_spreads(case, rows, refused=refused, by=reader)

    if request.method == "POST" and form.is_valid() and run(form, act):
        tell_outcome(request, outcome)
        return redirect(back_to(case))
    return page(request, case, form, _("Add many spreads"), _("Count them"))


def page(
    request: HttpRequest,
    case: Case,
    form: RefusableForm,
    title: str,
    send: str,
) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "title": title,
        "send": send,
        "back": back_to(case),
        "is_exercise": case.is_exercise,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/spreads/form.html", context, status=status)


def tell_outcome(request: HttpRequest, outcome: taking.Outcome) -> None:
    """Say what was counted, what was known, and each line that was refused, with the reason."""
    added = len(outcome.added)
    text = ngettext("%(n)d spread counted.", "%(n)d spreads counted.", added) % {"n": added}
    if outcome.known:
        more = ngettext("%(n)d was known.", "%(n)d were known.", outcome.known)
        text = f"{text} {more % {'n': outcome.known}}"
    messages.success(request, text)
    for line, why in outcome.refused[:REFUSALS_SHOWN]:
        messages.error(request, _("Line %(line)d: %(why)s") % {"line": line, "why": why})
    if (rest := len(outcome.refused) - REFUSALS_SHOWN) > 0:
        messages.error(request, _("%(n)d more lines were refused.") % {"n": rest})


@require_POST
@login_required
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Count the items of the case's signals as spreads."""
    reader, case = find_case(request, number)
    rules.check_can(reader, "add_spread", case)
    try:
        found = items.sample_items(list(case.signals.all()))
        outcome = commands.draw_in(case, found, by=reader)
    except LakeError as error:
        messages.error(request, _("The items cannot be read now (%(why)s).") % {"why": error})
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        tell_outcome(request, outcome)
    return redirect(back_to(case))


@READ_OR_SEND
@login_required
def figures(request: HttpRequest, number: str, spread_id: int) -> HttpResponse:
    """Keep what the platform shows of one spread now."""
    reader, case = find_case(request, number)
    rules.check_can(reader, "add_spread", case)
    spread = get_object_or_404(case.spreads, pk=spread_id)
    form = FiguresForm(request.POST or None)

    def act() -> None:
        commands.add_figures(spread, form.figures(), by=reader)

    if request.method == "POST" and form.is_valid() and run(form, act):
        messages.success(request, _("The figures are kept beside the earlier ones."))
        return redirect(back_to(case))
    return page(request, case, form, _("Newer figures of a spread"), _("Keep the figures"))


@require_POST
@login_required
def remove(request: HttpRequest, number: str, spread_id: int) -> HttpResponse:
    """Take out what is no spread of this claim."""
    reader, case = find_case(request, number)
    spread = get_object_or_404(case.spreads, pk=spread_id)
    try:
        commands.remove_spread(spread, why=request.POST.get("why", ""), by=reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Taken out. The reason stays with it."))
    return redirect(back_to(case))
