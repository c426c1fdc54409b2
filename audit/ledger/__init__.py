"""A ledger of the names of a whole run: every form of an entity with its counts, when and where it was first seen.

`ledger_of(audited)` makes the ledger of one document, `one | other` joins two; the order of joining does not matter, so
that processes and machines can each keep their own. `changes` finds outlets and engines that came to write a name in
another way, `divided` the names that the corpus writes in several ways.
"""

from __future__ import annotations

from audit.ledger.collect import appearances, ledger_of
from audit.ledger.drift import Change, Divided, changes, divided
from audit.ledger.model import Appearance, Entity, Form, Ledger

__all__ = [
    "Appearance",
    "Change",
    "Divided",
    "Entity",
    "Form",
    "Ledger",
    "appearances",
    "changes",
    "divided",
    "ledger_of",
]
