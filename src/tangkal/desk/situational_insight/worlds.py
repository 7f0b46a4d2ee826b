"""Exercise and reality apart: which of the two a page shows, and the tabs between them."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


def shows_exercise(request: HttpRequest) -> bool:
    """In a demonstration everything is an exercise; elsewhere one asks for it."""
    usual = "exercise" if settings.TANGKAL.is_demo else ""
    return request.GET.get("reality", usual) == "exercise"


def world_tabs(request: HttpRequest) -> list[dict[str, object]]:
    """The two worlds as tabs that keep the page's other choices."""
    found: list[dict[str, object]] = []
    for key, label in (("", _("Reality")), ("exercise", _("Exercise"))):
        query = request.GET.copy()
        query["reality"] = key
        query.pop("page", None)
        found.append({"key": key, "label": label, "url": f"?{query.urlencode()}"})
    return found
