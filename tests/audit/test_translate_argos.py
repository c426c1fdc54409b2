"""Argos Translate itself: a real package built, installed from its file, used by every command that translates.

The package index is one of our own on this machine; the one of Argos is never asked.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from audit.cli import main
from audit.errors import AuditError, SettingsError
from corpora.documents import Document

pytestmark = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("argostranslate", "onnx")),
    reason="the extra [mt] is not installed (`make test` installs it)",
)

PIVOT = "威特科夫抵达莫斯科。泽连斯基在扎波罗热发表讲话。\r\n\n  会谈将于下周举行。\n"
ENGLISH = "Witko arrived in Moscow. Zelensky gave a speech in Zaporozhye.\n\nThe talks will be held next week.\n"


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Models:
    """Package files, by languages, and where Argos keeps what is installed."""

    folder: Path
    packages: Path


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Models]:
    """Three small packages, built once; Argos set up in folders of its own, with an index on this machine."""
    argos_model = importlib.import_module("argos_model")
    home = tmp_path_factory.mktemp("argos")
    patch = pytest.MonkeyPatch()
    files, packages = home / "files", home / "packages"
    files.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(files)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    for name, folder in (("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"), ("XDG_CONFIG_HOME", "config")):
        patch.setenv(name, str(home / folder))
    patch.setenv("ARGOS_PACKAGES_DIR", str(packages))
    patch.setenv("ARGOS_PACKAGE_INDEX", f"{address}/")
    patch.setenv("ARGOS_BEAM_SIZE", "1")
    patch.setenv("ARGOS_COMPUTE_TYPE", "float32")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        patch.delenv(name, raising=False)
    importlib.import_module("torch").set_num_threads(1)
    argos_model.build(files, "zh", "en", argos_model.chinese_english())
    argos_model.build(files, "ja", "zh", argos_model.japanese_chinese(), splitter=False)
    argos_model.build(files, "en", "zh", argos_model.english_chinese())
    listed = [
        {"from_code": a, "from_name": a, "to_code": b, "to_name": b, "package_version": "0.1", "argos_version": "1.9",
         "type": "translate", "links": [f"{address}/translate-{a}_{b}-0_1.argosmodel"]}
        for a, b in (("zh", "en"), ("ja", "zh"))
    ]  # fmt: skip
    (files / "index.json").write_text(json.dumps(listed), "utf-8")
    yield Models(files, packages)
    server.shutdown()
    patch.undo()


@pytest.fixture
def installed(models: Models) -> Iterator[Models]:
    """The packages installed from their files."""
    for file in sorted(models.folder.glob("*.argosmodel")):
        assert main(["translate", "--install", str(file)]) == 0
    yield models
    for folder in models.packages.iterdir():
        shutil.rmtree(folder)
    importlib.import_module("argostranslate.translate").get_installed_languages.cache_clear()


@pytest.fixture
def empty(models: Models) -> Models:
    """Nothing installed."""
    importlib.import_module("argostranslate.translate").get_installed_languages.cache_clear()
    assert not list(models.packages.iterdir() if models.packages.exists() else ())
    return models


@pytest.mark.usefixtures("installed", "folder")
class TestInstalled:
    """With the packages in place."""

    def test_list(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["translate", "--list"]) == 0
        lines = [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()]
        own, ours = "its own sentence splitter", "the tool's sentence splitter"
        assert lines == [["en-zh 0.1", own], ["ja-zh 0.1", ours], ["zh-en 0.1", own]]

    def test_a_text_ready_to_audit(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("p.txt").write_bytes(PIVOT.encode())
        assert main(["translate", "p.txt", "--output", "p.jsonl"]) == 0
        (record,) = map(json.loads, Path("p.jsonl").read_text("utf-8").splitlines())
        assert record["text"] == ENGLISH
        assert record["engine"] == "argos zh-en 0.1"
        assert (record["id"], record["lang"], record["pivot"]) == ("p.txt", "en", {"lang": "zh", "text": PIVOT})
        cuts = [(record["text"][s["start"] : s["end"]], PIVOT[slice(*s["pivot"])]) for s in record["segments"]]
        assert cuts[1] == ("The talks will be held next week.", "会谈将于下周举行。")
        assert main(["run", "p.jsonl", "--format", "jsonl", "--output", "r.jsonl"]) == 0
        assert "Witko" in Path("r.jsonl").read_text("utf-8")

    def test_only_the_text(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("p.txt").write_text(PIVOT, "utf-8")
        assert main(["translate", "p.txt", "--format", "text"]) == 0
        assert capsys.readouterr().out == ENGLISH

    def test_run_translates_first(self) -> None:
        Path("p.txt").write_text(PIVOT, "utf-8")
        Path("e.txt").write_text("The two ministers said on Friday that the talks would go on next week.\n", "utf-8")
        assert main(["run", "p.txt", "e.txt", "--translate", "--format", "jsonl", "--output", "r.jsonl"]) == 0
        records = [json.loads(line) for line in Path("r.jsonl").read_text("utf-8").splitlines()]
        found = [(r["doc"], r["surface"]) for r in records if r["type"] == "finding"]
        assert ("p.txt", "Witko") in found
        assert records[-1]["documents"] == 2 and records[-1]["skipped"] == 0
        assert records[0]["signature"]["translated_by"] == "argos en-zh 0.1, ja-zh 0.1, zh-en 0.1"

    def test_align_links_the_pivot_through_its_translation(self) -> None:
        Path("p.txt").write_text(PIVOT, "utf-8")
        original = "Steve Witkoff arrived in Moscow. Zelensky gave a speech. The talks will be held next week.\n"
        Path("o.txt").write_text(original, "utf-8")
        done = main(["align", "p.txt", "--originals", "o.txt", "--translate", "--format", "jsonl", "-o", "l.jsonl"])
        assert done == 0
        records = [json.loads(line) for line in Path("l.jsonl").read_text("utf-8").splitlines()]
        links = [r for r in records if r["type"] == "link"]
        assert links and all("pivot" in r and "translation" in r for r in links)

    def test_two_models_where_no_direct_one_exists(self) -> None:
        from audit.translate import Translator

        translator = Translator("ja")
        assert translator.line("ウィトコフ") == "Witko"
        assert translator.name == "argos ja-zh 0.1 + zh-en 0.1"

    def test_no_way(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("p.txt").write_text("Переговоры пройдут на следующей неделе в Москве.\n", "utf-8")
        assert main(["translate", "p.txt"]) == 3
        said = capsys.readouterr()
        assert said.out == ""
        assert "no Argos package leads from ru to en (installed: en-zh, ja-zh, zh-en)" in said.err

    def test_the_cache_saves_the_model(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from audit.translate import Translator
        from audit.translation_cache import Cache

        kept = Cache(tmp_path / "mt.sqlite")
        assert list(Translator("zh", cache=kept).lines(["威特科夫", "", "威特科夫"])) == ["Witko", "", "Witko"]
        again = Translator("zh", cache=Cache(tmp_path / "mt.sqlite"))
        monkeypatch.setattr(again, "_translated", lambda words: pytest.fail("asked the model"))
        assert again.line(" 威特科夫 ") == "Witko"
        monkeypatch.undo()
        monkeypatch.setattr(importlib.import_module("argostranslate.settings"), "beam_size", 2)
        other = Translator("zh", cache=Cache(tmp_path / "mt.sqlite"))
        asked = list[str]()
        monkeypatch.setattr(other, "_translated", lambda words: asked.append(words) or "x")
        assert other.line("威特科夫") == "x" and asked == ["威特科夫"], "another search is another engine"

    def test_probe(self, capsys: pytest.CaptureFixture[str]) -> None:
        Path("names.txt").write_text("# people\nWitkoff\nZelensky\nBessent\n扎波罗热\tZaporizhzhia\n", "utf-8")
        assert main(["probe", "names.txt", "--via", "zh", "--keep", "kept.jsonl", "--format", "csv"]) == 0
        rows = capsys.readouterr().out.replace('"', "").splitlines()[1:]
        assert [row.split(",")[2:7] for row in rows] == [
            ["Witkoff", "威特科夫", "Witko", "changed", "truncated"],
            ["Zelensky", "泽连斯基", "Zelensky", "same", ""],
            ["Bessent", "贝森特", "Becerra", "changed", "replaced"],
            ["Zaporizhzhia", "扎波罗热", "Zaporozhye", "changed", "respelled"],
        ]
        Path("t.txt").write_text("Envoy Steve Witko arrived in Moscow for talks on a ceasefire in Ukraine.\n", "utf-8")
        Path("o.txt").write_text("Envoy Steve Witkoff arrived in Moscow for talks on a truce in Ukraine.\n", "utf-8")
        words = ["run", "t.txt", "--originals", "o.txt", "--probes", "kept.jsonl", "--format", "jsonl", "-o", "r.jsonl"]
        assert main(words) == 0
        assert "turns Witkoff into Witko (over 威特科夫)" in Path("r.jsonl").read_text("utf-8")

    def test_the_same_weights_every_time(self, tmp_path: Path) -> None:
        """Two packages built from the same seed translate alike, to the bit of their scores."""
        argos_model = importlib.import_module("argos_model")
        pairs = argos_model.japanese_chinese()
        files = [argos_model.build(tmp_path / name, "ja", "zh", pairs, splitter=False) for name in ("a", "b")]
        models = [file.with_suffix("") / "model" / "model.bin" for file in files]
        assert models[0].read_bytes() == models[1].read_bytes()


class TestInstalling:
    """From nothing."""

    def test_by_name_when_the_index_answers(self, empty: Models) -> None:
        assert main(["translate", "--install", "zh_en", "--timeout", "10"]) == 0
        assert [folder.name for folder in empty.packages.iterdir()] == ["translate-zh_en-0_1"]
        shutil.rmtree(empty.packages / "translate-zh_en-0_1")

    def test_not_in_the_index(self, empty: Models, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["translate", "--install", "zh-fr"]) == 2
        assert "not in the index of Argos; for zh it has ja-zh, zh-en" in capsys.readouterr().err

    def test_one_line_when_the_index_keeps_silent(
        self, empty: Models, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            settings = importlib.import_module("argostranslate.settings")
            monkeypatch.setattr(settings, "remote_package_index", f"http://127.0.0.1:{silent.getsockname()[1]}/x.json")
            assert main(["translate", "--install", "zh-en", "--timeout", "0.3"]) == 3
        said = [line for line in capsys.readouterr().err.splitlines() if "index of Argos cannot be reached" in line]
        assert len(said) == 1 and "--install FILE" in said[0]

    def test_nothing_installed(self, empty: Models, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "p.txt").write_text(PIVOT, "utf-8")
        assert main(["translate", "p.txt"]) == 3
        assert "(installed: none)" in capsys.readouterr().err

    def test_a_model_that_fails(self, models: Models) -> None:
        from audit.translate import Translator

        assert main(["translate", "--install", str(models.folder / "translate-zh_en-0_1.argosmodel")]) == 0
        folder = models.packages / "translate-zh_en-0_1"
        try:
            translator = Translator("zh")
            translated = importlib.import_module("argostranslate.translate").installed_translates
            for kept in translated:
                kept.cached_translation.underlying.translator = None
                kept.cached_translation.cache.clear()
            (folder / "model" / "model.bin").write_bytes(b"broken")
            with pytest.raises(AuditError, match="the model failed"):
                translator.line("威特科夫抵达基辅。")
        finally:
            shutil.rmtree(folder)
            importlib.import_module("argostranslate.translate").get_installed_languages.cache_clear()

    def test_english_is_not_translated(self, empty: Models) -> None:
        from audit.translate import Translating

        with pytest.raises(AuditError, match="English already"):
            Translating()(Document(id="t", text="The talks will go on next week.", lang="en"))

    def test_a_file_that_is_no_package(self, empty: Models, tmp_path: Path) -> None:
        from audit.translation_packages import install

        (tmp_path / "x.argosmodel").write_text("no zip", "utf-8")
        with pytest.raises(SettingsError, match="is no Argos package"):
            install(str(tmp_path / "x.argosmodel"))
