"""From the vectors of a text's tokens to the one vector of the text."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.encoders.base import EncoderUnusable
from tangkal.recognise.encoders.recipe import Pooling, Recipe, read_json
from tangkal.recognise.encoders.tensors import Tensors

Vector = NDArray[np.float32]
_ACTIVATIONS: dict[str, Callable[[Vector], Vector]] = {"Tanh": np.tanh, "Identity": np.asarray}


def pool(tokens: NDArray[np.float32], how: Pooling) -> Vector:
    """One vector, float32[d], of a text's t token vectors, float32[t, d].

    >>> pool(np.array([[1.0, 0.0], [3.0, 4.0]], dtype=np.float32), "mean").tolist()
    [2.0, 2.0]
    """
    if how == "cls":
        return np.asarray(tokens[0])
    if how == "max":
        return np.asarray(tokens.max(axis=0))
    total = tokens.sum(axis=0)
    return np.asarray(total / (len(tokens) if how == "mean" else np.sqrt(len(tokens))))


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows at length 1; a row of zeros, or one that is no number, stays zeros."""
    finite = np.where(np.isfinite(vectors), vectors, np.float32(0))
    lengths = np.linalg.norm(finite, axis=1, keepdims=True)
    return np.asarray(finite / np.where(lengths > 0, lengths, 1), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Dense:
    """A layer after the pooling, as LaBSE has one."""

    weight: NDArray[np.float32]  # [out, in]
    bias: NDArray[np.float32]
    activation: Callable[[Vector], Vector]

    @classmethod
    def read(cls, folder: Path) -> "Dense":
        """Read a layer's folder.

        Raises:
            EncoderUnusable: its activation is not known, or its weights are not there.
        """
        config = read_json(folder / "config.json", {})
        name = str(config.get("activation_function", "Identity")).rpartition(".")[2]
        if name not in _ACTIVATIONS:
            raise EncoderUnusable(
                f"{folder} asks for the activation {name!r}; known are {', '.join(_ACTIVATIONS)}"
            )
        tensors = Tensors.open(folder / "model.safetensors")
        weight = tensors.read("linear.weight")
        bias = np.zeros(len(weight), dtype=np.float32)
        if "linear.bias" in tensors:
            bias = tensors.read("linear.bias")
        return cls(weight, bias, _ACTIVATIONS[name])

    def __call__(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(self.activation(vectors @ self.weight.T + self.bias), dtype=np.float32)


def read_dense(recipe: Recipe) -> tuple[Dense, ...]:
    return tuple(Dense.read(folder) for folder in recipe.dense)
