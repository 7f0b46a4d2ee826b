"""What measurement found about a spread, as sentences."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tangkal.desk.accounts.models import Region
from tangkal.desk.situational_insight.spread.measuring import (
    COORDINATED,
    GROUPS,
    LANGUAGES,
    PROVINCES,
)
from tangkal.desk.situational_insight.spread.models import BreakoutFlag
from tangkal.desk.ui.charts import number
from tangkal.desk.ui.moments import in_words, length
from tangkal.impact_analysis.breakout_history import Reached
from tangkal.situational_insight.crossings import Arrival, Bridge
from tangkal.situational_insight.growth import Growth, Phase
from tangkal.situational_insight.reach import Range, rounded

LEVELS: Sequence[object] = (  # lowest first, short enough for a chart
    gettext_lazy("one place"),
    gettext_lazy("several places"),
    gettext_lazy("spread widely"),
    gettext_lazy("mainstream media"),
    gettext_lazy("public figures"),
    gettext_lazy("action or violence"),
)
BASES: Mapping[str, object] = {
    COORDINATED: gettext_lazy("communities found by the coordination runs"),
    GROUPS: gettext_lazy("groups of accounts that pass on the same texts"),
    PROVINCES: gettext_lazy("provinces, because accounts could not be grouped"),
    LANGUAGES: gettext_lazy("languages, because accounts could not be grouped"),
}


# What the shipped table of multipliers gives as its source, platform by platform.
SHIPPED_SOURCES: Mapping[str, object] = {
    "x": gettext_lazy(
        "our assumption; near 2.3 % engagements an impression (Buffer 2025 in a summary)"
    ),
    "facebook": gettext_lazy(
        "our assumption; near 5 % engagements an impression (Buffer 2025 in a summary)"
    ),
    "instagram": gettext_lazy(
        "our assumption; near 1.2 % engagements an impression (Buffer 2025 in a summary)"
    ),
    "tiktok": gettext_lazy(
        "our assumption; near 5.1 % engagements a view (Socialinsider 2023 in a summary)"
    ),
    "youtube": gettext_lazy(
        "our assumption; near 4.4 % engagements an impression (Buffer 2025 in a summary)"
    ),
    "whatsapp": gettext_lazy(
        "our assumption: a forward reaches between one chat and one large group"
    ),
    "telegram": gettext_lazy("our assumption: a forward reaches the readers of a channel"),
    "web": gettext_lazy("our assumption: readers of an article seldom leave a trace"),
    "other": gettext_lazy("our assumption: wide because the platform is not known"),
}


def hours(value: float) -> str:
    """A length of some hours: "40 minutes", "5 hours 30 minutes", "2 days 3 hours"."""
    return length(timedelta(minutes=max(1, round(value * 60))))


def growth_says(found: Growth, start: datetime) -> str:
    """One or two sentences on how it grows; never a figure that the counts do not carry."""
    said = [phase_says(found)]
    if found.peak_hour is not None and found.phase not in {Phase.TOO_FEW, Phase.RISING}:
        said.append(
            _("The loudest hour was the one from %(at)s, with %(items)s items.")
            % {
                "at": in_words(start + found.peak_hour * timedelta(hours=1)),
                "items": number(found.peak_items),
            }
        )
    if found.half_life_hours is not None:
        said.append(
            _("It fell to half of that within %(span)s.") % {"span": hours(found.half_life_hours)}
        )
    return " ".join(said)


def phase_says(found: Growth) -> str:
    if found.phase is Phase.RISING and found.now is not None:
        shortest, longest = found.doubling_range or (0.0, 0.0)
        return _(
            "It doubles about every %(span)s (%(shortest)s to %(longest)s), "
            "measured over the last %(hours)s hours."
        ) % {
            "span": hours(found.doubling_hours or 0.0),
            "shortest": hours(shortest),
            "longest": hours(longest),
            "hours": found.now.hours,
        }
    if found.phase is Phase.FALLING and found.now is not None:
        return _("It is falling: the hourly count halves about every %(span)s.") % {
            "span": hours(found.now.halving_hours or 0.0)
        }
    if found.phase is Phase.LEVEL:
        return _("Neither growth nor decline can be told from chance.")
    if found.phase is Phase.QUIET:
        return _("Nothing was seen of it for a day.")
    return _("Too few items or hours to tell how fast it grows.")


def level_says(each: Reached, flags: Mapping[str, BreakoutFlag]) -> str:
    """Why a level was reached."""
    if each.flag is not None:
        return f"{BreakoutFlag.Kind(each.flag).label}: {each.evidence}"
    platforms = ", ".join(each.platforms)
    communities = community_says(each)
    if each.level == 1:
        where = platforms or _("platform unknown")
        return _("First seen: %(where)s.") % {"where": where}
    parts = []
    if len(each.platforms) > 1:
        parts.append(
            _("%(n)s platforms: %(names)s") % {"n": len(each.platforms), "names": platforms}
        )
    if len(each.communities) > 1:
        parts.append(communities)
    elif each.basis is None:
        parts.append(_("communities cannot be told: the level may be higher"))
    return "; ".join(parts)


def community_says(each: Reached) -> str:
    count = len(each.communities)
    basis = str(BASES.get(each.basis or "", each.basis or ""))
    return ngettext("%(n)d community (%(basis)s)", "%(n)d communities (%(basis)s)", count) % {
        "n": count,
        "basis": basis,
    }


def reach_says(total: Range | None, unknown: int) -> str:
    """The whole reach as one sentence, with what is not in it."""
    if total is None:
        return _("No item tells views, shares or likes: how often it was seen is unknown.")
    low, central, high = (number(rounded(value)) for value in total)
    said = (
        _("Seen %(n)s times, as the platforms tell it.") % {"n": central}
        if low == high
        else _("Seen about %(central)s times (%(low)s to %(high)s): views, not people.")
        % {"central": central, "low": low, "high": high}
    )
    if unknown:
        said += " " + ngettext(
            "%(n)d item tells nothing and is not in this figure.",
            "%(n)d items tell nothing and are not in this figure.",
            unknown,
        ) % {"n": unknown}
    return said


def bridge_says(found: Bridge) -> str:
    if not found.outlets:
        return _("No news outlet that we read carries it.")
    if found.lag is None:
        return _("Only news outlets carry it; no post was seen.")
    if found.lag < timedelta(0):
        return _("News outlets came first; the first post followed %(span)s later.") % {
            "span": length(-found.lag)
        }
    return _("The first news item came %(span)s after the first post.") % {
        "span": length(found.lag)
    }


def first_says(found: Sequence[Arrival], names: Mapping[str, str]) -> str:
    """Who came first, and who second how much later."""
    if not found:
        return ""
    first = names.get(found[0].value, found[0].value)
    if len(found) == 1:
        return _("Seen on %(first)s only.") % {"first": first}
    return _("First on %(first)s; on %(second)s %(span)s later.") % {
        "first": first,
        "second": names.get(found[1].value, found[1].value),
        "span": length(found[1].behind),
    }


def province_names() -> dict[str, str]:
    return dict(Region.objects.filter(parent=None).values_list("code", "name"))
