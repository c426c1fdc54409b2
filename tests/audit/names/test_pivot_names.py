"""Names against a Chinese pivot: Chinese names in pinyin are right, the pinyin of a transcription is not."""

from __future__ import annotations

import pytest

from audit.model import Audited
from audit.names.alone_pivot import ledger
from audit.names.alone_unknown import by_ear
from audit.names.authority_lexicon import borne
from audit.names.bearers import spelled_so
from audit.names.pivotstage import chinese_name, said_by, unheard_of
from audit.pipeline import audit_document
from audit.settings import Settings
from corpora.documents import Document, Pivot


@pytest.mark.parametrize(
    ("pivot", "word", "own", "why"),
    [
        ("1967年5月出生的丛培武毕业于外交学院。", "peiwu", True, "a given name of two characters"),
        ("甘肃省庆阳市夏涝池村人", "laochi", True, "a place of two characters"),
        ("重庆市长和重阳节", "chongyang", True, "a character with two readings"),
        ("高黎贡山隧道", "gaoligong", True, "three characters that are no sounds of a foreign name"),
        ("饼干厂麦维他属于", "maiweita", False, "characters that only give sounds"),
        ("斯特伯格说", "site", False, "characters that transcription uses day in day out"),
        ("特使威特科夫说", "witkov", False, "not the pinyin of anything"),
        ("", "peiwu", False, "no pivot"),
    ],
)
def test_chinese_names(pivot: str, word: str, own: bool, why: str) -> None:
    assert chinese_name(pivot, word) is own, why


def test_forms_of_english_words_are_no_unknown_names() -> None:
    assert not unheard_of("Insighting")
    assert unheard_of("Brankodevi")


@pytest.mark.parametrize(
    ("lang", "pivot", "word", "said", "why"),
    [
        ("uk", "Про це заявив Денисенко.", "denysenko", True, "as it stands"),
        ("uk", "Зустріч Денисенка з журналістами.", "denysenko", True, "in another case"),
        ("ru", "На заводе в Бернастоне.", "burnaston", True, "a foreign name that the letters allow"),
        ("ja", "バーナストン工場で", "burnaston", True, "katakana"),
        ("ar", "في مصنع برنستون", "burnaston", True, "Arabic"),
        ("uk", "Про це заявив Денисенко.", "yetomir", False, "nothing that sounds so"),
        ("uk", "", "denysenko", False, "no sentence"),
    ],
)
def test_what_a_lettered_pivot_says(lang: str, pivot: str, word: str, said: bool, why: str) -> None:
    assert said_by(lang, pivot, word) is said, why


def test_a_look_alike_letter_of_another_script_does_not_stop_the_search() -> None:
    assert said_by("uk", "Про це заявив Денисенко.", "denys\u0435nko")


@pytest.mark.parametrize(("text", "found"), [("Then Denysenko spoke.", []), ("Then Yetomirko spoke.", ["Yetomirko"])])
def test_names_of_the_pivot_language_are_no_findings(text: str, found: list[str]) -> None:
    document = Document(id="x", lang="en", text=text, pivot=Pivot(lang="uk", text="Потім говорив Денисенко."))
    result = audit_document(document, None, Settings())
    assert isinstance(result, Audited)
    assert [one.span.text for one in result.findings if one.rule == "mangled-name"] == found


@pytest.mark.parametrize(
    ("pivot", "known", "why"),
    [
        (
            "关注针对麦维他公司（McVitie）格拉斯哥工厂的投资",
            {"麦维他": "McVitie"},
            "in running text, before what it is",
        ),
        ("财务规则对内马尔（Neymar）转会有何影响", {"内马尔": "Neymar"}, "in running text"),
        ("位于伦敦的总部（Apple）表示", {}, "nothing before the bracket sounds so"),
    ],
)
def test_forms_of_glosses(pivot: str, known: dict[str, str], why: str) -> None:
    assert {form: word for form, word in ledger(pivot).items() if word in known.values() and len(form) < 5} == known, (
        why
    )
    assert "的总部" not in ledger(pivot)


@pytest.mark.parametrize(
    ("word", "so", "why"),
    [
        ("Quadarella", True, "a swimmer"),
        ("Wijesinghe", True, "many people of Sri Lanka"),
        ("Beauvillier", True, "a hockey player"),
        ("Bolshunova", True, "a woman's form of a skier's name"),
        ("Solukhumbu", True, "a district"),
        ("Niugini", True, "now and then in English text"),
        ("Kwadarella", False, "spelled by ear"),
        ("Beauvilyer", False, "spelled by ear"),
    ],
)
def test_names_that_people_bear(word: str, so: bool, why: str) -> None:
    assert not borne(word), "no usual name"
    assert spelled_so(word) is so, why


def test_a_rare_name_that_somebody_bears_is_not_doubted() -> None:
    pivot = "荷兰选手马里特·斯滕贝亨战胜了意大利选手西莫娜·夸达雷拉。"
    for family, doubted in (("Quadarella", False), ("Kwadarella", True)):
        text = f"The Dutch swimmer beat the Italian Simona {family}."
        document = Document(id="x", lang="en", text=text, pivot=Pivot(lang="zh", text=pivot))
        findings = {}
        for least in (0.0, 0.5):
            result = audit_document(document, None, Settings(min_confidence=least))
            assert isinstance(result, Audited)
            findings[least] = {one.span.text for one in result.findings if one.rule == "mangled-name"}
        assert (family in findings[0.5]) is doubted
        assert family in findings[0.0]


@pytest.mark.parametrize(
    ("form", "word", "heard", "why"),
    [
        ("特雷塞德", "Tresidder", False, "two letters d and an r that the form does not tell of"),
        ("拉扎菲马拉拉", "Razafimalala", False, "the very form that Chinese writes for it, and a long one"),
        ("福莱扬", "Foleyan", True, "the plainest letters"),
        ("图尔图加舍夫", "Turtugasheff", True, "no form that Chinese writes for these letters"),
        ("培生", "Persheng", True, "half pinyin"),
    ],
)
def test_names_spelled_by_ear(form: str, word: str, heard: bool, why: str) -> None:
    assert (by_ear(form, word) > 0.5) is heard, why


def test_what_other_media_print_of_a_person_is_known_too() -> None:
    """Nawrocki is 纳夫罗茨基 with Xinhua and 纳沃罗茨基 elsewhere."""
    from audit.names.alone_forms import known_forms

    for form in ("纳夫罗茨基", "纳沃罗茨基"):
        assert [found.name for found in known_forms(f"波兰总统{form}周三说")] == ["Karol Nawrocki"]
