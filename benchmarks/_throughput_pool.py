"""Pools of originals of any size, and stories whose originals are in them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from benchmarks._throughput_corpus import Change, documents, rows
from benchmarks._throughput_run import TAUDIT


def index_of(data: Path, size: int, folder: Path) -> Path:
    """An index of the 24 originals and of so many copies of the other news with names of their own; made once."""
    index = folder / "index"
    if index.exists():
        return index
    sources = [row["text"].split("\n") for row in rows(data / "pool" / "english_news.jsonl")]
    originals = list(rows(data / "wmt18" / "originals.jsonl"))
    pool = folder / "pool.jsonl"
    with pool.open("w", encoding="utf-8") as out:
        for row in originals:
            out.write(json.dumps({"id": row["id"], "lang": "en", "text": row["text"]}, ensure_ascii=False) + "\n")
        for number in range(size - len(originals)):
            text = sources[number % len(sources)]
            change = Change(f"pool/{number}", text)
            text = text if number < len(sources) else [change.english(line) for line in text]
            out.write(
                json.dumps({"id": f"n{number}", "lang": "en", "text": "\n".join(text)}, ensure_ascii=False) + "\n"
            )
    subprocess.run([*TAUDIT, "index", str(pool), "--output", str(index)], check=True, capture_output=True)
    return index


def stories(data: Path, path: Path, number: int) -> int:
    """Some translations as JSON lines; returns how many segments they have."""
    segments = 0
    with path.open("w", encoding="utf-8") as out:
        for name, translation, pivot, _ in documents(data)[:number]:
            row = {"id": name, "lang": "en", "text": "\n".join(translation)}
            row |= {"pivot": {"lang": "zh", "text": "\n".join(pivot)}}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            segments += len(translation)
    return segments
