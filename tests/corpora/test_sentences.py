"""Sentence splitting: a table of cases, properties of the spans, hostile input, and boundaries of real texts."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.sentences import split

# (language, sentences, what stands between them, why)
CASES: list[tuple[str, list[str], str, str]] = [
    ("en", ["It rained.", "He left."], " ", "the plain case"),
    ("en", ["Mr. Vance met Dr. Okafor and Gen. Milley.", "They talked."], " ", "titles never end a sentence"),
    ("en", ["J. D. Vance and Robert F. Kennedy Jr. spoke.", "So did he."], " ", "initials"),
    ("en", ["The U.S. Trade Representative left the U.S.", "The talks go on."], " ", "dotted letters, twice"),
    ("en", ["It grew by 3.5 percent, to 1.2 million.", "That is No. 5 in the list."], " ", "decimals, No."),
    ("en", ["He came at 5 p.m. on Aug. 8.", "She came at 6 a.m.", "They met."], " ", "clock times and months"),
    ("en", ['"It is over."', "He left."], " ", "the closing mark belongs to the sentence"),
    ("en", ["“It is over.”", "“Is it?”", "He left."], " ", "curly marks"),
    ("en", ['"Is it over?" Tusk asked.', "No."], " ", "the speaker stays with a quoted question"),
    ("en", ["He said it was over. ”", "She agreed."], " ", "machine translation leaves a space before the mark"),
    ("en", ['He said: "It is over. "', "She agreed."], " ", "the same with a straight mark"),
    ("en", ["This is the end.", "The rest follows.", "So it is."], "", "no space after the stop"),
    ("en", ["This is the end。", "The rest follows！", "So it is."], "", "full-width stops in English"),
    ("en", ["Wait... there is more...", "Then it ended."], " ", "dots go on before a small letter"),
    ("en", ["Really?!", "Yes!", "No."], " ", "several marks"),
    ("en", ["(He left early.)", "She stayed."], " ", "brackets close with the sentence"),
    ("en", ["Headline without a stop", "The text begins."], "\n", "a line is at least one sentence"),
    ("en", ["First.", "Second."], "\r\n", "other line ends"),
    ("en", ["Visit www.example.com/A.html or Node.js today.", "Bye."], " ", "addresses and file names"),
    ("en", ["1. The first point.", "2. The second point."], " ", "numbers of a list stay with it"),
    ("en", ["He chose Plan B.", "The others did not."], " ", "a single letter that ends a sentence"),
    ("en", ["In Roe v. Wade the court ruled.", "It was 1973."], " ", "law cases"),
    ("en", ["She lives in St. Louis near Mt. Hood.", "He does not."], " ", "saints and mountains"),
    ("en", ["Apple Inc. Chairman Smith resigned.", "Shares fell."], " ", "a title after a company"),
    ("en", ["The text ended there.", '"so it goes on," he said.'], " ", "a quotation in small letters"),
    ("en", ["It was Donald? Trump who met Vladimir? Putin.", "Why?"], " ", "a middle dot that became a question mark"),
    ("en", ["Did he meet Trump?", "Putin said no."], " ", "a question before a name"),
    ("en", ["What is Yahoo! doing?", "Nothing."], " ", "a mark inside a name"),
    (
        "zh",
        ["美国总统发表讲话。", "他说：“我们会赢！”", "会谈结束了吗？", "没有……"],
        "",
        "Chinese stops and quotation marks",
    ),
    ("zh", ["“我们会赢！”他说。", "记者问：“何时？”"], "", "the speaker after a quotation"),
    ("zh", ["增长3.5%，达到1.2亿。", "报告称U.S.经济放缓。"], "", "digits and Latin letters in Chinese"),
    ("zh", ["1. 第一点。", "2. 第二点。"], "", "numbers of a list"),
    ("ja", ["首相は東京で演説した。", "会談は終わったか？", "まだだ。"], "", "Japanese"),
    ("ko", ["대통령은 연설했다.", "2025. 8. 9. 회담이 열렸다.", "끝났다."], " ", "Korean dates hold full stops"),
    ("ko", ["“우리는 이길 것이다.”라고 그가 말했다.", "회담은 끝났다."], " ", "Korean quotatives go on"),
    ("ru", ["В 2019 г. президент А. С. Иванов выступил.", "Это было 5 авг. в Москве."], " ", "Russian"),
    ("ru", ["«Всё кончено».", "Он ушёл."], " ", "Russian: the stop behind the marks"),
    ("uk", ["У 2019 р. президент В. О. Зеленко виступив.", "Це було в м. Київ."], " ", "Ukrainian"),
    ("ar", ["قال الرئيس إنه سيغادر.", "هل انتهى الأمر؟", "لا."], " ", "Arabic question mark"),
    ("de", ["Am 5. August sprach Dr. Weber.", "Es war z. B. um 8 Uhr."], " ", "German ordinals"),
    ("fr", ["M. Dupont a parlé.", "« C'est fini. »", "Il est parti."], " ", "French marks with spaces"),
]


@pytest.mark.parametrize(("lang", "sentences", "between", "why"), CASES, ids=[case[3] for case in CASES])
def test_sentences(lang: str, sentences: list[str], between: str, why: str) -> None:
    text = between.join(sentences)
    assert [text[start:end] for start, end in split(text, lang)] == sentences, why


def test_wrapped_text_is_joined() -> None:
    text = (
        "The delegations met on the island for three days and left without an\n"
        "agreement, although both sides had spoken of progress before. A further\n"
        "meeting was planned for the autumn, said a person who had been in the\n"
        "room and did not want to be named.\n\nNext headline\nThe second story begins here."
    )
    found = [text[a:b] for a, b in split(text)]
    assert len(found) == 4
    assert found[0].endswith("progress before.")
    assert found[2:] == ["Next headline", "The second story begins here."]


def test_lines_of_a_list_are_not_joined() -> None:
    text = "apples and pears from the old garden\nplums\ncherries of the neighbour\nnuts"
    assert len(split(text)) == 4


PIECES = st.sampled_from(
    ["Mr. ", "U.S. ", "end.", ' "', '" ', "” ", "“", "。", "！", " ", "\n", "\r\n", "...", "?", "! ", "3.5", "A. ",
     "word ", "他说", "1. ", "(", ")", "»", " « ", "…", "\u00a0", "\u2028", "’", "'", "Then ", "then "]
)  # fmt: skip


@given(
    st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)),
    st.sampled_from(["en", "zh", "de", None]),
)
@settings(max_examples=400)
def test_spans_are_ordered_trimmed_and_cover(text: str, lang: str | None) -> None:
    spans = split(text, lang)
    before = 0
    for start, end in spans:
        assert before <= start < end <= len(text)
        assert not text[before:start].strip()
        assert text[start:end] == text[start:end].strip()
        before = end
    assert not text[before:].strip()


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=200)
def test_splitting_a_sentence_again_never_loses_its_beginning(text: str) -> None:
    for start, end in split(text):
        inner = split(text[start:end])
        assert inner[0][0] == 0
        assert inner[-1][1] == end - start


HOSTILE = [
    "a",
    '"',
    '."',
    '. "',
    "J. ",
    ".",
    ". ",
    "U.S.",
    "Mr. ",
    "1. ",
    '! " ',
    "。”",
    "… ",
    "a\n",
    "No. 5 ",
    '?" Tusk said ',
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        split(text)
        return time.process_time() - begin

    # twenty times the text: a square would take four hundred times as long
    assert seconds(200_000) < 100 * seconds(10_000) + 2.0


def test_boundaries_of_real_texts() -> None:
    folder = os.environ.get("TAUDIT_DATA")
    if not folder or not Path(folder, "composites").is_dir():
        pytest.skip("TAUDIT_DATA does not point to the development data")
    gold = {row["doc"]: row["segments"] for row in _rows(Path(folder, "composites/gold.jsonl"))}
    marked = found = 0
    for row in _rows(Path(folder, "composites/translations.jsonl")):
        ends = {end for _, end in split(row["text"], "en")}
        wanted = {s["end"] for s in gold[row["id"]] if not row["text"][s["end"] - 1].isalnum()}
        marked += len(wanted)
        found += len(wanted & ends)
    assert marked > 1000
    assert found / marked > 0.985


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
