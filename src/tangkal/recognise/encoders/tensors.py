"""Read a safetensors file without loading it: parts of the file are used where they lie.

Two processes that use one model then share its pages, and a vocabulary of a quarter million
words costs only the rows that are looked up. Layout (safetensors documentation, "Format"):
eight bytes with the header's length, a JSON header, the tensors' bytes.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.encoders.base import EncoderUnusable

_LONGEST_HEADER = 100_000_000  # as the format's own reader allows
_TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8"}


@dataclass(frozen=True, slots=True)
class Tensors:
    """The named tensors of one file."""

    path: Path
    header: dict[str, dict[str, Any]]
    data: NDArray[np.uint8]

    @classmethod
    def open(cls, path: Path) -> "Tensors":
        """Map a file.

        Raises:
            EncoderUnusable: it is missing, cut short, or no safetensors file.
        """
        try:
            whole = np.memmap(path, dtype=np.uint8, mode="r")
            length = int.from_bytes(whole[:8].tobytes(), "little")
            if not 2 <= length <= min(_LONGEST_HEADER, len(whole) - 8):
                raise ValueError(f"a header of {length} bytes in a file of {len(whole)}")
            header = json.loads(whole[8 : 8 + length].tobytes())
            header.pop("__metadata__", None)
            data = whole[8 + length :]
            if any(entry["data_offsets"][1] > len(data) for entry in header.values()):
                raise ValueError("it ends before its last tensor")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise EncoderUnusable(
                f"{path} cannot be read as safetensors ({error}): copy the model anew"
            ) from error
        return cls(path, header, data)

    def __contains__(self, name: str) -> bool:
        return name in self.header

    def stored(self, name: str) -> NDArray[Any]:
        """One tensor as it lies in the file; bfloat16 as the upper halves of float32.

        Raises:
            EncoderUnusable: there is none of this name, or its numbers are of a kind not read.
        """
        entry = self.header.get(name)
        if entry is None:
            raise EncoderUnusable(f"{self.path} has no tensor {name}: is the model complete?")
        kind = _TYPES.get(entry["dtype"])
        if kind is None:
            raise EncoderUnusable(f"{self.path}: {name} holds {entry['dtype']}; use a float32 copy")
        start, end = entry["data_offsets"]
        raw = self.data[start:end]
        aligned = raw if raw.ctypes.data % 8 == 0 else raw.copy()
        return np.asarray(aligned.view(kind).reshape(entry["shape"]))

    def read(self, name: str) -> NDArray[np.float32]:
        """One tensor as float32, without a copy where it is that already."""
        return self.as_float32(name, self.stored(name))

    def as_float32(self, name: str, values: NDArray[Any]) -> NDArray[np.float32]:
        """Values taken from the stored tensor of this name, as float32."""
        if self.header[name]["dtype"] == "BF16":
            return (values.astype(np.uint32) << 16).view(np.float32)
        return np.asarray(values, dtype=np.float32)
