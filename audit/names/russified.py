"""Ukrainian given names in their Russian form under a link: Mikhail Podolyak where the original has Mykhailo.

Both are forms of one name, so nothing else doubts them. Beside the same family name the Russian form only tells the way
that the text has come, as Zaporozhye does. Romanizations of one form are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from audit.names.forms import Slip
from audit.names.linked import Pairing
from audit.names.sound import letters
from audit.names.tokens import Token, fold
from audit.seeds import table

RUSSIAN_FORM = "russian-form"
"""Subtype of the findings: a matter of style and minor, as some bearers are known under the Russian form."""

_CONFIDENCE = 0.8
_SAME = 0.6
"""Likeness in letters from which the family names behind are one (Galushchenko, Halushchenko)."""


def russian_forms(pairing: Pairing) -> Iterator[Slip]:
    """The given names of a translated sentence that a linked original has in Ukrainian, and not in Russian."""
    pairs = _ukrainian()
    mine = pairing.sentence.tokens
    if pairs.keys().isdisjoint(pairing.sentence.reach.keys):
        return
    for at, token in enumerate(mine[:-1]):
        wanted = pairs.get(token.key) if token.capital else None
        if wanted is None or any(other.key == token.key for o in pairing.originals for other in o.tokens):
            continue
        for number, original in enumerate(pairing.originals):
            for place, other in enumerate(original.tokens[:-1]):
                if other.capital and other.key in wanted and _of_one(mine[at : at + 2], original.tokens[place:][:2]):
                    yield Slip(at, at, other.word, RUSSIAN_FORM, number, place, place, _CONFIDENCE)


def _of_one(mine: Sequence[Token], theirs: Sequence[Token]) -> bool:
    """Whether the words behind two given names are one family name, or one initial of it."""
    one, two = mine[1], theirs[1]
    if not (one.capital and two.capital) or mine[0].bare != mine[0].end or one.start - mine[0].end != 1:
        return False
    if min(len(one.key), len(two.key)) == 1:
        return one.key[0] == two.key[0]
    return letters(one.key, two.key) >= _SAME


@cache
def _ukrainian() -> Mapping[str, frozenset[str]]:
    """Folded Russian form -> the folded Ukrainian ones."""
    out: dict[str, frozenset[str]] = {}
    for pair in table("given_names.toml").get("russian", {}).get("pairs", "").split():
        russian, _, ukrainian = pair.partition(":")
        for form in russian.split(","):
            out[fold(form)] = frozenset(fold(name) for name in ukrainian.split(","))
    return out
