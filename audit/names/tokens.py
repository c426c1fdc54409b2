"""Words of English news text with their offsets and the keys under which they are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# a run of letters and digits, with apostrophes inside (O'Neill, McVitie's); or initials with stops (U.S., J.D.)
_WORD = re.compile(
    r"(?:[A-Z]\.){2,}|\b[A-Z]{1,3}&[A-Z]{1,3}\b|@?[^\W_]+(?:['\u2019\u02bc][^\W_]+)*(?:['\u2019](?=\W|$))?"
)
_POSSESSIVE = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])$", re.IGNORECASE)
_SINGLE = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) (code points). `key` compares without case, diacritics, stops and possessive.

    `bare` ends before a possessive ending; `glued` says that only a hyphen stands between it and the word before;
    `opens` that nothing but quotation marks and the like stands before it in its sentence or after a colon.
    """

    start: int
    end: int
    bare: int
    text: str
    key: str
    glued: bool
    opens: bool

    @property
    def capital(self) -> bool:
        """Begins with a capital letter (or is a handle)."""
        head = self.text[0]
        return head.isupper() or (head == "@" and len(self.text) > 1)

    @property
    def shouted(self) -> bool:
        """All capitals, at least two letters; a plural -s may follow (NGOs)."""
        letters = self.text[: self.bare - self.start].replace(".", "")
        if len(letters) > 2 and letters.endswith("s"):
            letters = letters[:-1]
        return len(letters) > 1 and letters.isupper()

    @property
    def word(self) -> str:
        """As written, without the possessive ending."""
        return self.text[: self.bare - self.start]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Without case, diacritics, stops, apostrophes and possessive endings.

    >>> fold("Peña's"), fold("U.S."), fold("O’Neill"), fold("Jasantis'")
    ('pena', 'us', 'oneill', 'jasantis')
    """
    word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        word = "".join(
            c for c in unicodedata.normalize("NFKD", word.translate(_SINGLE)) if not unicodedata.combining(c)
        )
    return "".join(c for c in word.casefold() if c.isalnum())


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words of text[start:end), in order; offsets are into `text`."""
    out: list[Token] = []
    opens = True
    last = start
    for match in _WORD.finditer(text, start, end):
        raw = match.group()
        key = fold(raw)
        if not key:
            continue
        between = text[last : match.start()]
        if out and (":" in between or any(c in between for c in "\u201c\u300a") or between.endswith(' "')):
            opens = True
        ending = _POSSESSIVE.search(raw)
        bare = match.start() + (ending.start() if ending else len(raw))
        out.append(
            Token(
                start=match.start(),
                end=match.end(),
                bare=bare,
                text=raw,
                key=key,
                glued=bool(out) and between in {"-", "\u2010", "\u2011"},
                opens=opens,
            )
        )
        opens = False
        last = match.end()
    return out
