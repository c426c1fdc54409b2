"""Russian forms of names that English takes from Ukrainian: Luhansk, Lugansk; Zaporizhzhia, Zaporozhye.

Rules over the official Latin letters of Ukrainian (Cabinet resolution 55 of 2010) towards the forms that English has
from Russian (BGN/PCGN without its signs); names that no rule makes stand in `tables/uk_russian.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from audit.channels.letters import fold, words
from audit.channels.tables_io import lines

MOST = 48
"""Forms that are made of one word at most."""

_CONSONANT = "[bcdfghjklmnprstvxz]"


@dataclass(frozen=True, slots=True)
class RussianForm:
    """A form, and the rules that made it, in words."""

    text: str
    why: tuple[str, ...]


_ENDINGS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("zhzhia", ("zhye", "zhe", "zhie", "zhya"), "Russian -жье for -жжя"),
    ("iivka", ("eevka", "eyevka", "ievka", "iyevka"), "Russian -еевка for -іївка"),
    ("aivka", ("aevka", "ayevka"), "Russian -аевка for -аївка"),
    ("ivka", ("ovka", "evka"), "Russian -овка for -івка"),
    ("aiv", ("aev", "ayev"), "Russian -аев for -аїв"),
    ("iiv", ("iev", "eev", "iyev"), "Russian -иев for -іїв"),
    ("uiv", ("uev", "uyev"), "Russian -уев for -уїв"),
    ("iv", ("ov", "ev"), "Russian -ов for -ів"),
    ("ivtsi", ("ovtsy", "ovtsi"), "Russian -овцы for -івці"),
    ("ivsk", ("ovsk", "evsk"), "Russian -овск for -івськ"),
    ("ivske", ("ovskoye", "ovskoe", "evskoye", "evskoe"), "Russian -овское for -івське"),
    ("ivskyi", ("ovsky", "ovskiy", "evsky", "evskiy"), "Russian -овский for -івський"),
    ("ivskyy", ("ovsky", "ovskiy", "evsky", "evskiy"), "Russian -овский for -івський"),
    ("skyi", ("sky", "skiy", "skii", "skij", "ski"), "Russian -ский for -ський"),
    ("skyy", ("sky", "skiy", "skii", "skij", "ski"), "Russian -ский for -ський"),
    ("ske", ("skoye", "skoe", "skoje"), "Russian -ское for -ське"),
    ("ska", ("skaya", "skaia", "ska"), "Russian -ская for -ська"),
    ("yi", ("y", "iy", "yy", "oy", "oi"), "Russian -ый, -ой for -ий"),
    ("ii", ("y", "iy", "i", "ei", "ey"), "Russian -ий, -ей for -ій"),
    ("iy", ("y", "iy", "ei", "ey"), "Russian -ий, -ей for -ій"),
    ("ytsia", ("itsa",), "Russian -ица for -иця"),
    ("tsi", ("tsy",), "Russian -цы for -ці"),
    ("ne", ("noye", "noe"), "Russian -ное for -не"),
    ("na", ("naya", "na"), "Russian -ная for -на"),
    ("pil", ("pol",), "Russian -поль for -піль"),
    ("ih", ("og",), "Russian -ог for -іг"),
    ("enko", ("enko",), ""),
    ("iia", ("iya", "ia"), "-ія written -ия"),
)


@cache
def _exceptions() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split(" ")) for row in lines("uk_russian.tsv")}


def _ended(word: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Stem, ending and reason: the word with each of the endings that its own ending may become."""
    for ending, replacements, why in sorted(_ENDINGS, key=lambda rule: -len(rule[0])):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            return [(stem, new, (why,) if why and new != ending else ()) for new in replacements]
    return [(word, "", ())]


def _inner(stem: str, ending: str, why: tuple[str, ...]) -> list[RussianForm]:
    """Letters of the stem: г, и, and the і that stands where Russian has е or о."""
    places = [m.start() for m in re.finditer(f"(?<={_CONSONANT})i(?={_CONSONANT}|$)", stem)][:2]
    made = []
    for letters in product("ieo", repeat=len(places)):
        chars = list(stem)
        for place, letter in zip(places, letters, strict=True):
            chars[place] = letter
        text = "".join(chars)
        reasons = list(why)
        for pattern, letter, said in _STEM:
            changed = re.sub(pattern, letter, text)
            if changed != text:
                reasons.append(said)
            text = changed
        reasons += [f"і stands where Russian has {_CYRILLIC[x]}" for x in dict.fromkeys(letters) if x != "i"]
        made.append(RussianForm(text + ending, tuple(reasons)))
    return sorted(made, key=lambda item: len(item.why))


_STEM = (
    (r"(?<![kzcstg])h", "g", "г read as g"),
    (f"(?<={_CONSONANT})y(?={_CONSONANT}|$)", "i", "и read as i"),
    (f"ie(?={_CONSONANT})", "e", "є read as e"),
)
_CYRILLIC = {"e": "е", "o": "о"}


def _glides(form: RussianForm) -> list[RussianForm]:
    """ia, iu after a consonant, which English also writes ya, yu."""
    other = re.sub(f"(?<={_CONSONANT})i(?=[au])", "y", form.text)
    return [RussianForm(other, form.why), form] if other != form.text else [form]


@lru_cache(maxsize=4096)
def word_forms(word: str) -> tuple[RussianForm, ...]:
    """The Russian forms of one folded word, likeliest first; the word itself where the two languages agree."""
    known = _exceptions().get(word)
    if known:
        return tuple(RussianForm(form.lower(), ("Russian form of the name",)) for form in known)
    made: dict[str, RussianForm] = {}
    for stem, ending, why in _ended(word):
        for inner in _inner(stem, ending, why):
            for form in _glides(inner):
                made.setdefault(form.text, form)
    return tuple(sorted(made.values(), key=lambda form: len(form.why)))[:MOST]


def russian_forms(name: str) -> tuple[str, ...]:
    """How English may have the Russian forms of a Ukrainian-derived name, likeliest first; without the name itself.

    >>> russian_forms("Luhansk")
    ('Lugansk',)
    """
    parts = [word_forms(word) for word in words(name.replace("-", " "))]
    joined: list[tuple[int, str]] = [(0, "")]
    for forms in parts:
        joined = [
            (rank + at, f"{text} {form.text.capitalize()}".strip())
            for rank, text in joined
            for at, form in enumerate(forms)
        ]
        joined = sorted(joined, key=lambda item: item[0])[:MOST]
    texts = dict.fromkeys(text for _, text in joined)
    return tuple(text for text in texts if fold(text) != fold(name))


def reasons(surface: str, name: str) -> tuple[str, ...]:
    """The rules that make the Russian form `surface` of `name`; empty where it is none."""
    said, meant = words(surface.replace("-", " ")), words(name.replace("-", " "))
    if len(said) != len(meant) or said == meant:
        return ()
    found: list[str] = []
    for a, b in zip(said, meant, strict=True):
        form = next((form for form in word_forms(b) if fold(form.text) == a), None)
        if form is None and a != b:
            return ()
        if form is not None and a != b:
            found += form.why or ("Russian spelling",)
    return tuple(dict.fromkeys(found))
