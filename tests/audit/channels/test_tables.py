"""The shipped tables: small, quick to load, and saying where they come from; the learning code on a toy language."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from audit.channels import channel, specs
from audit.channels.emission import IMPOSSIBLE, Emission, emission
from audit.channels.letters import background
from audit.channels.pinyin import parses, syllables
from audit.channels.tables_io import lines
from audit.channels.units import compose_hangul
from audit.errors import AuditError

TABLES = resources.files("audit.channels") / "tables"
NAMES = sorted(item.name for item in TABLES.iterdir() if item.name.endswith((".tsv", ".bin")))


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_small_and_documented(name: str) -> None:
    data = (TABLES / name).read_bytes()
    assert len(data) < 1_000_000
    sources = (TABLES / "SOURCES.md").read_text("utf-8")
    languages = "{zh,ja,ko,ru,ar,he}"
    listed = re.findall(r"`([^` ]+\.(?:tsv|bin))`", sources)
    listed = [entry.replace(languages, lang) for entry in listed for lang in ("zh", "ja", "ko", "ru", "ar", "he")]
    assert name in listed
    if name.endswith(".tsv"):
        first = data.decode("utf-8").split("\n")[0]
        assert first.startswith("# ")


def test_a_missing_table_is_a_clear_error() -> None:
    with pytest.raises(AuditError, match="missing"):
        list(lines("none.tsv"))


def toy() -> Emission:
    rows = [["=", "longest", "3"], ["=", "strength", "1"], ["=", "letters", " ".join(["0.03846"] * 26)]]
    return emission([*rows, ["0", "x", "ka:8 k:2"], ["0", "y", "na:5 -:5"]])


def test_the_best_cut_gives_each_unit_its_letters() -> None:
    score, groups = toy().best([("x",), ("y",)], "kana")
    assert groups == ("ka", "na")
    assert score > toy().best([("x",), ("y",)], "zzzz")[0]
    assert toy().best([("x",)], "toolong") == (IMPOSSIBLE, ())
    assert toy().best([("x",), ("y",)], "ka")[1] == ("ka", "")


def test_probabilities_of_known_groups_stay_below_one() -> None:
    import math

    model = toy()
    assert sum(math.exp(model.group(("x",), group)) for group in model.groups(("x",))) < 1


@pytest.mark.parametrize(("word", "count"), [("maiweita", 1), ("daijie", 1), ("witkoff", 0), ("xian", 2), ("", 0)])
def test_pinyin_parses(word: str, count: int) -> None:
    found = [cut for cut in parses(word) if cut]
    assert len(found) >= count if count else not found
    assert all("".join(cut) == word for cut in found)
    assert all(part in syllables() for cut in found for part in cut)


def test_names_are_likelier_than_noise() -> None:
    assert background("johnson") > background("qxzvkjw")


@pytest.mark.parametrize(
    ("lang", "form", "units"),
    [
        ("zh", "威特·柯夫 5", ["威", "特", "柯", "夫"]),
        ("zh", "華盛頓", ["华", "盛", "顿"]),
        ("ja", "シャッター", ["シャ", "ッ", "タ", "ー"]),
        ("ja", "ひらがな", ["ヒ", "ラ", "ガ", "ナ"]),
        ("ko", "한국", ["ㅎㅏ", "-ㄴ", "ㄱㅜ", "-ㄱ"]),
        ("ru", "Ёлкин-2", ["ё", "л", "к", "и", "н"]),
        ("ar", "مُحَمَّد", ["م", "ح", "م", "د"]),
        ("he", "צ'רצ'יל", ["צ'", "ר", "צ'", "י", "ל"]),
    ],
)
def test_units(lang: str, form: str, units: list[str]) -> None:
    cut = specs()[lang].cut(form)
    assert [unit for unit, _, _ in cut] == units
    assert all(0 <= start < end <= len(form) for _, start, end in cut)


def test_hangul_composes_back() -> None:
    cut = specs()["ko"].cut("베센트")
    assert compose_hangul([unit for unit, _, _ in cut]) == "베센트"
    assert compose_hangul(["-ㄴ"]) is None


@pytest.mark.parametrize("lang", ["zh", "ja", "ko", "ru", "ar", "he"])
def test_forms_are_cut_back_into_units(lang: str) -> None:
    for form, _ in channel(lang).forms("Katerina"):
        assert specs()[lang].cut(form)
