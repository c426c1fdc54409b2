"""Russian forms of Ukrainian names by rule."""

from __future__ import annotations

import pytest

from audit.channels.russian import MOST, reasons, russian_forms


@pytest.mark.parametrize(
    ("name", "russian", "why"),
    [
        ("Luhansk", "Lugansk", "г"),
        ("Kharkiv", "Kharkov", "-ів"),
        ("Lviv", "Lvov", "-ів after one consonant"),
        ("Chernihiv", "Chernigov", "г and -ів"),
        ("Mykolaiv", "Nikolayev", "irregular"),
        ("Zaporizhzhia", "Zaporozhye", "irregular"),
        ("Horlivka", "Gorlovka", "-івка"),
        ("Avdiivka", "Avdeyevka", "-іївка"),
        ("Irpin", "Irpen", "і for е"),
        ("Vinnytsia", "Vinnitsa", "-иця"),
        ("Zhytomyr", "Zhitomir", "и"),
        ("Lysychansk", "Lisichansk", "и twice"),
        ("Rubizhne", "Rubezhnoye", "-не and і"),
        ("Enerhodar", "Energodar", "г inside"),
        ("Uzhhorod", "Uzhgorod", "г after zh"),
        ("Kupiansk", "Kupyansk", "ia and ya"),
        ("Khmelnytskyi", "Khmelnitsky", "-ський; kh stays"),
        ("Kyiv", "Kiev", "irregular"),
        ("Kryvyi Rih", "Krivoy Rog", "two words"),
        ("Volodymyr Zelenskyi", "Vladimir Zelensky", "a person"),
        ("Oleksandr", "Alexander", "a given name"),
    ],
)
def test_russian_form(name: str, russian: str, why: str) -> None:
    forms = russian_forms(name)
    assert russian in forms, why
    assert forms.index(russian) < 8
    assert len(forms) <= MOST


@pytest.mark.parametrize("name", ["Sumy", "Bakhmut", "Donetsk", "Poltava", "Izmail", ""])
def test_names_that_agree_have_none(name: str) -> None:
    assert name not in russian_forms(name)
    assert reasons(name, name) == ()


@pytest.mark.parametrize(
    ("surface", "name"),
    [("Donetsk", "Luhansk"), ("Shanghai", "Shanhai"), ("Kharkiv", "Kharkov"), ("Lugansk city", "Luhansk")],
)
def test_no_reasons_for_other_names_or_the_other_way(surface: str, name: str) -> None:
    assert reasons(surface, name) == ()


def test_reasons_name_the_rule() -> None:
    assert reasons("Chernigov", "Chernihiv") == ("Russian -ов for -ів", "г read as g")
