"""A set of strings that holds millions in a few megabytes: eight bytes each, in sorted runs."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FRESH = 1 << 15


class Seen:
    """Strings that came before. Two strings of a million are mixed up with a probability of 3 in 100 million."""

    def __init__(self) -> None:
        self._fresh: set[int] = set()
        self._runs: list[NDArray[np.uint64]] = []

    def add(self, text: str) -> bool:
        """Take a string in; whether it is new.

        >>> seen = Seen()
        >>> seen.add("a"), seen.add("b"), seen.add("a")
        (True, True, False)
        """
        key = int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        if key in self._fresh or any(_holds(run, key) for run in self._runs):
            return False
        self._fresh.add(key)
        if len(self._fresh) >= _FRESH:
            self._settle()
        return True

    def _settle(self) -> None:
        """Fresh keys become a run; runs of about one size are merged, so that there are few."""
        import numpy as np

        run = np.fromiter(self._fresh, dtype=np.uint64, count=len(self._fresh))
        self._fresh.clear()
        run.sort()
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.concatenate([self._runs.pop(), run])
            run.sort()
        self._runs.append(run)


def _holds(run: NDArray[np.uint64], key: int) -> bool:
    import numpy as np

    at = int(np.searchsorted(run, np.uint64(key)))
    return at < len(run) and int(run[at]) == key
