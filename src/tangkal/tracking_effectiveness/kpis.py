"""The indicators of doctrine F4 as one table: what each is made of, and what it may be used for.

How many posts were taken down is not among them and never may be: a target on it would reward
removing more. Requests are judged by whether each was lawful and necessary, not by their number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from tangkal.kernel import InvalidInput
from tangkal.tracking_effectiveness.kpis_figures import Kind


class Group(StrEnum):
    """What an indicator is about, in reading order. Rights stand beside speed."""

    SPEED = "speed"
    DEADLINES = "deadlines"
    RIGHTS = "rights"
    QUALITY = "quality"
    REACH = "reach"
    NARRATIVES = "narratives"
    OUTCOME = "outcome"
    CAPACITY = "capacity"


class Unit(StrEnum):
    """How a value is written."""

    TIME = "time"  # seconds
    PERCENT = "percent"  # 0..1
    RATIO = "ratio"
    POINTS = "points"  # 0..100
    SCORE = "score"  # kappa, Brier
    CHANGE = "change"  # points of 100, with a sign


Better = Literal["lower", "higher", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """One indicator."""

    key: str
    group: Group
    kind: Kind
    unit: Unit
    formula: str  # in the doctrine's terms, the same in every language
    better: Better = ""  # "": neither more nor less of it is good as such
    default_target: float | None = None  # what an office starts from; it sets its own
    # What it may be split by; "office" alone where it is no case's.
    by: tuple[str, ...] = ("priority", "office", "platform", "month")

    @property
    def may_have_target(self) -> bool:
        return bool(self.better)


_CASE = ("priority", "office", "platform", "month")
_S, _D, _Q = Group.SPEED, Group.DEADLINES, Group.QUALITY
_R, _RE, _N = Group.RIGHTS, Group.REACH, Group.NARRATIVES
_T, _P = Unit.TIME, Unit.PERCENT
_M, _SH = Kind.MIDDLE, Kind.SHARE
_MINUTE, _HOUR = 60.0, 3600.0


def _time(key: str, formula: str, target: float | None, by: tuple[str, ...] = _CASE) -> Kpi:
    return Kpi(
        key=key,
        group=_S,
        kind=_M,
        unit=_T,
        formula=formula,
        better="lower",
        default_target=target,
        by=by,
    )


def _part(
    key: str,
    group: Group,
    formula: str,
    better: Better = "",
    target: float | None = None,
    by: tuple[str, ...] = _CASE,
) -> Kpi:
    return Kpi(
        key=key,
        group=group,
        kind=_SH,
        unit=_P,
        formula=formula,
        better=better,
        default_target=target,
        by=by,
    )


# The targets of time are the deadlines of a medium case (F3); those of shares are the doctrine's
# where it names one (100 % lawful, 0 wrongly labelled) and else a place to start from.
KPIS: tuple[Kpi, ...] = (
    _time("ttd", "recorded − earliest archived publication", 24 * _HOUR),
    _time("screening", "screened − recorded", _HOUR, ("priority", "platform", "month")),
    _time("ttt", "triaged − recorded", 2 * _HOUR),
    _time("ttv", "verdict approved − triaged", 6 * _HOUR),
    _time("ttfr", "first public statement − recorded", 4 * _HOUR),
    _part(
        "sla_screen",
        _D,
        "screened on time / due",
        "higher",
        0.9,
        ("priority", "platform", "month"),
    ),
    _part("sla_triage", _D, "triaged on time / due", "higher", 0.9),
    _part("sla_verify", _D, "verdicts on time / due", "higher", 0.9),
    _part("sla_first_line", _D, "first public lines on time / due", "higher", 0.9),
    _part("sla_clarification", _D, "full clarifications on time / due", "higher", 0.9),
    _part(
        "takedown_complete",
        _R,
        "requests with complete legal and necessity form / requests",
        "higher",
        1.0,
    ),
    _part("takedown_refused", _R, "requests refused or reversed / requests"),
    _part(
        "wrongly_labelled",
        _R,
        "labelled press work, criticism, opinion, satire / labels published",
        "lower",
        0.0,
    ),
    _part("appeal_on_time", _R, "appeals decided on time / due", "higher", 1.0),
    _part("appeal_reversed", _R, "appeals that changed our answer / appeals decided"),
    _part(
        "transparency_on_time",
        _R,
        "transparency reports on time / due",
        "higher",
        1.0,
        ("office",),
    ),
    _part("no_response", _Q, "1 − quiet cases at level ≥ 4 within 14 d / quiet cases", "higher"),
    _part("verdict_corrected", _Q, "published verdicts corrected or withdrawn / published"),
    Kpi(
        key="kappa",
        group=_Q,
        kind=Kind.INDEX,
        unit=Unit.SCORE,
        formula="κ = (observed − chance agreement) / (1 − chance agreement), priority, linear",
        better="higher",
        default_target=0.6,
        by=("priority", "office", "month"),
    ),
    Kpi(
        key="brier",
        group=_Q,
        kind=Kind.MEAN,
        unit=Unit.SCORE,
        formula="mean (p − o)²",
        better="lower",
        default_target=0.25,
        by=("priority", "office", "month"),
    ),
    Kpi(
        key="reach_ratio",
        group=_RE,
        kind=_M,
        unit=Unit.RATIO,
        formula="reach of correction / reach of false item, 0–72 h, same metric and platforms",
        better="higher",
    ),
    Kpi(key="overlap", group=_RE, kind=_M, unit=_P, formula="|A_c ∩ A_f| / |A_f|"),
    Kpi(
        key="alignment",
        group=_RE,
        kind=Kind.INDEX,
        unit=Unit.POINTS,
        formula="100·Σ_u w_u·[Σ_k i_k·max(a_uk,0)/Σ_k i_k] − 100·λ·contradicting/units, floor 0",
        better="higher",
        by=("office", "month"),
    ),
    _part(
        "acknowledged",
        _RE,
        "acknowledged on time / addressed",
        "higher",
        0.9,
        ("priority", "month"),
    ),
    _part("coverage", _RE, "units with current version / 546", "higher", None, ("month",)),
    Kpi(
        key="half_life",
        group=_N,
        kind=_M,
        unit=_T,
        formula="first hour with ≤ ½ of the peak − peak hour",
    ),
    _part("recurrence", _N, "opened again within 90 d / closed", "lower", None),
    *(
        Kpi(
            key=key,
            group=Group.OUTCOME,
            kind=Kind.INDEX,
            unit=Unit.CHANGE,
            formula=f"Δ {what} (survey, weighted, 95 %)",
            by=(),
        )
        for key, what in (
            ("belief", "accurate belief"),
            ("trust", "trust"),
            ("intention", "sharing intention"),
        )
    ),
    _part("trained", Group.CAPACITY, "trained in 12 months / staff", "higher", 0.8, ("office",)),
    Kpi(
        key="exercise_score",
        group=Group.CAPACITY,
        kind=Kind.INDEX,
        unit=Unit.POINTS,
        formula="Σ(weight·rating) / Σ(weight·4) · 100",
        better="higher",
        by=("office",),
    ),
    _part(
        "actions_on_time",
        Group.CAPACITY,
        "improvement actions closed on time / due",
        "higher",
        0.9,
        ("office",),
    ),
)
BY_KEY: Mapping[str, Kpi] = MappingProxyType({kpi.key: kpi for kpi in KPIS})
# Asked for again and again, and never given: what a count of removals would do.
FORBIDDEN = frozenset({"takedowns", "takedown_count", "takedown_volume", "removals"})


def kpi_of(key: str) -> Kpi:
    """The indicator of a key.

    Raises:
        InvalidInput: no such indicator, or one that may not exist.
    """
    if key in FORBIDDEN:
        raise InvalidInput(f"{key!r} is never an indicator: it would reward removing more")
    if key not in BY_KEY:
        raise InvalidInput(f"{key!r} is no indicator; there are {', '.join(BY_KEY)}")
    return BY_KEY[key]


def check_target(key: str, value: float) -> Kpi:
    """The indicator, where it may have this target.

    Raises:
        InvalidInput: an indicator that may have none, or a value outside its scale.
    """
    kpi = kpi_of(key)
    if not kpi.may_have_target:
        raise InvalidInput(f"{key!r} has no better direction, so it can have no target")
    highest = {Unit.PERCENT: 1.0, Unit.POINTS: 100.0, Unit.SCORE: 1.0, Unit.TIME: 366 * 86400.0}
    if not 0.0 <= value <= highest.get(kpi.unit, 1000.0):
        raise InvalidInput(f"target {value} is outside what {key!r} can be")
    return kpi


def meets(kpi: Kpi, value: float | None, target: float | None) -> bool | None:
    """Whether a value meets a target; None where either is not known."""
    if value is None or target is None or not kpi.better:
        return None
    return value <= target if kpi.better == "lower" else value >= target
