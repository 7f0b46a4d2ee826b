"""Why a row waits in quarantine, in the officer's language.

The library's own sentence, which names the value, stands beside it: it is what the command
line and the audit trail say.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS: dict[str, object] = {
    "address not understood": gettext_lazy("The address is no web address"),
    "bytes of another encoding": gettext_lazy("The line is in another encoding than the file"),
    "date in the future": gettext_lazy("The date lies in the future"),
    "date not understood": gettext_lazy("The date cannot be understood"),
    "date too old": gettext_lazy("The date is too old to be one"),
    "no claim": gettext_lazy("The review names no claim"),
    "no text": gettext_lazy("There is neither text nor title"),
    "no title": gettext_lazy("The claim has no title"),
    "not CSV": gettext_lazy("The line is not CSV"),
    "not JSON": gettext_lazy("The line is not JSON"),
    "not a claim": gettext_lazy("The row is no claim"),
    "not an object": gettext_lazy("The line holds no object"),
    "quote never closed": gettext_lazy("A quotation mark is never closed"),
    "region unknown": gettext_lazy("The region code is unknown"),
    "title too long": gettext_lazy("The title is too long to be one"),
    "wrong number of fields": gettext_lazy("The line has another number of fields than the header"),
}


def in_words(about: str) -> str:
    """The group of a refusal in words; an unknown one as the library names it."""
    if about in REASONS:
        return str(REASONS[about])
    if about.endswith(" not a count"):
        return _("A number was expected: %(field)s") % {"field": about.removesuffix(" not a count")}
    if about.endswith(" too long"):
        return _("Too long: %(field)s") % {"field": about.removesuffix(" too long")}
    return about
