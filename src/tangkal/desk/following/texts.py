"""What followers are written: the first line is the subject of an e-mail."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.accounts.models import Region
from tangkal.desk.following import links
from tangkal.desk.following.models import Follower, News, Wish
from tangkal.desk.portal.claim_review import address_of
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.words import CATEGORIES, plain_verdict, verdict_name
from tangkal.desk.questions.models import Channel
from tangkal.desk.questions.telling import language_of

MOST_NAMED = 15  # answers told of in one message; further ones are counted
LONGEST_REASON = 300  # characters of why an answer was withdrawn


def to_confirm(wish: Wish) -> str:
    """The one message that goes out before anybody has confirmed anything."""
    with translation.override(language_of(wish.contact)):
        parts = [
            _("Please confirm that you want to follow our clarifications"),
            _("Somebody, we hope you, wants to be told here of new clarifications: %(what)s.")
            % {
                "what": in_words(
                    [(topic, region) for topic, region in wish.choices],
                    with_province=wish.with_province,
                )
            },
            _("Open this page and press the button there within 72 hours:")
            + f"\n{links.confirm_address(wish)}",
            _("If it was not you, do nothing: nothing more comes, and the address is deleted."),
            f"— {settings.TANGKAL.publisher}",
        ]
    return "\n\n".join(parts)


def in_words(choices: Iterable[tuple[str, str]], *, with_province: bool = False) -> str:
    """The choices as a person reads them; the province only where a district was chosen."""
    rows = list(choices)
    names = dict(
        Region.objects.filter(code__in={region for _topic, region in rows}).values_list(
            "code", "name"
        )
    )
    told = []
    for topic, region in rows:
        what = str(CATEGORIES[topic]) if topic in CATEGORIES else _("all topics")
        told.append(f"{what} ({names.get(region, region)})" if region else what)
    if with_province and any("." in region for _topic, region in rows):
        told.append(_("and what concerns the whole province"))
    return ", ".join(told)


def news(follower: Follower, items: Sequence[News]) -> str:
    """What is new, as one message."""
    with translation.override(language_of(follower.contact)):
        told = [entry(each) for each in items[:MOST_NAMED]]
        if left := len(items) - len(told):
            page = settings.TANGKAL.site_url + reverse("portal-search")
            told.append(
                ngettext("And %(n)d more: %(page)s", "And %(n)d more: %(page)s", left)
                % {"n": left, "page": page}
            )
        return "\n\n".join([subject(items), *told, foot(follower)])


def subject(items: Sequence[News]) -> str:
    if len(items) == 1:
        return title(items[0])
    return ngettext("%(n)d clarification for you", "%(n)d clarifications for you", len(items)) % {
        "n": len(items)
    }


def title(item: News) -> str:
    return f"{News.Kind(item.kind).label}: {item.clarification.headline}"


def entry(item: News) -> str:
    """One answer: what happened to it, the verdict, the address."""
    found = item.clarification
    lines = [title(item)]
    if item.kind == News.Kind.WITHDRAWN:
        lines += [_("Do not rely on it any more."), reason_of(found)]
    else:
        lines += [
            f"{verdict_name(found.verdict)}: “{found.claim_text}”",
            plain_verdict(found.verdict),
        ]
        if item.kind != News.Kind.PUBLISHED:
            lines.append(_("What changed: %(reason)s") % {"reason": reason_of(found)})
    return "\n".join([*filter(None, lines), address_of(found)])


def reason_of(found: Clarification) -> str:
    last = found.corrections.first()
    return last.reason[:LONGEST_REASON] if last else ""


def foot(follower: Follower) -> str:
    """Who speaks, and how to stop it."""
    sender = f"— {settings.TANGKAL.publisher}"
    if follower.contact.channel != Channel.EMAIL:
        return _("%(sender)s. Write STOP to be told of nothing more.") % {"sender": sender}
    return "\n".join(
        [
            sender,
            _("Change what you follow: %(address)s") % {"address": links.change_address(follower)},
            _("Stop: %(address)s") % {"address": links.stop_address(follower)},
        ]
    )
