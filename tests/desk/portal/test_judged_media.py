"""A judged picture is told in plain words and as MediaReview; a contested answer says so to all."""

import uuid

import pytest
from django.utils import timezone

from tangkal.desk.portal import commands
from tangkal.desk.portal.appeal_states import AppealState
from tangkal.desk.portal.media import AUTHENTICITY, MEDIUMS, JudgedMedia
from tangkal.desk.portal.models import Appeal
from tangkal.kernel import InvalidRecord
from tests.desk.markup import inline_code
from tests.desk.portal import schema_org
from tests.desk.portal.conftest import approved
from tests.desk.portal.test_publishing import markup_in, page_of

pytestmark = pytest.mark.django_db

PHOTO = JudgedMedia(
    medium="picture",
    authenticity="DecontextualizedContent",
    alt="Antrean panjang di sebuah SPBU pada malam hari.",
    original_context="Palembang, Maret 2022, difoto kantor berita.",
    original_link="https://arsip.example/foto/1",
    seen_at="https://sosial.example/unggahan/9",
)


@pytest.mark.parametrize("authenticity", AUTHENTICITY)
@pytest.mark.parametrize("medium", MEDIUMS)
def test_every_category_of_every_medium_is_valid_markup(citizen, publish, authenticity, medium):
    media = JudgedMedia(medium=medium, authenticity=authenticity, alt="Tampak antrean.")
    reviews = markup_in(page_of(citizen, publish(media=(media,))))

    assert [each["@type"] for each in reviews] == ["ClaimReview", "MediaReview"]
    assert [schema_org.faults(each) for each in reviews] == [[], []]
    assert reviews[1]["mediaAuthenticityCategory"] == authenticity


def test_the_page_says_it_in_words_and_links_to_the_original_alone(citizen, publish):
    found = publish(media=(PHOTO,))
    page = page_of(citizen, found, "?lang=en")

    assert "Taken out of its context" in page.text
    assert "it shows another event" in page.text
    for said in (PHOTO.alt, PHOTO.original_context):
        assert said in page.text
    assert f'href="{PHOTO.original_link}"' in page.text
    assert f'href="{PHOTO.seen_at}"' not in page.text  # a rumour is not passed on
    assert inline_code(page.text) == []


def test_markup_of_a_judged_picture_is_whole_in_page_and_feed(citizen, publish):
    found = publish(media=(PHOTO,))
    review = markup_in(page_of(citizen, found))[1]

    assert review["originalMediaContextDescription"] == PHOTO.original_context
    assert review["originalMediaLink"] == PHOTO.original_link
    (seen,) = review["itemReviewed"]["mediaItemAppearance"]
    assert (seen["@type"], seen["contentUrl"]) == ("ImageObjectSnapshot", PHOTO.seen_at)
    feed = citizen.get("/klarifikasi.jsonld").json()
    assert schema_org.faults(feed) == []
    assert [each["@type"] for each in feed["dataFeedElement"][0]["item"]] == [
        "ClaimReview",
        "MediaReview",
    ]
    (told,) = citizen.get(f"/klarifikasi/{found.slug}.json").json()["media"]
    assert told["authenticity"] == "DecontextualizedContent"


def test_a_changed_finding_about_a_picture_stands_in_the_corrections(citizen, publish, people):
    found = publish(media=(PHOTO,))
    other = JudgedMedia(medium="picture", authenticity="TransformedContent", alt=PHOTO.alt)
    commands.correct_clarification(
        found.slug, approved(media=(other,)), reason="Gambar diubah.", by=people["penyetuju"]
    )
    page = page_of(citizen, found, "?lang=en").text
    assert "The picture, video or sound" in page
    assert "<del>" in page
    assert schema_org.faults(markup_in(page_of(citizen, found))[0]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"medium": "tulisan"},
        {"authenticity": "Hoaks"},
        {"alt": " "},
        {"original_link": "javascript:alert(1)"},
        {"seen_at": "ftp://contoh.example/a"},
    ],
)
def test_a_finding_without_words_or_of_no_known_kind_is_refused(change):
    fields = {"medium": "picture", "authenticity": "StagedContent", "alt": "Tampak antrean."}
    with pytest.raises(InvalidRecord):
        JudgedMedia(**(fields | change))


def contest(found, **changes):
    fields = {
        "token": uuid.uuid4(),
        "receipt": f"S{uuid.uuid4().hex[:7].upper()}",
        "subject_type": "portal.clarification",
        "subject_id": found.slug,
        "subject_label": found.headline,
        "clarification": found,
        "part": "verdict",
        "why": "Rahasia pengirim.",
        "contested_sha256": "0" * 64,
    }
    return Appeal.objects.create(**(fields | changes))


def test_an_open_appeal_is_told_on_the_page_in_the_markup_and_to_programs(citizen, publish):
    found = publish()
    assert "creativeWorkStatus" not in markup_in(page_of(citizen, found))[0]
    contest(found)
    page = page_of(citizen, found, "?lang=en")

    assert "This answer is contested." in page.text
    (review,) = markup_in(page)
    assert review["creativeWorkStatus"] == "Contested"
    assert schema_org.faults(review) == []
    (row,) = citizen.get("/data/klarifikasi.json").json()["clarifications"]
    assert row["contested"] is True
    assert "Rahasia pengirim" not in page.text


def test_a_published_outcome_is_told_with_the_office_s_reason_alone(citizen, publish):
    found = publish()
    contest(
        found,
        state=AppealState.ANNOUNCED,
        outcome=AppealState.UPHELD,
        outcome_reason="Keputusan yang dirujuk sudah dicabut.",
        announced_at=timezone.now(),
    )
    (review,) = markup_in(page_of(citizen, found))
    assert "creativeWorkStatus" not in review
    assert review["comment"][0]["text"] == "Keputusan yang dirujuk sudah dicabut."
    assert schema_org.faults(review) == []
    one = citizen.get(f"/klarifikasi/{found.slug}.json").json()
    assert (one["contested"], one["appeals"][0]["outcome"]) == (False, "TETAP")
    assert "Rahasia pengirim" not in str(one) + page_of(citizen, found).text


def test_feeds_of_many_answers_ask_no_more_than_of_one(
    citizen, publish, django_assert_max_num_queries
):
    for number in range(6):
        contest(publish(reference=f"2026-{number}", headline=f"Judul {number}"))
    for address in ("/klarifikasi.jsonld", "/data/klarifikasi.json", "/data/klarifikasi.csv"):
        with django_assert_max_num_queries(8):
            reply = citizen.get(address)
            b"".join(reply)
