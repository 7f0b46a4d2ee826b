"""Other full-text indexes on the same items: tantivy (Rust) and SQLite's FTS5.

Both get the words already folded and stemmed, joined by spaces, and answer what one page needs
of words alone: how many items there are, and the newest fifty.
"""

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pyarrow as pa
import tantivy

from tangkal.engines import DuckLake, Search
from tangkal.text.spaced import words_of
from tangkal.text.stem import stem_word

MOST = 300_000
PAGE = 50
AT_ONCE = 50_000
ASKED = ("bantuan", "harga", "yang", "air bantuan", "pemerintah kabar", "warga resmi", "hoaks",
         "pembagian", "di yang", "kalimasa")  # fmt: skip

Ask = Callable[[list[str]], int]


def measure(folder: Path, items: int, seed: int) -> dict[str, float]:
    """Build each over the lake's first items, then ask all of them the same."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="tangkal-peers-") as name:
        for peer, build in (("tantivy", tantivy_of), ("fts5", fts5_of)):
            place = Path(name) / peer
            place.mkdir()
            cpu = process_time()
            query = build(place, folder, items)
            figures[f"{peer}.build_cpu_us_per_item"] = 1e6 * (process_time() - cpu) / items
            size = sum(each.stat().st_size for each in place.rglob("*") if each.is_file())
            figures[f"{peer}.bytes_per_item"] = size / items
            spent = []
            for words in ASKED * 3:
                began = perf_counter()
                query([stem_word(word) for word in words.split()])
                spent.append(perf_counter() - began)
            figures[f"{peer}.p95_ms"] = float(np.percentile(spent, 95) * 1e3)
    lake = DuckLake(folder)
    spent = []
    for words in ASKED * 3:
        search = Search(words=words, limit=PAGE)
        began = perf_counter()
        lake.count_found(search)
        lake.found(search)
        spent.append(perf_counter() - began)
    figures["ours.same_p95_ms"] = float(np.percentile(spent, 95) * 1e3)
    return figures


def stemmed(folder: Path, items: int) -> "list[tuple[str, int]]":
    """Each item's stems, and its moment."""
    made = 0
    for table in DuckLake(folder).replay(["text", "observed_at"]):
        moments = table["observed_at"].cast(pa.int64()).to_pylist()
        rows = words_of(table["text"].combine_chunks())
        for words, moment in zip(rows, moments, strict=True):
            yield " ".join(map(stem_word, words)), moment
            made += 1
            if made == items:
                return


def tantivy_of(place: Path, folder: Path, items: int) -> Ask:
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("words", tokenizer_name="whitespace", index_option="position")
    schema.add_integer_field("moment", fast=True)
    index = tantivy.Index(schema.build(), path=str(place))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for words, moment in stemmed(folder, items):
        writer.add_document(tantivy.Document(words=words, moment=moment))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(stems: list[str]) -> int:
        terms = [
            (tantivy.Occur.Must, tantivy.Query.term_query(index.schema, "words", stem))
            for stem in stems
        ]
        found = searcher.search(
            tantivy.Query.boolean_query(terms), PAGE, count=True, order_by_field="moment"
        )
        return int(found.count)

    return ask


def fts5_of(place: Path, folder: Path, items: int) -> Ask:
    base = sqlite3.connect(place / "words.sqlite3")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE VIRTUAL TABLE words USING fts5(said, content='', tokenize='unicode61')")
    rows = ((number, words) for number, (words, _) in enumerate(stemmed(folder, items)))
    base.executemany("INSERT INTO words(rowid, said) VALUES (?, ?)", rows)
    base.commit()

    def ask(stems: list[str]) -> int:
        match = " ".join(f'"{stem}"' for stem in stems)
        base.execute(  # rows came in the order of time, so the last ones are the newest
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?", (match, PAGE)
        ).fetchall()
        query = "SELECT count(*) FROM words WHERE words MATCH ?"
        return int(base.execute(query, (match,)).fetchone()[0])

    return ask
