"""The desk's people, and a case that was decided to be answered, for the safeguards' proofs."""

import logging
from collections.abc import Iterator

import pytest

from tests.desk.conftest import *  # noqa: F403 - fixtures come along by their names
from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401


@pytest.fixture
def refusals_unlogged() -> Iterator[None]:
    """For tests that are refused ten thousand times: pytest keeps each record with its frames.

    Half a gigabyte of requests and pages would lie there until the test's end, and the garbage
    collector would walk it again and again. Errors are still logged.
    """
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)
