"""The number parsers: what English and pivot texts say, and when two quantities are the same."""

from __future__ import annotations

import math
import time

import pytest

from audit.context import Context
from audit.detectors.number_mismatch import detect
from audit.model import Link
from audit.seeds import table
from audit.values.compare import power_of_ten, same
from audit.values.pivot_forms import languages
from audit.values.pivots import numbers
from audit.values.quantities import quantities
from corpora.documents import Document, Pivot

ENGLISH = [
    ("$15bn", 15e9, "money", "USD", "a letter for the scale"),
    ("€2.5 million", 2.5e6, "money", "EUR", "a sign and a scale word"),
    ("£5 m", 5e6, "money", "GBP", "a stray space before the letter"),
    ("1,200,000 yuan", 1.2e6, "money", "CNY", "separators and a word for the currency"),
    ("3 percent", 3, "percent", "percent", "a share"),
    ("0.5 percentage points", 0.5, "points", "point", "points are no share"),
    ("a dozen people", 12, "count", None, "a word for a number"),
    ("half a million homes", 5e5, "count", None, "a fraction of a scale"),
    ("two-thirds of voters", 2 / 3, "count", None, "a fraction in words"),
    ("1 in 5 travellers", 0.2, "count", None, "a share in other words"),
    ("two and a half years", 2.5, "count", "year", "a mixed number"),
    ("2½ years", 2.5, "count", "year", "a fraction as one character"),
    ("three hundred and twelve ships", 312, "count", None, "a long number in words"),
    ("the twenty-first century", 21, "ordinal", None, "an ordinal"),
    ("153, 000 people", 153_000, "count", None, "a stray space in the number"),
    ("30 000 soldiers", 30_000, "count", None, "a space for a comma"),
    ("0,5 liters", 0.5, "count", "litre", "a decimal comma"),
    ("300 ten thousand cars", 3e6, "count", None, "万 carried over"),
    ("in 2014", 2014, "year", None, "a year is no amount"),
    ("on Aug. 8", 8, "day", None, "a day is no amount"),
    ("at 9:30 p.m.", 9, "clock", None, "a time is no amount"),
    ("won 3-1", 3, "score", None, "a score is no amount"),
    ("in the 1990s", 1990, "year", None, "a decade"),
    ("their Boeing 737", 737, "label", None, "a designation"),
]


@pytest.mark.parametrize(("text", "value", "kind", "unit", "why"), ENGLISH, ids=[row[0] for row in ENGLISH])
def test_english(text: str, value: float, kind: str, unit: str | None, why: str) -> None:
    found = quantities(text)
    assert len(found) == 1, why
    assert found[0].value == pytest.approx(value), why
    assert [found[0].kind, found[0].unit] == [kind, unit], why
    assert text[found[0].start : found[0].end].strip()


def test_ranges_and_vague_amounts() -> None:
    spans = [(q.low, q.high) for q in quantities("5 to 10 million people, 5-10 percent, tens of thousands of cars")]
    assert spans == [(5e6, 10e6), (5, 10), (10e3, 99e3)]


def test_designations_are_no_amounts() -> None:
    assert {q.kind for q in quantities("The G20 met; MH-17 and F-16s are names, not amounts.")} <= {"label", "year"}


PIVOT = [
    ("zh", "2.22 亿欧元", 2.22e8, "EUR", "a decimal and 亿"),
    ("zh", "2 亿 2200 万英镑", 2.22e8, "GBP", "two scales"),
    ("zh", "百分之四十二", 42, "percent", "a share in characters"),
    ("zh", "3成", 30, "percent", "tenths"),
    ("zh", "五分之一", 20, "percent", "a fraction"),
    ("zh", "三点五亿", 3.5e8, None, "a decimal in characters"),
    ("zh", "二〇一八年", 2018, "year", "a year digit by digit"),
    ("ja", "1億2000万人", 1.2e8, None, "Japanese scales"),
    ("ko", "5만 명", 5e4, None, "Korean scales"),
    ("ru", "около 3,5 млн человек", 3.5e6, None, "a decimal comma and a scale word"),
    ("uk", "20 % голосів", 20, "percent", "a share"),
    ("zh", "上调0.9个百分点", 0.9, "point", "points are no share, and 百 in them is no hundred"),
    ("zh", "装机500兆瓦", 500, "megawatt", "兆 in 兆瓦 is no million million"),
    ("ja", "1兆1800億円", 1.18e12, "JPY", "two Japanese scales"),
    ("ja", "２９カ月", 29, "month", "wide digits"),
    ("ja", "3割", 30, "percent", "tenths"),
    ("ko", "362억 달러", 3.62e10, "USD", "a currency behind a space"),
    ("ko", "5천만 원", 5e7, "KRW", "a thousand within ten thousands"),
    ("ko", "33만1518명", 331_518, None, "figures behind a scale"),
    ("ko", "0.5%포인트", 0.5, "point", "points behind a sign of percent"),
    ("ru", "14–15 млрд долларов", 14e9, "USD", "a range with one scale"),
    ("ru", "на 78 640 тенге", 78_640, "KZT", "a space for a comma"),
    ("ru", "двадцать пять тысяч рублей", 25_000, "RUB", "a number in words"),
    ("ru", "2 млн 300 тыс. человек", 2.3e6, None, "two scales"),
    ("ru", "тысяч 100 человек", 100_000, None, "turned round: about as many"),
    ("ru", "истребитель Су-35", None, None, "a figure in a name is no number"),
    ("uk", "близько 380 тис. доларів", 380_000, "USD", "an abbreviated scale"),
    ("uk", "18,2 трлн рублів", 18.2e12, "RUB", "an abbreviated scale"),
    ("ar", "53 مليار دولار", 53e9, "USD", "an Arabic scale"),
    ("ar", "٢٠٫٤ مليون", 20.4e6, None, "Arabic figures"),
    ("ar", "مليونين دولار", 2e6, "USD", "a dual"),
    ("ar", "خمسة وعشرين ألف شخص", 25_000, None, "units before tens"),
    ("ar", "بعد 11 يوماً", 11, "day", "a noun in the accusative"),
    ("ar", "30،000", 30_000, None, "an Arabic comma between thousands"),
    ("de", "2,8 Milliarden Euro", 2.8e9, "EUR", "a German milliard is a billion"),
    ("de", "10.000 Menschen", 10_000, None, "a full stop between thousands"),
    ("he", "53 מיליארד דולר", 53e9, "USD", "a Hebrew scale"),
    ("vi", "1,2 tỷ đồng", None, None, "a language without a file is left alone"),
]


@pytest.mark.parametrize(("lang", "text", "value", "unit", "why"), PIVOT, ids=[row[1] for row in PIVOT])
def test_pivot(lang: str, text: str, value: float | None, unit: str | None, why: str) -> None:
    found = numbers(text, lang)
    assert [n.low for n in found] == ([] if value is None else [pytest.approx(value)]), why
    assert [n.unit for n in found] == ([] if value is None else [unit]), why


def test_a_figure_with_two_readings_matches_either() -> None:
    (number,) = numbers("76.000 هكتار", "ar")
    assert (number.low, number.other) == (76_000, (76,))
    first, _ = numbers("от 3 до 5 млн", "ru")
    assert (first.low, first.other) == (3, (3e6,))


@pytest.mark.parametrize("lang", sorted(languages()))
def test_every_unit_of_a_pivot_language_has_an_english_name(lang: str) -> None:
    known = {entry["name"] for entry in table("quantities.toml")["unit"]}
    known |= {entry["code"] for entry in table("quantities.toml")["currency"]} | {"percent", "point", "basis point"}
    data = table(f"numbers/{lang}.toml")
    assert set(data["units"]) - {"nothing"} | set(data["currencies"]) <= known


def test_vague_pivot_numbers_are_ranges() -> None:
    (number,) = numbers("数千亿美元", "zh")
    assert (number.low, number.unit) == (2e11, "USD")
    assert number.high > 9e11
    assert numbers("万一发生", "zh") == []


SAME = [
    ("about 40 percent", "39.8 percent", True, "rounded"),
    ("1.2 million people", "1,203,000 people", True, "rounded to the last digit"),
    ("60 miles", "97 kilometers", True, "converted"),
    ("half of them", "50 percent of them", True, "a share in other words"),
    ("thousands of people", "4,000 people", True, "within the vague amount"),
    ("3 billion pounds", "300 million pounds", False, "a lost nought"),
    ("20 men", "21 men", False, "small numbers are exact"),
    ("17 percent", "71 percent", False, "figures turned round"),
]


@pytest.mark.parametrize(("one", "other", "expected", "why"), SAME, ids=[row[0] for row in SAME])
def test_same(one: str, other: str, expected: bool, why: str) -> None:
    assert (same(quantities(one)[0], quantities(other)[0]) is not None) is expected, why


def test_powers_of_ten() -> None:
    assert power_of_ten(15.9e9, 1.59e9) == 1
    assert power_of_ten(500, 5e6) == -4
    assert power_of_ten(15.9e9, 1.6e9) is None
    assert power_of_ten(7, 7) is None


@pytest.mark.parametrize(
    ("score", "text", "found", "why"),
    [
        (0.58, "Inflation in the euro zone came in at 2.6 percent, the agency said.", [], "another outlet's report"),
        (0.95, "Inflation in the euro zone came in at 2.6 percent, the agency said.", ["2.6"], "a firm link"),
        (
            0.58,
            "Prices in the bloc rose by 2.6 percent in May, Eurostat said.",
            ["2.6"],
            "weak, but much the same words",
        ),
        (0.58, "The agency put the cost at 29 billion euros.", ["29"], "a slip of scale is one in any case"),
    ],
)
def test_values_under_a_weak_link(score: float, text: str, found: list[str], why: str) -> None:
    original = Document(id="o", text="Prices in the bloc rose 2.9% in May, Eurostat said, a cost of 2.9 billion euros.")
    document = Document(id="t", text=text)
    link = Link(translation=document.span(0, len(text)), original=original.span(0, len(original.text)), score=score)
    context = Context(document=document, sentences=((0, len(text)),), links=(link,), originals={"o": original})
    assert [text[hit.start : hit.end].split(maxsplit=1)[0] for hit in detect(context)] == found, why


@pytest.mark.parametrize(
    ("lang", "unit", "why"),
    [
        ("ru", "5 млн ", "no number belongs to one with the same scale"),
        ("de", "5 Mrd. 3 Mio. ", "nor to the pair before"),
        ("ar", "53 مليون و", "nor where a conjunction stands between"),
        ("zh", "1% ", "shares are not read again as counts"),
        ("zh", "九", "one numeral beyond all numbers"),
        ("zh", "九" * 400 + "点五 ", "with decimals, too"),
        ("zh", "1", "figures of any length"),
    ],
)
def test_long_rows_of_numbers_cost_their_length(lang: str, unit: str, why: str) -> None:
    before = time.process_time()
    found = numbers(unit * (100_000 // len(unit)), lang)
    assert all(math.isfinite(number.high) for number in found), why
    assert time.process_time() - before < 5, why


def test_rows_of_numbers_on_both_sides_are_not_compared_pair_by_pair() -> None:
    text, pivot = "1.5 million " * 3_000, "2% " * 30_000
    document = Document(id="d", text=text, pivot=Pivot(lang="zh", text=pivot))
    before = time.process_time()
    assert list(detect(Context(document=document, sentences=((0, len(text)),)))) == []
    assert time.process_time() - before < 5
