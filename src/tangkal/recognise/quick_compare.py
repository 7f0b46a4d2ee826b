"""Texts beside titles, for the stream: the numbers of :mod:`tangkal.recognise.features`, quickly.

The same features as :func:`tangkal.recognise.features.compare` up to rounding, as a test holds
them to be, made otherwise. Words are numbers already, so that what is known of each stands in one
row of :class:`tangkal.recognise.word_tables.WordTables` and needs no search. What of a text is in
a title is marked by number instead of being sorted and searched for. How far a candidate stands
above its rivals (:mod:`tangkal.recognise.standing`) is worked out from the same marks: titles are
compared n-gram by n-gram only where a short signature does not rule out that they are alike.
"""

from dataclasses import dataclass
from threading import local

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.features import N_FEATURES, NAMES
from tangkal.recognise.odds import ODDS
from tangkal.recognise.rarity import Rarity
from tangkal.recognise.standing import _FAR_AHEAD, _NEAR, RIVALS, Standing
from tangkal.recognise.titles import Titles, TitleWords
from tangkal.recognise.word_tables import (
    BY_CHANCE,
    FOUND,
    IDF,
    IS_NUMBER,
    KEPT,
    NOT_BY_CHANCE,
    USUAL_MISS,
    USUAL_ODDS,
    WordTables,
)
from tangkal.text.compiled import compiled
from tangkal.text.hashed import room_for
from tangkal.text.tokens import TokenBatch

_READ = 400  # words of a text that are weighed, as in features and odds
_LEAD, _FADED, _FADING = 12, 60, 5.0
_NAMED = 24
_SIGNATURE = 4  # words of 64 bits
_BENT = np.array([NAMES.index(n.removesuffix("_squared")) for n in NAMES if n.endswith("_squared")])
_FIRST_ODD = NAMES.index(ODDS[0])


@dataclass(frozen=True, slots=True)
class Compared:
    """Features of n texts and c candidates, and what is left to tell candidates apart by."""

    features: NDArray[np.float32]  # [n, c, N_FEATURES]
    grams: TokenBatch  # offsets: room for each candidate; hashes: see _compare
    counts: NDArray[np.int64]  # [n * c] distinct n-grams
    signatures: NDArray[np.uint64]  # [n * c, _SIGNATURE]


class _Marks(local):
    """Working space of one thread: words are all 0 between texts, stamps only ever rise."""

    def __init__(self) -> None:
        self.words = np.zeros(0, dtype=np.int32)
        self.tick = 0
        self._grams = Rarity.empty()
        self.cells = np.zeros((0, 4), dtype=np.uint32)

    def make_room(self, n_words: int, grams: Rarity, ticks: int) -> None:
        if len(self.words) < n_words:
            self.words = np.zeros(n_words, dtype=np.int32)
        if self._grams is not grams or self.tick + ticks > np.iinfo(np.uint32).max:
            self.cells = np.zeros((room_for(len(grams)) // 2, 4), dtype=np.uint32)
            _enter_cells(grams.keys, grams.idf, self.cells, self.cells.view(np.float32))
            self._grams, self.tick = grams, 0


_marks = _Marks()


def quick_compare(
    titles: Titles,
    tables: WordTables,
    stems: TokenBatch,
    grams: TokenBatch,
    candidates: NDArray[np.int32],
    shown: TitleWords,
) -> Compared:
    """Compare n texts with c candidate titles each.

    Args:
        titles: the titles that ``candidates`` number.
        tables: of the same titles.
        stems, grams: the texts, stemmed and as character n-grams.
        candidates: int32[n, c]; -1 for none, whose features are all 0.
        shown: ``titles.words(candidates)``.
    """
    rarity, by_grams = titles.stem_rarity, titles.gram_rarity
    features = np.zeros((*candidates.shape, N_FEATURES), dtype=np.float32)
    counts = np.zeros(candidates.size, dtype=np.int64)
    signatures = np.zeros((candidates.size, _SIGNATURE), dtype=np.uint64)
    ticks = candidates.size + 2 * len(candidates) + 2
    _marks.make_room(len(tables.rows), by_grams, ticks)
    _marks.tick = _compare(
        stems.offsets, stems.hashes, rarity.numbers_of(stems.hashes),
        grams.offsets, grams.hashes, candidates,
        shown.offsets, shown.terms, shown.gram_offsets, shown.gram_counts, shown.grams,
        tables.extras, tables.rows,
        tables.starts, tables.sources, tables.chances,
        by_grams.unseen_idf,
        titles.mean_length, rarity.unseen_idf,
        tables.post_weights, tables.title_weights,
        _marks.words, _marks.cells, _marks.cells.view(np.float32), _marks.tick,
        features, _FIRST_ODD, counts, signatures,
    )  # fmt: skip
    features[:, :, -len(_BENT) :] = features[:, :, _BENT] ** 2
    return Compared(features, TokenBatch(shown.gram_offsets, shown.grams), counts, signatures)


def quick_stand(
    compared: Compared,
    totals: NDArray[np.float64],
    best: NDArray[np.int64],
    usual: float,
) -> Standing:
    """What :func:`tangkal.recognise.standing.stand` says of the best candidates.

    Args:
        compared: of all candidates.
        totals: [n, m], heaviest first; -inf where there is no candidate.
        best: [n, m], which candidate of the text each is.
        usual: see :func:`tangkal.recognise.standing.stand`.
    """
    standing = Standing(np.zeros(totals.shape), np.zeros(totals.shape))
    _stand(
        totals, best, compared.features.shape[1], compared.grams.offsets, compared.grams.hashes,
        compared.counts, compared.signatures, usual, standing.lead, standing.crowd,
    )  # fmt: skip
    return standing


# N-grams of titles in a table of cells, each in one line of the cache: part of the hash, the idf,
# and the ticks at which a text, and a title, last held it.
_PART, _GRAM_IDF, _IN_TEXT, _IN_TITLE = range(4)


@compiled
def _cell_of(cells: NDArray[np.uint32], gram: np.uint64) -> int:
    """The cell of an n-gram, or the complement (~) of the free one where it would go.

    32 bits of the hash are compared: once in many millions of times two n-grams are taken for one.
    """
    part = np.uint32(gram >> np.uint64(32)) | np.uint32(1)
    mask = len(cells) - 1
    cell = np.int64((gram * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32)) & mask
    while cells[cell, _PART] != part:
        if cells[cell, _PART] == 0:
            return int(~cell)
        cell = (cell + 1) & mask
    return int(cell)


@compiled
def _enter_cells(
    keys: NDArray[np.uint64],
    idf: NDArray[np.float32],
    cells: NDArray[np.uint32],
    weights: NDArray[np.float32],
) -> None:
    for slot in range(len(keys)):
        if keys[slot]:
            cell = _cell_of(cells, keys[slot])
            if cell < 0:
                cells[~cell, _PART] = np.uint32(keys[slot] >> np.uint64(32)) | np.uint32(1)
                weights[~cell, _GRAM_IDF] = idf[slot]


@compiled
def _row_of(word: np.uint64, extras: NDArray[np.uint64], n_terms: int) -> int:
    """The row in the tables of a word that no title holds; the last where nothing is known."""
    low, high = 0, len(extras)
    while low < high:
        middle = (low + high) >> 1
        if extras[middle] < word:
            low = middle + 1
        else:
            high = middle
    return n_terms + (low if low < len(extras) and extras[low] == word else len(extras))


@compiled
def _bounded(x: float) -> float:
    return min(max(x, -12.0), 12.0)


@compiled
def _compare(  # noqa: PLR0912, PLR0915 - one pass over a text and its titles, in one place for speed
    q_offsets: NDArray[np.int64],
    q_hashes: NDArray[np.uint64],
    q_numbers: NDArray[np.int32],
    g_offsets: NDArray[np.int64],
    g_hashes: NDArray[np.uint64],
    candidates: NDArray[np.int32],
    t_offsets: NDArray[np.int64],
    t_terms: NDArray[np.int32],
    tg_offsets: NDArray[np.int64],
    tg_counts: NDArray[np.int64],
    tg_hashes: NDArray[np.uint64],
    extras: NDArray[np.uint64],
    rows: NDArray[np.float32],
    a_starts: NDArray[np.int64],
    a_sources: NDArray[np.int32],
    a_chances: NDArray[np.float32],
    gram_unseen: float,
    mean_length: float,
    unseen: float,
    pw: NDArray[np.float64],
    tw: NDArray[np.float64],
    marks: NDArray[np.int32],
    cells: NDArray[np.uint32],
    gram_idf: NDArray[np.float32],
    tick: int,
    out: NDArray[np.float32],
    odd: int,
    counts: NDArray[np.int64],
    signatures: NDArray[np.uint64],
) -> int:
    n_terms = len(a_starts) - 1
    strange_row = len(rows) - 1
    fading = np.exp(-np.arange(_FADED + 1) / _FADING)
    logs = np.log1p(np.arange(_READ + 1))
    word = np.empty(_READ, dtype=np.int32)  # by place: which different word stands there
    following = np.empty(_READ, dtype=np.int32)  # by place: where the same word stands next
    row_of = np.empty(_READ, dtype=np.int32)  # by different word
    hash_of = np.empty(_READ, dtype=np.uint64)
    first = np.empty(_READ, dtype=np.int32)
    last = np.empty(_READ, dtype=np.int32)
    often = np.empty(_READ, dtype=np.int32)
    odds = np.empty(_READ)
    chance = np.empty(_READ)
    at = np.empty(_NAMED, dtype=np.int32)
    of = np.empty(_NAMED, dtype=np.int32)
    longest_text = 0
    longest_title = 0
    for q in range(len(candidates)):
        longest_text = max(longest_text, g_offsets[q + 1] - g_offsets[q])
    for place in range(len(t_offsets) - 1):
        longest_title = max(longest_title, t_offsets[place + 1] - t_offsets[place])
    strangers = np.empty(longest_text, dtype=np.uint64)
    idfs = np.empty(longest_title)
    width = candidates.shape[1]
    for q in range(len(candidates)):
        if width == 0 or candidates[q].max() < 0:
            continue
        # --- the words of the text
        begin = q_offsets[q]
        length = min(q_offsets[q + 1] - begin, _READ)
        n = n_strange = 0
        for place in range(length):
            h = q_hashes[begin + place]
            row = int(q_numbers[begin + place])
            if row < 0:
                row = _row_of(h, extras, n_terms)
            found = -1
            if row != strange_row:
                found = marks[row] - 1
            else:
                for j in range(n):
                    if row_of[j] == strange_row and hash_of[j] == h:
                        found = j
                        break
            following[place] = -1
            if found < 0:
                found = n
                row_of[n], hash_of[n], first[n], often[n] = row, h, place, 0
                if row != strange_row:
                    marks[row] = n + 1
                n += 1
            else:
                following[last[found]] = place
            last[found] = place
            often[found] += 1
            word[place] = found
        weight = square = nowhere = norm = expected = 0.0
        long = logs[length]
        for j in range(n):
            known = rows[row_of[j]]
            idf = float(known[IDF])
            weight += idf
            square += idf * idf
            early = logs[first[j]]
            x = (
                float(known[KEPT])
                + early * (pw[0] + pw[11] * idf + pw[13] * long)
                + pw[1] * first[j] / length
                + pw[3] * often[j] / length
                + long * (pw[4] + pw[12] * idf)
            )
            if often[j] > 1:
                x += pw[2] * np.log(often[j])
            x = _bounded(x)
            e = np.exp(x)
            odds[j] = x
            chance[j] = e / (1.0 + e)
            nowhere -= np.log(1.0 + e) + known[USUAL_MISS]
            norm += chance[j] * idf * idf
            expected += chance[j] * idf
        norm = max(np.sqrt(norm), 1e-6)
        log_n = np.log1p(n)
        # --- its n-grams, marked by their slot
        tick += 1
        mine = tick
        gram_square = 0.0
        n_strange = 0
        for g in range(g_offsets[q], g_offsets[q + 1]):
            cell = _cell_of(cells, g_hashes[g])
            if cell < 0:
                strangers[n_strange] = g_hashes[g]
                n_strange += 1
            elif cells[cell, _IN_TEXT] != mine:
                cells[cell, _IN_TEXT] = mine
                gram_square += gram_idf[cell, _GRAM_IDF] * gram_idf[cell, _GRAM_IDF]
        if n_strange:
            strange = strangers[:n_strange]
            strange.sort()
            for g in range(n_strange):
                if g == 0 or strange[g] != strange[g - 1]:
                    gram_square += gram_unseen * gram_unseen
        for c in range(width):
            if candidates[q, c] < 0:
                continue
            where = q * width + c
            title = t_terms[t_offsets[where] : t_offsets[where + 1]]
            size = len(title)
            total = t_square = held = held_square = soft = led = rarest = 0.0
            opening = opening_total = ending = ending_total = 0.0
            n_shared = n_pairs = n_numbers = n_numbers_shared = run = longest = 0
            cosine = told = found_odds = missing_odds = translated = missed = met = 0.0
            post = nowhere
            telling = best = second = 0.0
            likely = n_at = 0
            before = -1
            for i in range(size):
                known = rows[title[i]]
                idf = float(known[IDF])
                idfs[i] = idf
                total += idf
                t_square += idf * idf
                j = marks[title[i]] - 1
                early, late = idf * fading[min(i, _FADED)], idf * fading[min(size - 1 - i, _FADED)]
                opening_total += early
                ending_total += late
                is_number = known[IS_NUMBER] > 0
                n_numbers += is_number
                joined = False
                nearness = summed = 0.0
                if j >= 0:
                    opening += early
                    ending += late
                    held += idf
                    held_square += idf * idf
                    soft += idf
                    n_shared += 1
                    rarest = max(rarest, idf)
                    n_numbers_shared += is_number
                    if first[j] < _LEAD:
                        led += idf
                    if before >= 0:
                        place = first[before]
                        while place >= 0 and not joined:
                            joined = place + 1 < length and word[place + 1] == j
                            place = following[place]
                else:
                    for p in range(a_starts[title[i]], a_starts[title[i] + 1]):
                        if marks[a_sources[p]] > 0:
                            nearness = max(nearness, a_chances[p])
                            summed += a_chances[p]
                    soft += idf * nearness
                n_pairs += joined
                run = run + 1 if joined else int(j >= 0)
                longest = max(longest, run)
                before = j
                again = False
                for other in title[:i]:
                    again = again or other == title[i]
                if again:
                    continue
                y = _bounded(float(known[FOUND]) + log_n * (tw[5] + tw[7] * idf))
                e = np.exp(y)
                here = e / (1.0 + e)
                if j >= 0:
                    met += here * idf
                    cosine += np.sqrt(chance[j]) * idf * idf
                    told += chance[j] * idf
                    post += odds[j] - known[USUAL_ODDS]
                    found_odds += y - np.log(1.0 + e) - known[BY_CHANCE]
                    telling = max(telling, chance[j] * idf)
                    if idf > best:
                        second = best
                        best = idf
                    elif idf > second:
                        second = idf
                    place = first[j]
                    while place >= 0 and n_at < _NAMED:
                        b = n_at
                        while b > 0 and at[b - 1] > place:
                            at[b], of[b] = at[b - 1], of[b - 1]
                            b -= 1
                        at[b], of[b] = place, i
                        n_at += 1
                        place = following[place]
                else:
                    missing_odds -= np.log(1.0 + e) + known[NOT_BY_CHANCE]
                    missed += here * idf
                    likely += here > 0.6
                    if summed > 0.0:
                        translated += np.log1p(summed / (np.exp(-idf) + 0.002))
            stretch = max(12, 2 * size)
            densest = 0.0
            close = 0
            for a in range(n_at):
                inside = 0.0
                for b in range(a, n_at):
                    gap = at[b] - at[a]
                    if gap >= stretch:
                        break
                    step = of[b] - of[a]
                    close += 0 < gap <= 3 and 0 < step <= 3
                    again = False
                    for d in range(a, b):
                        again = again or of[d] == of[b]
                    if not again:
                        inside += idfs[of[b]]
                densest = max(densest, inside)
            # --- n-grams: distinct ones are left in place of all, as their slots
            tick += 1
            g_total = g_square = g_held = g_held_square = 0.0
            start = tg_offsets[where]
            kept = start
            for g in range(start, start + tg_counts[where]):
                cell = _cell_of(cells, tg_hashes[g])
                if cell < 0 or cells[cell, _IN_TITLE] == tick:  # every title's are in the table
                    continue
                cells[cell, _IN_TITLE] = tick
                idf = float(gram_idf[cell, _GRAM_IDF])
                g_total += idf
                g_square += idf * idf
                if cells[cell, _IN_TEXT] == mine:
                    g_held += idf
                    g_held_square += idf * idf
                bit = np.uint64(tg_hashes[g]) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(56)
                signatures[where, bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
                tg_hashes[kept] = tg_hashes[g]
                kept += 1
            counts[where] = kept - start
            total = max(total, 1e-6)
            told_of = out[q, c]
            told_of[0] = held * 2.2 / (1 + 1.2 * (0.25 + 0.75 * size / mean_length))
            told_of[1] = held / total
            told_of[2] = held / max(weight, 1e-6)
            told_of[3] = held_square / max(np.sqrt(t_square * square), 1e-6)
            told_of[4] = g_held_square / max(np.sqrt(g_square * gram_square), 1e-6)
            told_of[5] = g_held / max(g_total, 1e-6)
            told_of[6] = soft / total
            told_of[7] = n_pairs / max(size - 1, 1)
            told_of[8] = led / total
            told_of[9] = rarest / unseen
            told_of[10] = np.log1p(n_shared)
            told_of[11] = n_numbers_shared / max(n_numbers, 1)
            told_of[12] = np.log1p(n_numbers - n_numbers_shared)
            told_of[13] = longest / max(size, 1)
            told_of[14] = np.log1p(size)
            told_of[15] = log_n
            told_of[16] = opening / max(opening_total, 1e-6)
            told_of[17] = ending / max(ending_total, 1e-6)
            told_of[odd] = cosine / max(norm * np.sqrt(t_square), 1e-6)
            told_of[odd + 1] = told / max(expected, 1e-6)
            told_of[odd + 2] = post
            told_of[odd + 3] = found_odds + missing_odds
            told_of[odd + 4] = missing_odds
            told_of[odd + 5] = translated
            told_of[odd + 6] = densest / max(total, 1e-6)
            told_of[odd + 7] = telling
            told_of[odd + 8] = second
            told_of[odd + 9] = missed
            told_of[odd + 10] = np.log1p(close)
            told_of[odd + 11] = likely
            told_of[odd + 12] = met / max(met + missed, 1e-6)
        for j in range(n):
            if row_of[j] != strange_row:
                marks[row_of[j]] = 0
    return tick


@compiled
def _bits(x: np.uint64) -> int:
    """How many bits are set."""
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def _is_near(
    one: int,
    other: int,
    offsets: NDArray[np.int64],
    grams: NDArray[np.uint64],
    counts: NDArray[np.int64],
    signatures: NDArray[np.uint64],
) -> bool:
    """Whether two titles share most n-grams of both.

    A bit that only one of them has stands for an n-gram, or more, that only it has.
    """
    needed = _NEAR * np.sqrt(counts[one] * counts[other])
    alone = apart = 0
    for part in range(_SIGNATURE):
        alone += _bits(signatures[one, part] & ~signatures[other, part])
        apart += _bits(signatures[other, part] & ~signatures[one, part])
    if min(counts[one] - alone, counts[other] - apart) < needed:
        return False
    ours = np.sort(grams[offsets[one] : offsets[one] + counts[one]])
    theirs = np.sort(grams[offsets[other] : offsets[other] + counts[other]])
    i = j = shared = 0
    while i < len(ours) and j < len(theirs):
        shared += ours[i] == theirs[j]
        step, other_step = ours[i] <= theirs[j], theirs[j] <= ours[i]
        i += step
        j += other_step
    return shared > 0 and shared >= needed


@compiled
def _stand(
    totals: NDArray[np.float64],
    best: NDArray[np.int64],
    width: int,
    offsets: NDArray[np.int64],
    grams: NDArray[np.uint64],
    counts: NDArray[np.int64],
    signatures: NDArray[np.uint64],
    usual: float,
    lead: NDArray[np.float64],
    crowd: NDArray[np.float64],
) -> None:
    n, m = totals.shape
    near = np.zeros((m, m), dtype=np.bool_)
    for q in range(n):
        there = 0
        while there < m and totals[q, there] > -np.inf:
            there += 1
        rivals = min(there, RIVALS)
        for r in range(rivals):
            for c in range(r + 1, there):
                one, other = q * width + best[q, c], q * width + best[q, r]
                near[c, r] = _is_near(one, other, offsets, grams, counts, signatures)
                near[r, c] = near[c, r]
        for c in range(there):
            distance = min(_FAR_AHEAD, totals[q, c] - usual)
            mass = np.exp(min(usual - totals[q, c], 40.0))
            for r in range(rivals):
                if r == c or near[c, r]:
                    continue
                distance = min(distance, totals[q, c] - totals[q, r])
                mass += np.exp(min(totals[q, r] - totals[q, c], 40.0))
            lead[q, c] = np.sign(distance) * np.sqrt(abs(distance))
            crowd[q, c] = np.log1p(mass)
