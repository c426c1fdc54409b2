"""Words without which a pattern cannot match, read from the pattern itself, and the lines of a text that have them.

A rule's patterns match in one line of thousands. Trying them at every character is what costs; all their words
together are found in one pass. Nothing is listed twice: what a pattern needs follows from how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import groupby, product
from typing import Any, NamedTuple

from audit.context import Context
from audit.detectors._wanted import Wanted
from audit.folded import fold

_MOST = 300
"""Wordings up to which what a piece of a pattern can be is written out."""


class _Piece(NamedTuple):
    """What a piece of a pattern says: all that it can be, where that is little; words of which each match has one."""

    wordings: frozenset[str] | None = None
    needed: frozenset[str] = frozenset()


_BREAK = ord("\n")
_NOTHING = _Piece(frozenset(("",)))


def needed(pattern: re.Pattern[str]) -> frozenset[str]:
    """Folded words of which every match of a pattern has at least one; empty where there are no such words.

    >>> sorted(needed(re.compile(r"\\b(?:[Ll]ocal|Beijing) time on \\d+")))
    ['beijing time on ', 'local time on ']
    """
    return needed_by(pattern.pattern, pattern.flags)


def needed_by(pattern: str, flags: int) -> frozenset[str]:
    """What `needed` says, of a pattern that is not compiled yet."""
    shortest: list[str] = []
    for _, words in groupby(sorted(_sequence(_parsed(pattern, flags)).needed, key=len), len):
        shortest += [word for word in words if not any(map(word.__contains__, tuple(shortest)))]
    return frozenset(shortest)


def _sequence(items: Iterable[Any]) -> _Piece:
    """Pieces one behind the other: what they need is the longest run of words among them."""
    run, end, whole, best = _NOTHING.wordings or frozenset(), "", True, frozenset[str]()
    for item in items:
        piece = _piece(*item)
        if piece.wordings is not None and len(piece.wordings) == 1:
            end += next(iter(piece.wordings))
            continue
        run, end = _followed_by(run, end), ""
        if piece.wordings is not None and len(run) * len(piece.wordings) <= _MOST:
            run = frozenset(a + b for a, b in product(run, piece.wordings))
            continue
        best, whole = _better(_better(best, run), piece.needed), False
        run = piece.wordings or frozenset(("",))
    run = _followed_by(run, end)
    return _Piece(run if whole else None, _better(best, run))


def _followed_by(run: frozenset[str], end: str) -> frozenset[str]:
    return frozenset(one + end for one in run) if end else run


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The words that are harder to find: the shortest of them counts; of equals the first."""
    return max(one, other, key=lambda words: min(map(len, words), default=0))


def _piece(op: Any, given: Any) -> _Piece:
    name = str(op)
    if name == "LITERAL":
        return _words(chr(given))
    if name == "IN":
        return _any_of(given)
    if name == "SUBPATTERN":
        return _sequence(given[-1])
    if name == "BRANCH":
        return _branches([_sequence(branch) for branch in given[1]])
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return _NOTHING
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, repeated = given
        inner = _sequence(repeated)
        if (least, most) == (1, 1):
            return inner
        if (least, most) == (0, 1) and inner.wordings is not None:
            return _Piece(inner.wordings | {""})
        return _Piece(None, inner.needed) if least else _Piece()
    return _Piece()


def _words(*words: str) -> _Piece:
    folds = frozenset(map(fold, words))
    return _Piece(folds, frozenset() if "" in folds else folds)


def _any_of(members: Sequence[tuple[Any, Any]]) -> _Piece:
    """One character of some, where they are few."""
    signs: list[str] = []
    for op, given in members:
        if str(op) == "LITERAL":
            signs.append(chr(given))
        elif str(op) == "RANGE" and given[1] - given[0] < 10:
            signs += map(chr, range(given[0], given[1] + 1))
        else:
            return _Piece()
    return _words(*signs)


def _branches(branches: Sequence[_Piece]) -> _Piece:
    wordings = [branch.wordings for branch in branches]
    needs = [branch.needed for branch in branches]
    joined = frozenset[str]().union(*needs) if all(needs) else frozenset[str]()
    if any(words is None for words in wordings):
        return _Piece(None, joined)
    whole = frozenset[str]().union(*(words for words in wordings if words is not None))
    return _Piece(whole if len(whole) <= _MOST else None, joined)


@cache
def may_go_on(pattern: re.Pattern[str]) -> bool:
    """Whether a match may hold a line break, look at one behind itself, or depend on where the text ends."""
    return bool(pattern.flags & re.DOTALL) or _spans_lines(_parsed(pattern.pattern, pattern.flags))


def _spans_lines(items: Iterable[Any]) -> bool:
    return any(_spans(str(op), given) for op, given in items)


def _spans(name: str, given: Any) -> bool:
    if name == "SUBPATTERN" and given[1] & re.DOTALL:
        return True
    if name in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT"):
        return _spans_lines(given[-1])
    if name == "BRANCH":
        return any(map(_spans_lines, given[1]))
    if name in ("ASSERT", "ASSERT_NOT"):
        return given[0] > 0 and _spans_lines(given[1])
    if name == "IN":
        negated = str(given[0][0]) == "NEGATE"
        return any(_is_break(str(op), member) for op, member in given) != negated
    if name == "AT":
        return str(given) in ("AT_END", "AT_END_STRING")
    return name not in ("ANY", "GROUPREF") and (name == "LITERAL") == _is_break("LITERAL", given)


def _is_break(name: str, given: Any) -> bool:
    """Whether a character or a class of characters has the line break."""
    if name == "RANGE":
        return bool(given[0] <= _BREAK <= given[1])
    if name == "CATEGORY":
        return str(given) in ("CATEGORY_SPACE", "CATEGORY_NOT_DIGIT", "CATEGORY_NOT_WORD")
    return bool(given == _BREAK)


class Sought(Wanted):
    """A pattern that is tried only in lines that have what it needs; one pass over a text looks for all of them."""

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern = re.compile(pattern, flags)
        super().__init__(lambda: [self.needs])

    @cached_property
    def needs(self) -> frozenset[str]:
        """Words that every match has. Raises ValueError where there are none."""
        words = needed(self.pattern)
        if not words:
            raise ValueError(f"no words that every match has: {self.pattern.pattern}")
        return words

    def matches(self, context: Context) -> Iterator[re.Match[str]]:
        """The matches in a text, as `finditer` gives them."""
        text, end = context.text, -1
        for at in self.places(context):
            if at >= end:
                start, end = (0, len(text)) if self._across else line_at(text, at)
                yield from self.pattern.finditer(text, start, end)

    @cached_property
    def _across(self) -> bool:
        """Whether a match may go beyond a line: then the whole text is searched."""
        return may_go_on(self.pattern)


def _parsed(pattern: str, flags: int) -> Iterable[Any]:
    from re import _parser  # type: ignore[attr-defined]

    parsed: Iterable[Any] = _parser.parse(pattern, flags)
    return parsed


def line_at(text: str, at: int) -> tuple[int, int]:
    """The line (offset pair, without its end) that holds `at`."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end
