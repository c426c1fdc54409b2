"""Parts of links: which clauses say the same where a link covers only a part of a sentence."""

from __future__ import annotations

from audit.alignment import line_up
from audit.alignment.clauses import clauses, parts
from audit.retrieval import Pool, candidates
from audit.settings import Settings
from corpora.documents import Document
from corpora.sentences import split

FERRY = "The ferry company will close its oldest route to the islands in October."
HOSPITAL = "Nurses at the Riverside hospital voted for a strike over night shifts on Tuesday."
BOTH = (
    "The ferry firm is closing its oldest route to the islands in October, while nurses of the Riverside hospital "
    "have voted to strike over night shifts."
)


def told(ours: str, theirs: str) -> list[tuple[str, str]]:
    return [(ours[a:b], theirs[c:d]) for (a, b), (c, d) in parts(ours, theirs, lambda _: 5.0)]


def test_a_clause_that_the_original_does_not_tell_is_left_out() -> None:
    assert told(BOTH, FERRY) == [
        ("The ferry firm is closing its oldest route to the islands in October,", FERRY),
    ]
    assert told(BOTH, HOSPITAL) == [
        ("while nurses of the Riverside hospital have voted to strike over night shifts.", HOSPITAL),
    ]


def test_two_sentences_told_in_one_in_the_other_order() -> None:
    first, second = BOTH.split(" while ")
    assert told(BOTH, f"{HOSPITAL} {FERRY}") == [(first, FERRY), (f"while {second}", HOSPITAL)]


def test_what_is_told_as_a_whole_has_no_parts() -> None:
    ours = "The ferry firm, which is closing its oldest route to the islands in October, blamed the price of fuel."
    theirs = "The ferry company, closing its oldest route to the islands in October, blamed the price of fuel for it."
    assert told(ours, theirs) == []
    assert told("He left, and it rained.", "He left. It was raining.") == [], "too short to say"


def test_clauses_cover_the_text_in_order() -> None:
    for text in (BOTH, f"{FERRY} {HOSPITAL}", "", "One", "no, no, no, no", "A, b; c: d - e"):
        spans = clauses(text)
        assert all(a < b for a, b in spans)
        assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


def test_parts_of_a_link_are_spans_of_both_texts() -> None:
    ours = Document(id="t", text=f"{BOTH}\nThe council of the town meets again next month.", lang="en")
    pool = Pool.of(
        [
            Document(
                id="a", text=f"{FERRY}\nTickets that were sold already will be paid back by the company.", lang="en"
            ),
            Document(id="b", text="Snow fell in the north. The market opens at eight in the morning.", lang="en"),
        ]
    )
    found, _ = candidates(ours, split(ours.text), pool, Settings())
    (link,) = line_up(ours, split(ours.text), found, pool, Settings())
    ((left, right),) = link.parts
    assert (left.doc, right.doc) == ("t", "a")
    assert left.text == ours.text[left.start : left.end] == BOTH.split(" while ", maxsplit=1)[0]
    assert right.text == FERRY
