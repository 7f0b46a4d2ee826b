"""A case that was decided to be answered, its text, and the page it became."""

import pytest

from tangkal.desk.portal.models import Clarification
from tangkal.desk.strategic_communication import commands as messages
from tangkal.desk.strategic_communication.models import Message
from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401


def publish(case, people, parts) -> Message:  # noqa: F811
    message = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        message = messages.take_step(
            message, action, by=people[who], expected_version=message.version
        )
    return messages.publish(message, by=people["penyetuju"], expected_version=message.version)


@pytest.fixture
def page(case, people, parts) -> Clarification:  # noqa: F811
    message = publish(case, people, parts)
    return Clarification.objects.get(slug=message.clarification_slug)
