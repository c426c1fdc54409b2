"""The channels' interface: what must be told apart, found, written and explained. Names are public and well known."""

from __future__ import annotations

import pytest

from audit.channels import LANGUAGES, channel, likeness
from audit.channels.letters import words


def test_an_unknown_language_is_a_clear_error() -> None:
    with pytest.raises(ValueError, match="no channel for 'xx'"):
        channel("xx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_channels_are_made_once_and_know_their_language(lang: str) -> None:
    assert channel(lang) is channel(lang)
    assert channel(lang).lang == lang


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Erdoğan", ("erdogan",), "diacritics"),
        ("O'Neill’s", ("oneill",), "apostrophe inside, possessive outside"),
        ("Zapatero-Łódź", ("zapaterolodz",), "hyphen, letters that do not decompose"),
        ("Ho Chi  Minh", ("ho", "chi", "minh"), "words stay apart"),
        ("威特科夫", (), "no Latin letters"),
        ("", (), "nothing"),
    ],
)
def test_folding(text: str, expected: tuple[str, ...], why: str) -> None:
    assert words(text) == expected, why


# Surfaces that the channel makes of the name: above 0.
@pytest.mark.parametrize(
    ("lang", "surface", "name", "why"),
    [
        ("zh", "Witko", "Witkoff", "a last character that is silent to the ear is dropped"),
        ("zh", "Witkov", "Witkoff", "夫 is -ov as well as -off"),
        ("zh", "Basent", "Bessent", "vowels are guessed"),
        ("zh", "Besant", "Bessent", "vowels are guessed"),
        ("zh", "Driscol", "Driscoll", "double letters have no sign"),
        ("zh", "Zokovi", "Jokowi", "w has no syllable of its own before i"),
        ("zh", "Hegsett", "Hegseth", "th becomes s or t"),
        ("zh", "Maiweita", "McVitie's", "pinyin left standing"),
        ("zh", "Dai Jie", "Degei", "pinyin left standing, as if it were a Chinese name"),
        ("ja", "Rutnick", "Lutnick", "l and r share a row"),
        ("ja", "Bensu", "Vence", "v and b"),
        ("ko", "Pizhel", "Fischel", "no f in Korean"),
        ("ru", "Gegset", "Hegseth", "h becomes g"),
        ("ru", "Uitkoff", "Witkoff", "w becomes u"),
        ("ar", "Butin", "Putin", "no p in Arabic"),
        ("uk", "Lugansk", "Luhansk", "the Russian form"),
        ("uk", "Zaporozhye", "Zaporizhzhia", "the Russian form"),
        ("uk", "Kiev", "Kyiv", "the Russian form"),
    ],
)
def test_likely(lang: str, surface: str, name: str, why: str) -> None:
    assert channel(lang).likeness(surface, name) > 0, why


# Other people and places: below every true pair of like strength.
@pytest.mark.parametrize(
    ("surface", "name", "why"),
    [
        ("Smith", "Witkoff", "nothing in common"),
        ("Medvedchuk", "Medvedev", "two people"),
        ("Medvedev", "Medvedchuk", "two people"),
        ("Merz", "Mertens", "two people"),
        ("Mertens", "Merz", "two people"),
        ("Iran", "Iraq", "two countries"),
        ("Iraq", "Iran", "two countries"),
        ("Li Wei", "Li Hui", "two people: the family name proves nothing"),
        ("Kim Jong Un", "Kim Jong Il", "two people: two shared words prove nothing"),
        ("Powell", "Bowman", "two people"),
        ("Rubin", "Rubio", "two people"),
        ("Johnson", "Jackson", "two people"),
        ("", "Witkoff", "no surface"),
        ("威特科夫", "Witkoff", "the pivot form is no English surface"),
    ],
)
def test_unlikely_through_chinese(surface: str, name: str, why: str) -> None:
    assert channel("zh").likeness(surface, name) < 0, why


@pytest.mark.parametrize(
    ("name", "true", "decoy"),
    [
        ("Witkoff", "Witkov", "Witten"),
        ("Bessent", "Besant", "Bennett"),
        ("Rubin", "Robin", "Russell"),
        ("Nigeria", "Naijiria", "Algeria"),
        ("Australia", "Ostralia", "Austria"),
    ],
)
def test_the_true_surface_beats_its_decoy(name: str, true: str, decoy: str) -> None:
    assert channel("zh").likeness(true, name) > channel("zh").likeness(decoy, name)


def test_the_best_channel_is_named() -> None:
    score, lang = likeness("Lugansk", "Luhansk")
    assert score > 5
    assert lang == "uk"


@pytest.mark.parametrize(
    ("lang", "form", "name", "other"),
    [
        ("zh", "威特科夫", "Witkoff", "Whitlock"),
        ("zh", "貝森特", "Bessent", "Benson"),
        ("zh", "迈克尔·杰克逊", "Michael Jackson", "Michael Johnson"),
        ("ja", "ラトニック", "Lutnick", "Leavitt"),
        ("ko", "러트닉", "Lutnick", "Leavitt"),
        ("ru", "Уиткофф", "Witkoff", "Whitmer"),
        ("uk", "Віткофф", "Witkoff", "Whitmer"),
        ("ar", "ويتكوف", "Witkoff", "Whitmer"),
        ("he", "ויטקוף", "Witkoff", "Whitmer"),
        ("zh", "高市早苗", "Sanae Takaichi", "Shinzo Abe"),
    ],
)
def test_fit_prefers_the_name_of_the_form(lang: str, form: str, name: str, other: str) -> None:
    fit = channel(lang).fit
    assert fit(form, name) > 0 > fit(form, other) - fit(form, name)
    assert fit(form, name, per_letter=True) == pytest.approx(fit(form, name) / len("".join(words(name))))


@pytest.mark.parametrize(
    ("lang", "sentence", "name", "expected"),
    [
        ("zh", "美国特使威特科夫周五抵达莫斯科。", "Witkoff", "威特科夫"),
        ("zh", "美国特使威特科夫周五在莫斯科会见普京。", "Putin", "普京"),
        ("zh", "美国特使威特科夫周五抵达莫斯科。", "Bessent", None),
        ("zh", "日本首相高市早苗表示", "Takaichi", "高市"),
        ("ja", "米国のベッセント財務長官は", "Bessent", "ベッセント"),
        ("ko", "베센트 재무장관과 러트닉 상무장관은", "Lutnick", "러트닉"),
        ("ru", "Спецпосланник Стивен Уиткофф прибыл", "Witkoff", "Уиткофф"),
        ("uk", "Спецпосланець Стівен Віткофф прибув", "Witkoff", "Віткофф"),
        ("ar", "المبعوث الأمريكي ستيف ويتكوف", "Witkoff", "ويتكوف"),
        ("he", "השליח האמריקאי סטיב ויטקוף", "Witkoff", "ויטקוף"),
        ("zh", "", "Witkoff", None),
        ("zh", "no characters at all", "Witkoff", None),
    ],
)
def test_find(lang: str, sentence: str, name: str, expected: str | None) -> None:
    found = channel(lang).find(sentence, name)
    assert (found and sentence[found[0] : found[1]]) == expected
    assert found is None or found[2] > 0


@pytest.mark.parametrize(
    ("lang", "name", "form"),
    [
        ("zh", "Witkoff", "威特科夫"),
        ("zh", "Bessent", "贝森特"),
        ("ko", "Bessent", "베센트"),
        ("ru", "Bessent", "Бессент"),
        ("he", "Witkoff", "ויטקוף"),
    ],
)
def test_forms_hold_the_usual_one(lang: str, name: str, form: str) -> None:
    forms = channel(lang).forms(name)
    assert form in [written for written, _ in forms]
    assert [p for _, p in forms] == sorted((p for _, p in forms), reverse=True)
    assert len({written for written, _ in forms}) == len(forms) <= 5


@pytest.mark.parametrize(
    ("lang", "surface", "name", "form", "words_of_it"),
    [
        ("zh", "Witko", "Witkoff", "威特科夫", "final 夫 (-ff) lost"),
        ("zh", "Weilanduo", "Wiranto", "维兰多", "pinyin of 维兰多"),
        ("zh", "Gao Shi Zaomiao", "Sanae Takaichi", "高市早苗", "read in Mandarin as gao shi zao miao"),
        ("zh", "Rutenberg", "Lutnick", "卢特尼克", "respelled"),
        ("zh", "Besant", "Bessent", None, "likely form"),
        ("ja", "Rutnick", "Lutnick", "ラトニック", "ラ stands for lu, read as ru"),
        ("uk", "Lugansk", "Luhansk", None, "г read as g: Luhansk/Lugansk"),
        ("uk", "Kharkov", "Kharkiv", None, "-ов for -ів"),
    ],
)
def test_account(lang: str, surface: str, name: str, form: str | None, words_of_it: str) -> None:
    steps = channel(lang).account(surface, name, form)
    assert words_of_it in "; ".join(step.detail for step in steps)
    assert all(step.lang and "\n" not in step.detail for step in steps)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_to_account_for(lang: str) -> None:
    assert channel(lang).account("Witkoff", "WITKOFF") == ()
    assert channel(lang).account("", "Witkoff") == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("hostile", ["a" * 100_000, "<script>" * 500, "\u0000\ud800", "威" * 20_000, "aeiou " * 5_000])
def test_hostile_text_is_read_to_the_end(lang: str, hostile: str) -> None:
    made = channel(lang)
    made.likeness("warm", "up")
    near = made.likeness("Witkof", "Witkoff")
    assert made.likeness(hostile, "Witkoff") < near
    assert made.likeness("Witkoff", hostile) < near
    made.fit(hostile, "Witkoff")
    made.fit("威特科夫", hostile)
    made.find(hostile, "Witkoff")
    made.account(hostile, "Witkoff")
