"""A case that was decided to be answered, and its text."""

from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401
