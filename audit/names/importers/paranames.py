"""ParaNames TSV: header `wikidata_id eng label language type` (type PER, LOC or ORG), rows of one entity together.

Source: https://github.com/bltlab/paranames (CC BY 4.0, made from Wikidata).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audit.names.importers._streams import ImporterError, Record, keep, tab_rows, together

FORMAT = "paranames"
ABOUT = "ParaNames TSV: people, places and organisations of Wikidata in 400 languages (CC BY 4.0)"

_KINDS = {"PER": "person", "LOC": "place", "ORG": "organisation"}
_NEEDED = ("wikidata_id", "eng", "label", "language", "type")


def records(path: Path) -> Iterator[Record]:
    """One record an entity, with the languages that are kept."""
    rows = (fields for _, fields in tab_rows(path, len(_NEEDED)))
    head = next(rows, [])
    missing = [name for name in _NEEDED if name not in head]
    if missing:
        raise ImporterError(f"{path}:1: no column {missing[0]}; ParaNames has {', '.join(_NEEDED)}")
    id, english, label, language, kind = (head.index(name) for name in _NEEDED)
    for ref, group in together(rows, lambda fields: fields[id]):
        forms = [("en", group[0][english])] if group[0][english] else []
        for fields in group:
            code = keep(fields[language])
            if code is not None and fields[label]:
                forms.append((code, fields[label]))
        if forms:
            yield Record(
                ref=f"wikidata:{ref}",
                name=group[0][english],
                kind=_KINDS.get(group[0][kind], ""),
                forms=tuple(dict.fromkeys(forms)),
                weight=len(group),
            )
