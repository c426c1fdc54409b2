"""Fixtures shared by the tests of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test runs in its own empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAUDIT_DEBUG", raising=False)
    return tmp_path
