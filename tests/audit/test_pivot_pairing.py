"""Which stretch of the pivot stands behind a stretch of the translation, without an original."""

from __future__ import annotations

from audit.alignment.pivots import fine_pairing
from audit.context import Context
from corpora.documents import Document, Pivot
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
