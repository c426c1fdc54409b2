"""Which originals deserve a look: searches for the whole text and for each of its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from audit.alignment.sides import sentence
from audit.retrieval.pool import Pool
from audit.retrieval.terms import normal, terms

WHOLE_LIMIT = 8
LINE_LIMIT = 2
QUERY_TERMS = 120
STRETCH = 6
SHORTEST_NAME = 3


def shortlist(lines: Sequence[str], pool: Pool) -> list[str]:
    """Ids of the originals whose words fit the whole text, best first, then of those that fit one of its sentences.

    Those of the last texts are kept: reports of the same days are looked for among them later.
    """
    return list(_shortlist(tuple(lines), pool))


@lru_cache(maxsize=2)
def _shortlist(lines: tuple[str, ...], pool: Pool) -> tuple[str, ...]:
    words = [frozenset(terms(line)) | frozenset(_respelt(line, pool)) for line in lines]
    whole: Counter[str] = Counter()
    for line in words:
        whole.update({word: pool.weigh(word) for word in line})
    hits = pool.search([dict(whole.most_common(QUERY_TERMS))], WHOLE_LIMIT)[0]
    found = dict.fromkeys(id for id, _ in hits)
    for row in pool.search_lines(words, LINE_LIMIT):
        found.update(dict.fromkeys(id for id, _ in row))
    return tuple(found)


def _respelt(line: str, pool: Pool) -> Iterator[str]:
    """What the names of a sentence that no original holds may have been before they were mangled."""
    for name in sentence(line).names:
        for part in name.split("-"):
            if len(part) > SHORTEST_NAME:
                yield from pool.near(normal(part))


def shortlist_by_meaning(lines: Sequence[str], pool: Pool) -> list[str]:
    """Ids of the originals whose beginnings mean what a text in another language, or a stretch of it, means.

    Names and numbers in Latin script are searched as words besides.
    """
    stretches = [" ".join(lines[:STRETCH])] + [
        " ".join(lines[at : at + STRETCH]) for at in range(0, len(lines), STRETCH)
    ]
    hits, *rest = pool.search_meaning(stretches, WHOLE_LIMIT)
    found = dict.fromkeys(id for id, _ in hits)
    for row in rest:
        found.update(dict.fromkeys(id for id, _ in row[:LINE_LIMIT]))
    found.update(dict.fromkeys(shortlist([line for line in lines if any(map(str.isascii, line))], pool)[:WHOLE_LIMIT]))
    return list(found)
