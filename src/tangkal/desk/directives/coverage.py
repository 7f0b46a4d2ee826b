"""How far a directive has come, counted by the database over all its offices.

The centre's page counts 546 offices each time that it is looked at. Putting these nine counts
together with Django's expressions takes several times as long as counting them, so the question
stands here as SQL, once for every database; `test_coverage.py` holds it to what each office's
moments say one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from tangkal.desk.directives.addressing import GOVERNMENTS
from tangkal.desk.directives.models import Directive
from tangkal.desk.directives.states import AnswerState
from tangkal.desk.ui.charts.provinces import province_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a directive has come, counted over whom it went to and over the registry."""

    addressed: int
    governments: int  # of the addressed, those of the registry
    confirmed: int
    on_time: int
    published: int
    late: int
    asking: int
    contradicting: int
    dissenting: int
    registry: int  # the governments that exist: 546, as long as there are so many
    national: int  # of these, those that show the current version

    @property
    def unaddressed(self) -> int:
        """Governments that exist and that it did not go to."""
        return self.registry - self.governments

    @property
    def confirmed_percent(self) -> float | None:
        return 100 * self.on_time / self.addressed if self.addressed else None

    @property
    def published_percent(self) -> float | None:
        return 100 * self.published / self.addressed if self.addressed else None

    @property
    def national_percent(self) -> float | None:
        return 100 * self.national / self.registry if self.registry else None


# `addressing.governments` as SQL.
IS_GOVERNMENT = """
office.type IN (%(province)s, %(district)s)
AND (office.active_from IS NULL OR office.active_from <= %(today)s)
AND (office.active_to IS NULL OR office.active_to >= %(today)s)
AND region.is_autonomous
"""
REGISTRY = f"""
SELECT SUBSTR(office.region_id, 1, 2), COUNT(*) FROM accounts_organisation office
JOIN accounts_region region ON region.code = office.region_id WHERE {IS_GOVERNMENT}
GROUP BY 1
"""  # noqa: S608 - constants
# Late as `queries.is_late` and `timing.is_late` say it.
COUNTED = {
    "addressed": "COUNT(*)",
    "governments": f"COUNT(*) FILTER (WHERE {IS_GOVERNMENT})",
    "confirmed": "COUNT(sent.acknowledged_at)",
    "on_time": """COUNT(*) FILTER (
        WHERE sent.acknowledged_at <= COALESCE(sent.ack_due_at, sent.acknowledged_at))""",
    "published": "COUNT(sent.published_at)",
    "late": """COUNT(*) FILTER (
        WHERE sent.acknowledged_at IS NULL AND sent.ack_due_at <= %(now)s
        OR sent.published_at IS NULL AND sent.dissented_at IS NULL
        AND sent.publish_due_at <= %(now)s)""",
    "asking": "COUNT(sent.waiting_since)",
    "contradicting": "COUNT(*) FILTER (WHERE sent.state = %(contradicts)s)",
    "dissenting": "COUNT(sent.dissented_at)",
    "national": f"COUNT(sent.published_at) FILTER (WHERE {IS_GOVERNMENT})",
}
BY_PROVINCE = f"""
SELECT SUBSTR(office.region_id, 1, 2), {", ".join(COUNTED.values())}
FROM directives_recipient sent
JOIN accounts_organisation office ON office.id = sent.organisation_id
LEFT JOIN accounts_region region ON region.code = office.region_id
WHERE sent.directive_id = %(directive)s AND sent.round = %(round)s
GROUP BY 1
"""  # noqa: S608 - constants


def progress_of(directive: Directive, now: datetime) -> tuple[Coverage, Mapping[str, int | None]]:
    """A directive's coverage, and each province's share of governments that show it, in per cent.

    A province's share is of all its governments that exist, asked or not; None where none of
    them was asked. The database counts: two questions and at most 39 rows each.
    """
    asked = {
        "directive": directive.pk,
        "round": directive.round,
        "now": connection.ops.adapt_datetimefield_value(now),
        "today": connection.ops.adapt_datefield_value(timezone.localdate()),
        "contradicts": AnswerState.CONTRADICTS.value,
        "province": GOVERNMENTS[0].value,
        "district": GOVERNMENTS[1].value,
    }
    with connection.cursor() as cursor:
        cursor.execute(BY_PROVINCE, asked)
        provinces = cursor.fetchall()
        cursor.execute(REGISTRY, asked)
        there: dict[str, int] = dict(cursor.fetchall())
    # One column over all provinces; without a single office there is none to add up.
    totals = [sum(column) for column in zip(*(row[1:] for row in provinces), strict=True)]
    counted = dict(zip(COUNTED, totals or [0] * len(COUNTED), strict=True))
    shares: dict[str, int | None] = {}
    for region, *figures in provinces:
        each = dict(zip(COUNTED, figures, strict=True))
        if (code := province_of(region)) and each["governments"]:
            shares[code] = round(100 * each["national"] / there[region])
    return Coverage(registry=sum(there.values()), **counted), shares
