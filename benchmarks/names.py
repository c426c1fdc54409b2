"""Quality and speed of the name stage on hand-marked names.

    TAUDIT_DATA=FOLDER python -m benchmarks.names [--only A B ...] [--no-speed] [--dry]

Conditions on `wmt18/gold_names.jsonl`: A a pool of originals with distractors, B the same and the pivot text, C the
pivot text only, D neither; `A-1` to `A-5`: A with a random quarter of the originals' lines removed, five seeds. `news`
and `news_alone`: real translated news with and without the reports they come from. Retrieval and links are the tool's
own. At confidence 0.5 and 0.9: precision, recall, F1 and share mended, by type of the artifact and by subtype of the
finding, and false spans on correct names; reliability in five bins of equal size with intervals over documents.
Cost is measured with links given, on one core.

Writes names.json, names_cases.jsonl (ids and offsets, no text), names_reliability.png and names_curve.png to
benchmarks/results/ and prints the cases that flipped against the committed names_cases.jsonl. With --only or --dry
nothing is written.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import date
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import _names_scoring as scoring
from benchmarks._names_plots import precision_recall, reliability_diagram
from benchmarks._names_runs import CONDITIONS, SEEDS, Result, gold_of, run
from benchmarks._names_scoring import Case
from benchmarks._names_speed import measure

RESULTS = Path(__file__).parent / "results"
CASES = RESULTS / "names_cases.jsonl"
THRESHOLDS = (0.5, 0.9)
MEASURES = ("precision", "recall", "f1", "mended")
Place = tuple[str, str, int, int]
"""Condition, document, start, end."""


def audit_all(data: Path, conditions: Sequence[str], jobs: int) -> dict[str, Result]:
    """Every condition in a process of its own, `jobs` at a time."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        waiting = {condition: workers.submit(run, data, condition) for condition in conditions}
        return {condition: future.result() for condition, future in waiting.items()}


def figures_of(data: Path, condition: str, result: Result, cases: Sequence[Case]) -> dict[str, Any]:
    """The JSON record of a condition."""
    found, missing, seconds = result
    gold = gold_of(data, condition)
    judged = scoring.judged(gold, found)
    points = scoring.curve(cases)
    return {
        "seconds": round(seconds, 1),
        **{f"at_{threshold}": scoring.summary(cases, threshold) for threshold in THRESHOLDS},
        "missing_names": _missing(gold, missing),
        "average_precision": round(scoring.average_precision(points), 3),
        "curve": points,
        "reliability": scoring.reliability(judged),
        "reliability_from_0.5": scoring.reliability([item for item in judged if item[1] >= 0.5]),
    }


def _missing(gold: Iterable[Mapping[str, Any]], places: Sequence[tuple[str, int, int]]) -> dict[str, int]:
    """Findings of missing-name on windows that lack a name, windows that lack one, findings on other windows."""
    lacking = right = false = 0
    for row in gold:
        wanted = any(artifact["start"] is None for artifact in row["artifacts"])
        told = sum(d == row["doc"] and a < row["end"] and row["start"] < b for d, a, b in places)
        lacking += wanted
        right += bool(wanted and told)
        false += 0 if wanted else told
    return {"windows": lacking, "found": right, "findings_on_other_windows": false}


def mean_of(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Means over the seeds, at each threshold, with the F1 of each seed."""
    out: dict[str, Any] = {}
    for threshold in (f"at_{t}" for t in THRESHOLDS):
        each = [part[threshold] for part in parts]
        out[threshold] = {name: round(sum(one[name] for one in each) / len(each), 3) for name in MEASURES}
        out[threshold]["f1_of_each_seed"] = [one["f1"] for one in each]
        out[threshold]["false_spans"] = [one["false_spans"] for one in each]
    return out


def records(cases: Mapping[str, Sequence[Case]]) -> list[dict[str, Any]]:
    """Cases as JSON records, without a word of the texts."""
    out = []
    for condition, items in cases.items():
        for case in items:
            record = {"condition": condition, **asdict(case)}
            record["confidence"] = None if case.confidence is None else round(case.confidence, 3)
            out.append(
                {
                    key: value
                    for key, value in record.items()
                    if value != "" and value is not None and value is not False
                }
            )
    return out


def committed() -> list[dict[str, Any]]:
    """The cases as committed; those in the folder where git does not know them; none at first."""
    shown = subprocess.run(
        ["git", "show", f"HEAD:./{CASES.name}"], cwd=RESULTS, capture_output=True, text=True, check=False
    )
    text = shown.stdout if not shown.returncode else CASES.read_text("utf-8") if CASES.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


def statuses(items: Iterable[Mapping[str, Any]], threshold: float) -> dict[Place, str]:
    """What became of every place, quiet ones left out."""
    out = {}
    for item in items:
        fields = {key: value for key, value in item.items() if key != "condition"}
        status = Case(**fields).status(threshold)
        if status != "quiet":
            out[item["condition"], item["doc"], item["start"], item["end"]] = status
    return out


def flips(
    before: Mapping[Place, str], after: Mapping[Place, str], conditions: Iterable[str]
) -> list[tuple[Place, str]]:
    """Places that changed, in conditions that both know, as "missed -> mended"."""
    both = {place[0] for place in before} & set(conditions)
    places = sorted(place for place in {*before, *after} if place[0] in both)
    pairs = [(place, before.get(place, "quiet"), after.get(place, "quiet")) for place in places]
    return [(place, f"{old} -> {new}") for place, old, new in pairs if old != new]


def print_table(figures: Mapping[str, Mapping[str, Any]]) -> None:
    """One line for each condition and threshold."""
    print(
        f"{'':12}{'conf':>5}"
        + "".join(f"{name:>11}" for name in MEASURES)
        + "   false (on right names)   by type found/all"
    )
    for condition, figure in figures.items():
        for threshold in THRESHOLDS:
            one = figure[f"at_{threshold}"]
            kinds = " ".join(f"{kind} {found}/{total}" for kind, (found, _, total) in one.get("by_type", {}).items())
            false = one["false_spans"]
            noted = f"{false} ({one['false_on_correct_names']})" if isinstance(false, int) else str(false)
            print(
                f"{condition:12}{threshold:>5}"
                + "".join(f"{one[m]:>11.3f}" for m in MEASURES)
                + f"   {noted:22} {kinds}"
            )
    for condition, figure in figures.items():
        for part in ("reliability", "reliability_from_0.5"):
            if part in figure:
                one = figure[part]
                row = "  ".join(f"{b['confidence']:.2f}:{b['right']:.2f}" for b in one["bins"])
                error = f"{one['expected_calibration_error']:.3f} {one['interval']}"
                print(f"{condition:12}{part:21} ECE {error}  n={one['findings']}  {row}")


def print_flips(data: Path, changed: Sequence[tuple[Place, str]]) -> None:
    """The places that changed, with the words that stand there (on the screen only)."""
    texts: dict[str, list[Any]] = {}
    for row in (*gold_of(data, "A"), *gold_of(data, "news")):
        texts.setdefault(row["doc"], []).append(row)
    print(f"{len(changed)} cases flipped against the committed file (confidence 0.5)")
    for (condition, doc, start, end), how in changed:
        around = [row for row in texts.get(doc, ()) if row["start"] <= start < row["end"]]
        words = around[0]["text"][start - around[0]["start"] : end - around[0]["start"]] if around else ""
        print(f"  {condition:12}{doc}:{start}-{end}  {how:18} {words}")


def provenance() -> dict[str, Any]:
    """Machine, versions, date."""
    from audit import __version__

    packages = ("numpy", "rapidfuzz", "wordfreq")
    return {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "versions": {"translation-audit": __version__, **{name: version(name) for name in packages}},
        "data": "wmt18/gold_names.jsonl (24 documents, names), news/gold.jsonl (20 texts); development data",
        "scoring": "a finding marks an artifact if they overlap and a quarter of the finding is the wrong words",
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print tables and flips, write the results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="CONDITION", help="some conditions only")
    parser.add_argument("--no-speed", action="store_true", help="leave out the cost")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args(argv)
    data = Path(os.environ.get("TAUDIT_DATA") or "-")
    if not (data / "wmt18" / "gold_names.jsonl").is_file():
        print("benchmarks.names needs the development data: set TAUDIT_DATA to its folder", file=sys.stderr)
        return 2
    everything = (*CONDITIONS, *(f"A-{seed}" for seed in SEEDS))
    unknown = set(options.only or ()) - set(everything)
    if unknown:
        parser.error(f"no such condition: {', '.join(sorted(unknown))}; choose of {', '.join(everything)}")
    chosen = [condition for condition in everything if not options.only or condition in options.only]
    results = audit_all(data, chosen, options.jobs)
    cases = {c: scoring.cases(gold_of(data, c), found) for c, (found, _, _) in results.items()}
    whole = {c: figures_of(data, c, results[c], cases[c]) for c in chosen if c in CONDITIONS}
    thin = {c: {f"at_{t}": scoring.summary(cases[c], t) for t in THRESHOLDS} for c in chosen if c not in CONDITIONS}
    if thin:
        whole["A_thinned"] = mean_of(list(thin.values()))
    print_table(whole)
    kept = records({c: cases[c] for c in chosen if c in CONDITIONS})
    print_flips(data, flips(statuses(committed(), 0.5), statuses(kept, 0.5), chosen))
    cost = {} if options.no_speed else measure(data)
    for key, value in cost.items():
        print(f"{key:28}{value}")
    if not (options.only or options.dry):
        write({**provenance(), "conditions": whole, "cost": cost}, kept)
    return 0


def write(record: Mapping[str, Any], kept: Iterable[Mapping[str, Any]]) -> None:
    """The files in benchmarks/results/."""
    RESULTS.mkdir(exist_ok=True)
    whole = {name: figure for name, figure in record["conditions"].items() if name in CONDITIONS}
    reliability_diagram({c: f["reliability"] for c, f in whole.items()}, RESULTS / "names_reliability.png")
    precision_recall({c: f["curve"] for c, f in whole.items()}, RESULTS / "names_curve.png")
    CASES.write_text("".join(json.dumps(item) + "\n" for item in kept), "utf-8")
    text = json.dumps(record, indent=1)
    (RESULTS / "names.json").write_text(_compact(text) + "\n", "utf-8")


def _compact(text: str) -> str:
    """Short lists on one line."""
    import re

    return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m[1]) + "]", text)


if __name__ == "__main__":
    raise SystemExit(main())
