"""ClaimReview and MediaReview markup (schema.org JSON-LD), as fact-check readers expect it."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from tangkal.desk.portal import contested
from tangkal.desk.portal.addresses import page_address
from tangkal.desk.portal.appeal_states import AppealState
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.words import verdict_name
from tangkal.impact_analysis.verdicts import rating

BEST, WORST = 5, 1  # 5 true … 1 false
CLAIM_LENGTH = 75  # characters; readers cut what is longer


def address_of(clarification: Clarification) -> str:
    """The page's full public address."""
    return f"{settings.TANGKAL.site_url}{page_address(clarification.slug)}"


def claim_review(clarification: Clarification) -> dict[str, object]:
    """One ClaimReview object for one clarification.

    Source: schema.org/ClaimReview; scale 1 false to 5 true. A verdict outside that scale
    (not proven, satire) carries its name alone. That it is contested, how appeals ended and what
    was corrected stand in what schema.org gives every creative work.
    """
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": address_of(clarification),
        "claimReviewed": shortened(clarification.claim_text),
        "datePublished": day(clarification.published_at),
        "dateModified": day(clarification.updated_at),
        "inLanguage": clarification.language,
        "author": author_of(clarification),
        "reviewRating": review_rating(clarification),
        "itemReviewed": item_reviewed(clarification),
    }
    if clarification.valid_until:
        # As schema.org has it: after this a review may not be relevant any more.
        found["expires"] = clarification.valid_until.isoformat(timespec="seconds")
    with translation.override(clarification.language):
        found |= standing_of(clarification)
    return found


def author_of(clarification: Clarification) -> dict[str, object]:
    return {
        "@type": "Organization",
        "name": clarification.issuer.name,
        "url": settings.TANGKAL.site_url,
        "image": f"{settings.TANGKAL.site_url}{static('ui/icon.svg')}",
    }


def standing_of(clarification: Clarification) -> dict[str, object]:
    """Whether it is contested, how appeals ended, and what was corrected."""
    found: dict[str, object] = {}
    if contested.open_appeals(clarification):
        found["creativeWorkStatus"] = "Contested"
    if outcomes := contested.published_outcomes(clarification):
        found["comment"] = [
            {
                "@type": "Comment",
                "name": str(AppealState(each.outcome).label),
                "text": each.outcome_reason,
                "datePublished": day(each.announced_at or each.received_at),
            }
            for each in outcomes
        ]
    if clarification.edition > 1:
        found["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": each.reason,
                "datePublished": day(each.at),
                "url": f"{address_of(clarification)}#koreksi",
            }
            for each in clarification.corrections.all()
        ]
    return found


SNAPSHOTS = {
    "picture": "ImageObjectSnapshot",
    "video": "VideoObjectSnapshot",
    "audio": "AudioObjectSnapshot",
}


def media_reviews(clarification: Clarification) -> list[dict[str, object]]:
    """A MediaReview object for each picture, video or sound that the answer judges.

    Source: schema.org/MediaReview and MediaReviewItem.
    """
    return [media_review(clarification, each) for each in clarification.media]


def media_review(clarification: Clarification, media: Mapping[str, str]) -> dict[str, object]:
    snapshot: dict[str, object] = {
        "@type": SNAPSHOTS[media["medium"]],
        "description": media["alt"],
    }
    if media.get("seen_at"):
        snapshot["contentUrl"] = media["seen_at"]
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "MediaReview",
        "url": address_of(clarification),
        "datePublished": day(clarification.published_at),
        "dateModified": day(clarification.updated_at),
        "inLanguage": clarification.language,
        "author": author_of(clarification),
        "mediaAuthenticityCategory": media["authenticity"],
        "itemReviewed": {
            "@type": "MediaReviewItem",
            "mediaItemAppearance": [snapshot],
            "interpretedAsClaim": item_reviewed(clarification),
        },
    }
    if media.get("original_context"):
        found["originalMediaContextDescription"] = media["original_context"]
    if media.get("original_link"):
        found["originalMediaLink"] = media["original_link"]
    return found


def day(moment: datetime) -> str:
    """The office's calendar day, whatever clock the reader's page shows."""
    return timezone.localdate(moment, timezone.get_default_timezone()).isoformat()


def review_rating(clarification: Clarification) -> dict[str, object]:
    value = rating(clarification.verdict)
    with translation.override(clarification.language):
        found: dict[str, object] = {
            "@type": "Rating",
            "alternateName": verdict_name(clarification.verdict),
        }
    explanation = next(
        (part["text"] for part in clarification.parts if part["key"] == "explanation"), ""
    )
    if explanation:
        found["ratingExplanation"] = explanation
    if value is not None:
        found |= {"ratingValue": value, "bestRating": BEST, "worstRating": WORST}
    return found


def item_reviewed(clarification: Clarification) -> dict[str, object]:
    claim: dict[str, object] = {"@type": "Claim", "name": clarification.claim_text}
    if clarification.first_appeared_on:
        claim["datePublished"] = clarification.first_appeared_on.isoformat()
    return claim


def shortened(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= CLAIM_LENGTH:
        return words
    return words[: CLAIM_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def data_feed(clarifications: list[Clarification]) -> dict[str, object]:
    """Many reviews as a DataFeed, the form in which they are collected in bulk."""
    return {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "dataFeedElement": [
            {
                "@type": "DataFeedItem",
                "dateCreated": each.published_at.isoformat(),
                "dateModified": each.updated_at.isoformat(),
                "item": [claim_review(each), *media_reviews(each)],
            }
            for each in clarifications
        ],
    }


def as_script(content: dict[str, object]) -> SafeString:
    """JSON that may stand inside a script element: no text in it can close the element."""
    text = json.dumps(content, ensure_ascii=False)
    for character, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escape)
    return mark_safe(text)  # noqa: S308 - every character that could end the element is escaped
