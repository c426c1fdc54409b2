"""How a name as it stands compares with a known person's: the same, in another order, misspelled, misread, another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf

from audit.model import RouteStep
from audit.names.authority_knowledge import Person, families, knowledge, words_of
from audit.names.origins import chinese, japanese, japanese_looking, pinyin_of
from audit.names.sound import letters
from audit.names.tokens import fold

MISREAD = 1.0
"""Log-odds for a Japanese-looking surface beside a Japanese person: any characters may have been misread so."""

LETTERS = 0.62
"""Likeness in letters under which no channel is asked."""

FAR_LETTERS, FAR, NEAR_ENOUGH = 0.42, 2.0, -3.0
"""Likeness in letters from which Chinese alone is asked beside an office, and the log-odds that it costs."""

OTHERS = ("ru", "uk", "ar", "ja", "ko")
RARER = 1.5
"""Log-odds by which a pivot other than Chinese is less likely where the pivot is not known."""

_OTHERS_FROM = -8.0
"""Log-odds of the Chinese channel up to which no other is asked: nothing is alike."""

NOTHING = -9.0
"""The log-odds of what is not alike at all."""

_GIVEN_TOO = 3.0
"""What a given name that is right adds to the likeness of a family name."""

_SLACK = 1e-6
"""By this what a channel gives up on lies below what was asked for, whatever is lost in the last digits."""

SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "md", "phd"))


@dataclass(frozen=True, slots=True)
class Comparison:
    """`kind`: same, order, pinyin, given (family name right, given name not), like, misread, other.

    `score`: log-odds (nats) that the surface stands for the person, 0 for even; `lang`: the channel that explains it.
    """

    kind: str
    score: float
    lang: str = ""


def compare(words: Sequence[str], person: Person, least: float = -inf) -> Comparison:
    """Compare the words of a name (as written) with a person.

    What is less than `least` may come out as less still; with inf all that is found out is whether the name is theirs.
    """
    keys = essential([fold(part) for word in words for part in word.replace("-", " ").split()])
    if not keys:
        return Comparison("other", -9.0)
    own = words_of(person)
    if _pinyin(keys, person):
        return Comparison("pinyin", 9.0, "zh")
    family = families(person)
    if "".join(keys) in family or keys[-1] in family or keys[-1] in person.ends or all(key in own for key in keys):
        return _given(keys, person, own)
    if len(keys) > 1 and (keys[0] in family or keys[-2] in family):
        half = _half_pinyin(keys, person) if person.order == "family-first" else None
        if half is None and person.order == "family-first" and person.name.split()[-1] == person.family_name:
            return Comparison("order", 9.0, "ja")
        return half or Comparison("same", 9.0)
    if len(keys) == 1 and keys[0] in own:
        return Comparison("same", 9.0)
    return _unlike(keys, person, least)


def essential(keys: Sequence[str]) -> list[str]:
    """Folded words of a name without middle initials and suffixes.

    >>> essential(["lloyd", "j", "austin", "iii"])
    ['lloyd', 'austin']
    """
    kept = [key for key in keys if key]
    while len(kept) > 1 and kept[-1] in SUFFIXES:
        kept.pop()
    return [key for at, key in enumerate(kept) if not (0 < at < len(kept) - 1 and len(key) == 1)]


def _given(keys: Sequence[str], person: Person, own: frozenset[str]) -> Comparison:
    if len(keys) == 1 or keys[0] in own or any(key in own for key in keys[:-1]):
        if person.order == "family-first" and len(keys) == 2 and keys[0] in families(person) and keys[1] in own:
            given_first = person.name.split()[-1] == person.family_name
            return Comparison("order" if given_first and keys[0] != keys[1] else "same", 9.0, "ja")
        return Comparison("same", 9.0)
    given = fold(person.given_name.split()[0]) if person.given_name else ""
    if (
        not given
        or "-" in person.family_name
        or (keys[0][0] == given[0] and (len(keys[0]) <= 2 or len(given) <= 2 or keys[0][:3] == given[:3]))
    ):
        return Comparison("same", 9.0)
    return Comparison("given", likeness(keys[0], given)[0])


ROMANIZED = frozenset(
    "RU UA BY KZ KG UZ TJ TM AZ AM GE BG RS MK GR SY IQ LB EG SA AE QA BH KW OM JO YE LY DZ TN MA SD PS IL IR AF PK BD "
    "TH".split()
)
"""Countries whose people's names are romanized in several legitimate ways."""

ARABIC = frozenset("SY IQ LB EG SA AE QA BH KW OM JO YE LY DZ TN MA SD PS IR AF PK BD".split())
"""Of these, the countries of scripts without short vowels, where a and e, i change places too."""

SETTLED = frozenset("RU UA BY KZ KG UZ TJ TM AZ RS MK BG IL".split())
"""Of these, the countries whose scripts tell e from i and o from u: romanizations differ in y and i, ie and e only."""

_SAME_SOUND = (("kh", "h"), ("ph", "f"), ("gh", "g"), ("dh", "d"), ("ck", "k"), ("q", "k"), ("tch", "ch"), ("x", "ks"))
_VOWELS = str.maketrans("eyjouw", "iiiuuu")
_SETTLED_VOWELS = str.maketrans("yjw", "iiv")


@lru_cache(maxsize=16384)
def romanization(key: str, short_vowels: bool = True, settled: bool = False) -> str:
    """A folded name without what romanizations differ in: doubled letters, y and i, o and u, kh and h.

    `short_vowels`: whether the script writes them; `settled`: whether it tells e from i and o from u.

    >>> romanization("moualem") == romanization("moallem"), romanization("usakov") == romanization("ushakov")
    (True, False)
    >>> romanization("zelenskiy", settled=True) == romanization("zelinsky", settled=True)
    False
    """
    for pair, one in _SAME_SOUND:
        key = key.replace(pair, one)
    if settled:
        key = re.sub(r"i+e", "e", key.translate(_SETTLED_VOWELS))
        return re.sub(r"(.)\1+", r"\1", key)
    key = re.sub(r"^(al|el)(?=[a-z]{4})", "", key).translate(_VOWELS)
    if not short_vowels:
        key = key.replace("a", "i")
    return re.sub(r"(.)\1+", r"\1", key)


def spelled_otherwise(key: str, person: Person) -> bool:
    """Whether a folded word is the family name in another legitimate romanization."""
    countries = romanized(person.name)
    if not countries:
        return False
    own = person.folded_family
    if len(own) < 3:
        return False
    short, settled = not countries & ARABIC, countries <= SETTLED
    if "BY" in countries and own.endswith("o") and key.endswith("a"):
        key = key[:-1] + "o"
    return romanization(own, short, settled) == romanization(key, short, settled)


@cache
def romanized(name: str) -> frozenset[str]:
    """The countries of a person's offices whose people's names are romanized in several ways.

    Of people without an office the name itself tells that it was Cyrillic: Zheleznyak, Zhelezniak.
    """
    held = knowledge().offices_of.get(name, ())
    if not held and (person := knowledge().people.get(name)) and person.folded_family.endswith(_SLAVIC):
        return frozenset(country for lang, country in (("uk", "UA"), ("ru", "RU")) if lang in person.scripts)
    return frozenset(office.country for office, _ in held if office.country in ROMANIZED and office.country)


_SLAVIC = tuple(
    "enko chenko chuk shchuk niuk nyuk iak yak iuk yuk ovych evych ovich evich ov ova ev eva sky skyi skiy skyy".split()
)
"""Endings of family names of Ukraine and Russia."""


def _unlike(keys: Sequence[str], person: Person, least: float) -> Comparison:
    """The family name differs: how well would a channel explain it?"""
    if spelled_otherwise(keys[-1], person):
        return Comparison("same", 9.0)
    if len(keys) == 1:
        said = romanization(keys[0], False)
        if any(said == romanization(fold(name), False) for name in called_by(person)):
            return Comparison("same", 9.0)
    if least == inf:
        return Comparison("other", NOTHING)
    target = nearest(keys[0], person) if len(keys) == 1 else person.family_name
    alike = letters(keys[-1], fold(target)) >= 0.85
    apart = -inf if alike else least - _GIVEN_TOO if len(keys) > 1 else least
    score, lang = _down_to(apart, keys[-1], target)
    if score < NEAR_ENOUGH and (far := farther(keys[-1], target, apart)) > score:
        score, lang = far, "zh"
    if alike:
        score = max(score, -0.5)
    if len(keys) > 1:
        joined = _down_to(apart, "".join(keys), target)
        if joined[0] > score:
            score, lang = joined
        given = person.folded_given
        if given and same_given(keys[0], given, person):
            score = max(score, -3.0 if score > -9.0 or letters(keys[-1], fold(target)) >= LETTERS else score)
            score += _GIVEN_TOO
        elif given and same_given(keys[-1], given, person) and (person.characters or person.order == "family-first"):
            lang = "ja" if person.characters else "zh"
            return Comparison("misread", max(score, likeness(keys[0], target)[0], MISREAD) + _GIVEN_TOO, lang)
        elif given:
            score += max(-2.0, min(1.0, likeness(keys[0], given)[0] * 0.5))
    if person.characters and japanese(person) and all(japanese_looking(key) for key in keys) and score < MISREAD:
        return Comparison("misread", MISREAD + (3.0 if len(keys) > 1 and score > 2.0 else 0.0), "zh")
    return Comparison("like" if score > -3.0 else "other", score, lang)


_BY_GIVEN = frozenset("ID MY TH LA MM PK BD LK IN ET ER SO IS QA SA AE KW OM BH JO MA".split())
"""Countries whose people are called by a name that is no family name: President Prabowo, Emir Tamim."""


def called_by(person: Person) -> tuple[str, ...]:
    """Names (four letters and more) besides the last by which the person may be called alone."""
    held = knowledge().offices_of.get(person.name, ())
    if not any(office.country in _BY_GIVEN for office, _ in held):
        return ()
    own = set(person.family_name.split())
    return tuple(word for word in person.name.split() if word not in own and len(word) >= 4 and word[0].isupper())


def nearest(key: str, person: Person) -> str:
    """The name of the person that a single word is most like: the family name, or another that stands for it."""
    others = called_by(person)
    return max((person.family_name, *others), key=lambda name: likeness(key, name)[0]) if others else person.family_name


def same_given(key: str, given: str, person: Person) -> bool:
    """Whether a folded word is the person's given name, or a usual form or the beginning of it."""
    if key == given or key in words_of(person):
        return True
    short, long = sorted((key, given), key=len)
    return len(short) >= 3 and long.startswith(short) and len(long) - len(short) <= 3


def _half_pinyin(keys: Sequence[str], person: Person) -> Comparison | None:
    """A family name before a given name that is nearly the pinyin of the person's characters: Lee Zaiming."""
    parts, given = pinyin_of(person), "".join(keys[1:])
    if len(parts) < 2 or (keys[0] != parts[0] and keys[0] not in families(person)) or given in words_of(person):
        return None
    if given == "".join(parts[1:]) and chinese(person):
        return None
    return Comparison("misread", 6.0, "zh") if letters(given, "".join(parts[1:])) >= 0.8 else None


def _pinyin(keys: Sequence[str], person: Person) -> bool:
    parts = pinyin_of(person) if len(keys) > 1 else ()
    if not parts:
        return False
    joined = "".join(parts)
    own = {fold(word) for word in person.name.split()}
    if all(key in own for key in keys):
        return False
    return (
        "".join(keys) == joined or "".join([*keys[1:], keys[0]]) == joined or "".join([keys[-1], *keys[:-1]]) == joined
    )


@lru_cache(maxsize=16384)
def likeness(surface: str, name: str) -> tuple[float, str]:
    """Log-odds (nats) that `surface` is what some pivot language made of `name`, and that language."""
    if fold(surface) == fold(name):
        return 9.0, ""
    from audit.channels import channel

    one, two = fold(surface), fold(name)
    if letters(one, two) < LETTERS:
        return -9.0, ""
    best, lang = channel("zh").likeness(surface, name), "zh"
    if _OTHERS_FROM < best < 1.0:  # the other languages cost more and are rarer
        for other in OTHERS:
            score = channel(other).likeness(surface, name, best + RARER - _SLACK) - RARER
            if score > best:
                best, lang = score, other
    return best, lang


@lru_cache(maxsize=4096)
def at_least(surface: str, name: str, least: float) -> tuple[float, str] | None:
    """`likeness` where it is so much (above -8), None where it is less: sooner found out than how much less."""
    from audit.channels import channel

    one, two = fold(surface), fold(name)
    if one == two:
        return 9.0, ""
    if letters(one, two) < LETTERS:
        return None
    best, lang = channel("zh").likeness(surface, name, _OTHERS_FROM), "zh"
    if _OTHERS_FROM < best < 1.0:
        for other in OTHERS:
            score = channel(other).likeness(surface, name, max(best, least) + RARER - _SLACK) - RARER
            if score > best:
                best, lang = score, other
    return (best, lang) if best >= least else None


def _down_to(least: float, surface: str, name: str) -> tuple[float, str]:
    """`likeness` where it is so much; where it is less, something below `least`."""
    if least <= _OTHERS_FROM:
        return likeness(surface, name)
    return at_least(surface, name, least) or (NOTHING, "")


@lru_cache(maxsize=4096)
def farther(surface: str, name: str, least: float = -inf) -> float:
    """Log-odds (nats) that Chinese made `surface` of `name` though few letters are alike: Grill of Greer (格里尔).

    For places where something else says who is meant; `FAR` is taken off, for what such likeness is worth less. Below
    `least` it may come out as less still.
    """
    from audit.channels import channel

    one, two = fold(surface), fold(name)
    if not FAR_LETTERS <= letters(one, two) < LETTERS:
        return -9.0
    return max(NOTHING, channel("zh").likeness(surface, name, max(NOTHING, least) + FAR - _SLACK) - FAR)


@lru_cache(maxsize=16384)
def through_chinese(surface: str, name: str) -> float:
    """Log-odds (nats) that Chinese made `surface` of `name`."""
    from audit.channels import channel

    one, two = fold(surface), fold(name)
    if one == two:
        return 9.0
    return channel("zh").likeness(surface, name) if letters(one, two) >= LETTERS - 0.1 else -9.0


def account(surface: str, name: str, lang: str, form: str | None) -> tuple[RouteStep, ...]:
    """The way through the pivot, in words; a bare step with the form where no channel has an account of it."""
    from audit.channels import LANGUAGES, channel

    lang = lang or "zh"
    steps = tuple(channel(lang).account(surface, name, form)) if lang in LANGUAGES else ()
    return steps or (RouteStep(lang=lang, form=form or "", detail=f"{name} came back as {surface}"),)
