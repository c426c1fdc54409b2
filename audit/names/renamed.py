"""Institutions whose names came back word by word: other words of the same sense, another order, another number.

"Personal Rights and Expression Foundation" for the Foundation for Individual Rights and Expression, "Israel Times" for
The Times of Israel, "National Institute of Health" for the National Institutes of Health. A mention of the translation
is laid beside each mention of the linked original, word by word in any order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audit.names.calques import Calque
from audit.names.coverage import american, groups_of, small
from audit.names.linked import Pairing
from audit.names.mentions import Mention, joined
from audit.names.senses import match
from audit.names.tokens import Token
from audit.names.vocabulary import given_names, rarity, words

# bodies whose names English turns round at will (Ministry of Defence, Defence Ministry; Oxford University)
_TURNED = frozenset(
    "ministry department university embassy government court district province city county state police office council"
    " parliament region republic president minister administration municipality prefecture authority bank bureau"
    " airport station river island committee commission party service hospital school museum church army navy house"
    " prison jail mayor governor stadium street".split()
)
_BODIES = frozenset(
    "ministry department bureau administration agency authority office service commission committee council court bank"
    " university college academy institute school faculty hospital library museum company group association union"
    " federation party congress parliament assembly corporation foundation society centre center board".split()
)
_TELLING = 3.6
_RARE = 5.0
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class _Name:
    """Content words (indexes) of a mention, with the folded words."""

    at: tuple[int, ...]
    keys: tuple[str, ...]


def renamed(pairing: Pairing, text: str) -> Iterator[Calque]:
    """Mentions that are a mention of the linked original in other words or another order; `text`: the translation."""
    mine = pairing.sentence
    ours = _names(mine.tokens, mine.mentions)
    if not ours or mine.headline:
        return
    for k, original in enumerate(pairing.originals):
        tokens, mentions = original.tokens, original.mentions
        theirs = _names(tokens, mentions)
        if not theirs:
            continue
        written = {n.keys for n in theirs}
        for name in ours:
            if name.keys in written or _stands(name.keys, tokens):
                continue
            best = max(((_score(pairing, k, name, other), n) for n, other in enumerate(theirs)), default=((0.0, ""), 0))
            (confidence, why), n = best
            if confidence > 0:
                other = theirs[n]
                first, last = _grown(tokens, other)
                yield Calque(pairing.number, name.at[0], name.at[-1], k, first, last, confidence, why)


def _head(key: str) -> bool:
    return key in words("organisation_heads") or (key.endswith("s") and key[:-1] in words("organisation_heads"))


def _names(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[_Name]:
    """The mentions of two content words and more, pairs of them that only "and" parts, and parts that are bodies."""
    out = []
    spans = joined(tokens, mentions)
    for first, last in spans + [part for span in spans for part in _parts(tokens, *span)]:
        at = [i for i in range(first, last + 1) if not small(tokens[i].key)]
        while at and (tokens[at[0]].key in words("titles") or tokens[at[0]].key in words("honorifics")) and len(at) > 2:
            at.pop(0)
        if 2 <= len(at) <= _LONGEST:
            out.append(_Name(tuple(at), tuple(tokens[i].key for i in at)))
    return out


def _parts(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Both sides of an "of" between two bodies: the Confucius Institute of the Royal Academy of Cambodia."""
    for n in range(first + 2, last - 1):
        after = n + 2 if tokens[n + 1].key == "the" else n + 1
        left, right = tokens[first:n], tokens[after : last + 1]
        if tokens[n].key == "of" and left[-1].key in _BODIES and any(t.key in _BODIES for t in right):
            for part in ((first, n - 1), (after, last)):
                if sum(not small(t.key) for t in tokens[part[0] : part[1] + 1]) > 2:
                    yield part


def _stands(keys: Sequence[str], tokens: Sequence[Token]) -> bool:
    """Whether the content words stand in this order, with nothing but small words between, in the other text."""
    row = [t.key for t in tokens if not small(t.key)]
    return any(tuple(row[n : n + len(keys)]) == tuple(keys) for n in range(len(row) - len(keys) + 1))


def _score(pairing: Pairing, k: int, name: _Name, other: _Name) -> tuple[float, str]:
    """Confidence that one mention renames the other, and why; 0 where it does not."""
    pairs = match(name.keys, other.keys)
    loose_t = [i for n, i in enumerate(name.at) if n not in {a for a, _, _ in pairs}]
    loose_o = [j for n, j in enumerate(other.at) if n not in {b for _, b, _ in pairs}]
    if len(pairs) < 2 or len(loose_t) > 1 or len(loose_o) > 1:
        return 0.0, ""
    if len(loose_t) + len(loose_o) >= len(pairs) and not _other_head(pairing, k, name, other, loose_t, loose_o):
        return 0.0, ""
    if any(i not in pairing.bare_t for i in loose_t) or any(j not in pairing.bare_o[k] for j in loose_o):
        return 0.0, ""
    kept = [(name.keys[a], other.keys[b]) for a, b, sense in pairs if not sense]
    crossed = any(x[1] > y[1] for x, y in itertools.pairwise(pairs))
    if not loose_t and not loose_o and len(kept) == len(pairs) and not crossed:
        return _one_number(kept)
    if not any(_head(key) for key in name.keys) or not any(_head(key) for key in other.keys):
        return 0.0, ""
    if not any(_telling(a) for a, _ in kept) or any(key in given_names() and not groups_of(key) for _, key in kept):
        return 0.0, ""
    sense = [(name.keys[a], other.keys[b]) for a, b, by_sense in pairs if by_sense]
    turned = crossed and bool(_TURNED & {key for key in name.keys if _head(key)})
    if sense or (loose_t and loose_o and not turned):
        changed = ", ".join(f"“{b}” as “{a}”" for a, b in sense)
        base = 0.74 if not loose_t and not loose_o else 0.64
        base -= 0.08 * (turned and not loose_t and not loose_o) + 0.06 * max(0, len(sense) - 2)
        return base + 0.02 * min(4, len(kept)), "the words of the name were translated" + (
            f": {changed}" if changed else ""
        )
    if loose_t or loose_o:
        return (0.6, "the name gained or lost a word") if crossed and not turned else (0.0, "")
    if crossed and not turned:
        return 0.56, "the words of the name stand in another order"
    return 0.0, ""


def _other_head(
    pairing: Pairing, k: int, name: _Name, other: _Name, loose_t: Sequence[int], loose_o: Sequence[int]
) -> bool:
    """Whether two names of three words differ in the last one only, which says what they are: Dabei Photo Gallery."""
    if not loose_t or not loose_o or (loose_t[0], loose_o[0]) != (name.at[-1], other.at[-1]):
        return False
    theirs = pairing.originals[k].tokens
    heads = _head(pairing.sentence.tokens[loose_t[0]].key) or _head(theirs[loose_o[0]].key)
    return heads and any(rarity(key) > _RARE and key not in given_names() for key in other.keys[:-1])


def _one_number(kept: Sequence[tuple[str, str]]) -> tuple[float, str]:
    """Two names that differ by nothing but the number of one word: Working Family Party, Evangelo Marinakis."""
    changed = [(a, b) for a, b in kept if a != b]
    if len(changed) != 1 or not _number(*changed[0]):
        return 0.0, ""
    a, b = changed[0]
    if rarity(min(a, b, key=len)) > 5.0:
        return 0.66, f"“{b}” came back as “{a}”"
    if any(_head(key) for key, _ in kept) or any(rarity(key) > 5.0 for key, other in kept if key == other):
        return (0.58 if len(kept) > 2 else 0.54), f"“{b}” came back as “{a}”"
    return 0.0, ""


def _telling(key: str) -> bool:
    return rarity(key) > _TELLING or bool(groups_of(key))


def _number(a: str, b: str) -> bool:
    """Whether two folded words are singular and plural of each other (and no country and its people)."""
    if american(a) == american(b) or not groups_of(a).isdisjoint(groups_of(b)):
        return False
    short, long = sorted((a, b), key=len)
    return long in {short + "s", short + "es"} or (short.endswith("y") and long == short[:-1] + "ies")


def _grown(tokens: Sequence[Token], name: _Name) -> tuple[int, int]:
    return name.at[0], name.at[-1]
