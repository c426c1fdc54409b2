"""What is scored: stretches of a translation beside the stretches of originals that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.errors import SettingsError
from audit.model import Audited, Link
from corpora.documents import Document, Span

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A segment: [start, end) of document `doc` and the spans of originals it is scored against, in their order.

    `key` names the segment by its originals, so that two translations of one original can be compared.
    """

    doc: str
    start: int
    end: int
    originals: tuple[Span, ...]

    @property
    def key(self) -> str:
        return " ".join(f"{span.doc}:{span.start}-{span.end}" for span in self.originals)

    @property
    def original(self) -> str:
        """The text it is scored against, on one line."""
        return one_line(" ".join(span.text for span in self.originals))

    @property
    def story(self) -> str:
        """The original that the first span is of: what is resampled together."""
        return self.originals[0].doc


def one_line(text: str) -> str:
    """A text on one line, as the `sacrebleu` command reads it; no metric sees a difference in white space."""
    return " ".join(text.split())


def linked_pairs(audited: Audited) -> tuple[Pair, ...]:
    """The segments of sentence links. Links that share a stretch of the translation make one segment.

    A sentence told from two originals is scored against both, joined in the order of the links; what the same story
    says at another outlet (`alternates`) is left out, so that every figure has exactly one reference.
    """
    runs: list[tuple[int, int, list[Link]]] = []
    links = [link for link in audited.links if link.translation is not None]
    for link in sorted(links, key=_place):
        start, end = _place(link)
        if runs and start < runs[-1][1]:
            first, last, members = runs[-1]
            runs[-1] = (first, max(last, end), [*members, link])
        else:
            runs.append((start, end, [link]))
    return tuple(
        Pair(doc=audited.document.id, start=start, end=end, originals=_distinct(members))
        for start, end, members in runs
        if audited.document.text[start:end].strip()
    )


def _place(link: Link) -> tuple[int, int]:
    assert link.translation is not None
    return link.translation.start, link.translation.end


def _distinct(links: Sequence[Link]) -> tuple[Span, ...]:
    """The spans of the originals, overlapping ones of one original merged, in the order of the links."""
    out: list[Span] = []
    for link in links:
        span = link.original
        for place, other in enumerate(out):
            if other.doc == span.doc and other.start < span.end and span.start < other.end:
                if other.start <= span.start and span.end <= other.end:
                    break
                if span.start <= other.start and other.end <= span.end:
                    out[place] = span
                    break
        else:
            out.append(span)
    return tuple(out)


def line_pairs(document: Document, original: Document) -> tuple[Pair, ...]:
    """Line n of a text beside line n of its original. Lines that are empty on both sides are left out.

    Raises SettingsError where the numbers of lines differ.
    """
    ours, theirs = lines(document.text), lines(original.text)
    if len(ours) != len(theirs):
        raise SettingsError(
            f"{document.id}: {len(ours)} lines, but its original {original.id} has {len(theirs)}; "
            "leave out --lines and let the sentences be lined up"
        )
    return tuple(
        Pair(doc=document.id, start=a, end=b, originals=(original.span(c, d),))
        for (a, b), (c, d) in zip(ours, theirs, strict=True)
        if document.text[a:b].strip() or original.text[c:d].strip()
    )


def lines(text: str) -> Spans:
    """Offset pairs of the lines of a text (line feeds; a carriage return stays with its line); none after the last."""
    out, at = [], 0
    for line in text.removesuffix("\n").split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return tuple(out)


def named_original(document: Document, key: str, originals: Mapping[str, Document]) -> Document:
    """The original that a document's `key` names ("id": the one with the document's own id).

    Raises SettingsError where there is none.
    """
    name = document.id if key == "id" else document.metadata.get(key)
    if isinstance(name, str) and name in originals:
        return originals[name]
    if key == "id" and len(originals) == 1:
        return next(iter(originals.values()))
    what = "no such original" if name is not None else f'the input has no "{key}"'
    raise SettingsError(f"{document.id}: --lines {key}: {what}, name the original's id there")
