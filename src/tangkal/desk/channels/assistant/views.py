"""Ask the assistant: the page shows every word that would be sent, before it is sent."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases.models import Case
from tangkal.desk.cases.queries import visible_cases
from tangkal.desk.channels.assistant import asking, drafts
from tangkal.desk.channels.models import AssistedDraft
from tangkal.desk.strategic_communication import commands, queries, rules
from tangkal.desk.strategic_communication.labels import TEMPLATES as LABELS
from tangkal.strategic_communication.templates import TEMPLATES


@require_http_methods(["GET", "POST"])
@login_required
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """A first draft on a case, from what the case and its message house say."""
    reader = reader_of(request)
    seen = visible_cases(reader).select_related("lead_organisation")
    case = get_object_or_404(seen, number=number)
    rules.check_may_respond(case)
    rules.check_can_write(case, reader)
    asking.check_is_on()
    given = request.POST if request.method == "POST" else request.GET
    template = given.get("template", rules.PORTAL_TEMPLATE)
    template = template if template in TEMPLATES else rules.PORTAL_TEMPLATE
    language = "en" if given.get("language") == "en" else "id"
    asked = drafts.draft_question(case, template, language)
    context = {"case": case, "template": template, "language": language}
    context["templates"] = LABELS.items()
    return answered(
        request, reader, case, template, language, asked, AssistedDraft.Task.DRAFT, context
    )


@require_http_methods(["GET", "POST"])
@login_required
def translate(request: HttpRequest, message_id: int) -> HttpResponse:
    """The newest version in the other language, as a draft of its own."""
    reader = reader_of(request)
    found = get_object_or_404(queries.readable_messages(reader), pk=message_id)
    rules.check_may_respond(found.case)
    rules.check_can_write(found.case, reader)
    asking.check_is_on()
    language = "en" if found.language == "id" else "id"
    asked = drafts.translation_question(commands.latest(found), language)
    context = {"case": found.case, "message": found, "language": language}
    return answered(
        request,
        reader,
        found.case,
        found.template,
        language,
        asked,
        AssistedDraft.Task.TRANSLATE,
        context,
    )


def answered(
    request: HttpRequest,
    reader: User,
    case: Case,
    template: str,
    language: str,
    asked: asking.Question,
    task: AssistedDraft.Task,
    context: dict[str, object],
) -> HttpResponse:
    """The question as it would go out; on POST what came of it, as a draft."""
    problem = ""
    if request.method == "POST":
        try:
            made = written(case, template, language, asked, task, by=reader)
        except asking.AssistantFailed as error:
            problem = str(error)
        else:
            notices.success(
                request, _("A draft by the assistant. Read every word: it is yours from here on.")
            )
            return redirect("message-edit", made)
    context |= {
        "asked": asked.text,
        "host": asking.host(),
        "problem": problem,
        "is_exercise": case.is_exercise,
    }
    return render(request, "channels/assistant.html", context, status=502 if problem else 200)


def written(
    case: Case,
    template: str,
    language: str,
    asked: asking.Question,
    task: AssistedDraft.Task,
    *,
    by: User,
) -> int:
    """Ask, without a transaction open, and keep the answer as a draft; answers its key."""
    parts = asking.ask(asked)
    return drafts.keep(case, template, language, parts, asked, task, by=by).pk
