"""One queue for the country; each office acts on what is its own."""

import pytest

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.cases import commands, rules
from tangkal.desk.cases.states import SignalState
from tangkal.desk.workflow import ActionDenied
from tests.desk.cases.walk import make_signal
from tests.desk.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions(organisations) -> None:
    Region.objects.create(code="98", name="Provinsi Lain", level=Region.Level.PROVINCE)


@pytest.mark.parametrize(
    ("who", "where", "may"),
    [
        ("analis", None, True),
        ("analis", "99", True),
        ("analis", "98", True),
        ("province_analis", "99", True),
        ("province_analis", "99.01", True),
        ("province_analis", "98", False),
        ("province_analis", None, False),
        ("district_analis", "99.01", True),
        ("district_analis", "99", False),
        ("district_analis", None, False),
        ("verifikator", "99", False),
        ("nobody", "99", False),
    ],
)
def test_an_office_screens_its_own_region_and_the_centre_all_of_them(
    people, regions, who, where, may
):
    signal = make_signal(region_id=where)
    assert rules.can_screen(people[who], signal) is may
    acts = (commands.screen, commands.claim_ownership)
    for act in acts:
        if may:
            assert act(signal, by=people[who]).owner == people[who]
        else:
            with pytest.raises(ActionDenied):
                act(signal, by=people[who])


def test_a_regional_office_takes_no_signal_of_another_region_into_its_case(people, regions):
    analyst: User = people["province_analis"]
    far = make_signal(region_id="98")
    with pytest.raises(ActionDenied, match="own region"):
        commands.open_case([far], title="Bukan daerah kami", by=analyst)
    case = commands.open_case([], title="Daerah kami", by=analyst)
    with pytest.raises(ActionDenied, match="own region"):
        commands.link(far, case, by=analyst)
    far.refresh_from_db()
    assert far.state == SignalState.NEW


def test_a_unit_without_a_region_is_no_centre(people, organisations, regions):
    unit = Organisation.objects.create(
        name="Dinas", type=Organisation.Type.UNIT, parent=organisations["province"]
    )
    officer = make_person("petugas_dinas", unit, "pemantau")
    assert not rules.can_screen(officer, make_signal(region_id="99"))
