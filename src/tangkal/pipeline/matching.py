"""Ask the matcher from Python: no web server, no Django.

>>> from tangkal.kernel import KnownClaim
>>> from tangkal.pipeline.matching import Matcher
>>> matcher = Matcher([KnownClaim(claim_id="c1", title="Air garam menyembuhkan sakit jantung")])
>>> found = matcher.match("katanya air garam bisa menyembuhkan sakit jantung, benar?")
>>> found.answer, found.matches[0].claim.claim_id
('same', 'c1')

With a home, its known claims and the version that answers there:

    matcher = open_matcher("/srv/tangkal")
    matcher.match("teks pesan berantai")
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tangkal.kernel import InvalidInput, KnownClaim
from tangkal.pipeline.encoder import configure, vectors_of
from tangkal.pipeline.matcher_versions import SHIPPED, MatcherVersions
from tangkal.pipeline.settings import Settings, current
from tangkal.recognise.restraint import MAYBE, Answer, answer

if TYPE_CHECKING:
    from tangkal.recognise.encoders.question import TwiceRead
    from tangkal.recognise.encoders.second_reading import Reading
    from tangkal.recognise.encoders.vectors import ClaimVectors
    from tangkal.recognise.knowledge import Knowledge
    from tangkal.recognise.known_claims import KnownClaimIndex

LONGEST_TEXT = 20_000  # characters; a chain letter is shorter
COLUMNS = (
    "claim_id",
    "title",
    "verdict",
    "publisher",
    "url",
    "published_on",
    "language",
    "article_text",
)
CLAIMS = f"SELECT {', '.join(COLUMNS)} FROM recognise_knownclaim WHERE NOT is_withdrawn"  # noqa: S608
LIVE = "SELECT version FROM recognise_matcherpromotion ORDER BY id DESC LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One known claim that a text was measured against: a measurement, not a verdict."""

    claim: KnownClaim
    score: float  # 0 unrelated … 1 the same claim in other words
    answer: Answer  # what the score may be presented as: same, maybe, unknown
    reasons: tuple[str, ...]  # "kind|detail", strongest first; see tangkal.recognise.reasons
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What the matcher says of one text."""

    answer: Answer
    matches: tuple[Match, ...]  # best first
    version: int  # which learned version answered; 0 is the one that ships
    encoder: str = ""  # the sentence encoder that read a second time; "" where words alone did
    encoder_fault: str = ""  # why one that the settings name was not used


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """The sentence encoder of a home with the vectors kept there; none by default."""

    vectors: "ClaimVectors | None" = None
    reading: "Reading | None" = None  # what a version learned to make of it; None: as it ships
    fault: str = ""

    def around(self, index: "KnownClaimIndex") -> "TwiceRead | KnownClaimIndex":
        """The index as it answers with the encoder's help, every claim encoded."""
        if self.vectors is None:
            return index
        from tangkal.recognise.encoders.question import TwiceRead  # noqa: PLC0415 - heavy
        from tangkal.recognise.encoders.second_reading import (  # noqa: PLC0415
            Reading,
            SecondReader,
        )

        reader = SecondReader(self.vectors.encoder, self.vectors)
        reader.reading = self.reading or Reading.shipped()
        twice = TwiceRead(index, reader)
        twice.encode()  # quick where the desk has read the claims before: vectors are kept
        return twice


class Matcher:
    """Known claims, ready to be asked about."""

    def __init__(
        self,
        claims: Iterable[KnownClaim],
        *,
        knowledge: "Knowledge | None" = None,
        version: int = SHIPPED,
        encoding: "Encoding | None" = None,
    ) -> None:
        """Take in claims.

        Args:
            claims: what is known.
            knowledge: what a version learned; None is what ships.
            version: its number.
            encoding: reads questions a second time; None leaves them to words.
        """
        # Its compiled kernels take a second to load: `--help` does not wait for them.
        from tangkal.recognise.known_claims import KnownClaimIndex  # noqa: PLC0415

        self.version = version
        self._index = KnownClaimIndex(knowledge)
        self._index.add(list(claims))
        self._encoding = encoding or Encoding()
        self._answers = self._encoding.around(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def match(self, text: str, k: int = 5, *, floor: float = MAYBE) -> Matched:
        """The nearest known claims of one text, best first.

        Args:
            text: a post or question, at most LONGEST_TEXT characters.
            k: how many claims at most.
            floor: least likeness of what is returned; 0 returns the nearest whatever they are.

        Raises:
            InvalidInput: no text, one that is too long, or k under 1.
        """
        check_text(text)
        if k < 1:
            raise InvalidInput(f"k is {k}: ask for at least one claim")
        found = self._answers.match(text, k=k, floor=floor)
        matches = tuple(
            Match(
                claim=self._index.claim(each.claim_id),
                score=each.score,
                answer=answer(each),
                reasons=each.reasons,
                method=each.method,
            )
            for each in found
        )
        return Matched(
            answer=answer(found[0] if found else None),
            matches=matches,
            version=self.version,
            encoder=getattr(self._answers, "encoder_name", ""),
            encoder_fault=self._encoding.fault,
        )


def check_text(text: str) -> None:
    """Refuse what cannot be compared, and say why.

    Raises:
        InvalidInput: no text, or more than LONGEST_TEXT characters.
    """
    if not text.strip():
        raise InvalidInput("there is no text to compare")
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(
            f"the text has {len(text):,} characters and at most {LONGEST_TEXT:,} can be compared:"
            " give the part that makes the claim"
        )


def open_matcher(home: Path | str | None = None, *, version: int | None = None) -> Matcher:
    """The matcher of a home: its known claims, and the version that answers there.

    Args:
        home: the home's folder; None is TANGKAL_HOME's.
        version: another learned version than the one that answers there.

    With a sentence encoder in the settings, claims it has not read yet are read now, which
    takes as long as there are many.

    Raises:
        InvalidInput: the home has no desk database, or there is no such version.
    """
    settings = current() if home is None else _settings_of(home)
    with _database(settings) as ask:
        claims = [_claim(row) for row in ask(CLAIMS)]
        live = ask(LIVE)
    number = version if version is not None else (int(live[0][0]) if live else SHIPPED)
    versions = MatcherVersions(settings.home.matcher_versions)
    encoding = _encoding_of(settings, versions, number)
    return Matcher(claims, knowledge=versions.load(number), version=number, encoding=encoding)


def _encoding_of(settings: Settings, versions: MatcherVersions, number: int) -> Encoding:
    """The encoder that the settings name, with what a version learned to make of it."""
    found = configure(settings)
    if found.encoder is None:
        return Encoding(fault=found.fault)
    vectors = vectors_of(found.encoder, settings.home)
    return Encoding(vectors=vectors, reading=versions.reading(number, found.encoder.fingerprint))


def _settings_of(home: Path | str) -> Settings:
    return Settings.from_environment({**os.environ, "TANGKAL_HOME": str(home)})


@contextmanager
def _database(settings: Settings) -> Iterator[Any]:
    """A function that runs one query on the desk database, reading only."""
    if settings.database_url:
        import psycopg  # noqa: PLC0415 - only an office with a PostgreSQL server has it

        with psycopg.connect(settings.database_url) as connection:
            yield lambda query: connection.execute(query).fetchall()
        return
    path = settings.home.desk_database
    if not path.is_file():
        raise InvalidInput(f"{settings.home.root} has no desk database yet: run 'tangkal migrate'")
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            yield lambda query: connection.execute(query).fetchall()
    except sqlite3.Error as problem:
        raise InvalidInput(
            f"{path} cannot be read ({problem}): run 'tangkal migrate' with this edition"
        ) from problem


def _claim(row: Sequence[Any]) -> KnownClaim:
    values = dict(zip(COLUMNS, row, strict=True))
    day = values.pop("published_on")
    told: dict[str, Any] = {name: value or None for name, value in values.items()}
    told["published_on"] = date.fromisoformat(day) if isinstance(day, str) else day
    return KnownClaim(**told)
