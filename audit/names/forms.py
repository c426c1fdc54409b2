"""Form slips under a link: the right letters in the wrong case, split, joined, without a hyphen or a diacritic."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from audit.names.authority import places
from audit.names.coverage import PARTICLES, groups_of, small
from audit.names.linked import Original, Pairing
from audit.names.mentions import Census, Sentence, half_given
from audit.names.tokens import Token, tokens
from audit.names.vocabulary import given_names, plain, rarity, words
from audit.seeds import table


@dataclass(frozen=True, slots=True)
class Slip:
    """Words first..last of the translated sentence that should be written `text`; kind names the slip."""

    first: int
    last: int
    text: str
    kind: str
    original: int
    first_o: int
    last_o: int
    confidence: float


def slips(pairing: Pairing, counts: Census, others: Census, text: str) -> Iterator[Slip]:
    """All form slips of one translated sentence. `counts` and `others`: writings in the translation and the
    originals.

    What the translation would have to write for a slip is looked up first: most names stand there as they should.
    """
    mine = pairing.sentence.tokens
    ours = {mine[i].key for i in pairing.sentence.names}
    lower = set() if pairing.sentence.headline else {token.key for token in mine if not token.capital}
    beside = _capital_pairs(mine)
    for k, original in enumerate(pairing.originals):
        theirs = original.tokens
        names = _outside_headlines(original)
        apart = _strange_pairs(mine, original.keys)
        for j in range(len(theirs)) if apart else sorted(names):
            token = theirs[j]
            if apart and token.capital:
                yield from _split(mine, apart, token, j, k)
            if j not in names:
                continue
            yield from _joined(pairing.sentence, ours, theirs, names, j, k)
            if not token.word.isascii():
                yield from _marks(mine, token, j, k)
            if token.key in lower:
                yield from _case(mine, theirs, j, k, counts, others)
        if beside:
            yield from _hyphens(mine, beside, theirs, k, text, original.text)


def _outside_headlines(original: Original) -> frozenset[int]:
    """Indexes of the name words of an original that stand in no headline."""
    if not any(sentence.headline for sentence in original.sentences):
        return original.names
    return frozenset(
        at + index
        for sentence, at in zip(original.sentences, original.starts, strict=True)
        for index in sentence.names
        if not sentence.headline
    )


def _capital_pairs(tokens: Sequence[Token]) -> dict[tuple[str, str], list[int]]:
    """Where two words in a row have capitals: both folded words -> indexes of the first."""
    found: dict[tuple[str, str], list[int]] = {}
    for i, (a, b) in enumerate(pairwise(tokens)):
        if a.capital and b.capital:
            found.setdefault((a.key, b.key), []).append(i)
    return found


def _strange_pairs(tokens: Sequence[Token], known: Set[str]) -> dict[str, list[int]]:
    """Where two words in a row, of two letters or more, are not known: both as one folded word -> indexes of the
    first."""
    found: dict[str, list[int]] = {}
    for i, (a, b) in enumerate(pairwise(tokens)):
        if a.key not in known and b.key not in known and len(a.key) > 1 and len(b.key) > 1:
            found.setdefault(a.key + b.key, []).append(i)
    return found


@cache
def _in_two_words() -> frozenset[str]:
    """Folded words that are usual in two words as well: Eurozone, euro zone."""
    listed = (word for words in table("names_words.toml").get("interchangeable", []) for word in words.split(","))
    return frozenset(word.replace("-", "") for word in listed if "-" in word)


def _split(mine: Sequence[Token], apart: Mapping[str, Sequence[int]], token: Token, j: int, k: int) -> Iterator[Slip]:
    """Facebook written "face books", Knightsbridge written "Knights Bridge"; `apart`: `_strange_pairs` of the
    translation."""
    if len(token.key) < 5 or token.key in _in_two_words():
        return
    written = {token.key: apart.get(token.key, ())}
    for ending in ("s", "es"):
        small = [i for i in apart.get(token.key + ending, ()) if not mine[i + 1].capital]
        written[token.key + ending] = small
    for i in sorted(i for found in written.values() for i in found):
        if len(token.key) >= 6 or (mine[i].capital and mine[i + 1].capital and rarity(token.key) > _RARE):
            yield Slip(i, i + 1, token.word, "split", k, j, j, 0.9)


def _joined(
    sentence: Sentence, ours: Set[str], theirs: Sequence[Token], names: frozenset[int], j: int, k: int
) -> Iterator[Slip]:
    """Le Maire written Lemaire, Wu Lan written Wulan: the first two words of a name, which nobody writes as one.

    A family name with its particles, too: van den Brink written Vandenbrink. `ours`: the folded names of the sentence.
    """
    first = j
    while first and theirs[first - 1].key in PARTICLES and not theirs[first - 1].capital:
        first -= 1
    if first < j:
        grown = "".join(token.key for token in theirs[first : j + 1])
        for i in sentence.names if grown in ours else ():
            if sentence.tokens[i].key == grown:
                yield Slip(i, i, " ".join(token.word for token in theirs[first : j + 1]), "split", k, first, j, 0.7)
        return
    if j + 1 not in names or j - 1 in names or theirs[j + 1].glued or len(theirs[j].key) < 2:
        return
    a, b = theirs[j], theirs[j + 1]
    key = a.key + b.key
    if key not in ours or b.start - a.end != 1 or rarity(key) < _RARE or b.shouted or any(t.key == key for t in theirs):
        return
    for i, word in enumerate(sentence.tokens):
        if word.key == key and i in sentence.names and not word.shouted and not _well_known(word.word):
            yield Slip(i, i, f"{a.word} {b.word}", "split", k, j, j + 1, 0.7)


def _marks(mine: Sequence[Token], token: Token, j: int, k: int) -> Iterator[Slip]:
    """Peña written Pena: only where the original has the mark and the translation's letters are else the same."""
    if not _marked(token.word):
        return
    for i, word in enumerate(mine):
        if word.key == token.key and word.word.isascii() and word.capital:
            yield Slip(i, i, token.word, "diacritic", k, j, j, 0.6)


def _marked(word: str) -> bool:
    return any(unicodedata.combining(c) for c in unicodedata.normalize("NFKD", word))


def _case(
    mine: tuple[Token, ...], theirs: tuple[Token, ...], j: int, k: int, counts: Census, others: Census
) -> Iterator[Slip]:
    """A name word of the original that stands in lower case here (democratic lawmakers), or half shouted (Us)."""
    token = theirs[j]
    key = token.key
    strange = rarity(key) >= 5.0 and rarity(key.removesuffix("s")) >= 5.0
    if (
        others.lower[key]
        or len(key) < 2
        or ((token.opens or others.capital[key] < 1) and not (strange and rarity(key) >= 6.0))
    ):
        return  # a word that opens its sentence has a capital in any case, unless it is none of the language
    if key in words("titles") or key in words("organisation_heads") or key in words("place_heads") or small(key):
        return
    if not strange and any(word.key == key and word.capital for word in mine):
        return
    beside = [t for t in theirs[max(0, j - 1) : j + 2] if t is not token and t.capital and t.key.isalpha()]
    if rarity(key) < 5.0 and not always_capital(key) and any(rarity(t.key) < 5.0 for t in beside):
        return  # part of a longer name of everyday words, which stands or falls as a whole
    if (rarity(key) < 4.6 and not always_capital(key)) or titled(theirs):
        return
    confidence = 0.85 if rarity(key) >= 4.6 or counts.capital[key] else 0.7
    if rarity(key) < _RARE and not always_capital(key) and not _borne(token):
        return  # a mascot, a garrison: a word of the language with a capital in this original
    for i, word in enumerate(mine):
        if word.key == key and not word.capital and not word.key.isdigit() and not (word.glued and half_given(mine, i)):
            yield Slip(i, i, token.word, "case", k, j, j, confidence)


_RARE = 5.6


def _borne(token: Token) -> bool:
    """Whether a word is somebody's name, or that of a place that many live in: Phoenix, but not Mascot or Garrison."""
    from audit.names.pivotstage import known_people

    if token.key in given_names() or token.key in known_people():
        return True
    return _well_known(token.word)


def _well_known(name: str) -> bool:
    return any(entry.weight >= _LARGE for entry in places().find(name)[:1])


_LARGE = 100_000
"""Inhabitants of a place that a reader thinks of before the word of the language."""


def titled(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence capitalises its everyday words, as headlines with a mark at their end do."""
    usual = [t for t in tokens if len(t.key) > 3 and plain(t.key) and not t.opens and not groups_of(t.key)]
    capital = sum(t.capital and t.key not in words("titles") for t in usual)
    return capital > 3 and 8 * (len(usual) - capital) <= len(usual)


_PARTIES = frozenset(
    "democratic republican democrat democrats republicans islamic christian muslim catholic jewish bible"
    " congress baptist baptists methodist methodists protestant protestants lutheran anglican sunni shiite hindu"
    " buddhist sikh muslims christians jews".split()
)


def always_capital(key: str) -> bool:
    """Whether a folded word is written with a capital in whatever sense it has as a name's part (parties, peoples,
    faiths)."""
    return key in _PARTIES or bool(groups_of(key))


def half_shouted(pairing: Pairing) -> Iterator[int]:
    """ "Us" for the US, where the original speaks of that country or body."""
    tokens = pairing.sentence.tokens
    for i, token in enumerate(() if _HALF.isdisjoint(pairing.sentence.reach.keys) else tokens):
        if token.text in {"Us", "Uk", "Eu", "Un"} and (i == 0 or not tokens[i - 1].capital):
            yield from () if pairing.reach_o.groups.isdisjoint(groups_of(token.key)) else (i,)


_HALF = frozenset({"us", "uk", "eu", "un"})


def lowered_titles(pairing: Pairing, text: str) -> Iterator[Slip]:
    """A title of a work that lost its capitals: the same words in a row, capitals in the original, quoted on a side.

    `text`: the translation's text.
    """
    mine = pairing.sentence.tokens
    lower = {token.key for token in mine if not token.capital}
    for k, original in enumerate(pairing.originals):
        theirs = original.tokens
        for j in range(len(theirs) - 1):
            if theirs[j].key not in lower or theirs[j + 1].key not in lower or not theirs[j].capital:
                continue
            last = j
            while (
                last + 1 < len(theirs)
                and theirs[last + 1].capital
                and original.text[theirs[last].end : theirs[last + 1].start] == " "
            ):
                last += 1
            if last == j or (j and theirs[j - 1].capital and not theirs[j].opens):
                continue
            keys = [t.key for t in theirs[j : last + 1]]
            for i in range(len(mine) - len(keys) + 1):
                row = mine[i : i + len(keys)]
                if [t.key for t in row] != keys or any(t.capital for t in row[1:]) or row[0].capital:
                    continue
                if text[row[0].start - 1 : row[0].start] in {'"', "\u201c", "\u2018", "\u300a"} or original.text[
                    theirs[j].start - 1 : theirs[j].start
                ] in {'"', "\u201c", "\u2018"}:
                    yield Slip(
                        i,
                        i + len(keys) - 1,
                        original.text[theirs[j].start : theirs[last].bare],
                        "case",
                        k,
                        j,
                        last,
                        0.7,
                    )


def _hyphens(
    mine: Sequence[Token],
    beside: Mapping[tuple[str, str], Sequence[int]],
    theirs: Sequence[Token],
    k: int,
    text: str,
    original: str,
) -> Iterator[Slip]:
    """Saint-Germain written Saint Germain, Duck & Shed written Duck&Shed; `beside`: `_capital_pairs` of the
    translation."""
    for j, (a, b) in enumerate(pairwise(theirs)):
        if not (a.capital and b.capital):
            continue
        between = original[a.bare : b.start]
        for i in beside.get((a.key, b.key), ()):
            written = text[mine[i].bare : mine[i + 1].start]
            if written == between or {written, between} - {" ", "-", "&", " & "}:
                continue
            if "-" in written or min(rarity(a.key), rarity(b.key)) < 4.0:
                continue
            yield Slip(
                i,
                i + 1,
                a.word + between + b.word,
                "hyphen" if "-" in written + between else "spacing",
                k,
                j,
                j + 1,
                0.6,
            )


# what clubs, institutes and ministries are of: in the middle of their names these words have a capital
_TRADES = frozenset(
    "football soccer basketball baseball cricket rugby hockey tennis boxing athletic sports medical technical science"
    " technology research trade commerce industry energy health education defense defence finance foreign interior"
    " justice"
    " labor labour agriculture transport security intelligence investment development insurance business law art"
    " music film"
    " national federal international european american chinese royal democratic republican socialist communist"
    " people peoples"
    " women youth students workers teachers monetary policy central public civil military".split()
)


def mixed_case(sentence: Sentence, text: str, hyphened: dict[tuple[str, str], str]) -> Iterator[tuple[int, int, str]]:
    """A lower-case word inside a capitalised name before its capitalised head: "Paris Saint Germain football Club".

    Yields the first and last word of the name and how it is written, with the hyphens that the originals have in it
    (`hyphened`: pairs of folded words -> what stands between them), or else the names of known organisations.
    """
    tokens, names = sentence.tokens, sentence.names
    heads = words("organisation_heads")
    for i in sorted(names):
        if i < 2 or tokens[i].key not in heads or (i - 2) not in names:
            continue
        head, word, before = tokens[i], tokens[i - 1], tokens[i - 2]
        if not (head.capital and before.capital):
            continue
        if word.capital or word.key not in _TRADES:
            continue
        if before.bare != before.end or head.opens:
            continue
        first = next((m.first for m in sentence.mentions if m.first <= i - 2 <= m.last), i - 2)
        while first < i - 2 and (tokens[first].key in words("titles") or small(tokens[first].key)):
            first += 1
        out = ""
        for n in range(first, i + 1):
            piece = tokens[n].word
            if n == i - 1:
                piece = piece[0].upper() + piece[1:]
            if n > first:
                pair = (tokens[n - 1].key, tokens[n].key)
                out += hyphened.get(pair) or _hyphens_of_known().get(pair) or text[tokens[n - 1].bare : tokens[n].start]
            out += piece
        yield first, i, out


@cache
def _hyphens_of_known() -> dict[tuple[str, str], str]:
    """Pairs of folded words that a known organisation has with a hyphen between them: Saint-Germain."""
    out: dict[tuple[str, str], str] = {}
    for entries in table("organisations.toml").values():
        for entry in entries if isinstance(entries, list) else ():
            if "-" in entry["name"]:
                for a, b in pairwise(tokens(entry["name"], 0, len(entry["name"]))):
                    if a.capital and b.capital and b.glued:
                        out[a.key, b.key] = "-"
    return out


def hyphens_of(sentences: Iterable[Sentence], text: str) -> dict[tuple[str, str], str]:
    """Pairs of folded words between which a text has a hyphen more often than a space."""
    out: dict[tuple[str, str], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        for a, b in pairwise(sentence.tokens):
            if a.capital and b.capital:
                if b.glued:
                    out[a.key, b.key] = text[a.bare : b.start]
                    counts[a.key, b.key] += 1
                elif text[a.bare : b.start] == " ":
                    counts[a.key, b.key] -= 1
    return {pair: mark for pair, mark in out.items() if counts[pair] > 0}
