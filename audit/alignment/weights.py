"""The fitted weights of lining up: `weights.json` beside this module, written by `scripts/fit_*.py`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic model: log-odds = bias + features x weights."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    bias: float

    def logit(self, features: Array) -> Array:
        """Log-odds of the last axis' features."""
        result: Array = features @ np.array(self.weights) + self.bias
        return result

    def score(self, values: Mapping[str, float]) -> float:
        """Log-odds of one case, features by name."""
        return self.bias + sum(weight * values[name] for name, weight in zip(self.names, self.weights, strict=True))


@cache
def model(name: str) -> Linear:
    """The model of this name: `pair`, `context`, `extension`, ..."""
    row = json.loads((Path(__file__).parent / "weights.json").read_text("utf-8"))[name]
    return Linear(tuple(row["weights"]), tuple(row["weights"].values()), row["bias"])


def probability(logit: Array) -> Array:
    """Logistic function, safe for large values."""
    result: Array = 1.0 / (1.0 + np.exp(-np.clip(logit, -30.0, 30.0)))
    return result
