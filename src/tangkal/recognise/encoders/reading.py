"""Texts as the token numbers of a model, by its own ``tokenizer.json``."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tangkal.recognise.encoders.base import EncoderUnusable

_CHARACTERS_A_TOKEN = 24  # no text needs more to fill its tokens; a megabyte is not worth reading


def need(module: str) -> Any:
    """Import a library of the extra.

    Raises:
        EncoderUnusable: naming the extra to install.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise EncoderUnusable(
            f"the encoder needs {module}, which is not installed: run"
            " pip install 'tangkal[encoder]', or leave TANGKAL_ENCODER empty"
        ) from error


class Reader:
    """A tokenizer cut to a length."""

    def __init__(self, path: Path, max_tokens: int) -> None:
        """Load a tokenizer.

        Raises:
            EncoderUnusable: the extra is missing, or the file is.
        """
        tokenizers = need("tokenizers")
        if not path.is_file():
            raise EncoderUnusable(
                f"{path} is missing: save the model with its fast tokenizer, which writes that file"
            )
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(path))
        except Exception as error:
            raise EncoderUnusable(f"{path} cannot be read as a tokenizer: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_length=max_tokens)
        self._characters = max_tokens * _CHARACTERS_A_TOKEN

    def read(self, texts: Sequence[str], prefix: str) -> list[list[int]]:
        """The token numbers of each text, special ones included, at most ``max_tokens``."""
        # A half of a surrogate pair, which Python may hold, is refused by the tokenizer.
        clean = [
            (prefix + text[: self._characters]).encode("utf-8", "replace").decode("utf-8")
            for text in texts
        ]
        return [encoding.ids or [0] for encoding in self._tokenizer.encode_batch_fast(clean)]
