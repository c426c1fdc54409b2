"""The records of the ledger: appearances of names by entity and form. Joining is associative and commutative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["artifact", "variant", "right"]
Place = tuple[str, str, int, int]
"""ISO date (empty: unknown), document, start and end in code points."""
Cell = tuple[str, str, str]
"""ISO date (empty: unknown), outlet and engine (empty: unknown)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """One name at [start, end) of one document. `entity` is the usual English form of what it stands for.

    `verdict`: artifact (a finding of category name), variant (a finding of style, or a legitimate spelling that is not
    the usual one), right. `basis` says by what: the rule of the finding, `original` or `authority`. `published` is an
    ISO date. What is not known is empty. `pivot` is the form in the language `lang` that it came through.
    """

    entity: str
    kind: str
    form: str
    doc: str
    start: int
    end: int
    verdict: Verdict
    basis: str
    outlet: str = ""
    engine: str = ""
    published: str = ""
    pivot: str = ""
    lang: str = ""


@dataclass(slots=True)
class Form:
    """One way in which an entity is written. `documents` counts texts, the counters count appearances.

    `cells` counts them by date, outlet and engine; `pivots` by language and pivot form; `first` is the earliest place
    with a date, else the first in the order of document ids.
    """

    documents: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    pivots: Counter[tuple[str, str]] = field(default_factory=Counter)
    cells: Counter[Cell] = field(default_factory=Counter)
    first: Place | None = None

    @property
    def count(self) -> int:
        """All appearances."""
        return self.verdicts.total()

    def by(self, source: Literal["outlet", "engine"]) -> Counter[str]:
        """Appearances by outlet or by engine; those without are left out."""
        at = 1 if source == "outlet" else 2
        out: Counter[str] = Counter()
        for cell, count in self.cells.items():
            if cell[at]:
                out[cell[at]] += count
        return out

    def join(self, other: Form) -> None:
        """Add the other form's counts to this one's."""
        self.documents += other.documents
        self.verdicts.update(other.verdicts)
        self.bases.update(other.bases)
        self.pivots.update(other.pivots)
        self.cells.update(other.cells)
        places = [place for place in (self.first, other.first) if place is not None]
        self.first = min(places, key=_age, default=None)


@dataclass(slots=True)
class Entity:
    """All forms of one entity. `names` counts the usual forms proposed for it, `kinds` what it was taken for."""

    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    forms: dict[str, Form] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The usual form: the one most often proposed, the first in alphabetical order of equals."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def kind(self) -> str:
        """person, place, organisation, term (a title), or empty where nothing says."""
        known = {kind: count for kind, count in self.kinds.items() if kind}
        return min(known, key=lambda kind: (-known[kind], kind), default="")

    def verdicts(self) -> Counter[str]:
        """Appearances by verdict, over all forms."""
        out: Counter[str] = Counter()
        for form in self.forms.values():
            out.update(form.verdicts)
        return out

    def join(self, other: Entity) -> None:
        """Add the other's counts to this one's."""
        self.names.update(other.names)
        self.kinds.update(other.kinds)
        for text, form in other.forms.items():
            self.forms.setdefault(text, Form()).join(form)


@dataclass(slots=True)
class Ledger:
    """Entities by key (the folded usual form), and how many documents they come from.

    Documents must be counted once: join ledgers of different documents only.
    """

    documents: int = 0
    entities: dict[str, Entity] = field(default_factory=dict)

    @classmethod
    def of(cls, appearances: Iterable[Appearance]) -> Ledger:
        """The ledger of the appearances of one document."""
        ledger = cls(documents=1)
        for appearance in appearances:
            ledger._add(appearance)
        return ledger

    def __or__(self, other: Ledger) -> Ledger:
        out = Ledger()
        out.join(self)
        out.join(other)
        return out

    def join(self, other: Ledger) -> None:
        """Add the other's counts to this one's; the other stays as it is."""
        self.documents += other.documents
        for key, entity in other.entities.items():
            self.entities.setdefault(key, Entity()).join(entity)

    @property
    def size(self) -> int:
        """Numbers kept, a measure of memory: about 250 bytes each."""
        return sum(len(form.cells) + len(form.pivots) + 2 for _, form in self._forms())

    def _forms(self) -> Iterator[tuple[str, Form]]:
        for key, entity in self.entities.items():
            for form in entity.forms.values():
                yield key, form

    def _add(self, seen: Appearance) -> None:
        entity = self.entities.setdefault(key_of(seen.entity), Entity())
        entity.names[seen.entity] += 1
        entity.kinds[seen.kind] += 1
        if seen.form not in entity.forms:
            entity.forms[seen.form] = Form(documents=1)
        form = entity.forms[seen.form]
        form.verdicts[seen.verdict] += 1
        form.bases[seen.basis] += 1
        form.cells[seen.published, seen.outlet, seen.engine] += 1
        if seen.pivot:
            form.pivots[seen.lang, seen.pivot] += 1
        place = (seen.published, seen.doc, seen.start, seen.end)
        form.first = min((form.first or place, place), key=_age)


def key_of(name: str) -> str:
    """The key of an entity: its words without case, diacritics and punctuation."""
    from audit.names.tokens import fold

    words = (fold(word) for word in name.replace("-", " ").split())
    return " ".join(word for word in words if word) or name


def _age(place: Place) -> tuple[str, Place]:
    return (place[0] or "9999", place)
