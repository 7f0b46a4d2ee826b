"""Any model that was exported to ONNX, through onnxruntime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tangkal.recognise.encoders.base import EncoderUnusable
from tangkal.recognise.encoders.reading import need

_KNOWN_INPUTS = {"input_ids", "attention_mask", "token_type_ids", "position_ids"}
_POOLED = ("sentence_embedding", "pooled_output", "text_embeds")


class OnnxModel:
    """A loaded graph that gives token vectors, or whole sentences' where it pools by itself."""

    def __init__(self, path: Path, *, padding: int, threads: int) -> None:
        """Load a graph.

        Args:
            path: the ``.onnx`` file.
            padding: the token number that fills short rows.
            threads: cores one text may use; 0 leaves it to the runtime.

        Raises:
            EncoderUnusable: the extra is missing, or this is no text model.
        """
        runtime = need("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._session = runtime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise EncoderUnusable(f"{path} cannot be loaded by onnxruntime: {error}") from error
        self._padding = padding
        self._inputs = {entry.name for entry in self._session.get_inputs()}
        outputs = [entry.name for entry in self._session.get_outputs()]
        unknown = self._inputs - _KNOWN_INPUTS
        if unknown or "input_ids" not in self._inputs:
            raise EncoderUnusable(
                f"{path} takes {', '.join(sorted(self._inputs))}; a sentence encoder takes"
                " input_ids and attention_mask"
            )
        # An export that pools itself knows best how.
        self._output = next((name for name in _POOLED if name in outputs), outputs[0])
        self.dimension = self.tokens([[self._padding]])[0].shape[1]

    def tokens(self, rows: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """For each text its token vectors, float32[its tokens, dimension].

        A graph that pools by itself gives one row a text.
        """
        width = max(map(len, rows))
        ids = np.full((len(rows), width), self._padding, dtype=np.int64)
        mask = np.zeros((len(rows), width), dtype=np.int64)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = row
            mask[i, : len(row)] = 1
        feed = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
            "position_ids": np.broadcast_to(np.arange(width), ids.shape),
        }
        given = {name: feed[name] for name in self._inputs}
        out = np.asarray(self._session.run([self._output], given)[0], dtype=np.float32)
        if out.ndim == 2:
            return [row[None] for row in out]
        return [vectors[: len(row)] for vectors, row in zip(out, rows, strict=True)]
