"""Who is working, on which database, and what they may do: settings from the environment, set by `taudit review`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

import streamlit as st

from audit.judgements.store import Store
from audit.reports.view import visible

from . import escaping

COOKIE = "taudit_reviewer"
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is working: `name` stands beside decisions; readers may not decide; `signed_in` by the team's login."""

    name: str
    may_decide: bool
    signed_in: bool


@st.cache_resource(show_spinner=False)
def _store(url: str, read_only: bool) -> Store:
    return Store.open(url, read_only=read_only)


def store() -> Store:
    """The one store of this process."""
    return _store(os.environ["TAUDIT_DATABASE"], read_only())


def read_only() -> bool:
    """Whether nobody may decide here."""
    return os.environ.get("TAUDIT_READ_ONLY", "") not in ("", "0")


def login_configured() -> bool:
    """Whether the team's login (OpenID Connect, `[auth]` in Streamlit's secrets) is set up."""
    return bool(st.secrets.load_if_toml_exists()) and "auth" in st.secrets


def person() -> Person | None:
    """Who is working; None as long as nobody has signed in or given a name."""
    if login_configured():
        user = signed_in()
        if user is None:
            return None
        name = _tidy(_signed_in_name(user))
        return Person(name=name, may_decide=_may_decide(name), signed_in=True)
    name = st.session_state.get("reviewer") or _tidy(unquote(st.context.cookies.get(COOKIE, "")))
    name = name or _tidy(os.environ.get("TAUDIT_REVIEWER", ""))
    if not name and read_only():
        name = "reader"
    return Person(name=name, may_decide=_may_decide(name), signed_in=False) if name else None


def signed_in() -> Mapping[str, object] | None:
    """What the team's login says of whoever is signed in."""
    return st.user.to_dict() if st.user.is_logged_in else None


def rename(name: str) -> None:
    """Take another name, where names are given and not signed in."""
    if _tidy(name) and not login_configured():
        st.session_state["reviewer"] = _tidy(name)


def cookie() -> Mapping[str, str]:
    """What the browser should remember of a name that was given here."""
    given = st.session_state.get("reviewer")
    return {COOKIE: given} if given else {}


def _signed_in_name(user: Mapping[str, object]) -> str:
    """What tells people apart first: the address, else the name, else the provider's id."""
    return next((str(user[key]) for key in ("email", "name", "sub") if user.get(key)), "")


def _may_decide(name: str) -> bool:
    """Not for readers; where TAUDIT_REVIEWERS lists people, only for them."""
    listed = [entry.strip().casefold() for entry in os.environ.get("TAUDIT_REVIEWERS", "").split(",") if entry.strip()]
    return bool(name) and not read_only() and (not listed or name.casefold() in listed)


def badge() -> None:
    """Who is working, with the means to change it."""
    who = person()
    if who is None:
        return
    with st.popover(f":material/person: {escaping.label(who.name, 24)}", key="badge", type="tertiary"):
        if not who.may_decide:
            st.caption("You may read here, not decide.")
        if who.signed_in:
            st.button("Sign out", key="sign-out", on_click=st.logout)
        elif not read_only():
            st.text_input(
                "Your name stands beside your decisions",
                who.name,
                key="new-name",
                max_chars=_LONGEST,
                on_change=_renamed,
            )


def _renamed() -> None:
    rename(str(st.session_state.get("new-name", "")))


def _tidy(name: str) -> str:
    return " ".join(visible(name).split())[:_LONGEST]


def sign_in() -> None:
    """What is shown as long as nobody is known."""
    if login_configured():
        st.html('<div class="ta empty"><h2>Please sign in</h2><p>Your name stands beside your decisions.</p></div>')
        st.button("Sign in", type="primary", on_click=st.login, key="sign-in")
        return
    st.html('<div class="ta empty"><h2>Who is reviewing?</h2><p>Your name stands beside your decisions.</p></div>')
    with st.form("name"):
        name = st.text_input("Your name", max_chars=_LONGEST, key="name-field", autocomplete="name")
        if st.form_submit_button("Begin", type="primary") and _tidy(name):
            rename(name)
            st.rerun()
