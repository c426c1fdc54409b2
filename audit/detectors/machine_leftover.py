"""The machine left traces of its own: a phrase repeated in a loop, brackets or quotation marks without a partner.

Loops and cut-off brackets come from decoding and from joining segments; a quotation without its end makes
the rest of the text somebody's words.

Example: "the bank of the bank of the bank of England"; "(Picture: the summit" without its end.

Limits: lonely quotation marks are reported only against an original whose sentence has whole quotations or
none; a quotation may run over several sentences. Inches and smileys, among them the lone brackets of Russian and
Ukrainian chats, are not counted. Repetition needs the same words three times, the same four or more words twice, or a
small word such as "the" twice, with no mark between: speakers repeat themselves. A name in brackets after itself is
a gloss of the pivot's; brackets side by side are one finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import eq

from audit.context import Context
from audit.detectors._repeats import repeating
from audit.detectors._sides import original_words
from audit.detectors._wanted import Wanted
from audit.folded import bare_line, line_number
from audit.model import Evidence, Hit, Rule, Suggestion
from corpora.documents import Span

RULE = Rule(id="machine-leftover", category="residue", severity="minor", mqm="Fluency/Grammar")

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LOOPS = ((1, 3), (2, 3), (3, 3), (4, 2), (5, 2), (6, 2), (8, 2))
"""(words in the phrase, times in a row) that make a loop."""
_WIDEST = max(size for size, _ in _LOOPS)
_FINE = frozenset(
    "very really ha bye no yes blah da la long many far far away go so too more and more knock la do wa".split()
)
_ONCE = tuple("the an a of with was were are and for by from at to has have will would can its their his".split())
"""Small words that never stand twice in a row."""
_DOUBLED = re.compile(rf"\b(?P<w>{'|'.join(_ONCE)}) (?P=w)\b(?![-'’])", re.IGNORECASE)
_GLOSS = re.compile(r"\b(?P<n>[A-Z][\w'’-]+(?: (?:of |the |and )?[A-Z][\w'’-]+){0,5}) ?[(（](?:the )?(?P=n)[)）]")
_IN_BRACKETS = re.compile(r"[(（](?:the )?([^()（）]+)[)）]")
_PAIRS = {"(": ")", "[": "]", "（": "）", "【": "】", "《": "》"}
_BRACKET = re.compile(f"[{re.escape(''.join((*_PAIRS, *_PAIRS.values())))}]")
_INCH = re.compile(r"(?<!\d)\d{1,2}[\"”](?= \w)|\d['’]")


def detect(context: Context) -> Iterator[Hit]:
    """Loops, then lonely brackets and quotation marks, line by line."""
    again, doubled, bracketed = repeating(context), _doubled(context), _bracketed(context)
    for number in sorted(again | doubled | bracketed):
        start, end = bare_line(context, number)
        words = _WORD.findall(context.text[start:end].casefold()) if number in again or number in doubled else []
        yield from _loops(context, start, end, words)
        if number in doubled and any(map(eq, words, words[1:])):
            yield from _twice(context, start, end)
        if number in bracketed:
            yield from _glosses(context, start, end)
            yield from _brackets(context, start, end)
    yield from _quotes(context)


def _loops(context: Context, start: int, end: int, folded: list[str]) -> Iterator[Hit]:
    """Words and phrases again and again; `folded` are the words of the line."""
    if not any(_loop_at(folded, at) for at in _told_again(folded)):
        return
    words = [(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(context.text, start, end)]
    folded = [word for word, _, _ in words]
    at = 0
    while at < len(words):
        found = _loop_at(folded, at)
        if found is None:
            at += 1
            continue
        if set(folded[at : at + found[0]]) <= _FINE:
            at += found[0] * found[1]
            continue
        size, times = found
        first, last = words[at][1], words[at + size * times - 1][2]
        once = context.text[first : words[at + size - 1][2]]
        surface = context.text[first:last]
        digits = all(word.isdigit() or len(word) == 1 for word in folded[at : at + size])
        if not digits and "\n" not in surface and surface not in original_words(context, first, last):
            between = surface[len(once) :]
            if not re.search(r"[,.!?;:\"”“'’–—-]", between):
                message = f'"{once}" {times} times in a row'
                yield _hit(first, last, message, 0.8, "loop", (Suggestion(text=once, confidence=0.8),))
        at += size * times


def _told_again(words: list[str]) -> Iterator[int]:
    """Where words stand that stand again so soon that a loop may begin there."""
    last: dict[str, int] = {}
    for at, word in enumerate(words):
        before = last.get(word)
        if before is not None and at - before <= _WIDEST:
            yield before
        last[word] = at


def _loop_at(words: list[str], at: int) -> tuple[int, int] | None:
    """Words in the phrase that begins a loop at `at`, and how often it stands there; None where none begins."""
    for size, need in _LOOPS:
        if words[at + size : at + size + 1] == words[at : at + 1] and (n := _times(words, at, size)) >= need:
            return size, n
    return None


def _times(words: list[str], at: int, size: int) -> int:
    """How often the phrase of `size` words at `at` stands there in a row."""
    times, phrase = 1, words[at : at + size]
    while len(phrase) == size and words[at + times * size : at + (times + 1) * size] == phrase:
        times += 1
    return times


def _twice(context: Context, start: int, end: int) -> Iterator[Hit]:
    """A small word twice in a row."""
    for match in _DOUBLED.finditer(context.text, start, end):
        if match.group() not in original_words(context, *match.span()) and not _initial(match):
            fix = (Suggestion(text=match["w"], confidence=0.85),)
            yield _hit(match.start(), match.end(), f'"{match["w"]}" twice in a row', 0.75, "doubled", fix)


def _glosses(context: Context, start: int, end: int) -> Iterator[Hit]:
    """A name glossed by itself: Witkoff (Witkoff)."""
    text = context.text
    if not any(
        text.endswith(match[1], start, match.start() - (text[match.start() - 1 : match.start()] == " "))
        for match in _IN_BRACKETS.finditer(text, start, end)
    ):
        return
    for match in _GLOSS.finditer(text, start, end):
        why = "a name in brackets after itself (the pivot glossed the foreign name)"
        fix = (Suggestion(text=match["n"], confidence=0.9, safe=True),)
        yield _hit(match.start(), match.end(), why, 0.85, "gloss", fix)


def _doubled(context: Context) -> set[int]:
    """The lines in which a small word may stand twice in a row, by number."""
    return {line_number(context, at) for at in _PAIRS_OF_WORDS.places(context)}


_PAIRS_OF_WORDS = Wanted(lambda: [[f"{word} {word}" for word in _ONCE]])


def _bracketed(context: Context) -> set[int]:
    """The lines that have brackets, by number."""
    text, found = context.text, set[int]()
    for sign in (*_PAIRS, *_PAIRS.values()):
        at = text.find(sign)
        while at >= 0:
            found.add(line_number(context, at))
            at = text.find(sign, at + 1)
    return found


def _initial(match: re.Match[str]) -> bool:
    """Whether a capital makes the second word a name, an initial or a grade: "for An", "grade A a"."""
    first, second = match.group().split(" ")
    return second[0].isupper() or (len(first) == 1 and first.isupper())


def _brackets(context: Context, start: int, end: int) -> Iterator[Hit]:
    """Brackets of a line without a partner; an item's "1)" or "a)" is none."""
    waiting: list[tuple[str, int]] = []
    lonely: list[tuple[int, str]] = []
    closing = {close: open_ for open_, close in _PAIRS.items()}
    for match in _BRACKET.finditer(context.text, start, end):
        sign, at = match.group(), match.start()
        if sign in _PAIRS:
            waiting.append((sign, at))
        elif waiting and waiting[-1][0] == closing[sign]:
            waiting.pop()
        elif not re.search(
            r"(?:^|[\s,;])(?:[0-9]{1,2}|[a-zA-Z]|[ivx]{1,4})$|[:;=8][-']?[)\]]*$", context.text[max(start, at - 6) : at]
        ):
            lonely.append((at, "beginning"))
    for _, at in waiting:
        if not re.search(r"[:;=8][-']?[(\[]*$", context.text[max(start, at - 3) : at]):
            lonely.append((at, "end"))
    for first, last, lacks in _in_runs(sorted(lonely)):
        if _smiley(context.text, first, last, context.text[start:end]):
            continue
        surface = context.text[first:last]
        yield _hit(first, last, f'"{surface[:20]}" without its {lacks}', 0.6, "bracket")


_CHAT = re.compile(r"\b(?:I|I['’]\w+|you|your|my|me|we|our|hello|thanks|please)\b")


def _smiley(text: str, first: int, last: int, line: str) -> bool:
    """Round brackets that smile or frown at the end of something said: "see you)", "it hurts((("."""
    sign, after = text[first], text[last : last + 2]
    if sign not in "()" or re.match(r"\w", after):
        return False
    if last - first > 1 and not re.search(r"[()]", line.replace(text[first:last], "", 1)):
        return True
    return bool(_CHAT.search(line)) and bool(re.match(r"$|\s|[.!?]|[^\x00-\uffff]", after))


def _in_runs(lonely: list[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Signs that stand side by side and lack the same, as one: [first, last) and what they lack."""
    run: tuple[int, int, str] | None = None
    for at, lacks in lonely:
        if run is not None and run[1] == at and run[2] == lacks:
            run = (run[0], at + 1, lacks)
            continue
        if run is not None:
            yield run
        run = (at, at + 1, lacks)
    if run is not None:
        yield run


def _quotes(context: Context) -> Iterator[Hit]:
    """A sentence with half a quotation where its original has whole ones or none, and its neighbours are whole."""
    if not context.links:
        return
    odd = [_odd(context.text[start:end]) for start, end in context.sentences]
    for at, (start, end) in enumerate(context.sentences):
        if not odd[at] or any(odd[max(0, at - 1) : at]) or any(odd[at + 1 : at + 2]):
            continue
        spans = context.linked(start, end)
        if not spans or any(_odd(span.text) or _cut(context, span) for span in spans):
            continue
        if not _odd(_line(context.text, start, end)):
            continue
        text = _INCH.sub(lambda m: "#" * len(m.group()), context.text[start:end])
        place = start + max(text.rfind(sign) for sign in '"“”')
        if not _straddles(context, start, end):
            yield _hit(place, place + 1, "a quotation mark without its partner", 0.6, "quote")


def _odd(text: str) -> bool:
    if '"' not in text and "“" not in text and "”" not in text:
        return False
    text = _INCH.sub("##", text)
    return bool(text.count('"') % 2) or text.count("“") != text.count("”")


def _line(text: str, start: int, end: int) -> str:
    """The line or lines that hold [start, end), without what lies more than 4,000 code points away."""
    first = text.rfind("\n", max(0, start - 4000), start) + 1
    last = text.find("\n", end, end + 4000)
    return text[max(first, start - 4000) : end + 4000 if last < 0 else last]


def _cut(context: Context, span: Span) -> bool:
    """Whether the original goes on with a quotation in the next or previous sentence."""
    document = context.originals.get(span.doc)
    beside = (
        ""
        if document is None
        else document.text[max(0, span.start - 3) : span.start] + document.text[span.end : span.end + 3]
    )
    return any(sign in beside for sign in '"“”')


def _straddles(context: Context, start: int, end: int) -> bool:
    """Whether a quotation mark stands just outside of the sentence (it was cut there)."""
    return any(sign in context.text[max(0, start - 2) : start] + context.text[end : end + 2] for sign in '"“”')


def _hit(
    start: int, end: int, message: str, confidence: float, subtype: str, fixes: tuple[Suggestion, ...] = ()
) -> Hit:
    return Hit(
        start=start,
        end=end,
        message=message,
        confidence=confidence,
        subtype=subtype,
        suggestions=fixes,
        evidence=(Evidence(kind="pattern", detail=subtype),),
    )
