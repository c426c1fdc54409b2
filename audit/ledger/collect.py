"""From the result of one document to its appearances: names that a finding marks, and names that are right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from audit.ledger.entities import Known, Story, bare_of, is_derived, is_title, resolve
from audit.ledger.model import Appearance, Ledger, Verdict, key_of
from audit.ledger.parts import parts
from audit.ledger.terms import is_term, term_of, terms_in

if TYPE_CHECKING:
    from audit.model import Audited, Finding
    from audit.names.coverage import Reach
    from audit.names.mentions import Sentence
    from corpora.documents import Document

ENGINE = "engine"
"""The key of the input's records that names the engine, unless another one is asked for."""

_MOST = 200
_LONGEST = 5
"""Words of a name; longer runs of capitals are headlines or lists."""


def ledger_of(audited: Audited, engine: str = ENGINE) -> Ledger:
    """The ledger of one document; `engine` is the key of its metadata that says who translated it."""
    return Ledger.of(appearances(audited, engine))


def appearances(audited: Audited, engine: str = ENGINE) -> Iterator[Appearance]:
    """Every name and title of the text that a finding marks, or that is right, in the order of the text.

    Right is a name that its linked originals cover, or one that the knowledge files or the gazetteer know; other names
    are left out: nobody has said anything of them. Titles are those that other languages' titles are rendered by word
    for word. Findings let pass by a check count like the others.
    """
    found = sorted(_found(audited), key=lambda finding: (finding.span.start, finding.span.end))
    story = _story(audited)
    every = [
        *_marked(audited, found, engine, story),
        *_right(audited, found, engine, story),
        *_right_terms(audited, found, engine),
    ]
    return iter(sorted(every, key=lambda appearance: appearance.start))


def _found(audited: Audited) -> list[Finding]:
    every = [*audited.findings, *(suppressed.finding for suppressed in audited.suppressed)]
    return [finding for finding in every if _verdict(finding) is not None and finding.span.end > finding.span.start]


def _verdict(finding: Finding) -> Verdict | None:
    if finding.category == "name":
        return "variant" if finding.rule == "inconsistent-name" else "artifact"
    if finding.category == "style" and finding.mqm.startswith(("Locale convention/Name", "Terminology")):
        return "variant"
    return "artifact" if is_term(finding) else None


def _marked(audited: Audited, found: list[Finding], engine: str, story: Story) -> Iterator[Appearance]:
    sentences = _read(audited.document.text, audited.sentences)
    for finding in found:
        if is_term(finding):
            known = term_of(finding)
        else:
            whole = _mended(finding, found, sentences, audited.document.text, story)
            known = resolve(whole or finding.span.text, "", story)
        route = finding.route[0] if finding.route else None
        verdict = _verdict(finding)
        assert verdict is not None
        yield _appearance(
            audited.document,
            engine,
            known,
            (finding.span.start, finding.span.end),
            verdict,
            finding.rule,
            (route.lang, route.form) if route else ("", ""),
        )


def _mended(finding: Finding, found: list[Finding], sentences: tuple[Sentence, ...], text: str, story: Story) -> str:
    """The whole name around a finding with all first suggestions put in: "Steve Witko" -> "Steve Witkoff"."""
    start, end = finding.span.start, finding.span.end
    for sentence in sentences:
        if not sentence.start <= start < sentence.end:
            continue
        for begin, stop in (span for mention in sentence.mentions for span in parts(sentence, mention, text, story)):
            first, last = sentence.tokens[begin].start, sentence.tokens[stop].bare
            if first <= start and end <= last and stop - begin < _LONGEST:
                start, end = first, last
                break
    inside = [other for other in found if start <= other.span.start and other.span.end <= end and not is_term(other)]
    for other in reversed(inside):
        if other.suggestions and other.span.end <= end:
            text = text[: other.span.start] + other.suggestions[0].text + text[other.span.end :]
            end += len(other.suggestions[0].text) - len(other.span.text)
    return " ".join(text[start:end].split())


def _right(audited: Audited, found: list[Finding], engine: str, story: Story) -> Iterator[Appearance]:
    document = audited.document
    sentences = _read(document.text, audited.sentences)
    taken = [(finding.span.start, finding.span.end) for finding in found]
    for sentence in sentences:
        if not sentence.mentions:
            continue
        other = _reach(audited, sentence)
        pivot = _pivot(audited, sentence)
        named = [
            (mention, *span) for mention in sentence.mentions for span in parts(sentence, mention, document.text, story)
        ]
        for mention, first, last in named:
            start, end = sentence.tokens[first].start, sentence.tokens[last].bare
            if any(a < end and start < b for a, b in taken):
                continue
            start = end - len(bare_of(document.text[start:end]))
            if is_title(document.text[start:end]) or is_derived(document.text[start:end]):
                continue
            known = resolve(document.text[start:end], mention.kind, story)
            covered = other is not None and _covered(sentence, first, last, other)
            if not (covered or known.listed):
                continue
            usual, form = set(key_of(known.name).split()), set(key_of(document.text[start:end]).split())
            yield _appearance(
                document,
                engine,
                known,
                (start, end),
                "right" if covered or form <= usual or usual <= form else "variant",
                "original" if covered else "authority",
                _behind(known, pivot),
            )


def _right_terms(audited: Audited, found: list[Finding], engine: str) -> Iterator[Appearance]:
    taken = [(finding.span.start, finding.span.end) for finding in found]
    for start, end, known in terms_in(audited.document.text):
        if not any(a < end and start < b for a, b in taken):
            yield _appearance(audited.document, engine, known, (start, end), "right", "authority", ("", ""))


def _covered(sentence: Sentence, first: int, last: int, other: Reach) -> bool:
    words = [i for i in range(first, last + 1) if i in sentence.names]
    return bool(words) and all(other.covers(sentence.tokens[i].key) for i in words)


def _reach(audited: Audited, sentence: Sentence) -> Reach | None:
    """What the originals linked to a sentence cover."""
    from audit.names.coverage import reach
    from audit.names.tokens import tokens

    stretches = []
    for link in audited.links:
        span = link.translation
        if span is not None and span.start < sentence.end and sentence.start < span.end:
            original = audited.originals.get(link.original.doc)
            if original is not None:
                stretches.append(tokens(original.text, link.original.start, link.original.end))
    return reach(stretches) if stretches else None


def _pivot(audited: Audited, sentence: Sentence) -> tuple[str, str]:
    """Language and text of the pivot behind a sentence, of all the pivot where nothing says which part."""
    pivot = audited.document.pivot
    if pivot is None:
        return "", ""
    spans = [
        (link.pivot.start, link.pivot.end)
        for link in audited.links
        if link.pivot and link.translation and link.translation.start < sentence.end
        if sentence.start < link.translation.end
    ]
    spans += [
        s.pivot for s in audited.document.segments if s.pivot and s.start < sentence.end and sentence.start < s.end
    ]
    return pivot.lang, " ".join(pivot.text[a:b] for a, b in spans) if spans else pivot.text


def _behind(known: Known, pivot: tuple[str, str]) -> tuple[str, str]:
    """The pivot form of a known person, where the pivot text has it."""
    from audit.names.authority_knowledge import knowledge

    lang, text = pivot
    person = knowledge().people.get(known.name) if text else None
    form = person.scripts.get(lang) if person else None
    if form is None:
        return "", ""
    for part in (form, form.split("·")[-1]):
        if part in text:
            return lang, part
    return "", ""


def _story(audited: Audited) -> Story:
    names = list(_names(audited.document.text, _read(audited.document.text, audited.sentences)))
    for document in audited.originals.values():
        names += _names_of(document.text)
    return Story(names)


@lru_cache(maxsize=64)
def _names_of(text: str) -> tuple[str, ...]:
    from audit.names.stage import read_original

    return tuple(_names(text, read_original(text)[0]))


def _names(text: str, sentences: tuple[Sentence, ...]) -> Iterator[str]:
    """The names of several words of a text."""
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.last > mention.first and mention.kind == "":
                yield text[sentence.tokens[mention.first].start : sentence.tokens[mention.last].bare]


@lru_cache(maxsize=4)
def _read(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[Sentence, ...]:
    from audit.names.mentions import read

    return tuple(read(text, spans)[0])


def _appearance(
    document: Document,
    engine: str,
    known: Known,
    span: tuple[int, int],
    verdict: Verdict,
    basis: str,
    pivot: tuple[str, str],
) -> Appearance:
    by = document.metadata.get(engine)
    return Appearance(
        entity=_shown(known.name),
        kind=known.kind,
        form=_shown(document.text[span[0] : span[1]]),
        doc=document.id,
        start=span[0],
        end=span[1],
        verdict=verdict,
        basis=basis,
        outlet=_shown(document.outlet or ""),
        engine=_shown(str(by)) if isinstance(by, str | int | float) else "",
        published=document.published.isoformat() if document.published else "",
        lang=pivot[0],
        pivot=pivot[1],
    )


def _shown(text: str) -> str:
    """On one line, and no longer than a name can be: what hostile texts hold is cut."""
    return " ".join(text[:_MOST].split())
