"""Whatever the screens do, the API does, or somebody has said why it does not."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from tangkal.desk.accounts import freshness
from tangkal.desk.api import document
from tangkal.desk.api.scopes import SCOPES
from tests.safeguards.answers import NO
from tests.safeguards.operations import screens
from tests.safeguards.test_urls_by_role import TABLE

FORMS = {name for name, (_look, send) in TABLE.items() if send is not NO}


def operations() -> set[str]:
    return {
        operation["operationId"]
        for item in document.schema()["paths"].values()
        for operation in item.values()
    }


def test_every_form_has_its_operation_or_a_reason_why_not():
    left = {
        name for name in FORMS if name not in screens.OPERATIONS and not screens.reason_for(name)
    }
    assert not left, "say in tests/safeguards/operations/screens.py what does the same over the API"


def test_no_form_has_both_and_none_is_made_up():
    for name in screens.OPERATIONS:
        assert name in FORMS, name
        assert not screens.reason_for(name), name
    assert set(screens.NONE) <= set(TABLE)


def test_the_operations_named_are_there_and_every_change_stands_for_a_form():
    known = operations()
    named = {each for several in screens.OPERATIONS.values() for each in several}
    assert named <= known
    changes = {
        operation["operationId"]
        for item in document.schema()["paths"].values()
        for way, operation in item.items()
        if way != "get"
    }
    assert changes - named <= ONLY_HERE


# What the screens do by the command line, or not at all.
ONLY_HERE = {"claims.import_claims"}


def fresh_views() -> Iterator[tuple[str, bool]]:
    """Every form that asks for a fresh sign-in, and whether for each of its acts."""
    for route in routes(get_resolver().url_patterns):
        view: Any = route.callback
        while hasattr(view, "__code__"):
            code = view.__code__
            if code.co_filename == freshness.__file__ and code.co_name == "fresh":
                cells = dict(zip(code.co_freevars, view.__closure__ or (), strict=True))
                is_always = (
                    "when" in cells
                    and cells["when"].cell_contents.__code__.co_filename == freshness.__file__
                )
                yield str(route.name), is_always
                break
            view = getattr(view, "__wrapped__", None)


def routes(patterns: Any) -> Iterator[URLPattern]:
    for each in patterns:
        if isinstance(each, URLPattern):
            yield each
        else:
            yield from routes(each.url_patterns)


def test_what_asks_a_person_for_a_fresh_sign_in_asks_a_program_for_a_scope_that_acts():
    scopes = {
        operation["operationId"]: operation["x-scope"]
        for item in document.schema()["paths"].values()
        for operation in item.values()
    }
    found = dict(fresh_views())
    assert found["message-publish"]
    assert not found["crisis-proposal"]  # confirming alone
    for name, is_always in found.items():
        if screens.reason_for(name):
            continue
        acting = [SCOPES[scopes[each]].acts for each in screens.OPERATIONS[name]]
        assert all(acting) if is_always else any(acting), name
