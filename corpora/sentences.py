"""Sentences as spans of a text, by rules: linear in its length, offsets exact, no model.

A line break always ends a sentence, except in plain text that was wrapped at a fixed width. Closing quotation marks and
brackets stay with the sentence they close, also where machine translation put a space before them.
"""

from __future__ import annotations

import itertools
import re

from corpora.documents import Document
from corpora.sentence_data import ANYWHERE, ASKING, BY_LANGUAGE, MONTHS, PLAIN, SPEECH_VERBS, Abbreviations

_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STOP = re.compile("[.!?…‽。！？｡．؟۔](?:[.!?…‽。！？｡．؟۔]| (?=\\.(?:[ .]|$)))*")
_CLOSERS = frozenset("\"'”’»)]}」』）】》〉›＂〞］")
_SURE_CLOSERS = frozenset("”’»)]}」』）】》〉›〞］")
_OPENERS = frozenset("\"'“‘«([{「『（【《〈‹„‚¿¡＂〝［")
_EITHER = frozenset("\"'“‘«»‹›＂")
_FULL_WIDTH = frozenset("。！？｡")
_WORD = re.compile(r"[^\s\"“”‘«»„()\[\]{}—–/,;:!?。！？，、；：「」『』（）《》…]{1,40}")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘«»„()\[\]{}—–/,;:!?。！？，、；：「」『』（）《》…]{1,40}$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){1,6}[^\W\d_]$")
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})$")
_SHARE = re.compile(r"\d{1,3}(?:\s?%|\s(?:per ?cent|percent|million|billion|trillion|percentage)\b)")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SPEECH_AFTER = re.compile(f"[{_HAN}·]{{0,8}}?(?:[说道问称說問稱答喊写寫]|表示)[{_HAN}]{{0,3}}[。，,]")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w’'.-]{0,20}\s){0,3}(?:(?:[A-Z][\w’'.-]{0,20}|he|she|they|I|we)\s)?([a-z]{2,10})\b"
)


def split(text: str, lang: str | None = "en") -> tuple[tuple[int, int], ...]:
    """The sentences of `text` as (start, end) offsets: code points, end exclusive, in order, trimmed.

    Together they cover everything that is not white space. `lang` is an ISO 639-1 code; None means unknown.

    >>> text = 'Mr. Vance spoke. "It is over." He left at 5 p.m. on Aug. 8.'
    >>> [text[a:b] for a, b in split(text)]
    ['Mr. Vance spoke.', '"It is over."', 'He left at 5 p.m. on Aug. 8.']
    """
    rules = BY_LANGUAGE.get(lang or "en", PLAIN)
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        _split_block(_Scan(text, start, end, rules, lang or "en"), spans)
    return tuple(spans)


def of_document(document: Document, lang: str | None = "en") -> tuple[tuple[int, int], ...]:
    """The sentences of a document: where the file cuts it into segments, none reaches over the border of one."""
    if not document.segments:
        return split(document.text, lang)
    spans: list[tuple[int, int]] = []
    at = 0
    for start, end in [(one.start, one.end) for one in document.segments] + [(len(document.text),) * 2]:
        for first, last in ((at, start), (start, end)):
            if first < last:
                spans += ((first + a, first + b) for a, b in split(document.text[first:last], lang))
        at = max(at, end)
    return tuple(spans)


def _split_block(scan: _Scan, out: list[tuple[int, int]]) -> None:
    """Appends the sentences of a block, which holds no hard line break."""
    first, at = len(out), scan.start
    for stop in _STOP.finditer(scan.text, scan.start, scan.end):
        if stop.start() < at:
            continue
        cut = scan.boundary(at, stop.start(), stop.end())
        if cut is not None:
            _append(scan.text, at, cut, out, first)
            at = cut
    _append(scan.text, at, scan.end, out, first)


def _append(text: str, start: int, end: int, out: list[tuple[int, int]], first: int) -> None:
    """Adds the trimmed span; one without any letter or digit joins the one before it in the same block."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if len(out) > first and end - start < 12 and not any(c.isalnum() for c in text[start:end]):
        out[-1] = (out[-1][0], end)
    else:
        out.append((start, end))


class _Scan:
    """The state of reading one block from left to right."""

    def __init__(self, text: str, start: int, end: int, rules: Abbreviations, lang: str) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.rules = rules
        self.lang = lang
        self._quotes_at = start
        self._quotes = 0

    def boundary(self, begin: int, stop: int, after: int) -> int | None:
        """Where the sentence that began at `begin` ends, if the marks at [stop, after) end it; None if they do not."""
        text, end = self.text, self.end
        close = self._closers(after)
        follow = close
        while follow < end and text[follow].isspace():
            follow += 1
        if follow >= end:
            return end
        marks = text[stop:after]
        quoted = close > after
        if any(mark in _FULL_WIDTH for mark in marks):
            return self._full_width(close, follow, quoted)
        if quoted and self._korean_quotative(close, follow):
            return None
        if follow == close:
            return close if self._glued(stop, after, close) else None
        nxt = self._next(follow)
        if marks[0] == "." and len(marks) == 1:
            return close if self._full_stop(begin, stop, follow, nxt, quoted) else None
        if marks[0] in ".…" and set(marks) <= set(".… "):
            return close if nxt.isupper() or (not nxt.islower() and not self._latin(nxt)) else None
        if nxt.islower():
            return None
        if quoted and self._attributed(follow):
            return None
        if marks == "?" and not quoted and self._lost_dot(begin, stop, follow):
            return None
        return close

    def _closers(self, at: int) -> int:
        """The end of the closing marks that follow `at`, also of stray ones after a space."""
        text, end = self.text, self.end
        while at < end and text[at] in _CLOSERS | _EITHER:
            if text[at] in _SURE_CLOSERS and text[at] not in _EITHER:
                at += 1
                continue
            if not self._closes(at):
                break
            at += 1
        while (further := self._stray(at)) > at:
            at = further
        return at

    def _stray(self, at: int) -> int:
        """The end of a run of closing marks that stands after a space and before one (or the end), else `at`."""
        text, end = self.text, self.end
        stray = at
        while stray < end and text[stray] in " \u00a0\u202f":
            stray += 1
        run = stray
        while run < end and (text[run] in _CLOSERS or text[run] == "“"):
            run += 1
        if stray in (run, at):
            return at
        if run >= end or text[run].isspace() or text[stray] in "”」』）":
            return run
        return at

    def _closes(self, at: int) -> bool:
        """Whether a mark that may open or close closes here: space after it, or an odd number of them before it."""
        text = self.text
        if (
            at + 1 >= self.end
            or text[at + 1].isspace()
            or text[at + 1] in _CLOSERS
            or text[at + 1] in ",.;:!?，。；：！？"
        ):
            return True
        if text[at] == '"':
            self._quotes += text.count('"', self._quotes_at, at)
            self._quotes_at = at
            return self._quotes % 2 == 1
        return text[at] in "»›" and self.lang != "de"

    def _next(self, follow: int) -> str:
        """The first letter or digit that follows opening marks; empty where there is none."""
        text = self.text
        limit = min(self.end, follow + 8)
        while follow < limit and not text[follow].isalnum():
            follow += 1
        return text[follow] if follow < limit else ""

    @staticmethod
    def _latin(char: str) -> bool:
        return char < "\u0250"

    def _full_width(self, close: int, follow: int, quoted: bool) -> int | None:
        text = self.text
        if text[follow] in "，、,；;：:":
            return None
        if text[follow] in _CLOSERS and text[follow] in "》〉）】":
            return None
        if quoted and follow == close and _SPEECH_AFTER.match(text, follow, self.end):
            return None
        return close

    def _korean_quotative(self, close: int, follow: int) -> bool:
        """Whether a quotation goes on with its verb or particle, as Korean has it: `.”라고 말했다`."""
        text = self.text
        if close == follow:
            return "\uac00" <= text[follow] <= "\ud7a3"
        return text.startswith(("라고", "이라고", "라며", "이라며", "고 ", "하고 "), follow)

    def _glued(self, stop: int, after: int, close: int) -> bool:
        """Whether marks with no space after them end a sentence: `end.The next`, but not `U.S.`, `3.5`, `site.Com`."""
        text, end = self.text, self.end
        char = text[close]
        if "\u2e80" <= char <= "\uffdc" and (stop == self.start or not text[stop - 1].isdigit()):
            return text[max(self.start, stop - 2)] != "." or not text[stop - 1].isupper()
        before = text[max(self.start, stop - 3) : stop]
        if text[close] in _OPENERS and close + 1 < end:
            char = text[close + 1]
        if not char.isupper() or not before or before[-1].isupper():
            return False
        tail = text[close : close + 3]
        if text[close] in _OPENERS:
            tail = text[close + 1 : close + 4]
        if close > after or text[stop] in "!?":
            return len(before) > 1 and (tail[1:2].islower() or tail[1:2].isspace())
        wordlike = len(before) == 3 and before.isalpha() and before[1:].islower()
        known = self._word_before(stop).lower() in self.rules.titles
        return wordlike and not known and tail[1:2].islower() | (tail[:1] in "IA" and tail[1:2].isspace())

    def _word_before(self, stop: int) -> str:
        """The word that ends at `stop`; looks back 40 letters at most, and over one space (`Mr . Vance`)."""
        at = stop
        if at - 1 > self.start and self.text[at - 1] == " ":
            at -= 1
        found = _WORD_BEFORE.search(self.text[max(self.start, at - 40) : at])
        return found[0] if found else ""

    def _full_stop(self, begin: int, stop: int, follow: int, nxt: str, quoted: bool) -> bool:
        """Whether a single full stop before white space ends a sentence."""
        text = self.text
        if nxt.islower() and not self._odd_capital(follow) and text[follow] not in '"“':
            return False
        word = self._word_before(stop)
        if quoted or not word:
            return True
        if stop - begin < 12 and text[begin:stop].strip(" \t([") == word.strip("([") and _ENUMERATOR.match(word):
            return False
        bare = word.lstrip("'’‘-(").lower()
        if len(word) == 1 and word.isupper() and word.isalpha():
            return self._after_initial(begin, stop, word, follow)
        starts = self._starter(follow)
        if word[-1].isdigit():
            return self._after_number(stop, word, follow, starts)
        if bare in self.rules.titles or bare in ANYWHERE or bare.rpartition("-")[2] in ("st", "mt", "ft"):
            return bare in ("st", "ste", "ft", "mt") and starts
        if nxt.isdigit() and (bare in self.rules.numbered or bare in self.rules.open_ended):
            return False
        unit = self.text[max(self.start, stop - len(word) - 1)] == "/"
        if _DOTTED.search(word) or (bare in self.rules.open_ended and not unit):
            return self._after_open_ended(bare, starts, nxt)
        if bare in self.rules.numbered:
            return starts or text[follow] in '"“' or (len(bare) < 4 and bare not in MONTHS)
        return len(bare) > 1 or nxt.isdigit() or self.lang in ("en", "ru", "uk") or not bare.isalpha()

    def _starter(self, follow: int) -> bool:
        """Whether the word at `follow`, behind opening marks, is one that begins sentences."""
        limit = min(self.end, follow + 8)
        while follow < limit and self.text[follow] in _OPENERS:
            follow += 1
        found = _WORD.match(self.text, follow, min(self.end, follow + 40))
        if not found or (len(found[0]) == 2 and found[0][1] == "."):
            return False
        return found[0].rstrip(".,'’").lower() in self.rules.starters

    def _odd_capital(self, follow: int) -> bool:
        """Names that begin small (iPhone, eBay, al-Assad): they may begin a sentence."""
        found = _WORD.match(self.text, follow, self.end)
        word = found[0] if found else ""
        return word.startswith(("al-", "el-")) or any(c.isupper() for c in word[1:3])

    def _after_number(self, stop: int, word: str, follow: int, starts: bool) -> bool:
        """Numbers end sentences, but not those of a list, of a German ordinal, of `0. 5 %` or a Korean date."""
        before = self.text[max(self.start, stop - len(word) - 2) : stop - len(word)].rstrip()
        if self.lang == "ko" and (self.text[follow].isdigit() or self._in_korean_date(stop, word)):
            return False
        if not word.isdigit() or len(word) > 3:
            return True
        if len(word) < 3 and before[-1:] in ("：", "；", ":", ";"):
            return before[-1:] == ":" and self.text[stop - len(word) - 1] == ":"
        if self.lang == "de" and len(word) < 3:
            return starts
        if self.text[follow].isdigit():
            return not (_SHARE.match(self.text, follow, self.end) or self.lang == "ja")
        return True

    def _lost_dot(self, begin: int, stop: int, follow: int) -> bool:
        """Whether a question mark stands for the dot within a Chinese name: `it was Donald? Trump who`."""
        word, first = self._word_before(stop), _WORD.search(self.text, begin, min(self.end, begin + 40))
        after = _WORD.match(self.text, follow, min(self.end, follow + 40))
        if self.lang != "en" or not word[:1].isupper() or after is None or not after[0][0].isupper():
            return False
        asking = first is not None and first[0].lower().replace("’", "'") in ASKING
        return not asking and not self._starter(follow) and len(word) > 2

    def _in_korean_date(self, stop: int, word: str) -> bool:
        """Whether a number before a stop is the day of `2025. 8. 9.`"""
        before = self.text[max(self.start, stop - len(word) - 4) : stop - len(word)].rstrip()
        return len(word) < 3 and before[-1:] == "." and before[-2:-1].isdigit()

    def _after_open_ended(self, bare: str, starts: bool, nxt: str) -> bool:
        if starts:
            return True
        if bare in ("etc", "al", "т.д", "т.п", "usw", "др", "тощо"):
            return nxt.isupper()
        return not self.rules.starters and not _DOTTED.search(bare)

    def _after_initial(self, begin: int, stop: int, word: str, follow: int) -> bool:
        """`J. D. Vance` goes on; `Plan B. The` and `than I. He` end."""
        starts = self._starter(follow)
        before = self.text[max(begin, stop - 40) : stop - 1].split()
        previous = before[-1] if before else ""
        if word == "I":
            return bool(previous) and previous[:1].islower()
        if starts:
            return not previous or not previous.endswith(".")
        return False

    def _attributed(self, follow: int) -> bool:
        """Whether `he asked` or `Tusk said` follows a quotation that ends with a question or exclamation mark."""
        found = _ATTRIBUTION.match(self.text, follow, self.end)
        return bool(found and found[1] in SPEECH_VERBS)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Stretches within which sentences are looked for: lines, or paragraphs of a text wrapped at a fixed width."""
    lines = [match.span() for match in _LINE.finditer(text)]
    width = _wrap_width(text, lines)
    if not width:
        return lines
    blocks: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(lines):
        if blocks and _soft(text, lines[index - 1], (start, end), width):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _wrap_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The width at which a plain text was wrapped, 0 where it was not: many lines of 55 to 90, cut in mid-sentence."""
    if len(lines) < 4:
        return 0
    lengths = sorted(end - start for start, end in lines)
    width = lengths[-1]
    if not 55 <= width <= 90:
        return 0
    cut = full = 0
    for before, after in itertools.pairwise(lines):
        if _adjacent(text, before, after) and before[1] - before[0] >= width - 20:
            full += 1
            first = text[after[0] : after[0] + 1]
            cut += text[before[0] : before[1]].rstrip()[-1:] not in ".!?:\"”'’" and first.islower()
    return width if full >= 3 and cut * 2 >= full and full * 2 >= len(lines) - 1 else 0


def _soft(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether the break between two lines only wraps: no blank line, and the next word would not have fitted."""
    if not _adjacent(text, before, after) or text[after[0]].isspace():
        return False
    word = text[after[0] : min(after[1], after[0] + 40)].split(maxsplit=1)
    return bool(word) and before[1] - before[0] + 1 + len(word[0]) > width - 4


def _adjacent(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether exactly one line break, with nothing but white space in the lines, lies between two lines."""
    gap = text[before[1] : after[0]]
    return len(gap) <= 2 and bool(_BREAK.fullmatch(gap)) and not text[before[0] : before[1]].isspace()
