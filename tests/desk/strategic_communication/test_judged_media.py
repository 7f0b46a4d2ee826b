"""What a clarification judges of a picture is written, approved by hash and published with it."""

import pytest

from tangkal.desk.portal.media import JudgedMedia
from tangkal.desk.portal.models import Clarification
from tangkal.desk.strategic_communication import commands
from tangkal.desk.strategic_communication.models import Message, content_hash

pytestmark = pytest.mark.django_db

PHOTO = JudgedMedia(
    medium="picture", authenticity="TransformedContent", alt="Surat dengan cap yang ditempel."
)


def sent(parts, *media, version=None):
    rows = {"media-TOTAL_FORMS": len(media), "media-INITIAL_FORMS": 0}
    for number, each in enumerate(media):
        rows |= {f"media-{number}-{name}": value for name, value in each.items()}
    return parts | rows | ({"version": version} if version else {})


FILLED = {
    "medium": "picture",
    "authenticity": "TransformedContent",
    "alt": "Surat dengan cap yang ditempel.",
    "original_link": "https://arsip.example/surat",
}


def test_a_writer_adds_a_picture_and_it_goes_out_with_the_approved_text(
    client, case, people, parts
):
    client.force_login(people["penyusun"])
    client.post(f"/desk/messages/new/{case.number}/?template=clarification", sent(parts, FILLED))
    message = Message.objects.get()
    assert "Surat dengan cap" in client.get(f"/desk/messages/{message.pk}/").text
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        message = commands.take_step(
            message, action, by=people[who], expected_version=message.version
        )
    commands.publish(message, by=people["penyetuju"], expected_version=message.version)
    (media,) = Clarification.objects.get().media
    assert media["authenticity"] == "TransformedContent"
    assert media["original_link"] == "https://arsip.example/surat"


def test_a_picture_added_after_approval_is_another_version(case, people, parts):
    plain = content_hash("clarification", "id", parts)
    assert content_hash("clarification", "id", parts, []) == plain  # as before texts held any
    writer = people["penyusun"]
    message = commands.draft_message(case, "clarification", parts, by=writer)
    first = commands.latest(message)
    second = commands.save_version(
        message, parts, by=writer, expected_version=message.version, media=[PHOTO]
    )
    assert first.sha256 != second.sha256


def test_a_version_written_without_a_word_on_pictures_keeps_them(case, people, parts):
    writer = people["penyusun"]
    message = commands.draft_message(case, "clarification", parts, by=writer, media=[PHOTO])
    commands.save_version(message, parts, by=writer, expected_version=message.version)
    assert commands.latest(message).media[0]["alt"] == PHOTO.alt


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"alt": ""}, "This field is required"),
        ({"original_link": "javascript:alert(1)"}, "valid URL"),
        ({"authenticity": "Hoaks"}, "valid choice"),
    ],
)
def test_the_form_names_what_is_wrong_and_keeps_nothing(
    client, case, people, parts, change, sentence
):
    client.force_login(people["penyusun"])
    reply = client.post(
        f"/desk/messages/new/{case.number}/?template=clarification", sent(parts, FILLED | change)
    )
    assert sentence in reply.text
    assert not Message.objects.exists()


@pytest.mark.parametrize("address", ["steps/publish/", "correct/", "withdraw/"])
def test_a_step_that_does_not_fit_is_refused_in_words(client, case, people, parts, address):
    message = commands.draft_message(case, "clarification", parts, by=people["penyusun"])
    client.force_login(people["penyusun"])
    sent = {"version": message.version, "reason": "Salah.", "comment": "Salah."}
    reply = client.post(f"/desk/messages/{message.pk}/{address}", sent)
    assert reply.status_code in {302, 403}
