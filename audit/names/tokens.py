"""Words of English news text with their offsets and the keys under which they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import msgspec

_LETTERS = r"[^\W_]++(?:['\u2019\u02bc][^\W_]++)*+(?:['\u2019](?=\W|$))?"
# initials with stops (U.S., J.D.) or joined by "&"; or a run of letters and digits, with apostrophes inside (O'Neill,
# McVitie's). Each way begins with its first sign, by which the others are passed over at once.
_WORD = re.compile(rf"([A-Z]\.(?:[A-Z]\.)+|[A-Z](?<!\w.)[A-Z]{{0,2}}&[A-Z]{{1,3}}\b|{_LETTERS}|@{_LETTERS})")
_POSSESSIVE = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])$", re.IGNORECASE)
_HYPHENS = frozenset({"-", "\u2010", "\u2011"})
_MARK = re.compile("[\u00c0-\u024f]")
_SINGLE = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word at [start, end) (code points). `key` compares without case, diacritics, stops and possessive.

    `bare` ends before a possessive ending; `glued` says that only a hyphen stands between it and the word before;
    `opens` that nothing but quotation marks and the like stands before it in its sentence or after a colon; `word` is
    the text without the possessive ending; `capital` says that it begins with one (or is a handle), `shouted` that it
    is all capitals, at least two letters, but for a plural -s (NGOs).
    """

    start: int
    end: int
    bare: int
    text: str
    key: str
    word: str
    capital: bool
    shouted: bool
    glued: bool
    opens: bool


@lru_cache(maxsize=32768)
def fold(word: str) -> str:
    """Without case, diacritics, stops, apostrophes and possessive endings.

    >>> fold("Peña's"), fold("U.S."), fold("O’Neill"), fold("Jasantis'")
    ('pena', 'us', 'oneill', 'jasantis')
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        word = "".join(
            c for c in unicodedata.normalize("NFKD", word.translate(_SINGLE)) if not unicodedata.combining(c)
        )
    return "".join(c for c in word.casefold() if c.isalnum())


@lru_cache(maxsize=32768)
def _writing(raw: str) -> tuple[int, str, str, int, bool, bool]:
    """What a word's letters alone say: its length, key, the word without possessive ending and its length, whether it
    begins with a capital, whether it is all capitals."""
    ending = _POSSESSIVE.search(raw)
    word = raw[: ending.start()] if ending else raw
    letters = word.replace(".", "")
    if len(letters) > 2 and letters.endswith("s"):
        letters = letters[:-1]
    capital = raw[0].isupper() or (raw[0] == "@" and len(raw) > 1)
    return len(raw), fold(raw), word, len(word), capital, len(letters) > 1 and letters.isupper()


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of text[start:end), in order; offsets are into `text`."""
    out: list[Token] = []
    opens = True
    parts = _WORD.split(text[start:end])  # what stands between words and the words, in turn
    at = start + len(parts[0])
    between = " "
    for raw, after in zip(parts[1::2], parts[2::2], strict=True):
        length, key, word, bare, capital, shouted = _writing(raw)
        first = at
        stop = first + length
        at = stop + 1 if after == " " else stop + len(after)
        if not key:
            between += raw + after
            continue
        glued = False
        if between != " " and out:
            glued = between in _HYPHENS
            if ":" in between or "\u201c" in between or "\u300a" in between or between.endswith(' "'):
                opens = True
        out.append(Token(first, stop, first + bare, raw, key, word, capital, shouted, glued, opens))
        opens = False
        between = after
    return out


def in_marked_name(words: Sequence[Token], at: int) -> bool:
    """Whether the run of capitalised words around word `at` has a Latin letter with a mark: Jørgen Watne Frydnes.

    An engine that spells by ear writes plain letters; who writes marks knows the name.
    """
    first = last = at
    while first and words[first - 1].capital and words[first - 1].end == words[first - 1].bare:
        if words[first].start - words[first - 1].end > 1:
            break
        first -= 1
    while last + 1 < len(words) and words[last + 1].capital and words[last].end == words[last].bare:
        if words[last + 1].start - words[last].end > 1:
            break
        last += 1
    return any(not token.word.isascii() and _MARK.search(token.word) for token in words[first : last + 1])
