"""The configuration: found, read, every wrong key and value one line; in step with its JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from audit.config import OVERRIDE, TOP, load
from audit.config_paths import matches
from audit.errors import SettingsError

pytestmark = pytest.mark.usefixtures("folder")
SCHEMA = json.loads((Path(__file__).parents[2] / "audit/schema/config.json").read_text("utf-8"))

WRONG = [
    ('inputz = ["a"]', "taudit.toml: inputz: no such key, did you mean inputs?"),
    ('qqq = "a"', "taudit.toml: qqq: no such key, known are inputs, "),
    ("min_confidence = 0.5", "min_confidence: no such key, did you mean min-confidence?"),
    ('inputs = "a"', "inputs: 'a' will not do, write a list of strings"),
    ("severity = 'awful'", "severity: 'awful' will not do, choose one of info"),
    ("confidence = 7", "confidence: '7' will not do, give a number from 0 to 1"),
    ("confidence = true", "confidence: 'True' will not do"),
    ("as-of = '9 August'", "as-of: '9 August' will not do, write YYYY-MM-DD"),
    ("as-of = 2025-08-09T10:00:00", "as-of: "),
    ("style = 'nyt'", "style: 'nyt' will not do, choose one of neutral"),
    ("jobs = -1", "jobs: '-1' will not do"),
    ("cache = 1", "cache: '1' will not do, write true or false"),
    ("select = ['stale-exonim']", "select: stale-exonim: no such rule or category, did you mean stale-exonym?"),
    ("severities = {stale-exonym = 'bad'}", "severities.stale-exonym: 'bad' will not do"),
    ("[per-file-ignores]\n'a' = ['x-y-z']", "per-file-ignores.a: x-y-z: no such rule"),
    ("[[overrides]]\nseverity = 'info'", "overrides[1].paths: 'None' will not do"),
    ("[[overrides]]\npaths = ['a']\nseverty = 'info'", "overrides[1].severty: no such key, did you mean severity?"),
    ("inputs = [", "taudit.toml: is no TOML"),
]


@pytest.mark.parametrize(("text", "said"), WRONG, ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_said_in_one_line(text: str, said: str, folder: Path) -> None:
    (folder / "taudit.toml").write_text(text)
    with pytest.raises(SettingsError) as error:
        load()
    assert said in str(error.value) and "\n" not in str(error.value)


FULL = """
inputs = ["news/**/*.txt"]
exclude = ["news/drafts"]
originals = ["reports"]
style = "ap"
as-of = 2025-08-09
select = ["name"]
ignore = ["stale-exonym"]
severity = "major"
confidence = 0.8
min-confidence = 0
max-skipped = 0.1
severities = {name = "critical"}
[per-file-ignores]
"old/**" = ["date"]
[[overrides]]
paths = ["wire"]
severity = "info"
"""


def test_all_of_it_is_read_and_fits_the_schema(folder: Path) -> None:
    import tomllib

    (folder / "taudit.toml").write_text(FULL)
    config = load()
    assert config.root == folder and config.style == "ap" and config.select == ("name",)
    assert config.per_file_ignores == {"old/**": ("date",)} and config.overrides[0].severity == "info"
    table = tomllib.loads(FULL)
    table["as-of"] = table["as-of"].isoformat()
    jsonschema.validate(table, SCHEMA, cls=jsonschema.Draft202012Validator)


def test_the_schema_knows_the_same_keys() -> None:
    assert set(SCHEMA["properties"]) == set(TOP)
    assert set(SCHEMA["properties"]["overrides"]["items"]["properties"]) == set(OVERRIDE)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"inputz": []}, SCHEMA)


def test_where_it_is_found(folder: Path) -> None:
    inner = folder / "repository" / "news"
    inner.mkdir(parents=True)
    (folder / "taudit.toml").write_text('style = "ap"')
    assert load(start=inner).style == "ap", "upwards"
    (folder / "repository/pyproject.toml").write_text("[tool.other]\nx = 1")
    assert load(start=inner).style == "ap", "a project without our table is passed over"
    (folder / "repository/.git").mkdir()
    assert load(start=inner).file is None, "not beyond the repository"
    (folder / "repository/pyproject.toml").write_text('[tool.taudit]\nstyle = "bgn"')
    assert load(start=inner).style == "bgn"
    with pytest.raises(SettingsError, match="no such file"):
        load("nowhere.toml")


PATHS = [
    ("news/a.txt", "news", True, "a folder covers what lies in it"),
    ("news/a.txt", "news/", True, "with a slash, too"),
    ("newsroom/a.txt", "news", False, "whole names only"),
    ("news/a.txt", "*.txt", False, "a star does not cross folders"),
    ("news/x/a.txt", "news/**/*.txt", True, "two stars do"),
    ("news/a.txt", "news/**/*.txt", True, "and may stand for none"),
    ("news/a.txt", "**/a.txt", True, "at the beginning, too"),
    ("a.txt", "?.txt", True, "one character"),
    ("ab.txt", "?.txt", False, "one only"),
    ("a.txt", "[!b].txt", True, "not this one"),
    ("a+b.txt", "a+b.txt", True, "other signs stand for themselves"),
    ("x/y", ".", True, "everything"),
]


@pytest.mark.parametrize(("path", "pattern", "covered", "why"), PATHS, ids=[case[3] for case in PATHS])
def test_patterns(path: str, pattern: str, covered: bool, why: str) -> None:
    assert matches(path, [pattern]) is covered, why
