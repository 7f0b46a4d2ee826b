"""Why a row of a poll was set aside, in the reader's language.

The library says it in English, and so it is kept; each of its sentences stands here once.
"""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_TOLD = re.compile(r"(?P<column>[^:]*): (?P<value>.*) – (?P<reason>.+)", re.DOTALL)
_WHAT = r"(?P<what>.*)"
REASONS = [
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"(?P<found>\d+) fields, the heading has (?P<wanted>\d+)",
            _("%(found)s fields, the heading has %(wanted)s"),
        ),
        (r"not an object of plain values", _("not an object of plain values")),
        (r"not among the answers that were named", _("not among the answers that were named")),
        (
            r"outside the scale (?P<low>\S+) to (?P<high>\S+)",
            _("outside the scale %(low)s to %(high)s"),
        ),
        (r"a weight is more than 0", _("a weight is more than 0")),
        (
            r"it is empty, and the design needs it",
            _("it is empty, and the design needs it"),
        ),
        (rf"{_WHAT} is not a number", _("%(what)s is not a number")),
        (rf"{_WHAT} is not a finite number", _("%(what)s is not a finite number")),
        (
            rf"{_WHAT}: write the number with one point or comma, e\.g\. 1204\.5",
            _("%(what)s: write the number with one point or comma, e.g. 1204.5"),
        ),
        (
            rf"{_WHAT}: name the question in at most 60 characters",
            _("%(what)s: name the question in at most 60 characters"),
        ),
        (
            rf"outcome {_WHAT} is none of (?P<all>.*)",
            _("outcome %(what)s is none of %(all)s"),
        ),
        (
            rf"n {_WHAT}: write whole digits, e\.g\. 1204",
            _("n %(what)s: write whole digits, e.g. 1204"),
        ),
        (
            rf"design effect {_WHAT} is outside 1 to 50",
            _("design effect %(what)s is outside 1 to 50"),
        ),
        (r"neither percent nor mean is filled in", _("neither percent nor mean is filled in")),
        (rf"percent {_WHAT} is outside 0 to 100", _("percent %(what)s is outside 0 to 100")),
        (
            rf"sd {_WHAT}: a mean needs its standard deviation, above 0",
            _("sd %(what)s: a mean needs its standard deviation, above 0"),
        ),
    )
]


def in_words(reason: str) -> str:
    """A kept reason as the reader reads it; with its column and value where it has them."""
    if told := _TOLD.fullmatch(reason):
        return gettext("%(column)s: %(value)s – %(reason)s") % {
            **told.groupdict(),
            "reason": in_words(told["reason"]),
        }
    for pattern, words in REASONS:
        if found := pattern.fullmatch(reason):
            return str(words) % found.groupdict()
    return reason
