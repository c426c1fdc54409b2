"""The name stage over one document: which names of the translation differ from their originals, and how."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.model import Hit
from audit.names.linkedstage import linked_hits

if TYPE_CHECKING:
    from audit.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class NameAnalysis:
    """Hits by rule id, made together because the rules share mentions and decide between each other."""

    hits: dict[str, tuple[Hit, ...]]


def analyse(context: Context) -> NameAnalysis:
    """Run the name stage."""
    by_rule: dict[str, list[Hit]] = defaultdict(list)
    for rule, hit in linked_hits(context):
        by_rule[rule].append(hit)
    return NameAnalysis(hits={rule: tuple(hits) for rule, hits in by_rule.items()})
