"""Whether somebody or some place is known to bear a name: it may well be spelled so, then, however odd it looks.

Most of the people in the news are in no list of usual names, and their names are right all the same: Quadarella,
Wijesinghe, Cownie. A Bloom filter over the words of names of people whom an encyclopaedia has an article on or a census
counted, of districts and of small places, as far as no other list of the tool has them; it takes a few other words in a
thousand for one of them. Made by `scripts/build_bearers.py`; sources and licences in `audit/names/data/README.md`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from audit.names.authority_lexicon import holds, listed
from audit.names.frequencies import frequencies
from audit.names.tokens import fold

FILE = Path(__file__).parent / "data" / "bearers.bloom"
SHORTEST = 4
"""Letters of a word of the filter at least."""

_MEN = ("ov", "ev", "kin")
"""How family names end of which women have a form in -a; either may be the one that is listed."""


@cache
def _field() -> bytes:
    return FILE.read_bytes()


@lru_cache(maxsize=16384)
def spelled_so(word: str) -> bool:
    """Whether a name has the word, as it stands or in the form for the other sex, or English text has it.

    >>> spelled_so("Quadarella"), spelled_so("Kwadarella")
    (True, False)
    """
    key = fold(word)
    if word.casefold() in frequencies("large"):
        return True
    forms = [key]
    if key.endswith(_MEN):
        forms.append(key + "a")
    elif key.endswith("a") and key[:-1].endswith(_MEN):
        forms.append(key[:-1])
    return any(listed(form) or (len(form) >= SHORTEST and holds(_field(), form)) for form in forms)
