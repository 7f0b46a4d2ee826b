"""Web addresses in a text, whose they are, and whose they only look like."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tangkal.recognise.cues.folding import Folded
from tangkal.recognise.cues.places import (
    BODIES,
    CHATS,
    MARKS,
    OFFICIAL_ENDINGS,
    OUTLETS,
    SHORTENERS,
)
from tangkal.recognise.cues.records import Span

# With a scheme or www. any host; bare ones only under endings that no sentence ends in.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)([^\s/?#<>\"'()\[\]]+)(?:[/?#][^\s<>\"')]*)?"
    r"|(?<![@\w.-])((?:[\w-]+\.)+(?:com|net|org|info|online|site|xyz|top|club|shop|store|live|link"
    r"|click|icu|app|id|ly|me|cc|gd|gg|at|fr|asia|ws)\b)(?!\.\w)(?:[/?#][^\s<>\"')]*)?"
)
_OFFICIAL = frozenset(domain for body in BODIES for domain in body.domains)
# Letters that are drawn like others: digits, and the Cyrillic and Greek twins of Latin ones.
_DRAWN_ALIKE = str.maketrans(
    {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t"}
    | {"а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "ј": "j"}
    | {"ѕ": "s", "ԁ": "d", "ɡ": "g", "һ": "h", "ӏ": "l", "к": "k", "м": "m", "т": "t", "в": "b"}
    | {"ν": "v", "ο": "o", "α": "a", "ρ": "p", "τ": "t", "ι": "i", "κ": "k", "ı": "i"}
)
_SECOND_LEVEL = {"go", "co", "or", "ac", "sch", "web", "my", "biz", "desa", "mil", "net", "ponpes"}


@dataclass(frozen=True, slots=True)
class Address:
    """One address in a text."""

    span: Span
    host: str  # without www. and port, international names decoded

    @property
    def is_official(self) -> bool:
        return self.host.endswith(OFFICIAL_ENDINGS) or _under(self.host, _OFFICIAL)

    @property
    def is_short(self) -> bool:
        return self.host in SHORTENERS

    @property
    def is_chat(self) -> bool:
        return self.host in CHATS

    @property
    def imitates(self) -> str | None:
        """The official or known domain that this one looks like and is not."""
        return imitated(self.host)


def addresses(text: Folded) -> list[Address]:
    """The addresses in a text, in order."""
    found = []
    for match in _ADDRESS.finditer(text.text):
        host = _readable(match[1] or match[2])
        end = match.end() - (len(match[0]) - len(match[0].rstrip(".,;:!?*_")))
        if "." in host:
            found.append(Address(text.span(match.start(), end), host))
    return found


def _readable(host: str) -> str:
    bare = host.rpartition("@")[2].partition(":")[0].rstrip(".,;:!*_").removeprefix("www.")
    if "xn--" in bare:
        try:
            return bare.encode("ascii").decode("idna")
        except UnicodeError:  # no name that a browser would open
            return bare
    return bare


def _under(host: str, domains: frozenset[str]) -> bool:
    parts = host.split(".")
    return any(".".join(parts[i:]) in domains for i in range(len(parts) - 1))


@lru_cache(maxsize=4096)
def imitated(host: str) -> str | None:
    """What a host is made to be taken for; None where it is that itself, or like nothing.

    >>> imitated("bansos-kemensos.com"), imitated("cekbansos.kemensos.go.id")
    ('kemensos.go.id', None)
    """
    if host.endswith(OFFICIAL_ENDINGS) or _under(host, _OFFICIAL | frozenset(OUTLETS)):
        return None
    drawn = host.translate(_DRAWN_ALIKE).replace("rn", "m").replace("vv", "w")
    return _carries_mark(host, drawn) or _pretends_government(host) or _near_miss(host, drawn)


def _carries_mark(host: str, drawn: str) -> str | None:
    """A body's own name as a whole part of a host that is not the body's."""
    for form in (host, drawn):
        parts = re.split(r"[.-]", form)
        for mark, domain in MARKS.items():
            if any(part == mark or (len(mark) > 5 and mark in part) for part in parts):
                return domain
    return None


def _pretends_government(host: str) -> str | None:
    """``go.id`` where it does not count: before another ending, or behind a hyphen."""
    if re.search(r"(?:^|[.-])go[.-]id(?:[.-]|$)", host):
        return "go.id"
    return None


def _near_miss(host: str, drawn: str) -> str | None:
    """One letter away from a known domain's name, drawn like it, or under another ending."""
    label = _label(host)
    for domain in (*OUTLETS, *sorted(_OFFICIAL)):
        known = _label(domain)
        if len(known) < 6:
            continue
        if label == known and domain in OUTLETS:
            return domain
        if label != known and (_label(drawn) == known or _one_apart(label, known)):
            return domain
    return None


def _label(host: str) -> str:
    """The part of a host that its owner chose: "detik" of "news.detik.com"."""
    parts = host.split(".")
    ending = 2 if len(parts) > 2 and parts[-2] in _SECOND_LEVEL else 1
    return parts[-ending - 1] if len(parts) > ending else parts[0]


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter more, less, changed, or two neighbours swapped make them equal.

    >>> _one_apart("liputan66", "liputan6"), _one_apart("liptuan6", "liputan6")
    (True, True)
    """
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    a, b = one[start:], other[start:]
    swapped = len(a) == len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]
