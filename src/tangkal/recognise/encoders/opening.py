"""Find out what kind of model a folder holds, and open it."""

import hashlib
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.encoders.base import EncoderUnusable, Role, SentenceEncoder
from tangkal.recognise.encoders.bert import BertModel
from tangkal.recognise.encoders.onnx import OnnxModel
from tangkal.recognise.encoders.pooling import pool, read_dense, unit
from tangkal.recognise.encoders.reading import Reader
from tangkal.recognise.encoders.recipe import LONGEST, Recipe, read_json, read_recipe

_TOKENS_A_BATCH = 4096  # keeps a batch's memory small whatever the texts' lengths
_ONNX = ("model.onnx", "onnx/model.onnx")
_WEIGHTS = "model.safetensors"
_SAMPLES, _SAMPLE = 64, 1 << 16


class _Model(Protocol):
    dimension: int

    def tokens(self, rows: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]: ...


class FolderEncoder:
    """A sentence encoder made of a model, its tokenizer and its recipe."""

    def __init__(self, name: str, fingerprint: str, model: _Model, reader: Reader, recipe: Recipe):
        self.name = name
        self.fingerprint = fingerprint
        self._model, self._reader, self._recipe = model, reader, recipe
        self._dense = read_dense(recipe)
        self.dimension = len(self._dense[-1].bias) if self._dense else model.dimension

    def encode(self, texts: Sequence[str], role: Role = "query") -> NDArray[np.float32]:
        """See :class:`tangkal.recognise.encoders.base.SentenceEncoder`."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return out
        rows = self._reader.read(texts, self._recipe.prefix(role))
        for batch in batches([len(row) for row in rows]):
            tokens = self._model.tokens([rows[i] for i in batch])
            out[batch] = self._finish(np.stack([pool(t, self._recipe.pooling) for t in tokens]))
        return out

    def _finish(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        for layer in self._dense:
            vectors = layer(vectors)
        return unit(vectors)


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Places of texts, those of like length together, none above the tokens of a batch.

    >>> batches([4000, 3, 200, 5])
    [[1, 3, 2], [0]]
    """
    found: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        # The longest comes last, so it is the width of the whole batch.
        if found and lengths[place] * (len(found[-1]) + 1) <= _TOKENS_A_BATCH:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def open_encoder(
    path: Path,
    *,
    prefixes: tuple[str, str] | None = None,
    longest: int = LONGEST,
    threads: int = 0,
) -> SentenceEncoder:
    """Open the model that a path names.

    Args:
        path: a folder with ``tokenizer.json`` and ``model.onnx``, ``onnx/model.onnx`` or
            ``model.safetensors``; or one ``.onnx`` file in or below such a folder, to choose
            among several (a quantised one, for instance).
        prefixes: what to put before a question and before a claim; None leaves it to the
            folder, and to what is known of the E5 family.
        longest: tokens of a text that are read at most.
        threads: cores that onnxruntime may use for one text; 0 leaves it to the library.

    Raises:
        EncoderUnusable: nothing usable is there; the message says what to do.
    """
    folder, graph = _locate(path)
    name = model_name(folder)
    config = read_json(folder / "config.json", {})
    recipe = read_recipe(folder, name, prefixes, longest)
    model: _Model
    if graph is not None:
        model = OnnxModel(graph, padding=int(config.get("pad_token_id") or 0), threads=threads)
        weights = graph
    else:
        weights = folder / _WEIGHTS
        model = _open_weights(weights, config)
        recipe = read_recipe(folder, name, prefixes, min(longest, model.longest))
    reader = Reader(folder / "tokenizer.json", recipe.max_tokens)
    return FolderEncoder(name, fingerprint(weights, recipe), model, reader, recipe)


def _open_weights(path: Path, config: dict[str, Any]) -> BertModel:
    try:
        return BertModel(path, config)
    except (KeyError, ValueError) as error:
        raise EncoderUnusable(f"{path.parent / 'config.json'} lacks {error}") from error


def _locate(path: Path) -> tuple[Path, Path | None]:
    """The model's folder, and the ONNX file in it where that is to be used."""
    if path.suffix == ".onnx" and path.is_file():
        homes = [folder for folder in path.parents[:2] if (folder / "tokenizer.json").is_file()]
        return (homes[0] if homes else path.parent), path
    if not path.is_dir():
        raise EncoderUnusable(
            f"there is no folder {path}: set TANGKAL_ENCODER to a model's folder, or leave it empty"
        )
    graph = next((path / name for name in _ONNX if (path / name).is_file()), None)
    has_weights = (path / _WEIGHTS).is_file()
    if graph is not None and (find_spec("onnxruntime") is not None or not has_weights):
        return path, graph
    if has_weights:
        return path, None
    if (path / "pytorch_model.bin").is_file():
        raise EncoderUnusable(
            f"{path} holds pytorch_model.bin, which can run code when read: save the model as"
            " safetensors or export it to ONNX"
        )
    raise EncoderUnusable(
        f"{path} holds neither {', '.join((*_ONNX, _WEIGHTS))}: is it a sentence encoder's folder?"
    )


def model_name(folder: Path) -> str:
    """What people call the model in a folder.

    >>> model_name(Path("/srv/models--intfloat--multilingual-e5-small/snapshots/0a1b"))
    'multilingual-e5-small'
    """
    for part in reversed(folder.absolute().parts):
        if part.startswith("models--"):
            return part.rpartition("--")[2]
    names = [part for part in reversed(folder.absolute().parts) if part not in _PLAIN_NAMES]
    return re.sub(r"[^\w.-]", "", names[0])[:40] if names else "encoder"


_PLAIN_NAMES = {"/", "model", "models", "onnx", "encoder", "0_Transformer"}


def fingerprint(weights: Path, recipe: Recipe) -> str:
    """Sixteen hex digits that change with the weights or the recipe.

    Of large weights 64 pieces are read: enough to tell two models apart, and quick.
    """
    size = weights.stat().st_size
    digest = hashlib.sha256(f"{size} {recipe.pooling} {recipe.max_tokens}".encode())
    digest.update(f"{recipe.query_prefix}\0{recipe.passage_prefix}".encode())
    with weights.open("rb") as stream:
        for place in sorted({int(i * max(size - _SAMPLE, 0) / _SAMPLES) for i in range(_SAMPLES)}):
            stream.seek(place)
            digest.update(stream.read(_SAMPLE))
    return digest.hexdigest()[:16]
