"""Names under links: from sentence links to hits, with propagation over the document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.channels import LANGUAGES, channel
from audit.model import Evidence, Hit, Rejected, RouteStep, Suggestion
from audit.names import calques, forms, storywide
from audit.names.candidates import candidates
from audit.names.coverage import reach
from audit.names.decide import Pair, associate, choose, confidence
from audit.names.exonyms import stale_form
from audit.names.linked import Original, Pairing, pair_up
from audit.names.mentions import Census, Sentence, read
from audit.names.pivotstage import unheard_of
from audit.names.resolve import Change, resolve
from audit.names.sound import letters, sound
from audit.names.tokens import Token, fold
from audit.names.vocabulary import given_names, plain, rarity

if TYPE_CHECKING:
    from audit.context import Context


@dataclass(frozen=True, slots=True)
class Case:
    """One place that should be written otherwise, before it becomes a hit."""

    number: int
    first: int
    last: int
    text: str
    confidence: float
    subtype: str
    why: str
    ref: str
    quote: str = ""
    rejected: tuple[Rejected, ...] = ()
    around: tuple[int, int] | None = None


@dataclass(slots=True)
class Stage:
    """The document as the name stage sees it."""

    sentences: list[Sentence]
    counts: Census
    others: Census
    pairings: list[Pairing]
    known: frozenset[str]
    cases: list[Case] = field(default_factory=list)


@lru_cache(maxsize=64)
def _read_original(text: str) -> tuple[tuple[Sentence, ...], Census]:
    from corpora.sentences import split

    sentences, counts = read(text, split(text, "en"))
    return tuple(sentences), counts


def linked_hits(context: Context, stage: Stage) -> Iterator[tuple[str, Hit]]:
    """Hits of the rule mangled-name from linked originals."""
    _gaps(stage)
    _forms(stage, context.text)
    _calques(stage, context.text)
    _propagate(stage)
    _strays(stage)
    _elsewhere(stage, context)
    _storywide(stage, context)
    for case in _best(stage.cases):
        if not _stale_place(stage, case, context):
            yield "mangled-name", _hit(stage, case, context)


def prepare(context: Context) -> Stage:
    """Read both sides and pair every linked sentence with its originals."""
    sentences, counts = read(context.text, context.sentences)
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    read_originals: dict[str, tuple[Sentence, ...]] = {}
    known: set[str] = set()
    for id, document in context.originals.items():
        read_originals[id], census = _read_original(document.text)
        lower.update(census.lower)
        capital.update(census.capital)
        for sentence in read_originals[id]:
            known |= {sentence.tokens[i].key for i in sentence.names}
    lang = context.pivot_lang if context.pivot_lang in LANGUAGES else "zh"
    pairings = []
    for number, sentence in enumerate(sentences):
        stretches = _stretches(context, sentence, read_originals)
        if stretches:
            score = max(s for _, s in stretches)
            behind = context.pivot_of(sentence.start, sentence.end) if lang == context.pivot_lang else None
            pairings.append(pair_up(sentence, number, [o for o, _ in stretches], score, lang, behind))
    return Stage(
        sentences=sentences,
        counts=counts,
        others=Census(lower=lower, capital=capital),
        pairings=pairings,
        known=frozenset(known),
    )


def _stretches(
    context: Context, sentence: Sentence, originals: dict[str, tuple[Sentence, ...]]
) -> list[tuple[Original, float]]:
    """The linked sentences of each original, joined by original, best score first."""
    chosen: dict[str, list[Sentence]] = defaultdict(list)
    scores: dict[str, float] = {}
    for link in context.links:
        span = link.translation
        if span is None or not (span.start < sentence.end and sentence.start < span.end):
            continue
        id = link.original.doc
        for other in originals.get(id, ()):
            if other.start < link.original.end and link.original.start < other.end and other not in chosen[id]:
                chosen[id].append(other)
        scores[id] = max(scores.get(id, 0.0), link.score)
    out = [
        (
            Original(doc=id, text=context.originals[id].text, sentences=tuple(sorted(found, key=lambda s: s.start))),
            scores[id],
        )
        for id, found in chosen.items()
        if found
    ]
    return sorted(out, key=lambda item: (-item[1], item[0].doc))


def _gaps(stage: Stage) -> None:
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
        for pair in choose(fresh):
            for change in resolve(pairing, pair.candidate):
                stage.cases.append(_case(pairing, change, pair))


def _case(pairing: Pairing, change: Change, pair: Pair) -> Case:
    original = pairing.originals[change.original]
    tokens = original.tokens
    a, b = tokens[change.first_o], tokens[change.last_o]
    mine = pairing.sentence.tokens
    rejected = tuple(
        Rejected(
            text=_words(pairing.originals[c.original].tokens, c.theirs.bare), why=f"less likely in this place ({p:.2f})"
        )
        for c, p in pair.rivals
        if p > 0.02
    )
    return Case(
        number=pairing.number,
        first=change.first,
        last=change.last,
        text=original.text[a.start : b.bare],
        confidence=confidence(pair.probability),
        subtype="respelled",
        why=f"the linked original has “{original.text[a.start : b.bare]}”"
        f" where the translation has “{_span_text(mine, change)}”",
        ref=f"{original.doc}:{a.start}-{b.bare}",
        quote=_quote(original, a.start),
        rejected=rejected,
        around=(pair.candidate.mine.first, pair.candidate.mine.last),
    )


def _quote(original: Original, offset: int) -> str:
    for sentence in original.sentences:
        if sentence.start <= offset < sentence.end:
            return original.text[sentence.start : sentence.end]
    return ""


def _words(tokens: Sequence[object], indexes: Sequence[int]) -> str:
    return " ".join(tokens[i].word for i in indexes)  # type: ignore[attr-defined]


def _span_text(tokens: Sequence[object], change: Change) -> str:
    return _words(tokens, range(change.first, change.last + 1))


def _forms(stage: Stage, text: str) -> None:
    for pairing in stage.pairings:
        for slip in (*forms.slips(pairing, stage.counts, stage.others, text), *forms.lowered_titles(pairing, text)):
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
                    quote=_quote(original, a.start),
                )
            )
    for pairing in stage.pairings:
        groups = reach([original.tokens for original in pairing.originals]).groups
        for i in forms.half_shouted(pairing.sentence.tokens, groups):
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
        if sentence.headline:
            continue
        for first, last, wanted in forms.mixed_case(sentence.tokens, sentence.names, stage.counts):
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


def _calques(stage: Stage, text: str) -> None:
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
        original = pairing.originals[c.original]
        a, b = original.tokens[c.first_o], original.tokens[c.last_o]
        mine_taken[c.number].update(range(c.first, c.last + 1))
        stage.cases.append(
            Case(
                number=c.number,
                first=c.first,
                last=c.last,
                text=original.text[a.start : b.bare],
                confidence=c.confidence,
                subtype="literal",
                why=f"{c.why}: “{original.text[a.start : b.bare]}”",
                ref=f"{original.doc}:{a.start}-{b.bare}",
                quote=_quote(original, a.start),
            )
        )


_FIRM = 0.7
_CLOSE = 0.55


def _strays(stage: Stage) -> None:
    """Names nobody knows, in a sentence that its originals else cover closely: wrong, whatever they stand for.

    The likest name of the linked sentences is suggested, or of the whole originals where it is very like; else nothing.
    """
    taken = {(case.number, i) for case in stage.cases for i in range(case.first, case.last + 1)}
    for pairing in stage.pairings:
        mine = pairing.sentence.tokens
        if pairing.score < _FIRM or pairing.sentence.headline or _closeness(pairing) < _CLOSE:
            continue
        for i in sorted(pairing.bare_t & pairing.sentence.names):
            token = mine[i]
            if (pairing.number, i) in taken or token.key in stage.known or not _unheard_of(token):
                continue
            text, ref, quote = _likest(stage, pairing, token.key)
            stage.cases.append(
                Case(
                    number=pairing.number,
                    first=i,
                    last=i,
                    text=text,
                    confidence=0.68 if text else 0.6,
                    subtype="respelled",
                    why=f"nothing in the linked original goes by “{token.word}”"
                    + (f"; likest there: “{text}”" if text else ""),
                    ref=ref,
                    quote=quote,
                )
            )


def _storywide(stage: Stage, context: Context) -> None:
    """People whom neither the originals nor other reports of these days know, against those whom they name."""
    reports = [
        (id, _read_original(d.text)[0], id in context.originals)
        for id, d in (*context.originals.items(), *context.background.items())
    ]
    if not reports:
        return
    done = {(case.number, i) for case in stage.cases if case.confidence > 0.7 for i in range(case.first, case.last + 1)}
    for found in storywide.substitutions(stage.sentences, reports, stage.known):
        mine, theirs = found.mine, found.theirs
        if any((mine.number, i) in done for i in range(mine.first, mine.last + 1)):
            continue
        first, last, text = storywide.repair(mine, theirs)
        document = context.originals.get(theirs.doc) or context.background[theirs.doc]
        stage.cases.append(
            Case(
                number=mine.number,
                first=first,
                last=last,
                text=text,
                confidence=found.probability,
                subtype="respelled",
                why=found.why,
                ref=f"{theirs.doc}:{theirs.start}-{theirs.end}",
                quote=_line(document.text, theirs.start),
                rejected=tuple(Rejected(text=r, why="fits the place less well") for r in found.rivals),
            )
        )


def _elsewhere(stage: Stage, context: Context) -> None:
    """Names of sentences without a link that are very like a name which the originals have and the text nowhere has."""
    if not stage.pairings:
        return
    linked = {pairing.number for pairing in stage.pairings}
    written = {sentence.tokens[i].key for sentence in stage.sentences for i in sentence.names}
    wanted: dict[str, tuple[Token, str]] = {}
    for id, document in context.originals.items():
        for sentence in _read_original(document.text)[0]:
            for i in sentence.names:
                token = sentence.tokens[i]
                if token.key not in written and len(token.key) > 3 and token.word.isalpha() and not plain(token.key):
                    wanted.setdefault(token.key, (token, id))
    done = {(case.number, i) for case in stage.cases for i in range(case.first, case.last + 1)}
    for number, sentence in enumerate(stage.sentences):
        if number in linked:
            continue
        for i in sorted(sentence.names):
            token = sentence.tokens[i]
            if (number, i) in done or token.key in stage.known or len(token.key) < 4 or plain(token.key):
                continue
            like, best = max(
                ((0.5 * letters(token.key, k) + 0.5 * sound(token.key, k), k) for k in wanted), default=(0.0, "")
            )
            if like < (0.74 if unheard_of(token.word) else 0.84):
                continue
            name, id = wanted[best]
            original = context.originals[id]
            stage.cases.append(
                Case(
                    number=number,
                    first=i,
                    last=i,
                    text=name.word,
                    confidence=0.6 + 0.5 * (like - 0.74),
                    subtype="respelled",
                    why=f"the original names “{name.word}”, which this text nowhere has, and no “{token.word}”",
                    ref=f"{id}:{name.start}-{name.bare}",
                    quote=_line(original.text, name.start),
                )
            )


def _line(text: str, offset: int) -> str:
    """The line of a text around an offset, at most 200 code points of it."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return text[max(start, offset - 120) : min(len(text) if end < 0 else end, offset + 80)]


def _unheard_of(token: Token) -> bool:
    return len(token.key) > 3 and token.word.isalpha() and rarity(token.key) > 6.0 and token.key not in given_names()


def _closeness(pairing: Pairing) -> float:
    """Share of the content words of the translated sentence that its originals cover."""
    content = [i for i, t in enumerate(pairing.sentence.tokens) if rarity(t.key) > 3.0]
    return sum(i not in pairing.bare_t for i in content) / len(content) if content else 0.0


def _likest(stage: Stage, pairing: Pairing, key: str) -> tuple[str, str, str]:
    """The likest name of the linked sentences (text, ref, sentence), or of all originals; empty where none is like."""
    best: tuple[float, str, str, str] = (0.6, "", "", "")
    for original in pairing.originals:
        for sentence in original.sentences:
            for i in sentence.names:
                token = sentence.tokens[i]
                like = 0.5 * letters(key, token.key) + 0.5 * sound(key, token.key)
                if like > best[0] and not plain(token.key):
                    quote = original.text[sentence.start : sentence.end]
                    best = (like, token.word, f"{original.doc}:{token.start}-{token.bare}", quote)
    return best[1:]


def _propagate(stage: Stage) -> None:
    """The same wrong form elsewhere in the text, where it is not covered either."""
    best: dict[tuple[str, ...], tuple[Case, int]] = {}
    for case in stage.cases:
        if case.subtype in {"case", "diacritic"} or case.confidence < 0.5:
            continue
        tokens = stage.sentences[case.number].tokens
        first, last = case.first, case.last
        if case.around and all(plain(t.key) for t in tokens[first : last + 1]):
            first, last = case.around  # everyday words mean the name only together with their neighbours
            if (first, last) == (case.first, case.last) and first == last:
                continue
        keys = tuple(t.key for t in tokens[first : last + 1])
        if keys not in best or case.confidence > best[keys][0].confidence:
            best[keys] = (case, case.first - first)
    done = {
        (case.number, i) for case in stage.cases if case.confidence >= 0.5 for i in range(case.first, case.last + 1)
    }
    by_number = {pairing.number: pairing for pairing in stage.pairings}
    for number, sentence in enumerate(stage.sentences):
        row = [t.key for t in sentence.tokens]
        for keys, (case, shift) in best.items():
            for i in range(len(row) - len(keys) + 1):
                if tuple(row[i : i + len(keys)]) != keys:
                    continue
                span = range(i + shift, i + shift + case.last - case.first + 1)
                pairing = by_number.get(number)
                if any((number, n) in done for n in span):
                    continue
                if pairing is not None and not any(n in pairing.bare_t for n in span):
                    continue
                if pairing is None and all(key in stage.known for key in keys):
                    continue
                if case.subtype != "literal" and len(keys) == 1 and not any(n in sentence.names for n in span):
                    continue
                stage.cases.append(
                    replace(
                        case,
                        number=number,
                        first=span[0],
                        last=span[-1],
                        confidence=case.confidence * 0.95,
                        why=case.why + "; the same form elsewhere in this text",
                        rejected=(),
                        around=None,
                    )
                )
                done.update((number, n) for n in span)


def _best(cases: Sequence[Case]) -> list[Case]:
    """The most confident case for every place."""
    out: list[Case] = []
    taken: set[tuple[int, int]] = set()
    for case in sorted(cases, key=lambda c: (-c.confidence, c.number, c.first)):
        span = {(case.number, i) for i in range(case.first, case.last + 1)}
        if span & taken:
            continue
        taken |= span
        out.append(case)
    return sorted(out, key=lambda c: (c.number, c.first))


def _stale_place(stage: Stage, case: Case, context: Context) -> bool:
    """Whether the place is one that the rule stale-exonym speaks of, with more to say."""
    tokens = stage.sentences[case.number].tokens
    form = stale_form(context.text[tokens[case.first].start : tokens[case.last].bare])
    if form is None or not form.applies(context.settings.style, context.as_of):
        return False
    return fold(form.replacement(context.settings.style, context.as_of)) == fold(case.text)


def _route(case: Case, surface: str, context: Context, sentence: Sentence) -> tuple[str, tuple[RouteStep, ...]]:
    """Subtype and route of a respelled name: what the channel says became of it, the pivot form where it is known."""
    said, meant = fold(surface), fold(case.text)
    if case.subtype != "respelled" or not case.text or len(case.text.split()) > 3:
        return case.subtype, ()
    lang = context.pivot_lang if context.pivot_lang in LANGUAGES else "zh"
    model = channel(lang)
    behind = context.pivot_of(sentence.start, sentence.end)
    place = model.find(behind, case.text) if behind else None
    form = behind[place[0] : place[1]] if behind and place else None
    if form is None and model.likeness(surface, case.text) <= 0:
        return ("truncated" if meant.startswith(said) else case.subtype), ()
    steps = model.account(surface, case.text, form)
    if any("pinyin" in step.detail for step in steps):
        return "romanized-pivot", steps
    return ("truncated" if meant.startswith(said) and len(said) > 2 else case.subtype), steps


def _suggestions(case: Case, evidence: Evidence) -> tuple[Suggestion, ...]:
    if not case.text:
        return ()
    return (Suggestion(text=case.text, confidence=case.confidence, safe=case.confidence >= 0.9, evidence=(evidence,)),)


def _hit(stage: Stage, case: Case, context: Context) -> Hit:
    tokens = stage.sentences[case.number].tokens
    start, end = tokens[case.first].start, tokens[case.last].bare
    surface = context.text[start:end]
    subtype, route = _route(case, surface, context, stage.sentences[case.number])
    evidence = Evidence(
        kind="original", detail=case.why + (f": “{case.quote}”" if case.quote else ""), ref=case.ref or None
    )
    return Hit(
        start=start,
        end=end,
        message=f"“{surface}” should be “{case.text}”" if case.text else f"“{surface}” is nobody the original names",
        confidence=case.confidence,
        subtype=subtype,
        route=route,
        suggestions=_suggestions(case, evidence),
        evidence=(evidence,),
        rejected=case.rejected,
    )
