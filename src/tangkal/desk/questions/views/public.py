"""The public form: ask, send it to a person, and say where the answer shall go."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tangkal.desk.portal.caching import own_page
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.portal.flood import may_report
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.portal.reports import LONGEST
from tangkal.desk.portal.tokens import new_token, read_token
from tangkal.desk.portal.views import nearest_answers
from tangkal.desk.questions import asking, contacts
from tangkal.desk.questions.flood import check_may_be_written_to
from tangkal.desk.questions.forms import QuestionForm
from tangkal.desk.questions.models import Channel
from tangkal.kernel import TangkalError


# Asking changes nothing and shows nothing of the asker's, so another site's form may send it:
# without a CSRF cookie the front page stays the same for everybody, and caches may keep it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def ask(request: HttpRequest) -> HttpResponse:
    """ "I saw this, is it true?": the nearest answer, or an honest "not checked yet"."""
    text = (request.POST if request.method == "POST" else request.GET).get("text", "")
    text = without_controls(text)[:LONGEST].strip()
    if not text:
        return redirect("portal")
    result, answers = nearest_answers(text)
    context = {
        "text": text,
        "answer": result,
        "answers": answers,
        "form": QuestionForm(initial={"text": text, "token": new_token()}),
    }
    return render(request, "portal/answer.html", context)


# No CSRF cookie here either: the signed name in the form takes its place (see portal.tokens).
@csrf_exempt
@require_POST
@own_page
def report(request: HttpRequest) -> HttpResponse:
    """Take the question for a person to check; answers with a receipt."""
    form = QuestionForm(request.POST.dict(), request.FILES)
    if not form.is_valid():
        return ask_to_mend(request, form, 400)
    if form.cleaned_data["website"]:
        return redirect("portal")  # a field no person sees was filled in
    if not may_report(request):
        form.add_error(None, _("Many reports came from this address; please wait an hour."))
        return ask_to_mend(request, form, 429)
    try:
        taken = take(form)
    except ValidationError as error:
        form.add_error("text", error)
        return ask_to_mend(request, form, 400)
    except TangkalError:
        form.add_error(None, _("We could not take it just now. Please try again shortly."))
        return ask_to_mend(request, form, 503)
    return redirect("report-status", taken.receipt)


def take(form: QuestionForm) -> PublicReport:
    """The question and, where one was left, the way to whoever asked."""
    values, language = form.cleaned_data, (get_language() or "id")[:2]
    contact = None
    if values.get("reply") == Channel.EMAIL:
        contact = contacts.reach(Channel.EMAIL, values["email"], language=language)
        check_may_be_written_to(contact)
    return asking.ask(
        text=values["text"],
        url=values["url"],
        token=values["token"],
        language=language,
        contact=contact,
        picture=values["picture"],
    )


def ask_to_mend(request: HttpRequest, form: QuestionForm, status: int) -> HttpResponse:
    """The form again with what was written in it; a stale name in it is renewed."""
    if read_token(form["token"].value() or "") is None:
        form.data = {**form.data, "token": new_token()}
    return render(request, "portal/report.html", {"form": form}, status=status)
