"""Cases under a link: residual names in pairs, slips of form, and names that came back as common words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audit.model import Rejected
from audit.names import calques, capitals, forms, organisations, titles
from audit.names.candidates import candidates
from audit.names.decide import Pair, associate, choose, confidence, doubt
from audit.names.glossed import glossed
from audit.names.linked import Pairing
from audit.names.renamed import renamed
from audit.names.resolve import Change, left_over, resolve
from audit.names.russified import russian_forms
from audit.names.turned import turned

if TYPE_CHECKING:
    from audit.names.tokens import Token


from audit.names.stage import Case, Stage, quote, words_at


def gaps(stage: Stage) -> None:
    """Residual names against residual names."""
    rows = [candidates(pairing) for pairing in stage.pairings]
    names = [([c.mine.joined for c in row], [c.theirs.joined for c in row]) for row in rows]
    written = {sentence.tokens[i].key for sentence in stage.sentences for i in sentence.names}
    for pairing, row in zip(stage.pairings, associate(rows, names), strict=True):
        mine = pairing.sentence.tokens
        fresh = []
        for c in row:
            theirs = pairing.originals[c.original].tokens
            extra = {
                "elsewhere_t": float(all(mine[i].key in stage.known for i in c.mine.bare)),
                "elsewhere_o": float(all(theirs[j].key in written for j in c.theirs.bare)),
            }
            fresh.append(replace(c, features={**c.features, **extra}))
        chosen = choose(fresh)
        changes = [(pair, change) for pair in chosen for change in resolve(pairing, pair.candidate)]
        stage.cases += [_case(pairing, change, pair) for pair, change in changes]
        rest = left_over(pairing, fresh, [change for _, change in changes])
        for pair in choose(rest, _LEAST):
            stage.cases += [_case(pairing, change, pair) for change in resolve(pairing, pair.candidate)]


_LEAST = 0.12
"""Probability from which what a pair left over makes another pair."""


def _case(pairing: Pairing, change: Change, pair: Pair) -> Case:
    original = pairing.originals[change.original]
    tokens = original.tokens
    a, b = tokens[change.first_o], tokens[change.last_o]
    mine = pairing.sentence.tokens
    rejected = tuple(
        Rejected(
            text=words_at(pairing.originals[c.original].tokens, c.theirs.bare),
            why=f"less likely in this place ({p:.2f})",
        )
        for c, p in pair.rivals
        if p > 0.02
    )
    wanted = original.text[a.start : b.end if _of_the_name(tokens, change.last_o, mine, change.last) else b.bare]
    return Case(
        number=pairing.number,
        first=change.first,
        last=change.last,
        text=wanted,
        confidence=confidence(pair.probability),
        subtype="respelled",
        why=f"the linked original has “{wanted}” where the translation has “{_span_text(mine, change)}”",
        ref=f"{original.doc}:{a.start}-{b.bare}",
        quote=quote(original, a.start),
        rejected=rejected,
        around=(pair.candidate.mine.first, max(pair.candidate.mine.last, change.last)),
        doubt=doubt(pair.probability),
    )


def _of_the_name(tokens: Sequence[Token], at: int, mine: Sequence[Token], last: int) -> bool:
    """Whether a possessive ending belongs to the name, as an auxiliary or "said" follows: Christie's had refused."""
    if tokens[at].bare == tokens[at].end or mine[last].bare != mine[last].end or at + 1 >= len(tokens):
        return False
    return tokens[at + 1].key in _VERBS and tokens[at + 1].start - tokens[at].end == 1


_VERBS = frozenset("had has was is were are will would could can may might should did does said says".split())


def _span_text(tokens: Sequence[object], change: Change) -> str:
    return words_at(tokens, range(change.first, change.last + 1))


def form_slips(stage: Stage, text: str) -> None:
    for pairing in stage.pairings:
        found = (
            *forms.slips(pairing, stage.counts, stage.others, text),
            *forms.lowered_titles(pairing, text),
            *capitals.lowered(pairing, text),
            *capitals.half_capitals(pairing),
            *russian_forms(pairing),
        )
        for slip in _widest(found):
            original = pairing.originals[slip.original]
            a, b = original.tokens[slip.first_o], original.tokens[slip.last_o]
            stage.cases.append(
                Case(
                    number=pairing.number,
                    first=slip.first,
                    last=slip.last,
                    text=slip.text,
                    confidence=slip.confidence,
                    subtype="case"
                    if slip.kind == "case"
                    else "split-or-merged"
                    if slip.kind in {"split", "spacing", "hyphen"}
                    else slip.kind,
                    why=f"the linked original writes “{slip.text}”",
                    ref=f"{original.doc}:{a.start}-{b.bare}",
                    quote=quote(original, a.start),
                )
            )
    for pairing in stage.pairings:
        for i in forms.half_shouted(pairing):
            stage.cases.append(
                Case(
                    number=pairing.number,
                    first=i,
                    last=i,
                    text=pairing.sentence.tokens[i].word.upper(),
                    confidence=0.8,
                    subtype="case",
                    why="an abbreviation in half capitals",
                    ref="",
                )
            )
    for number, sentence in enumerate(stage.sentences):
        for first, wanted in capitals.small_after_article(sentence, stage.with_article):
            stage.cases.append(
                Case(
                    number=number,
                    first=first,
                    last=first + 1,
                    text=wanted,
                    confidence=0.8,
                    subtype="case",
                    why=f"the originals write “{wanted}”",
                    ref="",
                )
            )
        if sentence.headline:
            continue
        for first, last, wanted in forms.mixed_case(sentence, text, stage.hyphened):
            stage.cases.append(
                Case(
                    number=number,
                    first=first,
                    last=last,
                    text=wanted,
                    confidence=0.7,
                    subtype="case",
                    why="a word in lower case inside a capitalised name",
                    ref="",
                )
            )


def institutions(stage: Stage, text: str) -> None:
    """Institutions whose words came back in another order, and ministries that became those of another country."""
    for sentence_number, sentence in enumerate(stage.sentences):
        for first, last, wanted in organisations.permuted(sentence):
            stage.cases.append(
                Case(
                    number=sentence_number,
                    first=first,
                    last=last,
                    text=wanted,
                    confidence=0.7,
                    subtype="literal",
                    why=f"the words of “{wanted}” in another order",
                    ref="",
                )
            )
    for pairing in stage.pairings:
        for first, last, k, start, end in organisations.ministries(pairing):
            original = pairing.originals[k]
            wanted = original.text[start:end]
            stage.cases.append(
                Case(
                    number=pairing.number,
                    first=first,
                    last=last,
                    text=wanted,
                    confidence=0.65,
                    subtype="literal",
                    why=f"the linked original says “{wanted}”",
                    ref=f"{original.doc}:{start}-{end}",
                    quote=quote(original, start),
                )
            )


def _widest(slips: Sequence[forms.Slip]) -> list[forms.Slip]:
    """The slips without those of capitals that a slip of the whole name says too; it is as sure as its surest part."""
    wide = [slip for slip in slips if slip.kind == "case" and slip.last > slip.first]
    out = []
    for slip in slips:
        inside = [
            s for s in slips if s.kind == "case" and s is not slip and slip.first <= s.first <= s.last <= slip.last
        ]
        if slip in wide:
            out.append(replace(slip, confidence=max(slip.confidence, *(s.confidence for s in inside), 0.0)))
        elif slip.kind != "case" or not any(w.first <= slip.first <= slip.last <= w.last for w in wide):
            out.append(slip)
    return out


def named_by_meaning(stage: Stage, text: str) -> None:
    """Institutions and titles of works that came back in other words of the same sense, as wholes."""
    for pairing in stage.pairings:
        texts = [original.text for original in pairing.originals]
        for c in (*renamed(pairing, text), *titles.translated(pairing, text, texts)):
            inside = [
                case for case in stage.cases if case.number == c.number and c.first <= case.first <= case.last <= c.last
            ]
            surest = max((case.confidence for case in inside), default=0.0)
            whole = _of_calque(pairing, replace(c, confidence=max(c.confidence, min(0.95, surest + 0.01))))
            stage.cases.append(replace(whole, doubt=max((case.doubt for case in inside), default=0.0)))


def glosses(stage: Stage, text: str) -> None:
    """Names beside which the translation has the right form in brackets."""
    for pairing in stage.pairings:
        stage.cases += [_of_calque(pairing, c, "respelled") for c in glossed(pairing, text)]


def in_another_order(stage: Stage, text: str) -> None:
    """Names whose words stand in another order than in the original."""
    for pairing in stage.pairings:
        stage.cases += [_of_calque(pairing, c, "name-order") for c in turned(pairing, text)]


def _of_calque(pairing: Pairing, c: calques.Calque, subtype: str = "literal") -> Case:
    original = pairing.originals[c.original]
    a, b = original.tokens[c.first_o], original.tokens[c.last_o]
    wanted = original.text[a.start : b.bare]
    return Case(
        number=c.number,
        first=c.first,
        last=c.last,
        text=wanted,
        confidence=c.confidence,
        subtype=subtype,
        why=f"{c.why}: “{wanted}”",
        ref=f"{original.doc}:{a.start}-{b.bare}",
        quote=quote(original, a.start),
    )


def calqued(stage: Stage, text: str) -> None:
    """Names that came back as common words, whole or in part."""
    taken: dict[int, set[tuple[int, int]]] = defaultdict(set)
    mine_taken: dict[int, set[int]] = defaultdict(set)
    by_number = {pairing.number: pairing for pairing in stage.pairings}
    for case in stage.cases:
        pairing = by_number.get(case.number)
        mine_taken[case.number].update(range(case.first, case.last + 1))
        if pairing is None or not case.ref:
            continue
        doc, _, span = case.ref.rpartition(":")
        start, end = (int(x) for x in span.split("-"))
        for k, original in enumerate(pairing.originals):
            if original.doc == doc:
                taken[case.number].update(
                    (k, j) for j, t in enumerate(original.tokens) if t.start < end and start < t.end
                )
    items = [item for pairing in stage.pairings for item in calques.lost(pairing, taken[pairing.number])]
    found = [c for item in items for c in calques.shared_words(item, text)] + list(
        calques.recurring(items, stage.pairings, text)
    )
    found += [c for pairing in stage.pairings for c in calques.shortened(pairing, text)]
    for c in sorted(found, key=lambda c: -c.confidence):
        if mine_taken[c.number] & set(range(c.first, c.last + 1)):
            continue
        pairing = by_number[c.number]
        mine_taken[c.number].update(range(c.first, c.last + 1))
        stage.cases.append(_of_calque(pairing, c))
