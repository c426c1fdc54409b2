"""Pack `seeds/offices` and `seeds/people` for quick reading; run `python scripts/build_knowledge.py` after changes."""

from __future__ import annotations

from audit.names.authority_knowledge import PACKED, pack, seed_files


def main() -> None:
    """Write `audit/names/data/knowledge.msgpack.z`."""
    PACKED.parent.mkdir(exist_ok=True)
    PACKED.write_bytes(pack(seed_files()))
    print(f"{PACKED.name}: {PACKED.stat().st_size} bytes")


if __name__ == "__main__":
    main()
