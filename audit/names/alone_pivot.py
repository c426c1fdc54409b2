"""What the pivot text alone tells of the names in its translation, where no original is known.

Chinese news gives foreign names in Latin letters when it first mentions them (威特科夫（Witkoff）); it writes people
and places that the authority knows; and a name whose characters are only sounds is no Chinese name, so that its
pinyin in the translation is one that the engine left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from audit.context import Context
from audit.names import alone_characters, alone_parts, alone_unknown
from audit.names.alone_likeness import through_chinese
from audit.names.alone_pinyin import misread, pinyin_of, sounds_so
from audit.names.authority_lexicon import known as known_word
from audit.names.tokens import Token, fold

_HAN = "\u3400-\u9fff"
_PARTS = re.compile(f"[{_HAN}]+")
_GLOSS = re.compile(r"[(（]\s?([A-Z][^\W\d_]+(?:[ '’\-·.&]{1,2}[^\W\d_]+){0,4})\.?\s?[)）,，]")
_SEPARATORS = "·•・‧∙?．-－ "
LONGEST = 2000
"""Characters of a pivot sentence, and words of its translation, beyond which the two are no sentences."""

_REACH = 40
_NAME = 8
"""Characters of a form at most."""
_SURE = 0.8
"""Confidence of a doubt for which nothing speaks but its spelling, at most."""

_BORNE = 0.35
"""Taken off the confidence of a doubt where somebody is known to bear the name: rare, but spelled so."""

_LATIN = re.compile(r"[^\W\d_]*[A-Za-z][^\W\d_]*")


def readable(sentences: Sequence[Sequence[Token]], pivots: Sequence[str]) -> Iterator[tuple[int, Sequence[Token], str]]:
    """The sentences behind which a sentence of the pivot stands, each with its number and the pivot's."""
    for number, (sentence, behind) in enumerate(zip(sentences, pivots, strict=True)):
        if behind and len(behind) <= LONGEST and len(sentence) <= LONGEST:
            yield number, sentence, behind


@dataclass(frozen=True, slots=True)
class Expected:
    """A name that the pivot sentence says: its form there, and the English words, any of which will do for `word`."""

    form: str
    word: str
    name: str
    why: str
    also: frozenset[str] = frozenset()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """Words first..last (inclusive) of sentence `number` that stand where `expected` should; "" where unknown."""

    number: int
    first: int
    last: int
    text: str
    kind: str
    expected: Expected
    score: float
    lang: str
    confidence: float


def beside(context: Context) -> list[str]:
    """The pivot text behind each sentence; "" where it is not known."""
    return [context.pivot_of(start, end) or "" for start, end in context.sentences]


def glosses(pivot: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Chinese parts and Latin words of the names that a text glosses.

    >>> list(glosses("史蒂夫·威特科夫（Steve Witkoff）说"))
    [(('史蒂夫', '威特科夫'), ('Steve', 'Witkoff'))]
    """
    for match in _GLOSS.finditer(pivot):
        behind = pivot[max(0, match.start() - _REACH) : match.start()]
        parts = tuple(_PARTS.findall(_name_before(behind)))[-4:]
        if not parts:
            continue
        words = tuple(word for word in re.split(r"[ ·]", match.group(1)) if len(fold(word)) > 1)
        if words and any(c.islower() for c in match.group(1)):
            yield parts, words


def _name_before(text: str) -> str:
    """The end of a text as far as it is characters with single separators between them."""
    at = len(text.rstrip())
    while at > 0 and ("\u3400" <= text[at - 1] <= "\u9fff" or text[at - 1] in _SEPARATORS):
        at -= 1
    return text[at:]


def ledger(pivot: str) -> dict[str, str]:
    """Chinese forms of single names with their English, as the text itself glosses them."""
    out: dict[str, str] = {}
    for parts, words in glosses(pivot):
        if len(parts) == len(words):
            for part, word in list(zip(parts, words, strict=True))[1:]:
                out.setdefault(part, word)
            if len(parts) > 1 or len(parts[0]) <= 5:
                out.setdefault(parts[0], words[0])
            if len(parts) == 1 and (form := _form_of(parts[0], words[0])):
                out.setdefault(form, words[0])
    return {form: word for form, word in out.items() if len(form) >= 2 and word[0].isupper()}


_HEADS = re.compile("(?:公司|集团|银行|大学|酒店|工厂|先生|女士|博士|报|队|市|镇|岛|湖|山)$")
_FITS = 2.0
"""Log-odds from which the end of a stretch of Chinese is the form of the word in brackets behind it."""


def _form_of(behind: str, word: str) -> str:
    """The end of a stretch of Chinese, less what says what it is, that is the form of a glossed word; "" where none is.

    >>> _form_of("针对麦维他公司", "McVitie")
    '麦维他'
    """
    from audit.channels import channel

    ends = [end[-length:] for end in (behind, _HEADS.sub("", behind)) for length in range(2, min(_NAME, len(end)) + 1)]
    best = max(((channel("zh").fit(end, word), end) for end in dict.fromkeys(ends)), default=(0.0, ""))
    return best[1] if best[0] >= _FITS else ""


def expected(pivot: str, known: dict[str, str]) -> Iterator[Expected]:
    """The names that a pivot sentence says, as far as the text's own glosses and the authority know them."""
    for parts, words in glosses(pivot):
        for word in words:
            if word[0].isupper() and len(fold(word)) >= 3:
                form = parts[-1] if len(words) == 1 or word == words[-1] else parts[0]
                yield Expected(form, word, " ".join(words), "the pivot gives it in Latin letters", strong=True)
    for form, word in known.items():
        if form in pivot:
            yield Expected(form, word, word, "the pivot glosses it elsewhere", strong=True)
    yield from _of_authority(pivot)


def _of_authority(pivot: str) -> Iterator[Expected]:
    from audit.names.alone_forms import known_forms

    yield from known_forms(pivot)


def slips(
    number: int,
    tokens: Sequence[Token],
    text: str,
    pivot: str,
    known: dict[str, str],
    countries: frozenset[str],
    whole: str,
) -> list[Slip]:
    """The names of a translated sentence that are not what its pivot sentence says; `whole` is the pivot text."""
    latin = {fold(word) for word in _LATIN.findall(pivot)}
    keys = {token.key for token in tokens}
    joined = "".join(token.key for token in tokens)
    wanted = list(expected(pivot, known))
    covered = {fold(w) for item in wanted for w in item.name.replace("-", " ").split()} | latin
    residual = [at for at, token in enumerate(tokens) if _residual(token, covered)]
    out: list[Slip] = []
    taken: set[int] = set()
    for item in wanted:
        want = fold(item.word)
        if (
            want in keys
            or want in joined
            or item.also & keys
            or any(form in joined for form in item.also if len(form) > 5)
        ):
            continue
        found = _best(number, tokens, text, [at for at in residual if at not in taken], item)
        if found is not None:
            taken.update(range(found.first, found.last + 1))
            out.append(found)
    for name in alone_characters.find(tokens, pivot, whole):
        words = range(name.first, name.last + 1)
        if taken.isdisjoint(words):
            because = Expected(name.form, name.text, name.text, f"its characters are those of a {name.language} name")
            out.append(Slip(number, name.first, name.last, name.text, "read-in-mandarin", because, 4.0, "zh", 0.84))
            taken.update(words)
    for part in alone_parts.find(tokens, pivot, whole):
        words = range(part.first, part.last + 1)
        if taken.isdisjoint(words) and not (covered & {tokens[at].key for at in words}):
            because = Expected(part.form, "", "", "a dot beside it shows that it is part of a foreign name")
            out.append(Slip(number, part.first, part.last, "", "romanized-pivot", because, 0.0, "zh", 0.68))
            taken.update(words)
    left = [at for at in residual if at not in taken]
    out += pinyin_left(number, tokens, text, pivot, left)
    taken.update(slip.first for slip in out)
    out += pinyin_misread(number, tokens, pivot, [at for at in residual if at not in taken])
    taken.update(slip.first for slip in out)
    for odd in alone_unknown.find(tokens, pivot, latin, taken, countries):
        because = Expected(odd.form, "", "", "a run of sounds that this spells as no known name is spelled")
        confidence = min(_SURE, alone_unknown.by_ear(odd.form, tokens[odd.at].word)) + (0.1 if odd.meant else 0.0)
        confidence -= _BORNE if odd.borne else 0.0
        out.append(Slip(number, odd.at, odd.at, odd.meant, "respelled", because, odd.score, "zh", confidence))
    return out


def _residual(token: Token, covered: set[str]) -> bool:
    from audit.names.vocabulary import rarity

    if not token.capital or len(token.key) < 3 or token.key in covered:
        return False
    return rarity(token.key) > (5.0 if token.opens else 4.2)


def _best(number: int, tokens: Sequence[Token], text: str, residual: list[int], item: Expected) -> Slip | None:
    best: tuple[float, str, int, int] | None = None
    for at in residual:
        for last in (at, at + 1):
            if last >= len(tokens) or (last > at and last not in residual):
                continue
            surface = "".join(token.key for token in tokens[at : last + 1])
            if surface.rstrip("s") == fold(item.word).rstrip("s"):
                return None
            score, lang = through_chinese(surface, item.word), "zh"
            if best is None or score > best[0] + (1.0 if last > at else 0.0):
                best = (score, lang, at, last)
    if best is None:
        return None
    score, lang, first, last = best
    partner = _partner(tokens, first, last, item)
    if not item.strong and (known_word(tokens[first].word) or score < 3.0):
        return None  # many names share one Chinese form: that somebody of that form is known says little
    if score < (0.0 if item.strong else 2.0) - (8.5 if partner and item.strong else 4.0 if partner else 0.0):
        return None
    confidence = min(0.95, (0.74 if item.strong else 0.62) + 0.04 * max(0.0, score) + (0.1 if partner else 0.0))
    return Slip(number, first, last, item.word, "respelled", item, score, lang, confidence)


def _partner(tokens: Sequence[Token], first: int, last: int, item: Expected) -> bool:
    """Whether another word of the expected name stands beside these words."""
    others = {fold(word) for word in item.name.split()} - {fold(item.word)}
    near = {tokens[at].key for at in (first - 1, last + 1) if 0 <= at < len(tokens)}
    return bool(others & near)


@cache
def _sounding() -> frozenset[str]:
    from audit.names.alone_forms import transcription_characters

    return transcription_characters()


def pinyin_left(number: int, tokens: Sequence[Token], text: str, pivot: str, residual: list[int]) -> list[Slip]:
    """Words that are the pinyin of characters which only give sounds: "Maiweita" for 麦维他."""
    if not residual:
        return []
    han = [(at, c) for at, c in enumerate(pivot) if "\u4e00" <= c <= "\u9fff"]
    syllables = [pinyin_of(c)[0] for _, c in han]
    out = []
    for at in residual:
        form = _spelled(tokens[at].key, han, syllables)
        if (
            form is not None
            and len(form) >= 3
            and not known_word(tokens[at].word)
            and not sounds_so(form, tokens[at].key)
            and all(c in _sounding() for c in form)
            and not _chinese(form)
        ):
            item = Expected(form, "", "", "its characters only give sounds")
            out.append(Slip(number, at, at, "", "romanized-pivot", item, 0.0, "zh", 0.64))
    return out


def pinyin_misread(number: int, tokens: Sequence[Token], pivot: str, residual: list[int]) -> list[Slip]:
    """Chinese names of which one syllable is not that of its character: "Liang Zhenggen" for 梁稳根."""
    from audit.names.pivotstage import unheard_of

    out = []
    for at in residual:
        if not unheard_of(tokens[at].word):
            continue
        before = tokens[at - 1].key if at and tokens[at - 1].capital else ""
        found = misread(tokens[at].key, before, pivot)
        if found is not None:
            item = Expected(found.form, found.pinyin, found.pinyin, f"read {found.meant}, not {found.said}")
            out.append(Slip(number, at, at, found.pinyin, "characters-misread", item, 2.0, "zh", 0.74))
    return out


def _spelled(key: str, han: list[tuple[int, str]], syllables: list[str]) -> str | None:
    for start in range(len(syllables)):
        rest, at = key, start
        while rest and at < len(syllables) and rest.startswith(syllables[at]):
            if at > start and han[at][0] != han[at - 1][0] + 1:
                break
            rest = rest[len(syllables[at]) :]
            at += 1
        if not rest and at - start >= 2:
            return "".join(c for _, c in han[start:at])
    return None


def _chinese(form: str) -> bool:
    """Whether the characters are known as a name of China, Japan or Korea."""
    from audit.names.authority import authority

    return any(entry.country in {"CN", "TW", "HK", "MO", "JP", "KR", "KP"} for entry in authority().find(form))
