"""The state of a page in its address: a queue's filter as query parameters and back. Nonsense is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, get_args

import streamlit as st

from audit.judgements.records import ORDERS, STATES, QueueFilter
from audit.model import SEVERITIES, Category

_LISTS = {
    "rule": "rules",
    "category": "categories",
    "severity": "severities",
    "outlet": "outlets",
    "engine": "engines",
    "state": "states",
    "by": "reviewers",
    "doc": "documents",
}
_ALLOWED: dict[str, tuple[str, ...]] = {
    "severity": SEVERITIES,
    "category": get_args(Category),
    "state": STATES,
}
NOT_DECIDED = QueueFilter(states=("open",))
"""What the queue shows first."""


def written(wanted: QueueFilter) -> dict[str, str | list[str]]:
    """A filter as query parameters; what has its usual value is left out; no choice of states is `state=any`."""
    query: dict[str, str | list[str]] = {}
    for key, name in _LISTS.items():
        values = list(getattr(wanted, name))
        if values and not (key == "state" and values == ["open"]):
            query[key] = values
    if not wanted.states:
        query["state"] = "any"
    if wanted.min_confidence > 0:
        query["from"] = f"{wanted.min_confidence:g}"
    if wanted.max_confidence < 1:
        query["to"] = f"{wanted.max_confidence:g}"
    if wanted.since:
        query["since"] = wanted.since.isoformat()
    if wanted.until:
        query["until"] = wanted.until.isoformat()
    if wanted.text:
        query["text"] = wanted.text
    if wanted.unjudged_by:
        query["unjudged"] = wanted.unjudged_by
    if wanted.gone:
        query["gone"] = "1"
    if wanted.order != "worth":
        query["order"] = wanted.order
    return query


def read(query: Mapping[str, Iterable[str]]) -> QueueFilter:
    """The filter that query parameters describe (each key with all its values)."""
    values: dict[str, Any] = {}
    for key, name in _LISTS.items():
        allowed = _ALLOWED.get(key)
        found = tuple(dict.fromkeys(v for v in query.get(key, ()) if v and (allowed is None or v in allowed)))
        if found:
            values[name] = found
    if "states" not in values and "any" not in query.get("state", ()):
        values["states"] = NOT_DECIDED.states
    values["min_confidence"] = _share(query.get("from", ()), 0.0)
    values["max_confidence"] = _share(query.get("to", ()), 1.0)
    values["since"] = _day(query.get("since", ()))
    values["until"] = _day(query.get("until", ()))
    values["text"] = _last(query.get("text", ()))[:200]
    values["unjudged_by"] = _last(query.get("unjudged", ()))[:200] or None
    values["gone"] = _last(query.get("gone", ())) == "1"
    order = _last(query.get("order", ()))
    values["order"] = order if order in ORDERS else "worth"
    return QueueFilter(**values)


def here() -> QueueFilter:
    """The filter in the address of the page that is shown."""
    return read({key: st.query_params.get_all(key) for key in st.query_params})


def number(key: str) -> int | None:
    """A whole number in the address of the page that is shown."""
    value = st.query_params.get(key, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def show(query: Mapping[str, str | list[str]]) -> None:
    """Put these parameters, and no others, in the address."""
    if {key: st.query_params.get_all(key) for key in st.query_params} != {
        key: [value] if isinstance(value, str) else value for key, value in query.items()
    }:
        st.query_params.from_dict(dict(query))


def _last(values: Iterable[str]) -> str:
    return next(iter(reversed(list(values))), "")


def _share(values: Iterable[str], usual: float) -> float:
    try:
        share = float(_last(values))
    except ValueError:
        return usual
    return share if 0 <= share <= 1 else usual


def _day(values: Iterable[str]) -> date | None:
    try:
        return date.fromisoformat(_last(values))
    except ValueError:
        return None
