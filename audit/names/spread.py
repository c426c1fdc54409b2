"""Cases beyond a single link: the same form again, names nobody knows, names of unlinked sentences, other reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.model import Rejected
from audit.names import storywide
from audit.names.authority_lexicon import known
from audit.names.linked import Pairing
from audit.names.pivotstage import unheard_of
from audit.names.sound import letters, sound
from audit.names.storywide import titular
from audit.names.tokens import Token
from audit.names.vocabulary import given_names, plain, rarity

if TYPE_CHECKING:
    from audit.context import Context


from audit.names.stage import Case, Stage, line, read_original

_FIRM = 0.7
_CLOSE = 0.55


def strays(stage: Stage) -> None:
    """Names nobody knows, in a sentence that its originals else cover closely: wrong, whatever they stand for.

    The likest name of the linked sentences is suggested, or of the whole originals where it is very like; else nothing.
    """
    taken = {(case.number, i) for case in stage.cases for i in range(case.first, case.last + 1)}
    for pairing in stage.pairings:
        mine = pairing.sentence.tokens
        strange = sorted(pairing.bare_t & pairing.sentence.names)
        if not strange or pairing.score < _FIRM or pairing.sentence.headline or _closeness(pairing) < _CLOSE:
            continue
        for i in strange:
            token = mine[i]
            if (pairing.number, i) in taken or stage.knows(token.key) or not _unheard_of(token):
                continue
            if _fuller(pairing, i):
                continue
            text, ref, quote = _likest(stage, pairing, token.key)
            if not text and (known(token.word) or token.shouted):
                continue  # Xinhua, SASAC: a name that exists and is like none of the original's
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


def story_wide(stage: Stage, context: Context) -> None:
    """People whom neither the originals nor other reports of these days know, against those whom they name."""
    reports = [
        (id, read_original(d.text, context.settings.recognizer)[0], id in context.originals)
        for id, d in (*context.originals.items(), *context.background.items())
    ]
    if not reports:
        return
    done = {(case.number, i) for case in stage.cases if case.confidence > 0.7 for i in range(case.first, case.last + 1)}
    for found in storywide.substitutions(stage.sentences, reports, stage.known, done):
        mine, theirs = found.mine, found.theirs
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
                quote=line(document.text, theirs.start),
                rejected=tuple(Rejected(text=r, why="fits the place less well") for r in found.rivals),
            )
        )


def elsewhere(stage: Stage, context: Context) -> None:
    """Names of sentences without a link that are very like a name which the originals have and the text nowhere has."""
    if not stage.pairings:
        return
    linked = {pairing.number for pairing in stage.pairings}
    written = {sentence.tokens[i].key for sentence in stage.sentences for i in sentence.names}
    wanted: dict[str, tuple[Token, str]] = {}
    for id, document in context.originals.items():
        for sentence in read_original(document.text, context.settings.recognizer)[0]:
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
            if (number, i) in done or stage.knows(token.key) or len(token.key) < 4 or plain(token.key):
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
                    quote=line(original.text, name.start),
                )
            )


def _fuller(pairing: Pairing, at: int) -> bool:
    """Whether the word stands beside a covered word of the same name: a given name may be added (Li Qiang for Li)."""
    for mention in pairing.sentence.mentions:
        if mention.first <= at <= mention.last:
            words = range(mention.first, mention.last + 1)
            keys = [(i, pairing.sentence.tokens[i].key) for i in words if i != at]
            return any(i not in pairing.bare_t and not titular(key) for i, key in keys)
    return False


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
                if like > best[0] and not plain(token.key) and 2 * len(token.key) > len(key):
                    quote = original.text[sentence.start : sentence.end]
                    best = (like, token.word, f"{original.doc}:{token.start}-{token.bare}", quote)
    return best[1:]


def propagate(stage: Stage) -> None:
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
    for number, sentence in enumerate(stage.sentences if best else ()):
        row = [t.key for t in sentence.tokens]
        present = set(row)
        for keys, (case, shift) in best.items():
            if not present.issuperset(keys):
                continue
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
                        doubt=case.doubt * 0.95,
                        why=case.why + "; the same form elsewhere in this text",
                        rejected=(),
                        around=None,
                    )
                )
                done.update((number, n) for n in span)
