"""Folders of the user, with and without a home."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.cli import main
from audit.folders import of_user


@pytest.fixture
def homeless(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An account that has no home folder."""

    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for variable in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "TAUDIT_NAMES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    return folder


def test_the_variable_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert of_user("XDG_CACHE_HOME", ".cache") == tmp_path / "translation-audit"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert of_user("XDG_CACHE_HOME", ".cache") == Path.home() / ".cache" / "translation-audit"


def test_without_a_home_nothing_is_kept(homeless: Path) -> None:
    assert not of_user("XDG_CACHE_HOME", ".cache").exists()


def test_names_that_cannot_be_kept_are_one_line(homeless: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (homeless / "house.csv").write_text("en,zh,kind\nWitkow,维特科,person\n", "utf-8")
    for command in (["import", "glossary", "house.csv"], ["build"]):
        assert main(["names", *command]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith("name a folder that can be written in TAUDIT_NAMES"), line


@pytest.mark.parametrize("command", ["run", "check"])
def test_texts_are_audited_without_a_home(command: str, homeless: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (homeless / "a.txt").write_text("The minister spoke on Friday about the bridge.", "utf-8")
    assert main([command, "a.txt"]) == 0
    assert "internal error" not in capsys.readouterr().err
