"""`.xml` files of unknown kind: their root element tells whether they are TMX, XLIFF or a WMT test set."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import Source, tmx, wmt, xliff
from corpora.streams import Rewound, Stream, opened

_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?\s*>)*", re.DOTALL)
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(\w{1,40})")
ROOTS: dict[str, Callable[[Source, Stream], Iterator[Document | Unreadable]]] = {
    "tmx": tmx.documents,
    "xliff": xliff.documents,
    **dict.fromkeys(("dataset", "mteval", "collection", "doc", *wmt.SETS), wmt.documents),
}


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The documents of an XML file of a known kind."""
    with opened(source.path, source.compression) as stream:
        yield from documents(source, Rewound(stream))


def documents(source: Source, stream: Rewound) -> Iterator[Document | Unreadable]:
    """The documents of a stream."""
    root = root_of(stream.head)
    found = ROOTS.get(root or "")
    if found is None:
        what = f"its root <{root}> is not known" if root else "no XML"
        known = "TMX, XLIFF and WMT test sets are read"
        yield Unreadable(doc=source.id, reason=f"{source.path}:1: {what}: {known}")
        return
    yield from found(source, stream)


def root_of(head: bytes) -> str | None:
    """The name of the first element, without prefix and in small letters; None where there is none."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    before = _BEFORE.match(head)
    found = _ROOT.match(head, before.end() if before else 0)
    return found[1].decode("ascii", "replace").lower() if found else None
