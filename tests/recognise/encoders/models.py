"""Models small enough to make in a test: their answers can be worked out by hand."""

import json
from pathlib import Path

import numpy as np

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "banjir", "gempa", "uang", "bantuan", "kota", "desa")


def write_tokenizer(folder: Path) -> None:
    """A word-level tokenizer with [CLS] and [SEP], as a fast tokenizer's file."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(
        models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))


def write_onnx(path: Path, table: np.ndarray, *, output: str = "last_hidden_state") -> None:
    """A graph that looks each token up in ``table``, float32[words, d], and does nothing more."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    node = helper.make_node("Gather", ["table", "input_ids"], [output])
    graph = helper.make_graph(
        [node],
        "lookup",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "t"])
            for name in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["n", "t", table.shape[1]])],
        [numpy_helper.from_array(table.astype(np.float32), "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path))


def write_bert(folder: Path, *, family: str = "bert", dtype=np.float32, seed: int = 0) -> dict:
    """A two-layer model of random weights; returns them by name, as float32."""
    from safetensors.numpy import save_file

    size, wide, n_layers = 8, 16, 2
    random = np.random.default_rng(seed)

    def draw(*shape):
        return (random.normal(size=shape) * 0.3).astype(dtype)

    tensors = {
        "embeddings.word_embeddings.weight": draw(len(WORDS), size),
        "embeddings.position_embeddings.weight": draw(20, size),
        "embeddings.token_type_embeddings.weight": draw(2, size),
        "embeddings.LayerNorm.weight": draw(size) + np.asarray(1, dtype),
        "embeddings.LayerNorm.bias": draw(size),
    }
    for i in range(n_layers):
        at = f"encoder.layer.{i}."
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            tensors[f"{at}attention.{name}.weight"] = draw(size, size)
            tensors[f"{at}attention.{name}.bias"] = draw(size)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            tensors[f"{at}{name}.weight"] = draw(size) + np.asarray(1, dtype)
            tensors[f"{at}{name}.bias"] = draw(size)
        tensors[at + "intermediate.dense.weight"] = draw(wide, size)
        tensors[at + "intermediate.dense.bias"] = draw(wide)
        tensors[at + "output.dense.weight"] = draw(size, wide)
        tensors[at + "output.dense.bias"] = draw(size)
    save_file(tensors, str(folder / "model.safetensors"))
    config = {
        "model_type": family,
        "hidden_size": size,
        "num_attention_heads": 2,
        "num_hidden_layers": n_layers,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-5,
        "pad_token_id": 0 if family == "bert" else 1,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return {name: values.astype(np.float32) for name, values in tensors.items()}


def write_pooling(folder: Path, **config) -> None:
    """``modules.json`` with a pooling step of this configuration."""
    steps = [("", "models.Transformer"), ("1_Pooling", "models.Pooling")]
    modules = [{"path": path, "type": f"sentence_transformers.{kind}"} for path, kind in steps]
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    (folder / "1_Pooling").mkdir(exist_ok=True)
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(config), encoding="utf-8")
