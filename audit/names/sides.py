"""What may be one name in a sentence: its mentions, or what is before a title in them and what is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from audit.names.coverage import groups_of, national
from audit.names.mentions import Mention, half_given
from audit.names.tokens import Token
from audit.names.vocabulary import given_names, words


@dataclass(frozen=True, slots=True)
class Side:
    """Words first..last (inclusive) of a sentence (translation) or of a linked stretch (original) that may be one
    name."""

    first: int
    last: int
    bare: tuple[int, ...]
    keys: tuple[str, ...]
    kind: str
    quoted: bool = False
    mention: tuple[int, int] | None = None
    """First and last word of the whole mention, where the side is only a part of it."""

    @property
    def whole(self) -> tuple[int, int]:
        """First and last word of the mention that the side is of."""
        return self.mention or (self.first, self.last)

    @property
    def joined(self) -> str:
        return "".join(self.keys)


def sides(
    tokens: Sequence[Token], mentions: Sequence[Mention], bare: frozenset[int], names: frozenset[int], ours: bool
) -> list[Side]:
    """The mentions with at least one uncovered name word. `bare` of a side: its uncovered name words.

    Titles are left out, but for the last word of an original's mention: somebody may be called Justice or Bishop.
    """
    out: list[Side] = []
    for part in () if names.isdisjoint(bare) else parted(tokens, mentions):
        span = range(part.first, part.last + 1)
        uncovered = tuple(
            i
            for i in span
            if i in bare and i in names and (not _dropped_title(tokens[i].key) or (i == part.last and not ours))
        )
        if uncovered and (part.kind != "office" or not all(_of_offices(tokens[i].key) for i in span)):
            out.append(replace(part, bare=_with_halves(tokens, part, uncovered)))
    return out


def _with_halves(tokens: Sequence[Token], part: Side, bare: tuple[int, ...]) -> tuple[int, ...]:
    """Words in question with the other halves of given names with a hyphen: Yong-han is no "han"."""
    halves = {i - 1 for i in bare if i > part.first and half_given(tokens, i)}
    halves |= {i + 1 for i in bare if i < part.last and half_given(tokens, i + 1)}
    return tuple(sorted({*bare, *halves})) if halves else bare


def parted(tokens: Sequence[Token], mentions: Sequence[Mention]) -> Iterator[Side]:
    """The mentions, but an office before somebody's name and the name as two: Cleveland Fed Chairman | Hamak.

    The former is of the kind `office`, and without the title; nothing is said of what is bare.
    """
    for mention in mentions:
        first, last = mention.first, mention.last
        titles = [i for i in range(first, last) if tokens[i].capital and titular(tokens[i].key)]
        heads = [i for i in titles if tokens[i].key not in _MODIFIERS]
        name = heads[-1] + 1 if heads else first
        if not heads or _a_body(tokens[name : last + 1]):
            yield _side(tokens, first, last, mention)
            continue
        if titles[0] > first:
            yield replace(_side(tokens, first, titles[0] - 1, mention), kind="office")
        yield _side(tokens, name, last, mention)


_MODIFIERS = frozenset(
    "executive deputy vice acting interim former ex special presidential permanent senior junior honorary elect"
    " designate nominee caretaker incumbent emeritus representative ministry".split()
)
"""Words of an office that make nobody of what follows them: National Honorary Titles, Representative Conference."""


def _side(tokens: Sequence[Token], first: int, last: int, mention: Mention) -> Side:
    part = (first, last) != (mention.first, mention.last)
    return Side(
        first=first,
        last=last,
        bare=(),
        keys=tuple(token.key for token in tokens[first : last + 1]),
        kind=mention.kind if not part or mention.kind != "organisation" else "",
        quoted=mention.quoted,
        mention=(mention.first, mention.last) if part else None,
    )


def titular(key: str) -> bool:
    """Whether a folded word before a name is a title or a word of an office."""
    return key in words("titles") or key in words("offices_words") or _addresses(key)


def _addresses(key: str) -> bool:
    """Whether a folded word is a form of address and nobody's given name (Sri Mulyani, Don Lemon)."""
    return key in words("honorifics") and key not in given_names()


def _a_body(row: Sequence[Token]) -> bool:
    """Whether words behind a title make something else than a person: Justice Department, General Motors of Canada."""
    heads = words("organisation_heads") | words("place_heads")
    return row[-1].key in heads or any(token.key in {"of", "for", "and"} for token in row)


def _of_offices(key: str) -> bool:
    """Whether a word before a title only says which office it is, or of which country: Polish, Defense, Prime."""
    return titular(key) or key in _FIELDS or national(key)


_FIELDS = frozenset(
    "prime defense defence foreign finance interior home justice trade industry commerce treasury education health"
    " labor labour energy economy economic economics agriculture transport environment culture science technology"
    " tourism planning development security national state federal regional provincial municipal homeland unification"
    " digital information communications infrastructure housing immigration and of for the".split()
)


def _dropped_title(key: str) -> bool:
    """Titles come and go freely (Gov., Governor, the governor), and so do forms of address."""
    return key in words("titles") or _addresses(key) or key in words("months")


def somebody(tokens: Sequence[Token], side: Side) -> bool:
    """Whether a side is surely somebody's name: behind a title, or several words of no body and no place."""
    if side.kind:
        return False
    titled = side.mention is not None and titular(tokens[side.first - 1].key)
    return titled or side.last > side.first or any(tokens[i].key in given_names() for i in side.bare)


def same_office(mine: Sequence[Token], a: Side, theirs: Sequence[Token], b: Side) -> bool:
    """Whether both names stand beside a word of the same office, and not of that of two countries."""
    ours, others = _office(mine, a), _office(theirs, b)
    if ours.isdisjoint(others) or any((rank in ours) != (rank in others) for rank in ("deputy", "vice", "assistant")):
        return False
    of_a, of_b = (
        {g for t in tokens[max(0, s.whole[0] - 1) : s.first] for g in groups_of(t.key)}
        for tokens, s in ((mine, a), (theirs, b))
    )
    return not of_a or not of_b or not of_a.isdisjoint(of_b)


def _office(tokens: Sequence[Token], side: Side) -> frozenset[str]:
    """The words of the office directly before a name, or behind its comma: NATO Secretary General Stoltenberg."""
    out: set[str] = set()
    at = side.first - 1
    while at >= 0 and tokens[at + 1].start - tokens[at].end == 1 and (titular(tokens[at].key)):
        out.add(tokens[at].key)
        at -= 1
    if not out and side.last + 1 < len(tokens) and tokens[side.last + 1].start - tokens[side.last].end == 2:
        out = {token.key for token in tokens[side.last + 1 : side.last + 4] if titular(token.key)}
    return frozenset(out)
