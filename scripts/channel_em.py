"""Expectation maximisation over units of a pivot form and groups of English letters (numpy, one pass per shape).

Each unit stands for 0 to `longest` letters, left to right; what stands for what is latent. A unit is known by a chain
of keys from general to specific (syllable, character, character at the end of a name); counts of the specific key are
smoothed by those of the general one, the most general by letters drawn independently.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BASE = 27


@dataclass
class Shape:
    """Pairs of one shape: arcs[n, unit, start, length] into the arc table (or -1), rows into the pairs."""

    rows: np.ndarray
    arcs: np.ndarray


@dataclass
class Lattice:
    """All arcs of all pairs, and how an arc of one level maps to the arc of the next more general one."""

    shapes: list[Shape]
    arc_key: list[np.ndarray]  # per level: key id of each arc
    arc_group: list[np.ndarray]  # per level: letter group code of each arc
    general: list[np.ndarray]  # per level > 0: id of the arc of the level below
    keys: list[list[str]]  # per level: the keys
    longest: int


def code(group: str) -> int:
    """A letter group as a number; the empty group is 0."""
    value = 0
    for char in group:
        value = value * BASE + ord(char) - 96
    return value


def decode(value: int) -> str:
    """The group behind `code`."""
    chars = []
    while value:
        value, rest = divmod(value, BASE)
        chars.append(chr(rest + 96))
    return "".join(reversed(chars))


def build(pairs: Sequence[tuple[Sequence[Sequence[str]], str]], longest: int, band: float = 3.6) -> Lattice:
    """The lattice of `pairs`: (the key chain of each unit, general first; the folded English name)."""
    levels = len(pairs[0][0][0])
    ids: list[dict[str, int]] = [{} for _ in range(levels)]
    grouped: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, (units, name) in enumerate(pairs):
        grouped[len(units), len(name)].append(row)
    span = BASE**longest
    blocks: list[tuple[np.ndarray, list[np.ndarray], np.ndarray]] = []
    for (n_units, n_letters), rows in sorted(grouped.items()):
        letters = np.array([[ord(c) - 96 for c in pairs[r][1]] for r in rows], dtype=np.int64)
        unit_ids = [
            np.array([[ids[k].setdefault(u[k], len(ids[k])) for u in pairs[r][0]] for r in rows], dtype=np.int64)
            for k in range(levels)
        ]
        groups = np.full((len(rows), n_letters + 1, longest + 1), -1, dtype=np.int64)
        groups[:, :, 0] = 0
        for start in range(n_letters):
            value = np.zeros(len(rows), dtype=np.int64)
            for length in range(1, min(longest, n_letters - start) + 1):
                value = value * BASE + letters[:, start + length - 1]
                groups[:, start, length] = value
        where = np.arange(n_letters + 1)
        near = np.abs(where[None, :] - np.arange(n_units + 1)[:, None] * n_letters / n_units) <= band
        near[0] = where == 0
        near[n_units] = where == n_letters
        ends = where[:, None] + np.arange(longest + 1)[None, :]
        allowed = near[:-1, :, None] & near[1:][:, np.minimum(ends, n_letters)] & (ends <= n_letters)
        mask = np.broadcast_to(allowed[None], (len(rows), *allowed.shape)) & (groups[:, None] >= 0)
        blocks.append((np.array(rows), unit_ids, np.where(mask, groups[:, None], -1)))
    shapes: list[Shape] = []
    flat: list[np.ndarray] = []
    for _, unit_ids, groups in blocks:
        flat.append((unit_ids[-1][:, :, None, None] * span + groups)[groups >= 0])
    top, inverse = np.unique(np.concatenate(flat), return_inverse=True)
    at = 0
    to_general: list[np.ndarray] = [np.zeros(len(ids[k + 1]), dtype=np.int64) for k in range(levels - 1)]
    for rows, unit_ids, groups in blocks:
        arcs = np.full(groups.shape, -1, dtype=np.int32)
        valid = groups >= 0
        count = int(valid.sum())
        arcs[valid] = inverse[at : at + count]
        at += count
        shapes.append(Shape(rows, arcs))
        for k in range(levels - 1):
            to_general[k][unit_ids[k + 1]] = unit_ids[k]
    arc_key, arc_group = [top // span], [top % span]
    general: list[np.ndarray] = []
    for k in range(levels - 2, -1, -1):
        unique, up = np.unique(to_general[k][arc_key[0]] * span + arc_group[0], return_inverse=True)
        general.insert(0, up)
        arc_key.insert(0, unique // span)
        arc_group.insert(0, unique % span)
    return Lattice(shapes, arc_key, arc_group, [np.empty(0, dtype=np.int64), *general], [list(d) for d in ids], longest)


def base_probabilities(names: Sequence[str], groups: np.ndarray, longest: int) -> tuple[np.ndarray, list[float]]:
    """P0 of each group code: letters drawn independently, lengths geometric; and the 26 letter probabilities."""
    counts = np.ones(27)
    for name in names:
        for char in name:
            counts[ord(char) - 96] += 1
    counts[0] = 0
    letters = counts / counts.sum()
    result = np.ones(len(groups))
    rest = groups.copy()
    for _ in range(longest):
        has = rest > 0
        result = np.where(has, result * letters[rest % BASE] * 0.6, result)
        rest //= BASE
    return result * 0.4, [float(x) for x in letters[1:]]


def probabilities(
    lattice: Lattice, counts: Sequence[np.ndarray], base: np.ndarray, strength: Sequence[float]
) -> np.ndarray:
    """P(group | unit) of each arc of the most specific level, interpolated along the chain of keys."""
    below = base
    for k, count in enumerate(counts):
        if k:
            below = below[lattice.general[k]]
        totals = np.bincount(lattice.arc_key[k], weights=count, minlength=len(lattice.keys[k]))
        below = (count + strength[k] * below) / (totals[lattice.arc_key[k]] + strength[k])
    return below


def expect(lattice: Lattice, p: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expected counts of each arc, and the log-likelihood of each pair."""
    counts = np.zeros(len(p))
    loglik = np.full(len(weights), -np.inf)
    padded = np.append(p, 0.0)
    for shape in lattice.shapes:
        n, units, width, lengths = shape.arcs.shape
        q = padded[shape.arcs]
        alpha = np.zeros((units + 1, n, width))
        beta = np.zeros((units + 1, n, width))
        alpha[0, :, 0] = 1.0
        beta[units, :, width - 1] = 1.0
        for u in range(units):
            for length in range(min(lengths, width)):
                alpha[u + 1, :, length:] += alpha[u, :, : width - length] * q[:, u, : width - length, length]
        for u in range(units - 1, -1, -1):
            for length in range(min(lengths, width)):
                beta[u, :, : width - length] += beta[u + 1, :, length:] * q[:, u, : width - length, length]
        total = alpha[units, :, width - 1]
        loglik[shape.rows] = np.log(np.maximum(total, 1e-300))
        scale = np.where(total > 0, weights[shape.rows] / np.maximum(total, 1e-300), 0.0)
        mass = np.zeros_like(q)
        for u in range(units):
            for length in range(min(lengths, width)):
                reach = width - length
                mass[:, u, :reach, length] = (
                    alpha[u, :, :reach] * q[:, u, :reach, length] * beta[u + 1, :, length:] * scale[:, None]
                )
        valid = shape.arcs >= 0
        counts += np.bincount(shape.arcs[valid], weights=mass[valid], minlength=len(p))
    return counts, loglik


def levels_of(lattice: Lattice, top: np.ndarray) -> list[np.ndarray]:
    """Counts of every level from those of the most specific one."""
    counts = [top]
    for k in range(len(lattice.keys) - 1, 0, -1):
        counts.insert(0, np.bincount(lattice.general[k], weights=counts[0], minlength=len(lattice.arc_key[k - 1])))
    return counts
