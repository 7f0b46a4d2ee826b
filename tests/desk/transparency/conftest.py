"""The case that two verifiers stand behind, and its requests."""

from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401
