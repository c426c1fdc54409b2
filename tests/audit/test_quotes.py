"""Who says what, which statements of a link are the same, and quotations as evidence of links."""

from __future__ import annotations

import numpy as np
import pytest

from audit.alignment.quotes import matches
from audit.alignment.sides import Side
from audit.alignment.speech import NAMES, describe
from audit.pipeline import align_document
from audit.reports.records import document_records
from audit.retrieval import Pool
from audit.settings import Settings
from audit.statements import quoted, statements
from corpora.documents import Document

STATEMENTS = [
    ('"It was close," Maren Holt said.', [("It was close,", True, "Maren Holt")], "the name before the verb"),
    ('"It was close," said Maren Holt.', [("It was close,", True, "Maren Holt")], "the name behind the verb"),
    ('He called it "far from perfect".', [("far from perfect", True, None)], "calling is no verb of saying"),
    (
        "Maren Holt, who heads the port of Oslo, told reporters that the quay would stay shut.",
        [("the quay would stay shut", False, "Maren Holt")],
        "a clause between name and verb does not give its own name",
    ),
    ("The quay is shut until June, Holt said.", [("The quay is shut until June", False, "Holt")], "told first"),
    ("Holt met the union on Friday.", [], "nobody says anything"),
    ("The ministry has no answer, comment or report.", [], "nouns are no verbs of saying"),
    (
        '"We agree," said Holt, but Rask warned: "Not yet."',
        [("We agree,", True, "Holt"), ("Not yet.", True, "Rask")],
        "each quotation has the speaker of the nearest verb",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), STATEMENTS)
def test_statements(text: str, expected: list[tuple[str, bool, str | None]], why: str) -> None:
    found = statements(text)
    assert [(one.text, one.quoted, one.speaker) for one in found] == expected, why
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ('No quay is safe," said Holt.', ["No quay is safe,"], "it began in the sentence before"),
        ('Holt said: "No quay is safe.', ["No quay is safe."], "it goes on in the next sentence"),
        ('A 5" pipe broke.', [], "inches"),
        ('to leave, "Holt said. " ', [], "only who said it, between marks gone astray"),
        ('"Holt said no."', ["Holt said no."], "somebody's words that tell of another's"),
        ("The workers' quay isn't safe.", [], "apostrophes"),
    ],
)
def test_quotations_that_go_on_beyond_a_sentence(text: str, expected: list[str], why: str) -> None:
    assert [text[a:b] for a, b in quoted(text)] == expected, why


MATCHES = [
    (
        'Holt said, "We have hopes for the harbour." "The pumps are not working," Rask said.',
        '"The pumps have failed," said Rask, while Holt went on: "There is hope for the harbour."',
        [
            ("quoted", "We have hopes for the harbour.", "There is hope for the harbour."),
            ("quoted", "The pumps are not working,", "The pumps have failed,"),
        ],
        "quotations that cross",
    ),
    (
        'Rask said, "The pumps failed in the night and nobody noticed it."',
        "Rask said that the pumps had failed in the night and that nobody noticed.",
        [
            (
                "made",
                "The pumps failed in the night and nobody noticed it.",
                "the pumps had failed in the night and that nobody noticed",
            )
        ],
        "indirect speech became a quotation",
    ),
    (
        "Rask said that the pumps failed in the night.",
        '"The pumps failed in the night," said Rask.',
        [("told", "the pumps failed in the night", "The pumps failed in the night,")],
        "a quotation became indirect speech",
    ),
    (
        'Both sides called the evening "constructive."',
        "Both sides found the evening constructive.",
        [("made", "constructive.", "constructive")],
        "marks around a plain word",
    ),
    (
        'The harbour master said "no ship may leave."',
        'Fishermen in the town shouted "give us our boats back" at the police.',
        [],
        "two quotations that have nothing to do with each other",
    ),
    ("The harbour is shut.", "The port is closed.", [], "nobody quotes"),
]


@pytest.mark.parametrize(("ours", "theirs", "expected", "why"), MATCHES)
def test_matches(ours: str, theirs: str, expected: list[tuple[str, str, str]], why: str) -> None:
    found = matches(ours, theirs)
    assert [(one.form, one.ours.text, one.theirs.text) for one in found] == expected, why
    assert all(0.5 <= one.score <= 1 for one in found)


def test_speakers_and_marks_speak_for_and_against_a_pair() -> None:
    ours = Side.of([['"It was close," Holt said.', "The quay is shut."]])
    theirs = Side.of([['"That was near," said Holt.', '"That was near," said Rask.', "The quay is shut."]])
    table = describe(ours, theirs)
    value = {name: table[..., number] for number, name in enumerate(NAMES)}
    assert value["same_speaker"].tolist() == [[1, 0, 0], [0, 0, 0]]
    assert value["other_speaker"].tolist() == [[0, 1, 0], [0, 0, 0]]
    assert value["both"][0, 0] > 0.4 and value["apart"][0, 2] > 0.4
    assert not np.any(table[1, 2]), "two sentences without quotations tell nothing"


def test_a_link_says_which_quotations_are_the_same() -> None:
    original = (
        "The harbour of Tvedestrand was closed on Monday after its pumps broke down.\n"
        '"The pumps failed in the night and the cellars are full of water," said harbour master Maren Holt.\n'
        "Repairs will cost 40,000 kroner and take until Friday, the town's engineer told a newspaper."
    )
    text = (
        "After its pumps broke down, the port of Tvedestrand was shut on Monday. "
        'Harbour master Maren Holt said: "In the night the pumps went wrong, the cellars are full of water." '
        "The repair costs 40,000 kroner and lasts to Friday, an engineer of the town told a newspaper."
    )
    pool = Pool.of([Document(id="harbour", text=original, lang="en")])
    document = Document(id="t", text=text, lang="en")
    result = align_document(document, pool, Settings())
    records = [record for record in document_records(result) if record["type"] == "link" and "quotes" in record]  # type: ignore[arg-type]
    ((record,),) = ([one for one in records if one["quotes"]],)
    (quote,) = record["quotes"]
    assert quote["form"] == "quoted" and quote["speakers"] == {"translation": "Maren Holt", "original": "Maren Holt"}
    assert text[quote["translation"]["start"] : quote["translation"]["end"]].startswith("In the night the pumps")
    assert original[quote["original"]["start"] : quote["original"]["end"]].startswith("The pumps failed in the")
    assert 0.5 <= quote["score"] <= 1
