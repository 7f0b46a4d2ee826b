"""Refusals a person reads: who may not, what has changed meanwhile."""

from django.core.exceptions import PermissionDenied


class ActionDenied(PermissionDenied):
    """The rules refuse this action; the message says which rule and what would help."""


class StaleObject(Exception):
    """Somebody changed the object after this person's page was drawn."""

    def __init__(self, what: str, changed_by: str | None) -> None:
        self.what = what
        self.changed_by = changed_by
        super().__init__(f"{what} already changed by {changed_by or 'somebody else'}")
