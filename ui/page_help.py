"""Help: what the pages are for, and all keys."""

from __future__ import annotations

import streamlit as st

from . import keys, session, shortcuts

_WORDS = """
<p>The <b>Queue</b> holds what the audit found, most worth deciding first. Begin, and each finding comes with its
sentence, the original that was linked to it, and the reasons. Decide with one key; the next one comes by itself.</p>
<ul class="plain">
<li><b>Accept</b> takes a suggestion; <b>Edit</b> your own words instead.</li>
<li><b>Right here</b> says that these words are no artifact in this place, <b>Everywhere</b> that they never are.</li>
<li>A decision for all of a form shows first what would change, and where the same words are right.</li>
<li><b>Undo</b> takes your last decision back, whole; nothing is ever lost from the history.</li>
<li>If somebody decides the same finding before you, the page says who and what, and keeps theirs.</li>
<li><b>Out</b> has the corrected texts and the decisions, whenever you want them.</li>
</ul>
"""


def show() -> None:
    """The page."""
    keys.leave()
    with st.container(horizontal=True, horizontal_alignment="right", gap="small"):
        st.button("Keys `?`", key="show-keys", type="tertiary", on_click=keys.ask)
        session.badge()
    tables = "".join(keys.table(title, table) for title, table in shortcuts.PAGES.items())
    words, listed = st.columns(2, gap="large")
    words.html(f'<div class="ta"><h1>How it works</h1>{_WORDS}{keys.table("Everywhere", shortcuts.COMMON)}</div>')
    listed.html(f'<div class="ta"><h1>Keys</h1>{tables}</div>')
    keys.listen({}, name="help-keys", cookie=session.cookie())
