"""The list of suggested matches: what waits for a person, and what people have said."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from tangkal.desk.recognise.judging import Answer
from tangkal.desk.recognise.models import MatchSuggestion

PAGE_SIZE = 25
LEVELS = ("same", "maybe")
STATES = {
    "waiting": Q(judgement=None),
    "confirmed": Q(judgement__answer=Answer.SAME),
    "rejected": Q(judgement__answer=Answer.NOT_SAME),
    "unsure": Q(judgement__answer=Answer.UNSURE),
    "all": Q(),
}
REALITIES = ("real", "exercise")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionFilter:
    """What the list shows; an unknown value is no filter, so that an old link still opens."""

    state: str = "waiting"
    level: str = ""
    reality: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "SuggestionFilter":
        state, level = query.get("state", ""), query.get("level", "")
        reality = query.get("reality", "")
        return cls(
            state=state if state in STATES else "waiting",
            level=level if level in LEVELS else "",
            reality=reality if reality in REALITIES else "",
            words=query.get("q", "").replace("\x00", "").strip()[:200],
        )

    def as_query(self) -> str:
        values = {"state": self.state, "level": self.level, "reality": self.reality}
        values |= {"q": self.words}
        return urlencode({name: value for name, value in values.items() if value})

    def condition(self) -> Q:
        found = STATES[self.state]
        if self.level:
            found &= Q(level=self.level)
        if self.reality:
            found &= Q(is_exercise=self.reality == "exercise")
        for word in self.words.split()[:10]:
            found &= Q(text__icontains=word) | Q(claim__title__icontains=word)
        return found


TABS = {
    "same": SuggestionFilter(level="same"),
    "maybe": SuggestionFilter(level="maybe"),
    "confirmed": SuggestionFilter(state="confirmed"),
    "rejected": SuggestionFilter(state="rejected"),
    "unsure": SuggestionFilter(state="unsure"),
}


def suggestions() -> QuerySet[MatchSuggestion]:
    """Suggestions on signals, of claims that are still known."""
    return MatchSuggestion.objects.filter(signal__isnull=False, claim__is_withdrawn=False)


def suggestion_list(chosen: SuggestionFilter) -> QuerySet[MatchSuggestion]:
    """The likeliest first: they are judged quickest, and settle most."""
    return (
        suggestions()
        .filter(chosen.condition())
        .select_related("claim", "signal", "judgement__by")
        .order_by("-score", "pk")
    )


def counts() -> dict[str, int]:
    """How many each tab holds, in one query."""
    return suggestions().aggregate(
        **{key: Count("pk", filter=tab.condition()) for key, tab in TABS.items()}
    )
