"""A person's own rules."""

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.alerts import commands, queries
from tangkal.desk.alerts.forms import RuleForm
from tangkal.desk.alerts.models import Rule
from tangkal.desk.alerts.rules import destinations_usable
from tangkal.desk.early_warning.words import REASON_LABELS
from tangkal.desk.ui.conflicts import posted_version


@require_GET
@login_required
def rule_list(request: HttpRequest) -> HttpResponse:
    """Whom one's own rules tell of what, and what colleagues have told already."""
    reader = reader_of(request)
    mine = list(queries.rules_of(reader))
    context = {
        "rules": [(rule, [REASON_LABELS.get(kind, kind) for kind in rule.kinds]) for rule in mine],
        "others": queries.rules_of_colleagues(reader),
        "has_destinations": destinations_usable(reader).exists(),
    }
    return render(request, "alerts/rules.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new_rule(request: HttpRequest) -> HttpResponse:
    """Make a rule of one's own."""
    reader = reader_of(request)
    blank = Rule(owner=reader, time_zone=reader.time_zone)
    return edit(request, reader, blank)


@require_http_methods(["GET", "POST"])
@login_required
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Change one's own rule; a colleague's is not there."""
    reader = reader_of(request)
    return edit(request, reader, own_rule(reader, rule_id))


def own_rule(reader: User, rule_id: int) -> Rule:
    return get_object_or_404(Rule, pk=rule_id, owner=reader, is_active=True)


def edit(request: HttpRequest, reader: User, found: Rule) -> HttpResponse:
    form = RuleForm(reader, request.POST or None, instance=found)
    status = 200
    if request.method == "POST":
        if found.pk:
            found.version = posted_version(request)
        if form.is_valid() and save(request, reader, form):
            return redirect("alert-rules")
        status = 422
    return render(request, "alerts/rule.html", {"form": form, "rule": found}, status=status)


def save(request: HttpRequest, reader: User, form: RuleForm) -> bool:
    try:
        commands.save_rule(form.save(commit=False), form.further_calls(), by=reader)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    notices.success(request, _("The rule is in force."))
    return True


@require_POST
@login_required
def end(request: HttpRequest, rule_id: int) -> HttpResponse:
    """End one's own rule; its history stays."""
    reader = reader_of(request)
    commands.end_rule(own_rule(reader, rule_id), by=reader)
    notices.success(request, _("The rule has ended; it alerts nobody any more."))
    return redirect("alert-rules")
