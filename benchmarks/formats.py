"""Reading every format: segments a second and memory, at two sizes; and writing one correction a document back.

    python -m benchmarks.formats [--segments N]

Files are made of numbered English sentences with a Russian side, N segments (100,000) and a tenth of it, each read in
a process of its own. Memory is the peak of that process; `growth` is what ten times the segments add to it. Writes
benchmarks/results/formats.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from audit import __version__

RESULTS = Path(__file__).resolve().parent / "results" / "formats.json"
ENGLISH = "Sentence {n}: the envoy Witko met the ministers of three countries & spoke of talks in Moscow on Friday."
RUSSIAN = "Предложение {n}: посланник встретился с министрами трёх стран и говорил о переговорах в Москве."

CHILD = """
import json, resource, sys, time
from corpora.documents import Document
from corpora.reading import find, read
from corpora.writing import Edit, refused, write
names = sys.argv[2:]
begin = time.process_time()
(source,) = find(names)[0]
documents = {}
characters = 0
for item in read([source]):
    assert isinstance(item, Document), item
    characters += len(item.text)
    if sys.argv[1] == "write":
        at = item.text.index("Witko")
        documents[item.id] = (item, [Edit(start=at, end=at + 5, text="Witkoff")])
if documents:
    write(source, {id: one for id, (one, _) in documents.items()}, {id: made for id, (_, made) in documents.items()})
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.process_time() - begin, "megabytes": peak, "characters": characters}))
"""


def _xml(text: str) -> str:
    return text.replace("&", "&amp;")


def _pairs(count: int) -> Iterator[tuple[int, str, str]]:
    return ((n, ENGLISH.format(n=n), RUSSIAN.format(n=n)) for n in range(count))


def tmx(out: TextIO, count: int) -> None:
    out.write('<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="ru"/><body>\n')
    for n, en, ru in _pairs(count):
        out.write(f'<tu tuid="{n}"><tuv xml:lang="ru"><seg>{ru}</seg></tuv>')
        out.write(f'<tuv xml:lang="en"><seg>{_xml(en)}</seg></tuv></tu>\n')
    out.write("</body></tmx>\n")


def xliff(out: TextIO, count: int) -> None:
    out.write('<xliff version="1.2"><file source-language="ru" target-language="en"><body>\n')
    for n, en, ru in _pairs(count):
        out.write(f'<trans-unit id="{n}"><source>{ru}</source><target>{_xml(en)}</target></trans-unit>\n')
    out.write("</body></file></xliff>\n")


def po(out: TextIO, count: int) -> None:
    out.write('msgid ""\nmsgstr "Language: en\\nX-Source-Language: ru\\n"\n')
    for _, en, ru in _pairs(count):
        out.write(f'\nmsgid "{ru}"\nmsgstr "{en}"\n')


def wmt(out: TextIO, count: int) -> None:
    out.write('<dataset id="x">\n')
    for first in range(0, count, 20):
        rows = [(n, ENGLISH.format(n=n), RUSSIAN.format(n=n)) for n in range(first, first + 20)]
        ours = "".join(f'<seg id="{n}">{_xml(en)}</seg>\n' for n, en, _ in rows)
        theirs = "".join(f'<seg id="{n}">{ru}</seg>\n' for n, _, ru in rows)
        out.write(f'<doc id="{first}"><src lang="ru"><p>{theirs}</p></src><hyp lang="en"><p>{ours}</p></hyp></doc>\n')
    out.write("</dataset>\n")


def jsonlines(out: TextIO, count: int) -> None:
    for first in range(0, count, 20):
        texts = ["\n".join(form.format(n=n) for n in range(first, first + 20)) for form in (ENGLISH, RUSSIAN)]
        row = {"id": str(first), "text": texts[0], "pivot": {"lang": "ru", "text": texts[1]}}
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def moses(out: TextIO, count: int) -> None:
    with Path(out.name).with_suffix(".ru").open("w", encoding="utf-8") as other:
        for _, en, ru in _pairs(count):
            out.write(en + "\n")
            other.write(ru + "\n")


MAKERS: dict[str, Callable[[TextIO, int], None]] = {
    "a.jsonl": jsonlines,
    "a.en": moses,
    "a.tmx": tmx,
    "a.xlf": xliff,
    "a.po": po,
    "a.xml": wmt,
}


def parquet(path: Path, count: int) -> None:
    """A file with a column for each language, 10,000 rows a group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("en", pa.string()), ("ru", pa.string())])
    with pq.ParquetWriter(path, schema) as out:
        for first in range(0, count, 10_000):
            numbers = range(first, min(first + 10_000, count))
            columns = {lang: [form.format(n=n) for n in numbers] for lang, form in (("en", ENGLISH), ("ru", RUSSIAN))}
            out.write_table(pa.table(columns, schema=schema))


def made(folder: Path, name: str, count: int) -> list[str]:
    """A file of so many segments; returns the paths to give."""
    path = folder / name
    if name.endswith(".parquet"):
        parquet(path, count)
    else:
        with path.open("w", encoding="utf-8") as out:
            MAKERS[name.removesuffix(".gz")](out, count)
        if name.endswith(".gz"):
            path.write_bytes(gzip.compress(path.read_bytes(), 6))
    return [str(path), str(path.with_suffix(".ru"))] if name == "a.en" else [str(path)]


def measured(what: str, names: list[str]) -> dict[str, Any]:
    """What a process of its own says of reading (or reading and writing) a file."""
    command = [sys.executable, "-c", CHILD, what, *names]
    return dict(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--segments", type=int, default=100_000)
    count = parser.parse_args().segments
    rows = {}
    print(f"{'format':<12}{'MB':>7}{'segments/s':>12}{'MB peak':>9}{'growth':>8}{'written/s':>11}")
    with tempfile.TemporaryDirectory() as folder:
        for name in [*MAKERS, "a.tmx.gz", "a.parquet"]:
            small = measured("read", made(Path(folder), name, count // 10))
            names = made(Path(folder), name, count)
            megabytes = sum(Path(path).stat().st_size for path in names) / 1e6
            large = measured("read", names)
            written = None if name.endswith(".parquet") else measured("write", names)
            rows[name] = row = {
                "megabytes": round(megabytes, 1),
                "segments_per_second": round(count / large["seconds"]),
                "peak_megabytes": round(large["megabytes"]),
                "growth_megabytes": round(large["megabytes"] - small["megabytes"]),
                "read_and_written_per_second": round(count / written["seconds"]) if written else None,
            }
            print(
                f"{name:<12}{row['megabytes']:>7}{row['segments_per_second']:>12}{row['peak_megabytes']:>9}"
                f"{row['growth_megabytes']:>8}{row['read_and_written_per_second'] or '-':>11}"
            )
    result = {
        "segments": count,
        "formats": rows,
        "version": __version__,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, shared",
        "date": date.today().isoformat(),
    }
    RESULTS.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
