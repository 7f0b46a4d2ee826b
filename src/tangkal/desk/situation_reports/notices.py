"""Tell the office that a draft waits, through the destination that its series names."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.alerts.models import Message, Severity
from tangkal.desk.alerts.noticing import may_exercises_alert
from tangkal.desk.situation_reports.models import Edition
from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.papers.document import spoken


def tell(edition: Edition) -> Message | None:
    """Put one message in line; None where nobody is to be told outside the desk.

    It holds no figure: who reads the destination is not for the report to know.
    """
    series = edition.series
    place = series.destination
    if place is None or not place.is_active:
        return None
    if edition.is_exercise and not may_exercises_alert(timezone.now()):
        return None
    with spoken(edition.language, series.time_zone):
        subject = _("Draft %(n)s of “%(series)s” waits") % {
            "n": edition.number,
            "series": series.name,
        }
        body = _(
            "It covers %(since)s to %(until)s. Write the top line, confirm the charts: %(url)s"
        ) % {
            "since": in_words(edition.since),
            "until": in_words(edition.until),
            "url": f"{settings.TANGKAL.site_url}{reverse('situation-report', args=[edition.pk])}",
        }
    mark = "LATIHAN · EXERCISE — " if edition.is_exercise else ""
    return Message.objects.create(
        destination=place,
        subject=f"{mark}{subject}"[:200],
        body=f"{mark}{body}",
        severity=Severity.LOW,
        is_exercise=edition.is_exercise,
    )
