"""Parts of foreign names in Chinese, told by the dot between them (巴德汀娜·戴杰), that came back in pinyin: Dai Jie.

A part may look like a Chinese name by itself; beside the dot it is none, and its pinyin is what the engine left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from audit.names.alone_pinyin import pinyin_of, sounds_so
from audit.names.tokens import Token

_DOTS = "·•・‧∙?"
_HAN = "[\u4e00-\u9fff]"
_PARTS = re.compile(f"{_HAN}+(?:[{re.escape(_DOTS)}]{_HAN}+)+")
_SHORTEST, _LONGEST = 2, 5
_WORDS = 3
"""Words that the syllables of a part are written as, at most."""


@dataclass(frozen=True, slots=True)
class Left:
    """Words first..last (inclusive) of a sentence that are the pinyin of `form`."""

    first: int
    last: int
    form: str


def forms(pivot: str) -> Iterator[str]:
    """What may be a part of a name beside a dot; the ends of the first and last part of a name are not told.

    >>> list(forms("巴德·戴杰做饭"))
    ['巴德', '戴杰', '戴杰做', '戴杰做饭']
    """
    for match in _PARTS.finditer(pivot):
        parts = re.split(f"[{re.escape(_DOTS)}]", match.group())
        lengths = range(_SHORTEST, _LONGEST + 1)
        yield from (parts[0][-n:] for n in lengths if n <= len(parts[0]))
        yield from (part for part in parts[1:-1] if _SHORTEST <= len(part) <= _LONGEST)
        yield from (parts[-1][:n] for n in lengths if n <= len(parts[-1]))


@lru_cache(maxsize=4)
def _spelled(text: str) -> dict[str, str]:
    """Pinyin, run together -> the part of a name of a whole pivot text that has it."""
    return {"".join(pinyin_of(form)): form for form in forms(text)}


def find(sentence: Sequence[Token], pivot: str, whole: str) -> Iterator[Left]:
    """The words of a translated sentence that are the pinyin of a part of a foreign name.

    `whole` is the pivot text, which names people in full once; `pivot` the sentence, which may have the part alone.
    """
    spelled = {key: form for key, form in _spelled(whole).items() if form in pivot}
    if not spelled:
        return
    free = 0
    for first, token in enumerate(sentence):
        if first < free or not token.capital or token.shouted:
            continue
        key = ""
        for last in range(first, min(len(sentence), first + _WORDS)):
            if not sentence[last].capital:
                break
            key += sentence[last].key
            form = spelled.get(key)
            if form is not None and not sounds_so(form, key):
                yield Left(first, last, form)
                free = last + 1
                break
