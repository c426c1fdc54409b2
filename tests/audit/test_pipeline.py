"""The core: which hits become findings, what a broken rule costs, which texts are skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audit import detectors
from audit.context import Context
from audit.detectors import Detector
from audit.findings import BadHit, finding_of, settle
from audit.fingerprints import context_key, fingerprint
from audit.model import Audited, Category, Hit, Rule, Skipped, Suggestion
from audit.pipeline import align_document, audit_document
from audit.retrieval import Pool
from audit.settings import Settings
from corpora.documents import Document, Pivot, Segment

TEXT = "Witko met the minister. Original: example.org/a. Witko left."
ENGLISH = (
    "The minister said on Friday that the two governments would meet again next week to discuss the plan, "
    "and that nothing had been decided yet."
)
CHINESE = "部长周五表示，两国政府将于下周再次会晤讨论该计划，目前尚未作出任何决定。"
GERMAN = (
    "Der Minister sagte am Freitag, dass die beiden Regierungen sich in der nächsten Woche wieder treffen würden, "
    "um über den Plan zu sprechen, und dass noch nichts entschieden sei."
)


def rule(id: str, category: Category = "name") -> Rule:
    return Rule(id=id, category=category, severity="major", mqm="Accuracy/Mistranslation")


def hit(start: int, end: int, confidence: float = 0.9, message: str = "m", fix: str | None = None) -> Hit:
    suggestions = () if fix is None else (Suggestion(text=fix, confidence=confidence),)
    return Hit(start=start, end=end, message=message, confidence=confidence, suggestions=suggestions)


SETTLED: list[tuple[str, list[tuple[Rule, Hit]], list[tuple[str, int, int]]]] = [
    ("nothing found", [], []),
    ("below the confidence asked for", [(rule("a"), hit(0, 5, 0.49))], []),
    ("exactly the confidence asked for", [(rule("a"), hit(0, 5, 0.5))], [("a", 0, 5)]),
    ("in the order of the text", [(rule("a"), hit(49, 54)), (rule("b"), hit(0, 5))], [("b", 0, 5), ("a", 49, 54)]),
    (
        "one category, same place: the surer one",
        [(rule("a"), hit(0, 5, 0.8)), (rule("b"), hit(0, 5, 0.9))],
        [("b", 0, 5)],
    ),
    (
        "one category, overlapping: the surer one",
        [(rule("a"), hit(0, 9, 0.8)), (rule("b"), hit(6, 12, 0.9))],
        [("b", 6, 12)],
    ),
    ("one category, equally sure: the longer one", [(rule("a"), hit(0, 5)), (rule("b"), hit(0, 9))], [("b", 0, 9)]),
    ("side by side is no overlap", [(rule("a"), hit(0, 5)), (rule("b"), hit(5, 9))], [("a", 0, 5), ("b", 5, 9)]),
    (
        "two categories that overlap both stay",
        [(rule("a"), hit(0, 9)), (rule("d", "date"), hit(6, 12))],
        [("a", 0, 9), ("d", 6, 12)],
    ),
    (
        "a name beats others on its very span",
        [(rule("a"), hit(0, 5, 0.6)), (rule("s", "style"), hit(0, 5))],
        [("a", 0, 5)],
    ),
    (
        "a name beats another correction on its very span",
        [(rule("a"), hit(0, 5, fix="Witkoff")), (rule("t", "phrase"), hit(0, 5, fix="the envoy"))],
        [("a", 0, 5)],
    ),
    (
        "the same correction on the same span: a phrase says why",
        [(rule("a"), hit(10, 22, fix="the envoy")), (rule("t", "phrase"), hit(10, 22, 0.6, fix="the envoy"))],
        [("t", 10, 22)],
    ),
    (
        "a value puts right what is inside it",
        [(rule("v", "value"), hit(6, 22, fix="saw 2 aides")), (rule("r", "residue"), hit(6, 9, fix="sat"))],
        [("v", 6, 22)],
    ),
    (
        "a value leaves what is inside it as it is",
        [(rule("v", "value"), hit(6, 22, fix="met 2 aides")), (rule("r", "residue"), hit(6, 9, fix="sat"))],
        [("r", 6, 9), ("v", 6, 22)],
    ),
    (
        "a value without a correction puts nothing right",
        [(rule("v", "value"), hit(6, 22)), (rule("r", "residue"), hit(6, 9, fix="sat"))],
        [("r", 6, 9), ("v", 6, 22)],
    ),
    (
        "a phrase with the name that is meant tells the name",
        [(rule("t", "phrase"), hit(0, 22, fix="Envoy Witkoff saw him")), (rule("a"), hit(0, 5, fix="Witkoff"))],
        [("t", 0, 22)],
    ),
    (
        "a phrase with another name tells nothing of the name",
        [(rule("t", "phrase"), hit(0, 22, fix="The envoy saw him")), (rule("a"), hit(0, 5, fix="Witkoff"))],
        [("a", 0, 5), ("t", 0, 22)],
    ),
    (
        "a name inside a quotation is a finding of its own",
        [(rule("q", "quote"), hit(0, 22, fix="Witkoff saw him")), (rule("a"), hit(0, 5, fix="Witkoff"))],
        [("a", 0, 5), ("q", 0, 22)],
    ),
    (
        "boilerplate swallows what is inside it",
        [(rule("p", "boilerplate"), hit(24, 48)), (rule("a"), hit(34, 45))],
        [("p", 24, 48)],
    ),
    (
        "boilerplate that is too weak to be shown swallows nothing",
        [(rule("p", "boilerplate"), hit(24, 48, 0.4)), (rule("a"), hit(34, 45))],
        [("a", 34, 45)],
    ),
    (
        "boilerplate does not swallow what reaches out of it",
        [(rule("p", "boilerplate"), hit(24, 48)), (rule("d", "date"), hit(34, 54))],
        [("p", 24, 48), ("d", 34, 54)],
    ),
    (
        "two names missing from one sentence are two findings",
        [(rule("m", "structure"), hit(0, 23, message="x")), (rule("m", "structure"), hit(0, 23, message="y"))],
        [("m", 0, 23), ("m", 0, 23)],
    ),
]


@pytest.mark.parametrize(("why", "hits", "expected"), SETTLED, ids=[case[0] for case in SETTLED])
def test_settle(why: str, hits: list[tuple[Rule, Hit]], expected: list[tuple[str, int, int]]) -> None:
    document = Document(id="d", text=TEXT)
    for order in (hits, hits[::-1]):
        found = settle(document, order, 0.5)
        assert [(f.rule, f.span.start, f.span.end) for f in found] == expected, why
        assert len({f.fingerprint for f in found}) == len(found)
        assert all(f.span.text == TEXT[f.span.start : f.span.end] for f in found)


def test_what_is_told_by_another_finding_stays_as_its_evidence() -> None:
    inner = (rule("r", "residue"), hit(6, 9, message="twice", fix="sat"))
    (found,) = settle(Document(id="d", text=TEXT), [(rule("v", "value"), hit(6, 22, fix="saw 2 aides")), inner], 0.5)
    assert [evidence.detail for evidence in found.evidence] == ["r: twice"]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 2), (0, len(TEXT) + 1)])
def test_hits_outside_of_the_text_are_refused(start: int, end: int) -> None:
    with pytest.raises(BadHit):
        finding_of(Document(id="d", text=TEXT), rule("a"), hit(start, end))


def fingerprints_of(text: str) -> dict[str, str]:
    """Fingerprint and context key of the last Witko."""
    at = text.rindex("Witko")
    (found,) = settle(Document(id="d", text=text), [(rule("a"), hit(at, at + 5))], 0.5)
    return {"fingerprint": found.fingerprint, "context": found.context_key}


def test_fingerprints_know_no_offsets() -> None:
    assert fingerprints_of(TEXT) == fingerprints_of("A new first sentence, long enough to move all. " + TEXT)


def test_fingerprints_count_the_occurrence_and_the_context_does_not() -> None:
    edited = fingerprints_of("Witko came. " + TEXT)
    assert edited["fingerprint"] != fingerprints_of(TEXT)["fingerprint"]
    assert edited["context"] == fingerprints_of(TEXT)["context"]


def test_fingerprints_never_change_between_versions() -> None:
    assert fingerprint("mangled-name", "a.txt", "Witko", 0) == "67e03d884334b4ab"
    assert context_key("mangled-name", "Witko", TEXT, 0, 5) == "eb8cae8ebe5e5396"


def with_rules(monkeypatch: pytest.MonkeyPatch, *functions: tuple[str, object]) -> None:
    made = tuple(Detector(rule=rule(id), doc="", detect=detect) for id, detect in functions)  # type: ignore[arg-type]
    monkeypatch.setattr(detectors, "select", lambda expression: made)


def test_a_rule_that_raises_is_named_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(context: Context) -> Iterator[Hit]:
        yield hit(0, 3)
        raise ValueError("line one\nline two")

    def outside(context: Context) -> Iterator[Hit]:
        yield hit(0, 10_000)

    def good(context: Context) -> Iterator[Hit]:
        yield Hit(start=4, end=12, message="m", confidence=0.9, suggestions=(Suggestion(text="x", confidence=0.9),))

    with_rules(monkeypatch, ("broken", broken), ("outside", outside), ("good", good))
    result = audit_document(Document(id="d", text=ENGLISH), None, Settings())
    assert isinstance(result, Audited)
    assert [f.rule for f in result.findings] == ["good"], "half of a broken rule's hits is no result"
    assert [note.split(" (")[0] for note in result.notes] == [
        "rule broken could not be applied",
        "rule outside could not be applied",
    ]
    assert "line one line two" in result.notes[0], "a note is one line"


LANGUAGES = [
    (ENGLISH, None, None, "English, not said"),
    (ENGLISH, "en", None, "English, said"),
    (ENGLISH, "en-GB", None, "a variety of English"),
    (ENGLISH, "EN_us", None, "however it is written"),
    (CHINESE, None, "zh", "Chinese, not said"),
    (CHINESE, "zh", "zh", "Chinese, said"),
    (CHINESE, "en", "zh", "Chinese, said to be English"),
    (GERMAN, None, "de", "German has Latin letters, too"),
    (GERMAN, "de", "de", "German, said"),
    ("Yes.", None, None, "too short to tell: an editor may audit a headline"),
    ("威特科夫 (Witkoff) " + ENGLISH, None, None, "English with a Chinese name in it"),
]


@pytest.mark.parametrize(("text", "lang", "other", "why"), LANGUAGES, ids=[case[3] for case in LANGUAGES])
def test_only_english_is_audited(text: str, lang: str | None, other: str | None, why: str) -> None:
    result = audit_document(Document(id="d", text=text, lang=lang), None, Settings())
    if other is None:
        assert isinstance(result, Audited)
    else:
        assert isinstance(result, Skipped)
        assert f"({other})" in result.reason and "\n" not in result.reason


def test_align_takes_a_pivot_text() -> None:
    pool = Pool.of([Document(id="wire", text=ENGLISH, lang="en")])
    result = align_document(Document(id="p", text=CHINESE, lang="zh"), pool, Settings())
    assert isinstance(result, Audited)
    assert result.sentences == ((0, len(CHINESE)),)
    assert all(link.translation is None for link in result.links)


def test_links_point_to_originals_that_come_along() -> None:
    translation = ENGLISH.replace("discuss the plan", "talk about the plan")
    pool = Pool.of([Document(id="wire", text=ENGLISH, lang="en"), Document(id="other", text="Rain fell on Monday.")])
    result = audit_document(Document(id="d", text=translation, lang="en"), pool, Settings())
    assert isinstance(result, Audited)
    assert [link.original.doc for link in result.links] == ["wire"]
    assert set(result.originals) >= {"wire"} and "other" not in {link.original.doc for link in result.links}


def test_the_core_is_pure() -> None:
    pool = Pool.of([Document(id="wire", text=ENGLISH, lang="en")])
    document = Document(id="d", text=ENGLISH.replace("Friday", "the 8th"), lang="en")
    assert audit_document(document, pool, Settings()) == audit_document(document, pool, Settings())


def test_a_bitext_with_its_original_is_linked_segment_by_segment_without_a_search() -> None:
    first, second = "Witko met the minister. They spoke for an hour", "in Rome on Friday."
    ours = Document(id="o", text="Witkoff met the minister. They spoke for an hour.\nIn Rome.", lang="en")
    document = Document(
        id="d",
        text=f"{first}\n{second}",
        lang="en",
        pivot=Pivot(lang="ru", text="Один.\nДва."),
        segments=(
            Segment(start=0, end=len(first), pivot=(0, 5), original=(0, 49)),
            Segment(start=len(first) + 1, end=len(first) + 1 + len(second), pivot=(6, 10), original=(50, 58)),
        ),
        original=ours,
    )

    class Closed:
        """A pool that may not be asked."""

        def __getattr__(self, name: str) -> object:
            raise AssertionError(name)

    result = audit_document(document, Closed(), Settings(rules="mangled-name"))  # type: ignore[arg-type]
    assert isinstance(result, Audited)
    assert [(link.translation and link.translation.text, link.original.text, link.score) for link in result.links] == [
        (first, "Witkoff met the minister. They spoke for an hour.", 1.0),
        (second, "In Rome.", 1.0),
    ]
    assert [link.pivot and link.pivot.text for link in result.links] == ["Один.", "Два."]
    assert result.originals == {"o": ours} and result.candidates[0].relation == "whole"
    assert [(one.span.text, one.suggestions[0].text) for one in result.findings] == [("Witko", "Witkoff")]


def test_sentences_do_not_reach_over_the_border_of_a_segment() -> None:
    text = "He met the prime\nminister. She left."
    segments = (Segment(start=0, end=10), Segment(start=10, end=26))
    result = audit_document(Document(id="d", text=text, lang="en", segments=segments), None, Settings(rules="name"))
    assert isinstance(result, Audited)
    assert [text[a:b] for a, b in result.sentences] == ["He met the", "prime", "minister.", "She left."]
