"""Scores: equal to sacreBLEU's own, entities judged as a reader would, what mending and pairing do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from audit.errors import SettingsError
from audit.model import Alternate, Audited, Finding, Link, Suggestion
from audit.scores.comparison import compare
from audit.scores.entities import FOLDING, Entities
from audit.scores.mended import edits, mend
from audit.scores.metrics import TITLES, Metrics, draws, paired
from audit.scores.pairs import line_pairs, linked_pairs, named_original, one_line
from audit.scores.resampling import FEWEST_STORIES, accuracy, paired_share, units
from audit.scoring import NO_GROUP, Scorer, correlation, group_of, loss_share, row, rows_by_group
from corpora.documents import Document, Span

ROOT = Path(__file__).parent.parent.parent
ORIGINALS = [
    "The envoy Steve Witkoff arrived in Moscow on Friday for talks on a ceasefire.",
    "He met 3 officials, and the meeting lasted five hours, the Kremlin said.",
    "Oil fell by 2.5 percent to $64 a barrel.",
    "“We are closer than we have ever been,” Mr. Rubio told reporters.",
    "No date was set for the next round.",
]
FIRST = [
    "Envoy Steve Witko arrived in Moscow on Friday for ceasefire talks.",
    "He met with 3 officials, the meeting lasted 5 hours, the Kremlin said.",
    "Oil dropped 2.5% to 64 dollars per barrel.",
    '"We are closer than ever before," Rubio told the reporters.',
    "No date has been set for the next round.",
]
SECOND = [
    "The envoy Steve Witkoff came to Moscow on Friday for talks about a ceasefire.",
    "He saw 3 officials and the meeting took five hours, said the Kremlin.",
    "Oil fell by 25 percent to $64 a barrel.",
    "“We are closer than ever”, Lubio told journalists.",
    "There was no date for a next round.",
]


def command(folder: Path, translations: list[str], originals: list[str]) -> dict[str, dict[str, object]]:
    """What the `sacrebleu` command itself says, by metric."""
    (folder / "original.txt").write_text("\n".join(originals) + "\n", "utf-8")
    (folder / "translation.txt").write_text("\n".join(translations) + "\n", "utf-8")
    words = [sys.executable, "-m", "sacrebleu", str(folder / "original.txt"), "-i", str(folder / "translation.txt")]
    words += ["-m", "bleu", "chrf", "ter", "--chrf-word-order", "2", "--confidence", "-w", "6", "--format", "json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return {record["name"]: record for record in json.loads(done.stdout)}


def segments_of_data() -> tuple[list[str], list[str]]:
    """Some segments of the development data, line by line."""
    folder = os.environ.get("TAUDIT_DATA")
    if not folder:
        pytest.skip("TAUDIT_DATA is not set: the development data is not here")
    originals = {}
    with Path(folder, "wmt18/originals.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            originals[record["id"]] = record["text"]
    ours, theirs = list[str](), list[str]()
    with Path(folder, "wmt18/translations.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, islice(lines, 0, 28, 7)):
            ours += map(one_line, record["text"].split("\n"))
            theirs += map(one_line, originals[record["original"]].split("\n"))
    return ours, theirs


@pytest.mark.parametrize("where", ["written here", "development data"])
def test_figures_equal_those_of_the_command(where: str, tmp_path: Path) -> None:
    ours, theirs = (FIRST, ORIGINALS) if where == "written here" else segments_of_data()
    said = command(tmp_path, ours, theirs)
    metrics = Metrics()
    counts = metrics.statistics(ours, theirs)
    for name, title in (("bleu", "BLEU"), ("chrf", "chrF2++"), ("ter", "TER")):
        figure = metrics.figure(name, counts[name])
        assert figure.score == pytest.approx(said[title]["score"], abs=2e-6)
        assert figure.mean == pytest.approx(said[title]["confidence_mean"], abs=2e-4)
        assert figure.half == pytest.approx(said[title]["confidence_var"], abs=2e-4)
        assert metrics.signature(name, 1000) == said[title]["signature"]


def test_paired_test_equals_sacrebleus() -> None:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER
    from sacrebleu.significance import PairedTest, Result

    theirs = {"bleu": BLEU(), "chrf": CHRF(word_order=2), "ter": TER()}
    _, scores = PairedTest([("first", FIRST), ("second", SECOND)], theirs, [ORIGINALS], test_type="bs")()
    metrics = Metrics()
    first, second = metrics.statistics(FIRST, ORIGINALS), metrics.statistics(SECOND, ORIGINALS)
    for name in theirs:
        found = paired(first[name], second[name], lambda sums, name=name: metrics.score(name, sums))
        said = scores[TITLES[name]][1]
        assert isinstance(said, Result)
        assert found.score == pytest.approx(said.score)
        assert found.p == pytest.approx(said.p_value)
        assert found.low <= found.difference <= found.high


def test_documents_add_up_to_the_corpus() -> None:
    """Statistics of two documents, added, score as both together: nothing is averaged."""
    metrics = Metrics()
    whole = metrics.statistics(FIRST, ORIGINALS)
    parts = [metrics.statistics(FIRST[a:b], ORIGINALS[a:b]) for a, b in ((0, 2), (2, 5))]
    for name in whole:
        assert np.array_equal(np.concatenate([part[name] for part in parts]), whole[name])


def test_draws_are_those_of_one_large_draw() -> None:
    at_once = np.random.default_rng(12345).choice(7, size=(50, 7), replace=True)
    assert np.array_equal(np.array(list(draws(7, 50))), at_once)


# --- entities: the original's sentence, its translation, what did not arrive, and why

ARRIVED = [
    ("He met Steve Witkoff in Moscow.", "He saw Steve Witkoff in Moscow.", [], "everything is there"),
    ("He met Steve Witkoff in Moscow.", "He saw Steve Witko in Moscow.", ["Steve Witkoff"], "one word of it is wrong"),
    ("The deal was Trump's idea.", "The deal was an idea of Trump’s.", [], "possessives, either apostrophe"),
    ("It was won by Novak Đoković.", "It was won by Novak Dokovic.", [], "diacritics"),
    ("They met President Al-Sisi there.", "They met President Al Sisi there.", [], "a hyphen for a space"),
    ("Then Hun Manet spoke.", "Then Hunmanet spoke.", [], "two words joined"),
    ("Some 40 percent of the U.S. vote.", "About 40% of the US vote.", [], "stops in an acronym, a sign for a word"),
    ("Aid from the United Nations came.", "UN aid came.", [], "an acronym for its expansion"),
    ("Troops of Italy left.", "Italian troops left.", [], "a demonym for the country"),
    ("The name 威特科夫 was used.", "The name 威特科夫 was used.", [], "Han characters"),
    ("It cost $15bn.", "It cost 15 billion dollars.", [], "the same amount"),
    ("It cost $15bn.", "It cost 1.5 billion dollars.", ["$15bn"], "a tenth of it"),
    ("Half of the 3,000 men left.", "50 percent of the 3,000 men left.", [], "a half is 50 percent"),
    ("He was born in 1961 in Kazan.", "He was born in 1916 in Kazan.", ["1961"], "a wrong year"),
    ("It happened on Friday.", "It happened on Saturday.", [], "known miss: weekdays are no entities"),
    ("One man left.", "A man left.", [], "one in words is no value"),
    ("He met Steve Witkoff there.", "", ["Steve Witkoff"], "nothing came back"),
]


@pytest.mark.parametrize(("original", "translation", "wrong", "why"), ARRIVED, ids=[case[-1] for case in ARRIVED])
def test_entities(original: str, translation: str, wrong: list[str], why: str) -> None:
    document = Document(id="o", text=original)
    found = Entities().of([(document, document.span(0, len(original)))], translation)
    assert [entity.span.text for entity in found if not entity.right] == wrong, why
    assert all(document.text[e.span.start : e.span.end] == e.span.text for e in found)


def test_traditional_characters_are_folded() -> None:
    from audit.names.tokens import tokens
    from audit.scores.entities import simplified

    keys = [[simplified(t).key for t in tokens(text, 0, len(text))] for text in ("澤連斯基", "泽连斯基")]
    assert keys[0] == keys[1]


def test_folding_is_documented() -> None:
    page = (ROOT / "docs" / "scores.md").read_text("utf-8")
    for name, what in FOLDING:
        assert f"| {name} | {what} |" in page, f"docs/scores.md lacks {name}"


# --- segments


def link(text: str, start: int, end: int, original: Document, a: int, b: int, **more: object) -> Link:
    return Link(translation=Span(doc="t", start=start, end=end, text=text[start:end]), original=original.span(a, b),
                score=0.9, **more)  # type: ignore[arg-type]  # fmt: skip


def test_links_that_share_a_sentence_make_one_segment() -> None:
    text = "One thing happened. Another thing did."
    one, two = Document(id="o", text="This happened. That did. More."), Document(id="p", text="Elsewhere.")
    links = (
        link(text, 0, 19, one, 0, 14, alternates=(Alternate(original=two.span(0, 10), score=0.5),)),
        link(text, 0, 38, two, 0, 10),
        link(text, 20, 38, one, 15, 24),
    )
    (pair,) = linked_pairs(Audited(document=Document(id="t", text=text), links=links))
    assert (pair.start, pair.end) == (0, 38)
    assert pair.original == "This happened. Elsewhere. That did."
    assert pair.story == "o"


def test_lines_need_the_same_number() -> None:
    original = Document(id="o", text="One.\n\nTwo.\n")
    pairs = line_pairs(Document(id="t", text="Eins.\n\nZwei."), original)
    assert [(pair.start, pair.end, pair.original) for pair in pairs] == [(0, 5, "One."), (7, 12, "Two.")]
    with pytest.raises(SettingsError, match="2 lines, but its original o has 3"):
        line_pairs(Document(id="t", text="Eins.\nZwei."), original)


def test_the_original_named_by_a_key() -> None:
    known = {"o": Document(id="o", text="x"), "p": Document(id="p", text="y")}
    assert named_original(Document(id="t", text="x", metadata={"from": "p"}), "from", known).id == "p"
    assert named_original(Document(id="o", text="x"), "id", known).id == "o"
    for document in (Document(id="t", text="x"), Document(id="t", text="x", metadata={"from": "q"})):
        with pytest.raises(SettingsError, match="--lines from"):
            named_original(document, "from", known)


def test_groups() -> None:
    document = Document(id="t", text="x", outlet="Daily", metadata={"engine": "A", "desk": 3, "tags": ["x"]})
    labels = [group_of(document, key) for key in ("engine", "outlet", "desk", "tags", "none")]
    assert labels == ["A", "Daily", "3", NO_GROUP, NO_GROUP]
    assert group_of(Document(id="t", text="x", outlet="Daily"), "engine") == "Daily"


# --- mending


def finding(document: Document, surface: str, text: str | None, category: str = "name", sure: float = 0.9) -> Finding:
    start = document.text.index(surface)
    suggestions = (Suggestion(text=text, confidence=0.9),) if text is not None else ()
    return Finding(rule="mangled-name", category=category, severity="major", confidence=sure,  # type: ignore[arg-type]
                   span=document.span(start, start + len(surface)), message="", mqm="", subtype=None, route=(),
                   suggestions=suggestions, evidence=(), rejected=(), fingerprint="")  # fmt: skip


def test_only_names_and_values_are_mended_and_never_twice() -> None:
    document = Document(id="t", text="Steve Witko said on the 8th that 25 men left.")
    findings = [
        finding(document, "Witko", "Witkoff"),
        finding(document, "Steve Witko", "Steven Witkow", sure=0.6),
        finding(document, "on the 8th", "on Friday", "phrase"),
        finding(document, "25", "2.5", "value"),
        finding(document, "men", None),
    ]
    changes = edits(findings)
    assert mend(document.text, 0, len(document.text), changes) == "Steve Witkoff said on the 8th that 2.5 men left."
    assert mend(document.text, 8, 16, changes) == "tko said", "an edit that crosses the border is left out"


@pytest.mark.parametrize(
    ("metric", "score", "mended", "share"),
    [("bleu", 20.0, 24.0, 0.05), ("ter", 80.0, 60.0, 0.25), ("ter", 0.0, 0.0, None), ("chrf", 100.0, 100.0, None)],
)
def test_share_of_the_loss(metric: str, score: float, mended: float, share: float | None) -> None:
    assert loss_share(metric, score, mended) == (None if share is None else pytest.approx(share))


# --- rows, groups, comparisons


def scorer_of(*texts: tuple[str, str, list[str]], stories: int = 1) -> Scorer:
    originals = {f"o{n}": Document(id=f"o{n}", text="\n".join(ORIGINALS)) for n in range(stories)}
    scorer = Scorer(
        lambda audited: line_pairs(audited.document, originals[str(audited.document.metadata["of"])]),
        mended=True,
        given=originals,
    )
    for id, engine, lines in texts:
        document = Document(id=id, text="\n".join(lines), metadata={"engine": engine, "of": f"o{id[-1]}"})
        findings = (finding(document, "Witko", "Witkoff"),) if "Witko " in document.text else ()
        scorer.add(Audited(document=document, findings=findings))
    return scorer


def test_rows_say_what_artifacts_cost() -> None:
    scorer = scorer_of(("a0", "A", FIRST), ("b0", "B", SECOND))
    first, second = rows_by_group(scorer.gathered, scorer.metrics, 50)
    assert (first.label, first.segments, first.entities.total) == ("A", 5, second.entities.total)
    assert first.entities.right == first.entities.total - 1, "Witkoff is missing"
    assert first.mended_entities == 1.0
    assert first.mended is not None and first.mended["chrf"] > first.scores["chrf"].score
    assert first.cost is not None and 0 < (first.cost["bleu"] or 0) < 1
    assert second.mended is not None and second.mended["bleu"] == pytest.approx(second.scores["bleu"].score)
    assert second.entities.right == second.entities.total - 2, "2.5 percent and Rubio are wrong"
    both = row("all", scorer.gathered.scored, scorer.metrics, 0)
    assert both.scores["bleu"].low is None and both.segments == 10


def test_two_engines_are_compared_segment_by_segment() -> None:
    scorer = scorer_of(("a0", "A", FIRST), ("b0", "B", SECOND))
    first, second = scorer.gathered.scored
    found = compare(("A", [first]), ("B", [second]), scorer.metrics, 200)
    assert found is not None and (found.segments, found.left_out) == (5, 0)
    assert found.differences["entities"].difference < 0
    assert compare(("A", [first]), ("B", [second]), scorer.metrics, 200, by_document=True) is None, "other ids"


def test_the_same_text_twice_is_no_difference() -> None:
    scorer = scorer_of(("a0", "A", FIRST), ("b0", "B", FIRST))
    first, second = scorer.gathered.scored
    found = compare(("A", [first]), ("B", [second]), scorer.metrics, 100)
    assert found is not None and all(d.difference == 0 and d.p > 0.005 for d in found.differences.values())


def test_correlation_needs_three_groups() -> None:
    better = [SECOND[0], *FIRST[1:]]
    scorer = scorer_of(("a0", "A", FIRST), ("b0", "B", SECOND), ("c0", "C", better))
    rows = rows_by_group(scorer.gathered, scorer.metrics, 0)
    assert correlation(rows[:2]) is None
    found = correlation(rows)
    assert found is not None and found["groups"] == 3 and -1 <= found["pearson"] <= 1


# --- resampling


def test_stories_are_resampled_together() -> None:
    few, many = ["a", "a", "b"], [letter for letter in "abcdefgh" for _ in range(2)]
    assert units(few) == [0, 1, 2], "too few stories: segments"
    assert len(set(units(many))) == FEWEST_STORIES
    right, total = np.tile([1.0, 0.0], 8), np.ones(16)
    assert accuracy(right, total, many, 200) == (0.5, 0.5, 0.5), "every story is half right, so no doubt is left"
    value, low, high = accuracy(right, total, [str(n) for n in range(16)], 200)
    assert value == 0.5 and low is not None and high is not None and low < 0.5 < high


def test_nothing_to_share() -> None:
    nothing = np.zeros(3)
    assert accuracy(nothing, nothing, ["a"] * 3, 100) == (None, None, None)
    assert paired_share((nothing, nothing), (nothing, nothing), ["a"] * 3, 100) is None
