"""Links: which sentences say the same, over several originals, in runs, crossing, with none, and with a pivot."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from audit.alignment import line_up
from audit.alignment.beads import Bead
from audit.alignment.continuations import go_on
from audit.alignment.lattice import Lattice, Step
from audit.alignment.order import between, rising
from audit.alignment.parallel import BEAD_CROSS_NAMES, EVEN, Texts, several
from audit.alignment.pivots import pairing
from audit.alignment.runs import Fit
from audit.alignment.sides import Side
from audit.alignment.units import refine
from audit.alignment.weights import model
from audit.behind import lined_up
from audit.model import Audited, Link
from audit.pipeline import align_document
from audit.retrieval import Pool, candidates
from audit.settings import Settings
from corpora.documents import Document, Pivot, Segment
from corpora.sentences import split

CASE = Path(__file__).parents[2] / "seeds" / "case"

STRIKE = [
    "Dock workers in Piraeus walked off the job on Tuesday over a pension plan.",
    "The union said 4,200 members had joined the strike by noon.",
    "Ferries to Crete and Rhodes were cancelled, and the port authority warned of delays until Friday.",
    "Labour minister Eleni Vartzopoulou called for talks.",
]
TRANSLATED = (
    "Dockers of the port of Piraeus stopped working on Tuesday because of a plan about pensions. "
    "According to the trade union, until noon 4,200 members took part in the strike. "
    "Ferries going to Crete and Rhodes were cancelled, the port authority warned that delays could last to Friday."
)
BEES = [
    "Beekeepers in Slovenia report the best honey harvest in a decade.",
    "A mild spring let the lime trees bloom two weeks early.",
    "Prices have not fallen, since imports from overseas have become dearer.",
]
POOL = Pool.of(
    [Document(id="strike", text="\n".join(STRIKE), lang="en"), Document(id="bees", text="\n".join(BEES), lang="en")]
)


def links(document: Document, pool: Pool = POOL, settings: Settings | None = None) -> tuple[Link, ...]:
    chosen = settings or Settings()
    sentences = split(document.text, document.lang or "en")
    found, _ = candidates(document, sentences, pool, chosen)
    return line_up(document, sentences, found, pool, chosen)


def pairs(text: str) -> list[tuple[str, str]]:
    return [
        (link.translation.text, link.original.text)
        for link in links(Document(id="t", text=text, lang="en"))
        if link.translation
    ]


def test_two_originals_crossing_and_none() -> None:
    text = (
        "Ferries going to Crete and Rhodes were cancelled, the port authority warned of delays to Friday. "
        "The moon is made of basalt and dust. "
        "The beekeepers of Slovenia reported their best harvest of honey in ten years. "
        "Dockers in Piraeus stopped working on Tuesday because of a pension plan."
    )
    got = pairs(text)
    assert [original for _, original in got] == [STRIKE[2], BEES[0], STRIKE[0]]
    assert not any("moon" in translation for translation, _ in got)


def test_one_sentence_for_two_of_the_original() -> None:
    text = (
        "Beekeepers in Slovenia report the best harvest of honey for ten years, because in a mild spring "
        "the lime trees bloomed two weeks early. Prices did not fall, as honey imported from overseas became dearer."
    )
    assert [original for _, original in pairs(text)] == [" ".join(BEES[:2]).replace(". A", ".\nA"), BEES[2]]


def test_links_are_spans_of_their_texts() -> None:
    document = Document(id="t", text="Intro.\n" + " ".join(STRIKE[1:3]) + "\n" + BEES[2], lang="en")
    found = links(document)
    assert found
    for link in found:
        assert link.translation is not None and link.pivot is None
        assert document.text[link.translation.start : link.translation.end] == link.translation.text
        original = POOL.get(link.original.doc)
        assert original.text[link.original.start : link.original.end] == link.original.text
        assert 0.5 <= link.score <= 1.0
    starts = [link.translation.start for link in found if link.translation]
    assert starts == sorted(starts)


def test_the_same_story_elsewhere_is_an_alternate() -> None:
    copy = "\n".join(STRIKE).replace("walked off the job", "downed tools").replace("called for talks", "urged talks")
    pool = Pool.of([Document(id="one", text="\n".join(STRIKE)), Document(id="two", text=copy)])
    result = align_document(Document(id="t", text=TRANSLATED, lang="en"), pool, Settings())
    assert isinstance(result, Audited)
    found = result.links
    assert found and len({link.translation.start for link in found if link.translation}) == len(found)
    assert any(alternate.original.doc != link.original.doc for link in found for alternate in link.alternates)


def test_nothing_fits_no_links() -> None:
    assert links(Document(id="t", text="The orchestra plays tonight. Tickets are sold out.", lang="en")) == ()
    assert line_up(Document(id="t", text=""), (), (), POOL, Settings()) == ()


def test_segments_give_the_pivot_of_a_link() -> None:
    chinese = "周二，比雷埃夫斯码头工人罢工。前往克里特岛的渡轮被取消。"
    text = "Dockers in Piraeus stopped work on Tuesday over a pension plan. Ferries to Crete and Rhodes were cancelled."
    cut = text.index("Ferries")
    document = Document(
        id="t",
        text=text,
        lang="en",
        pivot=Pivot(lang="zh", text=chinese),
        segments=(
            Segment(start=0, end=cut - 1, pivot=(0, 15)),
            Segment(start=cut, end=len(text), pivot=(15, len(chinese))),
        ),
    )
    found = links(document)
    assert [(link.pivot.start, link.pivot.end) for link in found if link.pivot] == [(0, 15), (15, len(chinese))]


def test_pivot_lines_stand_behind_translated_lines() -> None:
    chinese = "斯洛文尼亚的养蜂人报告了十年来最好的蜂蜜收成。\n温和的春天让椴树提前两周开花。\n价格没有下降。"
    document = Document(id="t", text="\n".join(BEES), lang="en", pivot=Pivot(lang="zh", text=chinese))
    got = pairing(document, split(document.text))
    assert [chinese[slice(*pivot)] for _, pivot in got] == chinese.split("\n")
    assert lined_up(got, 0, len(BEES[0])) == (0, chinese.index("\n"))
    assert lined_up(got, 0, len(document.text)) == (0, len(chinese))
    assert pairing(Document(id="t", text="x"), ((0, 1),)) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "斯洛文尼亚养蜂人报告了十年来最好的蜂蜜收成。温和的春天让椴树提前两周开花。"),
        (
            "ru",
            "Пчеловоды Словении сообщают о лучшем урожае мёда за десятилетие.\n"
            "Из-за мягкой весны липы зацвели на две недели раньше.",
        ),
        (
            "uk",
            "Бджолярі Словенії повідомляють про найкращий урожай меду за десятиліття.\n"
            "Через м'яку весну липи зацвіли на два тижні раніше.",
        ),
        (
            "de",
            "Imker in Slowenien melden die beste Honigernte seit einem Jahrzehnt.\n"
            "Im milden Frühling blühten die Linden zwei Wochen früher.",
        ),
    ],
)
def test_a_pivot_alone(lang: str, text: str) -> None:
    found = links(Document(id="p", text=text, lang=lang))
    assert found and all(link.translation is None and link.pivot is not None for link in found)
    assert {link.original.doc for link in found} == {"bees"}
    assert found[0].original.text.startswith(BEES[0])


@pytest.mark.parametrize(
    ("text", "units", "why"),
    [
        ("The end of the media time If the share falls they stop.", 2, "a new sentence without a full stop"),
        ("He spoke at the Hague about the law and left soon.", 1, "a name is no beginning"),
        ("She read The Old Man of the Sea to them again.", 1, "a title goes on with capitals"),
        ("They met in The hall of mirrors and talked for long.", 1, "a preposition is waiting for what follows"),
    ],
)
def test_sentences_that_run_together(text: str, units: int, why: str) -> None:
    cut = refine(text, ((0, len(text)),))
    assert len(cut) == units, why
    assert cut[0][0] == 0 and cut[-1][1] == len(text)


def lattice(size: tuple[int, int], *beads: tuple[int, int, int, int]) -> Lattice:
    return Lattice(size, np.array(beads, dtype=np.int64).reshape(-1, 4), np.zeros((len(beads), 0)))


DROP = (-3.0, -3.0)


def test_the_better_of_joined_and_single_beads() -> None:
    single = lattice((2, 2), (1, 1, 0, 0), (1, 2, 0, 0), (1, 1, 1, 1))
    assert single.best(np.array([1.0, 0.0, 1.0]), DROP) == [Step(0, 1, 0, 1), Step(1, 1, 1, 1)]
    joined = lattice((1, 2), (1, 1, 0, 0), (1, 2, 0, 0), (1, 1, 0, 1))
    assert joined.best(np.array([-1.0, 5.0, -1.0]), DROP) == [Step(0, 1, 0, 2)]
    assert lattice((1, 1)).best(np.zeros(0), DROP) == [Step(0, 0, 0, 1), Step(0, 1, 1, 0)]


def test_a_bead_that_many_paths_share_comes_before_the_likeliest_path() -> None:
    """(0-1, 0-1) lies on the best single path; that sentence 0 is told by the first alone is likelier over all."""
    some = lattice((2, 3), (1, 2, 0, 0), (1, 1, 1, 2), (1, 1, 0, 0), (1, 2, 1, 1), (1, 1, 1, 1))
    scores = np.array([1.0, 1.0, 1.0, 0.8, 0.8 + 3.0])
    _, chance, _, _ = some.chances(scores, DROP)
    paths = np.exp([2.0, 1.8, 1.8, 2.0 - 3.0])
    assert chance[2] == pytest.approx(paths[1:].sum() / paths.sum(), abs=1e-2)
    assert some.best(scores, DROP)[0] == Step(0, 1, 0, 1)


def test_probabilities_of_what_may_stand_at_a_place_sum_to_one() -> None:
    some = lattice((1, 2), (1, 1, 0, 0), (1, 2, 0, 0), (1, 1, 0, 1))
    _, chance, left, right = some.chances(np.array([0.3, 0.1, -0.4]), DROP)
    assert chance.sum() + left.sum() == pytest.approx(1.0)
    assert chance[0] + chance[1] + right[0] == pytest.approx(1.0)
    assert chance[1] + chance[2] + right[1] == pytest.approx(1.0)


def test_several_for_several_count_where_texts_go_sentence_by_sentence() -> None:
    """Of seven sure beads six are one with one: news. Of two half: nothing is said."""
    even = lattice((7, 8), *((1, 1, i, i) for i in range(6)), (1, 2, 6, 6), (2, 2, 0, 0), (3, 3, 1, 1), (3, 4, 1, 1))
    sure = np.array([20.0] * 7 + [-20.0] * 3)
    share = (6 / 7 - EVEN) / (1 - EVEN)
    assert several(even, sure, DROP) == pytest.approx([0.0] * 7 + [share, 2 * share, 2 * share])
    uneven = lattice((2, 3), (1, 1, 0, 0), (1, 2, 1, 1), (2, 2, 0, 0))
    assert several(uneven, np.array([20.0, 20.0, -20.0]), DROP).tolist() == [0.0] * 3
    assert several(lattice((1, 1)), np.zeros(0), DROP).tolist() == []


def test_features_of_pivots_are_those_that_have_weights() -> None:
    texts = Texts.of(["Пчёлы живут."] * 3, ["Bees live."] * 2, lambda _: 1.0, True, None)
    found = texts.sharpened(model("parallel_cross"))
    assert model("bead_cross").names == BEAD_CROSS_NAMES
    assert found.features.shape == (len(found.beads), len(BEAD_CROSS_NAMES) - 2)


@pytest.mark.parametrize(("places", "length"), [([], 0), ([3, 1, 2, 2, 9], 4), ([5, 4, 3], 1)])
def test_rising(places: list[int], length: int) -> None:
    assert rising(places) == length


def test_seed_case() -> None:
    """Every link goes to one of the reports behind the article; Witko's sentence to the one that names Witkoff."""
    text = (CASE / "toutiao-1839931802607753.txt").read_text("utf-8")
    pool = Pool.open([str(CASE / "originals.jsonl")])
    found = links(Document(id="t", text=text, lang="en", published=date(2025, 8, 9)), pool)
    assert len(found) >= 12
    assert {link.original.doc for link in found} == {"reuters-2025-08-08-bloomberg", "reuters-2025-08-08-tusk"}
    witko = [link for link in found if link.translation and "Witko " in link.translation.text]
    assert witko and "Witkoff" in witko[0].original.text
    statement = [link for link in found if link.translation and "views of the author" in link.translation.text]
    assert not statement


def test_a_short_sentence_that_goes_on_is_told_inside_the_one_before() -> None:
    """Of the seed case: "It does not hold the whole of them" is the last clause of the translation's sentence."""
    text = (CASE / "toutiao-1839931802607753.txt").read_text("utf-8")
    pool = Pool.open([str(CASE / "originals.jsonl")])
    found = links(Document(id="t", text=text, lang="en", published=date(2025, 8, 9)), pool)
    regions = [link for link in found if link.translation and "Luhansk" in link.translation.text]
    assert [link.original.text.endswith("It does not hold the whole of them.") for link in regions] == [True]


QUAY = "The union of Vardby holds the northern quay."
CONTINUATIONS = [
    (
        "The Vardby union holds the quay in the north, but it has not paid for it yet.",
        "It did not pay for it.",
        True,
        "told",
    ),
    ("The northern quay is held by the union of Vardby.", "It did not pay for it.", False, "not told"),
    (
        "The Vardby union holds the quay in the north, the moon shines there.",
        "It did not pay for it.",
        False,
        "something else",
    ),
    (
        "The Vardby union holds the quay in the north, but it has not paid for it yet.",
        "The pilots of Vardby did not pay.",
        False,
        "no word that points back",
    ),
]


@pytest.mark.parametrize(("ours", "second", "told", "why"), CONTINUATIONS)
def test_continuations(ours: str, second: str, told: bool, why: str) -> None:
    nothing = np.zeros((1, 2))
    fit = Fit(Side.of([[ours]]), Side.of([[QUAY, second]]), nothing, nothing, lambda _: 4.0)
    beads = [Bead(0, 0, 0, 0, 0.9)]
    go_on(fit, beads)
    assert (beads[0].last == 1) == told, why


def test_two_sentences_joined_by_a_conjunction_have_two_links() -> None:
    """The first and the last of three sentences, told in one: what stands between them is not told."""
    text = (
        "The dockers of Piraeus stopped work on Tuesday because of a pension plan, while ferries to Crete and Rhodes "
        "were cancelled and the port authority warned of delays until Friday."
    )
    assert [original for _, original in pairs(text)] == [STRIKE[0], STRIKE[2]]


@pytest.mark.parametrize(
    ("beads", "held", "why"),
    [
        ([(0, 0, 0.9), (1, 1, 0.1), (2, 2, 0.9)], [False, True, False], "between two sure ones that it follows on"),
        ([(0, 0, 0.9), (1, 1, 0.1), (2, 2, 0.4)], [False, False, False], "one of them is not sure"),
        ([(0, 0, 0.9), (1, 1, 0.1), (2, 3, 0.9)], [False, False, False], "a sentence of the original stands between"),
        (
            [(0, 0, 0.9), (2, 1, 0.1), (3, 2, 0.9)],
            [False, False, False],
            "a sentence of the translation stands between",
        ),
    ],
)
def test_what_stands_between_sure_links_in_order_is_linked(
    beads: list[tuple[int, int, float]], held: list[bool], why: str
) -> None:
    assert between([Bead(row, row, column, column, score) for row, column, score in beads], 0.5) == held, why
