"""What was told, to whom, and what became of it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.alerts import queries
from tangkal.desk.alerts.models import Alert, Message, Severity

PAGE_SIZE = 25
WITHDRAWN = {
    "over": _("the signal was dismissed first"),
    "taken": _("somebody had taken it"),
    "muted": _("muted"),
    "rule": _("the rule or destination ended"),
    "exercise": _("the exercise’s leave had ended"),
}
STATES = {
    "waiting": pgettext_lazy("alert", "waits for its hour"),
    "withdrawn": pgettext_lazy("alert", "not sent: no longer needed"),
    **dict(Message.State.choices),
}
TONES = {
    Message.State.SENT: ("ok", "check"),
    Message.State.FAILED: ("danger", "warning"),
    Message.State.TRY_AGAIN: ("warn", "clock"),
}


@require_GET
@login_required
def alerts(request: HttpRequest) -> HttpResponse:
    """Every alert of this person's office and rules, with its delivery."""
    reader = reader_of(request)
    chosen = queries.AlertFilter.from_query(request.GET)
    found = queries.history(reader, chosen, timezone.now())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(alert, *standing(alert)) for alert in page],
        "chosen": chosen,
        "states": STATES.items(),
        "severities": Severity.choices,
        "days": queries.DAYS,
        "destinations": queries.destinations_of(reader),
    }
    return render(request, "alerts/history.html", context)


def standing(alert: Alert) -> tuple[object, str, str, object]:
    """The word for how far an alert has come, its tone and icon, and why."""
    if alert.withdrawn:
        return STATES["withdrawn"], "", "cross", WITHDRAWN.get(alert.withdrawn, alert.withdrawn)
    if alert.message is None:
        return STATES["waiting"], "info", "clock", ""
    tone, icon = TONES.get(Message.State(alert.message.state), ("info", "clock"))
    return STATES[alert.message.state], tone, icon, alert.message.reason
