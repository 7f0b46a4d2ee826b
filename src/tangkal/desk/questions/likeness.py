"""What a question is found again by: its words, a sketch of them, its link, a known claim.

Hashes alone are kept, so that a family goes on being recognised after the texts were deleted.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tangkal.desk.accounts.sealing import keyed_hash
from tangkal.desk.portal.related import stems_of
from tangkal.desk.questions.models import Asked, PairOfWords
from tangkal.desk.recognise.queries import nearest_claims
from tangkal.text.normalise import words as words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PURPOSE = "questions.likeness"
ENTERED, LOOKED_UP = 6, 8  # pairs a question is entered under, and looked up by
CANDIDATES = 200
LEAST_TOLD = 3  # stems that say something; "apa ini benar?" alone is nobody's family
STEMS_A_SLIP = 8
LONG = 24  # words
# Stems of asking, which say nothing of what is asked about.
_ASKING = """
apa apakah asli berita betul benar cek fakta gambar hoaks info kabar kak lapor link min minta mohon
pesan tanya tolong valid video check fake hoax is it please this true
"""
ASKING = frozenset(_ASKING.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """One question, reduced to what is compared."""

    words: str  # keyed hash of the words in their order; "" where they say too little
    link: str  # keyed hash of the address without what follows visitors; "" without one
    claim_id: str  # the known claim it is the same as, by the matcher; "" for none
    sketch: bytes  # 17 numbers of 32 bits: see tangkal.recognise.sketches
    pairs: tuple[int, ...]  # smallest hashes of word pairs; () where the words say too little
    stems: frozenset[str] = frozenset()  # that say something; never stored
    picture: str = ""  # SHA-256 of what was sent along


def read(text: str, url: str, picture: str = "") -> Likeness:
    """What is compared of a masked text, a stripped address and a picture's SHA-256."""
    # Compiled kernels take a second to load: pages that ask nothing do not wait.
    import numpy as np  # noqa: PLC0415

    from tangkal.recognise.families import sketch_batch  # noqa: PLC0415
    from tangkal.recognise.sketches import PAIRS  # noqa: PLC0415
    from tangkal.text.tokens import tokenise  # noqa: PLC0415

    stems = told_by(text)
    tells = len(stems) >= LEAST_TOLD
    sketches, contents = sketch_batch(tokenise([text]))
    result, found = nearest_claims(text, k=1)
    return Likeness(
        words=keyed_hash(" ".join(words_of(text)), PURPOSE) if tells else "",
        link=link_of(url),
        claim_id=found[0][0].claim_id if result == "same" else "",
        sketch=np.append(sketches[0], contents[0]).tobytes(),
        pairs=tuple(int(pair) for pair in sketches[0][:PAIRS] if pair) if tells else (),
        stems=stems,
        picture=picture,
    )


def told_by(text: str) -> frozenset[str]:
    """The stems that say what a question is about."""
    return stems_of(text) - ASKING


def link_of(url: str) -> str:
    """A keyed hash of an address that names one page; "" for a site's front page."""
    parts = urlsplit(url.strip())
    if not parts.hostname or (parts.path in {"", "/"} and not parts.query):
        return ""
    host = parts.hostname.lower().removeprefix("www.")
    return keyed_hash(f"{host}{parts.path.rstrip('/')}?{parts.query}", PURPOSE)


def most_alike(seen: Likeness) -> Asked | None:
    """The question whose words are nearly the same, with the same numbers, places and things.

    Where the one that shares most speaks of others, none is: one that shares less would be the
    stump that all bulletins on one form have in common.
    """
    from tangkal.recognise.sketches import (  # noqa: PLC0415 - see read
        count_words,
        exchange_facts,
        overlap,
    )

    if len(seen.pairs) < 2:
        return None
    rows = Asked.objects.filter(pairs__hash__in=seen.pairs[:LOOKED_UP]).distinct()
    mine = opened(seen.sketch)
    best, found = 0.0, None
    for asked in rows.select_related("family", "report").order_by("-pk")[:CANDIDATES]:
        theirs = opened(asked.sketch)
        shared = overlap(mine, theirs)
        if shared <= best:
            continue
        words = min(count_words(mine[-1]), count_words(theirs[-1]))
        differ = exchange_facts(mine, theirs, words) or exchange_things(seen, asked, words)
        best, found = shared, None if differ else asked
    return found


def exchange_things(seen: Likeness, asked: Asked, words: int) -> bool:
    """Whether each of two questions names things of which the other names others.

    "Apa benar durian dilarang di pasar?" and "Apa benar mangga dilarang di pasar?" share nearly
    all words and need two answers. One stem in eight may be exchanged, as by a slip of the finger.

    Args:
        words: of the shorter; where a text has been deleted, long ones alone are taken as alike.
    """
    if not asked.report.text:
        return words < LONG
    theirs = told_by(asked.report.text)
    exchanged = min(len(seen.stems - theirs), len(theirs - seen.stems))
    return exchanged * STEMS_A_SLIP > min(len(seen.stems), len(theirs))


def with_facts_of(other: Asked, seen: Likeness) -> bytes:
    """The sketch with the numbers and places of the question it was joined to, if those are more.

    A copy cut before the first number must not make a bridge between all that begin alike.
    """
    from tangkal.recognise.sketches import SKETCH, take_over_facts  # noqa: PLC0415 - see read

    mine = opened(seen.sketch).copy()
    take_over_facts(opened(other.sketch)[:SKETCH], mine[:SKETCH])
    return mine.tobytes()


def opened(sketch: bytes | memoryview) -> "NDArray[np.uint32]":
    """16 numbers of the sketch, and what stands for the whole text."""
    import numpy as np  # noqa: PLC0415 - with the kernels

    return np.frombuffer(bytes(sketch), dtype=np.uint32)


def enter(asked: Asked, seen: Likeness) -> None:
    """Let later questions find this one by its word pairs."""
    PairOfWords.objects.bulk_create(
        PairOfWords(asked=asked, hash=pair) for pair in seen.pairs[:ENTERED]
    )
