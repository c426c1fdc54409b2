"""Keys and links of a page: one component that presses the page's own buttons, wherever the focus is.

A key does what the button of the same name does; nothing happens while somebody types in a field, and in a dialog only
its own buttons answer. Links of a page that carry `data-to` are followed without loading the page again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from . import shortcuts
from .shortcuts import Table

_NAMES = {"Escape": "Esc"}


@cache
def _component() -> Any:
    script = (Path(__file__).parent / "static" / "keys.js").read_text("utf-8")
    return st.components.v2.component("taudit_keys", html="", js=script, isolate_styles=False)


def listen(
    keys: Table,
    *,
    name: str,
    focus: str = "",
    here: str = "",
    state: str = "",
    cookie: Mapping[str, str] | None = None,
) -> None:
    """Put the listener on the page, with the keys of all pages; the last thing that a page does.

    `focus` is the name of a widget whose field gets the focus when it appears; `here` changes when the page should
    scroll to the element in hand; `state` tells one state of the page from another; `cookie` is kept by the browser.
    """
    alone = keys in (shortcuts.WAITING, shortcuts.EDITING)
    names = {key: button for key, (button, _) in (keys if alone else {**shortcuts.COMMON, **keys}).items()}
    shown = " ".join(part for part in (here, focus, state) if part) if keys != shortcuts.WAITING else f"{here} waiting"
    data = {"keys": names, "focus": focus, "here": here, "cookie": dict(cookie or {}), "shown": shown}
    data["page"] = name.removesuffix("-keys")
    result = _component()(key=name, data=data, on_to_change=lambda: None)
    to = result.get("to") if result else None
    if isinstance(to, str) and to:
        _follow(to)
    if st.session_state.pop("keys-open", False):
        _dialog(keys)


def go(to: str) -> None:
    """From a button: leave for `review?finding=3` with the next run."""
    st.session_state["go"] = to


def leave() -> None:
    """The first thing that a page does: leave where a button said so."""
    to = st.session_state.pop("go", None)
    if to:
        _follow(to)


def ask() -> None:
    """From a button: show the list of keys with the next run."""
    st.session_state["keys-open"] = True


def _follow(to: str) -> None:
    """Go where a link leads: `review?finding=3`, or `?doc=...` on the same page. Strange addresses lead nowhere."""
    path, _, query = to.partition("?")
    parameters = parse_qs(query)
    pages: dict[str, Any] = st.session_state.get("pages", {})
    name = path.strip("/")
    if not name:
        st.query_params.from_dict(parameters)
        st.rerun()
    if name in pages:
        st.switch_page(pages[name], query_params=parameters)


@st.dialog("Keys", width="large")
def _dialog(keys: Table) -> None:
    here = table("Here", keys) if keys else ""
    st.html(f'<div class="ta two">{here}{table("Everywhere", shortcuts.COMMON)}</div>')


def table(title: str, keys: Table) -> str:
    """A list of keys as HTML."""
    listed = {key: words for key, (_, words) in keys.items()}
    digits = [key for key in listed if key.isdigit()]
    for key in digits[1:]:
        del listed[key]
    if digits:
        listed[digits[0]] = f"to {digits[-1]}: {keys[digits[0]][1]}"
    rows = "".join(f"<tr><td>{shown(key)}</td><td>{words}</td></tr>" for key, words in listed.items())
    return f'<div><h2>{title}</h2><table class="list keys"><tbody>{rows}</tbody></table></div>'


def shown(key: str) -> str:
    """A key as it is printed: `⇧A` for a capital, `G` and `Q` for one after the other."""
    return " ".join(f"<kbd>{_one(part)}</kbd>" for part in key.split(" "))


def _one(key: str) -> str:
    if len(key) == 1 and key.isalpha():
        return f"⇧{key}" if key.isupper() else key.upper()
    return _NAMES.get(key, key)
