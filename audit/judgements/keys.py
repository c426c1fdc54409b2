"""Keys and times of the review database: digests of texts of any length, text that any database holds."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime


def now() -> str:
    """The time, so fine that pace can be told from it."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def plain(text: str, limit: int | None = None) -> str:
    """Text as any database holds it: without NUL and lone surrogates, cut at `limit` code points."""
    cut = text if limit is None else text[:limit]
    return cut.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def digest(*parts: str) -> str:
    """A key of 32 hexadecimal digits for texts of any length."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def document_key(doc: str) -> str:
    """The key of a document by its id."""
    return digest(plain(doc))


def form_of(rule: str, surface: str) -> str:
    """The key of a form: the same rule and words."""
    return digest(rule, surface)
