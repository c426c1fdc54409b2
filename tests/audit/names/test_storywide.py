"""People of other reports: what is given up early would have been neither an answer nor a rival."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.names import storywide
from audit.names.storywide import Named
from audit.names.tokens import tokens

WORDS = st.sampled_from(
    "Witko Witkoff Wittkopf Lutnick Rutenberg Rometty Becerra Bessent Besant Steve Scott Howard Xavier Takaichi "
    "Takahashi Sanae Medvedev Medvedchuk Zelensky Whitlock Pence Vance Rutte Stoltenberg Jens Mark".split()
)
OFFICES = st.sampled_from([frozenset[str](), frozenset({"secretary"}), frozenset({"commerce", "secretary"})])
IDLE = st.sampled_from([storywide._IDLE, storywide._ANSWER])
PEOPLE = st.tuples(st.lists(WORDS, min_size=1, max_size=3), OFFICES)


def named(words: list[str], office: frozenset[str]) -> Named:
    text = " ".join(words)
    row = tuple(tokens(text, 0, len(text)))
    keys = tuple(token.key for token in row)
    return Named(
        words=row, keys=keys, office=office, doc="r", start=0, end=len(text), number=0, first=0, last=len(row) - 1
    )


@given(PEOPLE, PEOPLE, st.sets(st.integers(0, 2), min_size=1), st.booleans(), st.booleans(), IDLE)
@settings(max_examples=400, deadline=None)
def test_what_is_given_up_is_idle(
    mine: tuple[list[str], frozenset[str]],
    theirs: tuple[list[str], frozenset[str]],
    strange: set[int],
    written: bool,
    rival: bool,
    idle: float,
) -> None:
    one, other = named(*mine), named(*theirs)
    keys = [one.keys[at] for at in strange if at < len(one.keys)] or [one.keys[-1]]
    keys = [key for key in keys if key not in other.keys]
    if not keys:
        return
    holders: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
    holders[other.office].update([other.keys[-1], *(["smith"] if rival else [])])
    known = {other.keys[-1]} if written else set[str]()
    found = storywide._score(one, other, keys, holders, known, idle)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storywide, "_needed", lambda more, full, idle: 0.0)
        exact = storywide._score(one, other, keys, holders, known)
    assert found == exact if exact >= idle else found < idle


@given(WORDS, WORDS)
@settings(max_examples=400, deadline=None)
def test_no_name_is_liker_than_what_is_certain(a: str, b: str) -> None:
    if a != b:
        assert storywide._alike(a.lower(), b.lower()) <= storywide._likest(a.lower())
