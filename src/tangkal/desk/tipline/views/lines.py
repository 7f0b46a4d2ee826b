"""Lines: entered, changed and closed by administrators, who read nothing of what comes in."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.alerts.rules import organisations_administered
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline import calls, lines, queries, rules
from tangkal.desk.tipline.forms import LineForm
from tangkal.desk.tipline.models import Line
from tangkal.desk.ui.conflicts import posted_version
from tangkal.desk.workflow import ActionDenied

KINDS = [(each.value, each.label) for each in (Channel.TELEGRAM, Channel.WHATSAPP)]


def keeper_of(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    rules.check_can_see_lines(user)
    return user


def administrator_of(request: HttpRequest) -> User:
    user = keeper_of(request)
    if not user.has_role(Role.SYSTEM_ADMIN):
        raise ActionDenied(_("Only an administrator of this organisation can change lines."))
    return user


def seen(user: User, line_id: int) -> Line:
    return get_object_or_404(rules.lines_kept(user), pk=line_id)


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The lines of the reader's offices, and how much waits in each."""
    user = keeper_of(request)
    rows = [(line, queries.numbers_of(line)) for line in rules.lines_kept(user)]
    taken = set(Line.objects.values_list("channel", flat=True))
    context = {
        "rows": rows,
        "kinds": [(code, label) for code, label in KINDS if code not in taken],
        "may_add": user.has_role(Role.SYSTEM_ADMIN),
    }
    return render(request, "tipline/lines.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter one line; which fields it needs follows from its service."""
    user = administrator_of(request)
    asked = request.POST.get("channel") or request.GET.get("channel")
    channel = Channel(asked) if asked in dict(KINDS) else Channel.TELEGRAM
    form = LineForm(
        channel,
        organisations_administered(user),
        request.POST or None,
        initial={"organisation": user.organisation_id, "sender_name": str(user.organisation)[:80]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = lines.make(
                form.cleaned_data["organisation"],
                by=user,
                secret=form.secret(),
                channel=channel.value,
                **form.stored(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            notices.success(request, _("The line is kept."))
            return redirect("line", made.pk)
    context = {"form": form, "channel": channel, "kinds": KINDS}
    status = 422 if request.method == "POST" else 200
    return render(request, "tipline/new_line.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def detail(request: HttpRequest, line_id: int) -> HttpResponse:
    """One line: what it is, whether it works, and how to change it."""
    user = keeper_of(request)
    found = seen(user, line_id)
    may_change = user.has_role(Role.SYSTEM_ADMIN, at=found.organisation)
    none = organisations_administered(user).none()
    form = LineForm(Channel(found.channel), none, request.POST or None, instance=found)
    status = 200
    if request.method == "POST":
        rules.check_can_change(user, found.organisation)
        if form.is_valid() and change(request, user, line_id, form):
            return redirect("line", line_id)
        status = 422
        found = seen(user, line_id)  # the form has written on its own
    context = {
        "line": found,
        "form": form,
        "may_change": may_change,
        "numbers": queries.numbers_of(found),
        "address": calls.address_of(found),
    }
    return render(request, "tipline/line.html", context, status=status)


def change(request: HttpRequest, user: User, line_id: int, form: LineForm) -> bool:
    try:
        lines.change(
            Line(pk=line_id),
            by=user,
            version=posted_version(request),
            secret=form.secret(),
            **form.stored(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    notices.success(request, _("The line is changed."))
    return True


@require_POST
@login_required
def access(request: HttpRequest, line_id: int) -> HttpResponse:
    """Close the line, or open it again."""
    found = seen(keeper_of(request), line_id)
    user = administrator_of(request)
    lines.set_open(
        found,
        is_open=request.POST.get("action") == "open",
        by=user,
        version=posted_version(request),
    )
    notices.success(request, _("The line is changed."))
    return redirect("line", found.pk)
