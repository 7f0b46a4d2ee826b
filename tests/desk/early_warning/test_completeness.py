"""Officers see what a report lacks, and ask for exactly that."""

import uuid

import pytest
from django.urls import reverse

from tangkal.desk.portal import completeness
from tangkal.desk.portal.models import PublicReport
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_places():
    completeness.place_names.cache_clear()
    yield
    completeness.place_names.cache_clear()


def test_a_signals_page_names_what_is_missing_and_the_step_records_it(people, signed_in):
    signal = walk.make_signal(excerpt="besok", platforms={"unknown": 3})
    client = signed_in("analis")
    page = client.get(reverse("signal", args=[signal.pk])).content.decode()
    assert "Is enough told to check it?" in page
    assert "Is there a link, or a picture of the screen?" in page
    reply = client.post(
        reverse("signal-act", args=[signal.pk, "ask-data"]),
        {"version": signal.version, "missing": ["link", "region", "nonsense"], "what": "saksi"},
    )
    assert reply.status_code == 302
    signal.refresh_from_db()
    assert signal.resolution == "A link or a picture, Which region it concerns; saksi"


def test_a_question_shows_what_is_missing_and_offers_the_text_that_asks(people, signed_in):
    report = PublicReport.objects.create(
        token=uuid.uuid4(), receipt="ABCD2345", text="Apa benar ini?", item_id="x"
    )
    client = signed_in("analis")
    address = reverse("question", args=[report.receipt])
    page = client.get(address).content.decode()
    assert "without it nothing can be checked" in page
    assert "What exactly does it say?" in client.get(address + "?reply=1").context["note"]
    report.text = "Di grup WhatsApp kemarin: vaksin gratis di Provinsi Contoh https://a.example"
    report.save()
    assert "link" in completeness.of_question(report).told
