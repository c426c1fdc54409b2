"""The part that Chinese and Japanese share: forms whose characters are a name's own, not its sound."""

from __future__ import annotations

from audit.channels import readings
from audit.channels.letters import fold
from audit.channels.table import NONE, TableChannel
from audit.model import RouteStep

_LETTER = 1.3


class CharacterChannel(TableChannel):
    """The learnt channel, and names of Japan, Korea and Vietnam found and explained through readings."""

    def fit(self, form: str, name: str, *, per_letter: bool = False) -> float:
        """The better of sound and readings."""
        score = super().fit(form, name)
        letters = max(1, len(fold(name)))
        if score < _LETTER * letters and readings.belongs(form, name, ("ja", "ko", "vi")):
            score = max(score, _LETTER * letters)
        return score / letters if per_letter and score != NONE else score

    def find(self, sentence: str, name: str) -> tuple[int, int, float] | None:
        """The better of sound and readings."""
        found = super().find(sentence, name)
        read = readings.find(sentence, name)
        if read is None or (found is not None and found[2] >= read[2]):
            return found
        return read

    def account(self, surface: str, name: str, form: str | None = None) -> tuple[RouteStep, ...]:
        """As all channels, and "高市早苗 read in Mandarin as gao shi zao miao"."""
        if form and readings.belongs(form, name):
            detail = readings.account(form, surface, name)
            if detail:
                return (self._step(form, detail),)
        return super().account(surface, name, form)
