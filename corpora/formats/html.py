"""HTML pages: main text, title, date, outlet and address, taken out by trafilatura; a file is one document.

Words are looked up again in the page, so that they can be placed and mended there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from corpora.documents import Document, Origin
from corpora.encodings import binary_reason, decode, encoding_of
from corpora.errors import Unreadable
from corpora.formats import Source
from corpora.formats._page import pieces
from corpora.formats.records import language_code, replaced_warning
from corpora.languages import detect
from corpora.streams import LIMIT, opened, whole

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_LANG = re.compile(r"<html[^>]{0,500}?\slang\s{0,9}=\s{0,9}[\"']?([\w-]{2,35})", re.IGNORECASE)


def read(source: Source) -> Iterator[Document | Unreadable]:
    """The one document of a page."""
    with opened(source.path, source.compression) as stream:
        data = whole(stream)
    if data is None:
        yield _unreadable(source, f"larger than {LIMIT // 1_000_000} MB, give the article alone")
        return
    declared = _CHARSET.search(data[:4096])
    encoding = encoding_of(data, declared[1].decode("ascii", "replace") if declared else None)
    page, replaced = decode(data, encoding)
    if reason := binary_reason(page):
        yield _unreadable(source, reason)
        return
    found = _extracted(page)
    if found is None:
        yield _unreadable(source, "no main text found in the page, give the article's text as .txt")
        return
    text, title, outlet, url, day = found
    lang = _LANG.search(page[:20000])
    yield Document(
        id=source.id,
        text=text,
        lang=detect(text)[0] or language_code(lang[1] if lang else None),
        title=title,
        outlet=outlet,
        url=url,
        published=_day(day),
        origin=Origin(
            file=source.path,
            format="html",
            encoding=encoding.name,
            pieces=pieces(text, page),
            warnings=(*encoding.warnings, *([replaced_warning(replaced)] if replaced else [])),
        ),
    )


def _unreadable(source: Source, reason: str) -> Unreadable:
    return Unreadable(doc=source.id, reason=f"{source.path}:1: {reason}")


def _extracted(page: str) -> tuple[str, str | None, str | None, str | None, str | None] | None:
    """Main text, title, outlet, address and date of a page; None where there is no text."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        deduplicate=False,
        favor_recall=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None:
        return None
    if not isinstance(found, dict):
        found = found.as_dict()
    text = found.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    title, outlet, url, day = (_string(found.get(key)) for key in ("title", "sitename", "url", "date"))
    return text, title, outlet or _string(found.get("hostname")), url, day


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _day(value: str | None) -> date | None:
    """The day that the page names; a page without a proper one has none."""
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
