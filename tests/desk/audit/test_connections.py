"""What a failed statement leaves behind; see tangkal.desk.audit.connections."""

import gc
import sqlite3

import pytest
from django.db import OperationalError, connection

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.rights.access import impatient


def cursors() -> int:
    """Of this thread's connection; other tests' connections may end at any time.

    By ``type``, since ``isinstance`` asks each object for its class, and lazy objects that
    other tests left behind answer by running their own code.
    """
    mine = connection.connection
    found = [each for each in gc.get_objects() if issubclass(type(each), sqlite3.Cursor)]
    return sum(each.connection is mine for each in found)


def is_refused() -> bool:
    """Whether a writer is turned away; the error itself is gone when this answers."""
    try:
        with impatient():
            Organisation.objects.update(name="x")
    except OperationalError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_a_refused_statement_leaves_no_cursor_to_the_collector():
    """The collector may run in the thread that holds the lock this one waits for."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite holds a mutex while it waits")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    gc.collect()
    gc.disable()
    try:
        other.execute("BEGIN IMMEDIATE")
        before = cursors()
        assert is_refused()
        assert cursors() == before
    finally:
        gc.enable()
        other.close()
