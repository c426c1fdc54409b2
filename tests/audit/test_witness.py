"""The pivot as a second witness of which sentences of an original a translation tells."""

from __future__ import annotations

import numpy as np

from audit.alignment import line_up
from audit.alignment.matching import match
from audit.alignment.parallel import align
from audit.alignment.sides import Side
from audit.alignment.witness import likeness, strengthened
from audit.model import Candidate, Link
from audit.retrieval import Pool
from audit.settings import Settings
from corpora.documents import Document, Pivot
from corpora.sentences import split

ORIGINAL = [
    "Dock workers in Piraeus walked off the job on Tuesday over a pension plan.",
    "The union said 4,200 members had joined the strike by noon.",
    "Ferries to Crete and Rhodes were cancelled, and the port authority warned of delays until Friday.",
    "The mayor of Athens asked both sides to come to the table before the holiday weekend.",
]
CHINESE = [
    "周二，比雷埃夫斯的码头工人因养老金计划罢工。",
    "工会表示，截至中午已有4200名成员参加罢工。",
    "前往克里特岛和罗得岛的渡轮被取消，港务局警告延误将持续到周五。",
    "雅典市长要求双方在假日周末之前坐到谈判桌前。",
]
TRANSLATION = [
    "Dockers of Piraeus stopped working on Tuesday because of a pension plan.",
    "The meeting of labour, cut to noon, already has famous members in it.",
    "Ferries going to Crete and Rhodes were cancelled, and delays could last until Friday.",
    "Elegant codes long want two sides sitting with flour at the plank.",
]
POOL = Pool.of([Document(id="strike", text="\n".join(ORIGINAL), lang="en")])


def found(order: list[int], pivot: bool) -> dict[int, str]:
    """Which sentence of ours (its number) is linked to which original, with our lines in some order."""
    text = "\n".join(TRANSLATION[place] for place in order)
    chinese = Pivot(lang="zh", text="\n".join(CHINESE[place] for place in order))
    document = Document(id="t", text=text, lang="en", pivot=chinese if pivot else None)
    candidate = Candidate(original="strike", score=0.9, relation="whole", evidence=())
    links: tuple[Link, ...] = line_up(document, split(text), (candidate,), POOL, Settings())
    return {
        TRANSLATION.index(link.translation.text): link.original.text for link in links if link.translation is not None
    }


def test_a_mangled_sentence_is_linked_by_its_pivot() -> None:
    alone, both = found([3, 0, 2, 1], pivot=False), found([3, 0, 2, 1], pivot=True)
    assert 3 not in alone
    assert both == dict(enumerate(ORIGINAL))


def test_a_pivot_of_something_else_makes_no_link() -> None:
    """Not even in the gap between two links that the original fills with another sentence."""
    text = "\n".join([*TRANSLATION[:1], "The bakery opens at six.", *TRANSLATION[2:3]])
    chinese = "\n".join([CHINESE[0], "面包店早上六点开门。", CHINESE[2]])
    document = Document(id="t", text=text, lang="en", pivot=Pivot(lang="zh", text=chinese))
    candidate = Candidate(original="strike", score=0.9, relation="whole", evidence=())
    links = line_up(document, split(text), (candidate,), POOL, Settings())
    assert not [link for link in links if link.translation and "bakery" in link.translation.text]


def test_certain_rows_do_not_ask_the_pivot() -> None:
    ours, theirs = Side.of([ORIGINAL[:2]]), Side.of([ORIGINAL])
    fit = match(ours, theirs, POOL.weigh)
    assert strengthened(fit, CHINESE[:2]) is fit
    assert strengthened(fit, ["", ""]) is fit


def test_likeness_of_rows_and_of_their_neighbours() -> None:
    ours = np.eye(3)
    own, astray = likeness(ours, np.array([[0.0, 1, 0], [0, 1, 0], [0, 0, 0.5]]), [0, 1, 2])
    assert own.tolist() == [0.0, 1.0, 0.5]
    assert astray.tolist() == [0.0, 0.0, 0.0]
    _, astray = likeness(ours, np.array([[0.0, 1, 0], [1, 0, 0], [0, 0, 1]]), [0, 1])
    assert astray.tolist() == [1.0, 1.0]


def test_texts_in_order_are_lined_up_with_what_stands_behind_them() -> None:
    """What the mangled translation leaves open (nothing, or the last sentence) its pivot decides."""
    steps = align(TRANSLATION, ORIGINAL, POOL.weigh, cross=False, behind=CHINESE)
    assert [(step.i, step.left, step.j, step.right) for step in steps] == [(n, 1, n, 1) for n in range(4)]
