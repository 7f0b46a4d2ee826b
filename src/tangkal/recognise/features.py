"""What is compared when a text and a claim's title are weighed against each other.

One row of numbers for each (text, candidate title); :data:`NAMES` says what each column is.
All are cheap to read and to explain: shares of rare words, of word pairs, of letters,
numbers in common. A weighing of them is learned in :mod:`tangkal.recognise.ranking`.
"""

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.associations import Associations
from tangkal.recognise.habits import Habits
from tangkal.recognise.odds import N_ODDS, ODDS, compare_odds
from tangkal.recognise.postings import distinct_sorted, find_term
from tangkal.recognise.titles import Shown, Titles
from tangkal.text.compiled import compiled
from tangkal.text.hashed import slot_of
from tangkal.text.tokens import TokenBatch

_WORDS_AND_LETTERS = (
    "bm25",  # Okapi BM25 of the stems
    "title_covered",  # share of the title's stems, by rarity, found in the text
    "text_covered",  # share of the text's stems, by rarity, found in the title
    "stem_cosine",
    "gram_cosine",  # the same for character n-grams
    "title_grams_covered",
    "associated",  # share of the title, by rarity, found or associated with a word of the text
    "pairs_covered",  # share of the title's neighbouring stem pairs found in the text
    "lead_covered",  # share of the title, by rarity, found in the text's first words
    "rarest_shared",  # rarity of the rarest stem in common, 0 to 1
    "shared",  # ln(1 + stems in common)
    "numbers_shared",  # share of the title's numbers found in the text
    "numbers_missing",  # ln(1 + numbers of the title not in the text)
    "run",  # longest run of the title's stems found in a row, share of the title
    "title_length",  # ln(1 + stems)
    "text_length",  # ln(1 + different stems)
    "opening_covered",  # title_covered, where each next word of the title counts for less
    "ending_covered",  # the same from the title's end
)
_N_PLAIN = len(_WORDS_AND_LETTERS)
# Features whose worth is no straight line: almost all in common says more than twice the half.
_BENT = (
    "bm25", "stem_cosine", "gram_cosine", "associated", "telling_cosine", "telling_covered",
    "title_odds", "most_telling", "expected_covered",
)  # fmt: skip
NAMES = (*_WORDS_AND_LETTERS, *ODDS, *(f"{name}_squared" for name in _BENT))
_BENT_COLUMNS = [NAMES.index(name) for name in _BENT]
N_FEATURES = len(NAMES)
_LEAD = 12
_FADED = 60  # words from which on all count alike
_FADING = 5.0  # words of a title after which the next counts for 1/e
_READ = 400  # stems of a text that are weighed; a longer one is weighed by its beginning


def compare(
    titles: Titles,
    stems: TokenBatch,
    grams: TokenBatch,
    candidates: NDArray[np.int32],
    associations: Associations,
    habits: Habits,
    shown: Shown | None = None,
) -> NDArray[np.float32]:
    """Compare n texts with c candidate titles each.

    Args:
        titles: the titles that ``candidates`` number.
        stems, grams: the texts, stemmed and as character n-grams.
        candidates: int32[n, c]; -1 for none, whose features are all 0.
        associations: learned word associations, or ``Associations.none()``.
        habits: learned habits of words, or ``Habits.none()``.
        shown: ``titles.shown(candidates)``, where the caller has it already.

    Returns:
        float32[n, c, N_FEATURES].
    """
    plain = np.zeros((*candidates.shape, _N_PLAIN), dtype=np.float32)
    odds = np.zeros((*candidates.shape, N_ODDS), dtype=np.float32)
    if candidates.size:
        shown = titles.shown(candidates) if shown is None else shown
        places = np.arange(candidates.size, dtype=np.int32).reshape(candidates.shape)
        places[candidates < 0] = -1
        compare_odds(stems, places, shown.stems, titles.stem_postings, associations, habits, odds)
        _compare(
            stems.offsets, stems.hashes, grams.offsets, grams.hashes, places,
            titles.mean_length, shown.stems.offsets, shown.stems.hashes, shown.is_number,
            titles.stem_postings.terms, titles.stem_postings.idf,
            np.float32(titles.stem_postings.unseen_idf),
            shown.grams.offsets, shown.grams.hashes,
            titles.gram_postings.terms, titles.gram_postings.idf,
            np.float32(titles.gram_postings.unseen_idf),
            associations.sources, associations.starts, associations.targets,
            associations.chances, plain,
        )  # fmt: skip
    straight = np.concatenate([plain, odds], axis=2)
    bent = straight[:, :, _BENT_COLUMNS]
    return np.concatenate([straight, bent * bent], axis=2)


@compiled
def _idf_of(
    term: np.uint64, terms: NDArray[np.uint64], idf: NDArray[np.float32], unseen: np.float32
) -> np.float32:
    slot = slot_of(terms, term)
    return idf[slot] if slot >= 0 else unseen


@compiled
def _associated(
    query: NDArray[np.uint64],
    sources: NDArray[np.uint64],
    starts: NDArray[np.int64],
    targets: NDArray[np.uint64],
    chances: NDArray[np.float32],
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """All title words that some word of the text is answered by, with the best chance."""
    room = 0
    for word in query:
        source = find_term(sources, word)
        if source >= 0:
            room += starts[source + 1] - starts[source]
    found = np.empty(room, dtype=np.uint64)
    their = np.empty(room, dtype=np.float32)
    used = 0
    for word in query:
        source = find_term(sources, word)
        if source >= 0:
            for p in range(starts[source], starts[source + 1]):
                found[used] = targets[p]
                their[used] = chances[p]
                used += 1
    order = np.argsort(found)
    words = found[order]
    best = their[order]
    kept = 0
    for i in range(room):
        if kept and words[kept - 1] == words[i]:
            best[kept - 1] = max(best[kept - 1], best[i])
        else:
            words[kept] = words[i]
            best[kept] = best[i]
            kept += 1
    return words[:kept], best[:kept]


@compiled
def _compare(  # noqa: PLR0912, PLR0915 - one pass over the title, kept in one place for speed
    q_offsets: NDArray[np.int64],
    q_hashes: NDArray[np.uint64],
    g_offsets: NDArray[np.int64],
    g_hashes: NDArray[np.uint64],
    candidates: NDArray[np.int32],
    mean_length: float,
    t_offsets: NDArray[np.int64],
    t_hashes: NDArray[np.uint64],
    is_number: NDArray[np.bool_],
    terms: NDArray[np.uint64],
    idf: NDArray[np.float32],
    unseen: np.float32,
    tg_offsets: NDArray[np.int64],
    tg_hashes: NDArray[np.uint64],
    gram_terms: NDArray[np.uint64],
    gram_idf: NDArray[np.float32],
    gram_unseen: np.float32,
    sources: NDArray[np.uint64],
    a_starts: NDArray[np.int64],
    targets: NDArray[np.uint64],
    chances: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    fading = np.exp(-np.arange(_FADED + 1) / _FADING).astype(np.float32)
    for q in range(len(candidates)):
        text = q_hashes[q_offsets[q] : min(q_offsets[q + 1], q_offsets[q] + _READ)]
        query = np.empty(len(text), dtype=np.uint64)
        query = query[: distinct_sorted(text, query)]
        lead = np.sort(text[:_LEAD])
        pairs = np.empty(max(len(text) - 1, 0), dtype=np.uint64)
        for i in range(len(pairs)):
            pairs[i] = text[i] * np.uint64(3) + text[i + 1]
        pairs.sort()
        weight = np.float32(0.0)
        square = np.float32(0.0)
        for word in query:
            w = _idf_of(word, terms, idf, unseen)
            weight += w
            square += w * w
        all_grams = g_hashes[g_offsets[q] : g_offsets[q + 1]]
        grams = np.empty(len(all_grams), dtype=np.uint64)
        grams = grams[: distinct_sorted(all_grams, grams)]
        gram_square = np.float32(0.0)
        for gram in grams:
            w = _idf_of(gram, gram_terms, gram_idf, gram_unseen)
            gram_square += w * w
        near, nearness = _associated(query, sources, a_starts, targets, chances)
        for c in range(candidates.shape[1]):
            doc = candidates[q, c]
            if doc < 0:
                continue
            title = t_hashes[t_offsets[doc] : t_offsets[doc + 1]]
            numbers = is_number[t_offsets[doc] : t_offsets[doc + 1]]
            total = t_square = held = held_square = soft = led = rarest = np.float32(0.0)
            opening = opening_total = ending = ending_total = np.float32(0.0)
            n_shared = n_pairs = n_numbers = n_numbers_shared = run = longest = 0
            for i in range(len(title)):
                w = _idf_of(title[i], terms, idf, unseen)
                total += w
                t_square += w * w
                shared = find_term(query, title[i]) >= 0
                early = w * fading[min(i, _FADED)]
                late = w * fading[min(len(title) - 1 - i, _FADED)]
                opening_total += early
                ending_total += late
                if shared:
                    opening += early
                    ending += late
                if numbers[i]:
                    n_numbers += 1
                if shared:
                    held += w
                    held_square += w * w
                    soft += w
                    n_shared += 1
                    rarest = max(rarest, w)
                    n_numbers_shared += numbers[i]
                    if find_term(lead, title[i]) >= 0:
                        led += w
                else:
                    place = find_term(near, title[i])
                    if place >= 0:
                        soft += w * nearness[place]
                joined = i > 0 and find_term(pairs, title[i - 1] * np.uint64(3) + title[i]) >= 0
                n_pairs += joined
                run = run + 1 if joined else int(shared)
                longest = max(longest, run)
            g_total = g_square = g_held = g_held_square = np.float32(0.0)
            for gram in tg_hashes[tg_offsets[doc] : tg_offsets[doc + 1]]:
                w = _idf_of(gram, gram_terms, gram_idf, gram_unseen)
                g_total += w
                g_square += w * w
                if find_term(grams, gram) >= 0:
                    g_held += w
                    g_held_square += w * w
            total = max(total, np.float32(1e-6))
            row = out[q, c]
            row[0] = held * 2.2 / (1 + 1.2 * (0.25 + 0.75 * len(title) / mean_length))
            row[1] = held / total
            row[2] = held / max(weight, np.float32(1e-6))
            row[3] = held_square / max(np.sqrt(t_square * square), np.float32(1e-6))
            row[4] = g_held_square / max(np.sqrt(g_square * gram_square), np.float32(1e-6))
            row[5] = g_held / max(g_total, np.float32(1e-6))
            row[6] = soft / total
            row[7] = n_pairs / max(len(title) - 1, 1)
            row[8] = led / total
            row[9] = rarest / unseen
            row[10] = np.log1p(n_shared)
            row[11] = n_numbers_shared / max(n_numbers, 1)
            row[12] = np.log1p(n_numbers - n_numbers_shared)
            row[13] = longest / max(len(title), 1)
            row[14] = np.log1p(len(title))
            row[15] = np.log1p(len(query))
            row[16] = opening / max(opening_total, np.float32(1e-6))
            row[17] = ending / max(ending_total, np.float32(1e-6))
