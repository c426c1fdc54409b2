"""Names that the translation itself glosses: "Towle Krows (Tollcross)", where the linked original has Tollcross.

Translation engines often write a foreign name from its sound and add the form that the pivot has in brackets. The gloss
is right where the original has it as a name; the words before it are then another spelling of the same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from audit.names.calques import Calque
from audit.names.coverage import small
from audit.names.linked import Pairing
from audit.names.mentions import Mention
from audit.names.sound import letters, sound
from audit.names.tokens import Token
from audit.names.vocabulary import plain

_OPENING, _CLOSING = frozenset("(\uff08"), frozenset(")\uff09")
_LONGEST = 4
_ALIKE = 0.35
"""Likeness (0 to 1) from which a spelling from the sound and its gloss are one name; everything else speaks for it."""


def glossed(pairing: Pairing, text: str) -> Iterator[Calque]:
    """Mentions before a gloss in brackets that the linked original writes so; `text`: the translation."""
    mine = pairing.sentence.tokens
    for mention in pairing.sentence.mentions:
        gloss = _gloss(mine, mention.last, text)
        run = _uncovered(pairing, mention)
        if not gloss or not run or not pairing.bare_t.isdisjoint(gloss):
            continue
        keys = [mine[i].key for i in gloss]
        for k, original in enumerate(pairing.originals):
            tokens, names = original.tokens, original.names
            at = next((n for n in range(len(tokens)) if [t.key for t in tokens[n : n + len(keys)]] == keys), None)
            if at is None or not all(at + n in names for n in range(len(keys))):
                continue
            if original.text[tokens[at].start - 1 : tokens[at].start] in _OPENING:
                continue  # in brackets there, too: somebody else, as an actor after a part
            first, last, like = _likest("".join(mine[i].key for i in run), len(run), keys)
            if like >= _ALIKE:
                why = "the translation itself adds the name in brackets"
                yield Calque(
                    pairing.number, run[0], run[-1], k, at + first, at + last, min(0.92, 0.7 + 0.3 * like), why
                )
                break


def _uncovered(pairing: Pairing, mention: Mention) -> list[int]:
    """The words in question at the end of a mention, if they are no everyday words."""
    run: list[int] = []
    for i in range(mention.last, mention.first - 1, -1):
        if i not in pairing.bare_t or i not in pairing.sentence.names:
            break
        run.insert(0, i)
    return [] if all(plain(pairing.sentence.tokens[i].key) for i in run) else run


def _gloss(tokens: Sequence[Token], last: int, text: str) -> list[int]:
    """The words in brackets directly after word `last`, without a small word that opens them; no abbreviation."""
    inside: list[int] = []
    for i in range(last + 1, min(len(tokens), last + 2 + _LONGEST)):
        before = text[tokens[i - 1].end : tokens[i].start]
        if (not inside and before.strip() not in _OPENING) or (inside and before.strip(" -\u00b7")):
            break
        inside.append(i)
        if text[tokens[i].end : tokens[i].end + 1] in _CLOSING:
            words = inside[1:] if small(tokens[inside[0]].key) else inside
            return [] if len(words) == 1 and tokens[words[0]].shouted else words
    return []


def _likest(run: str, words: int, keys: Sequence[str]) -> tuple[int, int, float]:
    """First and last of the words of a gloss that stand for the words before it, and how like they are (0 to 1).

    As many words as there are before it are the whole gloss, one is its last word; else its end is looked for.
    """
    best = (0, len(keys) - 1, 0.0)
    for first in (0,) if words == len(keys) else (len(keys) - 1,) if words == 1 else range(len(keys)):
        name = "".join(keys[first:])
        like = 0.5 * letters(run, name) + 0.5 * sound(run, name)
        if like > best[2]:
            best = (first, len(keys) - 1, like)
    return best
