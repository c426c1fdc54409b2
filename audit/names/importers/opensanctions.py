"""OpenSanctions entities as FollowTheMoney JSON lines (`entities.ftm.json`): id, schema, properties.

Source: https://www.opensanctions.org/datasets/ (CC BY-NC 4.0). Names there carry no language; positions become facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from audit.names.importers._streams import ImporterError, Record, open_text

FORMAT = "opensanctions"
ABOUT = "OpenSanctions FollowTheMoney JSON lines: people and organisations (CC BY-NC 4.0)"

_KINDS = {"Person": "person", "Organization": "organisation", "Company": "organisation", "PublicBody": "organisation"}


class _Entity(msgspec.Struct):
    id: str
    schema: str
    caption: str = ""
    properties: dict[str, list[object]] = {}


def records(path: Path) -> Iterator[Record]:
    """One record an entity of a kind that has names; addresses, ownerships and the like are passed."""
    decode = msgspec.json.Decoder(_Entity).decode
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                entity = decode(line)
            except msgspec.DecodeError as error:
                raise ImporterError(f"{path}:{number}: {error}; one FollowTheMoney entity a line is wanted") from error
            kind = _KINDS.get(entity.schema)
            names = _texts(entity, "name", "alias")
            if kind is None or not names:
                continue
            country = (_texts(entity, "country", "nationality", "citizenship") or [""])[0]
            yield Record(
                ref=f"opensanctions:{entity.id}",
                name=entity.caption or names[0],
                kind=kind,
                forms=tuple(("", name) for name in names),
                country=country.upper() if len(country) == 2 else "",
                weight=len(names),
                facts=tuple(_texts(entity, "position")),
            )


def _texts(entity: _Entity, *keys: str) -> list[str]:
    found = (value for key in keys for value in entity.properties.get(key, ()) if isinstance(value, str))
    return list(dict.fromkeys(value.strip() for value in found if value.strip()))
