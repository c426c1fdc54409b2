"""Fit how the pivot's evidence joins the translation's (`pair_pivot` in audit/alignment/weights.json).

    TAUDIT_DATA=FOLDER python scripts/fit_pivot.py [--check]

Learns from `composites` and `wmt18`, whose originals' lines have their Chinese beside them: as they are and mangled
(words lost or exchanged), with all originals and with some sentences of these gone, and with some pivots that stand
beside the wrong sentence or run over into the next. Literature (`beads`) besides. Run it after fit_alignment and
fit_cross. `--check` prints links with and without the pivot, by how much was mangled, on stories left out of the fit.
No text leaves this script.
"""

from __future__ import annotations

import argparse
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_alignment import FOLDS, MISSING, hard, line_spans, logistic, rows, save, shortlist

from audit.alignment import features, witness
from audit.alignment.context import surroundings
from audit.alignment.sides import Side
from audit.alignment.weights import Linear, model, probability
from audit.retrieval.pool import Pool
from corpora.documents import Document

MANGLED = (0.0, 0.3, 0.5, 0.7)
ASTRAY = 0.06
RUN_OVER = 0.12
LINES = 100


@dataclass
class Told:
    """One text beside its candidates; `known` rows have a pivot, and `table` what `witness.describe` says of pairs."""

    story: str
    kind: str
    ours: Side
    theirs: Side
    gold: np.ndarray
    first: np.ndarray
    table: np.ndarray
    known: np.ndarray


def mangled(line: str, share: float, chance: np.random.Generator) -> str:
    """A sentence with a share of its words lost or exchanged, and badly mangled ones out of order."""
    words = line.split()
    kept = [
        str(chance.choice(words)) if draw < share else word
        for word, draw in zip(words, chance.random(len(words)), strict=True)
        if draw >= share / 2
    ]
    if share >= 0.5:
        chance.shuffle(kept)
    return " ".join(kept) or line


def beside(pivots: Sequence[str], chance: np.random.Generator) -> list[str]:
    """The pivots as an imperfect lining up would put them: a few astray by one, some with their neighbour."""
    found = []
    for row, text in enumerate(pivots):
        other = pivots[min(len(pivots) - 1, row + 1)] if chance.random() < 0.5 else pivots[max(0, row - 1)]
        draw = chance.random()
        astray, over = text and other and draw < ASTRAY, text and draw < ASTRAY + RUN_OVER
        found.append(other if astray else f"{text} {other}".strip() if over else text)
    return found


def told(
    story: str, kind: str, lines: list[str], pivots: list[str], theirs: Side, gold: np.ndarray, pool: Pool
) -> Told:
    """The text with the log-odds of both sides' pairs."""
    ours, behind = Side.of([lines]), Side.of([pivots])
    first = model("pair").logit(features.compare(ours, theirs, pool.weigh))
    said = model("pair_cross").logit(features.compare(behind, theirs, pool.weigh))
    known = np.array([bool(text) for text in pivots])
    pairing = witness.likeness(ours.vectors, behind.vectors * known[:, None], range(len(ours)))
    return Told(story, kind, ours, theirs, gold, first, witness.describe(first, said, *pairing), known)


def news() -> Iterator[Told]:
    """Composites and whole texts, the latter half of them in another order."""
    data = Path(os.environ["TAUDIT_DATA"])
    pool = Pool.open([str(data / "wmt18" / "originals.jsonl"), str(data / "pool" / "english_news.jsonl")])
    translations = rows("wmt18", "translations.jsonl")
    behind = {row["original"]: row["pivot"]["text"].split("\n") for row in translations}
    pivot = {
        (id, *span): line
        for id, lines in behind.items()
        for span, line in zip(line_spans(pool.get(id).text), lines, strict=True)
    }
    chance = np.random.default_rng(3)
    texts = {row["id"]: row["text"] for row in rows("composites", "translations.jsonl")}
    for row in rows("composites", "gold.jsonl"):
        lines = [texts[row["doc"]][one["start"] : one["end"]] for one in row["segments"]]
        links = [[tuple(link) for link in one["links"]] for one in row["segments"]]
        story = min((link[0] for one in links for link in one), default=row["doc"])
        for share in MANGLED:
            yield from placed(story, f"composites {share:.0%}", lines, links, pivot, share, pool, chance)
    for number, row in enumerate(translations[::7]):
        lines = row["text"].split("\n")
        links = [[(row["original"], *span)] for span in line_spans(pool.get(row["original"]).text)]
        order = chance.permutation(len(lines)) if number % 2 else np.arange(len(lines))
        lines, links = [lines[place] for place in order], [links[place] for place in order]
        share = MANGLED[number // 2 % len(MANGLED)]
        yield from placed(row["original"], f"whole texts {share:.0%}", lines, links, pivot, share, pool, chance)


def placed(
    story: str,
    kind: str,
    lines: Sequence[str],
    links: Sequence[Sequence[tuple[str, int, int]]],
    pivot: dict[tuple[str, int, int], str],
    share: float,
    pool: Pool,
    chance: np.random.Generator,
) -> Iterator[Told]:
    """A text beside its shortlist, once complete and once with some sentences of its originals gone."""
    said = [mangled(line, share, chance) if share else line for line in lines]
    pivots = beside([" ".join(pivot.get(link, "") for link in one) for one in links], chance)
    chosen = shortlist(pool, said)[:12]
    spans = [(id, *span) for id in chosen for span in line_spans(pool.get(id).text)]
    right = [set(one) for one in links]
    wanted = {link for one in right for link in one}
    for missing in (0.0, MISSING):
        kept = [one for one in spans if one not in wanted or chance.random() >= missing]
        texts = [[pool.get(id).text[a:b] for id, a, b in kept if id == name] for name in chosen]
        gold = np.array([[one in own for one in kept] for own in right])
        name = kind + (", some originals' sentences gone" if missing else "")
        yield told(story, name, said, pivots, Side.of(texts), gold, pool)


def literature() -> Iterator[Told]:
    texts = rows("beads", "gold.jsonl")
    pool = Pool.of(Document(id=row["id"], text="\n".join(row["original"])) for row in texts)
    chance = np.random.default_rng(4)
    for row in texts:
        lines, pivots = row["translation"][:LINES], row["pivot"]["lines"][:LINES]
        theirs = row["original"][: LINES * 2]
        gold = np.zeros((len(lines), len(theirs)), dtype=bool)
        for left, right in row["beads"]:
            for place in (one for one in left if one < len(lines)):
                gold[place, [one for one in right if one < len(theirs)]] = True
        yield told(row["id"], "literature", lines, beside(pivots, chance), Side.of([theirs]), gold, pool)


def fit(texts: Sequence[Told]) -> Linear:
    data = []
    for one in texts:
        r, c = hard_pairs(one)
        data.append((one.table[r, c], one.gold[r, c]))
    return logistic(witness.NAMES, data)


def hard_pairs(one: Told) -> tuple[np.ndarray, np.ndarray]:
    """True pairs and the likeliest false ones, of rows with a pivot."""

    class _Case:
        gold = one.gold

    r, c = hard(_Case, one.table[..., 0] + one.table[..., 1], 10)  # type: ignore[arg-type]
    kept = one.known[r]
    return r[kept], c[kept]


def check(texts: Sequence[Told]) -> None:
    """Links of each row's best pair: F1, and sentences rightly left without one, with and without the pivot."""
    stories = sorted({one.story for one in texts})
    fold = {story: number % FOLDS for number, story in enumerate(stories)}
    counts: dict[str, dict[str, np.ndarray]] = defaultdict(lambda: {"without": np.zeros(5), "with": np.zeros(5)})
    for number in range(FOLDS):
        weights = fit([one for one in texts if fold[one.story] != number])
        for one in (one for one in texts if fold[one.story] == number):
            asked = one.known & (chances(one, one.first).max(axis=1) < witness.CERTAIN)
            asked &= one.table[:, 0, witness.NAMES.index("pairing")] < witness.FAITHFUL
            joined = np.where(asked[:, None], weights.logit(one.table) - witness.DOUBT, one.first)
            for name, first in (("without", one.first), ("with", joined)):
                counts[one.kind][name] += links(one, first)
    for kind, sides in sorted(counts.items()):
        said = [f"{name} F1 {2 * c[0] / (c[1] + c[2]):.3f}, none {c[3]:.0f} of {c[4]:.0f}" for name, c in sides.items()]
        print(f"{kind}: {'; '.join(said)}")


def links(one: Told, first: np.ndarray) -> np.ndarray:
    """Right links, links made, rows with an original, rows rightly without a link, rows without an original."""
    chance = chances(one, first)
    best = chance.argmax(axis=1)
    place = np.arange(len(best))
    linked, true = chance[place, best] >= 0.5, one.gold.any(axis=1)
    right = linked & one.gold[place, best]
    return np.array(
        [(part & one.known).sum() for part in (right, linked, true, ~linked & ~true, ~true)], dtype=np.float64
    )


def chances(one: Told, first: np.ndarray) -> np.ndarray:
    """The probability of every pair once its surroundings are looked at."""
    second = model("context").logit(surroundings(first, one.ours, one.theirs))
    return probability(model("calibration").logit(second[..., None]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    texts = [*news(), *literature()]
    save({"pair_pivot": fit(texts)})
    if arguments.check:
        check(texts)


if __name__ == "__main__":
    main()
