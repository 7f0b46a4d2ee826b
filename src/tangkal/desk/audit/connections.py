"""What every connection to the desk database is given."""

import traceback
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper


def prepare(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Called once a connection is open; it keeps its wrappers when it is opened again."""
    if let_go not in connection.execute_wrappers:
        connection.execute_wrappers.append(let_go)


def let_go(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Free a failed statement's cursor at once, in the thread that used it.

    Django's error refers to itself through its traceback, so the cursor in those frames would
    wait for the garbage collector, which runs in any thread. Where that thread holds SQLite's
    write lock, resetting the cursor waits for the mutex of a connection that waits for that very
    lock: both stand still until the second one's patience ends.
    """
    try:
        return execute(sql, params, many, context)
    except DatabaseError as error:
        clear_frames(error)
        raise


def clear_frames(error: DatabaseError) -> None:
    """Empty the frames that have ended; a name for an error in one that goes on would stay."""
    for each in (error, error.__cause__):
        if each is not None:
            traceback.clear_frames(each.__traceback__)
