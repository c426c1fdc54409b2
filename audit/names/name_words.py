"""Which English name a pivot form stands for, out of all that are known: 阿图罗 is Arturo rather than Aturo.

Each word of a large list of names is judged by how well the form's sounds spell it, and by how usual a name it is.
Nobody can tell in this way a rare name from a usual one of the same sound; the probability says how sure it is. The
list is made by `scripts/build_name_words.py`, the weights by `scripts/fit_name_words.py`.
"""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from audit.channels.lexical import Lexical
from audit.channels.table import TableChannel, chance
from audit.names.frequencies import frequencies
from audit.names.vocabulary import given_names, rarity

FILE = Path(__file__).parent / "data" / "name_words.txt.z"
HIGHEST = 9
_ENTRY = re.compile(r"([a-z]+)(\d)(\d)")
_CANDIDATES = 60
_FLOOR = -19.6
"""Natural logarithm of the share of running text that a word has which no list of English words has."""

_USUAL = -11.5
"""The same from which a word is no more a name for being more frequent."""

_EVERYDAY = 4.3
"""Rarity of English words under which they are only kept as names that somebody known or many people bear."""

LANGUAGES = ("zh", "ja", "ko")
"""Pivot languages that write names by sounds of their own, so that the English spelling has to be found again."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A name (capitalised as usual) and how probable it is that the form stands for it."""

    name: str
    probability: float


WEIGHTS = {
    "sound": 0.76,
    "chance": -0.38,
    "rows": 0.05,
    "bearers": 0.05,
    "frequency": 0.67,
    "unknown": 1.0,
    "people": 0.88,
    "length": 0.73,
    "unlisted": 0.0,
}
"""What counts for a name: log P(word | form), log P(letters), rows of name lists that have the word, people of the
USA who bear it (both in doublings), its frequency in
English text (logarithm, capped), none at all, a word of the names of known people, its letters;
and for the form as it is spelled by sound, which stands for all names that the list does not have."""

_OTHER = ""


@cache
def _table() -> dict[str, tuple[int, int]]:
    """Folded word -> doublings of the rows of name lists that have it, and of its bearers among 100,000 people."""
    text = zlib.decompress(FILE.read_bytes()).decode("ascii")
    return {word: (int(rows), int(bearers)) for word, rows, bearers in _ENTRY.findall(text)}


@cache
def _people() -> frozenset[str]:
    from audit.names.authority_knowledge import knowledge

    return frozenset(word for word in knowledge().by_word if word.isascii() and word.isalpha() and len(word) > 2)


@cache
def words() -> list[str]:
    """The folded words of names, sorted: those of the table and of the people of the knowledge files."""
    names = given_names() | _people()
    return sorted({word for word in _table() if rarity(word) > _EVERYDAY or word in names} | _people())


def considered(form: str, lang: str) -> list[tuple[str, dict[str, float]]]:
    """What a form may stand for with its features: folded words of the list, and "" for a name that is not in it."""
    found = lexical(lang).find(form, _CANDIDATES)
    if not found:
        return []
    spelled, sound = lexical(lang).spelled(form)
    other = _features(spelled, sound, unlisted=True)
    return [(_OTHER, other), *((word, _features(word, sound)) for word, sound in found)]


def _features(word: str, sound: float, *, unlisted: bool = False) -> dict[str, float]:
    """What `WEIGHTS` weighs, of a folded word whose log P under the form is `sound`."""
    if unlisted:
        return {
            **dict.fromkeys(WEIGHTS, 0.0),
            "sound": sound,
            "chance": chance(word),
            "frequency": _FLOOR,
            "unknown": 1.0,
            "length": float(len(word)),
            "unlisted": 1.0,
        }
    rows, bearers = _table().get(word, (0, 0))
    share = frequencies("large").get(word, 0.0)
    frequency = max(_FLOOR, math.log(share)) if share else _FLOOR
    return {
        "sound": sound,
        "chance": chance(word),
        "rows": float(rows),
        "bearers": float(bearers),
        "frequency": min(_USUAL, frequency),
        "unknown": float(not share),
        "people": float(word in _people()),
        "length": float(len(word)),
        "unlisted": 0.0,
    }


@cache
def lexical(lang: str) -> Lexical:
    """The search in the list for one pivot language."""
    from audit.channels import channel

    model = channel(lang)
    assert isinstance(model, TableChannel)
    return Lexical(model, words())


@lru_cache(maxsize=4096)
def meant(form: str, lang: str = "zh") -> tuple[Meant, ...]:
    """The likeliest names of a form, best first; empty where nothing fits or the language is not one of `LANGUAGES`."""
    if lang not in LANGUAGES:
        return ()
    scored = [
        (sum(WEIGHTS[key] * value for key, value in features.items()), word)
        for word, features in considered(form, lang)
    ]
    if not scored:
        return ()
    scored.sort(key=lambda item: (-item[0], item[1]))
    top = scored[0][0]
    norm = sum(math.exp(score - top) for score, _ in scored)
    return tuple(
        Meant(written(word), round(math.exp(score - top) / norm, 4)) for score, word in scored[:8] if word != _OTHER
    )


def written(word: str) -> str:
    """A folded name as it is usually written.

    >>> written("ibarra"), written("mckee")
    ('Ibarra', 'McKee')
    """
    if word.startswith("mc") and len(word) > 4:
        return "Mc" + word[2:].capitalize()
    return word.capitalize()
