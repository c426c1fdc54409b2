"""Ukrainian is read in Russian words by the embedded encoder, which knows Russian alone of the two."""

from __future__ import annotations

import pytest

from audit.alignment.meaning import EmbeddedEncoder
from audit.alignment.ukrainian import in_russian, table, vocabulary

KNOWN = vocabulary(["▁лес", "▁ночь", "▁сын", "▁писать", "▁смены", "сын", "▁Киев", "▁мир"])


@pytest.mark.parametrize(
    ("text", "russian", "why"),
    [
        ("ліс", "лес", "of і the letter that makes a known word"),
        ("ніч", "ночь", "a word of the list"),
        ("син", "сын", "of и the letter that makes a known word"),
        ("писати", "писать", "the infinitive's ending"),
        ("Уряд", "Правительство", "another word, with its capital"),
        ("УРЯД", "ПРАВИТЕЛЬСТВО", "in capitals throughout"),
        ("державного", "государственного", "a stem of the list with its ending"),
        ("відкладання", "откладывание", "a neuter of the list"),
        ("відвезення", "отвезение", "a beginning and an ending"),
        ("об’єкт", "объект", "an apostrophe, whichever is typed"),
        ("Лондон, 2018: NATO", "Лондон, 2018: NATO", "what is neither Ukrainian nor a word stays"),
    ],
)
def test_read_in_russian(text: str, russian: str, why: str) -> None:
    assert in_russian(text, KNOWN) == russian, why


def test_the_list_holds_russian_only_on_its_right_side() -> None:
    forms = [form for kind in table().values() for all_forms in kind.values() for form in all_forms]
    assert len(forms) > 2500
    assert not [form for form in forms if set(form) & set("іїєґё'")]


def test_whole_words_are_known_best_and_common_ones_before_rare() -> None:
    assert KNOWN("лес") > KNOWN("сын") > 100 > KNOWN("лесной") == 3 > KNOWN("xyz") == 0


def test_ukrainian_means_what_its_english_means() -> None:
    """Each sentence is nearest to its own translation, by far enough that it may be linked."""
    ukrainian = [
        "Пожежники гасили вогонь на складі до самого ранку.",
        "Уряд підвищив податок на пальне вже вдруге за цей рік.",
        "Лікарня шукає медсестер, бо багато хто виїхав за кордон.",
        "Дощі зруйнували міст, і потяги не ходять з понеділка.",
    ]
    english = [
        "Firefighters were putting out the fire at the warehouse until the morning.",
        "The government raised the tax on fuel for the second time this year.",
        "The hospital is looking for nurses, because many have left for other countries.",
        "Rain has destroyed the bridge, and there have been no trains since Monday.",
    ]
    encoder = EmbeddedEncoder()
    likeness = encoder.encode(ukrainian) @ encoder.encode(english).T
    assert likeness.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert likeness.diagonal().min() > 0.5
