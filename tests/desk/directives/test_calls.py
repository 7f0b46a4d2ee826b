"""Late offices are called about: district, province, centre; to the minute, to a person, once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.deadlines.models import Escalation
from tangkal.desk.directives import commands, timing
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.directives.models import Overdue, Recipient
from tangkal.desk.inbox.models import Notice

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def quiet(sent):
    """Only what a call tells is looked at."""
    Notice.objects.all().delete()


def called(now) -> list[tuple[str, int, str]]:
    """What a round at a moment adds: office that is late, stage, who is called."""
    before = set(Overdue.objects.values_list("pk", flat=True))
    commands.call_overdue(now)
    rows = Overdue.objects.exclude(pk__in=before).select_related("recipient__organisation")
    return sorted((r.recipient.organisation.type, r.stage, r.office.type) for r in rows)


def test_each_stage_is_called_in_its_minute_and_once(district, province, sent):
    due, grace = district.ack_due_at, (district.ack_due_at - district.sent_at) / 4

    assert called(due - MINUTE) == []
    assert called(due) == [("kabkota", 1, "kabkota"), ("provinsi", 1, "provinsi")]
    assert called(due + MINUTE) == []
    assert called(due + grace - MINUTE) == []
    assert called(due + grace) == [("kabkota", 2, "provinsi"), ("provinsi", 2, "kementerian")]
    assert called(due + 2 * grace) == [("kabkota", 3, "kementerian")]
    assert called(due + 3 * grace) == []


def test_a_worker_that_stood_still_calls_every_stage_once(district, province):
    late = district.publish_due_at + timedelta(days=1)

    found = called(late)

    assert len(found) == 10  # three stages of the district, two of the province, of both steps
    assert called(late + MINUTE) == []
    assert Recipient.objects.exclude(next_call_at=None).count() == 0


def test_a_call_goes_to_persons_district_province_then_centre(district, province, officers, people):
    commands.acknowledge(province, by=officers["province"])
    due, grace = district.ack_due_at, (district.ack_due_at - district.sent_at) / 4
    told = []
    for stage in range(3):
        Notice.objects.all().delete()
        commands.call_overdue(due + stage * grace)
        told.append({n.user for n in Notice.objects.filter(kind="directive")})

    assert told == [
        {officers["district"]},
        {officers["province"]},
        {people["penyusun"], people["penyetuju"]},  # who wrote it and who sent it
    ]
    # The same calls stand in the list of deadlines and go to people's own places.
    assert Escalation.objects.filter(clock__startswith="directive:").count() == 4


def test_an_office_without_anybody_is_called_for_at_the_next_one_above(
    district, province, officers
):
    officers["district"].is_active = False
    officers["district"].save()
    commands.acknowledge(province, by=officers["province"])

    commands.call_overdue(district.ack_due_at)

    assert {n.user for n in Notice.objects.filter(kind="directive")} == {officers["province"]}


def test_who_confirmed_in_time_is_not_called_about(district, province, officers):
    commands.acknowledge(district, by=officers["district"])
    commands.acknowledge(province, by=officers["province"])

    assert called(district.ack_due_at + MINUTE) == []
    assert called(district.publish_due_at) == [
        ("kabkota", 1, "kabkota"),
        ("provinsi", 1, "provinsi"),
    ]


def test_who_published_or_disagreed_is_not_called_for_publishing(district, province, officers):
    commands.publish(district, Published(text="x"), by=officers["district"])
    commands.dissent(province, "Keliru di sini.", by=officers["province"])

    assert called(district.publish_due_at + timedelta(days=1)) == []


def test_nobody_is_called_once_a_directive_ended(sent, district, people):
    commands.take_step(
        sent, "close", by=people["penyetuju"], expected_version=sent.version, comment="selesai"
    )
    assert called(district.publish_due_at + timedelta(days=1)) == []


def test_the_next_moment_is_what_the_stored_moments_say(district):
    """The index can be lost: it is computed from the row alone."""
    after = district.sent_at
    moments = []
    while (after := timing.next_call(district, after)) is not None:
        moments.append(after)
    assert moments == sorted({call.at for call in timing.calls(district, timing.STAGES)})
    assert district.next_call_at == moments[0]


def test_many_late_offices_ask_as_many_questions_as_few(sent, district, organisations):

    def questions(now) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            commands.call_overdue(now)
        return len(captured)

    Overdue.objects.all().delete()
    above = organisations["province"].path
    few = questions(district.ack_due_at)
    made = Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"Pemerintah Kabupaten {n}", type="kabkota", region=None,
                parent=organisations["province"], path=f"{above}{9000 + n}.",
            )
            for n in range(80)
        ]
    )  # fmt: skip
    Overdue.objects.all().delete()
    Escalation.objects.all().delete()
    Notice.objects.all().delete()
    Recipient.objects.update(next_call_at=district.ack_due_at)
    Recipient.objects.bulk_create(
        [
            Recipient(
                directive=sent, organisation=each, round=1, sent_at=district.sent_at,
                ack_due_at=district.ack_due_at, publish_due_at=district.publish_due_at,
                next_call_at=district.ack_due_at,
            )
            for each in made
        ]
    )  # fmt: skip
    many = questions(district.ack_due_at)

    assert Overdue.objects.count() == 82
    assert many <= few + 1  # people above, where an office has nobody


def test_whoever_is_called_can_read_the_page_that_they_are_sent_to(
    sent, district, province, officers, organisations, client
):

    second = Organisation.objects.create(
        name="Pemerintah Kota Contoh", type="kabkota", parent=organisations["province"]
    )
    Recipient.objects.create(
        directive=sent, organisation=second, round=1, sent_at=district.sent_at,
        ack_due_at=district.ack_due_at, next_call_at=district.ack_due_at,
    )  # fmt: skip
    commands.acknowledge(province, by=officers["province"])
    grace = (district.ack_due_at - district.sent_at) / 4
    commands.call_overdue(district.ack_due_at + grace)

    notices = list(Notice.objects.filter(kind="directive"))
    assert any("2 offices" in notice.title for notice in notices)
    for notice in notices:
        client.force_login(notice.user)
        page = client.get(notice.url)
        assert page.status_code == 200, notice.url
    client.force_login(officers["province"])
    page = client.get(f"/desk/directives/{sent.pk}/offices/").content.decode()
    assert "Pemerintah Kota Contoh" in page
