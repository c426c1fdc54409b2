"""Known people whom a pivot says in letters of sounds, and whom the translation spells by ear: Pit Khegset, Пит Хегсет.

Cyrillic, kana, Hangul and Arabic letters say how a name sounds; an engine that does not know the name writes it down as
it sounds. Where both words of a known person's name fit two neighbouring words of the pivot sentence, and the
translation has two words nearly so in their place, that person is meant. The pivot counts as one reason among those
that are asked for without one: a word that no list of names has, the person's roles and country, a rare given name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from audit.channels import channel
from audit.model import Evidence
from audit.names import alone_heard_places, alone_near
from audit.names.alone_claims import Claim, repair, subtype
from audit.names.alone_likeness import SUFFIXES, Comparison, compare, spelled_otherwise
from audit.names.alone_people import common_roles, countries_of, in_office, role_words
from audit.names.alone_pivot import readable
from audit.names.authority_knowledge import Person, knowledge
from audit.names.authority_lexicon import known
from audit.names.name_runs import beginnings, name_run
from audit.names.nearest import Nearest
from audit.names.offices import people_named
from audit.names.sound import letters
from audit.names.tokens import Token, fold
from audit.names.vocabulary import given_names

LANGUAGES = frozenset({"ru", "uk", "ja", "ko", "ar", "he"})
"""Languages whose letters say sounds."""

_ALIKE, _MOST = 0.72, 12
"""Likeness in letters (Jaro-Winkler) from which a full name is looked at, and how many at most."""

_LETTERS, _LIKE = 0.8, 0.0
"""Likeness in letters, and log-odds of the channel, either of which a word needs beside the person's."""

_NEEDED = 1.0
"""What else must speak for the person."""

_LISTED = 20.0
"""Log-odds for a name that the authority has in the very form of the pivot."""

_SAID = 4.0
"""Log-odds from which the pivot says a family name."""

_GIVEN = 0.0
"""Log-odds from which the word before it is the given name."""

_STEM, _ENDING = 3, 3
"""Letters by which family names are looked up, and of a case ending at most."""

_SHARED = str.maketrans("іїєґё", "ииеге")

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\u02bc-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Heard:
    """Words first..last (inclusive) that stand for `person`, whom the pivot writes `form`; `said`: how well it fits."""

    first: int
    last: int
    person: Person
    form: str
    said: float
    comparison: Comparison
    support: tuple[str, ...]
    weight: float


def claims(
    sentences: Sequence[Sequence[Token]], text: str, pivots: Sequence[str], lang: str, setting: alone_near.Setting
) -> Iterator[Claim]:
    """What a pivot in such letters claims of the names of its translation; sentence by sentence."""
    if lang not in LANGUAGES:
        return
    for _, tokens, behind in readable(sentences, pivots):
        for heard in find(tokens, text, behind, lang, setting):
            yield _claim(tokens, text, lang, heard)
        if lang in alone_heard_places.LANGUAGES:
            yield from (_of_place(tokens, lang, place) for place in alone_heard_places.find(tokens, behind, lang))


def _of_place(tokens: Sequence[Token], lang: str, heard: alone_heard_places.Heard) -> Claim:
    token = tokens[heard.at]
    why = Evidence(kind="pivot", detail=f"the pivot has {heard.form}, the place {heard.name}", weight=3.0)
    return Claim(
        rule="mangled-name",
        start=token.start,
        end=token.bare,
        surface=token.word,
        key=token.key,
        suggestion=heard.name,
        person=Person(name=heard.name, family=heard.name, scripts={lang: heard.form}),
        comparison=Comparison("like", min(9.0, heard.said), lang),
        confidence=0.8,
        subtype="respelled",
        message=f"{token.word} stands for {heard.form}, {heard.name}",
        evidence=(why, Evidence(kind="authority", detail="no list of names has the word", weight=1.0)),
    )


def _claim(tokens: Sequence[Token], text: str, lang: str, heard: Heard) -> Claim:
    person = heard.person
    first, last, suggestion = repair(tokens, heard.first, heard.last, heard.comparison, person)
    start, end = tokens[first].start, tokens[last].bare
    surface = text[start:end]
    why = Evidence(kind="pivot", detail=f"the pivot has {heard.form}, which says {person.name}", weight=3.0)
    support = (Evidence(kind="authority", detail=detail, weight=1.0, ref=person.name) for detail in heard.support)
    comparison = Comparison(heard.comparison.kind, min(9.0, heard.said), lang)
    return Claim(
        rule="mangled-name",
        start=start,
        end=end,
        surface=surface,
        key=tokens[heard.last].key if comparison.kind != "given" else "",
        suggestion=suggestion,
        person=person,
        comparison=comparison,
        confidence=round(min(0.92, 0.66 + 0.06 * heard.weight), 3),
        subtype=subtype(surface, comparison, person),
        message=f"{surface} stands for {heard.form}, {person.name}",
        evidence=(why, *support),
    )


def find(tokens: Sequence[Token], text: str, behind: str, lang: str, setting: alone_near.Setting) -> Iterator[Heard]:
    """The known people of a pivot sentence whom the words of its translation do not spell as English does."""
    free = 0
    for at in beginnings(tokens):
        last = name_run(tokens, text, at, set()) if at >= free else None
        if last is None:
            continue
        free = last + 1
        while last > at and tokens[last].key in SUFFIXES:
            last -= 1
        if last > at and not people_named([token.key for token in tokens[at : last + 1]]):
            found = _meant(tokens, at, last, behind, lang, setting)
            if found is not None:
                yield found


def _meant(
    tokens: Sequence[Token], first: int, last: int, behind: str, lang: str, setting: alone_near.Setting
) -> Heard | None:
    best: Heard | None = None
    names, people = _full()
    listed = known_forms(behind, lang)
    for begin in range(max(first, last - 2), last):
        if tokens[begin].glued or len(tokens[begin].key) < 2:
            continue
        given, family = tokens[begin], "".join(token.key for token in tokens[begin + 1 : last + 1])
        if len(family) < 3:
            continue
        words = [token.word for token in tokens[begin : last + 1]]
        near = (people[at] for at in names.find(f"{given.key} {family}", _ALIKE, _MOST))
        for person in (*(knowledge().person(name) for name in listed), *near):
            if not (person.name in listed or in_office(person.name, setting.on)) or spelled_otherwise(family, person):
                continue
            comparison = compare(words, person)
            if comparison.kind in {"same", "order", "pinyin"} or not _alike(given.key, family, person, lang):
                continue
            said = listed.get(person.name) or _said(behind, lang, person.name)
            if said is None:
                continue
            form, score = said
            weight, support = _support(tokens[begin : last + 1], person, setting)
            if weight >= _NEEDED and (best is None or score + weight > best.said + best.weight):
                best = Heard(begin, last, person, form, score, comparison, support, weight)
    return best


def _alike(given: str, family: str, person: Person, lang: str) -> bool:
    """Whether both words can be what the letters of the language make of the person's."""
    model = channel(lang)
    for word, own in ((given, fold(person.given_name.split()[0])), (family, person.folded_family)):
        if letters(word, own) < _LETTERS and model.likeness(word, own) < _LIKE:
            return False
    return True


def _support(words: Sequence[Token], person: Person, setting: alone_near.Setting) -> tuple[float, tuple[str, ...]]:
    given = words[0].key
    roles = sorted((role_words(person.name) - common_roles()) & setting.around)
    home = bool(countries_of(person.name) & setting.countries)
    strange = any(not known(token.word) for token in words)
    rare = person.folded_given not in given_names() and len(knowledge().by_given.get(given, ())) <= 3
    why = []
    if strange:
        why.append("no list of names has the word")
    if roles:
        why.append(f"the text speaks of {', '.join(roles[:3])}")
    if home:
        why.append("the text speaks of the person's country")
    if rare:
        why.append(f"few are named so but {person.name}")
    return 1.5 * strange + 1.5 * bool(roles) + 1.0 * home + 1.0 * rare, tuple(why)


@lru_cache(maxsize=4096)
def _said(sentence: str, lang: str, name: str) -> tuple[str, float] | None:
    """The words of a pivot sentence that say a person's name, and the log-odds of the family name; None where none."""
    model, person = channel(lang), knowledge().person(name)
    found = model.find(sentence, person.family_name)
    if found is None or found[2] < _SAID:
        return None
    start, end, score = found
    before = list(_WORD.finditer(sentence, 0, start))[-1:]
    if not before or before[0].end() < start - 2:
        return None
    given = person.given_name.split()[0] if person.given_name else ""
    fit = model.fit(before[0].group(), given)
    if not given or fit < _GIVEN:
        return None
    return sentence[before[0].start() : end], score + fit


@lru_cache(maxsize=256)
def known_forms(sentence: str, lang: str) -> dict[str, tuple[str, float]]:
    """The people whose full names a pivot sentence has as the authority knows them, in any case, with their forms."""
    out: dict[str, tuple[str, float]] = {}
    forms = _forms(lang)
    spaced = lang in {"ru", "uk"}
    said = [match.group() for match in _WORD.finditer(sentence)]
    for one, two in pairwise(said):
        for given, family, name in forms.get(_plain(two)[:_STEM] if spaced else two, ()):
            if _case_of(one, given, spaced) and _case_of(two, family, spaced):
                out[name] = (f"{one} {two}", _LISTED)
    return out


@cache
def _forms(lang: str) -> dict[str, list[tuple[str, str, str]]]:
    """Beginning of the family name -> given name, family name and person; of names of two words.

    Ukrainian news writes foreigners nearly as Russian news does; where one form is known it stands for both.
    """
    out: dict[str, list[tuple[str, str, str]]] = {}
    for person in knowledge().people.values():
        for written in ("ru", "uk") if lang in {"ru", "uk"} else (lang,):
            parts = _WORD.findall(person.scripts.get(written, ""))
            if len(parts) == 2:
                family = _plain(parts[1]) if lang in {"ru", "uk"} else parts[1]
                key = family[:_STEM] if lang in {"ru", "uk"} else family
                out.setdefault(key, []).append((_plain(parts[0]), family, person.name))
    return out


def _plain(word: str) -> str:
    """A Cyrillic word in small letters that both languages have."""
    return word.casefold().translate(_SHARED)


def _case_of(word: str, form: str, spaced: bool) -> bool:
    """Whether a word of the pivot is the form, in any case where the language has them."""
    if not spaced:
        return _plain(word) == form
    word, stem = _plain(word), form.rstrip("аеиоуыэюяйь")
    return word.startswith(stem) and len(word) - len(stem) <= _ENDING


@cache
def _full() -> tuple[Nearest, list[Person]]:
    people = [p for p in knowledge().people.values() if not p.characters and p.given_name and p.folded_family]
    return Nearest([fold(p.given_name.split()[0]) + " " + p.folded_family for p in people]), people
