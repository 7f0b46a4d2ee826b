"""Who keeps the machine reads nothing of what the desk works on: every address, as they see it."""

import pytest
from django.test import Client

from tangkal.desk.accounts.roles import Role
from tests.safeguards.answers import NO, STRANGER
from tests.safeguards.test_urls_by_role import TABLE, addresses  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def test_an_administrator_s_pages_hold_no_word_of_cases_messages_or_narratives(
    addresses,  # noqa: F811
    case,
    people,
    parts,
):
    words = {
        case.title,
        *case.claims.values_list("text", flat=True),
        *(text for text in parts.values() if len(text) > 20),
    }
    browser = Client(raise_request_exception=False)
    browser.force_login(
        people[Role.SYSTEM_ADMIN.value], backend="django.contrib.auth.backends.ModelBackend"
    )
    read, found = 0, []
    for name, address in addresses.items():
        get, _post = TABLE[name]
        if get is NO or get.expected(STRANGER) == 200:  # the portal is everybody's
            continue
        reply = browser.get(address)
        if reply.status_code != 200 or reply.streaming:
            continue
        read += 1
        found += [(name, word) for word in words if word in reply.text]
    assert read > 10
    assert not found


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.PARTNER, Role.EXERCISE_CONTROLLER])
def test_no_scope_of_such_a_role_reads_content(people, role):
    person = people[role.value]
    assert not person.reads_content
    assert person.content_scopes() == []
