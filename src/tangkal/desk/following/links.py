"""Signed addresses in messages: to confirm, to change, to stop. No account, no cookie."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from tangkal.desk.following.models import Follower, Telling, Wish

MESSAGES = "follow-news-"  # what keys of messages with news begin with
_wishes = Signer(salt="tangkal.following.wish")
_followers = Signer(salt="tangkal.following.follower")


def confirm_address(wish: Wish) -> str:
    return settings.TANGKAL.site_url + reverse("follow-confirm", args=[_wishes.sign(wish.name)])


def change_address(follower: Follower) -> str:
    return settings.TANGKAL.site_url + reverse("follow-change", args=[token_of(follower)])


def stop_address(follower: Follower) -> str:
    return settings.TANGKAL.site_url + reverse("follow-stop", args=[token_of(follower)])


def token_of(follower: Follower) -> str:
    return _followers.sign(follower.name)


def read_wish(token: str) -> str | None:
    """The name of a wish that a link of ours carries; None for any other."""
    return unsigned(_wishes, token)


def read_follower(token: str) -> str | None:
    """The name of a follower that a link of ours carries; None for any other."""
    return unsigned(_followers, token)


def unsigned(signer: Signer, token: str) -> str | None:
    try:
        return signer.unsign(token)
    except BadSignature:
        return None


def headings_of(key: str) -> list[tuple[str, str]]:
    """What the head of an e-mail with news says besides: how to stop with one press (RFC 8058)."""
    if not key.startswith(MESSAGES):
        return []
    found = Telling.objects.filter(key=key).select_related("follower").first()
    if found is None:
        return []
    return [
        ("List-Unsubscribe", f"<{stop_address(found.follower)}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("Precedence", "bulk"),
    ]
