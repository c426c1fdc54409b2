"""Whether a text holds some words, letter for letter: the same on every database, and no pattern."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class holds(FunctionElement[bool]):  # noqa: N801 - reads as the SQL function that it is
    """`holds(column, words)`: a condition."""

    type = Boolean()
    name = "holds"
    inherit_cache = True

    def __init__(self, text: ColumnElement[str], words: str) -> None:
        super().__init__(text, words)


@compiles(holds)
def _standard(element: holds, compiler: Any, **options: Any) -> str:
    return f"(strpos({compiler.process(element.clauses, **options)}) > 0)"


@compiles(holds, "sqlite")
def _sqlite(element: holds, compiler: Any, **options: Any) -> str:
    return f"(instr({compiler.process(element.clauses, **options)}) > 0)"
