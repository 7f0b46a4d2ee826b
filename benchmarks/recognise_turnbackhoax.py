"""``recognise.turnbackhoax``: does the right debunked claim come first?

Figures are defined in benchmarks/README.md. Gold titles are touched only after every query
has been answered; what is learned comes from training rows dated before the first query.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import turnbackhoax_articles as with_articles
from benchmarks.plain_postings import bm25_postings, cosine_postings, search
from benchmarks.registry import Options
from benchmarks.turnbackhoax import Pair, key, may_learn_from, queries_of, read_pairs, read_rows
from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.knowledge import Knowledge
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import MIN_PAIRS
from tangkal.text.grams import character_grams
from tangkal.text.tokens import tokenise

_DEPTH = 10
_TOLERANCE = 0.75
_PRECISION = 0.95
_SLICES = ("all", "nonidentical", "hard")
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answers:
    """The first _DEPTH titles for each query, as places in the pool, and the best's score."""

    places: NDArray[np.int64]  # n, _DEPTH; -1 for none
    top_scores: NDArray[np.float64]  # n


def run(options: Options) -> dict[str, float]:
    """Answer every query, then score; figures whose inputs are missing are left out."""
    folder = options.data or shared_folder()
    pairs = read_pairs(folder)
    queries = queries_of(pairs)
    if not queries:
        raise InvalidInput(f"{folder / 'pairs.jsonl'} has no row with both a title and a narasi")
    pool = _pool(pairs, folder)
    training = _training_rows(options, folder, pairs, queries)
    articles = with_articles.articles_of([*pairs, *training])
    knowledge = _learned(training, pool, articles)
    index = KnownClaimIndex(knowledge)
    index.add([KnownClaim(claim_id=str(i), title=title) for i, title in enumerate(pool)])
    answers = _ask(index, [query.post for query in queries])
    negatives = [str(row["text"]) for row in read_rows(folder / "negatives.jsonl") or []]
    alarms = _ask(index, negatives).top_scores
    baseline = _ask_bm25(pool, [query.post for query in queries])

    places = {key(title): i for i, title in enumerate(pool)}
    gold = np.array([places[key(query.title)] for query in queries])
    figures = _ranking_figures(answers.places, gold, queries)
    tolerated = _tolerated(answers.places, gold, queries, pairs, pool, places)
    tolerant = _figures(tolerated, queries)
    figures |= {f"tolerant.{name}": value for name, value in tolerant.items()}
    # The slice over all queries has the short names too: tolerant.s5 is tolerant.all.s5.
    figures |= {
        f"tolerant.{name.removeprefix('all.')}": value
        for name, value in tolerant.items()
        if name.startswith("all.")
    }
    if negatives:
        figures |= _restraint(answers, gold, alarms)
    else:
        print(f"{folder} has no negatives.jsonl: the restraint figures are left out")
    plain = _figures(baseline.places == gold[:, None], queries)
    figures |= _article_figures(knowledge, pool, articles, queries, training, gold)
    for part in ("nonidentical", "hard"):
        if f"{part}.s5" in plain:
            figures[f"bm25.{part}.s5"] = plain[f"{part}.s5"]
    return figures


def shared_folder() -> Path:
    root = Path(__file__).resolve().parent.parent
    shared = Path(os.environ.get("TANGKAL_SHARED_DATA", root.parent / "shared" / "data"))
    return shared / "turnbackhoax"


def _pool(pairs: list[Pair], folder: Path) -> list[str]:
    further = [str(row.get("title") or "") for row in read_rows(folder / "titles.jsonl") or []]
    titles = [pair.title for pair in pairs] + further
    return list({key(title): title for title in reversed(titles) if key(title)}.values())[::-1]


def _training_rows(
    options: Options, folder: Path, pairs: list[Pair], queries: list[Pair]
) -> list[Pair]:
    """Rows that may be learned from; none where there is no such folder."""
    train = options.train or shared_folder()
    if not (train / "pairs.jsonl").is_file():
        return []
    rows = pairs if train.resolve() == folder.resolve() else read_pairs(train)
    asked = {(query.title, query.post) for query in queries}
    return [row for row in may_learn_from(rows, queries) if (row.title, row.post) not in asked]


def _article_figures(
    knowledge: Knowledge,
    pool: list[str],
    articles: dict[str, str],
    queries: list[Pair],
    training: list[Pair],
    gold: NDArray[np.int64],
) -> dict[str, float]:
    """The same questions to a pool in which claims have their article where it is known."""
    if not articles:
        print("no row has an article: the figures of articles are left out")
        return {}
    mixed = with_articles.mixed_index(knowledge, pool, articles)
    told = _ask(mixed, [query.post for query in queries])
    right = _ranking_figures(told.places, gold, queries)
    asked = with_articles.Asked.of(pool, queries)
    figures = {f"articles.{name}": value for name, value in right.items()}
    figures["articles.bm25_one_field.all.s1"] = with_articles.one_field_s1(asked, articles)
    figures["articles.bm25_titles.all.s1"] = with_articles.one_field_s1(asked, {})
    return figures | with_articles.own_figures(pool, articles, queries, training)


def _learned(rows: list[Pair], pool: list[str], articles: dict[str, str]) -> Knowledge:
    """Knowledge from these rows alone, or the neutral weights where they are too few."""
    if len(rows) < MIN_PAIRS:
        print(f"{len(rows)} training rows before the first query: using unlearned weights")
        return Knowledge.unlearned()
    return with_articles.learn_with(rows, pool, articles)


def _ask(index: KnownClaimIndex, texts: list[str]) -> Answers:
    places = np.full((len(texts), _DEPTH), -1, dtype=np.int64)
    top_scores = np.zeros(len(texts))
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        part = texts[start : start + _ROWS_AT_ONCE]
        for i, found in enumerate(index.rank(part, _DEPTH), start):
            places[i, : len(found)] = [int(claim_id) for claim_id, _ in found]
            top_scores[i] = found[0][1] if found else 0.0
    return Answers(places, top_scores)


def _ask_bm25(pool: list[str], texts: list[str]) -> Answers:
    """Plain Okapi BM25 over words, k1 1.2, b 0.75: no stems, no learning."""
    postings = bm25_postings(tokenise(pool))
    alive = np.ones(len(pool), dtype=np.bool_)
    places, scores = search(postings, tokenise(texts), _DEPTH, alive)
    return Answers(places.astype(np.int64), scores[:, 0].astype(np.float64))


def _ranking_figures(
    places: NDArray[np.int64], gold: NDArray[np.int64], queries: list[Pair]
) -> dict[str, float]:
    return _figures(places == gold[:, None], queries)


def _figures(is_right: NDArray[np.bool_], queries: list[Pair]) -> dict[str, float]:
    """S@1, S@5, S@10 and MRR for each slice that has queries."""
    members = {
        "all": np.ones(len(queries), dtype=np.bool_),
        "nonidentical": np.array([not query.is_identical for query in queries]),
        "hard": np.array([query.is_hard for query in queries]),
    }
    figures = {}
    for part in _SLICES:
        right = is_right[members[part]]
        if not len(right):
            continue
        ranks = np.where(right.any(axis=1), right.argmax(axis=1) + 1.0, np.inf)
        for depth in (1, 5, 10):
            figures[f"{part}.s{depth}"] = float((ranks <= depth).mean())
        figures[f"{part}.mrr"] = float((1 / ranks).mean())
    return figures


def _tolerated(
    answered: NDArray[np.int64],
    gold: NDArray[np.int64],
    queries: list[Pair],
    pairs: list[Pair],
    pool: list[str],
    places: dict[str, int],
) -> NDArray[np.bool_]:
    """Which answers are right when near-duplicates of the gold title count too.

    Near: character 3-5-gram TF-IDF cosine of at least _TOLERANCE, title to gold title, or
    query to the text (narasi) that a title answered.
    """
    is_right = answered == gold[:, None]
    for i, near in enumerate(_near(pool, [pool[place] for place in gold])):
        is_right[i] |= np.isin(answered[i], near)
    owners = np.array([places[key(pair.title)] for pair in pairs])
    posts = [pair.post for pair in pairs]
    for i, near in enumerate(_near(posts, [query.post for query in queries])):
        is_right[i] |= np.isin(answered[i], owners[near])
    return is_right


def _near(texts: list[str], asked: list[str]) -> list[NDArray[np.int32]]:
    """For each text asked, those it is near to."""
    postings = cosine_postings(character_grams(texts, 3, 5))
    alive = np.ones(len(texts), dtype=np.bool_)
    docs, scores = search(postings, character_grams(asked, 3, 5), 50, alive)
    return [row[score >= _TOLERANCE] for row, score in zip(docs, scores, strict=True)]


def _restraint(
    answers: Answers, gold: NDArray[np.int64], alarms: NDArray[np.float64]
) -> dict[str, float]:
    """Queries and negatives mixed: what the score is worth as a decision."""
    right = np.concatenate([answers.places[:, 0] == gold, np.zeros(len(alarms), dtype=np.bool_)])
    scores = np.concatenate([answers.top_scores, alarms])
    point, recall = operating_point(scores, right, len(gold))
    return {
        "restraint.recall_at_p95": recall,
        "restraint.false_alarm_rate": float((alarms >= point).mean()),
        "restraint.brier": float(np.mean((scores - right) ** 2)),
    }


def operating_point(
    scores: NDArray[np.float64], right: NDArray[np.bool_], answerable: int
) -> tuple[float, float]:
    """The lowest score at which all answers from it up are right often enough, and the recall.

    (infinity, 0) where no score is: then nothing is answered.
    """
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    precision = hits / np.arange(1, len(order) + 1)
    # Equal scores are answered together or not at all.
    ends = np.append(scores[order][1:] != scores[order][:-1], True)
    good = np.flatnonzero((precision >= _PRECISION) & ends)
    if not len(good):
        return float("inf"), 0.0
    return float(scores[order][good[-1]]), float(hits[good[-1]] / answerable)
