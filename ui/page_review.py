"""The review: one finding with its texts and evidence, decided with one key; the next one comes by itself.

The finding in hand and the filter stand in the address, decisions in the database: reloading the page, or starting the
server again, loses nothing. Buttons are bound to the finding and the version that were on the screen, so that a key
pressed twice never decides a finding that nobody has seen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from audit.judgements.records import FindingView, NotThere, QueueFilter, State

from . import acts, address, everywhere, keys, look, markup, session, shortcuts
from .escaping import attribute, isolated, label, plain

_WHOLE = 40


def show() -> None:
    """The page."""
    _body()


@st.fragment
def _body() -> None:
    keys.leave()
    store, who, wanted = session.store(), session.person(), address.here()
    id = address.number("finding")
    if id is None:
        id = store.next(wanted)
        if id is None:
            _done(wanted)
            return
        acts.go(id, wanted)
    try:
        shown = store.finding(id)
    except NotThere:
        acts.notice("This finding is no longer there.", bad=True)
        _done(wanted)
        return
    seen = acts.Seen(id=id, version=shown.row.version, wanted=wanted)
    waiting = st.session_state.get("everywhere")
    waiting = waiting if isinstance(waiting, everywhere.Waiting) and waiting.finding == id else None
    may = bool(who and who.may_decide)
    editing = st.session_state.get("editing") == id and may

    _head(shown, seen, may)
    texts, card = st.container(key="review-body").columns([1.75, 1], gap="medium")
    with texts:
        _texts(shown)
    with card:
        acts.show_notice()
        st.html(markup.finding(shown))
        if shown.row.state != "open":
            st.html(markup.standing(shown.row))
        if waiting:
            everywhere.panel(waiting, acts.confirm, (seen,), acts.cancel)
        elif editing:
            _edit(shown, seen)
        else:
            _actions(shown, seen, may)
        if st.session_state.get("history-open"):
            _history(shown)
    pressed = shortcuts.WAITING if waiting else shortcuts.EDITING if editing else shortcuts.REVIEW
    keys.listen(
        pressed,
        focus=f"words-{id}" if editing else "",
        here=str(id),
        cookie=session.cookie(),
        name="review-keys",
    )


def _head(shown: FindingView, seen: acts.Seen, may: bool) -> None:
    row, wanted = shown.row, seen.wanted
    about = [isolated(part, long=60) for part in (row.outlet, row.engine) if part]
    about += [row.published.isoformat()] if row.published else []
    query = attribute(urlencode(address.written(wanted), doseq=True), 4000)
    left = session.store().queue(wanted, size=1).total
    said = f"{row.rule}: {row.surface}" + (f", suggestion: {row.suggestion}" if row.suggestion else "")
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.html(
            f'<div class="ta"><p class="small"><a data-to="queue?{query}" href="./?{query}">Queue</a> '
            f'<span class="soft num">({left:,} left) › </span>'
            f"<b>{isolated(look.name_of(row.title, row.doc), long=140)}</b> "
            f'<span class="soft">{" · ".join(about)}</span></p>'
            f'<div class="sr" role="status" aria-live="polite">{plain(said, 300)}</div></div>'
        )
        _tools(seen, may)


def _texts(shown: FindingView) -> None:
    if not st.session_state.get("whole"):
        around = (shown.before, shown.after)
        st.html(markup.sheet([shown.sentence], shown.row.id, shown.pivot_lang, around, shown.beside))
        return
    document = session.store().document(shown.row.doc)
    holds = (any(mark.finding == shown.row.id for mark in sentence.marks) for sentence in document.sentences)
    at = next((index for index, found in enumerate(holds) if found), 0)
    first, last = max(0, at - _WHOLE), at + _WHOLE + 1
    some, lang = document.sentences[first:last], document.pivot_lang
    st.html(markup.sheet(some, shown.row.id, lang, ("", ""), document.beside))
    if first > 0 or last < len(document.sentences):
        st.caption(f"Sentences {first + 1:,} to {min(last, len(document.sentences)):,} of {len(document.sentences):,}.")


def _actions(shown: FindingView, seen: acts.Seen, may: bool) -> None:
    row, id = shown.row, seen.id
    suggestions = shown.finding.suggestions[: shortcuts.CHOICES]
    others = row.same_form - 1
    if suggestions:
        first = suggestions[0].text
        with _line():
            _decision(f"Accept: {_words(first)} `A`", f"accept-{id}", may, seen, "accepted", first, primary=True)
            if others:
                _everywhere(f"Accept {others:,} more `⇧A`", f"accept-everywhere-{id}", may, seen, "accepted", first)
    if len(suggestions) > 1:
        with _line():
            for number, suggestion in enumerate(suggestions[1:], 2):
                title = f"{_words(suggestion.text)} · {look.percent(suggestion.confidence)} `{number}`"
                _decision(title, f"choose-{number}-{id}", may, seen, "accepted", suggestion.text)
    with _line():
        st.button("Edit `E`", key=f"edit-{id}", disabled=not may, on_click=acts.edit, args=(id,))
        _decision("Right here `R`", f"right-here-{id}", may, seen, "right-here")
        everywhere_ = _everywhere if others else _decision
        everywhere_("Everywhere `⇧R`", f"right-everywhere-{id}", may, seen, "right-everywhere")
        _decision("Not sure `S`", f"unsure-{id}", may, seen, "unsure")
    st.text_input(
        "Note `N`", key=acts.note_key(id), disabled=not may, placeholder="kept with the decision", max_chars=2000
    )
    who = session.person()
    if row.state != "open" and may and who and row.reviewer != who.name:
        st.checkbox("second opinion: keep what stands `O`", key="second-opinion", value=bool(seen.wanted.unjudged_by))


def _line() -> Any:
    return st.container(horizontal=True, gap="xsmall")


def _words(suggestion: str) -> str:
    return label(suggestion, 40) if suggestion else "drop it"


def _decision(
    title: str,
    key: str,
    may: bool,
    seen: acts.Seen,
    verdict: State,
    replacement: str | None = None,
    *,
    primary: bool = False,
) -> None:
    kind: Any = "primary" if primary else "secondary"
    act = (seen, verdict, replacement)
    st.button(title, key=key, disabled=not may, type=kind, on_click=acts.decide, args=act)


def _everywhere(
    title: str, key: str, may: bool, seen: acts.Seen, verdict: State, replacement: str | None = None
) -> None:
    act = (seen.id, seen.version, verdict, replacement)
    st.button(title, key=key, disabled=not may, on_click=acts.ask, args=act)


def _tools(seen: acts.Seen, may: bool) -> None:
    """What goes on beside deciding."""
    whole = bool(st.session_state.get("whole"))
    _tool("Before `K`", f"previous-{seen.id}", acts.step, (seen, True))
    _tool("Next `J`", f"following-{seen.id}", acts.step, (seen, False))
    _tool("Undo `U`", "undo", acts.undo, (seen.wanted,), disabled=not may)
    _tool("Sentence `W`" if whole else "Whole text `W`", "whole-text", acts.toggle, ("whole",))
    _tool("History `H`", "history", acts.toggle, ("history-open",))
    _tool("Queue `Q`", "to-queue", acts.to_queue, (seen.wanted,))
    _tool("Keys `?`", "show-keys", keys.ask, ())
    session.badge()


def _tool(title: str, key: str, act: Callable[..., None], args: tuple[object, ...], disabled: bool = False) -> None:
    st.button(title, key=key, type="tertiary", disabled=disabled, on_click=act, args=args)


def _history(shown: FindingView) -> None:
    st.html(f'<div class="ta finding"><h3>History</h3></div>{markup.history(reversed(shown.history))}')
    if shown.opinions:
        said = ", ".join(f"{isolated(name, long=60)}: {look.STATES[state]}" for name, state in shown.opinions.items())
        st.html(f'<p class="ta small soft">Own last words: {said}</p>')


def _edit(shown: FindingView, seen: acts.Seen) -> None:
    id = seen.id
    first = shown.finding.suggestions[0].text if shown.finding.suggestions else ""
    usual = shown.row.replacement or first or shown.row.surface
    long = len(usual) > 60 or "\n" in usual
    with st.form(f"form-{id}", enter_to_submit=True):
        title = f"What should stand there ({'Ctrl+Enter' if long else 'Enter'} keeps it; nothing drops the words)"
        ask: Callable[..., str] = st.text_area if long else st.text_input
        words = ask(title, usual, key=f"words-{id}", max_chars=20_000)
        with _line():
            kept = st.form_submit_button("Use this", type="primary", key=f"use-{id}")
            many = shown.row.same_form > 1 and st.form_submit_button("Use it everywhere", key=f"use-everywhere-{id}")
            left = st.form_submit_button("Cancel `Esc`", key=f"cancel-{id}")
    if kept or many or left:
        acts.cancel()
        if kept:
            acts.decide(seen, "edited", words)
        elif many:
            acts.ask(id, seen.version, "edited", words)
        st.rerun(scope="fragment")


def _done(wanted: QueueFilter) -> None:
    acts.show_notice()
    usual = wanted == address.NOT_DECIDED
    words = "Everything is decided" if usual else "Nothing left under these filters"
    st.html(
        f'<div class="ta empty" role="status"><h2>{words}</h2><p>The corrected texts and the decisions are under '
        "<b>Out</b>; <kbd>U</kbd> takes your last decision back.</p></div>"
    )
    who = session.person()
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.button("Out `Enter`", key="to-out", type="primary", on_click=keys.go, args=("out",))
        st.button("Queue `Q`", key="to-queue", on_click=acts.to_queue, args=(wanted,))
        st.button("Undo `U`", key="undo", disabled=not (who and who.may_decide), on_click=acts.undo, args=(wanted,))
        st.button("Keys `?`", key="show-keys", on_click=keys.ask)
    keys.listen(shortcuts.DONE, name="review-keys", cookie=session.cookie())
