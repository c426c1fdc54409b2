"""Texts of strangers as HTML. Whatever a page shows of a document goes through here.

Markup is escaped, controls and direction overrides are shown as labels, every piece is isolated in its own direction,
and words without end are cut.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlsplit

from audit.reports.html_document import escaped, lang_attribute
from audit.reports.view import shortened, visible

_SPACE = re.compile(r"\s+")
LONG = 4_000
"""Code points of one text that are shown; of longer ones the middle is left out."""


def plain(text: str, long: int = LONG) -> str:
    """The text as HTML, cut in the middle where it is longer than `long`."""
    return escaped(shortened(text, long))


def isolated(text: str, lang: str | None = None, long: int = LONG) -> str:
    """The text as an element of its own direction and language, which cannot reorder what stands around it."""
    return f"<bdi{lang_attribute(lang)}>{plain(text, long)}</bdi>"


def attribute(text: str, long: int = 300) -> str:
    """The text as the value of an attribute, between double quotes."""
    return escape(visible(shortened(text, long)))


def link(url: str, words: str) -> str:
    """A link to another site; the words alone where the address is not one of the web's."""
    if not web(url):
        return isolated(words)
    return f'<a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{isolated(words)}</a>'


def web(url: str) -> bool:
    """Whether an address is http or https, names a host and holds nothing that a browser would skip over."""
    if not url.isprintable() or re.search(r"[\s\\<>\"'`]", url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def opening(text: str, long: int = 60) -> str:
    """The beginning of a text on one line, up to a whole word where there is one; as it is, not HTML yet."""
    line = _SPACE.sub(" ", text[: 4 * long])
    if len(line) <= long and len(text) <= 4 * long:
        return line
    cut = line[:long]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[long // 2 :] else cut}…"


def closing(text: str, long: int = 60) -> str:
    """The end of a text, from a whole word on where there is one; as it is, not HTML yet."""
    if len(text) <= long:
        return text
    cut = text[-long:]
    return f"…{cut[cut.find(' ') :] if ' ' in cut[: long // 2] else cut}"


def label(text: str, long: int = 80) -> str:
    """The text for a widget's label, which Streamlit reads as Markdown: on one line, without any markup."""
    line = _ADDRESS.sub(lambda found: f"{found[0]}{_JOINER}", visible(opening(text, long)))
    return "".join(f"\\{c}" if c in _MARKDOWN else c for c in line)


_ADDRESS = re.compile(r"www(?=\.)|:(?=//)|@", re.IGNORECASE)
_JOINER = "\u2060"
"""Shows nothing, and keeps Markdown from making links of what looks like an address."""

_MARKDOWN = frozenset("\\`*_{}[]()<>#+-.!|~$:^=&")
