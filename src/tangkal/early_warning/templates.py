"""One sentence with exchanged words, from many accounts that nobody saw before: a pattern of texts.

A template is an order of fixed words that several texts share, with slots where they differ.
Plain copies have no slots and are no template; a form that one sender fills in again and again
has one account; numbers alone (prices, scores, magnitudes) are what forms are for. What is
described is the texts. Whoever wrote them may be a program, a campaign, or a class with homework.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tangkal.kernel import InvalidInput
from tangkal.text.normalise import words

METHOD = "slots/1"
SLOT = "…"
MIN_FIXED_WORDS = 6
MIN_FIXED_SHARE = 0.6  # of the longer text's words
MIN_TEXTS = 8
MIN_ACCOUNTS = 8
MIN_NEW_SHARE = 0.6  # of the accounts
MIN_FILLINGS = 3  # different words in one slot
MOST_WORDS = 80  # of a text, from its beginning
MOST_TEXTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Texts that share their fixed words in order."""

    pattern: str  # the fixed words, SLOT where texts differ
    members: tuple[int, ...]  # places in the texts given
    accounts: int
    new_accounts: int  # of them, not among the known ones
    fillings: int  # different fillings of the most varied slot


@dataclass(slots=True)
class _Growing:
    fixed: list[str]
    members: list[int]


def find_templates(
    texts: Sequence[str], accounts: Sequence[str | None], known_accounts: Collection[str]
) -> list[Template]:
    """Templates that many accounts fill in, most of them new; the largest comes first.

    Args:
        texts: n texts of about a day; of more than MOST_TEXTS the first are read.
        accounts: the pseudonym of each text's account, None where unknown.
        known_accounts: pseudonyms seen before that day.

    Returns:
        templates of at least MIN_TEXTS texts by MIN_ACCOUNTS accounts, MIN_NEW_SHARE of them
        new, with a slot that has MIN_FILLINGS different fillings other than numbers.

    Raises:
        InvalidInput: not one account (or None) a text.
    """
    if len(texts) != len(accounts):
        raise InvalidInput(f"{len(texts)} texts with {len(accounts)} accounts; give one each")
    read = [words(text)[:MOST_WORDS] for text in texts[:MOST_TEXTS]]
    found = [
        template
        for growing in _grown(read)
        if (template := _described(growing, read, accounts, known_accounts)) is not None
    ]
    return sorted(found, key=lambda each: (-len(each.members), each.pattern))


def _grown(read: Sequence[Sequence[str]]) -> list[_Growing]:
    """Put each text to the first template it fits, whose fixed words shrink to what is shared."""
    started: list[_Growing] = []
    for place, text in enumerate(read):
        if len(text) < MIN_FIXED_WORDS:
            continue
        for growing in started:
            shared = _shared(growing.fixed, text, read[growing.members[0]])
            if shared is not None:
                growing.fixed = shared
                growing.members.append(place)
                break
        else:
            started.append(_Growing(list(text), [place]))
    return started


def _shared(fixed: Sequence[str], text: Sequence[str], first: Sequence[str]) -> list[str] | None:
    """The fixed words that a text keeps in order; None where they are too few."""
    least = max(MIN_FIXED_WORDS, MIN_FIXED_SHARE * max(len(text), len(first)))
    if len(set(fixed) & set(text)) < 0.5 * least:
        return None
    blocks = SequenceMatcher(None, fixed, text, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) < least:
        return None
    return [word for block in blocks for word in fixed[block.a : block.a + block.size]]


def _described(
    growing: _Growing,
    read: Sequence[Sequence[str]],
    accounts: Sequence[str | None],
    known_accounts: Collection[str],
) -> Template | None:
    named = {account for member in growing.members if (account := accounts[member])}
    new = {account for account in named if account not in known_accounts}
    if len(growing.members) < MIN_TEXTS or len(named) < MIN_ACCOUNTS:
        return None
    if len(new) < MIN_NEW_SHARE * len(named):
        return None
    slots: dict[int, set[str]] = {}
    for member in growing.members:
        for slot, filling in _fillings(growing.fixed, read[member]):
            slots.setdefault(slot, set()).add(filling)
    varied = max((len(each) for each in slots.values()), default=0)
    if varied < MIN_FILLINGS:
        return None
    return Template(
        pattern=_pattern(growing.fixed, slots),
        members=tuple(growing.members),
        accounts=len(named),
        new_accounts=len(new),
        fillings=varied,
    )


def _fillings(fixed: Sequence[str], text: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What stands before each fixed word (and after the last) that is not fixed itself."""
    at = 0
    for block in SequenceMatcher(None, fixed, text, autojunk=False).get_matching_blocks():
        between = text[at : block.b]
        if between and not all(word.isdigit() for word in between):
            yield block.a, " ".join(between)
        at = block.b + block.size


def _pattern(fixed: Sequence[str], slots: Collection[int]) -> str:
    marked = [f"{SLOT} {word}" if place in slots else word for place, word in enumerate(fixed)]
    if len(fixed) in slots:
        marked.append(SLOT)
    return " ".join(marked)
