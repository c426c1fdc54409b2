"""Which language a text is in: by script, telling letters and function words. Light and without a model."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from corpora.language_data import FUNCTION_WORDS, LETTERS, ONE_LANGUAGE, SCRIPTS, WEIGHT

_SAMPLE = 20_000
_MIN_LETTERS = 20
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CYRILLIC = ("ru", "uk", "bg", "be", "sr", "mk", "kk")
_LATIN = tuple(code for code in FUNCTION_WORDS if code not in _CYRILLIC)
# Letters that a language of the Latin alphabet has and most of its neighbours have not.
_LATIN_LETTERS = {
    "de": "äöüß",
    "fr": "éèêàçùœ",
    "es": "ñáéíóú¿¡",
    "pt": "ãõçáéâê",
    "it": "àèéìòù",
    "sv": "åäö",
    "da": "æøå",
    "no": "æøå",
    "fi": "äö",
    "pl": "ąćęłńśźż",
    "cs": "ěřůčšžýá",
    "sk": "ľĺŕôäčšžý",
    "hu": "őűáéóö",
    "ro": "ăâîșțşţ",
    "tr": "ığşçİ",
    "vi": "ăâđêôơưạảấầậếềểễệịọốồổộớờợụứừửữựỳýẽẹẻ",
    "hr": "čćđšž",
    "sl": "čšž",
    "et": "õäöü",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "ca": "àèéíïòóúç",
}


def detect(text: str) -> tuple[str | None, float]:
    """The language of `text` (ISO 639-1) and how sure that is, in [0, 1]; (None, 0.0) where the evidence is too thin.

    At least 20 letters are needed. A text with words of several languages counts as that of most of it.

    >>> detect("The president said that he would meet them on the island in the summer.")[0]
    'en'
    >>> detect("OK")
    (None, 0.0)
    """
    sample = _sample(text)
    shares = {
        name: len(found) * WEIGHT.get(name, 1.0) for name, letters in SCRIPTS if (found := letters.findall(sample))
    }
    total = sum(shares.values())
    if total < _MIN_LETTERS:
        return None, 0.0
    han = shares.pop("han", 0.0) + shares.get("kana", 0.0)
    if han and han > max(shares.values(), default=0.0):
        return ("ja" if shares.get("kana", 0.0) > 0.08 * han else "zh"), _share(han, total)
    script = max(shares, key=lambda name: shares[name])
    share = _share(shares[script], total)
    if script == "latin":
        return _by_words(sample, share, _LATIN)
    if script in LETTERS:
        return _by_letters(sample, share, script)
    return ONE_LANGUAGE[script], share


def _sample(text: str) -> str:
    """The text, or three stretches of a long one."""
    if len(text) <= _SAMPLE:
        return text
    third, middle = _SAMPLE // 3, len(text) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


def _share(part: float, total: float) -> float:
    return round(part / total, 3)


def _by_letters(sample: str, share: float, script: str) -> tuple[str | None, float]:
    """Cyrillic and Arabic alphabets: letters that only one language has; function words where they do not decide."""
    counts = Counter(sample)
    scores = {code: sum(counts[letter] for letter in letters) for code, letters in LETTERS[script]}
    if script == "arabic":
        if scores["ur"] > 3 and scores["ur"] * 4 > scores["ar"]:
            return "ur", share
        return ("fa" if scores["fa"] > scores["ar"] else "ar"), share
    code, confidence = _by_words(sample, share, tuple(c for c in _CYRILLIC if c in FUNCTION_WORDS), scores)
    if code is None:
        best = max(scores, key=lambda c: scores[c])
        return (best, share * 0.7) if scores[best] else ("ru", share * 0.5)
    if scores["kk"] > 0.02 * len(sample):
        return "kk", share
    return code, confidence


def _by_words(
    sample: str, share: float, codes: tuple[str, ...], letters: dict[str, int] | None = None
) -> tuple[str | None, float]:
    """The language whose function words and letters make up most of the text; None where nothing stands out."""
    words = Counter(word.lower().replace("’", "'") for word in _WORD.findall(sample))
    total = max(sum(words.values()), 1)
    hits = Counter[str]()
    for word in words.keys() & _readers().keys():
        for code in _readers()[word]:
            hits[code] += words[word]
    if letters is None:
        accents = Counter(c for c in sample.lower() if c > "\x7f" and c.isalpha())
        letters = {code: sum(accents[c] for c in own) for code, own in _LATIN_LETTERS.items()} if accents else {}
        marked = accents.total()
    else:
        marked = sum(letters.values())
    scores = {}
    for code in codes:
        own = letters.get(code, 0)
        scores[code] = (hits[code] + 0.3 * min(own, total) - 0.5 * (marked - own)) / total
    ranked = sorted(scores, key=lambda code: -scores[code])
    best, second = ranked[0], ranked[1]
    if scores[best] < 0.06 or (best != "en" and hits[best] + letters.get(best, 0) < 2):
        return None, 0.0
    lead = (scores[best] - max(scores[second], 0.0)) / scores[best]
    return best, round(share * min(1.0, 0.5 + lead), 3)


@cache
def _readers() -> dict[str, tuple[str, ...]]:
    """Function word -> the languages that have it."""
    readers: dict[str, tuple[str, ...]] = {}
    for code, words in FUNCTION_WORDS.items():
        for word in words:
            readers[word] = (*readers.get(word, ()), code)
    return readers
