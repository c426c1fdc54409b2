"""GeoNames `alternateNamesV2.txt` (or a country's extract): tab-separated, no header.

Columns: alternateNameId, geonameid, isolanguage, alternate name, isPreferredName, isShortName, isColloquial,
isHistoric, from, to. Source: https://download.geonames.org/export/dump/ (CC BY 4.0). Rows whose
"language" is a link, a postal or an airport code are no names and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audit.names.importers._streams import ImporterError, Record, keep, tab_rows

FORMAT = "geonames"
ABOUT = "GeoNames alternateNamesV2.txt: places in many languages (CC BY 4.0)"


def records(path: Path) -> Iterator[Record]:
    """One record a row; the store joins those of one place. A historic name says so in the facts."""
    for number, fields in tab_rows(path, 4):
        place, lang, form = fields[1], fields[2], fields[3].strip()
        if not place.isdigit():
            raise ImporterError(f"{path}:{number}: {place!r} is no GeoNames id; is this alternateNamesV2?")
        code = keep(lang)
        if code is None or not form:
            continue
        preferred = len(fields) > 4 and fields[4] == "1"
        historic = len(fields) > 7 and fields[7] == "1"
        years = "-".join(fields[8:10]).strip("-") if len(fields) > 9 else ""
        yield Record(
            ref=f"geonames:{place}",
            name=form if preferred and code == "en" else "",
            kind="place",
            forms=((code, form),),
            weight=1,
            facts=(f"{form}: historic name {years}".rstrip(),) if historic else (),
        )
