"""Answers of the Wikidata Query Service saved as CSV or TSV.

Columns by their usual names: `item` (address or Q number), `itemLabel` or `label`, one column a language (`zh`, `ru`,
`label_zh`, `zhLabel`), `alias`/`aliases` (several by `|`), `position`/`positionLabel`, `start`, `end`. Rows of one item
are joined. Source: https://query.wikidata.org/ (CC0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from audit.names.importers._streams import ImporterError, Record, csv_rows, keep

FORMAT = "wikidata-query"
ABOUT = "Wikidata Query Service answers as CSV: labels, aliases, positions with dates (CC0)"

_LANGUAGE = re.compile(r"(?:label_)?([a-z]{2})(?:label)?", re.IGNORECASE)
_NO_NAMES = frozenset(("item", "person", "itemlabel", "label", "position", "positionlabel", "start", "end", "kind"))


def records(path: Path) -> Iterator[Record]:
    """One record a row; the store joins those of one item."""
    for number, row in csv_rows(path):
        low = {name.casefold(): value.strip() for name, value in row.items() if value}
        item = (low.get("item") or low.get("person") or "").rsplit("/", 1)[-1]
        if not re.fullmatch(r"Q\d+", item):
            raise ImporterError(f"{path}:{number}: no Q number in the column item")
        name = low.get("itemlabel") or low.get("label") or low.get("en") or ""
        forms = [("en", name)] if name and name != item else []
        for column, value in low.items():
            match = _LANGUAGE.fullmatch(column)
            if column in _NO_NAMES or not match or (code := keep(match.group(1))) is None:
                continue
            forms.append((code, value))
        for alias in (low.get("alias") or low.get("aliases") or "").split("|"):
            if alias.strip():
                forms.append(("", alias.strip()))
        office = low.get("positionlabel") or low.get("position")
        since, until = low.get("start", "")[:10] or "?", low.get("end", "")[:10] or "now"
        facts = (f"{office}, {since} to {until}",) if office else ()
        yield Record(
            f"wikidata:{item}", name, low.get("kind", "person"), tuple(dict.fromkeys(forms)), weight=1, facts=facts
        )
