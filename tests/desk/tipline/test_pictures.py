"""Pictures: fetched by the service's own API within limits, compared, and let go."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from tangkal.desk.portal.models import PublicReport
from tangkal.desk.recognise.media import commands as media
from tangkal.desk.recognise.media import index
from tangkal.desk.recognise.media.reading import take
from tangkal.desk.recognise.models import KnownClaim
from tangkal.desk.tipline import fetching
from tangkal.desk.tipline.models import Inbound
from tests.desk.tipline.conftest import ACCESS, CLAIM, TOKEN, fresh
from tests.desk.tipline.services import png
from tests.sources.tiplines.payloads import telegram as update
from tests.sources.tiplines.payloads import wa_image
from tests.sources.tiplines.payloads import whatsapp as api

pytestmark = pytest.mark.django_db
FILE, OTHER = "1003383421387256", "AgADbesar"


@pytest.fixture
def known_picture(publish, people):
    """A published answer to which a picture belongs."""
    index.forget()  # it outlives a test's database
    page = publish()
    claim = KnownClaim.objects.get(pk=page.known_claim_id)
    keep(claim, png(1), people)
    yield page
    index.forget()


def keep(claim, content, people):
    media.keep(claim, take(ContentFile(content, "x.png")), by=people["verifikator"])


def sent(text=None, **fields):
    photo = [{"file_id": OTHER, "file_size": 5000}]
    return update(None, photo=photo, **({"caption": text} if text else {}), **fields)


def test_a_known_picture_is_answered_over_both_services(
    telegram, whatsapp, known_picture, tell, services
):
    services.files |= {FILE: png(1), OTHER: png(1)}
    for said in (tell(telegram, sent()), tell(whatsapp, api(wa_image(caption="")))):
        assert known_picture.slug in said
    paths = [path for path, _authorization in services.fetched]
    assert paths[:2] == [f"/bot{TOKEN}/getFile?file_id={OTHER}", f"/file/bot{TOKEN}/photos/{OTHER}"]
    assert paths[2:] == [f"/v21.0/{FILE}", f"/unduh/{FILE}"]
    assert [each for _path, each in services.fetched[2:]] == [f"Bearer {ACCESS}"] * 2


def test_the_same_picture_under_other_words_is_offered_and_not_asserted(
    telegram, known_picture, tell, services
):
    services.files[OTHER] = png(1)
    said = tell(telegram, sent("Kemarin terjadi gempa besar di Kota Contoh"))
    assert said.splitlines()[1].startswith("1.")
    assert known_picture.slug not in said
    assert known_picture.slug in tell(telegram, update("1"))


def test_words_that_are_known_need_no_picture(telegram, publish, tell, services):
    page = publish()
    services.files[OTHER] = png(2)
    assert page.slug in tell(telegram, sent(CLAIM))


def test_an_unknown_picture_asks_for_words_and_with_words_becomes_a_question(
    telegram, tell, services
):
    services.files[OTHER] = png(3)
    assert "tidak mengenal gambar" in tell(telegram, sent())
    assert not PublicReport.objects.exists()
    tell(telegram, sent("Jembatan Contoh ambruk pagi ini karena banjir besar"))
    assert PublicReport.objects.get().text.startswith("Jembatan")


def test_an_album_of_unknown_pictures_is_asked_about_once(telegram, tell, services):
    services.files[OTHER] = png(3)
    said = [tell(telegram, sent(media_group_id="77")) for _each in range(3)]
    assert [bool(each) for each in said] == [True, False, False]
    assert tell(telegram, sent(media_group_id="78"))


@pytest.mark.parametrize(
    ("content", "changes"),
    [
        (b"\x89PNG bukan gambar", {}),
        (png(1)[:200], {}),
        (png(1), {"told_size": fetching.MOST_BYTES + 1}),
        (b"x" * (fetching.MOST_BYTES + 10), {"told_size": 12}),
        (png(1), {"status": 404, "error": {"ok": False}}),
    ],
    ids=["no picture", "cut off", "too large by its word", "too large in fact", "gone"],
)
def test_a_picture_that_cannot_be_read_is_said_so(telegram, tell, services, content, changes):
    services.files[OTHER] = content
    for name, value in changes.items():
        setattr(services, name, value)
    assert "tidak dapat dibuka" in tell(telegram, sent())


def test_one_that_says_it_is_too_large_is_not_even_asked_for(telegram, tell, services):
    photo = [{"file_id": OTHER, "file_size": fetching.MOST_BYTES + 1}]
    assert "tidak dapat dibuka" in tell(telegram, update(None, photo=photo))
    assert not services.fetched


@pytest.mark.parametrize("status", [429, 503, 0], ids=["too fast", "down", "half an answer"])
def test_a_service_that_is_away_is_asked_again(
    telegram, known_picture, call, work, services, clock, status
):
    services.files[OTHER] = png(1)
    services.status, services.headers = status, {"Retry-After": "40"}
    assert call(telegram, fresh(sent())) == 200
    work()
    found = Inbound.objects.get()
    assert (found.state, found.attempts) == ("new", 1)
    if status == 429:
        assert found.next_at >= clock() + timedelta(seconds=35)
    services.status = 200
    clock.ahead = timedelta(minutes=2)
    work()
    assert Inbound.objects.get().came_of_it == "same"


def test_after_some_attempts_it_is_answered_without_the_picture(
    telegram, tell, call, work, services, clock
):
    services.files[OTHER], services.status = png(1), 503
    assert call(telegram, fresh(sent())) == 200
    for _each in range(5):
        work()
        clock.ahead += timedelta(minutes=10)
    found = Inbound.objects.get()
    assert (found.state, found.came_of_it) == ("done", "picture")


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://facebook.com.penipu.example/a",
        "https://penipu.example/?x=.fbsbx.com",
        "file:///etc/passwd",
    ],
)
def test_the_access_token_goes_to_meta_alone(whatsapp, tell, services, url):
    services.files[FILE], services.media_url = png(1), url
    assert "tidak dapat dibuka" in tell(whatsapp, api(wa_image(caption="")))
    assert [path for path, _authorization in services.fetched] == [f"/v21.0/{FILE}"]


def test_a_path_that_leads_out_of_the_bots_files_is_not_followed(telegram, tell, services):
    services.files["../../x"] = png(1)
    photo = [{"file_id": "../../x", "file_size": 50}]
    assert "tidak dapat dibuka" in tell(telegram, update(None, photo=photo))
    assert len(services.fetched) <= 1
