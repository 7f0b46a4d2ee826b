"""Stop and start the clock of a case."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.cases import deadlines as clocks
from tangkal.desk.cases.views.base import find_case, run_button
from tangkal.desk.cases.views.writing import form_page
from tangkal.desk.deadlines import commands, rules, words
from tangkal.desk.deadlines.forms import PauseForm
from tangkal.desk.ui.conflicts import posted_version


@require_http_methods(["GET", "POST"])
@login_required
def pause(request: HttpRequest, number: str) -> HttpResponse:
    reader, case = find_case(request, number)
    soon = timezone.now() + timedelta(minutes=5)
    step = rules.check_can_pause(reader, case, until=soon, now=timezone.now())
    form = PauseForm(request.POST or None, initial={"version": case.version})
    longest = rules.LONGEST_PAUSE[clocks.working_priority(case)]
    return form_page(
        request,
        case,
        form,
        lambda: commands.pause(case, by=reader, **form.cleaned_data),
        done=_("The clock stands still; everybody sees why and until when."),
        title=_("Let the clock stand still"),
        lede=_("Step: %(step)s. At most %(longest)s; the pause stays on record.")
        % {"step": words.step_name(step), "longest": words.limit_words(longest)},
        send=_("Stop the clock"),
    )


@require_POST
@login_required
def resume(request: HttpRequest, number: str) -> HttpResponse:
    reader, case = find_case(request, number)
    return run_button(
        request,
        case,
        lambda: commands.resume(case, by=reader, version=posted_version(request)),
        _("The clock runs again."),
    )
