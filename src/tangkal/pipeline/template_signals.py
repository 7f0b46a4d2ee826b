"""Which narratives are carried today by one sentence with exchanged words, from new accounts?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tangkal.early_warning.templates import METHOD, MIN_ACCOUNTS, MOST_TEXTS, find_templates
from tangkal.engines.base import Lake

DAY_HOURS = 24
PAST = timedelta(days=14)  # an account that posted anything in these days is known
SETTLED = timedelta(days=2)  # how much past the lake needs before an account is called new
MOST_PAST_ITEMS = 200_000  # the newest of them; an older account may then count as new


def template_reasons(
    narrative_ids: Sequence[str], *, lake: Lake, beginning: datetime | None, until: datetime
) -> dict[str, dict[str, Any]]:
    """The largest template of each narrative's last day, as a reason; none where there is none.

    Args:
        narrative_ids: those with enough items today from accounts that may be new: only their
            texts and accounts are read, for reading all would be slower than all the rest.
        lake: where they are read.
        beginning: since when anything was seen.
        until: end of the last hour; nothing later is read.
    """
    since = until - timedelta(hours=DAY_HOURS)
    if beginning is None or beginning + SETTLED > since:
        return {}
    carried = {key: texts for key in narrative_ids if (texts := _todays(key, lake, since, until))}
    suspects = {key: texts for key, texts in carried.items() if find_templates(*texts, ())}
    if not suspects:
        return {}
    past = lake.window(since - PAST, since, ["author"], most=MOST_PAST_ITEMS)
    known = set(past["author"].to_pylist())
    reasons = {key: _reason(*texts, known) for key, texts in suspects.items()}
    return {key: reason for key, reason in reasons.items() if reason}


def _todays(
    key: str, lake: Lake, since: datetime, until: datetime
) -> tuple[list[str], list[str | None]] | None:
    found = lake.search(narrative_id=key, since=since, until=until, limit=MOST_TEXTS)
    accounts = found["author"].to_pylist()
    if len({account for account in accounts if account}) < MIN_ACCOUNTS:
        return None
    return found["text"].to_pylist(), accounts


def _reason(
    texts: Sequence[str], accounts: Sequence[str | None], known: set[str]
) -> dict[str, Any] | None:
    found = find_templates(texts, accounts, known)
    if not found:
        return None
    largest = found[0]
    return {
        "kind": "template",
        "texts": len(largest.members),
        "accounts": largest.accounts,
        "new_accounts": largest.new_accounts,
        "pattern": largest.pattern[:300],
        "method": METHOD,
    }
