"""Screens of the second look, and of how far raters agree."""

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.views.base import find_case
from tangkal.desk.cases.views.writing import form_page
from tangkal.desk.impact_analysis import agreement, blinding, second_looks, words
from tangkal.desk.impact_analysis.judging_forms import ReconcileForm, SecondForm
from tangkal.desk.impact_analysis.models import SecondLook
from tangkal.desk.impact_analysis.states import SECOND_LOOK, LookState
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.ui.refusals import run
from tangkal.impact_analysis.second_look import QUESTIONS, differences

PERIOD = timedelta(days=365)


def newest(case: Case) -> SecondLook:
    found = (
        SecondLook.objects.filter(case=case)
        .select_related("first__by", "rater", "reconciled_by")
        .first()
    )
    if found is None:
        raise Http404(case.number)
    found.case = case
    return found


@require_http_methods(["GET", "POST"])
@login_required
def second_look(request: HttpRequest, number: str) -> HttpResponse:
    """Offered, being judged, or both side by side with what followed from their differences."""
    reader, case = find_case(request, number)
    look = newest(case)
    if look.state == LookState.TAKEN and look.rater_id == reader.pk:
        return judge(request, case, look, reader)
    form = ReconcileForm(request.POST or None, initial={"version": look.version})
    if request.method == "POST":
        SECOND_LOOK.check(look.state, "reconcile", reader.roles_at(case.lead_organisation))
        if form.is_valid() and run(form, lambda: reconcile(form, look, reader)):
            messages.success(request, _("The reconciliation is on record."))
            return redirect("case-second-look", case.number)
    context = {
        "case": case,
        "look": look,
        "form": form,
        "is_exercise": case.is_exercise,
        "why": words.LOOK_REASONS[look.why],
        "may_take": look.state == LookState.OFFERED and blinding.may_be_second(reader, case, look),
        "may_waive": "waive" in actions(look, reader),
        "may_reconcile": "reconcile" in actions(look, reader),
        "rows": side_by_side(look) if look.in_at else [],
        "differing": len(differences(look.first_answers, look.answers)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "impact_analysis/second_look.html", context, status=status)


def actions(look: SecondLook, reader: User) -> list[str]:
    return SECOND_LOOK.actions(look.state, reader.roles_at(look.case.lead_organisation))


def reconcile(form: ReconcileForm, look: SecondLook, reader: User) -> SecondLook:
    kept = form.cleaned_data
    return second_looks.reconcile(
        look,
        choice=kept["choice"],
        reconciliation=kept["reconciliation"],
        by=reader,
        expected_version=kept["version"],
    )


def judge(request: HttpRequest, case: Case, look: SecondLook, reader: User) -> HttpResponse:
    """The form of the second rater: the same questions, none of the first answers."""
    form = SecondForm(request.POST or None, initial={"version": look.version})
    return form_page(
        request,
        case,
        form,
        lambda: second_looks.judge(look, by=reader, **form.values()),
        template="impact_analysis/second_form.html",
        done=_("Your judgement is in; both are shown now."),
        look=look,
    )


def side_by_side(look: SecondLook) -> list[dict[str, object]]:
    """Every question that somebody answered, with both answers and whether they differ."""
    differing = {each.key: each for each in differences(look.first_answers, look.answers)}
    rows = []
    for question in QUESTIONS:
        one, other = look.first_answers.get(question.key), look.answers.get(question.key)
        if one in {None, 0} and other in {None, 0}:
            continue  # both saw no harm there, or nobody was asked
        difference = differing.get(question.key)
        rows.append(
            {
                "question": words.question(question.key),
                "first": words.answer(question.key, one) if one is not None else "–",
                "second": words.answer(question.key, other) if other is not None else "–",
                "differs": difference is not None,
                "is_far": bool(difference and difference.is_far),
            }
        )
    return rows


@require_POST
@login_required
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Take a second look, give it back, or do without it."""
    reader, case = find_case(request, number)
    look = newest(case)
    version = posted_version(request) or 0
    try:
        if action == "take":
            second_looks.take(look, by=reader, expected_version=version)
            messages.success(request, _("The second judgement is yours."))
        elif action == "give-back":
            second_looks.give_back(look, by=reader, expected_version=version)
        elif action == "waive":
            why = request.POST.get("why", "")
            second_looks.waive(look, by=reader, expected_version=version, reason=why)
        else:
            raise Http404(action)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("case-second-look", case.number)


@require_GET
@login_required
def agreement_page(request: HttpRequest) -> HttpResponse:
    """How far two analysts who judge the same case apart from one another agree."""
    reader = reader_of(request)
    until = read_day(request.GET.get("until"), timezone.localdate())
    since = read_day(request.GET.get("since"), until - PERIOD)
    found = agreement.of_period(reader, since=since, until=until)
    context = {"found": found, "since": since, "until": until}
    return render(request, "impact_analysis/agreement.html", context)


def read_day(text: str | None, otherwise: date) -> date:
    """The day of a filter; what is no day is no filter."""
    try:
        return parse_date(text or "") or otherwise
    except ValueError:
        return otherwise
