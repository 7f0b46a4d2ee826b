"""Pages of houses, plans, alignment, requests and reports ask no more where there is more."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.alignment import commands
from tangkal.desk.cases.models import Case
from tangkal.desk.platform_requests import commands as requests
from tangkal.desk.strategic_communication import house_commands, plan_commands
from tangkal.desk.strategic_communication.house_models import MessageHouse
from tangkal.desk.strategic_communication.plan_models import ResponsePlan
from tangkal.desk.transparency import commands as reports
from tangkal.desk.transparency import figures
from tangkal.desk.transparency.quarters import ZONE, Quarter
from tests.desk.alignment.conftest import RIGHT, WRONG
from tests.desk.directives.conftest import CONTENT, change_facts
from tests.desk.platform_requests.walk import request_at
from tests.desk.strategic_communication.contents import PLAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(signed_in):
    """``asks("analis", address)``: how many questions a page asks, its choices being warm."""

    def count(who: str, address: str) -> int:
        client = signed_in(who)
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return count


def another(case: Case, number: int) -> Case:
    """The same case once more, under another number."""
    made = Case.objects.get(pk=case.pk)
    made.pk, made.number = None, f"2026-9{number:03}"
    made.save()
    return made


def copies(found, *, versions) -> None:
    """Two more of a house or a plan, each of a case of its own, with its versions."""
    for number in range(2):
        made = type(found).objects.get(pk=found.pk)
        made.pk, made.case = None, another(found.case, Case.objects.count() + number)
        made.save()
        for version in versions.all():
            version.pk = None
            setattr(version, "house" if isinstance(made, MessageHouse) else "plan", made)
            version.save()


def test_a_house_and_the_list_of_houses(house, people, asks):
    addresses = ["/desk/messages/houses/", f"/desk/messages/houses/{house.pk}/"]
    before = [asks("penyusun", each) for each in addresses]
    content = {**CONTENT, "pillars": [{**CONTENT["pillars"][0], "id": f"p{n}"} for n in range(3)]}
    for number in range(3):
        house = MessageHouse.objects.get(pk=house.pk)
        words = {**content, "questions": [{"question": f"Kapan {number}?", "answer": "Besok."}]}
        house_commands.save_house_version(
            house, words, by=people["penyusun"], expected_version=house.version
        )
    # What waits for a word shows beside what is in force: that is one state, measured first.
    before[1] = asks("penyusun", addresses[1])
    house_commands.save_house_version(
        MessageHouse.objects.get(pk=house.pk), CONTENT, by=people["penyusun"],
        expected_version=MessageHouse.objects.get(pk=house.pk).version,
    )  # fmt: skip
    copies(house, versions=house.versions)

    assert [asks("penyusun", each) for each in addresses] == before


def test_a_plan_and_the_list_of_plans(house, people, asks):
    plan = plan_commands.draft_plan(house.case, PLAN, by=people["penyusun"])
    plan = plan_commands.take_plan_step(
        plan, "submit", by=people["penyusun"], expected_version=plan.version
    )
    plan = plan_commands.take_plan_step(
        plan, "approve", by=people["penyetuju"], expected_version=plan.version
    )
    plan_commands.log_entry(plan, "find", "Pesan di 12 grup.", by=people["verifikator"])
    addresses = ["/desk/messages/plans/", f"/desk/messages/plans/{plan.pk}/"]
    before = [asks("penyusun", each) for each in addresses]
    for who in ("analis", "penyusun", "verifikator"):
        plan_commands.log_entry(plan, "assess", f"Dilihat oleh {who}.", by=people[who])
    copies(ResponsePlan.objects.get(pk=plan.pk), versions=plan.versions)

    assert [asks("penyusun", each) for each in addresses] == before


def test_alignment_by_house_by_office_and_by_message(house, organisations, people, asks):
    by = people["analis"]
    text = commands.take_text(house, organisations["district"], text=WRONG, by=by)
    clash = text.checks.filter(value="-1").first()
    commands.confirm(clash, "-1", by=by)
    addresses = [
        "/desk/alignment/",
        f"/desk/alignment/houses/{house.pk}/",
        f"/desk/alignment/texts/{text.pk}/",
        f"/desk/alignment/houses/{house.pk}/feeds/",
    ]
    before = [asks("hukum", each) for each in addresses]
    for made in text.checks.all():
        commands.confirm(made, "0", by=people["second_analis"], reason="Bukan harga BBM.")
        commands.confirm(made, "-1", by=people["verifikator"], reason="Harga BBM juga.")
    for number in range(5):
        office = Organisation.objects.create(
            name=f"Kabupaten {number}", type="kabkota", parent=organisations["province"]
        )
        commands.take_text(house, office, text=RIGHT if number % 2 else WRONG, by=by)
        commands.add_feed(house, office, url=f"https://kab{number}.example/rss", by=by)
    copies(house, versions=house.versions)

    assert [asks("hukum", each) for each in addresses] == before


def test_a_text_with_more_messages_asks_no_more(house, organisations, people, asks):
    def count() -> int:
        text = commands.take_text(
            MessageHouse.objects.get(pk=house.pk), organisations["district"], text=WRONG,
            by=people["analis"],
        )  # fmt: skip
        for made in text.checks.all():
            commands.confirm(made, "-1", by=people["verifikator"], reason="Beda harga.")
        return asks("hukum", f"/desk/alignment/texts/{text.pk}/")

    before = count()
    change_facts(
        house, people, umbrella="Harga Pertalite Rp9.500 per liter.",
        locked=[{"text": "Rp9.500 per liter", "kind": "figure"}],
    )  # fmt: skip
    few = count()
    now = MessageHouse.objects.get(pk=house.pk)
    version = now.versions.get(number=2)
    version.content["pillars"] = [
        {**CONTENT["pillars"][0], "id": f"p{n}", "text": f"Pertalite Rp9.500 di kota ke-{n}."}
        for n in range(1, 6)
    ]
    version.save()

    assert count() == few == before


def test_the_register_of_requests_and_one_request(house, people, asks):
    request = request_at("sent", house.case, people, paths=("1",))
    many = request_at("sent", house.case, people, paths=("2", "3", "4", "5"))
    addresses = [
        "/desk/platform-requests/?tab=sent",
        f"/desk/platform-requests/{request.pk}/",
    ]
    one = asks("analis", addresses[1])
    register = asks("analis", addresses[0])
    request_at("sent", house.case, people, paths=("6", "7"))
    for item in list(many.items.all())[:3]:
        requests.answer(item, state="acted", text="Diturunkan", by=people["analis"])

    assert asks("analis", addresses[0]) == register
    assert asks("analis", f"/desk/platform-requests/{many.pk}/") == one


def test_transparency_here_and_in_public(house, people, organisations, asks):
    begun = datetime(2025, 11, 10, 9, tzinfo=ZONE)
    Case.objects.update(opened_at=begun)
    quarter, office = Quarter(2025, 4), house.case.lead_organisation

    def publish(which: Quarter) -> None:
        report = reports.begin(office, which, by=people["analis"])
        seen = figures.sha256_of(figures.compute(office, which))
        reports.publish(report, decision="Sudah dibaca.", by=people["penyetuju"], sha256_seen=seen)

    publish(quarter)
    addresses = [
        "/desk/transparency/",
        f"/desk/transparency/{office.pk}/2025-4/",
        "/transparansi/",
        f"/transparansi/{office.pk}/2025-4/",
    ]
    before = [asks("analis", each) for each in addresses]
    request_at("acted", house.case, people)
    publish(quarter.next)
    abroad = another(house.case, 1)
    Case.objects.filter(pk=abroad.pk).update(
        lead_organisation=organisations["foreign"], opened_at=begun
    )

    assert [asks("analis", each) for each in addresses] == before
