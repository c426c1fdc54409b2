"""Try it: a text and its originals, pasted or uploaded, audited at once; the result as a page to send to others."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from audit.errors import AuditError
from audit.judgements.records import QueueFilter
from audit.judgements.store import Store
from audit.model import Report
from audit.settings import STYLES, Settings
from audit.trial import SEED, Given, as_html, audit_now, pasted, seed_case
from corpora.errors import CorpusError

from . import keys, look, markup, session, shortcuts
from .escaping import isolated, label, plain

_DOCUMENTS = 20
_FINDINGS = 60


def show() -> None:
    """The page."""
    keys.leave()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<div class="ta"><h1>Try it</h1></div>', width="content")
        st.button("Load the seed case `L`", key="load-seed", on_click=_load_seed)
        st.button("Keys `?`", key="show-keys", type="tertiary", on_click=keys.ask)
        session.badge()
    with st.expander("Texts", expanded="tried" not in st.session_state):
        _ask()
    problem = st.session_state.pop("try-error", None)
    if problem:
        st.html(f'<p class="ta notice bad" role="alert">{plain(problem)}</p>')
    report = st.session_state.get("tried")
    if isinstance(report, Report):
        _result(report)
    keys.listen(shortcuts.TRY, name="try-keys", cookie=session.cookie())


def _ask() -> None:
    with st.form("try", border=False):
        left, right = st.columns(2, gap="medium")
        with left:
            st.text_area("Translation `T`", key="try-text", height=220, placeholder="the English translation")
            uploaded = st.file_uploader("or files of any format", key="try-files", accept_multiple_files=True)
        with right:
            st.text_area(
                "Original `P`", key="try-original", height=220, placeholder="a likely original, if there is one"
            )
            pool = st.file_uploader("or files of originals", key="try-originals", accept_multiple_files=True)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            day = st.date_input("Published", value=None, key="try-day", min_value=date(1990, 1, 1), width=180)
            style = st.selectbox("House style", list(STYLES), key="try-style", width=180)
            pressed = st.form_submit_button("Audit `Ctrl+Enter`", type="primary", key="try-audit")
    if pressed:
        texts = pasted("text.txt", st.session_state["try-text"]) + _files(uploaded)
        originals = pasted("original.txt", st.session_state["try-original"]) + _files(pool)
        _audit(texts, originals, Settings(as_of=day, style=style))


def _files(uploaded: Sequence[Any]) -> list[Given]:
    return [Given(name=file.name, content=file.getvalue()) for file in uploaded]


def _load_seed() -> None:
    article, originals = seed_case()
    st.session_state["try-text"] = article.content.decode("utf-8")
    st.session_state["try-day"] = SEED
    _audit([article], [originals], Settings(as_of=SEED))


def _audit(texts: list[Given], originals: list[Given], settings: Settings) -> None:
    try:
        with st.spinner("Auditing"):
            st.session_state["tried"] = audit_now(texts, originals, settings)
    except (AuditError, CorpusError) as error:
        st.session_state.pop("tried", None)
        st.session_state["try-error"] = str(error)


def _result(report: Report) -> None:
    findings = sum(len(audited.findings) for audited in report.documents)
    who = session.person()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<div class="ta" role="status"><h2 class="num">{look.many(findings, "finding")} in '
            f"{look.many(len(report.documents), 'document')}</h2></div>",
            width="content",
        )
        st.download_button(
            "Report as a page (HTML) `D`",
            as_html(report),
            "report.html",
            "text/html",
            key="try-html",
            on_click="ignore",
        )
        may = bool(who and who.may_decide)
        st.button("Add to the queue", key="try-add", disabled=not may, on_click=_add, args=(report,))
    for skipped in report.skipped:
        st.html(f'<p class="ta notice bad">{isolated(skipped.doc)}: {plain(skipped.reason)}</p>')
    if not report.documents:
        return
    with tempfile.TemporaryDirectory(prefix="taudit-") as folder, Store.open(Path(folder, "tried.sqlite")) as store:
        store.load(report.documents[:_DOCUMENTS], report.signature)
        for audited in report.documents[:_DOCUMENTS]:
            _document(store, audited.document.id)
    if len(report.documents) > _DOCUMENTS:
        st.caption(f"The first {_DOCUMENTS} documents are shown; the report has all of them.")


def _document(store: Store, doc: str) -> None:
    document = store.document(doc)
    st.html(f'<div class="ta"><h2>{isolated(look.name_of(document.title, document.doc), long=140)}</h2></div>')
    texts, found = st.columns([1.75, 1], gap="medium")
    with texts:
        st.html(markup.sheet(document.sentences, None, document.pivot_lang, ("", ""), document.beside))
    with found:
        rows = store.queue(QueueFilter(documents=(doc,), order="document"), size=_FINDINGS).rows
        if not rows:
            st.html('<p class="ta soft">No findings.</p>')
        for row in rows:
            suggestion = "" if row.suggestion is None else f" → **{label(row.suggestion, 40) or 'drop it'}**"
            with st.expander(f"{label(row.surface, 40)}{suggestion}"):
                st.html(markup.finding(store.finding(row.id)))


def _add(report: Report) -> None:
    who = session.person()
    if who is None or not who.may_decide:
        return
    session.store().load(report.documents, report.signature)
    keys.go("queue")
