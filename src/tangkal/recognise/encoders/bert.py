"""The BERT family in numpy: what a model computes, read off its weights, without torch.

Architecture: Devlin et al. 2019, arXiv:1810.04805 (post-norm transformer encoder); XLM-RoBERTa
(Conneau et al. 2020, arXiv:1911.02116) is the same with positions counted from the padding
number plus one. The error function is approximation 7.1.26 of Abramowitz and Stegun, exact to
1.5e-7: float32 holds no more.

Texts are laid end to end rather than padded to one length, so no text can feel its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.encoders.base import EncoderUnusable
from tangkal.recognise.encoders.tensors import Tensors

Array = NDArray[np.float32]
FAMILIES = ("bert", "roberta", "xlm-roberta")


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer's weights, as [out, in] and [out]."""

    qkv: Array  # queries, keys and values below one another
    qkv_bias: Array
    attended: Array
    attended_bias: Array
    norm_1: tuple[Array, Array]
    wide: Array
    wide_bias: Array
    narrow: Array
    narrow_bias: Array
    norm_2: tuple[Array, Array]


class BertModel:
    """Weights of one model and the forward pass over them."""

    def __init__(self, path: Path, config: dict[str, Any]) -> None:
        """Open the weights.

        Args:
            path: ``model.safetensors``.
            config: of ``config.json``.

        Raises:
            EncoderUnusable: another architecture, or weights that are missing.
        """
        check_family(path, config)
        self._tensors = Tensors.open(path)
        self._root = self._find_root()
        self.dimension = int(config["hidden_size"])
        self._heads = int(config["num_attention_heads"])
        self._eps = float(config.get("layer_norm_eps", 1e-12))
        self._act = _ACTIVATIONS[config.get("hidden_act", "gelu")]
        counted = config["model_type"] != "bert"
        self._first_position = int(config.get("pad_token_id", 1)) + 1 if counted else 0
        self.positions = self._tensors.read(self._root + "embeddings.position_embeddings.weight")
        kinds = self._tensors.read(self._root + "embeddings.token_type_embeddings.weight")
        self._kind = kinds[0]
        self._words = self._root + "embeddings.word_embeddings.weight"
        self._vocabulary = self._tensors.stored(self._words)
        self._norm = self._norm_of("embeddings.LayerNorm")
        self._layers = [self._layer(i) for i in range(int(config["num_hidden_layers"]))]

    @property
    def longest(self) -> int:
        """Tokens that the model has positions for."""
        return len(self.positions) - self._first_position

    def _find_root(self) -> str:
        ending = "embeddings.word_embeddings.weight"
        names = [name for name in self._tensors.header if name.endswith(ending)]
        if not names:
            raise EncoderUnusable(f"{self._tensors.path} has no {ending}: is it of this family?")
        return min(names, key=len).removesuffix(ending)

    def _read(self, name: str) -> Array:
        return self._tensors.read(self._root + name)

    def _norm_of(self, name: str) -> tuple[Array, Array]:
        return self._read(name + ".weight"), self._read(name + ".bias")

    def _layer(self, number: int) -> _Layer:
        at = f"encoder.layer.{number}."
        heads = [f"{at}attention.self.{name}." for name in ("query", "key", "value")]
        return _Layer(
            np.concatenate([self._read(head + "weight") for head in heads]),
            np.concatenate([self._read(head + "bias") for head in heads]),
            self._read(at + "attention.output.dense.weight"),
            self._read(at + "attention.output.dense.bias"),
            self._norm_of(at + "attention.output.LayerNorm"),
            self._read(at + "intermediate.dense.weight"),
            self._read(at + "intermediate.dense.bias"),
            self._read(at + "output.dense.weight"),
            self._read(at + "output.dense.bias"),
            self._norm_of(at + "output.LayerNorm"),
        )

    def tokens(self, rows: Sequence[Sequence[int]]) -> list[Array]:
        """The last layer's vector of every token: for each text float32[its tokens, dimension].

        Args:
            rows: token numbers of each text, at least one and at most ``longest``.
        """
        ends = np.cumsum([len(row) for row in rows])
        places = np.concatenate([np.arange(len(row)) for row in rows]) + self._first_position
        numbers = np.concatenate([np.asarray(row, dtype=np.int64) for row in rows])
        words = self._tensors.as_float32(self._words, self._vocabulary[numbers])
        hidden = _normed(words + self.positions[places] + self._kind, self._norm, self._eps)
        bounds = list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True))
        for layer in self._layers:
            mixed = self._attend(hidden @ layer.qkv.T + layer.qkv_bias, bounds)
            mixed = mixed @ layer.attended.T
            mixed += layer.attended_bias
            hidden = _normed(hidden + mixed, layer.norm_1, self._eps)
            wide = hidden @ layer.wide.T
            wide += layer.wide_bias
            narrow = self._act(wide) @ layer.narrow.T
            narrow += layer.narrow_bias
            hidden = _normed(hidden + narrow, layer.norm_2, self._eps)
        return [hidden[start:end] for start, end in bounds]

    def _attend(self, qkv: Array, bounds: Sequence[tuple[int, int]]) -> Array:
        """Self-attention within each text."""
        size = self.dimension // self._heads
        out = np.empty((len(qkv), self.dimension), dtype=np.float32)
        for start, end in bounds:
            query, key, value = (
                qkv[start:end].reshape(end - start, 3, self._heads, size).transpose(1, 2, 0, 3)
            )
            weights = np.matmul(query, key.transpose(0, 2, 1)) * np.float32(size**-0.5)
            weights -= weights.max(axis=2, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=2, keepdims=True)
            mixed = np.matmul(weights, value)
            out[start:end] = mixed.transpose(1, 0, 2).reshape(end - start, self.dimension)
        return out


def check_family(path: Path, config: dict[str, Any]) -> None:
    """Refuse what this forward pass would compute wrongly.

    Raises:
        EncoderUnusable: naming the model's type and the remedy.
    """
    kind = config.get("model_type", "of no type")
    wrong = ""
    if kind not in FAMILIES:
        wrong = f"is {kind!r}"
    elif config.get("position_embedding_type", "absolute") != "absolute":
        wrong = f"is {kind!r} with {config['position_embedding_type']} positions"
    elif config.get("hidden_act", "gelu") not in _ACTIVATIONS:
        wrong = f"is {kind!r} with the activation {config['hidden_act']}"
    if wrong:
        raise EncoderUnusable(
            f"the model in {path.parent} {wrong}; weights are read for {', '.join(FAMILIES)}."
            " Export it to ONNX (optimum-cli export onnx) and put model.onnx into the folder"
        )


def _normed(hidden: Array, norm: tuple[Array, Array], eps: float) -> Array:
    centred: Array = hidden - hidden.mean(axis=1, keepdims=True)
    spread = np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(hidden.shape[1])
    centred /= np.sqrt(spread + np.float32(eps))
    centred *= norm[0]
    centred += norm[1]
    return centred


def _gelu(x: Array) -> Array:
    return np.asarray(x * (np.float32(0.5) * (1 + _erf(x * np.float32(0.5**0.5)))))


def _gelu_tanh(x: Array) -> Array:
    inner = np.float32((2 / np.pi) ** 0.5) * (x + np.float32(0.044715) * x**3)
    return np.asarray(x * (np.float32(0.5) * (1 + np.tanh(inner))))


def _relu(x: Array) -> Array:
    return np.asarray(np.maximum(x, np.float32(0)))


_ACTIVATIONS = {
    "gelu": _gelu,
    "gelu_new": _gelu_tanh,
    "gelu_pytorch_tanh": _gelu_tanh,
    "relu": _relu,
}
_ERF = (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592)


def _erf(x: Array) -> Array:
    size = np.abs(x)
    t = 1 / (1 + np.float32(0.3275911) * size)
    poly = np.full_like(t, np.float32(_ERF[0]))
    for factor in _ERF[1:]:
        poly *= t
        poly += np.float32(factor)
    poly *= t
    poly *= np.exp(-size * size)
    return np.asarray(np.copysign(1 - poly, x))
