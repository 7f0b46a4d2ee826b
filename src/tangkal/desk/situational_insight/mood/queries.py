"""What is read of a sample, and what it says once it may be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.items import items
from tangkal.desk.situational_insight.mood.models import MoodQuestion, MoodReading, MoodText
from tangkal.desk.situational_insight.mood.rules import MOST_READERS
from tangkal.situational_insight.mood import (
    AGREED,
    WITHHELD_BELOW,
    Agreement,
    Share,
    Stance,
    agreement,
    shares,
)

Readings = dict[str, Stance]  # by the text's family


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a sample says, or why it does not say it."""

    shares: Mapping[Stance, Share]  # {} while it may not be said
    readers: int  # that finished
    under_way: int  # that began and did not finish
    draws_read: int
    texts: int
    agreement: Agreement | None
    is_withheld: bool  # the readers did not understand the question alike
    is_doubtful: bool
    is_blind: bool  # this person is still reading, and must not see
    may_go_on: bool  # there is something left for this person to read


def result_of(question: MoodQuestion, viewer: User) -> Result:
    """Shares by those who finished; nothing to a person who is still reading."""
    texts = list(question.texts.all())
    by_reader = readings_of(question)
    whole = len(texts)
    finished = [each for _reader, each in sorted(by_reader.items()) if len(each) == whole]
    mine = by_reader.get(viewer.pk)
    is_blind = mine is not None and len(mine) < whole
    hits = {text.family_id: text.hits for text in texts}
    agreed = agreement(finished[0], finished[1]) if len(finished) > 1 else None
    withheld = agreed is not None and agreed.kappa < WITHHELD_BELOW
    show = finished and not is_blind and not withheld
    return Result(
        shares=shares(hits, finished) if show else {},
        readers=len(finished),
        under_way=len(by_reader) - len(finished),
        draws_read=question.draws if finished else 0,
        texts=whole,
        agreement=None if is_blind else agreed,
        is_withheld=withheld and not is_blind,
        is_doubtful=agreed is not None and agreed.kappa < AGREED,
        is_blind=is_blind,
        may_go_on=is_blind or (mine is None and len(by_reader) < MOST_READERS),
    )


def readings_of(question: MoodQuestion) -> dict[int, Readings]:
    """Stances by reader and family."""
    found: dict[int, Readings] = {}
    rows = MoodReading.objects.filter(text__question=question).values_list(
        "reader_id", "text__family_id", "stance"
    )
    for reader, family, stance in rows:
        found.setdefault(reader, {})[family] = cast(Stance, stance)
    return found


@dataclass(frozen=True, slots=True)
class Next:
    """The text a person reads next."""

    text: MoodText
    words: str  # "" where the lake no longer holds it
    done: int
    of: int


def next_of(question: MoodQuestion, reader: User) -> Next | None:
    """The first text that this person has not read; None when all are.

    Raises:
        LakeError: the lake cannot be read.
    """
    read = MoodReading.objects.filter(text__question=question, reader=reader)
    waiting = question.texts.exclude(pk__in=read.values("text_id"))
    text = waiting.first()
    if text is None:
        return None
    rows = items([text.item_id])
    words = ""
    if rows:
        words = "\n".join(str(rows[0][name]) for name in ("title", "text") if rows[0][name])
    of = question.texts.count()
    return Next(text, words, read.count(), of)
