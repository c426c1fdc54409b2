"""JRC-Names entity file: tab-separated id, type (P person, O organisation, T toponym, U unknown), language, name.

Words of a name are joined by `+`; the language is `u` where any. The variants of one entity stand together. Source:
European Commission, Joint Research Centre, https://data.jrc.ec.europa.eu/dataset/jrc-emm-jrc-names (reuse allowed with
attribution).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audit.names.importers._streams import Record, keep, tab_rows, together

FORMAT = "jrc-names"
ABOUT = "JRC-Names entities: people and organisations with the spellings found in news (JRC, attribution)"

_KINDS = {"P": "person", "O": "organisation", "T": "place"}


def records(path: Path) -> Iterator[Record]:
    """One record an entity."""
    rows = (fields for _, fields in tab_rows(path, 4))
    for id, group in together(rows, lambda fields: fields[0]):
        forms = []
        for _, _, lang, form, *_ in group:
            code = keep(lang)
            forms.append((code if code is not None else "", form.replace("+", " ").strip()))
        yield Record(
            ref=f"jrc:{id}", name=forms[0][1], kind=_KINDS.get(group[0][1], ""), forms=tuple(forms), weight=len(forms)
        )
