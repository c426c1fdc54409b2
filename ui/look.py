"""How the pages look: one style sheet for all of them, and the words for codes that readers should not have to know."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

STATES = {
    "open": "open",
    "accepted": "accepted",
    "edited": "edited",
    "right-here": "right here",
    "right-everywhere": "right everywhere",
    "unsure": "not sure",
}


@cache
def _style() -> str:
    return (Path(__file__).parent / "static" / "style.css").read_text("utf-8")


def apply() -> None:
    """Put the style sheet on the page."""
    st.html(f"<style>{_style()}</style>")


def language(code: str) -> str:
    """The English name of a language; the code itself where it is none of ours."""
    return LANGUAGES.get(code.partition("-")[0].casefold(), code)


def percent(share: float) -> str:
    """A probability as readers write it: `97 %`, never `100 %` of something unsure."""
    return f"{min(99, round(100 * share)) if share < 1 else 100} %"


def many(number: int, one: str, more: str | None = None) -> str:
    """`1 finding`, `1,200 findings`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def name_of(title: str, doc: str) -> str:
    """What a document is called: its title, else the last part of its id."""
    return title or doc.rstrip("/").rsplit("/", 1)[-1] or doc
