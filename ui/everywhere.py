"""A decision for all findings of a form: what would change is shown first, then it is made in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from audit.judgements.records import FormPreview, FormRow, RightPlace, State, Step

from . import look, session
from .escaping import closing, isolated, label, opening, plain

_BOXES = 40
_PLACES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A decision that waits for a yes: the finding and the version it began with, what to decide, what was shown."""

    finding: int
    version: int
    verdict: State
    replacement: str | None
    preview: FormPreview


def ask(finding: int, version: int, verdict: State, replacement: str | None) -> Waiting:
    """What a decision would do to all findings of the form, as they stand now."""
    preview = session.store().preview_form(finding, verdict, replacement)
    return Waiting(finding=finding, version=version, verdict=verdict, replacement=replacement, preview=preview)


def panel(waiting: Waiting, confirm: Callable[..., None], args: tuple[Any, ...], cancel: Callable[[], None]) -> None:
    """The preview with its two buttons."""
    preview, chosen = waiting.preview, waiting.preview.chosen
    what = "right as it stands" if waiting.replacement is None else plain(waiting.replacement, 120) or "dropped"
    st.html(
        f'<section class="ta"><h2>“{isolated(preview.surface, long=120)}” everywhere: {what}</h2>'
        f'<p class="soft">{look.many(len(chosen), "other open finding")} would be decided with this one, of '
        f"{preview.total:,}. Untick what should stay open.</p></section>"
    )
    with st.container(horizontal=True, gap="small"):
        st.button("Decide all `Y`", key=f"confirm-{waiting.finding}", type="primary", on_click=confirm, args=args)
        st.button("Cancel `Esc`", key=f"cancel-{waiting.finding}", on_click=cancel)
    with st.container(height=420, border=True):
        for row in preview.rows[:_BOXES]:
            _box(row, row.finding in chosen, waiting)
        rest = len(chosen.keys() - {row.finding for row in preview.rows[:_BOXES]})
        if rest:
            st.caption(f"and {rest:,} more open findings of the same words")
        _right(preview.places)


def _box(row: FormRow, usual: bool, waiting: Waiting) -> None:
    before, after = closing(row.text[: row.start]), row.text[row.end : row.end + 200]
    context = f"{label(before)} **{label(row.text[row.start : row.end])}** {label(after, 60)}"
    st.checkbox(context, value=usual, key=_key(waiting, row.finding))
    if row.state != "open":
        said = f"decided: {look.STATES[row.state]} by {isolated(row.reviewer, long=60)}"
    elif row.right:
        said = f"seems right here: {plain(row.why, 200)}"
    else:
        said = isolated(row.title or row.doc, long=80)
    st.html(f'<p class="ta small soft">{said}</p>')


def _right(places: tuple[RightPlace, ...]) -> None:
    if not places:
        return
    items = "".join(
        f'<li dir="auto">{plain(closing(p.text[: p.start]))}<b>{plain(p.text[p.start : p.end], 120)}</b> '
        f"{plain(opening(p.text[p.end :]))}<br>"
        f'<span class="soft">{isolated(p.title or p.doc, long=80)}: {plain(p.why, 200)}</span></li>'
        for p in places[:_PLACES]
    )
    st.html(f'<div class="ta finding"><h3>The same words stand unmarked</h3><ul>{items}</ul></div>')


def decide(waiting: Waiting, reviewer: str, note: str) -> Step:
    """Make the decision for the finding in hand and all that are ticked. Raises what the store raises."""
    usual = waiting.preview.chosen
    boxes = {row.finding: row.version for row in waiting.preview.rows[:_BOXES]}
    ticked = {
        finding: version
        for finding, version in (usual | boxes).items()
        if st.session_state.get(_key(waiting, finding), finding in usual)
    }
    return session.store().decide_form(
        waiting.finding,
        waiting.verdict,
        reviewer=reviewer,
        chosen=ticked | {waiting.finding: waiting.version},
        replacement=waiting.replacement,
        note=note,
    )


def _key(waiting: Waiting, finding: int) -> str:
    return f"tick-{waiting.finding}-{finding}"
