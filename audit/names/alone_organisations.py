"""Organisations and works under word-by-word, misheard or pinyin forms. Data: `organisations.toml`, `works.toml`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Any

from rapidfuzz.distance import Levenshtein

from audit.context import Context
from audit.names import alone_senses
from audit.names.capital_runs import capital_runs
from audit.names.organisations_again import again
from audit.names.tokens import Token, fold, tokens
from audit.seeds_packed import checksum_of, unpack_derived

_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|iao|ian|ing|uai|uan|ang|eng|ong|ai|ei|ao|ou|an|en|ia|ie|iu|in|"
    "ua|uo|ui|un|ue|er|a|o|e|i|u|v)"
)
TABLE, SPELLED = "organisations.toml", "organisations_pinyin"
TABLES, WRONG = (TABLE, "works.toml"), "wrong_forms"
"""The table whose Chinese names are kept in pinyin, too."""

_WORDS = 8
_TITLE_MARKS = ("《》", "“”", "‘’", "「」", "『』", '""')
_OPENING, _CLOSING = frozenset("\"'“‘«《"), frozenset("\"'”’»》")
_UNMARKED = frozenset(("prize", "idea"))
_PINYIN = re.compile(f"(?:{_SYLLABLE})+")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation with its usual name, its legitimate forms, and what translations make of its Chinese name."""

    name: str
    kind: str
    zh: tuple[str, ...]
    rightly: tuple[str, ...]
    mangled: tuple[str, ...]
    weak: tuple[str, ...]
    work: bool = False
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Calque:
    """A form [start, end) that stands for an organisation. `kind`: literal, romanized-pivot; `seen`: its pivot form."""

    start: int
    end: int
    organisation: Organisation
    kind: str
    confidence: float
    seen: str | None


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every entry of the file, in its order."""
    from audit.seeds import table

    out = []
    for entries in table(TABLE).values():
        if not isinstance(entries, list):
            continue
        for entry in entries:
            acronyms = [entry["acronym"]] if entry.get("acronym") else []
            zh = [entry["zh"]] if isinstance(entry.get("zh"), str) else list(entry.get("zh", ()))
            out.append(
                Organisation(
                    name=entry["name"],
                    kind=entry.get("kind", ""),
                    zh=(*zh, *entry.get("zh_also", ())),
                    rightly=(entry["name"], *entry.get("aliases", ()), *acronyms, *entry.get("acronyms", ())),
                    mangled=tuple(entry.get("mangled", ())),
                    weak=tuple(entry.get("weak", ())),
                    near=tuple(entry.get("near", ())),
                )
            )
    return tuple(out)


@cache
def works() -> tuple[Organisation, ...]:
    """Films, series, books and prizes: a literal title is ordinary English, so that every form needs the pivot.

    Their Chinese forms carry the marks that titles have in Chinese (《乱世佳人》).
    """
    from audit.seeds import table

    out = []
    for entry in table("works.toml")["works"]:
        titles = (entry["zh"], *entry.get("zh_also", ()))
        marked = entry["kind"] not in _UNMARKED
        zh = tuple(m[0] + title + m[1] for title in titles for m in _TITLE_MARKS) if marked else titles
        rightly = (entry["name"], *entry.get("aliases", ()))
        weak = (*entry.get("mangled", ()), *entry.get("weak", ()))
        out.append(Organisation(entry["name"], entry["kind"], zh, rightly, (), weak, work=True))
    return tuple(out)


def calques(context: Context) -> Iterator[Calque]:
    """The organisations of a text that stand under forms which only translations give them, in order.

    What is only the first word of a form comes after all that are whole.
    """
    found = list(_calques(context))
    yield from found
    yield from (calque for calque in again(context, found) if not _original_has(context, calque))


def _calques(context: Context) -> Iterator[Calque]:
    taken: list[tuple[int, int]] = []
    listed = chain.from_iterable(_listed(context, context.words_of(number)) for number in sorted(_with_forms(context)))
    spans = capital_runs(context.text, context.sentences)
    runs = [tokens(context.text, *span) for span in spans if _may_be_name(context.text[slice(*span)])]
    romanized = chain.from_iterable(_romanized(context, words) for words in runs)
    translated = chain.from_iterable(_translated(context, words) for words in runs)
    for calque in sorted(chain(listed, romanized, translated), key=lambda c: (c.start, -c.end)):
        if not any(calque.start < b and a < calque.end for a, b in taken) and not _original_has(context, calque):
            taken.append((calque.start, calque.end))
            yield calque


def _original_has(context: Context, calque: Calque) -> bool:
    surface = context.text[calque.start : calque.end].casefold()
    return any(surface in span.text.casefold() for span in context.linked(calque.start, calque.end))


_Form = tuple[tuple[str, ...], str, Organisation | None, bool]
"""Folded words, form, organisation or None for a right form, and whether it is weak."""


@cache
def _forms() -> dict[str, dict[str, tuple[_Form, ...]]]:
    """First word -> second word ("" for forms of one) -> forms, longest first; no right form is a wrong one."""
    out: dict[str, dict[str, list[_Form]]] = {}
    key_of = cache(_key)  # of twenty thousand forms, each asked for twice
    rightly = {key_of(form) for organisation in organisations() for form in organisation.rightly}

    def keep(key: tuple[str, ...], form: str, organisation: Organisation | None, weak: bool) -> None:
        of_first = out.setdefault(key[0], {})
        of_first.setdefault(key[1] if len(key) > 1 else "", []).append((key, form, organisation, weak))

    for organisation in organisations():
        for form in organisation.rightly:
            keep(key_of(form), form, None, False)
        for weak, forms in ((False, organisation.mangled), (True, organisation.weak)):
            for form in forms:
                if key_of(form) and key_of(form) not in rightly:
                    keep(key_of(form), form, organisation, weak)
    titles = {key_of(form): form for work in works() for form in work.rightly}
    for key, form in titles.items():
        if len(key) > 1 and key not in rightly:
            keep(key, form, None, False)
    for work in works():
        for form in work.weak:
            if key_of(form) and key_of(form) not in rightly and key_of(form) not in titles:
                keep(key_of(form), form, work, True)
    return {
        first: {second: tuple(sorted(found, key=lambda f: -len(f[0]))) for second, found in seconds.items()}
        for first, seconds in out.items()
    }


def _with_forms(context: Context) -> set[int]:
    """The sentences in which a wrong form stands, letter by letter, by number."""
    starts = [start for start, _ in context.sentences]
    places = _wrong_forms().find_matches_as_indexes(context.text, overlapping=True)
    return {bisect_right(starts, at) - 1 for _, at, _ in places}


@cache
def _wrong_forms() -> Any:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(unpack_derived(WRONG, checksum_of(*TABLES), list[str]) or wrong_forms())


def wrong_forms() -> list[str]:
    """All wrong forms, in order. Takes a tenth of a second: `scripts/build_tables.py` packs what comes out."""
    listed = (forms for seconds in _forms().values() for forms in seconds.values())
    return sorted({form for forms in listed for _, form, wrong, _ in forms if wrong is not None})


def _key(form: str) -> tuple[str, ...]:
    if form.isascii() and form.replace(" ", "").isalnum():
        return tuple(form.lower().split())  # the same, and quicker: there are twenty thousand forms
    return tuple(token.key for token in tokens(form, 0, len(form)))


def _listed(context: Context, words: Sequence[Token]) -> Iterator[Calque]:
    keys, forms = tuple([token.key for token in words]), _forms()
    free = 0
    for at, key in enumerate(keys):
        if at < free or key not in forms:
            continue
        following = keys[at + 1] if at + 1 < len(keys) else ""
        for form_keys, form, organisation, weak in (*forms[key].get(following, ()), *forms[key].get("", ())):
            end = at + len(form_keys)
            if keys[at:end] != form_keys:
                continue
            free = end
            if organisation is not None and context.text[words[at].start : words[end - 1].bare] == form:
                calque = _weigh(context, words, at, end, organisation, weak)
                if calque is not None:
                    yield calque
            break


def _weigh(
    context: Context, words: Sequence[Token], at: int, end: int, organisation: Organisation, weak: bool
) -> Calque | None:
    """The calque, unless it may be part of another name; weak forms need the pivot."""
    text = context.text
    first, last = words[at], words[end - 1]
    seen = _seen(context, first.start, last.bare, organisation)
    if seen is None and (weak or (context.document.pivot and context.pivot_lang == "zh")):
        return None
    if weak and organisation.near and not any(word in text for word in organisation.near):
        return None  # another country's
    if organisation.work and end == at + 1 and not _marked(text, first.start, last.bare):
        return None
    before = words[at - 1] if at else None
    after = words[end] if end < len(words) else None
    glued_before = before is not None and before.capital and not text[before.bare : first.start].strip(" -&")
    glued_after = (
        after is not None and after.capital and last.end == last.bare and not text[last.end : after.start].strip(" -&")
    )
    if seen is None and (glued_after or (glued_before and not (before and before.opens))):
        return None
    confidence = 0.95 if seen else 0.8 if len(words[at:end]) > 1 else 0.66
    return Calque(first.start, last.bare, organisation, "literal", confidence, seen)


def _marked(text: str, start: int, end: int) -> bool:
    """Whether quotation marks stand around a place."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2].lstrip(",.")[:1]
    return before in _OPENING and after in _CLOSING


def _seen(context: Context, start: int, end: int, organisation: Organisation) -> str | None:
    pivot = context.document.pivot
    if pivot is None:
        return None
    behind = context.pivot_of(start, end) or pivot.text
    return next((form for form in organisation.zh if form in behind), None)


def _may_be_name(run: str) -> bool:
    """Whether a run of capitalised words has what `_romanized` or `_translated` ask for; told where words are plain."""
    plain = (run if run[-1].isalnum() else run[:-1]).replace("-", " ")
    if not (plain.isascii() and plain.replace(" ", "").isalnum()):
        return True
    keys = plain.lower().split()
    spelled = any(_as_pinyin(a) and _as_pinyin(b) for a, b in pairwise(keys))
    return spelled or (len(keys) > 2 and alone_senses.may_be_institution(keys))


def _romanized(context: Context, words: Sequence[Token]) -> Iterator[Calque]:
    """Runs of capitalised words that are the pinyin of an organisation's Chinese name."""
    capitals = _capitals(words)
    firsts = [
        at
        for at, after in pairwise(capitals)
        if after == at + 1 and _as_pinyin(words[at].key) and _as_pinyin(words[after].key)
    ]
    if not firsts:
        return
    spelled = sorted({*firsts, *(at + 1 for at in firsts)})
    run: list[int] = []
    for at in [*spelled, len(words) + 1]:
        if run and (at != run[-1] + 1 or not _close(context, words, run[0], at)):
            if len(run) > 1:
                yield from _windows(context, words, run[0], run[-1] + 1)
            run = []
        run.append(at)


def _translated(context: Context, words: Sequence[Token]) -> Iterator[Calque]:
    """Institutions in other words of the same sense, which no list has."""
    for first, last, form in alone_senses.find(words, context.text, _capitals(words)):
        known = _by_form().get(form) or Organisation(form, "", (), (form,), (), ())
        start, end = words[first].start, words[last].bare
        seen = _seen(context, start, end, known)
        named = Organisation(form, known.kind, known.zh, known.rightly, (), ())
        yield Calque(start, end, named, "literal", 0.95 if seen else 0.7, seen)


def _capitals(words: Sequence[Token]) -> list[int]:
    return [at for at, word in enumerate(words) if word.capital]


@cache
def _by_form() -> dict[str, Organisation]:
    return {form: organisation for organisation in organisations() for form in organisation.rightly}


@lru_cache(maxsize=16384)
def _as_pinyin(key: str) -> bool:
    return _PINYIN.fullmatch(key) is not None


def _close(context: Context, words: Sequence[Token], at: int, end: int) -> bool:
    return end == at or not context.text[words[end - 1].end : words[end].start].strip(" -")


def _windows(context: Context, words: Sequence[Token], at: int, end: int) -> Iterator[Calque]:
    for first in range(at, end - 1):
        for last in range(min(end, first + _WORDS) - 1, first, -1):
            joined = "".join(token.key for token in words[first : last + 1])
            organisation = _by_pinyin(joined)
            if organisation is not None:
                start, stop = words[first].start, words[last].bare
                seen = _seen(context, start, stop, organisation)
                if seen is None and _denied(context, organisation):
                    continue  # a person or a place that is spelled alike
                yield Calque(start, stop, organisation, "romanized-pivot", 0.95 if seen else 0.86, seen)
                return


def _denied(context: Context, organisation: Organisation) -> bool:
    """Whether the text has a Chinese pivot that nowhere names the organisation."""
    pivot = context.document.pivot
    return pivot is not None and context.pivot_lang == "zh" and not any(form in pivot.text for form in organisation.zh)


@lru_cache(maxsize=4096)
def _by_pinyin(joined: str) -> Organisation | None:
    table = _pinyin_table()
    if joined in table:
        return table[joined]
    if not 11 <= len(joined) <= 40:
        return None
    heads, tails = _pinyin_ends()
    alike = {*heads.get(joined[:_HALF], ()), *tails.get(joined[-_HALF:], ())}
    for length, _, form in sorted(alike):
        if abs(length - len(joined)) <= 1 and Levenshtein.distance(form, joined, score_cutoff=1) <= 1:
            return table[form]
    return None


_HALF = 5
"""Letters at one end or the other that two words have in common which are twice as long and one letter apart."""

_Ends = dict[str, list[tuple[int, int, str]]]


@cache
def _pinyin_ends() -> tuple[_Ends, _Ends]:
    """First letters, and last letters -> number of letters, place in the table, and spelled forms."""
    heads, tails = _Ends(), _Ends()
    for at, form in enumerate(_pinyin_table()):
        heads.setdefault(form[:_HALF], []).append((len(form), at, form))
        tails.setdefault(form[-_HALF:], []).append((len(form), at, form))
    return heads, tails


@cache
def _pinyin_table() -> dict[str, Organisation]:
    known = unpack_derived(SPELLED, checksum_of(TABLE), dict[str, int])
    listed = organisations()
    return {form: listed[at] for form, at in (spelled() if known is None else known).items()}


def spelled() -> dict[str, int]:
    """The pinyin of the organisations' Chinese names of three characters or more -> which organisation.

    Takes a third of a second: `scripts/build_tables.py` packs what comes out.
    """
    from pypinyin import lazy_pinyin

    out: dict[str, int] = {}
    for at, organisation in enumerate(organisations()):
        rightly = {fold(right.replace(" ", "")) for right in organisation.rightly}
        for form in organisation.zh:
            if len(form) >= 3:
                joined = "".join(fold(syllable) for syllable in lazy_pinyin(form))
                if joined not in rightly:
                    out.setdefault(joined, at)
    return out
