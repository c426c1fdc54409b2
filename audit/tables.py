"""Results as tables: Arrow, and pandas and polars where they are installed; and documents out of such tables.

A table holds records of one kind (`finding`, `link`, `document`, `skipped`), typed, with the columns of the JSON lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from audit.errors import MissingExtra
from audit.model import Audited, Report, Skipped

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from corpora.documents import Document
    from corpora.errors import Unreadable

Kind = Literal["finding", "link", "document", "skipped"]
Results = Report | Audited | Skipped | Iterable[Audited | Skipped]

_BATCH = 1_000


def to_arrow(results: Results, kind: Kind = "finding") -> pa.Table:
    """The records of one kind as an Arrow table (`audit.batch.arrow.SCHEMAS`), in the order of the results."""
    import pyarrow as pa

    from audit.batch.arrow import SCHEMAS
    from audit.reports.records import result_records

    schema = SCHEMAS[kind]
    batches, rows = [], []
    for result in _listed(results):
        rows += [record for record in result_records(result) if record["type"] == kind]
        if len(rows) >= _BATCH:
            batches.append(pa.RecordBatch.from_pylist(rows, schema=schema))
            rows = []
    batches.append(pa.RecordBatch.from_pylist(rows, schema=schema))
    return pa.Table.from_batches(batches, schema)


def to_pandas(results: Results, kind: Kind = "finding") -> pd.DataFrame:
    """The same as a pandas data frame. Raises MissingExtra."""
    try:
        import pandas  # noqa: F401
    except ImportError:
        raise MissingExtra("a pandas data frame", "tables") from None
    return to_arrow(results, kind).to_pandas()


def to_polars(results: Results, kind: Kind = "finding") -> pl.DataFrame:
    """The same as a polars data frame. Raises MissingExtra."""
    try:
        import polars as pl
    except ImportError:
        raise MissingExtra("a polars data frame", "tables") from None
    found = pl.from_arrow(to_arrow(results, kind))
    assert isinstance(found, pl.DataFrame)
    return found


def documents(table: Any) -> Iterator[Document | Unreadable]:
    """Documents of an Arrow table, a pandas or polars data frame with a column `text` (and `id`, `published`, ...).

    Raises AuditError where there is no such column or one holds something else.
    """
    import pyarrow as pa

    from audit.batch.arrow import to_documents

    if not isinstance(table, pa.Table | pa.RecordBatch):
        table = table.to_arrow() if hasattr(table, "to_arrow") else pa.Table.from_pandas(table, preserve_index=False)
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    number = 0
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from to_documents(batch, number)
        number += batch.num_rows


def _listed(results: Results) -> Iterable[Audited | Skipped]:
    if isinstance(results, Report):
        return [*results.documents, *results.skipped]
    return [results] if isinstance(results, Audited | Skipped) else results
