"""A bitext of any size out of the real WMT 2018 outputs: translation, Chinese pivot and English original, line by line.

Every copy has its own names: in words that are names, vowels change places with vowels and consonants with consonants,
the same way in translation and original, so that "Witko" and "Witkoff" stay as alike as they were; in the pivot, the
characters that write foreign sounds change places. So no cache of words profits from the repetition.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from wordfreq import zipf_frequency

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?:[A-Z][a-z]+)?|[A-Z][a-z]{2,}(?= [A-Z][a-z]{2,})")
_COMMON = 4.3
"""Zipf frequency of a lower-case word from which a word is none of the names that change (Monday, China, British)."""
_SOUNDS = "阿埃艾奥巴拜班邦鲍贝本比彼宾波伯博布查达戴丹德登迪蒂杜多恩尔法菲费弗福盖戈格古哈海汉赫霍基吉加杰金卡凯坎科克库拉莱兰朗劳勒雷里利莉林龙卢鲁伦罗洛马麦曼梅米莫姆纳内尼诺帕佩皮普奇乔琼瑞萨塞桑森沙舍什史斯苏塔泰坦汤特图托瓦万威韦维温文沃乌西希锡谢辛休伊因尤泽扎詹珍朱"  # noqa: E501
_RUN = re.compile(f"[{_SOUNDS}]{{3,}}")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghklmnprstvwz"

Line = tuple[str, str, str]
"""Translation, pivot, original."""


def lines(data: Path, number: int) -> Iterator[Line]:
    """The first `number` lines of an endless bitext."""
    found = documents(data)
    made = copy = 0
    while True:
        for name, translation, pivot, original in found:
            change = Change(f"{name}/{copy}", translation + original)
            for line in zip(translation, pivot, original, strict=True):
                if made == number:
                    return
                made += 1
                yield change(line)
        copy += 1


def write(data: Path, number: int, folder: Path) -> Path:
    """The Moses files `corpus.en`, `corpus.zh`, `corpus.original` of so many lines in a folder; made once."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / f"lines-{number}"
    if not done.exists():
        names = ("corpus.en", "corpus.zh", "corpus.original")
        files = [(folder / name).open("w", encoding="utf-8") for name in names]
        for line in lines(data, number):
            for file, text in zip(files, line, strict=True):
                file.write(text + "\n")
        for file in files:
            file.close()
        done.touch()
    return folder


def documents(data: Path) -> list[tuple[str, list[str], list[str], list[str]]]:
    """Name, translation, pivot and original of each document whose lines match, in an order that mixes stories."""
    originals = {row["id"]: row["text"].split("\n") for row in rows(data / "wmt18" / "originals.jsonl")}
    found = []
    for row in rows(data / "wmt18" / "translations.jsonl"):
        sides = row["text"].split("\n"), row["pivot"]["text"].split("\n"), originals[row["original"]]
        if len({len(side) for side in sides}) == 1:
            found.append((row["id"], *sides))
    random.Random(18).shuffle(found)
    return found


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


class Change:
    """How names change in one copy of one document."""

    def __init__(self, seed: str, english: list[str]) -> None:
        chance = random.Random(seed)
        table = {}
        for letters in (_VOWELS, _CONSONANTS):
            others = list(letters)
            chance.shuffle(others)
            table |= {ord(a): b for a, b in zip(letters, others, strict=True)}
            table |= {ord(a.upper()): b.upper() for a, b in zip(letters, others, strict=True)}
        sounds = list(_SOUNDS)
        chance.shuffle(sounds)
        self._sounds = {ord(a): b for a, b in zip(_SOUNDS, sounds, strict=True)}
        names = {word for line in english for word in _NAME.findall(line) if not _common(word)}
        self._names = {name: name.translate(table) for name in names}

    def __call__(self, line: Line) -> Line:
        translation, pivot, original = line
        pivot = _RUN.sub(lambda found: found[0].translate(self._sounds), pivot)
        return self.english(translation), pivot, self.english(original)

    def english(self, text: str) -> str:
        return re.sub(r"[A-Za-z]+", lambda found: self._names.get(found[0], found[0]), text)


@cache
def _common(word: str) -> bool:
    return bool(zipf_frequency(word.lower(), "en") >= _COMMON)
