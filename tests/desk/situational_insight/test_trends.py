"""What grew is shown with its past; what was not heard is named; nothing known is said so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tangkal.desk.situational_insight.models import InsightRun
from tangkal.desk.situational_insight.trends import computing
from tangkal.engines import LakeError
from tests.desk.lakes import item

TRENDS = "/desk/trends/"
pytestmark = pytest.mark.django_db


def week(name, an_hour, hours, start=0, **fields):
    return [
        item(f"{name}{h:04x}{k:x}", hours_ago=h + 0.5, observed_at=None, **fields)
        for h in range(start, start + hours)
        for k in range(an_hour)
    ]


def dated(rows):
    """Seen when they were published, so that the lake's days are the items' days."""
    return [{**row, "observed_at": row["published_at"]} for row in rows]


@pytest.fixture
def lake(use_lake, organisations):
    """Eight days of two calm stories; one of them storms since five hours."""
    return use_lake(
        *dated(week("a", 1, 192, narrative="N1", text="Harga BBM #bbm", platform="x")),
        *dated(week("b", 1, 192, narrative="N2", text="Banjir #banjir", platform="facebook")),
        *dated(
            week(
                "c",
                25,
                5,
                start=1,
                narrative="N1",
                text="Harga BBM naik #BBM",
                platform="x",
                region_code="99.01",
            )
        ),
    )


def measure(lake, *, is_exercise=False):
    return computing.measure(lake, now=timezone.now(), is_exercise=is_exercise)


def test_planted_growth_is_found_in_every_dimension_it_shows_in(lake):
    run = measure(lake)
    assert run.fault == ""
    found = {
        key: [each["name"] for each in about["grown"]]
        for key, about in run.content["day"]["dimensions"].items()
    }
    assert found["narrative"] == ["N1"]
    assert found["hashtag"] == ["#bbm"]
    assert found["platform"] == ["x"]
    assert found["region"] == ["99"]


def test_the_page_shows_what_grew_against_its_usual_and_since_when(lake, signed_in):
    measure(lake)
    said = signed_in("analis").get(TRENDS).content.decode()
    assert "#bbm" in said
    assert "Provinsi Contoh" in said
    assert "may be chance" in said
    week_ = signed_in("analis").get(f"{TRENDS}?since=week").content.decode()
    assert "three are needed for “usual”" in week_


def test_growth_of_an_exercise_is_no_growth_of_the_world(use_lake, signed_in):
    lake = use_lake(
        *dated(week("a", 1, 192, text="#sungguhan")),
        *dated(week("b", 1, 192, text="#latihan", is_exercise=True)),
        *dated(week("c", 30, 4, start=1, text="#latihan", is_exercise=True)),
    )
    real, drill = measure(lake), measure(lake, is_exercise=True)
    assert real.content["day"]["dimensions"]["hashtag"]["grown"] == []
    assert drill.content["day"]["dimensions"]["hashtag"]["found"] == 1
    assert "#latihan" not in signed_in("analis").get(TRENDS).content.decode()
    assert "#latihan" in signed_in("analis").get(f"{TRENDS}?reality=exercise").content.decode()


def test_a_silent_source_is_named_beside_the_trends(use_lake, signed_in):
    lake = use_lake(
        *dated(week("a", 2, 192, source="rss:kota", start=12)),
        *dated(week("b", 2, 192, source="portal")),
    )
    measure(lake)
    said = signed_in("analis").get(TRENDS).content.decode()
    assert "no data from rss:kota since" in said
    assert "no data from portal" not in said
    assert "Not all sources were heard." in said


def test_nothing_measured_nothing_read_and_a_fault_are_each_said(use_lake, signed_in, monkeypatch):
    lake, client = use_lake(), signed_in("analis")
    assert "Not measured yet" in client.get(TRENDS).content.decode()
    measure(lake)
    assert "The lake holds no past yet" in client.get(TRENDS).content.decode()

    def broken(*_args, **_more):
        raise LakeError("the disk is gone")

    monkeypatch.setattr(computing, "look", broken)
    measure(lake)
    assert "the disk is gone" in client.get(TRENDS).content.decode()


def test_hashtags_of_too_long_a_past_are_not_known_rather_than_calm(lake, monkeypatch, signed_in):
    monkeypatch.setattr(computing, "MOST_TEXTS", 50)
    run = measure(lake)
    assert run.content["day"]["dimensions"]["hashtag"] == {"unknown": True}
    assert "Not known" in signed_in("analis").get(TRENDS).content.decode()


def test_an_old_measurement_is_no_picture_of_now(lake, signed_in):
    measure(lake)
    InsightRun.objects.update(until=timezone.now() - timedelta(hours=5))
    assert "This is no picture of now" in signed_in("analis").get(TRENDS).content.decode()


def test_the_page_asks_the_database_a_fixed_number_of_times(lake, signed_in):
    measure(lake)
    client = signed_in("analis")
    client.get(TRENDS)
    with CaptureQueriesContext(connection) as asked:
        client.get(TRENDS)
    assert len(asked) <= 12
