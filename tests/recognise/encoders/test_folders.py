"""What a folder may hold, and what is said where it cannot be used."""

import json
import math
import sys

import numpy as np
import pytest

from tangkal.recognise.encoders import reading
from tangkal.recognise.encoders.base import EncoderUnusable
from tangkal.recognise.encoders.bert import _erf
from tangkal.recognise.encoders.opening import open_encoder
from tests.recognise.encoders.models import (
    WORDS,
    write_bert,
    write_onnx,
    write_pooling,
    write_tokenizer,
)

TABLE = np.random.default_rng(3).normal(size=(len(WORDS), 5)).astype(np.float32)
CLS, SEP = WORDS.index("[CLS]"), WORDS.index("[SEP]")


def row(*words):
    return TABLE[[CLS, *(WORDS.index(word) for word in words), SEP]]


def unit(vector):
    return vector / np.linalg.norm(vector)


@pytest.fixture
def folder(tmp_path):
    write_tokenizer(tmp_path)
    return tmp_path


@pytest.mark.parametrize("place", ["model.onnx", "onnx/model.onnx"])
def test_an_onnx_folder_averages_the_tokens_of_each_text(folder, place):
    write_onnx(folder / place, TABLE)
    encoder = open_encoder(folder)
    found = encoder.encode(["banjir kota", "gempa", "uang bantuan desa kota"])
    assert encoder.dimension == 5
    np.testing.assert_allclose(found[0], unit(row("banjir", "kota").mean(axis=0)), atol=1e-6)
    np.testing.assert_allclose(found[1], unit(row("gempa").mean(axis=0)), atol=1e-6)


def test_padding_does_not_matter(folder):
    write_onnx(folder / "model.onnx", TABLE)
    encoder = open_encoder(folder)
    texts = ["banjir", "uang bantuan desa kota gempa banjir kota", "gempa kota"]
    alone = np.vstack([encoder.encode([text]) for text in texts])
    np.testing.assert_allclose(encoder.encode(texts), alone, atol=1e-6)


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"pooling_mode_mean_tokens": True}, lambda rows: rows.mean(axis=0)),
        ({"pooling_mode_cls_token": True}, lambda rows: rows[0]),
        ({"pooling_mode_max_tokens": True}, lambda rows: rows.max(axis=0)),
        ({"pooling_mode": "cls"}, lambda rows: rows[0]),
    ],
)
def test_the_folder_says_how_tokens_become_one_vector(folder, config, expected):
    write_onnx(folder / "model.onnx", TABLE)
    write_pooling(folder, **config)
    found = open_encoder(folder).encode(["banjir kota"])[0]
    np.testing.assert_allclose(found, unit(expected(row("banjir", "kota"))), atol=1e-6)


def test_one_file_of_several_can_be_chosen(folder):
    write_onnx(folder / "onnx" / "model.onnx", TABLE)
    write_onnx(folder / "onnx" / "model_int8.onnx", -TABLE)
    usual = open_encoder(folder)
    chosen = open_encoder(folder / "onnx" / "model_int8.onnx")
    np.testing.assert_allclose(chosen.encode(["gempa"]), -usual.encode(["gempa"]), atol=1e-6)
    assert chosen.fingerprint != usual.fingerprint


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("family", ["bert", "xlm-roberta"])
def test_weights_alone_give_what_the_architecture_computes(folder, family, dtype):
    weights = write_bert(folder, family=family, dtype=dtype)
    found = open_encoder(folder).encode(["banjir kota", "gempa"])[0]
    ids = [CLS, WORDS.index("banjir"), WORDS.index("kota"), SEP]
    expected = reference_forward(weights, ids, first=0 if family == "bert" else 2)
    np.testing.assert_allclose(found, unit(expected.mean(axis=0)), atol=2e-5)


def reference_forward(w, ids, first):
    """Devlin et al. 2019 written out token by token, slowly."""

    def norm(x, name):
        scaled = (x - x.mean()) / math.sqrt(x.var() + 1e-5)
        return scaled * w[name + ".LayerNorm.weight"] + w[name + ".LayerNorm.bias"]

    def linear(x, name):
        return w[name + ".weight"] @ x + w[name + ".bias"]

    hidden = [
        norm(
            w["embeddings.word_embeddings.weight"][token]
            + w["embeddings.position_embeddings.weight"][first + place]
            + w["embeddings.token_type_embeddings.weight"][0],
            "embeddings",
        )
        for place, token in enumerate(ids)
    ]
    for layer in range(2):
        at = f"encoder.layer.{layer}"
        q, k, v = (
            [linear(x, f"{at}.attention.self.{name}") for x in hidden]
            for name in ("query", "key", "value")
        )
        after = []
        for i, x in enumerate(hidden):
            heads = []
            for part in (slice(0, 4), slice(4, 8)):
                scores = np.array([q[i][part] @ key[part] / 2 for key in k])
                chances = np.exp(scores) / np.exp(scores).sum()
                heads.append(
                    sum(chance * value[part] for chance, value in zip(chances, v, strict=True))
                )
            mixed = linear(np.concatenate(heads), f"{at}.attention.output.dense")
            y = norm(x + mixed, f"{at}.attention.output")
            wide = linear(y, f"{at}.intermediate.dense")
            wide = np.array([z * 0.5 * (1 + math.erf(z / math.sqrt(2))) for z in wide])
            after.append(norm(y + linear(wide, f"{at}.output.dense"), f"{at}.output"))
        hidden = after
    return np.array(hidden)


def test_the_error_function_is_exact_to_float32():
    x = np.linspace(-5, 5, 2001, dtype=np.float32)
    np.testing.assert_allclose(_erf(x), [math.erf(value) for value in x], atol=1e-6)


@pytest.mark.parametrize("side", ["query", "passage"])
def test_an_e5_model_is_read_with_its_prefixes_although_it_does_not_name_them(tmp_path, side):
    plain, e5 = tmp_path / "plain", tmp_path / "multilingual-e5-small"
    for each in (plain, e5):
        each.mkdir()
        write_tokenizer(each)
        write_onnx(each / "model.onnx", TABLE)
    bare = open_encoder(plain).encode([f"{side}: banjir"])
    np.testing.assert_allclose(open_encoder(e5).encode(["banjir"], side), bare, atol=1e-6)


def test_prefixes_come_from_the_operator_then_from_the_folder(folder):
    write_onnx(folder / "model.onnx", TABLE)
    prompts = {"prompts": {"query": "uang ", "document": "desa "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    plain = open_encoder(folder, prefixes=("", ""))
    told = open_encoder(folder)
    for role, word in (("query", "uang"), ("passage", "desa")):
        np.testing.assert_allclose(
            told.encode(["gempa"], role), plain.encode([f"{word} gempa"]), atol=1e-6
        )


@pytest.mark.parametrize("kind", ["distilbert", "mpnet", "qwen3"])
def test_another_architecture_is_refused_by_name_with_the_remedy(folder, kind):
    write_bert(folder, family=kind)
    with pytest.raises(EncoderUnusable, match=rf"'{kind}'.*ONNX"):
        open_encoder(folder)


def test_a_missing_folder_names_the_setting(tmp_path):
    with pytest.raises(EncoderUnusable, match="TANGKAL_ENCODER"):
        open_encoder(tmp_path / "nowhere")


def test_a_pickled_model_is_not_read(folder):
    (folder / "pytorch_model.bin").write_bytes(b"")
    with pytest.raises(EncoderUnusable, match="safetensors"):
        open_encoder(folder)


def test_a_folder_without_a_tokenizer_says_so(tmp_path):
    write_onnx(tmp_path / "model.onnx", TABLE)
    with pytest.raises(EncoderUnusable, match=r"tokenizer\.json is missing"):
        open_encoder(tmp_path)


@pytest.mark.parametrize("kept", [0, 5, 100, 2000])
def test_a_cut_off_file_is_refused(folder, kept):
    write_bert(folder)
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[:kept])
    with pytest.raises(EncoderUnusable, match="copy the model anew"):
        open_encoder(folder)


def test_weighted_pooling_is_refused_rather_than_guessed(folder):
    write_onnx(folder / "model.onnx", TABLE)
    write_pooling(folder, pooling_mode_weightedmean_tokens=True)
    with pytest.raises(EncoderUnusable, match="weightedmean"):
        open_encoder(folder)


def test_without_the_extra_the_message_names_it(folder, monkeypatch):
    write_onnx(folder / "model.onnx", TABLE)
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(EncoderUnusable, match=r"tangkal\[encoder\]"):
        reading.Reader(folder / "tokenizer.json", 8)


def test_a_table_of_another_kind_is_no_text_model(folder):
    (folder / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(EncoderUnusable, match="onnxruntime"):
        open_encoder(folder)
