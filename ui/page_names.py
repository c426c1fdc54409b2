"""The names ledger: every entity with all its forms; joined, parted, named as the house writes it, kept for good."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from audit.judgements.entries import EntityRow, NameFilter, NameOrder
from audit.judgements.records import NotThere, Page

from . import acts, address, keys, look, one_name, session, shortcuts
from .escaping import attribute, isolated, opening, plain

SIZE = 25
_KINDS = ("person", "place", "organisation")
_ORDERS: dict[NameOrder, str] = {
    "artifacts": "most artifacts first",
    "forms": "most forms first",
    "documents": "most documents first",
    "name": "by name",
    "newest": "newest first",
}


def show() -> None:
    """The page."""
    keys.leave()
    key = st.query_params.get("name", "")
    if key:
        try:
            entity = session.store().names.entity(key)
        except NotThere:
            acts.notice("This name is no longer in the ledger.", bad=True)
        else:
            one_name.show(entity)
            return
    _list()


def _list() -> None:
    wanted = _wanted()
    number = address.number("page") or 0
    found = session.store().names.page(wanted, page=number, size=SIZE)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.html(f'<div class="ta" role="status"><h1 class="num">{look.many(found.total, "name")}</h1></div>')
        st.button("Undo `U`", key="undo", type="tertiary", on_click=one_name.undo, disabled=not one_name.may_decide())
        st.button("Keys `?`", key="show-keys", type="tertiary", on_click=keys.ask)
        session.badge()
    acts.show_notice()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.session_state["names-text"] = wanted.text
        st.session_state["names-kinds"] = list(wanted.kinds)
        st.session_state["names-order"] = wanted.order
        st.session_state["names-undecided"] = wanted.undecided
        st.text_input("Search `/`", key="names-text", on_change=_changed, placeholder="a name, or a form", width=260)
        options = list(dict.fromkeys([*_KINDS, *wanted.kinds]))
        st.multiselect("Kind", options, key="names-kinds", on_change=_changed, placeholder="any", width=260)
        st.selectbox(
            "Order", list(_ORDERS), key="names-order", format_func=lambda o: _ORDERS[o], on_change=_changed, width=220
        )
        st.toggle("house style not chosen", key="names-undecided", on_change=_changed)
    if found.rows:
        st.html(_table(found.rows))
        _paging(found, number)
    else:
        st.html('<div class="ta empty"><h2>No names</h2><p>An audit with names in it fills the ledger.</p></div>')
    keys.listen(shortcuts.NAMES, name="names-keys", state=f"{wanted.text} {number}".strip(), cookie=session.cookie())


def _wanted() -> NameFilter:
    query = st.query_params
    order: NameOrder = next((o for o in _ORDERS if o == query.get("order")), "artifacts")
    return NameFilter(
        text=query.get("text", "")[:200],
        kinds=tuple(query.get_all("kind")),
        undecided=query.get("undecided") == "1",
        order=order,
    )


def _changed() -> None:
    state = st.session_state
    query: dict[str, str | list[str]] = {}
    if state["names-text"].strip():
        query["text"] = state["names-text"].strip()
    if state["names-kinds"]:
        query["kind"] = list(state["names-kinds"])
    if state["names-order"] != "artifacts":
        query["order"] = state["names-order"]
    if state["names-undecided"]:
        query["undecided"] = "1"
    address.show(query)


def _table(rows: tuple[EntityRow, ...]) -> str:
    lines = "".join(_row(row) for row in rows)
    return (
        '<div class="ta"><table class="list"><caption class="sr">Names</caption><thead><tr><th>name</th>'
        '<th>forms</th><th class="n">artifacts</th><th class="n">documents</th><th class="wide">first seen</th>'
        f"<th>house style</th></tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _row(row: EntityRow) -> str:
    query = attribute(urlencode({"name": row.key}), 4000)
    forms = ", ".join(f'{isolated(opening(form, 40))} <span class="soft num">{n:,}</span>' for form, n in row.top[:5])
    more = f' <span class="soft">and {row.forms - 5:,} more</span>' if row.forms > 5 else ""
    listed = ' <span class="tag safe">in the authority</span>' if row.listed else ""
    return (
        f'<tr><td><a class="open" data-row="{query}" data-to="?{query}" href="?{query}"><span class="what">'
        f'{isolated(opening(row.name))}</span></a><span class="soft small">{plain(row.kind)}</span></td>'
        f'<td>{forms}{more}</td><td class="n">{row.artifacts:,}</td><td class="n">{row.documents:,}</td>'
        f'<td class="wide num">{row.first or ""}</td><td>{isolated(opening(row.house))}{listed}</td></tr>'
    )


def _paging(found: Page[EntityRow], number: int) -> None:
    if found.pages <= 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right"):
        st.html(f'<span class="ta soft num">page {number + 1:,} of {found.pages:,}</span>', width="content")
        st.button("Before `[`", key="page-previous", disabled=number <= 0, on_click=_turn, args=(number - 1,))
        st.button("Next `]`", key="page-next", disabled=number + 1 >= found.pages, on_click=_turn, args=(number + 1,))


def _turn(number: int) -> None:
    st.query_params["page"] = str(max(0, number))
