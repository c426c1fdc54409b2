"""The names ledger as records: what `ledger` hands out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from audit.judgements.records import State

NameOrder = Literal["artifacts", "forms", "documents", "name", "newest"]
"""`forms`: names that are written in most ways; `newest`: first seen last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFilter:
    """Which entities a list shows. `text` is looked for in names and forms; `undecided`: no house style is chosen."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    undecided: bool = False
    listed: bool = False
    order: NameOrder = "artifacts"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow:
    """An entity: appearances by verdict, documents and forms counted; `top` are its commonest forms with their counts.

    `house` is the form that the house writes (empty: not chosen), `listed` the day it was added to the authority.
    """

    key: str
    name: str
    kind: str
    artifacts: int
    variants: int
    right: int
    documents: int
    forms: int
    first: date | None
    top: tuple[tuple[str, int], ...]
    house: str
    listed: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """One way in which an entity is written.

    Counts are of appearances by verdict, `states` of the findings on them; `pivots` pair a language with a form in it.
    `first_doc` is where it was first seen: the earliest dated document, else the first loaded.
    """

    form: str
    artifacts: int
    variants: int
    right: int
    documents: int
    outlets: Mapping[str, int]
    engines: Mapping[str, int]
    pivots: Mapping[tuple[str, str], int]
    states: Mapping[State, int]
    first: date | None
    first_doc: str
    finding: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """An entity with all its forms, commonest first.

    `merged` are the entities that were joined into it, by key with their names: each can be taken out with `split`.
    `source`, `listed`: where the authority has it from, and since when. `note`, `reviewer`, `at` belong to the choice.
    """

    row: EntityRow
    lines: tuple[FormLine, ...]
    merged: Mapping[str, str]
    note: str
    reviewer: str
    at: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entity as terminology: `preferred` form, other right ones, wrong ones, and forms in other languages."""

    key: str
    preferred: str
    kind: str
    admitted: tuple[str, ...]
    deprecated: tuple[str, ...]
    pivots: tuple[tuple[str, str], ...]
    note: str
    source: str
    listed: date | None
    reviewer: str
    chosen: bool
