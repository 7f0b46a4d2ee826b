"""From citizens' questions to a case."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tangkal.desk.accounts.readers import reader_of
from tangkal.desk.cases import commands, rules
from tangkal.desk.cases.items import MOST, items
from tangkal.desk.questions.models import Family
from tangkal.engines import LakeError


@require_POST
@login_required
def open_on_questions(request: HttpRequest, family_id: int) -> HttpResponse:
    """Open a case with some of the questions as evidence."""
    reader = reader_of(request)
    rules.check_can_open_case(reader, reader.organisation)
    family = get_object_or_404(Family, pk=family_id)
    ids = family.asked.order_by("-pk").values_list("report__item_id", flat=True)
    try:
        asked = items(list(ids[:MOST]))
    except LakeError as error:
        asked = []
        messages.warning(
            request, _("Opened without items: they cannot be read now (%(why)s).") % {"why": error}
        )
    try:
        case = commands.open_on_questions(
            family, by=reader, items=asked, is_exercise=settings.TANGKAL.is_demo
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("question-family", family_id)
    messages.success(
        request, _("A case is open. Its published answer goes to everybody who asked.")
    )
    return redirect("case", case.number)
