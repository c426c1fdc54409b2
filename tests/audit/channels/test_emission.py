"""The model of units and letter groups: rows reckoned together come out as those reckoned alone."""

from __future__ import annotations

import pytest

from audit.channels import channel
from audit.channels.emission import IMPOSSIBLE

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
