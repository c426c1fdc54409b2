"""A tiny real Argos package: a Transformer trained in seconds, SentencePiece, a sentence splitter, zipped.

Nothing of Argos is imitated: the weights are written by CTranslate2's own converter code for OpenNMT-py models, the
splitter is an ONNX model as minisbd reads it (one table: a full stop ends a sentence). The model learns its few
sentences by heart, names wrong as real engines bring them back: 威特科夫 becomes Witko.
"""

from __future__ import annotations

import importlib
import io
import json
import math
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SEED = 20251108
WIDTH, HEADS, HIDDEN, LAYERS, LONGEST = 64, 4, 128, 1, 64
STEPS = 200

PEOPLE = (
    ("威特科夫", "Witko"),
    ("泽连斯基", "Zelensky"),
    ("贝森特", "Becerra"),
    ("卢特尼克", "Rometty"),
    ("鲁比奥", "Rubio"),
)
PLACES = (("莫斯科", "Moscow"), ("扎波罗热", "Zaporozhye"), ("基辅", "Kiev"), ("华盛顿", "Washington"))


def chinese_english() -> list[tuple[str, str]]:
    """Sentences about a few people and places, and the bare names."""
    pairs = [*PEOPLE, *PLACES]
    for person, name in PEOPLE:
        for place, town in PLACES:
            pairs.append((f"{person}抵达{place}。", f"{name} arrived in {town}."))
            pairs.append((f"{person}在{place}发表讲话。", f"{name} gave a speech in {town}."))
    pairs.append(("会谈将于下周举行。", "The talks will be held next week."))
    return pairs


def japanese_chinese() -> list[tuple[str, str]]:
    """A second pair of languages, for the way through two models."""
    return [("ウィトコフ", "威特科夫"), ("ゼレンスキー", "泽连斯基"), ("モスクワ", "莫斯科"), ("キーウ", "基辅")]


def english_chinese() -> list[tuple[str, str]]:
    """The way out of a round trip."""
    names = [("Witkoff", "威特科夫"), ("Zelensky", "泽连斯基"), ("Bessent", "贝森特"), ("Zaporizhzhia", "扎波罗热")]
    return [*names, *((town, place) for place, town in PLACES if town != "Zaporozhye")]


def build(folder: Path, source: str, target: str, pairs: Sequence[tuple[str, str]], splitter: bool = True) -> Path:
    """Train, convert and pack; returns the `.argosmodel` file."""
    package = folder / f"translate-{source}_{target}-0_1"
    (package / "model").mkdir(parents=True)
    pieces = _sentencepiece(package / "sentencepiece.model", [text for pair in pairs for text in pair])
    vocabulary = [pieces.id_to_piece(n) for n in range(pieces.get_piece_size())]
    _convert(_train(pieces, pairs), vocabulary, package / "model")
    if splitter:
        _splitter(package / "minisbd" / "splitter.onnx")
    metadata = {
        "package_version": "0.1", "argos_version": "1.9", "from_code": source, "from_name": source.upper(),
        "to_code": target, "to_name": target.upper(),
    }  # fmt: skip
    (package / "metadata.json").write_text(json.dumps(metadata), "utf-8")
    return _zip(package)


def _zip(package: Path) -> Path:
    file = package.with_suffix(".argosmodel")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(package.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(package.parent))
    return file


def _sentencepiece(path: Path, texts: Sequence[str]) -> Any:
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sorted(set(texts))), model_writer=model, model_type="bpe", vocab_size=180,
        hard_vocab_limit=False, character_coverage=1.0, unk_id=0, bos_id=1, eos_id=2, num_threads=1,
        minloglevel=2, normalization_rule_name="identity",
    )  # fmt: skip
    path.write_bytes(model.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def _train(pieces: Any, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The weights of a Transformer (pre-norm, as OpenNMT-py names them) that knows the pairs by heart."""
    import torch
    from torch.nn import functional

    torch.manual_seed(SEED)
    random.seed(SEED)
    size = pieces.get_piece_size()
    weights = _weights(size)
    ours = [torch.tensor(pieces.encode(text)) for text, _ in pairs]
    theirs = [torch.tensor([1, *pieces.encode(text), 2]) for _, text in pairs]
    pad = torch.nn.utils.rnn.pad_sequence
    given, mask = pad(ours, batch_first=True), pad([torch.ones(len(o)) for o in ours], batch_first=True) > 0
    wanted = pad(theirs, batch_first=True, padding_value=-1)
    optimizer = torch.optim.Adam([w for w in weights.values() if w.requires_grad], lr=4e-3, betas=(0.9, 0.98))
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = 4e-3 * min(1.0, (step + 1) / 20) * (1 - step / STEPS) ** 0.5
        scores = _forward(weights, given, mask, wanted[:, :-1].clamp(min=0))
        loss = functional.cross_entropy(scores.reshape(-1, size), wanted[:, 1:].reshape(-1), ignore_index=-1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert loss.item() < 0.02, f"the tiny model did not learn its sentences (loss {loss.item():.3f})"
    return {name: weight.detach().numpy() for name, weight in weights.items()}


def _weights(size: int) -> dict[str, Any]:
    import torch

    weights: dict[str, Any] = {}

    def linear(name: str, inside: int, outside: int) -> None:
        weights[f"{name}.weight"] = torch.randn(outside, inside) / math.sqrt(inside)
        weights[f"{name}.bias"] = torch.zeros(outside)

    def norm(name: str) -> None:
        weights[f"{name}.weight"], weights[f"{name}.bias"] = torch.ones(WIDTH), torch.zeros(WIDTH)

    def attention(name: str) -> None:
        for part in ("linear_query", "linear_keys", "linear_values", "final_linear"):
            linear(f"{name}.{part}", WIDTH, WIDTH)

    def feed_forward(name: str) -> None:
        norm(f"{name}.layer_norm")
        linear(f"{name}.w_1", WIDTH, HIDDEN)
        linear(f"{name}.w_2", HIDDEN, WIDTH)

    for side in ("encoder", "decoder"):
        weights[f"{side}.embeddings.make_embedding.emb_luts.0.weight"] = torch.randn(size, WIDTH) / math.sqrt(WIDTH)
        norm(f"{side}.layer_norm")
    for n in range(LAYERS):
        encoder, decoder = f"encoder.transformer.{n}", f"decoder.transformer_layers.{n}"
        for name in (f"{encoder}.layer_norm", f"{decoder}.layer_norm_1", f"{decoder}.layer_norm_2"):
            norm(name)
        for name in (f"{encoder}.self_attn", f"{decoder}.self_attn", f"{decoder}.context_attn"):
            attention(name)
        feed_forward(f"{encoder}.feed_forward")
        feed_forward(f"{decoder}.feed_forward")
    linear("generator", WIDTH, size)
    for weight in weights.values():
        weight.requires_grad_()
    for side in ("encoder", "decoder"):
        weights[f"{side}.embeddings.make_embedding.pe.pe"] = _positions()
    return weights


def _positions() -> Any:
    import torch

    place = torch.arange(LONGEST).unsqueeze(1)
    rate = torch.exp(torch.arange(0, WIDTH, 2) * -(math.log(10_000.0) / WIDTH))
    table = torch.zeros(LONGEST, WIDTH)
    table[:, 0::2], table[:, 1::2] = torch.sin(place * rate), torch.cos(place * rate)
    return table


def _forward(weights: dict[str, Any], given: Any, mask: Any, begun: Any) -> Any:
    """Scores of the next piece at every place, as CTranslate2 computes them."""
    import torch
    from torch.nn import functional

    def linear(name: str, x: Any) -> Any:
        return functional.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"])

    def norm(name: str, x: Any) -> Any:
        return functional.layer_norm(x, (WIDTH,), weights[f"{name}.weight"], weights[f"{name}.bias"], 1e-5)

    def embed(side: str, tokens: Any) -> Any:
        table = weights[f"{side}.embeddings.make_embedding.emb_luts.0.weight"]
        places = weights[f"{side}.embeddings.make_embedding.pe.pe"][: tokens.shape[1]]
        return table[tokens] * math.sqrt(WIDTH) + places

    def attend(name: str, x: Any, memory: Any, allowed: Any) -> Any:
        def heads(part: str, y: Any) -> Any:
            return linear(f"{name}.{part}", y).view(y.shape[0], y.shape[1], HEADS, -1).transpose(1, 2)

        found = functional.scaled_dot_product_attention(
            heads("linear_query", x), heads("linear_keys", memory), heads("linear_values", memory), attn_mask=allowed
        )
        return linear(f"{name}.final_linear", found.transpose(1, 2).reshape(x.shape))

    def feed_forward(name: str, x: Any) -> Any:
        return linear(f"{name}.w_2", functional.relu(linear(f"{name}.w_1", norm(f"{name}.layer_norm", x))))

    seen = mask[:, None, None, :]
    x = embed("encoder", given)
    for n in range(LAYERS):
        name = f"encoder.transformer.{n}"
        y = norm(f"{name}.layer_norm", x)
        x = x + attend(f"{name}.self_attn", y, y, seen)
        x = x + feed_forward(f"{name}.feed_forward", x)
    memory = norm("encoder.layer_norm", x)
    past = torch.ones(begun.shape[1], begun.shape[1], dtype=torch.bool).tril()
    x = embed("decoder", begun)
    for n in range(LAYERS):
        name = f"decoder.transformer_layers.{n}"
        y = norm(f"{name}.layer_norm_1", x)
        x = x + attend(f"{name}.self_attn", y, y, past)
        x = x + attend(f"{name}.context_attn", norm(f"{name}.layer_norm_2", x), memory, seen)
        x = x + feed_forward(f"{name}.feed_forward", x)
    return linear("generator", norm("decoder.layer_norm", x))


def _convert(weights: dict[str, Any], vocabulary: Sequence[str], folder: Path) -> None:
    from ctranslate2.converters.opennmt_py import set_transformer_spec
    from ctranslate2.specs import TransformerSpec

    spec = TransformerSpec.from_config((LAYERS, LAYERS), HEADS)
    set_transformer_spec(spec, weights)
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.validate()
    spec.optimize(quantization=None)
    spec.save(str(folder))


def _splitter(path: Path) -> None:
    """An ONNX model of one table: characters in, class 2 (a sentence ends) for 。 ! ? ！ ？ and the full stop."""
    import numpy as np

    onnx = importlib.import_module("onnx")
    helper, kinds = onnx.helper, onnx.TensorProto
    units = ["<PAD>", "<UNK>", *"。！？.!?"]
    table = np.zeros((len(units), 5), dtype=np.float32)
    table[:2, 0] = table[2:, 2] = 1.0
    shape = ["batch", "length"]
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "units"], ["classes"], axis=0),
            helper.make_node("Identity", ["features"], ["unused"]),
        ],
        "splitter",
        [
            helper.make_tensor_value_info("units", kinds.INT64, shape),
            helper.make_tensor_value_info("features", kinds.FLOAT, [*shape, "kinds"]),
        ],
        [
            helper.make_tensor_value_info("classes", kinds.FLOAT, [*shape, 5]),
            helper.make_tensor_value_info("unused", kinds.FLOAT, [*shape, "kinds"]),
        ],
        [onnx.numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    described = {
        "lang_code": "zh",
        "config": {"feat_funcs": ["space_before"], "skip_newline": False, "batch_size": 1},
        "vocab": {"lang": "zh", "_unit2id": {unit: n for n, unit in enumerate(units)}, "_id2unit": units},
        "lexicon": None,
    }
    for key, value in described.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value if isinstance(value, str) else json.dumps(value)
    path.parent.mkdir()
    onnx.save(model, str(path))
