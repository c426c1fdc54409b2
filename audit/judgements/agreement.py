"""How far reviewers agree beyond chance: Cohen's kappa for two of them, Krippendorff's alpha for any number.

Sources: Cohen, "A coefficient of agreement for nominal scales" (1960); Krippendorff, "Computing Krippendorff's
Alpha-Reliability" (2011), nominal data. Both are None where nothing can be said: no unit judged twice, or one value
only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def cohen_kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> float | None:
    """Kappa of two reviewers; `pairs` are their words on the same units.

    >>> said = [("yes", "yes")] * 45 + [("yes", "no")] * 15 + [("no", "yes")] * 25 + [("no", "no")] * 15
    >>> round(cohen_kappa(said), 4)
    0.1304
    """
    known = list(pairs)
    if not known:
        return None
    total = len(known)
    observed = sum(a == b for a, b in known) / total
    left, right = Counter(a for a, _ in known), Counter(b for _, b in known)
    expected = sum(count * right[value] for value, count in left.items()) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Alpha for nominal data; each unit is the list of all words on it, whoever said them. Fewer than two do not count.

    >>> first, second = "0100000010", "1110010000"
    >>> round(krippendorff_alpha(zip(first, second)), 3)
    0.095
    """
    weights: dict[tuple[Hashable, Hashable], float] = {}
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        for a, n in counts.items():
            for b, m in counts.items():
                pairs = n * (m - (a == b))
                weights[a, b] = weights.get((a, b), 0.0) + pairs / (len(values) - 1)
    if not weights:
        return None
    margins: dict[Hashable, float] = {}
    for (a, _), weight in weights.items():
        margins[a] = margins.get(a, 0.0) + weight
    total = sum(margins.values())
    observed = sum(weight for (a, b), weight in weights.items() if a != b)
    expected = (total**2 - sum(margin**2 for margin in margins.values())) / (total - 1)
    return None if expected == 0 else 1 - observed / expected
