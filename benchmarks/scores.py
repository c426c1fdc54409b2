"""Scores of fourteen engines over one set of originals, what artifacts cost, what mending gains, and the cost of it.

    TAUDIT_DATA=FOLDER python -m benchmarks.scores [--only PART...] [--dry]

On `wmt18` (24 originals, 14 engines, line by line):
- `table`: BLEU, chrF2++, TER and entity accuracy of every engine with intervals, their correlation over the engines,
  paired tests against the engine with the best chrF2++;
- `speed`: seconds of processor time for all segments, `taudit score --lines` beside the `sacrebleu` command with the
  same metrics, and whether the two print the same scores;
- `agreement`: names and values called wrong by entity accuracy against hand-marked artifacts (a value or name of the
  original that the mark's right form touches), on the hand-marked sentences;
- `mending`: every fifth text audited against all originals and the distractors (retrieval and links the tool's own):
  safe suggestions applied against the text as it was, and all suggestions applied (what artifacts cost).

Writes benchmarks/results/scores.json, keeping parts that were not run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from audit import __version__
from audit.model import Audited
from audit.scores.comparison import Comparison, compare
from audit.scores.entities import Entities
from audit.scores.mended import edits, mend
from audit.scores.metrics import NAMES, Metrics
from audit.scores.pairs import line_pairs, one_line
from audit.scoring import Row, Scorer, correlation, row, rows_by_group
from corpora.documents import Document

RESULT = Path(__file__).parent / "results" / "scores.json"
EVERY = 5
"""Without a common divisor with the number of engines, so that all of them are met."""


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def originals_of(data: Path) -> dict[str, Document]:
    """The originals by id."""
    rows = rows_of(data / "wmt18" / "originals.jsonl")
    return {record["id"]: Document(id=record["id"], text=record["text"], lang="en") for record in rows}


def texts_of(data: Path) -> Iterator[Document]:
    """The translations; the engine's name and the original's id are for grouping and lines only."""
    for record in rows_of(data / "wmt18" / "translations.jsonl"):
        known = {"engine": record["system"], "of": record["original"]}
        yield Document(id=record["id"], text=record["text"], lang="en", metadata=known)


def by_lines(originals: Mapping[str, Document]) -> Scorer:
    """A scorer for texts whose lines stand for their original's lines."""
    return Scorer(
        lambda audited: line_pairs(audited.document, originals[str(audited.document.metadata["of"])]),
        mended=False,
        given=originals,
    )


def table(data: Path) -> dict[str, Any]:
    """All engines."""
    scorer = by_lines(originals_of(data))
    for document in texts_of(data):
        scorer.add(Audited(document=document))
    metrics, scored = scorer.metrics, scorer.gathered.scored
    groups = rows_by_group(scorer.gathered, metrics)
    best = max(groups, key=lambda group: group.scores["chrf"].score).label
    sides = {group.label: [part for part in scored if part.group == group.label] for group in groups}
    pairs = [compare((best, sides[best]), (label, sides[label]), metrics) for label in sides if label != best]
    ordered = sorted(groups, key=lambda group: -(group.entities.share or 0))
    for group in ordered:
        figures = "  ".join(f"{name} {_interval(group, name)}" for name in NAMES)
        print(f"  {group.label:30}{figures}  entities {_interval(group, 'entities')}")
    found = {name: correlation(groups, name) for name in NAMES}
    print(f"  entity accuracy and chrF2++ over {len(groups)} engines: {found['chrf']}")
    return {
        "segments": sum(group.segments for group in groups),
        "signatures": {name: metrics.signature(name, 1000) for name in NAMES},
        "engines": [_record(group) for group in ordered],
        "correlation_of_entity_accuracy": found,
        "paired_with_best_chrf": [_pair(pair) for pair in pairs if pair],
    }


def _interval(group: Row, name: str) -> str:
    if name == "entities":
        share = group.entities
        return f"{100 * (share.share or 0):.1f} [{100 * (share.low or 0):.1f}, {100 * (share.high or 0):.1f}]"
    figure = group.scores[name]
    return f"{figure.score:.1f} [{figure.low:.1f}, {figure.high:.1f}]"


def _record(group: Row) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(group)), parse_float=lambda text: round(float(text), 4))  # type: ignore[no-any-return]


def _pair(pair: Comparison) -> dict[str, Any]:
    out: dict[str, Any] = {"baseline": pair.baseline, "system": pair.system, "segments": pair.segments}
    for name, found in pair.differences.items():
        values = (found.difference, found.low, found.high, found.p)
        out[name] = dict(zip(("difference", "low", "high", "p"), (round(v, 4) for v in values), strict=True))
    return out


def speed(data: Path) -> dict[str, Any]:
    """One call of each command over all segments, in seconds of processor time."""
    originals = originals_of(data)
    texts = list(texts_of(data))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ours, theirs = list[str](), list[str]()
        for text in texts:
            ours += map(one_line, text.text.split("\n"))
            theirs += map(one_line, originals[str(text.metadata["of"])].text.split("\n"))
        (place / "ours.txt").write_text("\n".join(ours) + "\n", "utf-8")
        (place / "theirs.txt").write_text("\n".join(theirs) + "\n", "utf-8")
        with (place / "texts.jsonl").open("w", encoding="utf-8") as out:
            for text in texts:
                out.write(json.dumps({"id": text.id, "lang": "en", "text": text.text, **text.metadata}) + "\n")
        plain = [sys.executable, "-m", "sacrebleu", str(place / "theirs.txt"), "-i", str(place / "ours.txt")]
        plain += ["-m", "bleu", "chrf", "ter", "--chrf-word-order", "2", "--format", "json", "-w", "4"]
        score = [sys.executable, "-c", "import sys; from audit.cli import main; sys.exit(main())", "score"]
        score += [str(place / "texts.jsonl"), "--originals", str(data / "wmt18" / "originals.jsonl"), "--lines", "of"]
        score += ["--no-mend", "--bootstrap", "0", "--format", "json"]
        first, said = _timed(plain)
        second, made = _timed(score)
    command = {record["name"]: record["score"] for record in json.loads(said)}
    corpus = json.loads(made)["corpus"]["scores"]
    scores = {name: round(corpus[name]["score"], 4) for name in NAMES}
    equal = all(abs(command[title] - scores[name]) < 1e-3 for name, title in zip(NAMES, command, strict=True))
    print(f"  sacrebleu {first:.1f} s, taudit score {second:.1f} s; the same scores: {equal} {scores}")
    return {
        "segments": len(ours),
        "sacrebleu_cpu_s": round(first, 1),
        "taudit_score_cpu_s": round(second, 1),
        "scores": scores,
        "equal": equal,
    }


def _timed(command: Sequence[str]) -> tuple[float, str]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def agreement(data: Path) -> dict[str, Any]:
    """Entities called wrong, and hand-marked artifacts, on the same sentences."""
    originals = originals_of(data)
    texts = {text.id: text for text in texts_of(data)}
    entities = Entities(by_lines=True)
    counts = dict.fromkeys(("entities", "called_wrong", "wrong_at_an_artifact", "artifacts", "artifacts_seen"), 0)
    for window in rows_of(data / "wmt18" / "gold_names.jsonl"):
        text = texts[window["doc"]]
        original = originals[str(text.metadata["of"])]
        marked = [artifact["normalized"] or "" for artifact in window["artifacts"]]
        for pair in line_pairs(text, original):
            if not pair.start <= window["start"] < pair.end:
                continue
            words = text.text[pair.start : pair.end]
            found = entities.of([(original, span) for span in pair.originals], words)
            wrong = [entity.span.text for entity in found if not entity.right]
            counts["entities"] += len(found)
            counts["called_wrong"] += len(wrong)
            counts["wrong_at_an_artifact"] += sum(any(_touch(one, other) for other in marked) for one in wrong)
            counts["artifacts"] += len(marked)
            counts["artifacts_seen"] += sum(any(_touch(one, other) for one in wrong) for other in marked)
    precision = counts["wrong_at_an_artifact"] / counts["called_wrong"]
    recall = counts["artifacts_seen"] / counts["artifacts"]
    print(f"  {counts}; of those called wrong {precision:.2f} are marked, of the marked {recall:.2f} are called wrong")
    return {**counts, "precision": round(precision, 3), "recall": round(recall, 3)}


def _touch(one: str, other: str) -> bool:
    return bool({w for w in one.split() if len(w) > 1} & {w for w in other.split() if len(w) > 1}) or one in other


def mending(data: Path) -> dict[str, Any]:
    """Texts as they are, with safe suggestions applied, and with all."""
    from audit.pipeline import audit_document
    from audit.retrieval import Pool
    from audit.settings import Settings

    originals = originals_of(data)
    files = [data / "wmt18" / "originals.jsonl", data / "pool" / "english_news.jsonl"]
    pool = Pool.open([str(file) for file in files])
    sides = {name: by_lines(originals) for name in ("before", "safe", "all")}
    spans = {"safe": 0, "all": 0}
    for text in list(texts_of(data))[::EVERY]:
        bare = Document(id=text.id, text=text.text, lang="en")
        audited = audit_document(bare, pool, Settings(rules="name,value,date,boilerplate"))
        assert isinstance(audited, Audited)
        sides["before"].add(Audited(document=text))
        for name in spans:
            changes = edits(audited.findings, safe=name == "safe")
            spans[name] += len(changes)
            better = mend(text.text, 0, len(text.text), changes)
            sides[name].add(Audited(document=Document(id=text.id, text=better, lang="en", metadata=text.metadata)))
    metrics = Metrics()
    out: dict[str, Any] = {"texts": len(sides["before"].gathered.scored), "spans": spans}
    for name, scorer in sides.items():
        figures = row(name, scorer.gathered.scored, metrics)
        out[name] = _record(figures)
        print(f"  {name:8}" + "  ".join(f"{part} {_interval(figures, part)}" for part in (*NAMES, "entities")))
        if name != "before":
            before = ("before", sides["before"].gathered.scored)
            pair = compare(before, (name, scorer.gathered.scored), metrics, by_document=True)
            out[f"{name}_against_before"] = _pair(pair) if pair else None
            print(f"           against before: {out[f'{name}_against_before']}")
    return out


PARTS: Mapping[str, Callable[[Path], dict[str, Any]]] = {
    "table": table,
    "speed": speed,
    "agreement": agreement,
    "mending": mending,
}


def main() -> int:
    """Run the parts asked for and write what they found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    folder = os.environ.get("TAUDIT_DATA")
    if not folder or not Path(folder).is_dir():
        print("TAUDIT_DATA names no folder of development data: nothing to measure")
        return 0
    import sacrebleu

    found = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    for name in options.only:
        begin = time.process_time()
        print(name)
        found[name] = PARTS[name](Path(folder))
        found[name]["cpu_s"] = round(time.process_time() - begin, 1)
        found[name]["date"] = date.today().isoformat()
    found["machine"] = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "taudit": __version__,
        "sacrebleu": sacrebleu.__version__,
        "data": "wmt18",
    }
    if not options.dry:
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
        print(f"written to {RESULT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
