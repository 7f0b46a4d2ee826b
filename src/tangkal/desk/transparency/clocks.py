"""The clock of a quarter's report, from the quarter's end to its due date."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from tangkal.desk.accounts.roles import Role
from tangkal.desk.deadlines.clocks import Running
from tangkal.desk.transparency.queries import all_standings


class TransparencyClock:
    """Runs for each office and quarter until the first edition is out."""

    def running(self, *, due_before: datetime | None = None) -> Iterator[Running]:
        for each in all_standings(timezone.now()):
            due_at = each.quarter.due_at
            if each.first is not None or (due_before is not None and due_at >= due_before):
                continue
            yield Running(
                kind="transparency",
                subject=f"transparency:{each.office.pk}:{each.quarter}",
                step="transparency_report",
                label=f"transparansi {each.quarter}",
                title=f"{each.quarter}: {each.office}",
                url=reverse(
                    "transparency-quarter",
                    args=[each.office.pk, each.quarter.year, each.quarter.number],
                ),
                started_at=each.quarter.ends_at,
                due_at=due_at,
                office=each.office.path,
                organisation_id=each.office.pk,
                priority="MEDIUM",
                roles=(Role.APPROVER.value, Role.LEGAL.value),
            )
