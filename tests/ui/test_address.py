"""A filter survives the address; an address that somebody typed does no harm."""

from __future__ import annotations

from datetime import date
from typing import get_args
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.judgements.records import ORDERS, STATES, QueueFilter
from audit.model import SEVERITIES, Category
from ui import address

words = st.lists(st.text(min_size=1, max_size=20).filter(str.strip), max_size=3, unique=True).map(tuple)
filters = st.builds(
    QueueFilter,
    rules=words,
    categories=st.lists(st.sampled_from(get_args(Category)), max_size=2, unique=True).map(tuple),
    severities=st.lists(st.sampled_from(SEVERITIES), max_size=2, unique=True).map(tuple),
    min_confidence=st.integers(0, 100).map(lambda n: n / 100),
    max_confidence=st.integers(0, 100).map(lambda n: n / 100),
    outlets=words,
    engines=words,
    since=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    until=st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    states=st.lists(st.sampled_from(STATES), max_size=3, unique=True).map(tuple),
    reviewers=words,
    text=st.text(max_size=50),
    documents=words,
    unjudged_by=st.none() | st.text(min_size=1, max_size=20),
    gone=st.booleans(),
    order=st.sampled_from(ORDERS),
)


@given(filters)
def test_there_and_back(wanted: QueueFilter) -> None:
    query = parse_qs(urlencode(address.written(wanted), doseq=True), keep_blank_values=True)
    assert address.read(query) == wanted


def test_the_usual_queue_has_a_bare_address() -> None:
    assert address.written(address.NOT_DECIDED) == {}
    assert address.read({}) == address.NOT_DECIDED


@pytest.mark.parametrize(
    "query",
    [
        {"state": ["nonsense"]}, {"severity": ["'; drop table findings"]}, {"from": ["NaN"]}, {"from": ["7"]},
        {"to": ["-1"]}, {"since": ["yesterday"]}, {"order": ["worst"]}, {"category": ["x"]}, {"unknown": ["y"]},
    ],
)  # fmt: skip
def test_nonsense_is_left_out(query: dict[str, list[str]]) -> None:
    assert address.read(query) == address.NOT_DECIDED
