"""The red bar of every page of the desk: crises of the reader's organisations and teams."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis import queries


def crisis_bar(request: HttpRequest) -> dict[str, object]:
    """One short query, and only where a template shows the bar."""
    return {"crisis_bar": SimpleLazyObject(lambda: shown_to(request))}


def shown_to(request: HttpRequest) -> list[object]:
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.is_active or not user.reads_content:
        return []
    running = queries.running()
    if not running:
        return []
    return list(queries.crises_of(user).filter(pk__in=running).order_by("-level", "pk")[:3])
