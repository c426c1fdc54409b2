"""Characters read in the wrong language: 高市早苗 (Takaichi Sanae) as Gao Shi Zaomiao, 尹锡悦 (Yoon) as Yin Xiyue.

People of Japan, Korea, Vietnam and China are written with characters of their own; machines read them by sound of
another language, or read only some of them right. Readings: `tables/readings.tsv`, Mandarin from `zh_syllables.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from audit.channels.letters import words
from audit.channels.pinyin import syllable
from audit.channels.tables_io import lines
from audit.channels.units import Units, han

LANGUAGES = ("ja", "ko", "vi", "zh")
NAMED = {"ja": "Japanese", "ko": "Korean", "vi": "Vietnamese", "zh": "Mandarin"}
_LONGEST_FORM = 12
_ENOUGH = 0.75
"""Share of the letters of a name that readings must explain before the form is taken to be its characters."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Characters of a form and the letters that they are read as: (character, letters, language); the share covered."""

    parts: tuple[tuple[str, str, str], ...]
    share: float

    @property
    def letters(self) -> int:
        """Letters of the surface that are explained."""
        return sum(len(part) for _, part, _ in self.parts)

    @property
    def languages(self) -> str:
        """The languages read in, in words."""
        return " and ".join(dict.fromkeys(NAMED[lang] for _, _, lang in self.parts))


@cache
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    table: dict[str, dict[str, tuple[str, ...]]] = {lang: {} for lang in ("ja", "ko", "vi")}
    for row in lines("readings.tsv"):
        for lang, written in zip(("ja", "ko", "vi"), row[1:], strict=True):
            if written != "-":
                table[lang][row[0]] = tuple(dict.fromkeys(_loose(reading, lang) for reading in written.split(" ")))
    return table


_KOREAN = (
    ("ch", "j"),
    ("k", "g"),
    ("t", "d"),
    ("p", "b"),
    ("r", "l"),
    ("ee", "i"),
    ("eo", "u"),
    ("oo", "u"),
    ("eu", "u"),
)


@lru_cache(maxsize=16384)
def _loose(word: str, lang: str) -> str:
    """A folded word as readings are compared: long vowels of Japanese short, Korean romanizations made alike."""
    if lang == "ja":
        word = re.sub(r"ou|oo|oh(?![aeiou])", "o", word).replace("uu", "u").replace("ei", "e")
        return re.sub("m(?=[bp])", "n", word)
    if lang == "ko":
        for old, new in _KOREAN:
            word = word.replace(old, new)
        return word.replace("ae", "e")
    return word


def readings(char: str, lang: str) -> tuple[str, ...]:
    """The readings of a character as they are compared (folded letters); empty where none is known."""
    if lang == "zh":
        known = syllable(char)
        return (known,) if known.isascii() else ()
    return _table()[lang].get(char, ())


Parts = tuple[tuple[str, str, str], ...]


def _cover(chars: Sequence[str], word: str, lang: str) -> Parts:
    """The longest beginning of `word` that a run of `chars` reads as; the last reading may be cut after two letters."""
    best: Parts = ()
    most = 0
    for first in range(len(chars)):
        stack: list[tuple[int, int, Parts]] = [(first, 0, ())]
        steps = 0
        while stack and steps < 500:
            steps += 1
            at, done, parts = stack.pop()
            if done > most:
                most, best = done, parts
            if at == len(chars):
                continue
            for reading in readings(chars[at], lang):
                if word.startswith(reading, done):
                    stack.append((at + 1, done + len(reading), (*parts, (chars[at], reading, lang))))
                elif parts and len(reading) > 2 and word.startswith(reading[:-1], done) and done + len(reading) > most:
                    most, best = done + len(reading) - 1, (*parts, (chars[at], reading[:-1], lang))
    return best


@lru_cache(maxsize=8192)
def read(form: str, surface: str, languages: tuple[str, ...] = LANGUAGES) -> Reading | None:
    """How far `surface` can be read off the characters of `form`; None where no word of it can.

    Each word takes a run of characters in one language, in any order of the words (family name first or last).
    """
    chars = [unit for unit, _, _ in han(form)][:_LONGEST_FORM]
    said = words(surface)
    if not chars or not said:
        return None
    found = [_over(chars, lang, said) for lang in languages]
    found += [_over(chars, lang, ("".join(said),)) for lang in languages]
    found += [_over(chars, None, said, languages)]
    return max((reading for reading in found if reading), key=lambda reading: reading.share, default=None)


def _over(chars: Sequence[str], lang: str | None, said: Sequence[str], languages: Sequence[str] = ()) -> Reading | None:
    """All words read in one language, or each in the one that explains most of it."""
    parts: list[tuple[str, str, str]] = []
    covered = 0.0
    for word in said:
        best: Parts = ()
        share = 0.0
        for tried in (lang,) if lang else languages:
            loose = _loose(word, tried)
            cover = _cover(chars, loose, tried)
            done = sum(len(part) for _, part, _ in cover)
            if done >= 2 and done / len(loose) > share:
                share, best = done / len(loose), cover
        covered += share * len(word)
        parts += best
    return Reading(tuple(parts), covered / sum(len(word) for word in said)) if parts else None


def belongs(form: str, name: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """`name` is what the characters of `form` are in Japanese, Korean, Vietnamese or Mandarin."""
    reading = read(form, name, languages)
    return reading is not None and reading.share >= _ENOUGH and reading.letters > 2


def likeness(surface: str, name: str, form: str) -> float:
    """Log-likelihood ratio (nats) that `surface` is `name` with its characters misread; 0 where nothing is known.

    The form must be the name's; then every letter of the surface that the same characters explain speaks for it.
    """
    if not belongs(form, name):
        return 0.0
    reading = read(form, surface)
    if reading is None:
        return -3.0
    rest = reading.letters / max(reading.share, 0.01) - reading.letters
    return max(-3.0, 1.6 * reading.letters - (3.0 + 0.3 * rest if rest > 0.5 else 2.0))


def account(form: str, surface: str, name: str) -> str | None:
    """ "高市早苗 read in Mandarin as gao shi zao miao"; None where readings do not explain the surface."""
    reading = read(form, surface)
    if reading is None or reading.letters < 3 or reading.share < 0.4:
        return None
    chars = "".join(char for char, _, _ in reading.parts)
    sound = " ".join(part for _, part, _ in reading.parts)
    right = read(form, name)
    proper = f"; {name} is the {right.languages} reading" if right and right.share >= _ENOUGH else ""
    partly = "" if reading.share > 0.99 else "in part "
    return f"{chars} {partly}read in {reading.languages} as {sound}{proper}"


def find(sentence: str, name: str, languages: Sequence[str] = ("ja", "ko", "vi")) -> tuple[int, int, float] | None:
    """The run of characters that reads as the whole of `name`, words in either order: [start, end), nats; or None."""
    units = han(sentence)[:2000]
    said = words(name)
    best: tuple[int, int, float] | None = None
    for lang in languages:
        for order in {tuple(said), (*said[1:], *said[:1]), (*said[-1:], *said[:-1])}:
            word = _loose("".join(order), lang)
            found = _run(units, word, lang) if len(word) > 2 else None
            if found and (best is None or found[2] > best[2]):
                best = found
    return best


def _run(units: Units, word: str, lang: str) -> tuple[int, int, float] | None:
    """The first run of characters that reads as `word`."""
    for first in range(len(units)):
        stack = [(first, 0)]
        steps = 0
        while stack and steps < 300:
            steps += 1
            at, done = stack.pop()
            if done == len(word):
                score = 1.3 * len(word) - 2.0 - 0.5 * (at - first == 1)
                return (units[first][1], units[at - 1][2], round(score, 3))
            if at < len(units) and at - first < _LONGEST_FORM:
                stack += [
                    (at + 1, done + len(reading))
                    for reading in readings(units[at][0], lang)
                    if word.startswith(reading, done)
                ]
    return None
