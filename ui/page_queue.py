"""The queue: what there is to decide, most worth deciding first; filters and page stand in the address."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from audit.judgements.records import ORDERS, STATES, Facets, Page, QueueFilter
from audit.model import SEVERITIES

from . import address, keys, lists, look, session, shortcuts

SIZE = 25
_SHOWN = 300
_ORDERS = {
    "worth": "worth deciding first",
    "confidence": "surest first",
    "document": "as the texts run",
    "newest": "newest texts first",
}


@st.cache_data(max_entries=64, show_spinner=False)
def _facets(_store: Any, name: str, changes: int, wanted: QueueFilter) -> Facets:
    facets: Facets = _store.facets(wanted)
    return facets


def show() -> None:
    """The page."""
    store = session.store()
    wanted = address.here()
    documents = st.query_params.get("view") == "documents"
    facets = _facets(store, store.name, store.changes(), wanted)
    _filters(wanted, facets)
    number = address.number("page") or 0
    if documents:
        found: Page[Any] = store.documents(wanted, page=number, size=SIZE)
    else:
        found = store.queue(wanted, page=number, size=SIZE)
    _head(found, wanted, documents)
    if found.rows:
        st.html(lists.documents(found.rows) if documents else lists.findings(found.rows, wanted))
        _paging(found, number)
    else:
        st.html(_nothing(wanted))
    state = " ".join(part for part in (wanted.text, "documents" if documents else "", str(number)) if part)
    keys.listen(shortcuts.QUEUE, name="queue-keys", state=state, cookie=session.cookie())


def _head(found: Page[Any], wanted: QueueFilter, documents: bool) -> None:
    what = look.many(found.total, "document" if documents else "finding")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div class="ta" role="status"><h1 class="num">{what}</h1></div>', width="content")
        st.button(
            "Begin `Enter`", key="begin", type="primary", disabled=not found.rows, on_click=_begin, args=(wanted,)
        )
        st.button("Documents `V`" if not documents else "Findings `V`", key="switch-view", on_click=_switch)
        st.button("More filters `F`", key="more-filters", on_click=_more)
        st.button("Clear filters `X`", key="clear-filters", disabled=wanted == address.NOT_DECIDED, on_click=_clear)
        st.button("Keys `?`", key="show-keys", type="tertiary", on_click=keys.ask)
        session.badge()


def _begin(wanted: QueueFilter) -> None:
    keys.go("review?" + urlencode(address.written(wanted), doseq=True))


def _switch() -> None:
    query = address.written(address.here())
    if st.query_params.get("view") != "documents":
        query["view"] = "documents"
    address.show(query)


def _clear() -> None:
    address.show({})


def _nothing(wanted: QueueFilter) -> str:
    if wanted == address.NOT_DECIDED:
        return (
            '<div class="ta empty"><h2>Nothing left to decide</h2><p>Choose another state above to look at what was '
            "decided, or take the corrected texts from <b>Out</b>.</p></div>"
        )
    return '<div class="ta empty"><h2>Nothing fits these filters</h2><p>Clear them with <kbd>X</kbd>.</p></div>'


def _paging(found: Page[Any], number: int) -> None:
    if found.pages <= 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right"):
        st.html(f'<span class="ta soft num">page {number + 1:,} of {found.pages:,}</span>', width="content")
        st.button("Before `[`", key="page-previous", disabled=number <= 0, on_click=_turn, args=(number - 1,))
        st.button("Next `]`", key="page-next", disabled=number + 1 >= found.pages, on_click=_turn, args=(number + 1,))


def _turn(number: int) -> None:
    query = address.written(address.here())
    if st.query_params.get("view") == "documents":
        query["view"] = "documents"
    if number > 0:
        query["page"] = str(number)
    address.show(query)


def _filters(wanted: QueueFilter, facets: Facets) -> None:
    """The widgets. The address rules: they show what stands in it, and a change is written there."""
    _sync(wanted)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(
            "Search `/`",
            key="queue-text",
            on_change=_changed,
            placeholder="words, suggestion, note, document",
            width=260,
        )
        _choice("State", "queue-states", "state", facets, STATES, look.STATES, 220)
        _choice("Rule", "queue-rules", "rule", facets, (), {}, 220)
        _choice("Severity", "queue-severities", "severity", facets, tuple(reversed(SEVERITIES)), {}, 180)
        st.selectbox(
            "Order", list(ORDERS), key="queue-order", format_func=lambda o: _ORDERS[o], on_change=_changed, width=200
        )
    if st.session_state.get("queue-more") or _unusual(wanted):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            _choice("Outlet", "queue-outlets", "outlet", facets, (), {}, 220)
            _choice("Engine", "queue-engines", "engine", facets, (), {}, 220)
            _choice("Reviewer", "queue-reviewers", "reviewer", facets, (), {}, 200)
            st.slider("Confidence", 0, 100, key="queue-confidence", format="%d %%", on_change=_changed, width=220)
            st.date_input(
                "Published from", key="queue-since", min_value=date(1990, 1, 1), on_change=_changed, width=150
            )
            st.date_input("to", key="queue-until", min_value=date(1990, 1, 1), on_change=_changed, width=150)
            st.toggle("not yet judged by me", key="queue-unjudged", on_change=_changed)
            st.toggle(
                "no longer found",
                key="queue-gone",
                on_change=_changed,
                help="what the last audit did not find any more",
            )


def _more() -> None:
    st.session_state["queue-more"] = not st.session_state.get("queue-more")


def _unusual(wanted: QueueFilter) -> bool:
    return bool(
        wanted.outlets or wanted.engines or wanted.reviewers or wanted.since or wanted.until or wanted.gone
        or wanted.unjudged_by or wanted.min_confidence > 0 or wanted.max_confidence < 1
    )  # fmt: skip


def _choice(
    title: str, key: str, facet: str, facets: Facets, order: tuple[str, ...], names: dict[str, str], width: int
) -> None:
    counts = facets.get(facet, {})
    chosen = st.session_state[key]
    options = list(dict.fromkeys([*order, *list(counts)[:_SHOWN], *chosen]))
    st.multiselect(
        title, options, key=key, on_change=_changed, width=width, placeholder="any",
        format_func=lambda value: f"{names.get(value, value)} ({counts.get(value, 0):,})",
    )  # fmt: skip


_LISTS = {
    "queue-states": "states", "queue-rules": "rules", "queue-severities": "severities", "queue-outlets": "outlets",
    "queue-engines": "engines", "queue-reviewers": "reviewers",
}  # fmt: skip


def _sync(wanted: QueueFilter) -> None:
    state = st.session_state
    for key, name in _LISTS.items():
        state[key] = list(getattr(wanted, name))
    state["queue-text"] = wanted.text
    state["queue-order"] = wanted.order
    state["queue-confidence"] = (round(100 * wanted.min_confidence), round(100 * wanted.max_confidence))
    state["queue-since"], state["queue-until"] = wanted.since, wanted.until
    state["queue-unjudged"], state["queue-gone"] = bool(wanted.unjudged_by), wanted.gone


def _changed() -> None:
    """A filter was changed: write it into the address, from the first page."""
    state = st.session_state
    now = address.here()
    values: dict[str, Any] = {name: tuple(state.get(key, getattr(now, name))) for key, name in _LISTS.items()}
    low, high = state.get("queue-confidence", (round(100 * now.min_confidence), round(100 * now.max_confidence)))
    person = session.person()
    wanted = QueueFilter(
        **values,
        documents=now.documents,
        categories=now.categories,
        text=state.get("queue-text", now.text).strip(),
        order=state.get("queue-order", now.order),
        min_confidence=low / 100,
        max_confidence=high / 100,
        since=state.get("queue-since", now.since),
        until=state.get("queue-until", now.until),
        unjudged_by=person.name if person and state.get("queue-unjudged", bool(now.unjudged_by)) else None,
        gone=state.get("queue-gone", now.gone),
    )
    query = address.written(wanted)
    if st.query_params.get("view") == "documents":
        query["view"] = "documents"
    address.show(query)
