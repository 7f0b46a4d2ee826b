"""Screens of tests of wordings, and of what readers found helpful."""

from collections.abc import Callable

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.freshness import fresh_sign_in_required
from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.rules import check_role
from tangkal.desk.portal.feedback_models import WordingTest
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.words import PARTS
from tangkal.desk.tracking_effectiveness import trial_commands as commands
from tangkal.desk.tracking_effectiveness import trial_queries as queries
from tangkal.desk.tracking_effectiveness import trial_rules as rules
from tangkal.desk.tracking_effectiveness.trial_forms import TrialForm, values_of
from tangkal.desk.tracking_effectiveness.trial_models import Trial
from tangkal.desk.tracking_effectiveness.trial_states import PROPOSERS
from tangkal.desk.ui.charts import Interval, Scale, intervals
from tangkal.desk.ui.refusals import run

PAGE = 30
HELPFUL_SHOWN = 30
TEMPLATES = "tracking_effectiveness/trials"
ENDINGS = {
    "b brings more": Trial.Ended.DIFFERENCE,
    "a brings more": Trial.Ended.DIFFERENCE,
    "no difference that matters": Trial.Ended.NO_DIFFERENCE,
    "time is over": Trial.Ended.TIME,
}


@require_GET
@login_required
def trials(request: HttpRequest) -> HttpResponse:
    """The tests of the own offices, newest first."""
    reader = reader_of(request)
    rows = Paginator(rules.visible_trials(reader), PAGE)
    context = {
        "page": rows.get_page(request.GET.get("page")),
        "may_propose": rules.can_propose(reader),
    }
    return render(request, f"{TEMPLATES}/list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Choose an answer, then word it otherwise."""
    reader = reader_of(request)
    check_role(reader, PROPOSERS)
    slug = request.GET.get("clarification", "")
    if not slug:
        page = Paginator(rules.testable(reader), PAGE).get_page(request.GET.get("page"))
        return render(request, f"{TEMPLATES}/choose.html", {"page": page})
    answer = get_object_or_404(rules.testable(reader), slug=slug)
    form = TrialForm(request.POST or None, answer=answer, initial={"headline": answer.headline})
    made: list[Trial] = []

    def act() -> None:
        made.append(commands.propose(answer, form.cleaned_data, by=reader))

    if request.method == "POST" and form.is_valid() and run(form, act):
        return redirect("trial", made[0].pk)
    return form_page(request, form, answer)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: HttpRequest, trial_id: int) -> HttpResponse:
    """Change a draft; an approval is gone with that."""
    found, reader = trial_of(request, trial_id), reader_of(request)
    rules.check_step(found, "revise", reader)
    form = TrialForm(request.POST or None, answer=found.clarification, initial=values_of(found))

    def act() -> None:
        version = form.cleaned_data["version"]
        commands.revise(found, form.cleaned_data, by=reader, version=version)

    if request.method == "POST" and form.is_valid() and run(form, act):
        return redirect("trial", found.pk)
    return form_page(request, form, found.clarification)


def form_page(request: HttpRequest, form: TrialForm, answer: Clarification) -> HttpResponse:
    texts = {part["key"]: part["text"] for part in answer.parts}
    context = {
        "form": form,
        "answer": answer,
        "parts": [(name, texts[key]) for key, name in rules.parts_of(answer)],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"{TEMPLATES}/form.html", context, status=status)


@require_GET
@login_required
def trial(request: HttpRequest, trial_id: int) -> HttpResponse:
    """Both wordings, who agreed, and what the counts say."""
    found, reader = trial_of(request, trial_id), reader_of(request)
    result = queries.result_of(found)
    test = WordingTest.objects.filter(code=found.code).first() if found.code else None
    context = {
        "trial": found,
        "result": result,
        "proposal": queries.proposal_in_words(result) if result else "",
        "rows": [shown(row, found) for row in result.rows] if result else [],
        "ends_at": test.ends_at if test else None,
        "part_name": PARTS.get(found.part_key, found.part_key),
        "faults": rules.faults(found) if not found.code else [],
        "held": rules.held(found),
        "denies": rules.denies_differently(found),
        "vouches": [(text, key in found.vouched) for key, text in rules.VOUCHES.items()],
        "actions": rules.actions_of(found, reader),
        "endings": commands.ENDINGS,
        "ending": ENDINGS.get(result.proposal, Trial.Ended.OTHER) if result else "",
        "is_exercise": found.is_exercise,
    }
    return render(request, f"{TEMPLATES}/trial.html", context)


def shown(row: queries.Row, found: Trial) -> dict[str, object]:
    names = {
        "yes": _("… say that it helped"),
        "no": _("… say that it did not help"),
        "shares": _("… pass it on"),
        "evidence": _("… open a source"),
    }
    comparison = row.comparison
    return {
        "name": names[row.kind],
        "a": row.a,
        "b": row.b,
        "is_primary": row.kind == found.outcome,
        "says": _("%(seen)s (plausible: %(low)s to %(high)s)")
        % {
            "seen": queries.percent(comparison.estimate),
            "low": queries.percent(comparison.low),
            "high": queries.percent(comparison.high),
        }
        if comparison.estimate is not None
        else "–",
    }


Step = Callable[[Trial, User, str, int | None, str], Trial]
STEPS: dict[str, Step] = {
    "submit": lambda t, by, why, v, ended: commands.submit(t, by=by, version=v),
    "approve": lambda t, by, why, v, ended: commands.approve(t, by=by, comment=why, version=v),
    "send_back": lambda t, by, why, v, ended: commands.send_back(t, by=by, comment=why, version=v),
    "drop": lambda t, by, why, v, ended: commands.drop(t, by=by, version=v),
    "start": lambda t, by, why, v, ended: commands.start(t, by=by, version=v),
    # Without a version: whoever sees harm is not told to look again first.
    "stop": lambda t, by, why, v, ended: commands.stop(t, by=by, why=why, ended=ended),
    "conclude": lambda t, by, why, v, ended: commands.conclude(t, by=by, lesson=why, version=v),
}


@require_POST
@login_required
@fresh_sign_in_required(
    gettext_lazy("Approve or start the test"),
    when=lambda action, **_rest: action in {"approve", "start"},
)
def step(request: HttpRequest, trial_id: int, action: str) -> HttpResponse:
    """Take one step."""
    found, reader = trial_of(request, trial_id), reader_of(request)
    if action not in STEPS:
        raise Http404(action)
    rules.check_step(found, action, reader)
    told = request.POST.get("version", "")
    is_number = told.isascii() and told.isdecimal() and len(told) < 10
    version = int(told) if is_number else (None if action == "stop" else 0)
    ended = request.POST.get("ended", "")
    ended = ended if ended in dict(commands.ENDINGS) else ""
    STEPS[action](found, reader, request.POST.get("why", ""), version, ended)
    notices.success(request, _("Done."))
    return redirect("trial", found.pk)


@require_GET
@login_required
def helpful(request: HttpRequest) -> HttpResponse:
    """What readers press under answers, with who presses said beside it."""
    reader = reader_of(request)
    rows = queries.helpful_of(queries.answered_pages(reader, HELPFUL_SHOWN))
    context = {
        "rows": [
            {"clarification": e.clarification, "yes": e.yes, "no": e.no, "says": helpful_says(e)}
            for e in rows
        ],
        "chart": intervals(
            [helpful_line(each) for each in rows],
            title=_("Readers who pressed “yes”"),
            so_what=_("Of those who pressed; who did not is not in it."),
            scale=Scale(low=0, high=100, unit=" %"),
        ),
    }
    return render(request, f"{TEMPLATES}/helpful.html", context)


def helpful_line(each: queries.Helpful) -> Interval:
    label = each.clarification.headline
    if each.share is None or each.low is None or each.high is None:
        return Interval(label=label, value=None, note=_("too few: %(n)d") % {"n": each.answers})
    low, high = 100 * each.low, 100 * each.high
    return Interval(
        label=label, value=100 * each.share, low=low, high=high, note=f"n={each.answers}"
    )


def helpful_says(each: queries.Helpful) -> str:
    if each.share is None or each.low is None or each.high is None:
        return _("too few: %(n)d") % {"n": each.answers}
    return f"{100 * each.share:.0f} % ({100 * each.low:.0f}–{100 * each.high:.0f} %)"


def trial_of(request: HttpRequest, trial_id: int) -> Trial:
    return get_object_or_404(rules.visible_trials(reader_of(request)), pk=trial_id)
