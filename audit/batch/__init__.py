"""The same audit over many documents: in this process or in several, results in the order of the input."""

from __future__ import annotations

from audit.batch.engine import Batch, run

__all__ = ["Batch", "run"]
