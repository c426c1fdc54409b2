"""What fires on good English: texts that nobody translated, audited as if they were translations, without originals.

`python -m benchmarks.quiet [--sets pool,originals,...]` prints every finding with its words, writes
`benchmarks/results/quiet.json` (ids, offsets and rules, no text) and says whether the limits hold: over `pool` and
`originals` at most one finding in 2,000 words and one of severity major or above in 20,000, at default confidence. The
other sets are human references of translations into English and English sides of parallel news: nobody prepared them,
and some of what they hold is worth a mark.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from audit.batch import run
from audit.model import SEVERITIES, Audited
from audit.settings import Settings
from corpora.documents import Document

RESULTS = Path(__file__).parent / "results" / "quiet.json"
LIMITS = {"findings": 2_000, "major": 20_000}
"""Words for each finding, and for each of severity major or above, that the first two sets must not fall below."""
LIMITED = ("pool", "originals")


def _texts(path: str, rows: Callable[[dict[str, Any]], tuple[str, str] | None]) -> Iterator[Document]:
    with (Path(os.environ["TAUDIT_DATA"]) / path).open(encoding="utf-8") as lines:
        for line in lines:
            found = rows(json.loads(line))
            if found is not None:
                yield Document(id=found[0], text=found[1], lang="en")


SETS: dict[str, Callable[[], Iterator[Document]]] = {
    "pool": lambda: _texts("pool/english_news.jsonl", lambda row: (row["id"], row["text"])),
    "originals": lambda: _texts("wmt18/originals.jsonl", lambda row: (row["id"], row["text"])),
    "news originals": lambda: _texts("news/originals.jsonl", lambda row: (row["id"], row["text"])),
    "uk_en references": lambda: _joined("uk_en/wmt22_uk-en.jsonl", lambda row: (row["doc"], row["original"])),
}


def _joined(path: str, cell: Callable[[dict[str, Any]], tuple[str, str]]) -> Iterator[Document]:
    """Segments of one document as its lines."""
    texts: dict[str, list[str]] = {}
    with (Path(os.environ["TAUDIT_DATA"]) / path).open(encoding="utf-8") as lines:
        for line in lines:
            id, text = cell(json.loads(line))
            texts.setdefault(id, []).append(text)
    for id, parts in texts.items():
        yield Document(id=id, text="\n".join(parts), lang="en")


def measure(name: str) -> dict[str, Any]:
    """One set: words, findings by rule and severity, and where they are."""
    words = 0
    listed: list[dict[str, Any]] = []
    for result in run(SETS[name](), (), Settings()):
        if not isinstance(result, Audited):
            continue
        words += len(result.document.text.split())
        for finding in result.findings:
            span = finding.span
            before, after = result.document.text[max(0, span.start - 50) : span.start], result.document.text[span.end :]
            shown = " ".join(f"{before}[{span.text}]{after[:50]}".split())
            print(f"{name}  {finding.rule}/{finding.subtype}  {finding.severity}  {finding.confidence:.2f}  {shown}")
            listed.append(
                {
                    "doc": span.doc,
                    "start": span.start,
                    "end": span.end,
                    "rule": finding.rule,
                    "subtype": finding.subtype,
                    "severity": finding.severity,
                    "confidence": round(finding.confidence, 2),
                }
            )
    return {
        "words": words,
        "findings": len(listed),
        "major": sum(SEVERITIES.index(item["severity"]) >= SEVERITIES.index("major") for item in listed),
        "by_rule": dict(sorted(Counter(item["rule"] for item in listed).items())),
        "list": listed,
    }


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write; 1 where a limit is broken, 0 also where the data is absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--output", type=Path, default=RESULTS)
    arguments = parser.parse_args(argv)
    if "TAUDIT_DATA" not in os.environ:
        print("TAUDIT_DATA is not set: nothing measured")
        return 0
    sets = {name: measure(name) for name in arguments.sets.split(",")}
    print()
    for name, found in sets.items():
        rate = 2_000 * found["findings"] / found["words"]
        major = 20_000 * found["major"] / found["words"]
        print(
            f"{name:18} {found['words']:7,} words  {found['findings']:3} findings, {rate:.2f} in 2,000 words; "
            f"{found['major']:2} major, {major:.2f} in 20,000"
        )
    limited = [sets[name] for name in LIMITED if name in sets]
    words = sum(found["words"] for found in limited)
    within = all(words >= LIMITS[kind] * sum(found[kind] for found in limited) for kind in LIMITS)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(
        json.dumps({"limits": LIMITS, "within": within, "sets": sets}, indent=1) + "\n", encoding="utf-8"
    )
    print(f"{'within' if within else 'BEYOND'} the limits over {', '.join(LIMITED)}")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
