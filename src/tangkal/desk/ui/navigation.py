"""What the desk's rail offers, as a table: label, address, stage letter, who may see it.

Hiding a link protects nothing; every view asks its own rules. The table only spares
people links that would refuse them.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol, runtime_checkable

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ANYONE = "anyone"  # every signed-in person
READERS = "readers"  # those who may read content


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link of the rail."""

    label: object  # lazy text
    route: str  # name of the URL
    letter: str = ""  # RESIST stage it belongs to
    icon: str = "dot"  # shown where no stage's letter is
    # Plain strings: the interface lies below the accounts and cannot import their roles.
    roles: tuple[str, ...] = (READERS,)
    starts: str = ""  # path prefix that marks the entry current; its own address where empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    label: object
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry as one person sees it on one page."""

    label: object
    url: str
    letter: str
    icon: str
    is_current: bool


@runtime_checkable
class Person(Protocol):
    """What the rail needs to know of the account; tangkal.desk.accounts.User fits."""

    @property
    def reads_content(self) -> bool: ...

    @property
    def roles(self) -> frozenset[str]: ...

    def has_role(self, *roles: str) -> bool: ...


NAVIGATION: tuple[Group, ...] = (
    Group(
        label=_("Work"),
        entries=(
            Entry(label=_("Queue"), route="queue", letter="R"),
            Entry(label=_("Early warning"), route="early-warning", letter="E"),
            Entry(label=_("Watch list"), route="watch-plans", letter="E"),
            Entry(label=_("Coordination"), route="coordination", letter="E"),
            Entry(label=_("Alerts"), route="alerts", icon="bell"),
            Entry(label=_("Narratives"), route="narratives", letter="S"),
            Entry(label=_("Trends"), route="trends", letter="S"),
            Entry(label=_("Questions"), route="voids", letter="S"),
            Entry(label=_("Mood"), route="moods", letter="S"),
            Entry(label=_("Situation reports"), route="situation-reports", letter="S"),
            Entry(label=_("Cases"), route="cases", letter="I"),
            Entry(label=_("Counts"), route="case-counts", letter="T"),
            Entry(label=_("Deadlines"), route="deadlines", icon="clock"),
            Entry(label=_("Response plans"), route="response-plans", letter="S"),
            Entry(label=_("Message houses"), route="houses", letter="S"),
            Entry(label=_("Messages"), route="messages", letter="S"),
            Entry(label=_("First statements"), route="holdings", letter="S"),
            Entry(label=_("Dispatches"), route="dispatches", letter="S"),
            Entry(label=_("Public pages"), route="references", icon="box"),
            Entry(label=_("Directives"), route="directives", icon="megaphone"),
            Entry(label=_("Alignment"), route="alignment", icon="scale"),
            Entry(label=_("Crises"), route="crises", icon="warning"),
            Entry(label=_("Requests to platforms"), route="platform-requests", icon="scale"),
            Entry(label=_("Tracking"), route="tracking", letter="T"),
        ),
    ),
    Group(
        label=_("Sources"),
        entries=(
            Entry(
                label=_("Add sources"),
                route="intake",
                icon="upload",
                roles=("pemantau", "analis", "verifikator"),
            ),
            Entry(label=_("Known claims"), route="known-claims", icon="check"),
            Entry(label=_("Suggested matches"), route="suggestions", icon="link"),
            Entry(
                label=_("Quarantine"),
                route="quarantine",
                icon="box",
                roles=("pemantau", "analis", "verifikator"),
            ),
            Entry(label=_("Citizens' questions"), route="questions", icon="question"),
            Entry(
                label=_("Followers"),
                route="followers",
                icon="bell",
                roles=("penyusun", "admin_sistem", "auditor"),
            ),
            Entry(
                label=_("Conversations"),
                route="conversations",
                icon="question",
                roles=(
                    "pemantau",
                    "analis",
                    "verifikator",
                    "penyusun",
                    "penyetuju",
                    "juru_bicara",
                ),
            ),
        ),
    ),
    Group(
        label=_("Oversight"),
        entries=(
            Entry(label=_("Agreement of raters"), route="agreement", letter="I"),
            Entry(
                label=_("Election periods"),
                route="elections",
                letter="S",
                roles=("penyetuju", "auditor", "analis", "verifikator", "penyusun"),
            ),
            Entry(label=_("Appeals"), route="appeals", icon="scale"),
            Entry(label=_("Our own claims"), route="own-claims", icon="scale"),
            Entry(label=_("Transparency report"), route="transparency", icon="eye"),
            Entry(
                label=_("Auditor’s overview"),
                route="audit-overview",
                icon="shield",
                roles=("auditor",),
            ),
            Entry(label=_("Audit trail"), route="audit", icon="link", roles=("auditor",)),
            Entry(label=_("Who read what"), route="access-log", icon="user", roles=("auditor",)),
            Entry(
                label=_("Findings"),
                route="findings",
                icon="check",
                roles=("auditor", "penyetuju", "hukum", "pejabat_pdp"),
            ),
            Entry(
                label=_("Data map"), route="data-map", icon="box", roles=("pejabat_pdp", "auditor")
            ),
            Entry(
                label=_("What goes when"),
                route="retention",
                icon="box",
                roles=("pejabat_pdp", "auditor", "hukum"),
            ),
            Entry(
                label=_("Requests about personal data"),
                route="data-requests",
                icon="question",
                roles=("pejabat_pdp", "auditor"),
            ),
            Entry(
                label=_("Data breaches"),
                route="breaches",
                icon="warning",
                roles=("pejabat_pdp", "auditor"),
            ),
            Entry(
                label=_("The matcher"),
                route="matcher",
                icon="scale",
                roles=("verifikator", "evaluator", "auditor", "admin_sistem"),
            ),
            Entry(
                label=_("Alert destinations"),
                route="alert-destinations",
                icon="megaphone",
                roles=("admin_sistem", "auditor"),
            ),
            Entry(
                label=pgettext_lazy("channels", "Outlets"),
                route="outlets",
                icon="megaphone",
                roles=("admin_sistem", "auditor"),
            ),
            Entry(
                label=_("Replies to citizens"),
                route="replies",
                icon="question",
                roles=("admin_sistem", "auditor"),
            ),
            Entry(
                label=pgettext_lazy("tipline", "Lines"),
                route="lines",
                icon="question",
                roles=("admin_sistem", "auditor"),
            ),
            Entry(
                label=_("Exercises and alerts"),
                route="alert-exercise",
                icon="megaphone",
                roles=("pengendali_latihan",),
            ),
            Entry(
                label=_("Exercises"),
                route="exercises",
                icon="megaphone",
                roles=("pengendali_latihan",),
            ),
            Entry(
                label=_("Accounts"), route="people", icon="user", roles=("admin_sistem", "auditor")
            ),
            Entry(
                label=_("Organisations"),
                route="organisations",
                icon="box",
                roles=("admin_sistem", "auditor"),
            ),
        ),
    ),
)


def is_for(entry: Entry, roles: frozenset[str], *, reads_content: bool) -> bool:
    if ANYONE in entry.roles or (READERS in entry.roles and reads_content):
        return True
    return not roles.isdisjoint(entry.roles)


def address(entry: Entry) -> str | None:
    """The entry's URL; None where this installation does not carry the screen."""
    return address_of(entry.route)


def address_of(route: str) -> str | None:
    """The URL of a route without arguments; None where there is none."""
    return known_address(get_urlconf(), get_script_prefix(), route)


@lru_cache(maxsize=1_000)
def known_address(urlconf: str | None, _prefix: str, route: str) -> str | None:
    """Looked up once: every page asks for some forty."""
    try:
        return reverse(route, urlconf=urlconf)
    except NoReverseMatch:
        return None


@lru_cache(maxsize=500)
def offered(
    roles: frozenset[str], reads_content: bool, urlconf: str | None, prefix: str
) -> tuple[tuple[object, tuple[tuple[Link, str], ...]], ...]:
    """What the rail offers some roles: labels, links, and the path that makes each current.

    Worked out once for all who hold the same roles; each page asks for some forty links.
    """
    found = []
    for group in NAVIGATION:
        links = []
        for entry in group.entries:
            url = known_address(urlconf, prefix, entry.route)
            if url is None or not is_for(entry, roles, reads_content=reads_content):
                continue
            link = Link(
                label=entry.label,
                url=url,
                letter=entry.letter,
                icon=entry.icon,
                is_current=False,
            )
            links.append((link, entry.starts or url))
        if links:
            found.append((group.label, tuple(links)))
    return tuple(found)


def navigation(person: object, path: str) -> list[tuple[object, list[Link]]]:
    """The rail for one person on one page: (group label, its links), empty groups left out."""
    if not isinstance(person, Person):
        return []
    groups = offered(person.roles, person.reads_content, get_urlconf(), get_script_prefix())
    here = [link for _label, found in groups for link, starts in found if path.startswith(starts)]
    # Of two addresses, one below the other, only the longer is the current page's.
    longest = max((len(link.url) for link in here), default=0)
    current = {link.url for link in here if len(link.url) == longest}
    return [
        (
            label,
            [replace(link, is_current=True) if link.url in current else link for link, _ in found],
        )
        for label, found in groups
    ]


def rail(groups: list[tuple[object, list[Link]]]) -> SafeString:
    """The rail as HTML; drawn once for all who see the same links on the same screen."""
    links = tuple((link.url, link.is_current) for _label, found in groups for link in found)
    key = (translation.get_language(), get_urlconf(), links)
    html = _drawn.get(key)
    if html is None:
        if len(_drawn) >= MOST_DRAWN:
            _drawn.clear()
        html = _drawn[key] = render_to_string("ui/components/rail.html", {"navigation": groups})
    return mark_safe(html)  # noqa: S308 - a template has escaped it


MOST_DRAWN = 2_000
_drawn: dict[object, str] = {}
