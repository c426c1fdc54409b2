"""Names that reviewers confirmed, as an import of the names authority: `taudit names build` takes it from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from audit.judgements.entries import Entry
from audit.names.authority_store import KINDS, Record

_WEIGHT = 10**6
"""As much as a house's own glossary: before namesakes of public collections."""


def write(entries: Iterable[Entry], label: str, folder: Path | None = None) -> Path:
    """Write the import of this name (replacing an earlier one) into the user's folder of names, or another."""
    from audit.names.authority import data_folder
    from audit.names.authority_store import build

    path = (folder or data_folder()) / "imports" / f"{label}.sqlite"
    build(records(entries), path)
    return path


def records(entries: Iterable[Entry]) -> Iterator[Record]:
    """Entries as the authority's records: right forms only, with source and date."""
    for entry in entries:
        forms = [("en", form) for form in (entry.preferred, *entry.admitted)]
        forms += [(lang if len(lang) == 2 else "", form) for lang, form in entry.pivots]
        since = f" on {entry.listed.isoformat()}" if entry.listed else ""
        facts = [f"added by {entry.reviewer}{since}: {entry.source}"]
        if entry.note:
            facts.append(entry.note)
        yield Record(
            ref=f"review:{entry.key}",
            name=entry.preferred,
            kind=entry.kind if entry.kind in KINDS else "",
            forms=tuple(dict.fromkeys(forms)),
            weight=_WEIGHT,
            facts=tuple(facts),
        )
