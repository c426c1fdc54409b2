"""A compact store of names: entities with their forms in many languages, found by folded form. SQLite, read-only.

Table `entity`: one row an entity, its forms packed. Table `form`: folded form -> entity, clustered by form, so that a
look-up reads one or two pages whatever the size. Ten million names take about a gigabyte on disk and a few megabytes
of memory (`benchmarks/authority.py` measures it).
"""

from __future__ import annotations

import hashlib
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from audit.errors import AuditError
from audit.names.tokens import fold

SCHEMA = 1
KINDS = ("person", "place", "organisation", "work", "")
_BATCH = 50_000
_OFTEN = 5_000
"""Questions from which the forms of a store in memory are worth a set (reading it costs as much as so many)."""


class AuthorityError(AuditError):
    """A names store that cannot be read or built."""


@dataclass(frozen=True, slots=True)
class Record:
    """What an importer yields: one entity or a part of one; records with the same `ref` are joined.

    `forms`: pairs of language (ISO 639-1, or "" where unknown) and form; `weight` tells the more prominent of namesakes
    (population, number of languages); `facts`: plain statements ("Treasury Secretary 2021-01-26..2025-01-20").
    """

    ref: str
    name: str
    kind: str
    forms: Sequence[tuple[str, str]] = ()
    country: str = ""
    weight: int = 0
    facts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity as it is found. `forms`: forms by language."""

    ref: str
    name: str
    kind: str
    country: str
    weight: int
    forms: dict[str, tuple[str, ...]]
    facts: tuple[str, ...] = ()


def key_of(form: str) -> str:
    """The folded form under which a name is found: words without case, diacritics and punctuation; simplified Chinese.

    >>> key_of("Kryvyi Rih"), key_of("Saint-Étienne"), key_of("哈爾科夫")
    ('kryvyi rih', 'saint etienne', '哈尔科夫')
    """
    if form.isascii() and form.isalnum():
        return form.lower()  # the same, and quicker: most are so
    return _key_of(form)


@lru_cache(maxsize=16384)
def _key_of(form: str) -> str:
    if form.isascii() and form.replace(" ", "").isalnum():
        return " ".join(form.lower().split())
    if not form.isascii() and any("\u3400" <= c <= "\u9fff" for c in form):
        return "".join(c for c in _simplified(form) if c.isalnum())
    if not form.isascii() and any("\u0400" <= c <= "\u04ff" for c in form):
        plain = unicodedata.normalize("NFC", form).casefold()
        return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
    words = (fold(word) for word in form.replace("-", " ").replace("/", " ").split())
    return " ".join(word for word in words if word)


def _simplified(form: str) -> str:
    return str(_converter().convert(form))


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")


class Store:
    """A names store opened for reading."""

    def __init__(self, connection: sqlite3.Connection, where: str, *, small: bool = False) -> None:
        self._db = connection
        self._small = small
        self._asked = 0
        self._keys: frozenset[str] | None = None
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise AuthorityError(f"{where}: no names store ({error}); build it with `taudit names build`") from error
        if version != SCHEMA:
            raise AuthorityError(f"{where}: a names store of another version; build it again with `taudit names build`")

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a store file, read-only. Raises AuthorityError where it is missing or of another version."""
        if not path.is_file():
            raise AuthorityError(f"{path}: no names store; build it with `taudit names build`")
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        store = cls(connection, str(path))
        connection.execute("PRAGMA cache_size=-8000")
        return store

    @classmethod
    def of_bytes(cls, data: bytes, where: str) -> Store:
        """A store from the bytes of its file, kept in memory."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.deserialize(data)
        return cls(connection, where, small=True)

    def find(self, name: str) -> tuple[Entry, ...]:
        """The entities with that form, weightiest first."""
        rows = self._db.execute(
            "SELECT e.ref, e.name, e.kind, e.country, e.weight, e.packed FROM form f JOIN entity e ON e.id = f.entity "
            "WHERE f.key = ? ORDER BY e.weight DESC, e.id",
            (key_of(name),),
        )
        return tuple(_entry(row) for row in rows)

    def has(self, name: str) -> bool:
        """Whether any entity has that form. A store in memory that is asked often keeps its forms as a set."""
        if self._keys is not None:
            return key_of(name) in self._keys
        self._asked += self._small
        if self._asked > _OFTEN:
            self._keys = frozenset(key for (key,) in self._db.execute("SELECT key FROM form"))
        return self._db.execute("SELECT 1 FROM form WHERE key = ? LIMIT 1", (key_of(name),)).fetchone() is not None

    def of_country(self, code: str) -> tuple[str, ...]:
        """The names of the entities of a country (ISO 3166-1 alpha-2), in order of their number."""
        return tuple(
            row[0] for row in self._db.execute("SELECT name FROM entity WHERE country = ? ORDER BY id", (code,))
        )

    def size(self) -> tuple[int, int]:
        """Numbers of entities and of forms."""
        entities, forms = (self._db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("entity", "form"))
        return entities, forms

    def digest(self) -> str:
        """A short hash of everything that it holds, whenever and wherever it was built; empty for one built before."""
        try:
            return str(self._db.execute("SELECT digest FROM made").fetchone()[0])
        except sqlite3.OperationalError:
            return ""

    def entries(self) -> Iterator[Entry]:
        """All entities, in order of their number."""
        rows = self._db.execute("SELECT ref, name, kind, country, weight, packed FROM entity ORDER BY id")
        return (_entry(row) for row in rows)

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _entry(row: tuple[str, str, str, str, int, bytes]) -> Entry:
    ref, name, kind, country, weight, packed = row
    forms, facts = msgspec.msgpack.decode(packed, type=tuple[dict[str, tuple[str, ...]], tuple[str, ...]])
    return Entry(ref, name, KINDS[int(kind)] if kind.isdigit() else kind, country, weight, forms, facts)


def build(records: Iterable[Record], path: Path, scratch: Path | None = None) -> tuple[int, int]:
    """Write a store of the records to `path` (replaced when it is complete); numbers of entities and of forms.

    Streams: memory does not grow with the number of records. `scratch`: where the temporary file goes (beside `path`).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part, stage = path.with_name(path.name + ".part"), (scratch or path.parent) / (path.name + ".stage")
    for leftover in (part, stage):
        leftover.unlink(missing_ok=True)
    try:
        with closing(_fresh(part)) as out, closing(_fresh(stage)) as staged:
            _stage(staged, records)
            counts = _merge(staged, out)
        part.replace(path)
    finally:
        stage.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return counts


def _fresh(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000; PRAGMA temp_store=FILE;"
    )
    return connection


def _stage(db: sqlite3.Connection, records: Iterable[Record]) -> None:
    db.execute("CREATE TABLE record(ref TEXT, body BLOB)")
    encode = msgspec.msgpack.Encoder().encode
    rows = ((r.ref, encode((r.name, r.kind, r.country, r.weight, r.forms, r.facts))) for r in records)
    db.execute("BEGIN")
    db.executemany("INSERT INTO record VALUES(?, ?)", rows)
    db.execute("COMMIT")


def _merge(staged: sqlite3.Connection, out: sqlite3.Connection) -> tuple[int, int]:
    out.executescript(
        f"PRAGMA user_version={SCHEMA};"
        "CREATE TABLE entity"
        "(id INTEGER PRIMARY KEY, ref TEXT, name TEXT, kind TEXT, country TEXT, weight INT, packed BLOB);"
        "CREATE TABLE form(key TEXT, entity INT, PRIMARY KEY(key, entity)) WITHOUT ROWID;"
        "CREATE TABLE made(digest TEXT);"
    )
    digest = hashlib.blake2b(digest_size=6)
    staged.execute("CREATE TABLE raw(key TEXT, entity INT)")
    staged.execute("BEGIN")
    out.execute("BEGIN")
    entities = 0
    rows: list[tuple[object, ...]] = []
    keys: list[tuple[str, int]] = []
    for entities, entry in enumerate(_joined(staged), 1):
        packed = msgspec.msgpack.encode((entry.forms, entry.facts))
        digest.update(msgspec.msgpack.encode((entry.ref, entry.name, entry.kind, entry.country, entry.weight)) + packed)
        rows.append((entities, entry.ref, entry.name, entry.kind, entry.country, entry.weight, packed))
        found = {key_of(form) for forms in entry.forms.values() for form in forms} | {key_of(entry.name)}
        keys.extend((key, entities) for key in found if key)
        if len(rows) >= _BATCH:
            _flush(out, staged, rows, keys)
    _flush(out, staged, rows, keys)
    out.execute("INSERT INTO made VALUES(?)", (digest.hexdigest(),))
    staged.execute("COMMIT")
    ordered = staged.execute("SELECT key, entity FROM raw ORDER BY key, entity")
    out.executemany("INSERT OR IGNORE INTO form VALUES(?, ?)", ordered)
    out.execute("COMMIT")
    return entities, int(out.execute("SELECT count(*) FROM form").fetchone()[0])


def _flush(
    out: sqlite3.Connection, staged: sqlite3.Connection, rows: list[tuple[object, ...]], keys: list[tuple[str, int]]
) -> None:
    out.executemany("INSERT INTO entity VALUES(?, ?, ?, ?, ?, ?, ?)", rows)
    staged.executemany("INSERT INTO raw VALUES(?, ?)", keys)
    rows.clear()
    keys.clear()


_Body = tuple[str, str, str, int, tuple[tuple[str, str], ...], tuple[str, ...]]


def _joined(staged: sqlite3.Connection) -> Iterator[Entry]:
    """The staged records, those of one entity together; the weightiest gives name, kind and country."""
    decode = msgspec.msgpack.Decoder(_Body).decode
    cursor = staged.cursor().execute("SELECT ref, body FROM record ORDER BY ref, rowid")
    for ref, group in groupby(cursor, key=itemgetter(0)):
        forms: dict[str, dict[str, None]] = {}
        facts: dict[str, None] = {}
        name = kind = country = ""
        weight = 0
        for _, body in group:
            its_name, its_kind, its_country, its_weight, its_forms, its_facts = decode(body)
            name, kind, country = name or its_name, kind or its_kind, country or its_country
            weight = max(weight, its_weight)
            for lang, form in its_forms:
                forms.setdefault(lang, {})[form] = None
            facts.update(dict.fromkeys(its_facts))
        name = name or next((next(iter(forms[lang])) for lang in ("en", "", *forms) if lang in forms), ref)
        yield Entry(ref, name, kind, country, weight, {k: tuple(v) for k, v in forms.items()}, tuple(facts))
