"""The authority over all its sources, the shipped places, the filter of known words, and `taudit names`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from audit.names import authority as module
from audit.names.authority import PLACES, authority, places
from audit.names.authority_lexicon import known, listed, pack, positions
from audit.names.authority_store import AuthorityError, Store
from audit.names.cli import app
from audit.settings import Settings
from audit.signature import signature


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Kharkov", "Kharkiv"),
        ("Харьков", "Kharkiv"),
        ("哈爾科夫", "Kharkiv"),
        ("贝森特", "Scott Bessent"),
        ("Lvov", "Lviv"),
    ],
)
def test_forms_in_any_script(form: str, name: str) -> None:
    assert name in [entry.name for entry in authority().find(form)]


def test_namesakes_are_all_given_the_largest_first() -> None:
    found = places().find("Georgia")
    assert {"GE", "US"} <= {entry.country for entry in found}
    weights = [entry.weight for entry in places().find("Springfield")]
    assert len(weights) > 2 and weights == sorted(weights, reverse=True)


def test_the_table_of_places_is_small() -> None:
    assert PLACES.stat().st_size < 3_000_000


def test_known_words() -> None:
    assert all(known(word) for word in ("Putin", "Zelenskyy", "London", "Ukrainians", "Jean-Pierre", "O'Brien"))
    assert not any(known(word) for word in ("Zxqvrt", "Brankodevi", "Chloptowiri"))


def test_the_filter_never_forgets_a_word() -> None:
    words = [f"name{n}" for n in range(500)]
    field = pack(words)
    bits = len(field) * 8
    assert all(field[at >> 3] & (1 << (at & 7)) for word in words for at in positions(word, bits))
    assert sum(listed(f"q{n}zx") for n in range(2000)) < 60


def test_no_store_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match="taudit names build"):
        Store.open(tmp_path / "missing.sqlite")
    (tmp_path / "text.sqlite").write_text("no database at all, but long enough to be looked at" * 5)
    with pytest.raises(AuthorityError, match="taudit names build"):
        Store.open(tmp_path / "text.sqlite")


def test_import_build_lookup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAUDIT_NAMES", str(tmp_path / "data"))
    module.authority.cache_clear()
    glossary = tmp_path / "house.csv"
    glossary.write_text("en,zh,kind\nBrankodevi,布兰科德维,person\n", "utf-8")
    runner = CliRunner()
    assert runner.invoke(app, ["lookup", "布兰科德维"]).exit_code == 4
    assert runner.invoke(app, ["import", "glossary", str(glossary)]).exit_code == 0
    assert runner.invoke(app, ["build"]).exit_code == 0
    module.authority.cache_clear()
    result = runner.invoke(app, ["lookup", "布兰科德维", "--format", "jsonl"])
    module.authority.cache_clear()
    first = module.users_names()
    assert runner.invoke(app, ["build"]).exit_code == 0 and module.users_names() == first, "the same names again"
    described = signature(Settings(), None)
    assert described["names"] == first and "|store:" in str(described["short"])
    glossary.write_text("en,zh,kind\nBrankodevi,布兰科德威,person\n", "utf-8")
    assert runner.invoke(app, ["import", "glossary", str(glossary)]).exit_code == 0
    assert runner.invoke(app, ["build"]).exit_code == 0 and module.users_names() != first
    monkeypatch.setenv("TAUDIT_NAMES", str(tmp_path / "none"))
    assert "names" not in signature(Settings(), None)
    assert result.exit_code == 0 and '"name": "Brankodevi"' in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "glossary", "missing.csv"],
        ["import", "nosuch", "x.csv"],
        ["lookup", "x", "--store", "missing.sqlite"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TAUDIT_NAMES", str(tmp_path / "data"))
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert not (tmp_path / "data" / "names.sqlite").exists()
