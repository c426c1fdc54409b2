"""Likely originals: found, told apart from earlier and later reports, and left out where nothing fits."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from audit.retrieval import Pool, candidates
from audit.retrieval.dates import age_penalty
from audit.retrieval.sameness import same_words
from audit.settings import Settings
from corpora.documents import Document
from corpora.index import build
from corpora.sentences import split

CASE = Path(__file__).parents[2] / "seeds" / "case"
DATA = os.environ.get("TAUDIT_DATA")

STRIKE = (
    "Dock workers in Piraeus walked off the job on Tuesday over a pension plan.\n"
    "The union said 4,200 members had joined the strike by noon.\n"
    "Ferries to Crete and Rhodes were cancelled, and the port authority warned of delays until Friday.\n"
    "Labour minister Eleni Vartzopoulou called for talks."
)
STRIKE_TRANSLATED = (
    "Dockers of the port of Piraeus stopped working on Tuesday because of a plan about pensions. "
    "According to the trade union, until noon 4,200 members took part in the strike. "
    "Ferries going to Crete and Rhodes were cancelled, the port authority warned that delays could last to Friday. "
    "Minister of Labor Vartsopulu appealed for negotiations."
)
BEES = (
    "Beekeepers in Slovenia report the best honey harvest in a decade.\n"
    "A mild spring let the lime trees bloom two weeks early.\n"
    "Prices have not fallen, since imports from overseas have become dearer."
)


def pool(*rows: tuple[str, str, date | None]) -> Pool:
    return Pool.of(Document(id=id, text=text, lang="en", published=day) for id, text, day in rows)


def ask(text: str, originals: Pool, day: date | None = None, **options: object) -> tuple[list[str], tuple[str, ...]]:
    document = Document(id="t", text=text, lang="en", published=day)
    found, notes = candidates(document, split(text), originals, Settings(**options))  # type: ignore[arg-type]
    return [candidate.original for candidate in found], notes


def test_the_original_comes_first_and_whole() -> None:
    document = Document(id="t", text=STRIKE_TRANSLATED, lang="en")
    found, _ = candidates(
        document, split(document.text), pool(("bees", BEES, None), ("strike", STRIKE, None)), Settings()
    )
    assert [(candidate.original, candidate.relation) for candidate in found] == [("strike", "whole")]
    assert 0.5 < found[0].score <= 1.0
    assert found[0].evidence and "4 of 4 sentences" in found[0].evidence[0].detail


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The orchestra will play two concerts in the new hall. Tickets are sold out.", "another matter"),
        ("", "nothing to look for"),
        ("...", "no words"),
    ],
)
def test_abstains(text: str, why: str) -> None:
    assert ask(text, pool(("strike", STRIKE, None), ("bees", BEES, None)))[0] == [], why


def test_an_empty_pool_has_no_originals() -> None:
    assert ask(STRIKE_TRANSLATED, Pool.of([])) == ([], ())


@pytest.mark.parametrize(
    ("published", "options", "found", "noted", "why"),
    [
        (date(2025, 3, 5), {}, ["strike"], False, "the day before"),
        (date(2025, 3, 4), {}, ["strike"], False, "the same day"),
        (date(2025, 3, 3), {}, [], True, "the report is younger than the translation"),
        (date(2025, 3, 3), {"later_originals": True}, ["strike"], False, "asked for"),
        (date(2025, 3, 20), {"window_days": 7}, [], False, "outside of the window"),
        (None, {"as_of": date(2025, 3, 3)}, [], True, "--as-of stands in for a missing date"),
        (None, {}, ["strike"], False, "no date, no judgement"),
    ],
)
def test_time(published: date | None, options: dict[str, object], found: list[str], noted: bool, why: str) -> None:
    got, notes = ask(STRIKE_TRANSLATED, pool(("strike", STRIKE, date(2025, 3, 4))), published, **options)
    assert got == found, why
    assert any("strike" in note and "not used" in note for note in notes) == noted, why


def test_undated_originals_may_be_used() -> None:
    assert ask(STRIKE_TRANSLATED, pool(("strike", STRIKE, None)), date(2025, 3, 3))[0] == ["strike"]


@pytest.mark.parametrize(
    ("id", "text", "why"),
    [("t", STRIKE, "the same id"), ("elsewhere", STRIKE_TRANSLATED.upper(), "the same words")],
)
def test_the_translation_itself_is_set_aside(id: str, text: str, why: str) -> None:
    got, notes = ask(STRIKE_TRANSLATED, pool((id, text, None)))
    assert got == [], why
    assert any(note.startswith(f"{id}: ") and "set aside" in note for note in notes), why


def test_same_words_is_no_likeness() -> None:
    assert same_words(STRIKE, STRIKE.replace(".", " ."))
    assert not same_words(STRIKE, STRIKE_TRANSLATED)


def test_age_lowers_the_odds_only_of_older_reports() -> None:
    day = date(2025, 8, 9)
    assert age_penalty(day, date(2025, 8, 8)) == age_penalty(day, None) == age_penalty(None, day) == 0.0
    assert age_penalty(day, date(2025, 4, 25)) < age_penalty(day, date(2025, 7, 9)) < 0.0


def test_seed_case() -> None:
    """Both reports behind the article are found; the earlier meeting and the younger report are not used."""
    text = (CASE / "toutiao-1839931802607753.txt").read_text("utf-8")
    got, _ = ask(text, Pool.open([str(CASE / "originals.jsonl")]), date(2025, 8, 9))
    assert got[:2] == ["reuters-2025-08-08-bloomberg", "reuters-2025-08-08-tusk"]
    assert not {"wire-2025-04-25-moscow", "wire-2025-08-11-europe"} & set(got)


@pytest.mark.parametrize("indexed", [False, True])
def test_a_mangled_name_still_finds_its_report(tmp_path: Path, indexed: bool) -> None:
    """The name is all that tells one strike from the others."""
    from audit.retrieval.shortlist import shortlist

    names = "Vartzopoulou Kettleborough Lindqvist Abernathy Szymborski Okonkwo Delacroix Fitzmaurice".split()
    documents = [
        Document(id=f"{name}-{number}", text=f"Minister {name} called for talks on Tuesday. {BEES}", lang="en")
        for name in names
        for number in range(5)
    ]
    if indexed:
        build(documents, tmp_path / "index")
    originals = Pool.open([str(tmp_path / "index")]) if indexed else Pool.of(documents)
    found = shortlist(["On Tuesday the minister Vartsopulu called for talks."], originals)
    assert found and all(id.startswith("Vartzopoulou") for id in found[:5])
    assert originals.near("vartsopulu") and not originals.near("delacroix"), "known words need no neighbours"


def test_pool_of_files_and_an_index(tmp_path: Path) -> None:
    row = {"id": "bees", "text": BEES, "lang": "en"}
    (tmp_path / "bees.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    build([Document(id="strike", text=STRIKE, lang="en")], tmp_path / "index")
    joined = Pool.open([str(tmp_path / "bees.jsonl"), str(tmp_path / "index"), str(tmp_path / "missing")])
    assert len(joined) == 2 and joined.signature()["documents"] == 2
    assert ask(STRIKE_TRANSLATED, joined)[0] == ["strike"]
    assert joined.get("strike").text == STRIKE and joined.get("bees").text == BEES
    assert len(joined.problems) == 1 and "missing" in joined.problems[0]
    with pytest.raises(KeyError):
        joined.get("nothing")


def test_signature_follows_the_texts() -> None:
    one, other = pool(("a", BEES, None)), pool(("a", BEES + " ", None))
    assert one.signature() == pool(("a", BEES, None)).signature() != other.signature()


@pytest.mark.skipif(not DATA, reason="TAUDIT_DATA is not set: no development data")
def test_wmt18_first_and_abstaining() -> None:
    folder = Path(str(DATA))
    paths = [str(folder / "wmt18" / "originals.jsonl"), str(folder / "pool" / "english_news.jsonl")]
    everything = Pool.open(paths)
    with (folder / "wmt18" / "translations.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines][::84]
    for row in rows:
        got, _ = ask(row["text"], everything)
        assert got[:1] == [row["original"]], row["id"]


STORY = (
    "My mother kept the letters in a tin box under the bed. She never spoke of them to us children. "
    "One winter evening the box was gone, and so was the old dog. We looked for him along the river until dark. "
    "Then my sister found the lid of the box in the snow. The letters lay beside it, wet and unreadable. "
    "My mother dried them one by one by the stove. After that she told us who had written them."
)
CHINESE_STORY = (
    "母亲把那些信藏在床底下的一只铁皮盒里。她从不对我们孩子提起。一个冬天的晚上，盒子不见了，老狗也不见了。"
    "我们沿着河边一直找到天黑。后来姐姐在雪地里捡到了盒盖。信就在旁边，湿透了，一个字也认不出来。"
    "母亲守着炉子把它们一封一封烘干。从那以后，她才告诉我们是谁写的。"
)


def test_a_story_in_another_language_without_names_or_numbers_finds_its_original() -> None:
    others = [
        "The river rose in the night. The dog barked, and nobody slept. My father carried the bed upstairs. "
        "In the morning the snow was gone.",
        "The postman brings letters every day but Sunday. Children like him. He keeps a box of sweets in his bag.",
    ]
    pool = Pool.of(
        [Document(id="story", text=STORY, lang="en")]
        + [Document(id=f"other{n}", text=text, lang="en") for n, text in enumerate(others)]
    )
    document = Document(id="p", text=CHINESE_STORY, lang="zh")
    found, _ = candidates(document, split(document.text, "zh"), pool, Settings())
    assert [one.original for one in found][:1] == ["story"]
