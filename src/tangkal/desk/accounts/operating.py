"""What whoever runs the installation may do about accounts, from the command line.

The record says "sistem": a shell on the server is nobody's account. No role is given here and no
second factor is set up, so that the command line opens no case.
"""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import override

from tangkal.desk.accounts import commands, organising, second_factor
from tangkal.desk.accounts.models import Organisation, User
from tangkal.kernel import InvalidInput


def people(words: str) -> list[dict[str, object]]:
    """Accounts, by name; with their roles, and whether a second factor is set up."""
    found = User.objects.select_related("organisation").prefetch_related(
        "assignments__scope", "authenticators"
    )
    if words:
        found = found.filter(Q(username__icontains=words) | Q(display_name__icontains=words))
    return [
        {
            "username": each.username,
            "name": each.display_name,
            "organisation": each.organisation.name,
            "is_open": each.is_active,
            "second_factors": len(each.authenticators.all()),
            "roles": [f"{one.role} @ {one.scope}" for one in each.assignments.all()],
        }
        for each in found.order_by("username")
    ]


def person(username: str) -> User:
    found = User.objects.filter(username=username).first()
    if found is None:
        raise InvalidInput(f"no account is called {username!r}; see: tangkal people list")
    return found


def reset_second_factor(username: str) -> None:
    second_factor.reset(person(username), by=None)


def close(username: str) -> None:
    commands.set_active(person(username), is_active=False, by=None)


def organisations(words: str) -> list[dict[str, object]]:
    """Organisations in the tree's order."""
    found = Organisation.objects.select_related("parent")
    if words:
        found = found.filter(name__icontains=words)
    return [
        {
            "id": each.pk,
            "name": each.name,
            "type": each.type,
            "below": each.parent_id,
            "depth": each.path.count(".") - 1,
            "active_to": each.active_to and each.active_to.isoformat(),
        }
        for each in found.order_by("path")
    ]


def organisation(key: int) -> Organisation:
    found = Organisation.objects.filter(pk=key).first()
    if found is None:
        raise InvalidInput(f"there is no organisation {key}; see: tangkal organisations list")
    return found


def add_organisation(name: str, kind: str, below: int) -> int:
    return int(refusable(organising.add, organisation(below), name=name, type=kind, by=None).pk)


def move_organisation(key: int, below: int) -> None:
    refusable(organising.move, organisation(key), below=organisation(below), by=None, version=None)


def end_organisation(key: int, day: date) -> None:
    refusable(organising.change, organisation(key), by=None, version=None, active_to=day)


def refusable(command: Callable[..., Organisation], *args: object, **more: object) -> Organisation:
    """A command's refusal as the command line shows it: one sentence."""
    try:
        with override("en"):  # the language of the command line
            return command(*args, **more)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages)) from error
    except PermissionDenied as error:
        raise InvalidInput(str(error)) from error
