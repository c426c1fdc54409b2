"""A glossary as CSV or TSV with a header of language codes (`en,zh,ru`), or of `original`/`name` and others.

Optional columns: `kind` (person, place, organisation), `country`, `note`. Several forms in a cell are parted by `|`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audit.names.authority_store import KINDS
from audit.names.importers._streams import ImporterError, Record, csv_rows, keep

FORMAT = "glossary"
ABOUT = "CSV glossary with a column a language: a house's own names"

_ENGLISH = frozenset(("en", "name", "original", "english"))
_OTHER = frozenset(("kind", "country", "note", "notes", "id"))


def records(path: Path) -> Iterator[Record]:
    """One record a row with an English form."""
    for number, row in csv_rows(path):
        low = {(name or "").casefold(): (value or "").strip() for name, value in row.items()}
        english = next((low[name] for name in ("en", "name", "original", "english") if low.get(name)), "")
        if not any(name in low for name in _ENGLISH):
            raise ImporterError(f"{path}:1: no column en (or name) in the header")
        if not english:
            continue
        kind = low.get("kind", "")
        if kind not in KINDS:
            raise ImporterError(f"{path}:{number}: kind {kind!r}; one of {', '.join(k for k in KINDS if k)} is wanted")
        forms = [("en", form.strip()) for form in english.split("|")]
        for column, value in low.items():
            if column in _ENGLISH | _OTHER or not value or (code := keep(column)) is None:
                continue
            forms += [(code, form.strip()) for form in value.split("|") if form.strip()]
        note = low.get("note") or low.get("notes") or ""
        yield Record(
            ref=f"glossary:{path.stem}:{low.get('id') or number}",
            name=forms[0][1],
            kind=kind,
            forms=tuple(dict.fromkeys(forms)),
            country=low.get("country", "").upper(),
            weight=10**6,
            facts=(note,) if note else (),
        )
