"""Whatever the screens do, the API does, or somebody has said why it does not."""

from tangkal.desk.api import document
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
