"""Translation without Argos: what is said where it is not installed, packages refused, the cache."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest

from audit.cli import main
from audit.errors import SettingsError
from audit.translation_cache import Cache, default_path, fingerprint, key_of
from audit.translation_packages import _checked, _codes

METADATA = {"from_code": "zh", "to_code": "en", "package_version": "1.9"}


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["translate", "p.txt"], "taudit translate"),
        (["translate", "--list"], "taudit translate"),
        (["translate", "--install", "zh-en"], "--install zh-en"),
        (["run", "p.txt", "--translate"], "--translate"),
        (["align", "p.txt", "--originals", "p.txt", "--translate"], "--translate"),
        (["probe", "p.txt"], "taudit probe"),
    ],
)
def test_one_line_says_what_to_install(
    words: list[str], what: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "argostranslate", None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    Path("p.txt").write_text("会谈将于下周举行。\n", "utf-8")
    assert main(words) == 3
    said = capsys.readouterr()
    assert said.err == f"{what} needs the extra [mt]: pip install 'translation-audit[mt]'\n"


def test_nothing_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate"]) == 2
    assert "name pivot texts, --install or --list" in capsys.readouterr().err


def package(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


REFUSED = [
    ({"m/README.md": "x"}, "no metadata.json"),
    ({"metadata.json": json.dumps(METADATA)}, "no metadata.json"),
    ({"m/metadata.json": "{"}, "is no Argos package"),
    ({"m/metadata.json": "[]"}, "names no languages"),
    ({"m/metadata.json": json.dumps({"from_code": "zh"})}, "names no languages"),
    ({"m/metadata.json": json.dumps(METADATA), "../evil": "x"}, "outside of its folder"),
    ({"m/metadata.json": json.dumps(METADATA), "n/other": "x"}, "outside of its folder"),
    ({"m/metadata.json": json.dumps(METADATA), "m/../../evil": "x"}, "outside of its folder"),
    ({"../metadata.json": json.dumps(METADATA)}, "outside of its folder"),
    ({"m/metadata.json": json.dumps(METADATA), "/etc/evil": "x"}, "outside of its folder"),
]


@pytest.mark.parametrize(("files", "line"), REFUSED)
def test_files_that_are_refused(files: dict[str, str], line: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=line):
        _checked(package(tmp_path / "x.argosmodel", files))


def test_a_package_is_recognised(tmp_path: Path) -> None:
    files = {"m/metadata.json": json.dumps(METADATA), "m/model/model.bin": "x"}
    assert _checked(package(tmp_path / "x.argosmodel", files)) == ("zh", "en")


@pytest.mark.parametrize("name", ["zh-en", "zh_en", "translate-zh_en"])
def test_names_of_packages(name: str) -> None:
    assert _codes(name) == ("zh", "en")


@pytest.mark.parametrize("name", ["zh", "zh-", "../x-en", "zh en"])
def test_what_is_no_name(name: str) -> None:
    with pytest.raises(SettingsError, match="no such file, and no package's name"):
        _codes(name)


def test_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = Cache()
    assert cache.path == default_path() == tmp_path / "translation-audit" / "mt.sqlite"
    key = key_of("engine", "words \ud800")
    assert cache.get(key) is None
    cache.put(key, "made")
    assert Cache().get(key) == "made"
    assert key_of("a", "bc") != key_of("ab", "c")
    cache.close()
    assert cache.get(key) is None, "a cache that fails costs time only"
    cache.put(key, "made")


def test_a_cache_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    with pytest.raises(SettingsError, match="cannot hold translations"):
        Cache(tmp_path / "file" / "mt.sqlite")
    (tmp_path / "broken").write_text("no data base" * 100, "utf-8")
    with pytest.raises(SettingsError, match="use --no-cache"):
        Cache(tmp_path / "broken")


def test_a_model_is_known_by_its_contents(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"1")
    first = fingerprint(tmp_path)
    (tmp_path / "model.bin").write_bytes(b"2")
    assert fingerprint(tmp_path) != first
