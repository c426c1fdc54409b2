"""Fit the weights of `audit/names/name_words.py` on names of English news and the forms that Chinese wrote for them.

Run: `TAUDIT_DATA=... python -m scripts.fit_name_words`. Pairs are found in English texts beside their human Chinese
translations (`ntrex/parallel.jsonl`, `wmt18` originals) and in human translations of Chinese news (the references of
`mqm/namelike.jsonl`): a capitalised word and the run of transcription characters that fits it. A softmax over the
candidates of each form; prints the weights, and what texts left out (five folds of documents) say of them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from audit.channels import channel
from audit.names.alone_forms import transcription_characters
from audit.names.alone_pinyin import pinyin_of
from audit.names.name_words import WEIGHTS, considered
from audit.names.tokens import fold
from audit.names.vocabulary import given_names, rarity

_NAME = re.compile(r"(?<![.!?“\" ] )\b[A-Z][^\W\d_]{2,}\b")
_FIT, _STEPS, _PACE, _PENALTY = 3.5, 400, 0.05, 2.0
Pair = tuple[str, str, str]
"""Document, form, folded name."""
Rows = tuple[list[str], np.ndarray]
"""Candidates of a form, and their features as they stand in `WEIGHTS`."""


def _read(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(data: Path) -> Iterator[tuple[str, str, str]]:
    """Document, English line, Chinese line."""
    beside: dict[str, str] = {}
    for row in _read(data / "wmt18" / "translations.jsonl"):
        beside[str(row["original"])] = row["pivot"]["text"]  # type: ignore[index]
    english = {str(row["id"]): str(row["text"]) for row in _read(data / "wmt18" / "originals.jsonl")}
    both = [(id, english[id], pivot) for id, pivot in beside.items()]
    for row in _read(data / "ntrex" / "parallel.jsonl"):
        both.append((str(row["id"]), row["original"]["text"], row["pivots"]["zh"]))  # type: ignore[index]
    for id, text, pivot in both:
        lines = text.split("\n"), pivot.split("\n")
        if len(lines[0]) == len(lines[1]):
            yield from ((id, one, two) for one, two in zip(*lines, strict=True))
    for row in _read(data / "mqm" / "namelike.jsonl"):
        yield str(row["doc"]), str(row["ref"]), str(row["source"])


def pairs(data: Path) -> list[Pair]:
    """One pair for each name, form and document."""
    found: set[Pair] = set()
    sounding = transcription_characters()
    for doc, text, pivot in dict.fromkeys(texts(data)):
        for match in _NAME.finditer(text):
            key = fold(match.group())
            if not key.isascii() or (rarity(key) < 4.3 and key not in given_names()):
                continue
            hit = channel("zh").find(pivot, key)
            form = pivot[hit[0] : hit[1]] if hit and hit[2] >= _FIT else ""
            if len(form) < 2 or not all("\u4e00" <= c <= "\u9fff" for c in form) or "".join(pinyin_of(form)) == key:
                continue
            if sum(c in sounding for c in form) >= len(form) - 1:
                found.add((doc, form, key))
    return sorted(found)


def fitted(rows: list[tuple[Rows, str]], mean: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Weights of the scaled features, by gradient ascent with momentum."""
    known = [((x - mean) / scale, names.index(name if name in names else "")) for (names, x), name in rows if names]
    weights, speed = np.zeros(len(WEIGHTS)), np.zeros(len(WEIGHTS))
    for _ in range(_STEPS):
        gradient = -_PENALTY * weights
        for x, right in known:
            p = np.exp(x @ weights - (x @ weights).max())
            gradient += x[right] - (p / p.sum()) @ x
        speed = 0.9 * speed + gradient
        weights = weights + _PACE / len(known) * speed
    return weights


def main() -> None:
    """Fit, print."""
    found = pairs(Path(os.environ["TAUDIT_DATA"]))
    rows: dict[str, Rows] = {}
    for form in sorted({form for _, form, _ in found}):
        listed = considered(form, "zh")
        rows[form] = (
            [word for word, _ in listed],
            np.array([list(features.values()) for _, features in listed]).reshape(-1, len(WEIGHTS)),
        )
    every = np.concatenate([x for _, x in rows.values()])
    mean, scale = every.mean(0), every.std(0) + 1e-9
    folds = {doc: n % 5 for n, doc in enumerate(sorted({doc for doc, _, _ in found}))}
    judged: list[tuple[float, bool]] = []
    suggested: list[tuple[float, bool]] = []
    for fold_ in range(5):
        weights = fitted([(rows[f], name) for doc, f, name in found if folds[doc] != fold_], mean, scale)
        for doc, form, name in found:
            names, x = rows[form]
            if folds[doc] == fold_ and names:
                p = np.exp((x - mean) / scale @ weights)
                likeliest = names.index("") if p[names.index("")] == p.max() else int(p.argmax())
                judged.append((float(p.max() / p.sum()), names[likeliest] == (name if name in names else "")))
                if names[likeliest]:
                    suggested.append(judged[-1])
    print(f"{len(found)} pairs of {len(folds)} documents; right first {np.mean([right for _, right in judged]):.3f}")
    for low, high in ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        within = [right for p, right in suggested if low <= p < high]
        print(f"  {low:.1f}-{min(1.0, high):.1f}: {len(within):4d}, right {np.mean(within) if within else 0:.3f}")
    weights = fitted([(rows[form], name) for _, form, name in found], mean, scale) / scale
    print({key: round(float(value), 3) for key, value in zip(WEIGHTS, weights, strict=True)})


if __name__ == "__main__":
    main()
