"""What the queue's views share: the list a person came from, addresses, rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning import rules, words
from tangkal.desk.early_warning.filters import SignalFilter
from tangkal.desk.ui.numbers import whole_number

TYPICAL = 3  # platforms named in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A signal as the list shows it to one person."""

    signal: Signal
    titles: words.Titles  # of the claims that its reasons name
    can_screen: bool
    can_dismiss: bool
    can_open: bool

    @property
    def why(self) -> list[str]:
        return words.sentences(self.signal, self.titles)

    @property
    def platforms(self) -> list[tuple[str, int]]:
        found = sorted(self.signal.platforms.items(), key=lambda each: (-each[1], each[0]))
        return found[:TYPICAL]

    @property
    def more_platforms(self) -> int:
        return max(0, len(self.signal.platforms) - TYPICAL)


def rows_of(signals: Sequence[Signal], reader: User) -> list[Row]:
    """Rows for some signals, in a fixed number of queries."""
    titles = words.claim_titles(signals)
    may_open = rules.may_screen(reader)
    return [row_of(signal, titles, reader, may_open=may_open) for signal in signals]


def row_of(signal: Signal, titles: words.Titles, reader: User, *, may_open: bool) -> Row:
    actions = rules.actions(signal, reader)
    return Row(
        signal=signal,
        titles=titles,
        can_screen="screen" in actions,
        can_dismiss="dismiss" in actions,
        can_open=may_open and "link" in actions and "screen" not in actions,
    )


def list_query(request: HttpRequest) -> str:
    """The query string of the list the person came from."""
    return (request.POST.get("list") or request.GET.get("list") or "")[:500]


def list_filter(request: HttpRequest) -> SignalFilter:
    return SignalFilter.from_query(QueryDict(list_query(request)))


def queue_url(query: str) -> str:
    return f"{reverse('queue')}?{query}" if query else reverse("queue")


def signal_url(signal_id: int, query: str) -> str:
    address = reverse("signal", args=[signal_id])
    return f"{address}?{urlencode({'list': query})}" if query else address


def undo_url(signals: Iterable[Signal], what: str) -> str:
    """Where an act on these signals is taken back, if nobody has touched them since."""
    named = ",".join(f"{signal.pk}:{signal.version}" for signal in signals)
    return f"{reverse('signals-undo')}?{urlencode({'signals': named, 'what': what})}"


def named_signals(values: Iterable[str], most: int) -> list[tuple[Signal, int]]:
    """Signals from "id:version" as checkboxes and undo addresses carry them."""
    pairs = [value.partition(":") for value in values]
    numbers = [(whole_number(pk), whole_number(version)) for pk, _colon, version in pairs]
    versions = {pk: version for pk, version in numbers if pk >= 0 and version >= 0}
    found = Signal.objects.in_bulk(list(versions)[:most])
    return [(found[pk], versions[pk]) for pk in versions if pk in found]
