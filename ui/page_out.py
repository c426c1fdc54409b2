"""Out: corrected texts, decisions and tables to take along; made when they are asked for."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from audit.judgements.outputs import OUTPUTS, as_bytes

from . import keys, session, shortcuts
from .escaping import plain

_FILES = {"texts": "corrected-texts"}


def show() -> None:
    """The page."""
    keys.leave()
    store = session.store()
    totals = store.totals()
    decided = totals.findings - totals.open
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<div class="ta"><h1>Out</h1></div>', width="content")
        st.button("Keys `?`", key="show-keys", type="tertiary", on_click=keys.ask)
        session.badge()
    st.html(
        f'<p class="ta soft num">{decided:,} of {totals.findings:,} findings in {totals.documents:,} documents are '
        "decided; what is open stays as it is.</p>"
    )
    for number, output in enumerate(OUTPUTS.values(), 1):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"line-{output.name}"):
            st.download_button(
                f"{output.name} `{number}`",
                partial(as_bytes, store, output.name),
                f"{_FILES.get(output.name, output.name)}{output.suffix}",
                output.mime,
                key=f"out-{number}",
                on_click="ignore",
                width=190,
            )
            about = re.sub(r"`(.*?)`", r"<code>\1</code>", plain(output.about))
            st.html(f'<p class="ta">{about} <span class="soft">({output.suffix})</span></p>')
    keys.listen(shortcuts.OUT, name="out-keys", cookie=session.cookie())
