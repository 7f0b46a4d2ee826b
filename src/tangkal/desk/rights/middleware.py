"""The door that every page passes on its way out: it notes who read what."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tangkal.desk.rights import access


class AccessLog:
    """Stands innermost, where the account is known and the page has been made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        access.note(request, response.status_code)
        return response
