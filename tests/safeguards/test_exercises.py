"""What belongs to an exercise never becomes real, and reality is never taken for an exercise."""

from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError

from tangkal.desk.cases import commands as cases
from tangkal.desk.cases.models import Case, Signal
from tangkal.desk.jobs import worker
from tangkal.desk.portal.models import Clarification
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.strategic_communication import commands
from tangkal.pipeline.home import Home
from tangkal.pipeline.intake import single_item
from tangkal.pipeline.stores import open_stores
from tests.desk.cases.walk import item

pytestmark = pytest.mark.django_db
STORY = "Besok harga BBM naik dua kali lipat, sebarkan ke semua grup keluarga!"


@pytest.fixture
def exercise_page(case, people, parts) -> Clarification:
    """An exercise's clarification, through every step, in a home that is no demonstration."""
    Case.objects.filter(pk=case.pk).update(is_exercise=True)
    message = commands.draft_message(case, "clarification", parts, by=people["penyusun"])
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        message = commands.take_step(
            message, action, by=people[who], expected_version=message.version
        )
    commands.publish(message, by=people["penyetuju"], expected_version=message.version)
    return Clarification.objects.get()


def test_a_citizen_never_meets_an_exercise(client, exercise_page):
    assert exercise_page.is_exercise
    assert not KnownClaim.objects.exists()
    assert client.get(f"/klarifikasi/{exercise_page.slug}/").status_code == 404
    for address in ("/", "/cari/?q=BBM", "/rss.xml", "/atom.xml", "/klarifikasi.jsonld",
                    "/sitemap.xml", "/koreksi/"):  # fmt: skip
        assert exercise_page.slug not in client.get(address).content.decode()


def test_those_who_take_part_see_the_watermark(signed_in, exercise_page):
    shown = signed_in("analis").get(f"/klarifikasi/{exercise_page.slug}/")
    assert shown.context["is_exercise"]
    assert "private" in shown.headers["Cache-Control"]


def test_an_item_of_an_exercise_is_no_evidence_in_a_real_case(people):
    with pytest.raises(ValidationError, match="exercise"):
        cases.open_case([], title="BBM", by=people["analis"], items=[item(is_exercise=True)])
    assert not Case.objects.exists()


@pytest.mark.parametrize("first", [True, False])
def test_one_story_told_by_an_exercise_and_by_the_world_makes_two_signals(
    tmp_path, monkeypatch, first
):
    home = Home(tmp_path / "home")
    home.make()
    tangkal = replace(django_settings.TANGKAL, home=home)
    monkeypatch.setattr(worker, "current", lambda: tangkal)
    # The test's own transaction lives in the connection that the worker would renew.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    for is_exercise in (first, not first):
        with open_stores(tangkal) as stores:
            single_item(
                stores, text=STORY, native_id=f"item-{is_exercise}", is_exercise=is_exercise
            )
        worker.run(once=True)

    found = {signal.key.split(":")[0]: signal.is_exercise for signal in Signal.objects.all()}
    assert found == {"narrative": False, "exercise": True}
    assert Signal.objects.values("narrative_id").distinct().count() == 1
