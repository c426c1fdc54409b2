"""Which stretch of the pivot stands behind a stretch of the translation, without an original."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.alignment.pivots import fine_pairing
from audit.batch.worker import Core
from audit.behind import lined_up
from audit.context import Context
from audit.model import Audited
from audit.reports import Shown, view
from audit.settings import Settings
from corpora.documents import Document, Pivot, Segment
from corpora.sentences import of_document

TEXT = (
    "The governor spoke to reporters in Kursk on Monday. He said that 28 villages were in enemy hands and 1.21 million "
    "people had left. The president interrupted him and announced a worthy response. A fire broke out at the nuclear "
    "power plant."
)
PIVOT = (
    "州长周一在库尔斯克对记者讲话。他说，28个村庄落入敌手，12.1万人离开。"
    "总统打断他并宣布将给予应有的回应。核电站发生火灾。"
)
OTHER = (
    "今天下午中国队在世界杯预选赛中以二比一战胜对手。教练说他很高兴。"
    "下一场比赛在600万人口的城市举行。天气多云转晴，气温二十度。"
)


def context_of(text: str, pivot: str) -> Context:
    document = Document(id="x", text=text, pivot=Pivot(lang="zh", text=pivot))
    return Context(document=document, sentences=of_document(document, "en"))


def test_sentences_of_one_line_are_lined_up() -> None:
    context = context_of(TEXT, PIVOT)
    behind = [context.pivot_of(start, end) for start, end in context.sentences]
    assert behind == [
        "州长周一在库尔斯克对记者讲话。",
        "他说，28个村庄落入敌手，12.1万人离开。",
        "总统打断他并宣布将给予应有的回应。",
        "核电站发生火灾。",
    ]


def test_the_pivot_of_another_text_stands_behind_nothing() -> None:
    context = context_of(TEXT, OTHER)
    assert [context.pivot_of(start, end) for start, end in context.sentences] == [None] * 4


def test_a_line_of_two_sentences_stays_whole() -> None:
    text = "The film won a prize. Critics liked it.\nThe producer spoke at the festival.\nHe was pleased."
    pivot = "影片获奖。影评人喜欢它。\n制片人在电影节上讲话。\n他很高兴。"
    context = context_of(text, pivot)
    assert [context.pivot_of(start, end) for start, end in context.sentences] == [
        "影片获奖。影评人喜欢它。",
        "影片获奖。影评人喜欢它。",
        "制片人在电影节上讲话。",
        "他很高兴。",
    ]


def test_no_pivot_no_pairs() -> None:
    assert fine_pairing(Document(id="x", text=TEXT), [(0, 51)]) == []


ASKING = [
    ("number-mismatch", "nothing", True, "a rule that compares with the pivot has asked"),
    ("chinese-date", "nothing", False, "nobody looks at it, no rule asks"),
    ("chinese-date", "findings", False, "there is no finding to show"),
    ("chinese-date", "sentences", True, "every sentence is shown"),
]


@pytest.mark.parametrize(("rules", "shown", "made", "why"), ASKING, ids=[case[-1] for case in ASKING])
def test_lined_up_where_somebody_asks(rules: str, shown: Shown, made: bool, why: str) -> None:
    result = Core([], Settings(rules=rules), "run", shown)(context_of(TEXT, PIVOT).document)
    assert isinstance(result, Audited)
    assert (result.paired is not None) == made
    if made:
        assert len(result.paired or ()) == 4


def test_a_finding_that_is_shown_is_lined_up() -> None:
    document = context_of(f"{TEXT} He left on the 8th.", f"{PIVOT}他8日离开。").document
    result = Core([], Settings(rules="chinese-date"), "run", "findings")(document)
    assert isinstance(result, Audited) and result.findings and result.paired


def test_what_segments_say_is_not_lined_up_again() -> None:
    document = context_of(TEXT, PIVOT).document
    whole = replace(document, segments=(Segment(start=0, end=len(TEXT), pivot=(0, len(PIVOT))),))
    result = Core([], Settings(rules="chinese-date"), "run", "sentences")(whole)
    assert isinstance(result, Audited) and result.paired == ()
    assert view.pivot_of(result, view.rows(result)[1]) == PIVOT


def test_long_texts_are_searched_by_halving() -> None:
    pairs = [((10 * n, 10 * n + 9), (5 * n, 5 * n + 5)) for n in range(100)]
    assert lined_up(pairs, 500, 509) == (250, 255)
    assert lined_up(pairs, 503, 527) == (250, 265), "over half of each pair, or of the stretch"
    assert lined_up(pairs, 509, 510) is None, "between two"
    assert lined_up(pairs, 2000, 2010) is None
    assert lined_up([], 0, 10) is None
