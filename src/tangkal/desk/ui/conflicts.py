"""A page sent from a state that is gone: who was faster comes before what is impossible now."""

from django.http import HttpRequest

from tangkal.desk.ui.numbers import whole_number
from tangkal.desk.workflow import Versioned, check_version


def posted_version(request: HttpRequest) -> int:
    """The version a plain button carries; a page without one was tampered with or is old: -1."""
    return whole_number(request.POST.get("version"))


def check_seen(request: HttpRequest, found: Versioned) -> None:
    """Stop a form that was drawn before somebody else changed what it is about.

    A command checks the version too, but a view asks the rules first. Without this the slower of
    two approvers would read that the step "is impossible now", and not that a colleague took it.

    Raises:
        StaleObject: the request carries the version of an older state.
    """
    seen = posted_version(request)
    if request.method == "POST" and seen >= 0:
        check_version(found, seen)
