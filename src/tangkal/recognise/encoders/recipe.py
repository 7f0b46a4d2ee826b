"""What a model's folder says of itself: how its tokens become one vector, and what it wants read.

Read from the files that sentence-transformers writes beside a model. A folder without them (a
bare ONNX export) is taken to average its tokens, which most such models do.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tangkal.recognise.encoders.base import EncoderUnusable, Role

Pooling = Literal["mean", "cls", "max", "mean_sqrt_len"]
LONGEST = 256  # tokens of a text that are read, unless the model reads fewer
_POOLINGS: dict[str, Pooling] = {
    "mean_tokens": "mean",
    "cls_token": "cls",
    "max_tokens": "max",
    "mean_sqrt_len_tokens": "mean_sqrt_len",
    "mean": "mean",
    "cls": "cls",
    "max": "max",
    "mean_sqrt_len": "mean_sqrt_len",
}
_QUERY, _PASSAGE = ("query",), ("passage", "document", "corpus")
_STEPS = {"Transformer", "Pooling", "Dense", "Normalize"}
# The E5 family was trained with these words before every text and is much worse without them
# (Wang et al. 2022, arXiv:2212.03533); its early folders do not say so.
_E5 = re.compile(r"(?:^|[-_])e5(?:[-_]|$)(?!.*instruct)", re.IGNORECASE)
_E5_PREFIXES = ("query: ", "passage: ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to read texts with one model."""

    pooling: Pooling = "mean"
    dense: tuple[Path, ...] = ()  # folders of layers after the pooling, in order
    max_tokens: int = LONGEST
    query_prefix: str = ""
    passage_prefix: str = ""

    def prefix(self, role: Role) -> str:
        return self.query_prefix if role == "query" else self.passage_prefix


def read_recipe(
    folder: Path, name: str, prefixes: tuple[str, str] | None, longest: int = LONGEST
) -> Recipe:
    """Read the recipe of a model folder.

    Args:
        folder: where ``modules.json`` would be.
        name: what the model is called: by it an E5 model is known.
        prefixes: for questions and for claims, where the operator has set them.
        longest: tokens read at most.

    Raises:
        EncoderUnusable: the folder asks for a step that is not known here.
    """
    modules = read_json(folder / "modules.json", [])
    pooling: Pooling = "mean"
    dense = []
    for module in modules:
        step = str(module.get("type", "")).rpartition(".")[2]
        if step not in _STEPS:
            raise EncoderUnusable(
                f"{folder / 'modules.json'} asks for the step {step!r}; known are"
                f" {', '.join(sorted(_STEPS))}. Export the whole model to ONNX with a"
                " sentence_embedding output, or choose another"
            )
        if step == "Pooling":
            pooling = _read_pooling(folder / module["path"] / "config.json")
        if step == "Dense":
            dense.append(folder / module["path"])
    query, passage = prefixes or _read_prompts(folder) or _known_prefixes(name)
    return Recipe(
        pooling=pooling,
        dense=tuple(dense),
        max_tokens=min(longest, _own_limit(folder) or longest),
        query_prefix=query,
        passage_prefix=passage,
    )


def read_json(path: Path, missing: Any = None) -> Any:
    """A JSON file's content; ``missing`` where there is no such file.

    Raises:
        EncoderUnusable: it is there but is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return missing
    except (OSError, ValueError) as error:
        raise EncoderUnusable(f"{path} cannot be read: {error}") from error


def _read_pooling(path: Path) -> Pooling:
    config = read_json(path, {})
    asked = [
        key.removeprefix("pooling_mode_")
        for key, value in config.items()
        if key.startswith("pooling_mode_") and value is True
    ] or [str(config.get("pooling_mode", "mean"))]
    if len(asked) > 1 or asked[0] not in _POOLINGS or config.get("include_prompt") is False:
        raise EncoderUnusable(
            f"{path} asks for {' and '.join(asked)} pooling"
            f"{' without the prompt' if config.get('include_prompt') is False else ''};"
            f" known are {', '.join(sorted(set(_POOLINGS.values())))}. Export the whole model to"
            " ONNX with a sentence_embedding output, or choose another"
        )
    return _POOLINGS[asked[0]]


def _read_prompts(folder: Path) -> tuple[str, str] | None:
    """The prefixes that the folder names; None where it names none."""
    config = read_json(folder / "config_sentence_transformers.json", {})
    prompts = config.get("prompts") or {}
    usual = prompts.get(config.get("default_prompt_name") or "", "")
    found = [
        next((prompts[key] for key in keys if prompts.get(key)), usual)
        for keys in (_QUERY, _PASSAGE)
    ]
    return (found[0], found[1]) if any(found) else None


def _known_prefixes(name: str) -> tuple[str, str]:
    return _E5_PREFIXES if _E5.search(name) else ("", "")


def _own_limit(folder: Path) -> int | None:
    """Tokens that the model reads at most, by its own files."""
    limits = (
        read_json(folder / "sentence_bert_config.json", {}).get("max_seq_length"),
        read_json(folder / "tokenizer_config.json", {}).get("model_max_length"),
    )
    told = [int(limit) for limit in limits if isinstance(limit, int | float) and limit < 1e6]
    return min(told, default=None)
