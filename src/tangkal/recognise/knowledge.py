"""What the matcher has learned, and how it is kept on disk.

A folder holds ``knowledge.json`` (the version of the format, the table of weights) and
``knowledge.npz`` (flat arrays). Both are plain: nothing in them is ever run when they are read.
"""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.kernel.errors import InvalidInput
from tangkal.recognise import article_evidence
from tangkal.recognise.article_evidence import ArticleEvidence
from tangkal.recognise.associations import Associations
from tangkal.recognise.features import NAMES
from tangkal.recognise.habits import Habits
from tangkal.recognise.ranking import LONG, READINGS, Ranker

FORMAT = "tangkal-knowledge/3"
SHIPPED = Path(__file__).parent / "shipped"  # learned by `python -m benchmarks.fit_matcher`
_TABLE, _ARRAYS = "knowledge.json", "knowledge.npz"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the matcher has learned: how features weigh, and which words go together."""

    ranker: Ranker
    associations: Associations
    habits: Habits
    articles: ArticleEvidence = article_evidence.SHIPPED

    @classmethod
    def shipped(cls) -> "Knowledge":
        """What comes with the package, learned by ``python -m benchmarks.fit_matcher``."""
        return cls.load(SHIPPED)

    @classmethod
    def unlearned(cls) -> "Knowledge":
        """Weights set by hand, owing nothing to any data: cosines and coverage, equally."""
        by_length = [f"{name}{LONG}" for name in NAMES]
        table = dict.fromkeys((*NAMES, *by_length, *READINGS), 0.0)
        table |= {"stem_cosine": 1.0, "gram_cosine": 1.0, "title_covered": 0.25}
        table |= {"title_grams_covered": 0.25, "slope": 4.0, "intercept": -4.0}
        return cls(Ranker.from_table(table), Associations.none(), Habits.none())

    def save(self, folder: Path) -> None:
        """Write into a folder, made if need be; what another save left there is replaced."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(folder / _ARRAYS, allow_pickle=False, **self.arrays())
        told = {
            "format": FORMAT,
            "weights": self.ranker.table(),
            "articles": {"slope": self.articles.slope, "intercept": self.articles.intercept},
        }
        (folder / _TABLE).write_text(json.dumps(told, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Knowledge":
        """Read what :meth:`save` wrote.

        Raises:
            InvalidInput: the folder holds nothing of the kind, another version's, or damage.
        """
        table = _read_table(folder / _TABLE)
        if table.get("format") != FORMAT:
            raise InvalidInput(
                f"{folder} holds {table.get('format')!r}; this version reads {FORMAT!r}: train anew"
            )
        weights = table.get("weights")
        if not isinstance(weights, dict) or not all(map(_is_finite, weights.values())):
            raise InvalidInput(f"{folder / _TABLE} holds no table of weights")
        arrays = _read_arrays(folder / _ARRAYS)
        return cls(
            Ranker.from_table(weights),
            Associations.from_arrays(arrays),
            Habits.from_arrays(arrays),
            _read_evidence(table.get("articles"), folder / _TABLE),
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything but the table of weights, by name, as it is kept on disk."""
        return self.associations.arrays() | self.habits.arrays()


def _is_finite(value: object) -> bool:
    return isinstance(value, float | int) and isfinite(value)


def _read_evidence(told: object, path: Path) -> ArticleEvidence:
    """What was learned of articles; what ships where it was learned before they were read."""
    if told is None:
        return article_evidence.SHIPPED
    if not isinstance(told, dict) or set(told) != {"slope", "intercept"}:
        raise InvalidInput(f"{path}: 'articles' must have a slope and an intercept")
    if not all(map(_is_finite, told.values())):
        raise InvalidInput(f"{path}: slope and intercept of 'articles' must be finite numbers")
    return ArticleEvidence(**told)


def _read_table(path: Path) -> dict[str, Any]:
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise InvalidInput(f"{path} cannot be read as learned knowledge: {problem}") from problem
    return table if isinstance(table, dict) else {}


def _read_arrays(path: Path) -> Mapping[str, NDArray[Any]]:
    try:
        with np.load(path, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as problem:
        raise InvalidInput(f"{path} cannot be read as learned knowledge: {problem}") from problem
