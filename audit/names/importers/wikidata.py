"""Wikidata JSON dump (`latest-all.json.bz2` or a part of it): one entity a line within `[` and `]`, or JSON lines.

Labels and aliases in the languages that are kept; people (P31 = Q5) with the positions that they held (P39, with start
P580 and end P582). Source: https://dumps.wikimedia.org/wikidatawiki/entities/ (CC0).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from audit.names.importers._streams import ImporterError, Record, keep, open_text

FORMAT = "wikidata"
ABOUT = "Wikidata JSON dump: labels, aliases, positions held with dates (CC0)"

_KINDS = {
    "Q5": "person", "Q515": "place", "Q6256": "place", "Q3624078": "place", "Q486972": "place", "Q532": "place",
    "Q1549591": "place", "Q3957": "place", "Q35657": "place", "Q43229": "organisation", "Q4830453": "organisation",
    "Q6881511": "organisation", "Q891723": "organisation", "Q327333": "organisation", "Q7278": "organisation",
    "Q476028": "organisation", "Q3918": "organisation", "Q11032": "organisation", "Q484652": "organisation",
}  # fmt: skip


class _Text(msgspec.Struct):
    value: str


class _Snak(msgspec.Struct):
    datavalue: dict[str, object] | None = None


class _Claim(msgspec.Struct):
    mainsnak: _Snak
    rank: str = "normal"
    qualifiers: dict[str, list[_Snak]] = {}


class _Entity(msgspec.Struct):
    id: str
    labels: dict[str, _Text] | list[object] = {}
    aliases: dict[str, list[_Text]] | list[object] = {}
    claims: dict[str, list[_Claim]] | list[object] = {}
    sitelinks: dict[str, object] | list[object] = {}


def records(path: Path) -> Iterator[Record]:
    """One record an item of a known kind with a name in a language that is kept. Deprecated statements are passed."""
    decode = msgspec.json.Decoder(_Entity).decode
    with open_text(path) as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.strip().rstrip(",")
            if line in {"", "[", "]"}:
                continue
            try:
                record = _record(decode(line))
            except msgspec.DecodeError as error:
                raise ImporterError(f"{path}:{number}: {error}; one Wikidata entity a line is wanted") from error
            if record is not None:
                yield record


def _record(entity: _Entity) -> Record | None:
    claims = entity.claims if isinstance(entity.claims, dict) else {}
    kinds = [_KINDS[id] for claim in claims.get("P31", ()) if (id := _item(claim.mainsnak)) in _KINDS]
    if not kinds:
        return None
    labels = entity.labels if isinstance(entity.labels, dict) else {}
    aliases = entity.aliases if isinstance(entity.aliases, dict) else {}
    forms = [(code, text.value) for lang, text in labels.items() if (code := keep(lang)) is not None]
    forms += [
        (code, text.value) for lang, texts in aliases.items() if (code := keep(lang)) is not None for text in texts
    ]
    if not forms:
        return None
    name = labels["en"].value if "en" in labels else forms[0][1]
    positions = [_position(claim) for claim in claims.get("P39", ()) if claim.rank != "deprecated"]
    return Record(
        ref=f"wikidata:{entity.id}",
        name=name,
        kind=kinds[0],
        forms=tuple(dict.fromkeys(forms)),
        weight=len(entity.sitelinks),
        facts=tuple(position for position in positions if position),
    )


def _item(snak: _Snak) -> str:
    value = snak.datavalue.get("value") if snak.datavalue else None
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def _day(snaks: list[_Snak]) -> str:
    value = snaks[0].datavalue.get("value") if snaks and snaks[0].datavalue else None
    return str(value.get("time", "")).lstrip("+")[:10] if isinstance(value, dict) else ""


def _position(claim: _Claim) -> str:
    office = _item(claim.mainsnak)
    since, until = _day(claim.qualifiers.get("P580", [])), _day(claim.qualifiers.get("P582", []))
    return f"position {office}, {since or '?'} to {until or 'now'}" if office else ""
