"""Pack the large tables of `seeds/` for quick reading: run after changing them (`python scripts/build_tables.py`)."""

from __future__ import annotations

from pathlib import Path

from audit.detectors import _formulas
from audit.names import alone_cyrillic, alone_organisations, alone_senses, origins, spoken_of
from audit.names.authority_knowledge import checksum_of_all
from audit.seeds import folder
from audit.seeds_packed import PACKED, checksum_of, pack, pack_derived, place


def derived() -> dict[str, bytes]:
    """What is made of tables, by its name."""
    people = checksum_of_all()
    return {
        alone_organisations.SPELLED: pack_derived(
            checksum_of(alone_organisations.TABLE), alone_organisations.spelled()
        ),
        alone_organisations.WRONG: pack_derived(
            checksum_of(*alone_organisations.TABLES), alone_organisations.wrong_forms()
        ),
        alone_senses.WORDS: pack_derived(alone_senses.checksum(), alone_senses.words_of_known()),
        _formulas.NEEDED: pack_derived(checksum_of(*_formulas.TABLES), _formulas.needs()),
        alone_cyrillic.SPELT: pack_derived(people, alone_cyrillic.spelt()),
        spoken_of.SPOKEN: pack_derived(spoken_of.checksum(), spoken_of.listed()),
        origins.ELSEWHERE: pack_derived(people, origins.all_read_elsewhere()),
    }


def main() -> None:
    """Write `audit/_tables/*.msgpack`, those that are out of step."""
    for name in PACKED:
        _write(place(name), pack((folder() / name).read_bytes()))
    for name, packed in derived().items():
        _write(place(name), packed)


def _write(target: Path, packed: bytes) -> None:
    target.parent.mkdir(exist_ok=True)
    if not target.is_file() or target.read_bytes() != packed:
        target.write_bytes(packed)
        print(f"{target.name}: {len(packed)} bytes")


if __name__ == "__main__":
    main()
