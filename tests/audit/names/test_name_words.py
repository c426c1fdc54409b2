"""Which name a pivot form stands for: usual names by their sound, nothing where none stands out."""

from __future__ import annotations

import pytest

from audit.model import Audited
from audit.names.name_words import meant, words, written
from audit.names.spelled import candidates
from audit.pipeline import audit_document
from audit.settings import Settings
from corpora.documents import Document, Pivot


@pytest.mark.parametrize(
    ("lang", "form", "name"),
    [
        ("zh", "阿图罗", "Arturo"),
        ("zh", "肯塔基", "Kentucky"),
        ("zh", "泽连斯基", "Zelensky"),
        ("ja", "ワシントン", "Washington"),
        ("ko", "오바마", "Obama"),
    ],
)
def test_the_likeliest_name_of_a_form(lang: str, form: str, name: str) -> None:
    assert meant(form, lang)[0].name == name


def test_probabilities_leave_room_for_names_that_no_list_has() -> None:
    every = meant("特雷斯塔库尔")
    assert sum(one.probability for one in every) < 0.5


def test_the_list_is_sorted_and_without_everyday_words() -> None:
    listed = words()
    assert listed == sorted(set(listed))
    assert "have" not in listed
    assert "arturo" in listed


@pytest.mark.parametrize(
    ("surface", "form", "names", "why"),
    [
        ("Aturo", "阿图罗", ["Arturo"], "one name has just these sounds"),
        ("Arturo", "阿图罗", [], "what is likeliest stands there"),
        ("Trestakur", "特雷斯塔库尔", [], "no name in use has these sounds"),
        ("Jioming", "家明", [], "characters that are no sounds"),
        ("Aturo", "阿图罗说", [], "no form of this name"),
    ],
)
def test_candidates(surface: str, form: str, names: list[str], why: str) -> None:
    assert [one.name for one in candidates(surface, form, "zh")] == names, why


def test_capitals() -> None:
    assert [written(word) for word in ("ibarra", "mckee", "mcc")] == ["Ibarra", "McKee", "Mcc"]


@pytest.mark.parametrize(
    ("text", "pivot", "suggested", "why"),
    [
        ("The film stars Aturo Castro.", "影片由阿图罗·卡斯特罗主演。", "Arturo", "the usual name of the form"),
        (
            "Keltsoff met the ministers. They thanked Keltsoff.",
            "卡尔佐夫（Karzov）会见了部长们。他们感谢卡尔佐夫。",
            "Karzov",
            "the pivot itself has the Latin letters",
        ),
    ],
)
def test_findings_without_a_known_person_get_a_suggestion(text: str, pivot: str, suggested: str, why: str) -> None:
    document = Document(id="x", lang="en", text=text, pivot=Pivot(lang="zh", text=pivot))
    result = audit_document(document, None, Settings())
    assert isinstance(result, Audited)
    found = [one for one in result.findings if one.rule == "mangled-name"]
    assert found
    assert {one.suggestions[0].text for one in found} == {suggested}, why
    assert all(0 < s.confidence < one.confidence for one in found for s in one.suggestions)
