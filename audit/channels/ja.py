"""Japanese: foreign names in katakana (Ruttonikku), Japanese ones in characters (see `readings`)."""

from __future__ import annotations

from audit.channels.characters import CharacterChannel
from audit.channels.spec import Spec, placed
from audit.channels.units import kana

SPEC = Spec(lang="ja", cut=kana, chains=placed, joiner="・", longest=5, spaced=False)


def make() -> CharacterChannel:
    """The channel."""
    return CharacterChannel(SPEC)
