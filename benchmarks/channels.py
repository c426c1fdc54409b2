"""How well the channels tell which English name a form, or a mangled name, stands for.

    python -m benchmarks.channels [--data FOLDER] [--tables FOLDER] [--queries N] [--lang zh ...]

Data: `names/*_en.tsv` under TAUDIT_DATA (or --data). Ranking: the true English name of a form among 50,000 others of
the file; zh on the `news2018` rows with the shipped table (learnt from CC0 and PDDL rows only), the others on
held-out tenths with tables that never saw them. --tables: such tables, as `scripts.learn_channels --holdout` makes them
(with and without --alike); made anew when not given. Likeness: names that share a form with a held-out name against
random and look-alike pairs.
Writes benchmarks/results/channels.json.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from audit.channels import channel, letters, specs
from audit.channels.emission import STOP, Chain, Emission, emission
from audit.channels.spelling import Spelling
from audit.channels.table import chance
from scripts.learn_channels import OPEN, Row, read

ROOT = Path(__file__).resolve().parent.parent
POOL = 50_000
LANGUAGES = ("zh", "ja", "ko", "ru", "ar", "he")
Array = np.ndarray


@dataclass
class Block:
    """Names of one length: their places in the pool, and the group ids [name, start, length]."""

    rows: Array
    groups: Array


class Ranker:
    """Scores a form against a whole pool of names at once: log P(name | form) - log P(name)."""

    def __init__(self, model: Emission, names: Sequence[str]) -> None:
        self.model = model
        self.names = names
        self.chance = np.array([chance(name) for name in names])
        by_length: dict[int, list[int]] = defaultdict(list)
        for at, name in enumerate(names):
            by_length[len(name)].append(at)
        ids: dict[str, int] = {}
        self.blocks = []
        for length, rows in sorted(by_length.items()):
            groups = np.zeros((len(rows), length + 1, model.longest + 1), dtype=np.int32)
            for i, row in enumerate(rows):
                name = names[row]
                for start in range(length + 1):
                    for size in range(min(model.longest, length - start) + 1):
                        groups[i, start, size] = ids.setdefault(name[start : start + size], len(ids))
            self.blocks.append(Block(np.array(rows), groups))
        self.ids = ids
        self.base = np.array(
            [STOP * np.prod([model.letters[ord(c) - 97] * (1 - STOP) for c in group]) for group in ids]
        )
        self.vector = lru_cache(maxsize=256)(self._vector)

    def _vector(self, chain: Chain) -> Array:
        p: Array = self.base
        for level, key in enumerate(chain):
            counts, total = self.model.counts(level, key)
            strength = self.model.strength[level]
            p = p * strength
            for group, count in counts.items():
                at = self.ids.get(group)
                if at is not None:
                    p[at] += count
            p = p / (total + strength)
        return p

    def scores(self, chains: Sequence[Chain]) -> Array:
        """One score a name of the pool."""
        result = np.full(len(self.names), -np.inf)
        for block in self.blocks:
            n, width, sizes = block.groups.shape
            if width - 1 > len(chains) * (sizes - 1):
                continue
            forward = np.zeros((n, width))
            forward[:, 0] = 1.0
            for at, chain in enumerate(chains):
                vector = self.vector(chain)
                following = np.zeros((n, width))
                for start in range(width if at else 1):
                    for size in range(min(sizes, width - start)):
                        if at < len(chains) - 1 or start + size == width - 1:
                            step = vector[block.groups[:, start, size]]
                            following[:, start + size] += forward[:, start] * step
                forward = following
            with np.errstate(divide="ignore"):
                result[block.rows] = np.log(forward[:, -1])
        ratio: Array = result - self.chance
        return ratio


def place(scores: Array, at: int) -> float:
    """The rank (from 1) of an entry, ties shared."""
    return 1.0 + float((scores > scores[at]).sum()) + 0.5 * float((scores == scores[at]).sum() - 1)


def shares(ranks: Sequence[float]) -> dict[str, float]:
    """Top-1 and top-10 shares and the mean reciprocal rank."""
    r = np.array(ranks)
    return {
        "queries": len(r),
        "top1": round(float((r < 1.5).mean()), 4),
        "top10": round(float((r <= 10).mean()), 4),
        "mrr": round(float((1 / r).mean()), 4),
    }


def ranking(lang: str, model: Emission, queries: Sequence[tuple[str, str]], pool: Sequence[str]) -> dict[str, object]:
    """Ranks by the channel, and by edit distance on the form's usual romanization (pinyin for Chinese)."""
    spec = specs()[lang]
    index = {name: at for at, name in enumerate(pool)}
    ranker = Ranker(model, pool)
    by_channel = []
    romanized = []
    for form, name in queries:
        chains = spec.chains([unit for unit, _, _ in spec.cut(form)], False)
        by_channel.append(place(ranker.scores(chains), index[name]))
        romanized.append("".join(chain[0] if lang == "zh" else usual(model, chain) for chain in chains))
    distances = process.cdist(romanized, pool, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
    by_edits = [place(row, index[name]) for row, (_, name) in zip(distances, queries, strict=True)]
    return {"channel": shares(by_channel), "edit_distance": shares(by_edits), "pool": len(pool)}


def usual(model: Emission, chain: Chain) -> str:
    """The letters that a unit stands for most often."""
    counts, _ = model.counts(0, chain[0])
    return max(counts, key=lambda group: counts[group]) if counts else ""


def pairs_of(rows: Sequence[Row], rng: random.Random) -> tuple[list[tuple[str, str]], ...]:
    """(surface, name) that share a form, the name's row held out; random pairs; pairs that only look alike."""
    by_form: dict[tuple[str, ...], list[str]] = defaultdict(list)
    forms_of: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in rows:
        by_form[row.units].append(row.name)
        forms_of[row.name].add(row.units)
    held = [row for row in rows if row.held]
    true = []
    for row in held:
        others = [name for name in by_form[row.units] if name != row.name]
        if others:
            true.append((rng.choice(others), row.name))
    true = rng.sample(true, min(3000, len(true)))
    names = sorted(forms_of)
    false = [(rng.choice(names), rng.choice(true)[1]) for _ in range(30000)]
    chosen = rng.sample([row.name for row in held], min(600, len(held)))
    distances = process.cdist(chosen, names, scorer=Levenshtein.distance, score_cutoff=2, dtype=np.uint8)
    alike = []
    for row_of, name in zip(distances, chosen, strict=True):
        near = [names[k] for k in np.flatnonzero(row_of <= min(2, len(name) // 3))]
        near = [n for n in near if n != name and not forms_of[n] & forms_of[name]]
        alike += [(n, name) for n in rng.sample(near, min(5, len(near)))]
    return true, [(a, b) for a, b in false if not forms_of[a] & forms_of[b]], alike


def separation(true: Array, false: Array) -> dict[str, float]:
    """Area under the curve, and recall at 1 % of the false pairs."""
    order = np.sort(false)
    below = np.searchsorted(order, true, "left") + np.searchsorted(order, true, "right")
    threshold = np.quantile(false, 0.99)
    return {
        "auc": round(float(below.mean() / 2 / len(false)), 4),
        "recall_at_1pct": round(float((true > threshold).mean()), 4),
        "threshold": round(float(threshold), 2),
    }


def likeness(spelling: Spelling, rows: Sequence[Row], lang: str) -> dict[str, object]:
    """How `likeness` separates pairs, beside string similarities; what it costs."""
    true, false, alike = pairs_of(rows, random.Random(f"pairs {lang}"))
    result: dict[str, object] = {"true": len(true), "random": len(false), "lookalikes": len(alike)}
    start = time.perf_counter()
    channel_scores = [np.array([spelling.ratio(a, b) for a, b in part]) for part in (true, false, alike)]
    result["microseconds_new_names"] = round(
        1e6 * (time.perf_counter() - start) / sum(map(len, (true, false, alike))), 1
    )
    few = [(a, b) for a, _ in true[:100] for _, b in true[:100]]
    start = time.perf_counter()
    for a, b in few:
        spelling.ratio(a, b)
    result["microseconds_100_names_100_surfaces"] = round(1e6 * (time.perf_counter() - start) / len(few), 1)
    result["above_0"] = {
        kind: round(float((part > 0).mean()), 4)
        for kind, part in zip(("true", "random", "lookalikes"), channel_scores, strict=True)
    }
    for label, scored in (
        ("channel", channel_scores),
        ("jaro_winkler", [np.array([JaroWinkler.similarity(a, b) for a, b in p]) for p in (true, false, alike)]),
        (
            "edit_distance",
            [np.array([Levenshtein.normalized_similarity(a, b) for a, b in p]) for p in (true, false, alike)],
        ),
    ):
        result[label] = {
            "random": separation(scored[0], scored[1]),
            "lookalikes": separation(scored[0], scored[2]) if len(alike) else None,
        }
    return result


def model_of(folder: Path, name: str) -> Emission:
    """The model of a table file."""
    text = (folder / name).read_text("utf-8")
    return emission(line.split("\t") for line in text.split("\n") if line and not line.startswith("#"))


def queries_of(folder: Path, lang: str, rows: Sequence[Row], count: int) -> tuple[list[tuple[str, str]], list[str]]:
    """(form, name) to rank, and the pool: the true names and 50,000 others of the file."""
    rng = random.Random(f"queries {lang}")
    cut = specs()[lang].cut
    names = {row.name for row in rows}
    if lang == "zh":
        queries = []
        with (folder / "zh_en.tsv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                name = letters.fold(row["en"])
                if 2 <= len(name) <= 18 and len(letters.words(row["en"])) == 1:
                    names.add(name)
                if row["source"] == "news2018" and cut(row["form"]):
                    queries.append((row["form"], name))
    else:
        queries = [(row.form, row.name) for row in rows if row.held]
    true = {name for _, name in queries}
    pool = sorted(set(rng.sample(sorted(names - true), min(POOL, len(names - true)))) | true)
    return rng.sample(queries, min(count, len(queries))), pool


def run(lang: str, data: Path, tables: Path, count: int) -> dict[str, object]:
    """All figures of one language."""
    rows = list(read(data / "names", lang, OPEN))
    queries, pool = queries_of(data / "names", lang, rows, 10**9 if lang == "zh" else count)
    shipped = ROOT / "audit" / "channels" / "tables"
    where = shipped if lang == "zh" else tables
    result: dict[str, object] = {"ranking": ranking(lang, model_of(where, f"{lang}.tsv"), queries, pool)}
    spelling = Spelling(model_of(tables, f"{lang}_spelling.tsv"), model_of(tables, "alike.tsv"))
    result["likeness"] = likeness(spelling, rows, lang)
    start = time.perf_counter()
    channel(lang).likeness("Witko", "Witkoff")
    result["first_call_ms"] = {"ms": round(1e3 * (time.perf_counter() - start), 1)}
    return result


def main() -> int:
    """Measure, print a table and write the JSON file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("TAUDIT_DATA", "")))
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--lang", nargs="*", default=list(LANGUAGES))
    options = parser.parse_args()
    if not (options.data / "names" / "zh_en.tsv").is_file():
        print("no development data: set TAUDIT_DATA or give --data")
        return 2
    with tempfile.TemporaryDirectory() as made:
        tables = options.tables or Path(made)
        if options.tables is None:
            learn = [sys.executable, "-m", "scripts.learn_channels", str(options.data / "names"), "--holdout"]
            subprocess.run([*learn, "--alike", "--output", made], check=True, cwd=ROOT)
            subprocess.run([*learn, "--output", made], check=True, cwd=ROOT)
        figures = {lang: run(lang, options.data, tables, options.queries) for lang in options.lang}
    for lang, figure in figures.items():
        print(lang, json.dumps(figure))
    out = ROOT / "benchmarks" / "results" / "channels.json"
    out.parent.mkdir(exist_ok=True)
    record = {
        "date": date.today().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "data": "names/*_en.tsv (CC0 and PDDL rows; zh ranking: news2018 rows, not learnt from)",
        "held_out": "every tenth row by hash; the 4-gram background of letters has seen the English side of all rows",
        "languages": figures,
    }
    out.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
