"""What covers what, which capitals are names, and what stands for what inside a pair."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest

from audit.model import Audited, Finding
from audit.names import coverage, datelines, sound, tokens
from audit.names.coverage import groups_of, reach, related, spelled_out
from audit.names.decide import confidence, doubt
from audit.names.linkedstage import _ordinary
from audit.names.mentions import read
from audit.names.tokens import Token
from audit.names.tokens import tokens as words_of
from audit.pipeline import audit_document
from audit.settings import Settings
from corpora.documents import Document, Segment


@pytest.mark.parametrize("module", [coverage, datelines, sound, tokens])
def test_documented_examples(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def _row(text: str) -> list[Token]:
    return words_of(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("U.S. President Trump's plan", ["U.S", "President", "Trump", "plan"]),
        ("O’Neill-Smith of AT&T", ["O’Neill", "Smith", "of", "AT&T"]),
        ("the Joneses' house", ["the", "Joneses", "house"]),
        ("@TheePharoah wrote", ["@TheePharoah", "wrote"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [t.word.rstrip(".") for t in _row(text)] == words
    assert all(text[t.start : t.end] == t.text for t in _row(text))


@pytest.mark.parametrize(
    ("a", "b", "same", "why"),
    [
        ("italian", "italy", True, "an adjective of a country"),
        ("governors", "governor", True, "a plural"),
        ("centre", "center", True, "British and American"),
        ("organisation", "organization", True, "British and American"),
        ("rubio", "rubin", False, "two surnames"),
        ("medvedev", "medvedchuk", False, "two surnames"),
        ("merz", "mertens", False, "two surnames"),
        ("austria", "australia", False, "two countries"),
        ("niger", "nigeria", False, "two countries"),
        ("iran", "iraq", False, "two countries"),
        ("justis", "just", False, "no ending of English"),
        ("adrian", "adrien", False, "two given names"),
        ("pasca", "pascal", False, "a truncated surname"),
    ],
)
def test_related_words(a: str, b: str, same: bool, why: str) -> None:
    assert related(a, b) is same and related(b, a) is same, why


@pytest.mark.parametrize(
    ("name", "other", "why"),
    [
        ("french", "france", "people and country"),
        ("us", "american", "abbreviation and people"),
        ("zelenskyy", "zelenskiy", "spellings of house style"),
        ("moscow", "russian", "a capital for its government"),
    ],
)
def test_alias_groups(name: str, other: str, why: str) -> None:
    assert groups_of(name) & groups_of(other), why


@pytest.mark.parametrize(
    ("a", "b"), [("iran", "iraq"), ("niger", "nigeria"), ("austria", "australia"), ("medvedev", "medvedchuk")]
)
def test_decoys_share_no_group(a: str, b: str) -> None:
    assert not groups_of(a) & groups_of(b)


@pytest.mark.parametrize(
    ("text", "other", "covered"),
    [
        ("the World Anti-Doping Agency said", "WADA said", {"World", "Anti", "Doping", "Agency"}),
        ("non-governmental organizations work there", "NGOs work there", {"non", "governmental", "organizations"}),
        ("the United States of old", "America of old", {"United", "States"}),
    ],
)
def test_covered_only_together(text: str, other: str, covered: set[str]) -> None:
    row = _row(text)
    assert covered <= {row[i].text for i in spelled_out(row, reach([_row(other)]))}


@pytest.mark.parametrize(
    ("text", "mentions", "why"),
    [
        ("He met Ursula von der Leyen in Brussels.", ["Ursula von der Leyen", "Brussels"], "particles"),
        (
            "The Bank of England and the Treasury disagree.",
            ["Bank of England", "Treasury"],
            "small words inside an institution",
        ),
        ("On Monday in May it rained in York.", ["York"], "weekdays and months are no names"),
        ("Trump's White House said no.", ["Trump", "White House"], "a possessive ends a name"),
        ("GENEVA, Sept. 27 According to the agency, Iran agreed.", ["GENEVA", "Iran"], "a sentence after its dateline"),
        ("Jayapura to Nabire takes an hour.", ["Jayapura", "Nabire"], "a route is two places"),
        ("He saw Lee Jae-myung and Chung Dong-young.", ["Lee Jae-myung", "Chung Dong-young"], "halves of given names"),
        ("The Beijing-led and Hong Kong-run body met.", ["Beijing", "Hong Kong"], "no halves of given names"),
        ("He met Adam Siao Him Fa of France.", ["Adam Siao Him Fa", "France"], "a syllable that is a pronoun"),
        ("He met John Lewis of Georgia.", ["John Lewis", "Georgia"], "somebody and where he is from"),
        ("Not so the Goddess of Liberty.", ["Goddess of Liberty"], "no given name"),
    ],
)
def test_mentions(text: str, mentions: list[str], why: str) -> None:
    sentences, _ = read(text, [(0, len(text))])
    found = [
        text[sentence.tokens[m.first].start : sentence.tokens[m.last].bare]
        for sentence in sentences
        for m in sentence.mentions
    ]
    assert found == mentions, why


def test_confidence_grows_with_the_pair() -> None:
    values = [confidence(p / 20) for p in range(21)]
    assert values == sorted(values) and 0 < values[0] < 0.3 and values[-1] > 0.95


def test_a_place_is_at_least_as_doubtful_as_its_best_pair_is_sure() -> None:
    values = [doubt(p / 20) for p in range(21)]
    assert values == sorted(values) and values[0] < 0.5 and values[-1] > 0.95
    assert all(doubt(p / 20) >= confidence(p / 20) for p in range(3, 21))


def test_a_place_that_is_surely_wrong_is_not_put_right_unasked() -> None:
    (found,) = _findings(
        "Sam Bergh, who had advised the campaign, spoke to the paper in February about the news the president reads.",
        "Sam Nunberg, who had advised the campaign, told the paper in February about what the president reads.",
    )
    (suggested,) = found.suggestions
    assert suggested.text == "Nunberg" and suggested.confidence <= found.confidence
    assert suggested.safe == (suggested.confidence >= 0.9)


def test_what_is_translated_by_meaning_is_not_written_unasked() -> None:
    assert _ordinary("Supervision Bureau") and _ordinary("Celebrating")
    assert not _ordinary("Davies") and not _ordinary("Garcia") and not _ordinary("Bank of Ruili")


def _findings(translation: str, original: str) -> tuple[Finding, ...]:
    document = Document(id="x", lang="en", text=translation, original=Document(id="o", lang="en", text=original))
    segment = Segment(start=0, end=len(translation), original=(0, len(original)))
    result = audit_document(replace(document, segments=(segment,)), None, Settings())
    assert isinstance(result, Audited)
    return result.findings


@pytest.mark.parametrize(
    ("translation", "original", "why"),
    [
        ("The MIT Media Laboratory opened.", "The MIT Media Lab opened.", "a short form"),
        ("The renminbi fell on Monday.", "The RMB fell on Monday.", "two words for one currency"),
        ("It is the deadliest war since World War II.", "It is the deadliest war since World War Two.", "a numeral"),
        ("The yuan fell against the US dollar.", "The yuan fell against the USD.", "an abbreviation of a currency"),
        ("The Sino-French year of culture began.", "The Chinese-French year of culture began.", "a country in short"),
        ("Inflation in the euro zone fell.", "Inflation in the Eurozone fell.", "one word or two"),
        ("He won gold at the Winter Olympics.", "He won gold at the Winter Games.", "two names of one event"),
        ("They arrived in Khan Yunis.", "They arrived in Khan Younis.", "the gazetteer's own name"),
        ("Majid Al-Ansari announced the talks.", "Majed al-Ansari announced the talks.", "an Arabic given name"),
        ("A man from the Khmelnytsky region died.", "A man from the Khmelnytskyi region died.", "a Ukrainian ending"),
        ("President Lee Jae-myung met Trump.", "President Lee Jae Myung met Trump.", "halves of a given name apart"),
        ("Chernov and Oleksandr Babenko walked.", "Chernov and Alex Babenko walked.", "a given name in full"),
        ("Lieutenant General Keith Kellogg spoke.", "Lt. Gen. Keith Kellogg spoke.", "titles cut short"),
        ("A fire broke out in New York.", "NEW YORK (AP) - A fire broke out in New York.", "a dateline in capitals"),
        ("Judges in The Hague agreed.", "THE HAGUE, March 3 - Judges in The Hague agreed.", "a dateline in capitals"),
        (
            "Former directors Adam Miller and Paul Stone left.",
            "Directors Adam Miller and Paul Stone left.",
            "an opener",
        ),
    ],
)
def test_short_and_long_forms_of_a_word_are_no_findings(translation: str, original: str, why: str) -> None:
    assert [one.span.text for one in _findings(translation, original)] == [], why


@pytest.mark.parametrize(
    ("translation", "original", "mended", "why"),
    [
        (
            "Trump met South Korean President Ri Zaimei in Seoul.",
            "Donald Trump met President Lee Jae-myung in Seoul.",
            {"Ri": "Lee", "Zaimei": "Jae-myung"},
            "a given name of two halves is not cut at its hyphen, and no country is a name",
        ),
        (
            "Spokesperson Kang Yoo-jeong said the talks went well.",
            "Kang Yu-jung, the spokesperson, said the talks had gone well.",
            {"Yoo-jeong": "Yu-jung"},
            "halves of given names on both sides",
        ),
        (
            "Deputy Prime Minister Chen Honghe ordered the boats back to port.",
            "Deputy Prime Minister Tran Hong Ha ordered the boats to return to port.",
            {"Chen": "Tran", "Honghe": "Hong Ha"},
            "one word for two",
        ),
        (
            "In Bormio, the Swiss Feng Almen won his third gold medal.",
            "In Bormio, Franjo von Allmen of Switzerland won his third gold.",
            {"Feng Almen": "von Allmen"},
            "a particle taken for a name",
        ),
        (
            "Vanderzanschulp also won on that day.",
            "Botic van de Zandschulp also won on the same day.",
            {"Vanderzanschulp": "van de Zandschulp"},
            "particles grown together with the name",
        ),
        (
            "Polish President Navrotsky spoke to Trump by telephone.",
            "Karol Nawrocki, the president, spoke to Trump by telephone.",
            {"Navrotsky": "Nawrocki"},
            "the country of an office is nobody's given name",
        ),
        (
            "American Soy Society President Lagland welcomed the news.",
            "Caleb Ragland, president of the American Soybean Association, welcomed the news.",
            {"Lagland": "Ragland", "Soy": "Soybean", "Society": "Association"},
            "a body and its president",
        ),
        (
            "Fed Chairman Powell said the number of jobs was overestimated.",
            "Chair Jerome Powell said the number of jobs was overstated.",
            {},
            "a body before an office, a given name that is left out",
        ),
        (
            "Trump signed agreements with Malaysian Prime Minister Anwar.",
            "Trump signed agreements with Malaysia's Anwar Ibrahim.",
            {},
            "an office instead of the rest of a name",
        ),
        (
            "The residence of Silly Muriani in Bintaro was looted.",
            "Sri Mulyani's house in Bintaro was looted.",
            {"Silly": "Sri", "Muriani": "Mulyani"},
            "a form of address that is also a given name is no title",
        ),
        (
            "The outgoing President Boric called Castro and promised an orderly handover.",
            "The outgoing president, Gabriel Boric, telephoned him and offered an orderly handover.",
            {},
            "a given name that is left out before its family name stands for nobody else",
        ),
        (
            "Cambodian Prime Minister Hong Manai said the army had held its positions.",
            "Cambodian Prime Minister Hun Manet said his forces had held their positions.",
            {"Hong": "Hun", "Manai": "Manet"},
            "what is known of the whole name does not take the place of one of its words",
        ),
        (
            "Kim Yong-han, head of policy, said tariffs would fall.",
            "Kim Yong-beom, the chief of staff for policy, said tariffs would fall.",
            {"Yong-han": "Yong-beom"},
            "half of a given name",
        ),
        (
            "Populist Paris called on voters to stay at home.",
            "Franco Parisi, a populist, told his voters to stay at home.",
            {"Paris": "Parisi"},
            "a country's capital that is a slip for a name",
        ),
        (
            "Peters was appointed, replacing Vandenbrink.",
            "Marco Pieters was appointed, replacing Martin van den Brink.",
            {"Peters": "Pieters", "Vandenbrink": "van den Brink"},
            "particles and name in one word",
        ),
        (
            "In White in North Kordofan, a drone killed 40 people.",
            "In El Obeid, in North Kordofan, a drone killed 40 people.",
            {"White": "El Obeid"},
            "an article goes with its name",
        ),
        (
            "Its rival in Indianapolis, Lilai, is worth more.",
            "Eli Lilly, its rival in Indianapolis, is worth more.",
            {"Lilai": "Eli Lilly"},
            "a company is not named by its first word",
        ),
        (
            "Fighting was reported in Sulin and Wuwen provinces.",
            "Fighting was reported in Surin and Ubon Ratchathani provinces.",
            {"Sulin": "Surin", "Wuwen": "Ubon Ratchathani"},
            "nor is a place",
        ),
        (
            "The court heard that Jiashide refused two lots in 2022.",
            "The court heard that Christie's had refused two lots in 2022.",
            {"Jiashide": "Christie's"},
            "a name in the possessive",
        ),
        (
            "Rockets hit Harkov in Ukraine on Monday.",
            "KHARKIV, Ukraine (AP) - Rockets hit the city on Monday.",
            {"Harkov": "Kharkiv"},
            "a place that only the dateline names, in capitals",
        ),
    ],
)
def test_what_is_suggested_for_people(translation: str, original: str, mended: dict[str, str], why: str) -> None:
    found = {f.span.text: f.suggestions[0].text for f in _findings(translation, original) if f.suggestions}
    assert found == mended, why


def test_capitals_alone_are_minor() -> None:
    (found,) = _findings("The Yili shares fund closed.", "The Yili Shares fund closed.")
    assert (found.span.text, found.severity, found.subtype) == ("Yili shares", "minor", "case")
