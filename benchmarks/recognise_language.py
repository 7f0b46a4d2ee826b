"""``recognise.language``: which language a text is in, and whether it finds its Indonesian claim.

Figures are defined in benchmarks/README.md. Nothing is learned from the folder: the detector
and the lexicon are what the package ships.
"""

import csv
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from benchmarks.plain_postings import bm25_postings, search
from benchmarks.registry import Options
from tangkal.kernel.errors import InvalidInput
from tangkal.kernel.records import KnownClaim
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.recognise.learning import Knowledge
from tangkal.text.language import LANGUAGES, detect_languages
from tangkal.text.tokens import tokenise

# Folder and column names of the layout. None: outside what Tangkal names.
CODES: dict[str, str | None] = {
    "indonesian": "id", "javanese": "jv", "sundanese": "su", "minangkabau": "min",
    "balinese": "ban", "banjarese": "bjn", "english": "en", "malay": "ms",
    "acehnese": None, "buginese": None, "madurese": None, "ngaju": None, "toba_batak": None,
}  # fmt: skip
_DEPTH = 5
_ROWS_AT_ONCE = 200


def run(options: Options) -> dict[str, float]:
    """Name every text's language; then let each language look for the Indonesian sentences."""
    folder = options.data or _shared_folder()
    datasets = folder / "datasets" if (folder / "datasets").is_dir() else folder
    texts = list(_labelled(datasets / "sentiment")) or list(_columns(datasets / "mt"))
    named = [(text, code) for text, code in texts if code is not None]
    if not named:
        raise InvalidInput(f"{folder} has no texts of a language in sentiment/ or mt/")
    figures = _language_figures(named)
    further = [text for text, code in _columns(datasets / "mt") if code is None]
    outside = [text for text, code in texts if code is None] or further
    if outside:
        told = detect_languages(outside)
        figures["outside.unknown"] = float(np.mean([code is None for code in told]))
        figures["outside.mislabelled"] = float(np.mean([code in LANGUAGES for code in told]))
    claims = _claims(datasets / "mt")
    for code, rows in _parallel(datasets / "mt").items():
        found = _found(rows, claims)
        figures |= {f"crosslingual.{code}.{name}": value for name, value in found.items()}
    return figures


def _shared_folder() -> Path:
    root = Path(__file__).resolve().parent.parent
    shared = Path(os.environ.get("TANGKAL_SHARED_DATA", root.parent / "shared" / "data"))
    return shared / "nusax"


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of the judged files: those named test where there are any, else all."""
    files = sorted(folder.glob("*.csv"))
    for path in [path for path in files if path.stem == "test"] or files:
        with path.open(encoding="utf-8", newline="") as lines:
            yield from ((path.stem, row) for row in csv.DictReader(lines))


def _labelled(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Texts of ``sentiment/<language>/``, with their codes."""
    for language in sorted(path for path in folder.glob("*") if path.is_dir()):
        if language.name in CODES:
            for _, row in _rows(language):
                if (row.get("text") or "").strip():
                    yield row["text"], CODES[language.name]


def _columns(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Sentences of ``mt/``, a language a column, with their codes."""
    for _, row in _rows(folder):
        for name, text in row.items():
            if name in CODES and (text or "").strip():
                yield text, CODES[name]


def _parallel(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """For each language but Indonesian its sentences beside the Indonesian ones."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for _, row in _rows(folder):
        indonesian = (row.get("indonesian") or "").strip()
        for name, text in row.items():
            code = CODES.get(name)
            if indonesian and code not in {None, "id"} and (text or "").strip():
                pairs.setdefault(str(code), []).append((text, indonesian))
    return dict(sorted(pairs.items()))


def _claims(folder: Path) -> list[str]:
    """Every Indonesian sentence of the folder, asked about or not."""
    claims: dict[str, None] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            claims |= {(row.get("indonesian") or "").strip(): None for row in csv.DictReader(lines)}
    return [title for title in claims if title]


def _language_figures(named: list[tuple[str, str]]) -> dict[str, float]:
    detect_languages(["dimuat"])  # the model is made before the clock starts
    cpu, wall = time.process_time(), time.perf_counter()
    told = detect_languages([text for text, _ in named])
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    gold = [code for _, code in named]
    f1 = {code: _f1(gold, told, code) for code in sorted(set(gold))}
    return {
        "accuracy": float(np.mean([a == b for a, b in zip(gold, told, strict=True)])),
        "macro_f1": float(np.mean(list(f1.values()))),
        **{f"f1.{code}": value for code, value in f1.items()},
        "unsure": float(np.mean([code is None for code in told])),
        "texts_per_cpu_s": len(named) / max(cpu, 1e-9),
        "texts_per_s": len(named) / max(wall, 1e-9),
    }


def _f1(gold: list[str], told: list[str | None], code: str) -> float:
    both = sum(a == b == code for a, b in zip(gold, told, strict=True))
    return 2 * both / max(gold.count(code) + told.count(code), 1)


def _found(rows: list[tuple[str, str]], claims: list[str]) -> Mapping[str, float]:
    """How often the Indonesian sentence comes first, or among five, with ours and with BM25."""
    index = KnownClaimIndex(Knowledge.shipped())
    index.add([KnownClaim(claim_id=title, title=title) for title in claims])
    texts, gold = [text for text, _ in rows], [title for _, title in rows]
    ranked = [
        [claim_id for claim_id, _ in hits]
        for start in range(0, len(texts), _ROWS_AT_ONCE)
        for hits in index.rank(texts[start : start + _ROWS_AT_ONCE], _DEPTH)
    ]
    alive = np.ones(len(claims), dtype=np.bool_)
    places, _ = search(bm25_postings(tokenise(claims)), tokenise(texts), _DEPTH, alive)
    plain = [[claims[place] for place in row if place >= 0] for row in places]
    return {
        "s1": _share(gold, [hits[:1] for hits in ranked]),
        "s5": _share(gold, ranked),
        "bm25_s5": _share(gold, plain),
    }


def _share(gold: list[str], ranked: list[list[str]]) -> float:
    return float(np.mean([title in hits for title, hits in zip(gold, ranked, strict=True)]))
