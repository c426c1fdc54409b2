"""The model of units and letter groups: rows reckoned together come out as those reckoned alone."""

from __future__ import annotations

import pytest

from audit.channels import channel
from audit.channels.emission import IMPOSSIBLE
from audit.channels.pinyin import readable
from audit.channels.zh import pinyin

FORMS = {
    "zh": ["威特科夫", "威特科", "威特", "卢特尼克", "鲁特尼克", "威", "扎波罗热"],
    "ru": ["Виткофф", "Витков", "Вит", "Лютник", "Запорожье"],
    "ja": ["ウィトコフ", "ウィト", "ラトニック"],
    "ko": ["위트코프", "위트", "러트닉"],
}


@pytest.mark.parametrize("lang", FORMS)
@pytest.mark.parametrize("word", ["witkoff", "lutnick", "zaporizhzhia", "w"])
def test_scores_are_those_of_the_best_cut(lang: str, word: str) -> None:
    model = channel(lang)
    rows = [model.spec.chains(model.units(form), False) for form in FORMS[lang]]
    alone = [model.emission.best(chains, word)[0] for chains in rows]
    assert model.emission.scores(rows, word) == alone
    assert any(score > IMPOSSIBLE for score in alone)


NAMES = (
    "witkoff lutnick zaporizhzhia wiranto bessent starmer xi ng mcvitie trossachs ubon okonkwo zelenskyy ann".split()
)


@pytest.mark.parametrize("lang", ["zh", "ja", "ko", "ru", "uk", "ar", "he"])
@pytest.mark.parametrize("limit", [1, 3, 10])
def test_the_first_forms_are_those_of_all_forms(lang: str, limit: int) -> None:
    model = channel(lang)
    found = [model.writer.first(name, limit) for name in NAMES]
    for name, first in zip(NAMES, found, strict=True):
        forms = [form for form, _ in model.forms(name, limit)]
        assert first in (None, forms), name
        assert list(model.likely(name, limit)) == forms, name
    if lang == "zh":
        assert sum(first is not None for first in found) > len(NAMES) // 2


def test_what_is_given_up_would_come_out_below_the_floor() -> None:
    spelling = channel("zh").spelling
    kept = 0
    for surface in NAMES:
        for name in NAMES:
            exact = spelling.ratio(surface, name)
            for floor in (-10.0, -4.0, 0.0, 5.0, 12.0, 18.0):
                assert spelling.ratio(surface, name, floor) == max(exact, floor), (surface, name)
                kept += exact > floor
    assert kept > 10


def test_what_characters_sound_like_is_readable() -> None:
    forms = [form for name in NAMES for form, _ in channel("zh").forms(name, 10)]
    assert all(readable("".join(pinyin(form))) for form in [*forms, "嗯", "呣", "一乌", "威" * 20])
    assert not any(map(readable, ("witkoff", "lutnick", "zh", "maiv")))
