"""Make texts as portals put them together, with their answers: parts of reports in another order, joined and cut down.

    TAUDIT_DATA=FOLDER python scripts/composites.py FOLDER [--seed N] [--kind plain|small|joined|cut|ukrainian]

Made from `wmt18` (or `uk_en`) translations: blocks of one to four reports, shuffled; some sentences left out, some
joined, other news put between them, some of it without a full stop. Kinds differ in the size of blocks, in how much
is joined, and in whether the pool lacks some sentences. FOLDER gets translations, gold, originals and pool as JSON
lines, as `score_links.py` and `taudit align` read them. `fit_cuts.py` learns from such texts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fit_alignment import line_spans, rows

from audit.alignment.units import everyday

END = re.compile(r"[.?!。]+([\"”’')]*)$")
SIGNS = ("", "", "", ", and ", ", and ", ", while ", ", but ")
LOSTEND = 0.12
LONGEST = 60
AWAY = 40
LINES = 0.3


@dataclass(frozen=True, slots=True)
class Kind:
    """Block sizes, and the shares left out, joined with the next one, followed by other news, missing in the pool."""

    blocks: tuple[int, int]
    left_out: float = 0.12
    joined: float = 0.12
    foreign: float = 0.15
    missing: float = 0.0
    reports: tuple[int, ...] = (1, 2, 2, 3, 3, 3, 4)


KINDS = {
    "plain": Kind((4, 9)),
    "small": Kind((1, 4), left_out=0.15),
    "joined": Kind((3, 7), left_out=0.25, joined=0.3),
    "cut": Kind((3, 7), missing=0.2),
    "ukrainian": Kind((4, 9), reports=(2, 3, 4)),
}

Segment = tuple[str, list[tuple[str, int, int]]]


@dataclass
class Made:
    """The texts, what they are made of, and the pool's other texts, as rows of JSON lines."""

    translations: list[dict[str, Any]] = field(default_factory=list)
    gold: list[dict[str, Any]] = field(default_factory=list)
    originals: list[dict[str, Any]] = field(default_factory=list)
    pool: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Reports:
    """The pool's form of each report, the place of each of its lines there, and translations by report and system."""

    texts: dict[str, str]
    places: dict[str, dict[int, tuple[int, int]]]
    translations: dict[tuple[str, str], list[str]]


def reports(kind: Kind, ukrainian: bool, chance: random.Random) -> Reports:
    translations: dict[tuple[str, str], list[str]] = {}
    texts = {row["id"]: row["text"] for row in rows("wmt18", "originals.jsonl")}
    for row in rows("wmt18", "translations.jsonl"):
        translations[row["original"], row["system"]] = row["text"].split("\n")
    if ukrainian:
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in rows("uk_en", "wmt22_uk-en.jsonl"):
            groups.setdefault(f"uk:{row['doc']}", []).append(row)
        groups = {id: group for id, group in groups.items() if len(group) >= 4}
        texts = {id: "\n".join(one_line(row["original"]) for row in group) for id, group in groups.items()}
        translations = {
            (id, system): [one_line(row["translations"][system]) for row in group]
            for id, group in groups.items()
            for system in group[0]["translations"]
        }
    found = Reports({}, {}, translations)
    for id, text in texts.items():
        lines = text.split("\n")
        kept = [number for number in range(len(lines)) if chance.random() >= kind.missing]
        found.texts[id] = "\n".join(lines[number] for number in kept)
        found.places[id] = dict(zip(kept, line_spans(found.texts[id]), strict=True)) if kept else {}
    return found


def one_line(text: str) -> str:
    return " ".join(text.split())


def other_news(away: Sequence[dict[str, Any]], ukrainian: bool, chance: random.Random) -> list[list[str]]:
    """Sentences whose originals are in no pool, by where they are from: news, messages, what composites have of it."""
    news = [line for row in away for line in row["text"].split("\n") if len(line) > 15]
    messages = [
        one_line(chance.choice(sorted(row["translations"].values()))) for row in rows("uk_en", "wmt22_uk-en.jsonl")
    ]
    texts = {row["id"]: row["text"] for row in rows("composites", "translations.jsonl")}
    own = [
        texts[row["doc"]][one["start"] : one["end"]]
        for row in rows("composites", "gold.jsonl")
        for one in row["segments"]
        if not one["links"]
    ]
    return [news, own, own] if ukrainian else [news, messages, own, own]


def lowered(line: str, sign: str, chance: random.Random) -> str:
    """A line behind a conjunction: half the time its first letter is small, where it is no name's."""
    word = line.split(maxsplit=1)[0]
    small = sign and chance.random() < 0.5 and everyday(word) and word != "I"
    return line[0].lower() + line[1:] if small else line


def block(lines: Sequence[Segment], share: float, chance: random.Random) -> list[Segment]:
    """Some neighbours joined to one sentence, by a conjunction or by nothing."""
    found: list[Segment] = []
    waiting = list(lines)
    while waiting:
        text, links = waiting.pop(0)
        if waiting and chance.random() < share:
            after, more = waiting.pop(0)
            sign = chance.choice(SIGNS)
            text = (END.sub(r"\1", text) + sign if sign else text + " ") + lowered(after, sign, chance)
            links = links + more
        found.append((text, links))
    return found


def report_blocks(id: str, lines: Sequence[str], places: dict[int, tuple[int, int]], kind: Kind,
                  chance: random.Random) -> list[list[Segment]]:  # fmt: skip
    """The blocks of one report, or of its middle."""
    first, end = 0, len(lines)
    if chance.random() < 0.5:
        first, end = chance.randrange(max(1, end // 3)), end - chance.randrange(max(1, end // 3))
    found = []
    while first < end:
        size = chance.randint(*kind.blocks)
        told: list[Segment] = [
            (lines[number].strip(), [(id, *places[number])] if number in places else [])
            for number in range(first, min(end, first + size))
            if lines[number].strip() and chance.random() >= kind.left_out
        ]
        found.append(block(told, kind.joined, chance))
        first += size
    return found


def make(name: str, seed: int, count: int = 40) -> Made:
    """`count` texts of a kind."""
    kind, ukrainian, chance = KINDS[name], name == "ukrainian", random.Random(seed)
    news = rows("pool", "english_news.jsonl")
    chance.shuffle(news)
    known = reports(kind, ukrainian, chance)
    others = other_news(news[:AWAY], ukrainian, chance)
    made = Made(pool=news[AWAY:])
    made.originals = [{"id": id, "lang": "en", "text": text} for id, text in known.texts.items() if text]
    systems = sorted({system for _, system in known.translations})
    for number in range(count):
        system = chance.choice(systems)
        ids = [id for id in known.texts if (id, system) in known.translations]
        blocks = [
            one
            for id in chance.sample(ids, chance.choice(kind.reports))
            for one in report_blocks(id, known.translations[id, system], known.places[id], kind, chance)
        ]
        chance.shuffle(blocks)
        text, segments = "", []
        for line, links in mixed([one for part in blocks for one in part][:LONGEST], others, kind.foreign, chance):
            text += ("\n" if chance.random() < LINES else " ") if text else ""
            segments.append({"start": len(text), "end": len(text) + len(line), "links": links})
            text += line
        made.translations.append({"id": f"{name}-{seed}-{number}", "lang": "en", "text": text})
        made.gold.append({"doc": f"{name}-{seed}-{number}", "segments": segments})
    return made


def mixed(
    segments: Sequence[Segment], others: Sequence[Sequence[str]], share: float, chance: random.Random
) -> list[Segment]:
    """The segments with other news between them, some of it without its full stop."""
    found: list[Segment] = []
    for one in segments:
        found.append(one)
        if chance.random() < share:
            line = chance.choice(chance.choice(others)).strip()
            found.append((END.sub(r"\1", line) if chance.random() < LOSTEND else line, []))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=KINDS, default="plain")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    made = make(arguments.kind, arguments.seed)
    for name in ("translations", "gold", "originals", "pool"):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in getattr(made, name))
        (arguments.folder / f"{name}.jsonl").write_text(lines, "utf-8")


if __name__ == "__main__":
    main()
