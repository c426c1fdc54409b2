"""Which words of a translated sentence its originals cover, and the reverse: the rules that keep right names quiet.

A word is covered when the other side has it in the same or a related form: inflected, possessive, joined or split,
hyphenated, as demonym, acronym or expansion, in British or American spelling, or under another legitimate spelling.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Any

from audit.errors import SeedError
from audit.names.tokens import Token, fold
from audit.seeds import table

# endings that make another form of the same word: plural, verb forms, people and languages of a place
_ENDINGS = frozenset("s es d ed ing er ers ly ist ists ism al n ns an ans ian ians ean eans ese ish ic".split()) | {""}
# endings that replace each other (Italy/Italian, Mexico/Mexican, study/studies, wait/... ), either way round
_EXCHANGED = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "y/ies y/ied y/ian y/ians o/an o/ans e/ing e/ian e/ians ed/ing ed/s es/ing s/ing s/ed ist/ism ists/ism er/ing"
        " er/ed ers/ing a/ese ia/ish land/ish land/ic ing/er e/ion ed/ion es/ion ing/ion s/ion y/ic al/ally us/an"
        " us/ans ce/t ce/tial cy/t ce/se e/ial ic/s ic/ical"
    ).split()
)
_AMERICAN = (
    (re.compile("isation"), "ization"),
    (re.compile("our(?=$|s$|al|ed|it)"), "or"),
    (re.compile("tre(?=$|s$)"), "ter"),
    (re.compile("ence$"), "ense"),
    (re.compile("ise(?=$|s$|d$)"), "ize"),
    (re.compile("mme(?=$|s$)"), "m"),
    (re.compile("ae|oe"), "e"),
    (re.compile("sk(?:yi|yy|iy)$"), "sky"),
)
_BRITISH = re.compile("|".join(pattern.pattern for pattern, _ in _AMERICAN))
_SMALL = frozenset("of the and for a an in on at to et".split())
# particles of names that are no English words; the longer list of the seeds has those that are ("ten", "do", "bar")
PARTICLES = frozenset(
    "de del della dello delle dei degli da das do dos di du des la las le les lo los el al van von vom zu zum zur"
    " der den dem ter"
    " bin ibn ben bint binti abu abd abdel abdul ud ul y e na".split()
) - {"do"}
SMALL_WORDS = _SMALL | PARTICLES


@lru_cache(maxsize=16384)
def american(key: str) -> str:
    """A folded word in American spelling, roughly, and Ukrainian names in -sky; only ever compared with another word
    treated alike."""
    if len(key) < 5 or _BRITISH.search(key) is None:
        return key
    for pattern, by in _AMERICAN:
        key = pattern.sub(by, key)
    return key


def umlauts(key: str) -> str:
    """Without the e that stands for an umlaut (Mueller, Müller)."""
    return key.replace("ue", "u").replace("oe", "o").replace("ae", "a")


@lru_cache(maxsize=32768)
def related(a: str, b: str) -> bool:
    """Whether two folded words are forms of one word: inflected, derived, or in British and American spelling.

    >>> related("italian", "italy"), related("governorships", "governor"), related("rubio", "rubin")
    (True, False, False)
    """
    if a == b:
        return True
    if len(a) < 3 or len(b) < 3 or a[:2] != b[:2]:
        return False
    if american(a) == american(b) or umlauts(a) == umlauts(b):
        return True
    common = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        common += 1
    rest_a, rest_b = a[common:], b[common:]
    if common >= 4 and rest_a in _ENDINGS and rest_b in _ENDINGS and not (rest_a and rest_b):
        return True
    if common >= 3 and frozenset((rest_a, rest_b)) in _EXCHANGED:
        return len(a) + len(b) >= 9
    return common == 3 and {rest_a, rest_b} == {"", "s"}


@cache
def _groups() -> tuple[dict[str, frozenset[int]], int]:
    """Folded, joined name -> numbers of the alias groups it belongs to; and how many groups there are."""
    index: dict[str, set[int]] = {}
    number = 0
    for file in ("demonyms.toml", "acronyms.toml", "organisations.toml"):
        for entry in _entries(file):
            for name in _names(entry):
                joined = _joined(name)
                if len(joined) > 1:
                    index.setdefault(joined, set()).add(number)
                    if file == "demonyms.toml" and len(joined) > 3:
                        index.setdefault(joined + "s", set()).add(number)
            number += 1
    for entries in ("people", "given"):
        for entry in _tables("styles.toml").get(entries, []):
            for form in entry.get("forms", []):
                index.setdefault(_joined(form), set()).add(number)
            number += 1
    for words in table("names_words.toml").get("interchangeable", []):
        for word in words.split(","):
            index.setdefault(_joined(word), set()).add(number)
        number += 1
    for pair in _tables("given_names.toml").get("nicknames", {}).get("pairs", "").split():
        short, _, full = pair.partition(":")
        for name in full.split(","):
            index.setdefault(_joined(short), set()).add(number)
            index.setdefault(_joined(name), set()).add(number)
            number += 1
    return {name: frozenset(numbers) for name, numbers in index.items()}, number


_NAME_FIELDS = (
    "name",
    "forms",
    "aliases",
    "acronym",
    "acronyms",
    "expansions",
    "expansion",
    "capital",
    "capitals",
    "short",
    "abbr",
)


def _names(entry: dict[str, object]) -> list[str]:
    out: list[str] = []
    for field in _NAME_FIELDS:
        value = entry.get(field)
        if isinstance(value, str):
            out.append(value)
        elif isinstance(value, list):
            out += [item for item in value if isinstance(item, str)]
    return out


def _entries(file: str) -> list[dict[str, object]]:
    return [
        e for entries in _tables(file).values() if isinstance(entries, list) for e in entries if isinstance(e, dict)
    ]


def _tables(file: str) -> dict[str, Any]:
    try:
        return table(file)
    except SeedError:
        return {}


def _joined(name: str) -> str:
    return "".join(fold(word) for word in re.split(r"[\s\-]+", name) if fold(word) not in {"the"})


def groups_of(joined: str) -> frozenset[int]:
    """The numbers of the alias groups that a folded, joined name belongs to (france, french, paris: one)."""
    return _groups()[0].get(joined, frozenset())


@cache
def organisation_names() -> frozenset[str]:
    """The names of the table of organisations, folded and joined."""
    return frozenset(_joined(name) for entry in _entries("organisations.toml") for name in _names(entry))


@cache
def _national() -> frozenset[str]:
    names = {_joined(name) for entry in _entries("demonyms.toml") for name in _names(entry)}
    return frozenset(names | {name + "s" for name in names if len(name) > 3})


def national(key: str) -> bool:
    """Whether a folded word is a country, region or city of the table of peoples, or a word made of one."""
    return key in _national()


class Reach:
    """The words of a stretch of text in the forms that count as cover.

    Most words stand in both texts as they are, so that what the others need is gathered when one asks for it.
    """

    def __init__(self, sentences: Sequence[Sequence[Token]]) -> None:
        self._sentences = sentences
        self.keys = frozenset([token.key for sentence in sentences for token in sentence])

    @cached_property
    def by_head(self) -> dict[str, list[str]]:
        """The words by their first two letters."""
        found: dict[str, list[str]] = {}
        for key in self.keys:
            found.setdefault(key[:2], []).append(key)
        return found

    @cached_property
    def run(self) -> str:
        """All words of each sentence as one; every join is a part of it."""
        return "\n".join(["".join([token.key for token in sentence]) for sentence in self._sentences])

    @cached_property
    def joins(self) -> frozenset[str]:
        """Two and three words in a row as one; words that two sentences would make when joined do not count."""
        found: set[str] = set()
        for sentence in self._sentences:
            keys = [token.key for token in sentence]
            pairs = [a + b for a, b in pairwise(keys)]
            found.update(pairs)
            found.update([pair + key for pair, key in zip(pairs, keys[2:], strict=False)])
        return frozenset(found)

    @cached_property
    def initials(self) -> frozenset[str]:
        """Acronyms that runs of capitalised words could have."""
        found: set[str] = set()
        for sentence in self._sentences:
            for index, token in enumerate(sentence):
                if token.capital:
                    found |= _initials(sentence, index)
        return frozenset(found)

    @cached_property
    def _heads(self) -> str:
        """The first letters of all words, and of those with a capital: every acronym of `initials` is a part of it."""
        heads = [[(token.key[0], token.capital) for token in sentence] for sentence in self._sentences]
        rows = ["".join([head for head, _ in row]) for row in heads]
        return "\n".join(rows + ["".join([head for head, capital in row if capital]) for row in heads])

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Words in capitals, with and without a plural -s."""
        shouted = {token.key for sentence in self._sentences for token in sentence if token.shouted}
        return frozenset(shouted | {key[:-1] for key in shouted if key.endswith("s") and len(key) > 3})

    @cached_property
    def groups(self) -> frozenset[int]:
        """The alias groups of its words and joins."""
        index_of = _groups()[0]
        found: set[int] = set()
        for forms in (self.keys, self.joins):
            for form in forms & index_of.keys():
                found |= index_of[form]
        return frozenset(found)

    def covers(self, key: str) -> bool:
        """Whether a single folded word stands here in some form."""
        if key in self.keys or (key in self.run and key in self.joins):
            return True
        if any(related(key, other) for other in self.by_head.get(key[:2], ())):
            return True
        if len(key) > 1 and key in self._heads and key in self.initials:
            return True
        groups = groups_of(key)
        return bool(groups) and not self.groups.isdisjoint(groups)


def reach(sentences: Iterable[Sequence[Token]]) -> Reach:
    """Gather the reach of some sentences."""
    return Reach(tuple(sentences))


def _initials(tokens: Sequence[Token], first: int) -> set[str]:
    """Acronyms that a run of capitalised words beginning at `first` could have, small words counted or not."""
    out: set[str] = set()
    bare, full = "", ""
    for token in tokens[first : first + 9]:
        if token.capital:
            bare += token.key[0]
            full += token.key[0]
        elif token.key in _SMALL:
            full += token.key[0]
        else:
            break
        if len(bare) > 1:
            out |= {bare, full}
    return out


def spelled_out(tokens: Sequence[Token], other: Reach, asked: Collection[int] | None = None) -> set[int]:
    """Indexes of words that are covered only together: the expansion of an acronym or an alias that `other` has.

    `asked`: the indexes that somebody wants to know of (None: all); of others nothing is said.
    """
    out: set[int] = set()
    acronyms = other.acronyms
    heads = {acronym[0] for acronym in acronyms}
    index_of = _groups()[0]
    keys = [token.key for token in tokens]
    initials = ["" if key in _SMALL else key[0] for key in keys]
    wanted = sorted(range(len(keys)) if asked is None else asked)
    at, count = 0, len(wanted)
    for first, token in enumerate(tokens):
        while at < count and wanted[at] < first:
            at += 1
        if at == count:
            break
        capital = token.capital
        until = min(first + (9 if capital else 6 if keys[first][0] in heads else 3), len(keys))
        if wanted[at] >= until:
            continue
        bare = initials[first]
        full, joined = keys[first][0], keys[first]
        written = True  # whether what is joined so far is a part of the other text, without which no more of it is
        for index in range(first + 1, until):
            key = keys[index]
            joined += key
            written = written and joined in other.run
            found = written and (joined in other.keys or joined in other.joins)
            if acronyms:
                full += key[0]
                bare += initials[index]
                if not found and initials[index] and len(bare) > 2 - capital:
                    found = bare in acronyms or full in acronyms
            if found or (joined in index_of and not other.groups.isdisjoint(index_of[joined])):
                out.update(range(first, index + 1))
    return out


def small(key: str) -> bool:
    """Whether a folded word is a function word that may stand inside a name (of, de, van)."""
    return key in SMALL_WORDS
