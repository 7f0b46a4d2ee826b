"""Which column is which: the names of CooRTweet, of the toolkit, and of common exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tangkal.kernel import InvalidInput

NAMES: dict[str, tuple[str, ...]] = {
    "object": ("object_id", "object"),
    "account": ("account_id", "user_id", "author_id", "id_user", "account", "author", "username"),
    "content": ("content_id", "message_id", "post_id", "tweet_id", "item_id", "id"),
    "time": ("timestamp_share", "timestamp", "published_at", "created_at", "datetime", "time"),
    "repost": ("repost_id", "retweet_id", "retweeted_id"),
    "reply": ("reply_id", "in_reply_to", "in_reply_to_id"),
    "url": ("urls", "url", "link", "links"),
    "text": ("message", "text", "body", "content"),
    "hashtags": ("hashtags", "hashtag", "tags"),
    "media": ("media_hash", "image_hash", "phash"),
}
BEHAVIOURS = ("object", "repost", "reply", "url", "text", "hashtags", "media")


@dataclass(frozen=True, slots=True)
class Roles:
    """The column of each role that the table has."""

    columns: Mapping[str, str]

    @property
    def behaviours(self) -> tuple[str, ...]:
        """What can be compared. A table that names its objects is compared on those alone."""
        if "object" in self.columns:
            return ("object",)
        return tuple(name for name in BEHAVIOURS if name in self.columns)


def find_roles(columns: Sequence[str], by_hand: Mapping[str, str] | None = None) -> Roles:
    """Roles by column name, letter case aside; what is set by hand comes first.

    Raises:
        InvalidInput: no account, no time or nothing to compare; or a role or column set by
            hand that there is not.

    >>> find_roles(["message_id", "user_id", "repost_id", "timestamp"]).behaviours
    ('repost',)
    """
    by_hand = by_hand or {}
    for role, column in by_hand.items():
        if role not in NAMES:
            raise InvalidInput(f"there is no role {role!r}; one of {', '.join(NAMES)}")
        if column and column not in columns:
            raise InvalidInput(f"there is no column {column!r}; {', '.join(columns)}")
    plain = {column.strip().lower(): column for column in reversed(columns)}
    found = {
        role: next((plain[name] for name in names if name in plain), "")
        for role, names in NAMES.items()
    }
    found |= by_hand
    roles = Roles({role: column for role, column in found.items() if column})
    for role in ("account", "time"):
        if role not in roles.columns:
            raise InvalidInput(
                f"no column says the {role}; name one with --map {role}=COLUMN, or call it "
                f"{NAMES[role][0]}"
            )
    if not roles.behaviours:
        raise InvalidInput(
            "no column says what was shared: object_id, repost_id, reply_id, urls, message, "
            "hashtags or media_hash; or name one with --map object=COLUMN"
        )
    return roles
