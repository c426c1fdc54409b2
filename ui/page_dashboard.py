"""The dashboard: how much there is and how far it is, what kinds of artifacts, how far to trust figures and people."""

from __future__ import annotations

from typing import Any, get_args

import streamlit as st

from audit.judgements.figures import By, Count, Period, Progress
from audit.judgements.records import NotThere, QueueFilter
from audit.judgements.store import Store

from . import charts, keys, look, markup, session, shortcuts
from .escaping import label

_ROWS = 25
_LATEST = 30
_KINDS = {"rule": "rule", "outlet": "outlet", "engine": "engine", "severity": "severity", "category": "category"}


def show() -> None:
    """The page."""
    keys.leave()
    store = session.store()
    changes = store.changes()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<div class="ta"><h1>Dashboard</h1></div>', width="content")
        st.button("Keys `?`", key="show-keys", type="tertiary", on_click=keys.ask)
        session.badge()
    _progress(_read_progress(store, store.name, changes))
    _kinds(store, changes)
    left, right = st.columns(2, gap="large")
    with left:
        _time(store, changes)
    with right:
        _trust(store, changes)
    _agreement(store, changes)
    _map(store)
    _latest(store)
    keys.listen(shortcuts.DASHBOARD, name="dashboard-keys", cookie=session.cookie())


@st.cache_data(max_entries=8, show_spinner=False)
def _read_progress(_store: Store, name: str, changes: int) -> Progress:
    return _store.statistics.progress()


@st.cache_data(max_entries=32, show_spinner=False)
def _read_counts(_store: Store, name: str, changes: int, by: By) -> tuple[Count, ...]:
    return _store.statistics.counts(by)


@st.cache_data(max_entries=32, show_spinner=False)
def _read_time(_store: Store, name: str, changes: int, by: By, period: Period) -> tuple[Count, ...]:
    return _store.statistics.timeline(by, period)


@st.cache_data(max_entries=8, show_spinner=False)
def _read_trust(_store: Store, name: str, changes: int) -> Any:
    return _store.statistics.reliability(), _store.statistics.agreement()


def _progress(progress: Progress) -> None:
    st.html(charts.progress(progress))


def _kinds(store: Store, changes: int) -> None:
    st.html('<div class="ta"><h2>Artifacts</h2></div>')
    by: Any = st.segmented_control(
        "Artifacts by", list(_KINDS), default="rule", key="dashboard-by", label_visibility="collapsed", required=True
    )
    counts = _read_counts(store, store.name, changes, by or "rule")
    st.html(charts.bars(counts[:_ROWS], by or "rule"))
    if len(counts) > _ROWS:
        st.caption(f"The {_ROWS} most frequent of {len(counts):,}.")


def _time(store: Store, changes: int) -> None:
    st.html('<div class="ta"><h2>Over time</h2></div>')
    period: Any = st.segmented_control(
        "Period",
        list(get_args(Period)),
        default="month",
        key="dashboard-period",
        label_visibility="collapsed",
        required=True,
    )
    counts = _read_time(store, store.name, changes, "category", period or "month")
    if not counts:
        st.html('<p class="ta soft">No document has a date of publication.</p>')
        return
    st.vega_lite_chart(charts.timeline(counts, period or "month"), width="stretch", key=f"timeline-{period}")


def _trust(store: Store, changes: int) -> None:
    reliability, _ = _read_trust(store, store.name, changes)
    st.html('<div class="ta"><h2>Confidence against decisions</h2></div>')
    if not reliability.count:
        st.html('<p class="ta soft">Nothing is decided yet; then this shows how far confidences can be trusted.</p>')
        return
    st.vega_lite_chart(charts.reliability(reliability), width="stretch", key="reliability")
    st.html(charts.calibration(reliability))


def _agreement(store: Store, changes: int) -> None:
    _, agreement = _read_trust(store, store.name, changes)
    st.html(f'<div class="ta"><h2>Agreement between reviewers</h2>{charts.agreement(agreement)}</div>')


def _map(store: Store) -> None:
    st.html('<div class="ta"><h2>Where a text comes from</h2></div>')
    page = store.documents(QueueFilter(states=()), size=200)
    names = {row.doc: look.name_of(row.title, row.doc) for row in page.rows}
    asked = st.query_params.get("doc", "")
    if asked and asked not in names:
        names[asked] = asked
    if not names:
        st.html('<p class="ta soft">There are no documents yet.</p>')
        return
    order = list(names)
    doc = st.selectbox(
        "Document", order, index=order.index(asked) if asked in order else 0, key="dashboard-doc",
        format_func=lambda doc: names.get(doc, doc),
    )  # fmt: skip
    if doc:
        st.query_params["doc"] = doc
        try:
            st.html(charts.alignment(store.statistics.alignment(doc)))
        except NotThere:
            st.html(f'<p class="ta soft">There is no document {label(doc)}.</p>')


def _latest(store: Store) -> None:
    listed = markup.history(store.recent(limit=_LATEST), where=True)
    st.html(f'<div class="ta finding"><h2>Latest decisions</h2></div>{listed}')
