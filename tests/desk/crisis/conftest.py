"""A crisis of the ministry, proposed by one approver and confirmed by another."""

import pytest

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.crisis import commands
from tangkal.desk.crisis.models import Crisis, Proposal
from tests.desk.strategic_communication.conftest import case, fresh_matcher, parts  # noqa: F401


@pytest.fixture
def asked(people, case, organisations) -> Proposal:  # noqa: F811
    """Level 2, proposed and not confirmed yet."""
    return commands.propose(
        organisations["ministry"],
        "Isu BBM meluas",
        level=2,
        trigger="Media nasional memuat",
        reason="Antrean di tiga kota.",
        cases=[case],
        by=people["penyetuju"],
    )


@pytest.fixture
def crisis(asked, people) -> Crisis:
    """Level 2, in force."""
    return commands.confirm(asked, by=people["second_penyetuju"])


@pytest.fixture
def region_officer(people, organisations):
    """The regional officer of the district, who reads nothing of the ministry."""
    from tests.desk.conftest import make_person

    return make_person("petugas_kabupaten", organisations["district"], "admin_daerah")


def office(crisis: Crisis) -> Organisation:
    return crisis.organisation
