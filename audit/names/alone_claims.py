"""Claims of the authority about names of a text, and the hits that are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audit.model import Category, Evidence, Hit, Rejected, RouteStep, Suggestion
from audit.names.alone_likeness import SUFFIXES, Comparison, account, nearest, same_given
from audit.names.authority_knowledge import Person
from audit.names.tokens import Token, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A place [start, end) that should name `person`. `key`: the folded family word as it stands, for propagation."""

    rule: str
    start: int
    end: int
    surface: str
    key: str
    suggestion: str
    person: Person
    comparison: Comparison
    confidence: float
    subtype: str
    message: str
    evidence: tuple[Evidence, ...]
    rejected: tuple[Rejected, ...] = ()
    category: Category | None = None
    safe: bool = False


def repair(
    tokens: Sequence[Token], first: int, last: int, comparison: Comparison, person: Person
) -> tuple[int, int, str]:
    """Which words (inclusive) to replace by what, so that the name of `person` stands there."""
    while last > first and tokens[last].key in SUFFIXES:
        last -= 1
    count = last - first + 1
    if comparison.kind == "given":
        end = last - len(person.family_name.split())
        return (first, end, person.given_name) if end >= first else (first, last, person.name)
    if count == 1:
        return first, last, nearest(tokens[first].key, person) if comparison.kind == "like" else person.family_name
    if comparison.kind in {"like", "other"}:
        if tokens[first].key in {fold(word) for word in person.family_name.split()[:-1]}:
            return first, last, person.family_name  # "Von der Lein": the name begins with its particle
        given = fold(person.given_name.replace(" ", "").replace("-", ""))
        if given and same_given(tokens[first].key, given, person):
            begin = first + 1
            while begin < last and len(tokens[begin].key) == 1:
                begin += 1
            return begin, last, person.family_name
    return first, last, person.name


def subtype(surface: str, comparison: Comparison, person: Person) -> str:
    """How the surface came about: truncated, respelled, characters-misread or romanized-pivot."""
    if comparison.kind == "misread":
        return "characters-misread"
    if comparison.kind == "pinyin":
        return "romanized-pivot"
    short, long = fold(surface.rsplit(maxsplit=1)[-1]), fold(person.family_name)
    if long.startswith(short) and len(short) < len(long):
        return "truncated"
    return "respelled"


def hit(claim: Claim) -> Hit:
    """The hit of a claim."""
    form = claim.person.scripts.get(claim.comparison.lang or "zh")
    route: tuple[RouteStep, ...] = ()
    if claim.rule == "mangled-name" and claim.subtype not in {"name-order"}:
        route = account(claim.surface, claim.suggestion, claim.comparison.lang or "zh", form)
    return Hit(
        start=claim.start,
        end=claim.end,
        message=claim.message,
        confidence=claim.confidence,
        subtype=claim.subtype,
        category=claim.category,
        severity="minor" if claim.subtype in {"romanized-pivot", "name-order"} else None,
        route=route,
        suggestions=_suggestions(claim),
        evidence=claim.evidence,
        rejected=claim.rejected,
    )


def _suggestions(claim: Claim) -> tuple[Suggestion, ...]:
    if not claim.suggestion:
        return ()
    confidence = round(claim.confidence * 0.98, 3)
    return (Suggestion(text=claim.suggestion, confidence=confidence, safe=claim.safe, evidence=claim.evidence),)


def propagate(claims: Sequence[Claim], sentences: Sequence[Sequence[Token]], text: str) -> list[Claim]:
    """The claims with further ones for the other places where the same surface stands for the same person."""
    out = list(claims)
    taken = [(claim.start, claim.end) for claim in out]
    strongest: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: c.confidence):
        if claim.key and claim.subtype != "name-order" and claim.comparison.kind != "given":
            strongest[claim.key] = claim
    for tokens in sentences if strongest else ():
        for at, token in enumerate(tokens):
            known = strongest.get(token.key)
            if known is None or not token.capital or any(a < token.bare and token.start < b for a, b in taken):
                continue
            span = _bare_mention(tokens, at, text, known.person)
            if span is None:
                continue
            start, end, suggestion = span
            taken.append((start, end))
            evidence = Evidence(
                kind="in-text", detail=f"stands for {known.person.name} elsewhere in this text", weight=1.0
            )
            out.append(
                replace(
                    known,
                    start=start,
                    end=end,
                    surface=text[start:end],
                    suggestion=suggestion if known.suggestion else "",
                    evidence=(*known.evidence, evidence),
                    confidence=max(0.5, known.confidence - 0.03),
                )
            )
    return sorted(out, key=lambda claim: (claim.start, claim.end))


def _bare_mention(tokens: Sequence[Token], at: int, text: str, person: Person) -> tuple[int, int, str] | None:
    """The span and repair of a mention by this word; None where it belongs to somebody else's full name."""
    token = tokens[at]
    if at and tokens[at - 1].capital and _joined(tokens[at - 1], token, text):
        given = fold(person.given_name.replace(" ", ""))
        before = tokens[at - 1]
        if not same_given(before.key, given, person) and not _title(before) and before.end == before.bare:
            return None
    if (
        at + 1 < len(tokens)
        and tokens[at + 1].capital
        and token.end == token.bare
        and _joined(token, tokens[at + 1], text)
    ):
        return None
    return token.start, token.bare, person.family_name


def _joined(first: Token, second: Token, text: str) -> bool:
    return not text[first.bare : second.start].strip(" -\u2010\u2011")


def _title(token: Token) -> bool:
    from audit.names.vocabulary import words

    return any(token.key in words(kind) for kind in ("titles", "honorifics", "offices_words", "sentence_starters"))
