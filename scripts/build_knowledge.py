"""Pack `seeds/offices` and `seeds/people` for quick reading; run `python scripts/build_knowledge.py` after changes."""

from __future__ import annotations

from audit.names.authority_knowledge import PACKED, pack, seed_files
from scripts import build_tables


def main() -> None:
    """Write `audit/names/data/knowledge.msgpack.z`, and what is made of it beside the tables."""
    PACKED.parent.mkdir(exist_ok=True)
    PACKED.write_bytes(pack(seed_files()))
    print(f"{PACKED.name}: {PACKED.stat().st_size} bytes")
    build_tables.main()


if __name__ == "__main__":
    main()
