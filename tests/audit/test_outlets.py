"""One report at several outlets: grouped under the best wording, told elsewhere, counted as votes."""

from __future__ import annotations

from datetime import date

import pytest

from audit.model import Hit, Link, Suggestion
from audit.pipeline import align_document
from audit.retrieval import Pool, candidates
from audit.retrieval.sameness import grouped, same_report
from audit.settings import Settings
from audit.votes import with_votes
from corpora.documents import Document
from corpora.sentences import split

WIRE = (
    "Dock workers in Piraeus walked off the job on Tuesday over a pension plan. "
    "The union said 4,200 members had joined the strike by noon. "
    "Ferries to Crete and Rhodes were cancelled, and the port authority warned of delays until Friday. "
    "Labour minister Eleni Vartzopoulou called for talks. "
    "The last strike in the port was in March and ended after two days."
)
TRANSLATED = (
    "Dockers of the port of Piraeus stopped working on Tuesday because of a plan about pensions. "
    "According to the trade union, until noon 4,200 members took part in the strike. "
    "Ferries going to Crete and Rhodes were cancelled, the port authority warned that delays could last to Friday. "
    "Minister of Labor Vartsopulu appealed for negotiations. "
    "The last time the port went on strike was in March, that strike ended after two days."
)
OTHER = (
    "Greek ferries stayed in port this week. "
    "Ferries to Rhodes and Crete were cancelled on Tuesday, and the port authority expected delays until Friday. "
    "Hotels on the islands offered stranded guests an extra night."
)
BEES = "Beekeepers in Slovenia report the best honey harvest in a decade. Prices have not fallen."


def document(id: str, text: str, published: date | None = None) -> Document:
    return Document(id=id, text=text, lang="en", published=published)


def copies(count: int) -> list[Document]:
    """A wire report as outlets print it: with its own headline, shortened, a line added, in two spellings."""
    lines = WIRE.split(". ")
    found = []
    for number in range(count):
        kept = lines[: 5 - number % 3]
        kept[3:4] = (
            ["Labour minister Eleni Vartzopulu called for talks"] if number == 7 and len(kept) > 3 else kept[3:4]
        )
        text = f"Outlet {number}: ferries stand still\n" + ". ".join(kept) + f".\nReporting for outlet number {number}."
        found.append(document(f"outlet-{number}", text))
    return found


@pytest.mark.parametrize(
    ("one", "other", "same", "why"),
    [
        (WIRE, copies(3)[2].text, True, "shortened, with other lines around it"),
        (WIRE, TRANSLATED, False, "the same facts in other words"),
        (WIRE, OTHER, False, "another report of the matter"),
        ("Prices fell.", "Prices fell.", False, "too short to say"),
    ],
)
def test_same_report(one: str, other: str, same: bool, why: str) -> None:
    assert same_report(one, other) == same, why


def test_ten_outlets_are_one_group_and_others_stay_apart() -> None:
    groups = grouped([document("bees", BEES), *copies(10), document("other", OTHER)])
    assert [len(group) for group in groups] == [1, 10, 1]


def test_ten_outlets_give_one_candidate_with_the_fullest_wording() -> None:
    pool = Pool.of([*copies(10), document("bees", BEES)])
    text = document("t", TRANSLATED)
    found, _ = candidates(text, split(text.text), pool, Settings())
    assert len(found) == 1 and found[0].relation == "whole"
    assert "The last strike in the port" in pool.get(found[0].original).text, "not one of those that were shortened"
    outlets = [one for one in found[0].evidence if one.kind == "outlets"]
    assert (
        len(outlets) == 1 and outlets[0].weight >= 5 and "the same report also stands at outlet-" in outlets[0].detail
    )


def test_the_other_outlets_are_alternates_of_the_links() -> None:
    pool = Pool.of([*copies(4), document("other", OTHER), document("bees", BEES)])
    result = align_document(document("t", TRANSLATED), pool, Settings())
    links = {link.translation.text: link for link in result.links if link.translation}  # type: ignore[union-attr]
    assert len(links) == 5, "one link a sentence, whatever the number of outlets"
    ferries = next(link for text, link in links.items() if text.startswith("Ferries"))
    told = {one.original.doc: one.original.text for one in ferries.alternates}
    assert len(told) == 4 and "other" in told
    assert all("Crete" in text for text in told.values())
    assert "bees" not in {one.original.doc for link in links.values() for one in link.alternates}


def test_a_younger_report_or_one_outside_of_the_window_is_no_alternate() -> None:
    day = date(2025, 3, 5)
    pool = Pool.of(
        [
            document("wire", WIRE, day),
            document("younger", OTHER, date(2025, 3, 9)),
            document("older", OTHER.replace("this week", "last week"), date(2025, 1, 20)),
        ]
    )
    result = align_document(document("t", TRANSLATED, day), pool, Settings(window_days=30))
    assert result.links and not any(link.alternates for link in result.links)  # type: ignore[union-attr]


def link(*alternates: str) -> Link:
    from audit.model import Alternate

    original = document("o", "Minister Eleni Vartzopoulou called for talks.")
    others = [document(f"a{number}", text) for number, text in enumerate(alternates)]
    own = document("t", "Minister Vartsopulu appealed.")
    return Link(
        translation=own.span(0, len(own.text)),
        original=original.span(0, len(original.text)),
        score=0.9,
        alternates=tuple(Alternate(original=one.span(0, len(one.text)), score=0.9) for one in others),
    )


@pytest.mark.parametrize(
    ("alternates", "suggested", "said", "why"),
    [
        (["Vartzopoulou wants talks."], "Vartzopoulou", "stands in another report that tells", "the one other has it"),
        (["Vartzopoulou spoke.", "The minister spoke."], "Vartzopoulou", "in 1 of 2 other reports", "one of two"),
        (["Vartzopoulous spoke."], "Vartzopoulou", None, "part of another word"),
        (["The minister spoke."], "Vartzopoulou", None, "told without the name"),
        (["The Minister spoke."], "appealed to", None, "the suggestion is not from the linked sentence"),
        ([], "Vartzopoulou", None, "no other report"),
    ],
)
def test_votes(alternates: list[str], suggested: str, said: str | None, why: str) -> None:
    hit = Hit(start=9, end=19, message="", confidence=0.9, suggestions=(Suggestion(text=suggested, confidence=0.9),))
    evidence = with_votes(hit, [link(*alternates)]).suggestions[0].evidence
    assert [said in one.detail for one in evidence if said] == ([True] if said else []), why
    assert bool(evidence) == (said is not None), why
