"""What retrieval is measured on: translations and composites, the pools, and any number of texts around them."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.documents import Document
from corpora.sentences import split

SHORTEST = 30
SENTENCES = 12
RUN = 4


@dataclass(frozen=True, slots=True)
class Text:
    """A translation: the originals that it was made from, and how many of its sentences come from each."""

    id: str
    text: str
    originals: dict[str, int]
    story: str


def rows(*parts: str) -> list[dict[str, Any]]:
    """The rows of a file of the development data."""
    with Path(os.environ["TAUDIT_DATA"], *parts).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def originals() -> list[Document]:
    """The texts that the translations were made from."""
    return [Document(id=row["id"], text=row["text"], lang="en") for row in rows("wmt18", "originals.jsonl")]


def others() -> list[Document]:
    """Other English texts: news, reports of 2025-2026, references of translated news and of short messages."""
    found = [
        Document(id=row["id"], text=row["text"], lang="en")
        for row in rows("pool", "english_news.jsonl") + rows("news", "originals.jsonl")
    ]
    lines: dict[str, dict[str, None]] = {}
    for row in rows("uk_en", "wmt22_uk-en.jsonl"):
        lines.setdefault(f"uk_en:{row['doc']}", {})[row["original"]] = None
    for row in rows("mqm", "namelike.jsonl"):
        if row["ref"]:
            lines.setdefault(f"mqm:{row['doc']}", {})[row["ref"]] = None
    return found + [Document(id=id, text="\n".join(text), lang="en") for id, text in lines.items()]


def sentences_of(document: Document) -> list[str]:
    """The sentences of a text that are long enough to mean something, each on one line."""
    found = (" ".join(document.text[a:b].split()) for a, b in split(document.text, "en"))
    return [line for line in found if len(line) > SHORTEST]


def around(documents: Iterable[Document], count: int, seed: int = 0) -> Iterator[Document]:
    """`count` texts of about twelve real sentences: runs of one to four sentences of texts drawn at random."""
    order = random.Random(seed)
    texts = [lines for lines in map(sentences_of, documents) if lines]
    for number in range(count):
        lines: list[str] = []
        while len(lines) < SENTENCES:
            source = order.choice(texts)
            first = order.randrange(len(source))
            lines += source[first : first + order.randint(1, RUN)]
        yield Document(id=f"around-{number}", text="\n".join(lines), lang="en")


def translations() -> list[Text]:
    """Machine translations of whole news texts."""
    return [
        Text(row["id"], row["text"], {row["original"]: 1}, row["original"])
        for row in rows("wmt18", "translations.jsonl")
    ]


def composites() -> list[Text]:
    """Texts put together from parts of one to three originals, with sentences that come from none."""
    texts = {row["id"]: row["text"] for row in rows("composites", "translations.jsonl")}
    found = []
    for row in rows("composites", "gold.jsonl"):
        counts: dict[str, int] = {}
        for segment in row["segments"]:
            for id in {link[0] for link in segment["links"]}:
                counts[id] = counts.get(id, 0) + 1
        found.append(Text(row["doc"], texts[row["doc"]], counts, row["doc"]))
    return found
