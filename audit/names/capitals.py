"""Names of several words that lost capitals: "white house", "Massachusetts general hospital", "Crystal palace".

The linked original writes the very same words with capitals, in a row. What newspapers write either way (the foreign
ministry, the supreme court, Leeds city council) is doubted less than what nobody writes small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audit.names.coverage import american, groups_of, national, small
from audit.names.forms import Slip, titled
from audit.names.linked import Pairing
from audit.names.mentions import Sentence, half_given, joined
from audit.names.tokens import Token
from audit.names.vocabulary import plain, rarity, words

# bodies that many newspapers write small, alone or after a place's name
_EITHER = frozenset(
    "ministry court council parliament government cabinet police army navy force forces guard staff embassy consulate"
    " university school college hospital department office commission committee assembly senate congress party church"
    " republic state city county district province region government presidency bill act law treaty agreement accord"
    " memorandum chamber secretary minister president general airport station river street road bridge square stadium"
    " mayor governor coast ceasefire war summit conference service agency league cup championship tournament".split()
)

_OFFICES = frozenset(
    "executive staff officer chief deputy vice acting former president prime premier minister secretary chancellor"
    " governor mayor senator chairman chairwoman director spokesman spokeswoman king queen prince princess pope".split()
)
_AREAS = frozenset("city county district province state region government citizens people party police".split())
_USUAL = 4.2


def lowered(pairing: Pairing, text: str) -> Iterator[Slip]:
    """Names of the original whose words stand here in a row with a small letter where the original has a capital.

    `text`: the translation's text.
    """
    mine = pairing.sentence.tokens
    if pairing.sentence.headline:
        return
    lower = {american(token.key) for token in mine if not token.capital and not small(token.key)}
    for k, original in enumerate(pairing.originals):
        for sentence, at in zip(original.sentences, original.starts, strict=True):
            if not any(token.capital and american(token.key) in lower for token in sentence.tokens):
                continue  # no word has lost its capital
            if not sentence.headline and not titled(sentence.tokens):
                yield from _of_sentence(sentence, at, mine, k, text, original.text)


def _of_sentence(
    sentence: Sentence, at: int, mine: Sequence[Token], k: int, text: str, original: str
) -> Iterator[Slip]:
    for first, last in joined(sentence.tokens, sentence.mentions):
        row = list(sentence.tokens[first : last + 1])
        shift = first
        while len(row) > 1 and (row[0].key in words("titles") or row[0].key in words("honorifics")):
            row.pop(0)
            shift += 1
        if len(row) < 2 or not row[-1].capital or not row[0].capital:
            continue
        small_form = original[row[0].start : row[-1].bare].casefold()
        if small_form in original:
            continue  # the original itself writes it small elsewhere
        for i in _places(mine, row):
            found = mine[i : i + len(row)]
            lost = [
                n
                for n, t in enumerate(found)
                if row[n].capital and not t.capital and not small(t.key) and not (i + n and half_given(mine, i + n))
            ]
            if not lost or any(t.capital and not row[n].capital for n, t in enumerate(found)):
                continue
            if lost == [0] and row[0].opens:
                continue  # it opens the original's sentence: Directors Adam Miller and Paul Stone
            if any(found[n].key in _OFFICES for n in lost) or _broken(text, found):
                continue
            confidence = _confidence(row, found, lost)
            if not confidence:
                continue
            yield Slip(
                i,
                i + len(row) - 1,
                original[row[0].start : row[-1].bare],
                "case",
                k,
                at + shift,
                at + shift + len(row) - 1,
                confidence,
            )


def _places(mine: Sequence[Token], row: Sequence[Token]) -> Iterator[int]:
    """Where the words of a name stand in a row, in British or American spelling."""
    keys = [american(token.key) for token in row]
    for i in range(len(mine) - len(row) + 1):
        if all(american(mine[i + n].key) == keys[n] for n in range(len(row))) and not mine[i].opens:
            yield i


def _confidence(row: Sequence[Token], found: Sequence[Token], lost: Sequence[int]) -> float:
    """How sure it is that the capitals were lost; 0 where both ways of writing are usual."""
    keys = [token.key for token in row if not small(token.key)]
    joined = "".join(token.key for token in row)
    if groups_of(joined) or any(not plain(row[n].key) and rarity(row[n].key) >= 4.6 for n in lost):
        return 0.85
    either = row[-1].key in _EITHER or (row[-1].key.endswith("s") and row[-1].key[:-1] in _EITHER)
    mixed = any(token.capital for token in found)
    if all(key in words("titles") or key in _EITHER for key in keys):
        return 0.0
    if len(keys) == 2 and (row[-1].key in _AREAS or national(row[0].key)):
        return 0.0  # Ganzhou city, Chinese citizens
    if either:
        return 0.58 if mixed or len(keys) > 2 else 0.0
    if mixed or len(keys) > 2:
        return 0.74
    return 0.68 if sum(map(rarity, keys)) > _USUAL * len(keys) else 0.0  # Statue of Liberty, but green card


def _broken(text: str, found: Sequence[Token]) -> bool:
    return any(text[a.bare : b.start].strip(" -\u2010\u2011&") for a, b in pairwise(found))


_SHORT = 3


def half_capitals(pairing: Pairing) -> Iterator[Slip]:
    """Abbreviations and brands that lost capitals inside: "Isi" for ISI, "Xai" for xAI, "Youtube" for YouTube.

    Abbreviations of four letters and more that are read as words (Nato, Unesco) are British style and left alone.
    """
    mine = pairing.sentence.tokens
    if pairing.sentence.headline:
        return
    written, keys = {token.word for token in mine}, pairing.sentence.reach.keys
    for k, original in enumerate(pairing.originals):
        for j, token in enumerate(original.tokens):
            if token.word in written or token.key not in keys:
                continue
            inner = token.word[1:]
            if not any(c.isupper() for c in inner) or not token.word.isalpha():
                continue
            if token.word.isupper() and (len(token.word) > _SHORT or _in_capitals(original.tokens, j)):
                continue
            if (
                token.key.startswith(("mc", "mac", "de", "la", "al", "van", "el", "di", "le"))
                and token.word[0].isupper()
            ):
                continue  # surnames, whose capitals vary
            for i, other in enumerate(mine):
                if other.key != token.key or any(c.isupper() for c in other.word[1:]):
                    continue
                if rarity(token.key) < 4.2 and (not other.capital or other.opens or i + 1 >= len(mine)):
                    continue  # us, it, who
                if rarity(token.key) < 4.2 and not mine[i + 1].capital:
                    continue
                yield Slip(i, i, token.word, "case", k, j, j, 0.7)


def _in_capitals(tokens: Sequence[Token], j: int) -> bool:
    """Whether a short word is part of a dateline or headline all in capitals: NEW YORK, LOS ANGELES, THE HAGUE."""
    beside = (tokens[n] for n in (j - 1, j + 1) if 0 <= n < len(tokens))
    return any(t.word.isupper() and t.word.isalpha() and len(t.word) > _SHORT for t in beside)


def with_article(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Folded word -> word, for names of which "The" is a part inside of sentences: The Hague, The Information."""
    out: dict[str, str] = {}
    for sentence in sentences:
        found = [] if sentence.headline else list(_articles(sentence.tokens))
        if found and not titled(sentence.tokens):
            for i, (_, word) in found:
                following = sentence.tokens[i + 2] if i + 2 < len(sentence.tokens) else None
                if word.capital and not word.shouted and (following is None or not following.capital):
                    out[word.key] = word.word
    return out


def small_after_article(sentence: Sentence, names: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Where "The" has its capital inside of a sentence and the word after it has lost it: first word, right form."""
    if names and not sentence.headline:
        for i, (article, word) in _articles(sentence.tokens):
            if word.key in names and not word.capital:
                yield i, f"{article.word} {names[word.key]}"


def _articles(tokens: Sequence[Token]) -> Iterator[tuple[int, tuple[Token, Token]]]:
    for i, (article, word) in enumerate(pairwise(tokens)):
        if article.word == "The" and not article.opens and word.start - article.end == 1:
            yield i, (article, word)
