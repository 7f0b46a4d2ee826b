"""How citizens are replied to, for administrators: the mail account, and what became of messages.

Nobody sees what a message says or where it goes: channel, drawn name and state are enough to
find a fault.
"""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.readers import signed_in_person
from tangkal.desk.questions import mailbox, outgoing, rules
from tangkal.desk.questions.forms import MailboxForm
from tangkal.desk.questions.models import Outgoing
from tangkal.desk.ui.conflicts import posted_version

PAGE = 30
TONES = {
    Outgoing.State.SENT: ("ok", "check"),
    Outgoing.State.DELIVERED: ("ok", "check"),
    Outgoing.State.TEMPORARY: ("warn", "clock"),
    Outgoing.State.PERMANENT: ("danger", "warning"),
    Outgoing.State.UNKNOWN: ("warn", "question"),
}


@require_GET
@login_required
def replies(request: HttpRequest) -> HttpResponse:
    """Messages to citizens by state, newest first; the ones in trouble on a tab of their own."""
    user = signed_in_person(request)
    rules.check_can_see_replies(user)
    states = Outgoing.State
    tab = request.GET.get("state", "")
    tab = tab if tab in states.values else ""
    counted = dict(Outgoing.objects.values_list("state").annotate(Count("pk")).order_by())
    tabs = [{"key": "", "label": _("All"), "url": "?", "count": sum(counted.values())}] + [
        {"key": value, "label": label, "url": f"?state={value}", "count": counted.get(value, 0)}
        for value, label in states.choices
    ]
    rows = Outgoing.objects.select_related("contact").defer("text")
    page = Paginator(rows.filter(state=tab) if tab else rows, PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(each, *TONES.get(states(each.state), ("info", "clock"))) for each in page],
        "tab": tab,
        "tabs": tabs,
        "may_keep": rules.can_keep_replies(user),
        "again": {states.PERMANENT, states.UNKNOWN},
        "mailbox": mailbox.current(),
    }
    return render(request, "questions/replies.html", context)


@require_POST
@login_required
def again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send once more what failed, or may have."""
    user = signed_in_person(request)
    rules.check_can_keep_replies(user)
    found = get_object_or_404(Outgoing, pk=message_id)
    try:
        outgoing.send_again(found, by=user)
    except ValidationError as error:
        notices.error(request, " ".join(error.messages))
    else:
        notices.success(request, _("It is sent again within a few seconds."))
    return redirect("replies")


@require_http_methods(["GET", "POST"])
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The mail account that answers citizens; the password goes in and never comes out."""
    user = signed_in_person(request)
    rules.check_can_see_replies(user)
    present = mailbox.current()
    form = MailboxForm(request.POST or None, instance=present)
    status = 200
    if request.method == "POST":
        rules.check_can_keep_replies(user)
        version = posted_version(request)
        if form.is_valid() and kept(request, form, version):
            notices.success(request, _("The mail account is kept."))
            return redirect("replies")
        status = 422
    context = {
        "form": form,
        "version": present.version if present else 0,
        "may_keep": rules.can_keep_replies(user),
    }
    return render(request, "questions/mailbox.html", context, status=status)


def kept(request: HttpRequest, form: MailboxForm, version: int) -> bool:
    try:
        mailbox.keep(by=signed_in_person(request), version=version, **form.stored())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
