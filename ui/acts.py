"""What the buttons of the review do: they hand a decision to the store, say what came of it, and go on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from audit.errors import AuditError
from audit.judgements.records import Conflict, QueueFilter, State, Step

from . import address, everywhere, keys, look, session
from .escaping import isolated, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a button decides about: the finding and the version that were on the screen, and the queue it came from."""

    id: int
    version: int
    wanted: QueueFilter


def decide(seen: Seen, verdict: State, replacement: str | None = None) -> None:
    """Decide the finding in hand and go on to the next."""
    who = session.person()
    if who is None or not who.may_decide:
        return
    store = session.store()
    note = str(st.session_state.get(note_key(seen.id)) or "").strip()
    opinion = bool(st.session_state.get("second-opinion"))
    try:
        decision = store.decide(
            seen.id,
            verdict,
            reviewer=who.name,
            expected_version=seen.version,
            replacement=replacement,
            note=note,
            opinion=opinion,
        )
    except Conflict as conflict:
        if (conflict.current.reviewer, conflict.current.state) != (who.name, verdict):  # else: a key pressed twice
            _conflict(conflict)
        return
    except AuditError as error:
        notice(plain(str(error)), bad=True)
        return
    said = look.STATES[decision.state] + (f": {decision.replacement}" if decision.replacement else "")
    notice(f"{isolated(decision.surface, long=60)}: {plain(said, 80)}. <kbd>U</kbd> takes it back.")
    _advance(seen)


def ask(id: int, version: int, verdict: State, replacement: str | None) -> None:
    """Show what a decision for all findings of the form would change."""
    try:
        st.session_state["everywhere"] = everywhere.ask(id, version, verdict, replacement)
    except AuditError as error:
        notice(plain(str(error)), bad=True)


def confirm(seen: Seen) -> None:
    """Make the decision that waits for a yes."""
    waiting = st.session_state.pop("everywhere", None)
    who = session.person()
    if not isinstance(waiting, everywhere.Waiting) or who is None or not who.may_decide:
        return
    note = str(st.session_state.get(note_key(seen.id)) or "").strip()
    try:
        made = everywhere.decide(waiting, who.name, note)
    except Conflict as conflict:
        _conflict(conflict)
        return
    except AuditError as error:
        notice(plain(str(error)), bad=True)
        return
    notice(f"{look.many(len(made.decisions), 'finding')} decided in one step. <kbd>U</kbd> takes all of it back.")
    _advance(seen)


def cancel() -> None:
    """Leave the preview, or the field for other words."""
    st.session_state.pop("everywhere", None)
    st.session_state.pop("editing", None)


def edit(id: int) -> None:
    """Open the field for other words."""
    st.session_state["editing"] = id


def _advance(seen: Seen) -> None:
    """The next finding of the queue; from its end back to the beginning, as long as something is left."""
    store = session.store()
    following = store.next(seen.wanted, seen.id)
    if following is None:
        following = store.next(seen.wanted)
    go(None if following == seen.id else following, seen.wanted)


def step(seen: Seen, back: bool) -> None:
    """To the next finding, or the one before, without a decision."""
    found = session.store().next(seen.wanted, seen.id, back=back)
    if found is None:
        notice("This is the first finding of the queue." if back else "This is the last finding of the queue.")
    else:
        go(found, seen.wanted)


def undo(wanted: QueueFilter) -> None:
    """Take the reviewer's last step back and show its finding again."""
    who = session.person()
    if who is None or not who.may_decide:
        return
    try:
        taken: Step | None = session.store().undo(who.name)
    except AuditError as error:
        notice(plain(str(error)), bad=True)
        return
    if taken is None:
        notice("There is nothing of yours to undo.")
        return
    left = f" {look.many(len(taken.left), 'finding')} had been decided anew by others and stay." if taken.left else ""
    notice(f"Taken back: {plain(taken.label, 120)} ({look.many(len(taken.decisions), 'finding')}).{left}")
    if taken.decisions:
        go(taken.decisions[0].finding, wanted)


def _conflict(conflict: Conflict) -> None:
    current = conflict.current
    said = look.STATES[current.state] + (f", {current.replacement}" if current.replacement else "")
    more = f" (and {len(conflict.others)} more)" if conflict.others else ""
    notice(
        f"{isolated(current.reviewer or 'Somebody', long=60)} decided meanwhile{more}: {plain(said, 100)}. "
        "Yours was not kept; look again and decide anew if it should be otherwise.",
        bad=True,
    )


def go(id: int | None, wanted: QueueFilter) -> None:
    """Put a finding in hand."""
    query = address.written(wanted)
    if id is not None:
        query["finding"] = str(id)
    st.session_state.pop("editing", None)
    st.session_state.pop("everywhere", None)
    st.session_state.pop("second-opinion", None)
    address.show(query)


def toggle(name: str) -> None:
    """Switch a part of the page on or off."""
    st.session_state[name] = not st.session_state.get(name)


def to_queue(wanted: QueueFilter) -> None:
    """Back to the queue, with its filters."""
    keys.go("queue?" + urlencode(address.written(wanted), doseq=True))


def note_key(id: int) -> str:
    """The name of the field for a note."""
    return f"note-{id}"


def notice(html: str, bad: bool = False) -> None:
    """Have something said with the next run; `html` is escaped already."""
    st.session_state["notice"] = (html, bad)


def show_notice() -> None:
    """What the last action did, said once."""
    said = st.session_state.pop("notice", None)
    if said:
        html, bad = said
        st.html(f'<div class="ta notice{" bad" if bad else ""}" role="{"alert" if bad else "status"}">{html}</div>')
