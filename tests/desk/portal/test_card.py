"""The picture that stands where an answer's address is shared."""

import io
import re

import pytest
from PIL import Image

from tangkal.desk.portal import card, commands
from tangkal.desk.portal.models import Clarification

pytestmark = pytest.mark.django_db


def meta(page: str, name: str) -> str:
    return re.search(rf'<meta (?:property|name)="{name}" content="([^"]*)"', page)[1]


def test_the_page_names_its_picture_and_says_what_is_on_it(citizen, publish):
    found = publish(headline='Harga "BBM" tetap & stok cukup')
    page = citizen.get(f"/klarifikasi/{found.slug}/").text
    assert meta(page, "og:title") == "Harga &quot;BBM&quot; tetap &amp; stok cukup"
    assert meta(page, "twitter:card") == "summary_large_image"
    said = meta(page, "og:image:alt")
    assert "SALAH" in said
    assert "stok cukup" in said
    address = meta(page, "og:image")
    reply = citizen.get(address[address.index("/klarifikasi") :])
    assert reply.headers["Content-Type"] == "image/png"
    assert reply.headers["Cache-Control"].startswith("public")
    with Image.open(io.BytesIO(reply.content)) as picture:
        assert picture.size == (card.WIDTH, card.HEIGHT)


@pytest.mark.parametrize("length", [60, 110, 200])
def test_the_longest_headline_stays_on_one_picture(publish, length):
    words = ("Pembayaran " * 20)[: length - 1].strip()
    found = publish(headline=f"{words}.".ljust(length, "."))
    with Image.open(io.BytesIO(card.drawn(found))) as picture:  # two pages would be refused
        assert picture.size == (card.WIDTH, card.HEIGHT)


def test_it_says_what_became_of_the_answer(publish, people):
    found = publish()
    assert card.content(found)["mark"] == ""
    assert card.content(found)["verdict"] == "SALAH"
    commands.withdraw_clarification(found.slug, reason="Sumbernya keliru.", by=people["penyetuju"])
    assert card.content(Clarification.objects.get())["mark"]


def test_a_picture_of_nothing_is_not_found(citizen):
    assert citizen.get("/klarifikasi/tidak-ada.png").status_code == 404
