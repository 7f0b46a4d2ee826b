"""The same vocabulary for Jinja2: fragments of hot lists, where Django's templates are slow.

Templates stand in ``<app>/jinja2/``. Everything that the tags offer is a function here:
``{{ deadline(signal.due_at) }}``, ``{{ _("Queue") }}``, ``{{ csrf_input }}``.
"""

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from jinja2 import Environment

from tangkal.desk.ui import charts, icons, moments, platforms, reasons
from tangkal.desk.ui.templatetags import ui as tags

FUNCTIONS = {
    "chip": tags.chip,
    "deadline": tags.deadline,
    "duration": tags.duration,
    "icon": icons.icon,
    "moment": tags.moment,
    "moment_in_words": moments.in_words,
    "number": charts.number,
    "platform_label": platforms.platform_label,
    "priority": tags.priority,
    "reason": reasons.in_words,
    "sparkline": tags.sparkline,
    "state": tags.state,
    "static": static,
    "verdict": tags.verdict,
}


def url(name: str, *args: object) -> str:
    return address(get_urlconf(), get_script_prefix(), name, *args)


@lru_cache(maxsize=10_000)
def address(urlconf: str | None, _prefix: str, name: str, *args: object) -> str:
    """An address, made once: a page of the queue holds seventy-five."""
    return reverse(name, urlconf=urlconf, args=args)


def environment(**options: Any) -> Environment:
    """The environment that settings name; messages are looked up in the reader's language."""
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 - Django's backend sets autoescape
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        newstyle=True,
    )
    made.globals.update(FUNCTIONS, url=url)
    return made
