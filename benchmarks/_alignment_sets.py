"""What alignment is measured on: texts, pools and answers of each set; the scores come from the scoring tools."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

LANGUAGES = ("zh", "ja", "ko", "ru", "uk", "ar", "de")
CUTS = 40
"""Thresholds that are tried for a method that has none of its own."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Set:
    """Texts of one kind: what the tool gets, what a peer gets, and the answers as the scoring tool reads them."""

    name: str
    side: str
    texts: list[Row]
    pool: list[Row]
    task: Row
    gold: list[Row]
    tool: str

    @property
    def aim(self) -> str:
        """The score that says how good a method is."""
        return "strict_f1" if self.tool == "score_beads" else "sentence_f1"


def rows(*parts: str) -> list[Row]:
    """The rows of a file of the development data."""
    with Path(os.environ["TAUDIT_DATA"], *parts).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def cut(text: str) -> list[tuple[int, int, str]]:
    """The lines of a text with their offsets."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, at + len(line), line))
        at += len(line) + 1
    return found


def beads(side: str, limit: int | None = None) -> Set:
    """Stories lined up by hand; machine English or Chinese beside English."""
    gold = rows("beads", "gold.jsonl")
    pool = [english("original:" + row["id"], "\n".join(row["original"])) for row in gold]
    texts = []
    for row in gold[:limit]:
        lang, lines = (
            ("en", row["translation"]) if side == "translation" else (row["pivot"]["lang"], row["pivot"]["lines"])
        )
        texts.append({"id": row["id"], "lang": lang, "text": "\n".join(lines)})
    pairs = [(text, cut(text["text"]), ["original:" + text["id"]]) for text in texts]
    return Set(f"beads {side}", side, texts, pool, task(side, pairs, pool), gold[:limit], "score_beads")


def composites(limit: int | None = None) -> Set:
    """News put together from parts of several reports; peers get the sentences as the makers cut them."""
    pool = rows("wmt18", "originals.jsonl") + rows("pool", "english_news.jsonl")
    gold = rows("composites", "gold.jsonl")[:limit]
    known = {row["id"]: row["text"] for row in rows("composites", "translations.jsonl")}
    texts = [english(row["doc"], known[row["doc"]]) for row in gold]
    pairs = []
    for text, row in zip(texts, gold, strict=True):
        lines = [(one["start"], one["end"], text["text"][one["start"] : one["end"]]) for one in row["segments"]]
        true = {doc for one in row["segments"] for doc, *_ in one["links"]}
        pairs.append((text, lines, [one["id"] for one in pool if one["id"] in true]))
    return Set("composites", "translation", texts, pool, task("translation", pairs, pool), gold, "score_links")


def ntrex(lang: str, limit: int | None = None) -> Set:
    """News in another language, without an English translation of it; the originals are one English pool."""
    known = rows("ntrex", "parallel.jsonl")
    pool = [english(row["id"], row["original"]["text"]) for row in known]
    texts, pairs, gold = [], [], []
    for row in known[:limit]:
        text = {"id": "pivot:" + row["id"], "lang": lang, "text": row["pivots"][lang]}
        lines, others = cut(text["text"]), cut(row["original"]["text"])
        texts.append(text)
        pairs.append((text, lines, [row["id"]]))
        segments = [
            {"start": a, "end": b, "links": [[row["id"], c, d]]}
            for (a, b, _), (c, d, _) in zip(lines, others, strict=True)
            if b > a
        ]
        gold.append({"doc": text["id"], "segments": segments})
    return Set(f"ntrex {lang}", "pivot", texts, pool, task("pivot", pairs, pool), gold, "score_links")


SETS: dict[str, Callable[[int | None], Set]] = {
    "beads translation": lambda limit: beads("translation", limit),
    "beads pivot": lambda limit: beads("pivot", limit),
    "composites": composites,
    **{f"ntrex {lang}": lambda limit, lang=lang: ntrex(lang, limit) for lang in LANGUAGES},  # type: ignore[misc]
}


def english(id: str, text: str) -> Row:
    return {"id": id, "lang": "en", "text": text}


def task(side: str, pairs: Iterable[tuple[Row, list[tuple[int, int, str]], list[str]]], pool: list[Row]) -> Row:
    """What a peer gets: each text with the lines of its true originals, and all lines of the pool."""
    lines = {row["id"]: [(row["id"], *line) for line in cut(row["text"]) if line[-1]] for row in pool}
    texts = [
        {"id": text["id"], "lines": mine, "originals": [line for id in true for line in lines[id]]}
        for text, mine, true in pairs
    ]
    return {"side": side, "texts": texts, "pool": [line for one in lines.values() for line in one]}


@cache
def tool(name: str) -> Callable[[list[str]], object]:
    """The main function of a scoring tool, which lies beside the data."""
    path = Path(os.environ["TAUDIT_DATA"]).resolve().parent / "tools" / f"{name}.py"
    spec = spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    main: Callable[[list[str]], object] = module.main
    return main


def score(data: Set, report: Iterable[Row], folder: Path, gold: list[Row] | None = None) -> Row:
    """What the scoring tool says of a report, over all texts or over some rows of the answers."""
    answers = write(folder / "gold.jsonl", data.gold if gold is None else gold)
    if data.tool == "score_beads":
        arguments = [answers, write(folder / "scored.jsonl", report), "--side", data.side]
    else:
        named = ({**row, "translation": row.get(data.side)} for row in report if row["type"] == "link")
        originals = write(folder / "originals.jsonl", data.pool)
        arguments = [answers, write(folder / "scored.jsonl", named), "--originals", originals]
    with redirect_stdout(io.StringIO()) as said:
        tool(data.tool)([*arguments, "--json"])
    result: Row = json.loads(said.getvalue())
    return {key: round(value, 4) for key, value in result.items() if key != "counts"}


def scores(data: Set, report: list[Row], folder: Path) -> Row:
    """All figures of a report; links with a score that has no threshold get the one that suits it best."""
    result: Row = {}
    links = [row for row in report if row["type"] == "link"]
    if not any(row["type"] == "document" for row in report) and links and "score" in links[0]:
        votes = firsts(links)
        order = sorted(row["score"] for row in links)
        cuts = sorted({order[len(order) * place // CUTS] for place in range(CUTS)})
        tried = [(score(data, (x for x in links if x["score"] >= least), folder)[data.aim], least) for least in cuts]
        result["threshold"] = max(tried)[1]
        links = [row for row in links if row["score"] >= result["threshold"]]
    else:
        votes = {
            row["doc"]: row["candidates"][0]["original"]
            for row in report
            if row["type"] == "document" and row["candidates"]
        }
    result |= score(data, links, folder)
    if data.name.startswith("ntrex"):
        del result["none_accuracy"]  # every line has its original
        if votes:
            right = sum(votes.get(text["id"]) == text["id"].removeprefix("pivot:") for text in data.texts)
            result["document_first"] = round(right / len(data.texts), 4)
    if data.tool == "score_beads":
        result["by_document"] = {row["id"]: score(data, links, folder, [row]) for row in data.gold}
    return result


def firsts(links: Iterable[Row]) -> Mapping[str, str]:
    """The document that most lines of a text are most like."""
    votes: dict[str, Counter[str]] = {}
    for row in links:
        votes.setdefault(row["doc"], Counter())[row["original"]["doc"]] += 1
    return {doc: counts.most_common(1)[0][0] for doc, counts in votes.items()}


def write(path: Path, items: Iterable[Row]) -> str:
    """JSON lines; the path as a string."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in items), "utf-8")
    return str(path)


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
