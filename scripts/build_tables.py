"""Pack the large tables of `seeds/` for quick reading: run after changing them (`python scripts/build_tables.py`)."""

from __future__ import annotations

from audit.seeds import folder
from audit.seeds_packed import PACKED, pack, place


def main() -> None:
    """Write `audit/_tables/*.msgpack`, those that are out of step."""
    for name in PACKED:
        target = place(name)
        target.parent.mkdir(exist_ok=True)
        packed = pack((folder() / name).read_bytes())
        if not target.is_file() or target.read_bytes() != packed:
            target.write_bytes(packed)
            print(f"{target.name}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
