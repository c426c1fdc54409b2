"""DOCX: a file is one document, a paragraph a line; placed by paragraph and character, written back run by run.

Read is the text of the body as it stands once its changes are accepted; headers, footnotes and comments are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from corpora.assembly import Assembly
from corpora.chars import Chars
from corpora.documents import Document
from corpora.encodings import binary_reason
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.markup import BadMarkup, Run, Stretch, Tag, declared, events
from corpora.splicing import Edit, copied
from corpora.streams import LIMIT, opened, whole

_RUN = r"<w:r(?:\s[^<>]*)?>\s*(<w:rPr>.*?</w:rPr>|<w:rPr/>)?\s*<w:t(?:\s[^<>]*)?>"
_BEGIN = re.compile(_RUN, re.DOTALL)
_BETWEEN = re.compile(r"</w:t>\s*</w:r>\s*(?:<w:proofErr\s[^<>]*/>\s*)*" + _RUN, re.DOTALL)
NEAR = 5000
"""Code points within which a run begins and the next one follows."""

BODY = "word/document.xml"
_ASIDE = frozenset(("Fallback", "del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr"))


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The one document of a DOCX file."""
    with opened(source.path, source.compression) as stream:
        data = whole(stream, 5 * LIMIT)
    try:
        if data is None:
            raise BadMarkup(f"larger than {5 * LIMIT // 1_000_000} MB, take pictures out", 1)
        chars = Chars(io.BytesIO(_body(data)), declared)
        text = "".join(chars.chunks())
        made = _read(text)
    except BadMarkup as error:
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {error}")
        return
    if not made.text.strip():
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: is an empty document: give it a text or leave it out")
    elif reason := binary_reason(made.text):
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {reason}")
    else:
        yield Document(id=source.id, text=made.text, origin=made.origin(source, "docx", chars.encoding))


def rewritten(data: bytes, edits: Sequence[Edit]) -> bytes:
    """The file with edits of its decoded body made; all other parts stay byte for byte. Raises ValueError, Lossy."""
    from corpora.zips import replaced

    try:
        body = _body(data)
    except BadMarkup as error:
        raise ValueError(str(error)) from None
    name = Chars(io.BytesIO(body), declared).encoding.name
    return replaced(data, BODY, b"".join(copied(io.BytesIO(body), name, edits)))


def _body(data: bytes) -> bytes:
    """The unpacked body. Raises BadMarkup."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(BODY) as part:
            body = part.read(LIMIT + 1)
    except KeyError:
        raise BadMarkup(f"no DOCX (it holds no {BODY}), save it as one", 1) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise BadMarkup("no DOCX or a damaged one, save or copy it again", 1) from None
    if len(body) > LIMIT:
        raise BadMarkup(f"holds more than {LIMIT // 1_000_000} MB of text, split it", 1)
    return body


class _Reader:
    """The body read tag by tag. Paragraphs may stand within one another (text boxes)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.made = Assembly()
        self._paragraph, self._column = 0, 1
        self._aside = 0
        self._in_text = self._break = False

    def take(self, event: Run | Tag) -> None:
        if isinstance(event, Run):
            if self._in_text and not self._aside:
                self._add(event)
        elif event.name in _ASIDE:
            self._aside += -1 if event.closing else 1
        elif self._aside:
            return
        elif event.name == "p":
            self._paragraph += not event.closing
            self._column, self._break = 1, True
        elif event.name == "t":
            self._in_text = not event.closing
        elif event.name in ("tab", "br", "cr", "noBreakHyphen") and not event.closing:
            self._glue({"tab": "\t", "noBreakHyphen": "-"}.get(event.name, "\n"))

    def _add(self, run: Run) -> None:
        if self._break and self.made.length:
            self.made.glue("\n")
        self._break = False
        element = f"paragraph {self._paragraph}"
        joins = self._goes_on(run)
        self.made.run(run.text, run.at, run.size, self._paragraph, self._column, run.form, element, joins)
        self._column += len(run.text)

    def _goes_on(self, run: Run) -> bool:
        """Whether a run only goes on with the one before it, in the same formatting: Word cuts words in two."""
        if not self.made.pieces or run.text.endswith(" "):
            return False
        before = self.made.pieces[-1]
        if before.start + before.length != self.made.length:
            return False
        end = before.at + before.size
        between = _BETWEEN.fullmatch(self._text, end, run.at) if run.at - end < NEAR else None
        if between is None:
            return False
        start = max(self._text.rfind(begin, max(0, before.at - NEAR), before.at) for begin in ("<w:r>", "<w:r "))
        own = _BEGIN.match(self._text, start, before.at) if start >= 0 else None
        return own is not None and (own[1] or "") == (between[1] or "")

    def _glue(self, text: str) -> None:
        if self.made.length and not self._break:
            self.made.glue(text)
            self._column += 1


def _read(text: str) -> Assembly:
    reader = _Reader(text)
    for event in events(Stretch("document", text, 0, 1, 1)):
        reader.take(event)
    return reader.made
