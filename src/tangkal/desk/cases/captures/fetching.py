"""Fetch one page for evidence: within limits, never from inside, never around a site's rules."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tangkal.desk.cases.captures import robots
from tangkal.kernel import UnreadableSource
from tangkal.sources.fetch import Exchange, FetchLimits, exchange
from tangkal.sources.hosts import Resolve, resolve_host
from tangkal.text.privacy import mask_personal_data

AGENT = f"{robots.NAME}/1 (+evidence; one page, asked for by a person)"
LIMITS = FetchLimits(bytes=15_000_000, seconds=45.0, redirects=5)
RULES_LIMITS = FetchLimits(bytes=robots.LONGEST, seconds=10.0, redirects=5)
LONGEST_TEXT = 100_000
# What a page may be; everything else is a file, which a person uploads and which is checked.
PAGES = frozenset({"text/html", "application/xhtml+xml"})
WORDS = frozenset({"text/plain", "application/json", "text/xml", "application/xml"})
PICTURES = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp"})
KEPT = PAGES | WORDS | PICTURES


class NotKept(Exception):
    """Why a page could not be kept, in words for the person who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page was when it was fetched."""

    found: Exchange
    title: str
    text: str  # readable words, personal data masked; empty where there are none


def fetch_page(
    url: str,
    *,
    inside: Collection[str],
    limits: FetchLimits = LIMITS,
    resolve: Resolve = resolve_host,
) -> Page:
    """The page as a reader would get it without an account.

    Raises:
        NotKept: refused, missing, too big, too slow, of another type, or the site asks programs
            not to read it.
    """

    def ask(address: str, within: FetchLimits) -> Exchange:
        return exchange(address, inside=inside, limits=within, resolve=resolve, agent=AGENT)

    def rules_at(address: str) -> tuple[int, bytes]:
        answer = ask(address, RULES_LIMITS)
        return answer.status, answer.body

    try:
        check_robots(robots.allows(url, rules_at))
        found = ask(url, limits)
        if found.final != url:
            check_robots(robots.allows(found.final, rules_at))
    except UnreadableSource as error:
        raise NotKept(str(error)) from None
    check_answer(found)
    title, text = words_of(found)
    return Page(found=found, title=title, text=mask_personal_data(text)[:LONGEST_TEXT])


def check_robots(is_allowed: bool | None) -> None:
    if is_allowed is None:
        raise NotKept(_("The site’s server is at fault now; try again later."))
    if not is_allowed:
        raise NotKept(
            _(
                "The site asks programs not to read this page (robots.txt). Open it yourself, "
                "and add a picture or PDF of it as a file."
            )
        )


def check_answer(found: Exchange) -> None:
    if found.status in {401, 402, 403, 407, 429, 451}:
        raise NotKept(
            _(
                "The site does not show this page to a program (status %(status)d). Open it "
                "yourself, and add a picture or PDF of it as a file."
            )
            % {"status": found.status}
        )
    if found.status != 200:
        raise NotKept(_("The site answers with status %(status)d.") % {"status": found.status})
    if found.content_type not in KEPT:
        raise NotKept(
            _("%(type)s is no page we keep; download it yourself and add it as a file.")
            % {"type": found.content_type or _("An answer without a type")}
        )
    if not found.body:
        raise NotKept(_("The page is empty."))


def words_of(found: Exchange) -> tuple[str, str]:
    """Title and readable text; what scripts build in a browser is not in it."""
    if found.content_type in WORDS:
        words = found.body.decode(found.charset or "utf-8", errors="replace")
        return "", words.replace("\x00", "").strip()
    if found.content_type not in PAGES:
        return "", ""
    import trafilatura  # noqa: PLC0415 - slow to import, and only the worker needs it

    # What the answer names goes before what the page says of itself, as in a browser.
    page = found.body.decode(found.charset, errors="replace") if found.charset else found.body
    article = trafilatura.bare_extraction(
        page, url=found.final, with_metadata=True, favor_recall=True
    )
    if article is None:
        return "", ""
    read = article if isinstance(article, dict) else article.as_dict()
    return str(read.get("title") or "").strip(), str(read.get("text") or "").strip()
