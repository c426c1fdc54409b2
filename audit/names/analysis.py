"""The name stage over one document: which names of the translation differ from their originals, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.model import Hit

if TYPE_CHECKING:
    from audit.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAnalysis:
    """Hits by rule id, made together because the rules share mentions and decide between each other."""

    hits: dict[str, tuple[Hit, ...]]


def analyse(context: Context) -> NameAnalysis:
    """Run the name stage."""
    return NameAnalysis(hits={})
