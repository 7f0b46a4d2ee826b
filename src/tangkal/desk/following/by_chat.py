"""The tipline's words: "langganan kesehatan jawa barat", "berhenti"."""

import re

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.accounts.models import Region
from tangkal.desk.following import commands, texts
from tangkal.desk.following.models import Rhythm
from tangkal.desk.portal.words import CATEGORIES
from tangkal.desk.tipline.words import COMMANDS, Asked, Command

MOST_WORDS = 8  # after "langganan"; a longer text is a question
AT_ONCE = ("segera", "langsung", "now")
WITH_PROVINCE = re.compile(r"\b(?:dengan|beserta|with)\s+(?:its\s+)?(?:provinsi(?:nya)?|province)$")
LEVELS = ("provinsi", "kabupaten", "kota", "kab")


def register() -> None:
    begin = Command(
        act=begin_following,
        help=gettext_lazy("langganan [topic] [region]: be told of new clarifications once a day"),
        takes=MOST_WORDS,
    )
    stop = Command(act=stop_following, help=gettext_lazy("berhenti: be told of nothing more"))
    COMMANDS["langganan"] = begin
    COMMANDS["berhenti"] = stop
    for word in ("follow", "subscribe", "ikuti"):
        COMMANDS[word] = Command(act=begin_following, takes=MOST_WORDS)
    for word in ("stop", "unfollow", "unsubscribe"):
        COMMANDS[word] = Command(act=stop_following)


def begin_following(asked: Asked) -> str:
    """Add what the words name; what they do not name is asked back, and nothing changes."""
    words = [word.strip(",.") for word in asked.rest.casefold().split()]
    is_hasty = any(word in AT_ONCE for word in words)
    plain, is_wide = WITH_PROVINCE.subn("", " ".join(w for w in words if w not in AT_ONCE))
    topic, rest = topic_in(plain.strip())
    region = region_named(rest)
    if rest and region is None:
        return _(
            "I do not know “%(words)s”. Write langganan, then a topic, a province or both, such as:"
            " langganan kesehatan jawa barat. Topics: %(topics)s."
        ) % {"words": rest[:60], "topics": ", ".join(map(str, CATEGORIES.values()))}
    code = region.code if region else ""
    rhythm = Rhythm.AT_ONCE if is_hasty else None
    try:
        follower = commands.follow(
            asked.contact, topic, code, rhythm=rhythm, with_province=bool(is_wide)
        )
    except ValidationError as error:
        return " ".join(error.messages)
    what = texts.in_words(
        follower.choices.order_by("pk").values_list("topic", "region"),
        with_province=follower.with_province,
    )
    when = follower.get_rhythm_display()
    return _("You follow: %(what)s. %(when)s. Write BERHENTI to stop.") % {
        "what": what,
        "when": when,
    }


def stop_following(asked: Asked) -> str:
    if commands.unfollow(asked.contact):
        return _("You are told of nothing more.")
    return _("You follow nothing. Write LANGGANAN to begin.")


def topic_in(words: str) -> tuple[str, str]:
    """The topic that is named, in either language or by its code, and the other words."""
    names = {code: code for code in CATEGORIES}
    for language in ("id", "en"):
        with translation.override(language):
            names |= {str(label).casefold(): code for code, label in CATEGORIES.items()}
    for name, code in names.items():
        rest, found = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", words)
        if found:
            return code, " ".join(rest.split())
    return "", words


def region_named(words: str) -> Region | None:
    """A province or else a regency or city of that name; what it is may be left out."""
    exact = Region.objects.filter(name__iexact=words).first()
    bare = " ".join(word for word in words.split() if word not in LEVELS)
    if exact or not bare:
        return exact
    rows = Region.objects.filter(name__iregex=rf"^(\w+\s+)?{re.escape(bare)}$")
    return min(rows, key=lambda each: (each.parent_id is not None, each.code), default=None)
