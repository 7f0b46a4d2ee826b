"""Words in common and words missing, read as evidence for or against a claim.

Where :mod:`tangkal.recognise.habits` says how likely a word of a post is to come back in the
headline that answers it, and a headline's word to stand in the post, this weighs a text against
a title: by how much likelier the words they share are between partners than between strangers.
"""

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.associations import Associations
from tangkal.recognise.habits import (
    N_POST_INPUTS,
    N_TITLE_INPUTS,
    READ,
    Habits,
    post_inputs,
    title_inputs,
    words_of,
)
from tangkal.recognise.postings import Index, find_term
from tangkal.text.compiled import compiled
from tangkal.text.hashed import slot_of
from tangkal.text.tokens import TokenBatch

ODDS = (
    "telling_cosine",  # stem cosine, each word of the text weighed by its chance to come back
    "telling_covered",  # share of what the text's words lead one to expect in the title
    "post_odds",  # log odds of the text's words: those in the title against those not
    "title_odds",  # log odds of the title's words: those in the text against those not
    "missing_odds",  # of these, what the missing words alone say
    "translated",  # log odds of missing words that the text's words are answered by
    "densest",  # share of the title, by rarity, in the text's best stretch of twice its length
    "most_telling",  # the best word in common: its rarity times its chance
    "second_rarest",  # rarity of the second rarest stem in common
    "missed",  # rarity of the missing words that were expected in the text
    "near_in_order",  # ln(1 + word pairs close together and in the same order in both)
    "expected_missing",  # missing words likelier than not to stand in the text
    "expected_covered",  # share in common of what of the title was expected in the text
)
N_ODDS = len(ODDS)
_NAMED = 24  # places of the title's words in a text that are looked at


def compare_odds(
    stems: TokenBatch,
    candidates: NDArray[np.int32],
    titles: TokenBatch,
    postings: Index,
    associations: Associations,
    habits: Habits,
    out: NDArray[np.float32],
) -> None:
    """Write :data:`ODDS` of n texts and c candidate titles into ``out``, float32[n, c, odds]."""
    _compare_odds(
        stems.offsets, stems.hashes, candidates, titles.offsets, titles.hashes,
        postings.terms, postings.idf, float(postings.unseen_idf),
        associations.sources, associations.starts, associations.targets, associations.chances,
        habits.post_words, habits.post_held, habits.post_kept,
        habits.title_words, habits.title_held, habits.title_found,
        habits.post_weights, habits.title_weights, habits.rates, out,
    )  # fmt: skip


@compiled
def _logistic(total: float) -> float:
    return float(1.0 / (1.0 + np.exp(-min(max(total, -12.0), 12.0))))


@compiled
def _translations(
    query: NDArray[np.uint64],
    sources: NDArray[np.uint64],
    starts: NDArray[np.int64],
    targets: NDArray[np.uint64],
    chances: NDArray[np.float32],
) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """All title words that words of the text are answered by, with the sum of the chances."""
    room = 0
    for word in query:
        source = find_term(sources, word)
        if source >= 0:
            room += starts[source + 1] - starts[source]
    found = np.empty(room, dtype=np.uint64)
    their = np.empty(room)
    used = 0
    for word in query:
        source = find_term(sources, word)
        if source >= 0:
            for p in range(starts[source], starts[source + 1]):
                found[used] = targets[p]
                their[used] = chances[p]
                used += 1
    order = np.argsort(found)
    words, sums = found[order], their[order]
    kept = 0
    for i in range(room):
        if kept and words[kept - 1] == words[i]:
            sums[kept - 1] += sums[i]
        else:
            words[kept], sums[kept] = words[i], sums[i]
            kept += 1
    return words[:kept], sums[:kept]


@compiled
def _compare_odds(  # noqa: PLR0912, PLR0915 - one pass over the title, kept in one place for speed
    q_offsets: NDArray[np.int64],
    q_hashes: NDArray[np.uint64],
    candidates: NDArray[np.int32],
    t_offsets: NDArray[np.int64],
    t_hashes: NDArray[np.uint64],
    terms: NDArray[np.uint64],
    idf: NDArray[np.float32],
    unseen: float,
    sources: NDArray[np.uint64],
    a_starts: NDArray[np.int64],
    targets: NDArray[np.uint64],
    answers: NDArray[np.float32],
    post_words: NDArray[np.uint64],
    post_held: NDArray[np.float32],
    post_kept: NDArray[np.float32],
    title_words: NDArray[np.uint64],
    title_held: NDArray[np.float32],
    title_found: NDArray[np.float32],
    post_weights: NDArray[np.float64],
    title_weights: NDArray[np.float64],
    rates: NDArray[np.float64],
    out: NDArray[np.float32],
) -> None:
    p_row = np.zeros(N_POST_INPUTS)
    t_row = np.zeros(N_TITLE_INPUTS)
    all_words = np.empty(READ, dtype=np.uint64)
    all_places = np.empty((READ, 3))
    chance = np.empty(READ)
    usual = np.empty(READ)
    at = np.empty(_NAMED, dtype=np.int64)
    of = np.empty(_NAMED, dtype=np.int64)
    for q in range(len(candidates)):
        text = q_hashes[q_offsets[q] : min(q_offsets[q + 1], q_offsets[q] + READ)]
        n = words_of(text, all_words, all_places)
        words = all_words[:n]
        nowhere = length = expected = 0.0
        for j in range(n):
            term = slot_of(terms, words[j])
            rarity = float(idf[term]) if term >= 0 else unseen
            known = find_term(post_words, words[j])
            held = float(post_held[known]) if known >= 0 else 0.0
            kept = float(post_kept[known]) if known >= 0 else 0.0
            post_inputs(p_row, all_places[j], rarity, unseen, held, kept, rates[0])
            chance[j] = _logistic(float(np.dot(p_row, post_weights)))
            usual[j] = min(np.exp(-rarity), 0.9)
            nowhere += np.log((1 - chance[j]) / (1 - usual[j]))
            length += chance[j] * rarity * rarity
            expected += chance[j] * rarity
        length = max(np.sqrt(length), 1e-6)
        near, nearness = _translations(words, sources, a_starts, targets, answers)
        order = np.argsort(text, kind="mergesort")
        ordered = text[order]
        for c in range(candidates.shape[1]):
            doc = candidates[q, c]
            if doc < 0:
                continue
            title = t_hashes[t_offsets[doc] : t_offsets[doc + 1]]
            rarities = np.empty(len(title))
            cosine = square = told = 0.0
            post = nowhere
            found_odds = missing_odds = translated = missed = met = 0.0
            telling = first = second = total = 0.0
            likely = n_at = 0
            for i in range(len(title)):
                word = title[i]
                term = slot_of(terms, word)
                rarity = float(idf[term]) if term >= 0 else unseen
                rarities[i] = rarity
                square += rarity * rarity
                total += rarity
                again = False
                for other in title[:i]:
                    again = again or other == word
                if again:
                    continue
                known = find_term(title_words, word)
                held = float(title_held[known]) if known >= 0 else 0.0
                found = float(title_found[known]) if known >= 0 else 0.0
                known = find_term(post_words, word)
                in_posts = float(post_held[known]) if known >= 0 else 0.0
                title_inputs(t_row, rarity, held, found, in_posts, n, rates[1])
                here = _logistic(float(np.dot(t_row, title_weights)))
                share = np.exp(-rarity)
                by_chance = (in_posts + 0.3 * share * rates[2] + 0.2) / (rates[2] + 1)
                by_chance = min(max(by_chance, 1e-4), 0.95)
                j = find_term(words, word)
                if j >= 0:
                    met += here * rarity
                    cosine += np.sqrt(chance[j]) * rarity * rarity
                    told += chance[j] * rarity
                    post += np.log(chance[j] * (1 - usual[j]) / (usual[j] * (1 - chance[j])))
                    found_odds += np.log(here / by_chance)
                    telling = max(telling, chance[j] * rarity)
                    if rarity > first:
                        second = first
                        first = rarity
                    elif rarity > second:
                        second = rarity
                    place = np.searchsorted(ordered, word)
                    while place < len(ordered) and ordered[place] == word and n_at < _NAMED:
                        at[n_at] = order[place]
                        of[n_at] = i
                        n_at += 1
                        place += 1
                else:
                    missing_odds += np.log((1 - here) / (1 - by_chance))
                    missed += here * rarity
                    likely += here > 0.6
                    place = find_term(near, word)
                    if place >= 0:
                        translated += np.log1p(nearness[place] / (share + 0.002))
            by_place = np.argsort(at[:n_at])
            stretch = max(12, 2 * len(title))
            densest = 0.0
            close = 0
            for a in range(n_at):
                inside = 0.0
                for b in range(a, n_at):
                    gap = at[by_place[b]] - at[by_place[a]]
                    if gap >= stretch:
                        break
                    step = of[by_place[b]] - of[by_place[a]]
                    close += 0 < gap <= 3 and 0 < step <= 3
                    again = False
                    for d in range(a, b):
                        again = again or of[by_place[d]] == of[by_place[b]]
                    if not again:
                        inside += rarities[of[by_place[b]]]
                densest = max(densest, inside)
            row = out[q, c]
            row[0] = cosine / max(length * np.sqrt(square), 1e-6)
            row[1] = told / max(expected, 1e-6)
            row[2] = post
            row[3] = found_odds + missing_odds
            row[4] = missing_odds
            row[5] = translated
            row[6] = densest / max(total, 1e-6)
            row[7] = telling
            row[8] = second
            row[9] = missed
            row[10] = np.log1p(close)
            row[11] = likely
            row[12] = met / max(met + missed, 1e-6)
