"""The case that two verifiers stand behind: false, and harmful to people's money."""

from tests.desk.strategic_communication.conftest import case, fresh_matcher  # noqa: F401
