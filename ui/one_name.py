"""One name of the ledger: its forms, and what a reviewer may do with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import streamlit as st

from audit.errors import AuditError
from audit.judgements.entries import EntityView, FormLine, NameFilter

from . import acts, keys, look, session, shortcuts
from .escaping import isolated, opening, plain


def show(entity: EntityView) -> None:
    """The page of one name."""
    row = entity.row
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.html(
            '<div class="ta"><p class="small"><a data-to="names" href="names">Names</a> <span class="soft">› '
            f"{plain(row.kind)}</span></p><h1>{isolated(row.name, long=200)}</h1></div>"
        )
        st.button("Undo `U`", key="undo", type="tertiary", on_click=undo, disabled=not may_decide())
        st.button("All names `Q`", key="to-names", type="tertiary", on_click=keys.go, args=("names",))
        st.button("Keys `?`", key="show-keys", type="tertiary", on_click=keys.ask)
        session.badge()
    acts.show_notice()
    st.html(_about(entity))
    st.html(_forms(entity))
    if may_decide():
        _house(entity)
        left, right = st.columns(2, gap="large")
        with left:
            _join(entity)
        with right:
            _part(entity)
        _authority(entity)
    keys.listen(shortcuts.NAME, name="name-keys", cookie=session.cookie())


def _about(entity: EntityView) -> str:
    row = entity.row
    figures = [
        (f"{row.artifacts:,}", "artifacts"),
        (f"{row.variants:,}", "other spellings"),
        (f"{row.right:,}", "right"),
        (f"{row.documents:,}", "documents"),
    ]
    items = "".join(f"<li><b>{figure}</b>{words}</li>" for figure, words in figures)
    said = []
    if row.house:
        said.append(
            f"The house writes <b>{isolated(row.house, long=200)}</b>, says {isolated(entity.reviewer, long=60)}"
        )
        said[-1] += f" ({plain(entity.note, 400)})." if entity.note else "."
    if row.listed:
        said.append(f"In the names authority since {row.listed}: {plain(entity.source, 400)}.")
    if entity.merged:
        said.append("Joined from: " + ", ".join(isolated(name, long=80) for name in entity.merged.values()) + ".")
    return f'<div class="ta"><ul class="figures">{items}</ul>{"".join(f"<p>{line}</p>" for line in said)}</div>'


def _forms(entity: EntityView) -> str:
    lines = "".join(_form(line) for line in entity.lines)
    return (
        '<div class="ta"><table class="list"><caption class="sr">Forms</caption><thead><tr><th>form</th>'
        '<th class="n">artifacts</th><th class="n">other</th><th class="n">right</th><th class="wide">in between</th>'
        '<th class="wide">outlets</th><th class="wide">engines</th><th class="wide">first seen</th>'
        f"<th>decided</th></tr></thead><tbody>{lines}</tbody></table></div>"
    )


def _form(line: FormLine) -> str:
    pivots = ", ".join(
        f'{isolated(form, lang)} <span class="soft">{plain(look.language(lang))}</span>'
        for (lang, form), _ in list(line.pivots.items())[:4]
    )
    states = ", ".join(f"{look.STATES[state]} {n:,}" for state, n in line.states.items())
    words = f'<span class="what">{isolated(opening(line.form))}</span>'
    if line.finding is not None:
        query = f"review?finding={line.finding}&amp;state=any"
        words = f'<a class="open" data-row="{query}" data-to="{query}" href="{query}">{words}</a>'
    first = f'{line.first or ""} <span class="soft">{isolated(look.name_of("", line.first_doc), long=40)}</span>'
    return (
        f'<tr><td>{words}</td><td class="n">{line.artifacts:,}</td><td class="n">{line.variants:,}</td>'
        f'<td class="n">{line.right:,}</td><td class="wide">{pivots}</td><td class="wide">{_counted(line.outlets)}</td>'
        f'<td class="wide">{_counted(line.engines)}</td><td class="wide small">{first}</td><td>{states}</td></tr>'
    )


def _counted(counts: Mapping[str, int]) -> str:
    found = list(counts.items())
    shown = ", ".join(f'{isolated(name, long=40)} <span class="soft num">{n:,}</span>' for name, n in found[:4] if name)
    return shown + (f' <span class="soft">and {len(found) - 4:,} more</span>' if len(found) > 4 else "")


def _house(entity: EntityView) -> None:
    row = entity.row
    forms = list(dict.fromkeys([*([row.house] if row.house else []), row.name, *(line.form for line in entity.lines)]))
    with st.form("house"), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        house = st.selectbox(
            "The house writes `E`", forms, index=0 if row.house else None, key="house-form", accept_new_options=True,
            placeholder="choose a form, or type another", width=340,
        )  # fmt: skip
        note = st.text_input("Note", entity.note, key="house-note", max_chars=1000, width=340)
        pressed = st.form_submit_button("Choose", key="house-choose", type="primary")
    if pressed and house:
        _do(lambda who: session.store().names.choose(row.key, house, reviewer=who, note=note))


def _join(entity: EntityView) -> None:
    row = entity.row
    st.html('<div class="ta"><h2>The same as another name</h2></div>')
    text = st.text_input("Find it `M`", row.name.split()[-1] if row.name.split() else "", key="join-text")
    rows = session.store().names.page(NameFilter(text=text, order="documents"), size=40).rows
    names = {other.key: f"{other.name} ({other.documents:,})" for other in rows if other.key != row.key}
    with st.form("join", border=False):
        chosen = st.multiselect(
            "Join into this one", list(names), key="join-keys", format_func=lambda k: names.get(k, k)
        )
        pressed = st.form_submit_button("Join", key="join-do")
    if pressed and chosen:
        _do(lambda who: session.store().names.merge(chosen, row.key, reviewer=who))


def _part(entity: EntityView) -> None:
    row = entity.row
    st.html('<div class="ta"><h2>Forms of somebody else</h2></div>')
    with st.form("part", border=False):
        name = st.text_input("Whose they are `P`", key="part-name", max_chars=300)
        chosen = st.multiselect("Part these forms", [line.form for line in entity.lines], key="part-forms")
        pressed = st.form_submit_button("Part", key="part-do")
    if pressed and chosen:
        _do(lambda who: session.store().names.split(row.key, chosen, name, reviewer=who))


def _authority(entity: EntityView) -> None:
    row = entity.row
    with st.form("authority"), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        source = st.text_input(
            "Into the names authority: source `S`", entity.source, key="authority-source", max_chars=2000, width=420
        )
        today = datetime.now(UTC).date()
        day = st.date_input(
            "holds from", row.listed or today, key="authority-day", min_value=date(1990, 1, 1), width=170
        )
        pressed = st.form_submit_button("Add", key="authority-add")
    if pressed:
        _do(lambda who: session.store().names.list_in_authority(row.key, source, reviewer=who, day=day))


def _do(act: Callable[[str], object]) -> None:
    """Do something under the reviewer's name, say what came of it, and show the page anew."""
    who = session.person()
    if who is None or not who.may_decide:
        return
    try:
        done = act(who.name)
    except AuditError as error:
        acts.notice(plain(str(error)), bad=True)
    else:
        said = getattr(done, "label", None) or f"Kept in {done}"
        acts.notice(f"{plain(str(said), 300)}. <kbd>U</kbd> takes it back.")
    st.rerun()


def may_decide() -> bool:
    """Whether whoever looks at the page may change anything."""
    who = session.person()
    return bool(who and who.may_decide)


def undo() -> None:
    """Take back the reviewer's last step."""
    who = session.person()
    if who is None or not who.may_decide:
        return
    try:
        step = session.store().undo(who.name)
    except AuditError as error:
        acts.notice(plain(str(error)), bad=True)
        return
    acts.notice(f"Taken back: {plain(step.label, 200)}." if step else "There is nothing of yours to undo.")
