"""A hub of an exercise is written, approved and read by those who take part, and never public."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tangkal.desk.portal.models import Clarification, ReferencePage
from tangkal.desk.reference import commands
from tangkal.desk.reference.forms import HubForm
from tangkal.desk.reference.models import Entry
from tests.desk.portal.conftest import publish as publish  # noqa: PLC0414 - a fixture
from tests.desk.reference.conftest import HUB, out

pytestmark = pytest.mark.django_db
EXERCISE = HUB | {"title": "Gempa Latihan", "is_exercise": True}
FIELDS = {
    "title": "Gempa Latihan",
    "known": "Latihan: gempa pukul 05.12.",
    "starts_on": timezone.localdate().isoformat(),
    "is_exercise": "on",
}
PUBLIC = ("/", "/topik/", "/sitemap.xml", "/rss.xml", "/atom.xml", "/sematan/", "/luring/")


def test_a_writer_marks_it_when_it_is_begun(signed_in, people):
    reply = signed_in("penyusun").post("/desk/reference/new/hub/", FIELDS)
    assert reply.status_code == 302
    entry = Entry.objects.get()
    assert entry.is_exercise
    assert "is_exercise" not in entry.versions.get().content
    assert "LATIHAN" in signed_in("penyetuju").get(f"/desk/reference/{entry.pk}/").text
    assert "LATIHAN" in signed_in("penyetuju").get("/desk/reference/?tab=hub").text


def test_it_stands_on_no_public_page_feed_or_list(published, citizen, people, signed_in):
    entry = published("hub", EXERCISE)
    assert entry.page.is_exercise
    address = f"/topik/{entry.page.slug}/"
    for page in PUBLIC:
        reply = citizen.get(page)
        assert reply.status_code == 200, page
        assert "Gempa Latihan" not in reply.text, page
        assert address not in reply.text, page
    assert citizen.get(address).status_code == 404
    assert citizen.get(f"{address}rss.xml").status_code == 404
    mine = signed_in("pemantau").get(address)
    assert mine.status_code == 200
    assert "EXERCISE" in mine.text
    assert "rss.xml" not in mine.text.partition("<main")[2].partition("</main>")[0]


def test_a_real_hub_beside_it_stays_as_it_was(published, citizen):
    published("hub", EXERCISE)
    published("hub", HUB)
    assert "Gempa Contoh" in citizen.get("/").text
    assert ReferencePage.objects.get(title="Gempa Contoh").is_exercise is False


def test_it_holds_its_exercise_s_answers_and_a_real_one_holds_none_of_them(
    published, publish, citizen, signed_in
):
    real, drill = publish(headline="Sungguhan"), publish(headline="Latihan saja")
    Clarification.objects.filter(pk=drill.pk).update(is_exercise=True)
    pinned = {"pinned": [real.slug, drill.slug]}
    exercise, hub = published("hub", EXERCISE | pinned), published("hub", HUB | pinned)
    theirs = signed_in("pemantau").get(f"/topik/{exercise.page.slug}/").text
    assert ("Latihan saja" in theirs, "Sungguhan" in theirs) == (True, False)
    public = citizen.get(f"/topik/{hub.page.slug}/").text
    assert ("Latihan saja" in public, "Sungguhan" in public) == (False, True)


def test_what_was_begun_as_one_stays_one(published, people, citizen):
    entry = published("hub", EXERCISE)
    commands.write(
        entry, HUB | {"title": "Gempa"}, by=people["penyusun"], expected_version=entry.version
    )
    entry = out(Entry.objects.get(), people)
    assert (entry.is_exercise, entry.page.is_exercise) == (True, True)
    assert citizen.get(f"/topik/{entry.page.slug}/").status_code == 404


def test_what_was_begun_as_real_becomes_no_exercise(published, people):
    entry = published("hub", HUB)
    with pytest.raises(ValidationError, match="begun as real"):
        commands.write(entry, EXERCISE, by=people["penyusun"], expected_version=entry.version)
    assert "is_exercise" not in HubForm(initial={"version": 2}).fields
