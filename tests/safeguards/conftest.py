"""The desk's people, and a case that was decided to be answered, for the safeguards' proofs."""

from tests.desk.conftest import *  # noqa: F403 - fixtures come along by their names
from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401
