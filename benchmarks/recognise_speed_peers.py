"""Other programs on the same claims and posts, in turn with ours, for ``recognise.speed``.

bm25s (numba), tantivy (Rust) and SQLite's FTS5 find the five best titles for a whole post, any
word counting. They stop there: neither weighing nor reasons.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import bm25s
import pyarrow.parquet as pq
import tantivy

from benchmarks.recognise_speed import read_posts, recall
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.text.spaced import words_of

Search = Callable[[Sequence[list[str]]], list[list[str]]]
_BEST, _TURNS = 5, 4


def measure_peers(folder: Path, index: KnownClaimIndex, size: int, count: int) -> dict[str, float]:
    """Build each, then ask all in turns."""
    titles = pq.read_table(folder / "titles.parquet")["title"].slice(0, size).to_pylist()
    spoken = words_of(titles)
    figures: dict[str, float] = {}
    searches: dict[str, Search] = {}
    for name, build in {"bm25s": _bm25s, "tantivy": _tantivy, "fts5": _fts5}.items():
        cpu = process_time()
        searches[name] = build(spoken)
        figures[f"{name}.build_cpu_s"] = process_time() - cpu
    right, texts = read_posts(folder)
    right, texts = right[:count], texts[:count]
    asked = [list(dict.fromkeys(words)) for words in words_of(texts)]
    spent, found = dict.fromkeys([*searches, "ours"], 0.0), {name: [] for name in searches}
    index.match_batch(texts, texts)
    for turn in range(_TURNS):
        part = slice(turn * count // _TURNS, (turn + 1) * count // _TURNS)
        for name, search in searches.items():
            cpu = process_time()
            found[name] += search(asked[part])
            spent[name] += process_time() - cpu
        cpu = process_time()
        index.match_batch(texts[part], texts[part])
        spent["ours"] += process_time() - cpu
    for name, seconds in spent.items():
        figures[f"{name}.posts_per_cpu_s"] = count / max(seconds, 1e-9)
    return figures | {f"{name}.recall5": recall(right, hits) for name, hits in found.items()}


def _bm25s(spoken: Sequence[list[str]]) -> Search:
    index = bm25s.BM25(backend="numba")
    index.index(spoken, show_progress=False)

    def search(posts: Sequence[list[str]]) -> list[list[str]]:
        known = [[word for word in post if word in index.vocab_dict] or [""] for post in posts]
        places, _ = index.retrieve(known, k=_BEST, show_progress=False, n_threads=1)
        return [[f"c{place}" for place in row] for row in places.tolist()]

    return search


def _tantivy(spoken: Sequence[list[str]]) -> Search:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("title", stored=False, tokenizer_name="whitespace")
    schema.add_unsigned_field("number", stored=True)
    built = schema.build()
    index = tantivy.Index(built)
    writer = index.writer(num_threads=1)
    for number, words in enumerate(spoken):
        writer.add_document(tantivy.Document(title=" ".join(words), number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(post: list[str]) -> list[str]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(built, "title", word)) for word in post
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), _BEST).hits
        return [f"c{searcher.doc(place)['number'][0]}" for _, place in hits]

    return lambda posts: [ask(post) for post in posts]


def _fts5(spoken: Sequence[list[str]]) -> Search:
    store = sqlite3.connect(":memory:")
    store.execute("create virtual table titles using fts5(title, content='', tokenize='unicode61')")
    rows = ((number, " ".join(words)) for number, words in enumerate(spoken))
    store.executemany("insert into titles(rowid, title) values (?, ?)", rows)
    ask = "select rowid from titles where titles match ? order by bm25(titles) limit ?"

    def search(posts: Sequence[list[str]]) -> list[list[str]]:
        wanted = [" OR ".join(f'"{word}"' for word in post) for post in posts]
        return [[f"c{row}" for (row,) in store.execute(ask, (text, _BEST))] for text in wanted]

    return search
