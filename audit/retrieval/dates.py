"""Which originals are plausible by their dates: not younger than the translation, and rather young than old."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from audit.settings import Settings
from corpora.documents import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

FRESH_DAYS = 3


def day_of(document: Document, settings: Settings) -> date | None:
    """When the translation was published: as it says, else `--as-of`, else unknown."""
    return document.published or settings.as_of


def prior_of(
    document: Document, originals: Sequence[Document], texts: Sequence[Sequence[object]], settings: Settings
) -> NDArray[np.float64]:
    """For every sentence of the originals, what their dates add to the log-odds: older reports are less likely."""
    when = day_of(document, settings)
    values = [age_penalty(when, original.published) for original in originals]
    return np.repeat(np.array(values), [len(text) for text in texts])


def age_penalty(translated: date | None, published: date | None) -> float:
    """Log-odds for the age of a report: 0 up to three days or without a date, then falling with its logarithm."""
    if translated is None or published is None:
        return 0.0
    days = (translated - published).days
    return 0.0 if days <= FRESH_DAYS else -1.5 * math.log(days / FRESH_DAYS)


def too_old(document: Document, original: Document, settings: Settings) -> bool:
    """Whether an original lies further before the translation than the settings' window."""
    when = day_of(document, settings)
    if when is None or original.published is None or settings.window_days is None:
        return False
    return (when - original.published).days > settings.window_days


def too_young(document: Document, original: Document, settings: Settings) -> bool:
    """Whether an original was published after the translation and may therefore not be used."""
    when = day_of(document, settings)
    if when is None or original.published is None or settings.later_originals:
        return False
    return original.published > when
