"""The pages, who may see them, and what stands on all of them."""

from __future__ import annotations

import streamlit as st

from audit.errors import AuditError

from . import keys, look, page_dashboard, page_help, page_names, page_out, page_queue, page_review, page_try, session

PAGES = (
    ("queue", "Queue", page_queue.show),
    ("review", "Review", page_review.show),
    ("names", "Names", page_names.show),
    ("dashboard", "Dashboard", page_dashboard.show),
    ("try", "Try it", page_try.show),
    ("out", "Out", page_out.show),
    ("help", "Help", page_help.show),
)


def show() -> None:
    """Run the page that the address names."""
    st.set_page_config(page_title="translation-audit", layout="wide")
    look.apply()
    pages = {path: st.Page(run, title=title, url_path=path, default=path == "queue") for path, title, run in PAGES}
    st.session_state["pages"] = pages
    current = st.navigation(list(pages.values()), position="top")
    if session.person() is None:
        session.sign_in()
        return
    keys.leave()
    try:
        current.run()
    except AuditError as error:
        st.error(str(error).replace("$", "\\$"))
