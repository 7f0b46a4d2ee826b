"""What the database counts of a directive is what each office's moments say, one by one."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from tangkal.desk.accounts.models import Organisation, Region
from tangkal.desk.directives import coverage, queries, timing
from tangkal.desk.directives.models import Recipient
from tangkal.desk.directives.states import AnswerState

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def every_kind(sent, organisations, now) -> list[Recipient]:
    """An office for each way its moments can stand; of two provinces, some ended since."""
    sent.recipients.all().delete()
    regions = [
        Region.objects.get_or_create(code=code, defaults={"name": code, "level": "provinsi"})[0]
        for code in ("31", "32")
    ]
    ways = product(
        (None, now - HOUR, now + HOUR),  # confirm by
        (None, now - 2 * HOUR, now - HOUR / 2),  # confirmed
        (None, now - HOUR, now + HOUR),  # publish by
        (None, now - HOUR),  # published
        (None, now - HOUR),  # disagreed
    )
    made = []
    for place, (ack_due, done, publish_due, published, dissented) in enumerate(ways):
        office = Organisation.objects.create(
            name=f"Kabupaten {place}",
            type="kabkota",
            parent=organisations["ministry"],
            region=regions[place % 2],
            active_to="2020-01-01" if place % 5 == 0 else None,
        )
        made.append(
            Recipient.objects.create(
                directive=sent, organisation=office, round=sent.round, sent_at=now - 5 * HOUR,
                ack_due_at=ack_due, acknowledged_at=done, publish_due_at=publish_due,
                published_at=published, dissented_at=dissented,
                waiting_since=now if place % 3 == 0 else None,
                state=AnswerState.CONTRADICTS if place % 7 == 0 else AnswerState.READ,
            )
        )  # fmt: skip
    return made


def test_who_is_late_in_the_list_is_who_is_late_by_the_clock(sent, every_kind, now):
    late = {row.pk for row in every_kind if timing.is_late(row, now)}
    found = queries.filtered(queries.offices_of(sent), "late", "", "", now)

    assert set(found.values_list("pk", flat=True)) == late
    assert 0 < len(late) < len(every_kind)


@pytest.mark.parametrize(
    ("show", "test"),
    [
        ("all", lambda row: True),
        ("nonsense", lambda row: True),
        ("addressed", lambda row: True),
        ("unaddressed", lambda row: False),
        ("unconfirmed", lambda row: row.acknowledged_at is None),
        ("unpublished", lambda row: row.published_at is None),
        ("published", lambda row: row.published_at is not None),
        ("asking", lambda row: row.waiting_since is not None),
        ("contradicting", lambda row: row.state == AnswerState.CONTRADICTS),
    ],
)
def test_each_choice_of_the_list_shows_what_it_says(sent, every_kind, now, show, test):
    found = queries.filtered(queries.offices_of(sent), show, "", "", now)
    assert set(found.values_list("pk", flat=True)) == {row.pk for row in every_kind if test(row)}


def test_the_list_finds_an_office_by_province_and_by_part_of_its_name(sent, every_kind, now):
    offices = queries.offices_of(sent)

    province = queries.filtered(offices, "all", "32", "", now)
    named = queries.filtered(offices, "all", "", " kabUPaten 11 ", now)

    assert province.count() == len(every_kind) // 2
    assert [row.organisation.name for row in named] == ["Kabupaten 11"]


def test_the_figures_are_counted_over_every_office(sent, every_kind, now):
    counted, shares = coverage.progress_of(sent, now)
    confirmed = [row for row in every_kind if row.acknowledged_at]
    published = [row for row in every_kind if row.published_at]

    assert counted.addressed == len(every_kind)
    assert counted.confirmed == len(confirmed)
    assert counted.on_time == sum(
        row.ack_due_at is None or row.acknowledged_at <= row.ack_due_at for row in confirmed
    )
    assert counted.published == len(published)
    assert counted.late == sum(timing.is_late(row, now) for row in every_kind)
    assert counted.asking == sum(row.waiting_since is not None for row in every_kind)
    assert counted.contradicting == sum(row.state == "KONTRADIKSI" for row in every_kind)
    assert counted.dissenting == sum(row.dissented_at is not None for row in every_kind)
    # A government that has ended published too, but is none of the registry's any more.
    assert counted.national == sum(row.organisation.active_to is None for row in published)
    there = [row for row in every_kind if row.organisation.active_to is None]
    assert counted.governments == len(there)
    of_province = {
        code: [row for row in there if row.organisation.region_id == code] for code in ("31", "32")
    }
    assert shares == {
        code: round(100 * sum(row.published_at is not None for row in rows) / len(rows))
        for code, rows in of_province.items()
    }


@pytest.fixture
def not_asked(every_kind, organisations) -> list[Organisation]:
    """Governments of the registry that nobody wrote to: of a province asked, and of another."""
    Region.objects.get_or_create(code="33", defaults={"name": "33", "level": "provinsi"})
    return [
        Organisation.objects.create(
            name=f"Kota {place}",
            type="kabkota",
            parent=organisations["ministry"],
            region_id=("31", "33")[place % 2],
        )
        for place in range(60)
    ]


def names_on(client, sent, **asked) -> list[str]:
    """Every office of the list in order, over all its pages."""
    found, page = [], 1
    while True:
        body = client.get(f"/desk/directives/{sent.pk}/", {**asked, "page": page}).content.decode()
        rows = re.findall(
            r'<tr><th scope="row">(?:<a [^>]*>)?([^<]+)', body.partition('id="offices"')[2]
        )
        rows = [each for each in rows if each not in found]
        if not rows:
            return found
        found += rows
        page += 1


def test_the_list_is_over_the_registry_and_says_who_was_not_addressed(
    sent, every_kind, not_asked, client, people
):
    client.force_login(people["penyusun"])
    asked = [row.organisation.name for row in every_kind]
    left_out = [office.name for office in not_asked]
    # The fixtures' own province and district are governments too, and were not asked.
    others = ["Pemerintah Provinsi Contoh", "Pemerintah Kabupaten Contoh"]

    everybody = names_on(client, sent)
    assert sorted(everybody) == sorted([*asked, *left_out, *others])
    assert sorted(everybody[: len(asked)]) == sorted(asked)  # whoever was asked comes first
    assert sorted(names_on(client, sent, show="addressed")) == sorted(asked)
    assert sorted(names_on(client, sent, show="unaddressed")) == sorted([*left_out, *others])
    assert names_on(client, sent, show="unaddressed", province="33") == left_out[1::2]
    assert names_on(client, sent, province="33", q="kota 7") == ["Kota 7"]
    page = client.get(f"/desk/directives/{sent.pk}/?show=unaddressed").content.decode()
    assert "62 governments not addressed" in page
    assert page.count("Not addressed</span>") == 50
    assert f"/desk/directives/{sent.pk}/offices/{not_asked[0].pk}/" not in page


def test_a_provinces_share_is_of_all_its_governments_and_none_where_none_was_asked(
    sent, every_kind, not_asked, now
):
    before = len([r for r in every_kind if r.organisation.active_to is None
                  and r.organisation.region_id == "31"])  # fmt: skip
    shown = len([r for r in every_kind if r.organisation.active_to is None
                 and r.organisation.region_id == "31" and r.published_at])  # fmt: skip
    _counted, shares = coverage.progress_of(sent, now)
    assert shares["31"] == round(100 * shown / (before + 30))
    assert "33" not in shares


def test_the_page_shows_fifty_offices_and_the_rest_on_the_next(
    sent, every_kind, people, client, now
):
    client.force_login(people["penyusun"])
    first = client.get(f"/desk/directives/{sent.pk}/").content.decode()
    third = client.get(f"/desk/directives/{sent.pk}/?page=3&show=addressed").content.decode()

    assert (first.count("Kabupaten "), third.count("Kabupaten ")) == (50, len(every_kind) - 100)
