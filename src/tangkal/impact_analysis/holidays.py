"""Indonesia's public holidays, as lokal-id carries the joint decree of three ministers.

The decree names each year anew: years that lokal-id does not know yet have no holidays here,
and whoever shows a calendar says so.
"""

from datetime import date
from functools import cache


@cache
def known_years() -> tuple[int, ...]:
    """The years whose decree is known."""
    from lokal.holidays import HOLIDAY_YEARS  # noqa: PLC0415 - its tables load on first use

    return tuple(sorted(HOLIDAY_YEARS))


@cache
def public_holidays(*, with_joint_leave: bool = True) -> frozenset[date]:
    """Every holiday of the known years.

    Args:
        with_joint_leave: whether days of *cuti bersama* count, on which offices are closed too.

    >>> date(2026, 8, 17) in public_holidays()
    True
    """
    from lokal.holidays import get_holidays  # noqa: PLC0415 - its tables load on first use

    return frozenset(
        date.fromisoformat(each.date)
        for year in known_years()
        for each in get_holidays(year).holidays
        if with_joint_leave or each.type == "libur_nasional"
    )
