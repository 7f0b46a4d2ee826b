"""What the queue shows: one filter as the address carries it."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.http import urlencode

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import OPEN_SIGNALS, SignalState
from tangkal.desk.early_warning.watching import life

OPEN_STATES = OPEN_SIGNALS
# "IN (1)", not a bare column: SQLite looks only the former up in an index.
IS_OPEN = Q(is_open__in=(True,))
REASON_KINDS = (
    "known_claim",
    "maybe_claim",
    "burst",
    "coordination",
    "template",
    "report",
    "new",
    "watch",
)
OTHER_STATES = ("all", "muted", "expired")
OWNERS = ("mine", "free")
REALITIES = ("real", "exercise")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalFilter:
    """An unknown value is no filter, so that an old link still opens."""

    # A SignalState, "all", "muted", "expired", or "" for those that wait for somebody.
    state: str = ""
    reason: str = ""
    platform: str = ""
    region: str = ""  # a code also finds what lies below it
    language: str = ""
    owner: str = ""  # mine, free
    overdue: bool = False
    reality: str = ""  # real, exercise
    words: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "SignalFilter":
        def one_of(name: str, known: tuple[str, ...]) -> str:
            value = query.get(name, "")
            return value if value in known else ""

        return cls(
            state=one_of("state", (*SignalState.values, *OTHER_STATES)),
            reason=one_of("reason", REASON_KINDS),
            platform=query.get("platform", "")[:40],
            region=query.get("region", "")[:13],
            language=query.get("language", "")[:5],
            owner=one_of("owner", OWNERS),
            overdue=query.get("overdue") == "1",
            reality=one_of("reality", REALITIES),
            words=query.get("q", "").strip()[:200],
        )

    def as_query(self) -> str:
        """The query string that shows the same list; empty values are left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["overdue"] = "1" if self.overdue else ""
        values["q"] = values.pop("words")
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_empty(self) -> bool:
        return self == SignalFilter()

    def condition(self, *, user: User, now: datetime) -> Q:
        """The filter as one condition on :func:`searchable` signals."""
        parts = [self._state(now), self._owner(user), self._place()]
        if self.reason:
            parts.append(Q(reasons_text__contains=f'"kind": "{self.reason}"'))
        if self.overdue:
            parts.append(Q(due_at__lt=now))
        if self.reality:
            parts.append(Q(is_exercise=self.reality == "exercise"))
        parts += [Q(title__icontains=w) | Q(excerpt__icontains=w) for w in self.words.split()[:10]]
        whole = Q()
        for part in parts:
            whole &= part
        return whole

    def _state(self, now: datetime) -> Q:
        if self.state == "all":
            return Q()
        if self.state == "muted":
            return IS_OPEN & life.muted(now)
        if self.state == "expired":
            return Q(pk__in=life.expired())
        if self.state:
            return Q(state=self.state)
        return IS_OPEN & ~Q(pk__in=life.hidden(now))

    def _owner(self, user: User) -> Q:
        if self.owner == "mine":
            return Q(owner=user)
        return Q(owner=None) if self.owner == "free" else Q()

    def _place(self) -> Q:
        where = Q(language=self.language) if self.language else Q()
        if self.platform:
            where &= Q(platforms__has_key=self.platform)
        if self.region:
            where &= Q(region_id=self.region) | Q(region__code__startswith=f"{self.region}.")
        return where


def searchable() -> QuerySet[Signal]:
    """Signals whose reasons can be searched: the same text on SQLite and PostgreSQL."""
    return Signal.objects.alias(reasons_text=Cast("reasons", TextField()))
