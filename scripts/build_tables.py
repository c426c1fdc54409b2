"""Pack the large tables of `seeds/` for quick reading: run after changing them (`python scripts/build_tables.py`)."""

from __future__ import annotations

from pathlib import Path

from audit.names.alone_organisations import SPELLED, spelled
from audit.seeds import folder
from audit.seeds_packed import PACKED, pack, pack_spelled, place, place_of_spelled


def main() -> None:
    """Write `audit/_tables/*.msgpack`, those that are out of step."""
    for name in PACKED:
        _write(place(name), pack((folder() / name).read_bytes()))
    _write(place_of_spelled(SPELLED), pack_spelled((folder() / SPELLED).read_bytes(), spelled()))


def _write(target: Path, packed: bytes) -> None:
    target.parent.mkdir(exist_ok=True)
    if not target.is_file() or target.read_bytes() != packed:
        target.write_bytes(packed)
        print(f"{target.name}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
