"""The reports of the seed case, byte for byte."""

from __future__ import annotations

from pathlib import Path

import golden
import pytest

if not golden.FOLDER.is_dir():
    pytest.skip("no golden reports yet: python tests/audit/golden.py writes them", allow_module_level=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return golden.reports(tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize("format", golden.FILES)
def test_report_is_as_it_was(format: str, made: dict[str, str]) -> None:
    expected: Path = golden.FOLDER / golden.FILES[format]
    assert made[format] == expected.read_bytes().decode("utf-8"), (
        f"{expected.name} differs; when it should, write it anew: python tests/audit/golden.py"
    )
