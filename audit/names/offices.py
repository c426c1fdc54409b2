"""Office phrases in English news text, whose they are, and the name that stands beside them.

"U.S. Treasury Secretary Scott Bessent", "Daniel Driscoll, the US Army Secretary,", "the prime minister (Ishiba)",
"NATO Secretary General Mark Rutte": title, country or body, name. Former, acting, deputy and would-be holders, their
spokespeople and their offices are no statements about the holder and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from audit.names.authority_knowledge import Holder, Knowledge, Office, knowledge
from audit.names.name_runs import DETERMINERS, PARTICLES, lower_word, name_run, nameable
from audit.names.office_titles import Title, joined, title_at, titles, unbroken
from audit.names.owners import AMERICAN, owner, owners_named
from audit.names.tokens import Token

SLACK = timedelta(days=45)
ABOUT = timedelta(days=150)

# before a title: no statement about the holder at the date
_NOT_NOW = frozenset(
    "former ex then late deputy acting assistant under vice associate junior onetime erstwhile past previous "
    "future next would incoming outgoing retired longtime shadow interim nominated designated aspiring potential "
    "prospective rival predecessor predecessors successor opposition wartime founding first honorary regional "
    "provincial municipal local state county city fake self imprisoned ousted deposed slain assassinated "
    "fictional second third".split()
)
_ONCE = frozenset("former ex late past previous onetime erstwhile retired ousted deposed imprisoned slain".split())
"""Of these, the ones that speak of somebody who did hold the office."""

_SOON = frozenset(("elect", "designate"))

# after a title: somebody near the holder, or one who is not (yet, any more) in office
_NOT_HE = frozenset(
    "elect designate nominee candidate hopeful contender aide aides spokesman spokeswoman spokesperson office "
    "adviser advisor advisers advisors emeritus candidates race election elections post job position role".split()
)
_HONORIFICS = frozenset("mr mrs ms miss dr sir madam dame lord lady gen general lt col adm admiral marshal rev".split())
_BETWEEN = frozenset(("current", "incumbent", "new", "newly", "appointed", "elected", "present", "serving", "visiting"))


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office phrase: words first..last (inclusive) of the tokens, with its qualifier.

    `offices` are those it may mean; `sure` says that country, body or company is stated or that the title has only one;
    `loose` that it is only what translations call it; `apart` that it speaks of somebody who held it once or will.
    """

    first: int
    last: int
    offices: tuple[Office, ...]
    sure: bool
    loose: bool
    stated: bool
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A name (words first..last, inclusive) that the text says to hold an office. `how`: before, after, apposition."""

    first: int
    last: int
    phrase: OfficePhrase
    how: str


def phrases(tokens: Sequence[Token], text: str) -> list[OfficePhrase]:
    """The office phrases of a sentence, in order, without those that say nothing about who holds or held it."""
    keys = tuple([token.key for token in tokens])
    if not AMERICAN.keys().isdisjoint(keys):
        keys = tuple([AMERICAN.get(key, key) for key in keys])
    out: list[OfficePhrase] = []
    begin = titles()
    free = 0
    around = frozenset(keys)
    for index in [at for at, key in enumerate(keys) if key in begin]:
        match = title_at(keys, index, around, tokens, text) if index >= free else None
        if match is None:
            continue
        title, last, inside = match
        phrase = _qualified(keys, tokens, text, title, index, last, inside)
        if phrase is not None and not phrase.sure and out:
            phrase = _inherited(phrase, out[-1], title, keys, tokens, text)
        if phrase is not None:
            out.append(phrase)
        free = max(last, phrase.last if phrase else last) + 1
    return out


def _inherited(
    phrase: OfficePhrase,
    before: OfficePhrase,
    title: Title,
    keys: tuple[str, ...],
    tokens: Sequence[Token],
    text: str,
) -> OfficePhrase:
    """The phrase with the country of the one before it: "Turkish President Erdogan and Foreign Minister Fidan".

    It stays unstated: the second person may be another country's, so only likeness counts.
    """
    between = range(before.last + 1, phrase.first - 1)
    follows = phrase.first > 1 and keys[phrase.first - 1] == "and"
    if not follows or not before.stated or len(between) > 4:
        return phrase
    if not all(tokens[at].capital or keys[at] in PARTICLES for at in between):
        return phrase
    if not unbroken(tokens, text, before.last, phrase.first):
        return phrase
    found = _resolve(title, {owner(office) for office in before.offices}, phrase.first, phrase.last)
    return replace(found, stated=False) if found is not None else phrase


def _qualified(
    keys: tuple[str, ...],
    tokens: Sequence[Token],
    text: str,
    title: Title,
    first: int,
    last: int,
    inside: frozenset[str],
) -> OfficePhrase | None:
    """The phrase with the country, body or company stated before, in or after it; None where it states nothing."""
    at = first
    while at > 0 and keys[at - 1] in _BETWEEN and unbroken(tokens, text, at - 1, at):
        at -= 1
    owners = inside
    for length in (4, 3, 2, 1):
        begin = at - length
        if not inside and begin >= 0 and joined(tokens, text, begin, at):
            named = owners_named(keys[begin:at])
            if named:
                if _end_of_name(keys, tokens, begin):
                    return None
                owners, at = named, begin
                break
    begin = at
    while begin > 0 and keys[begin - 1] in _BETWEEN | DETERMINERS and unbroken(tokens, text, begin - 1, begin):
        begin -= 1
    apart = False
    for edge in dict.fromkeys((begin, at)):
        if edge > 0 and keys[edge - 1] in _NOT_NOW and joined(tokens, text, edge - 1, edge):
            if keys[edge - 1] not in _ONCE or not owners:
                return None
            apart = True
    if not owners and _part_of_longer(tokens, text, at):
        return None
    end = last
    if (
        (owners or len(title.keys) > 2)
        and end + 1 < len(keys)
        and keys[end + 1] in _SOON
        and unbroken(tokens, text, end, end + 1)
    ):
        end, apart = end + 1, True
    if end + 1 < len(keys) and keys[end + 1] in _NOT_HE and unbroken(tokens, text, end, end + 1):
        return None
    if not owners and end + 2 < len(keys) and keys[end + 1] in {"of", "for", "at"}:
        start = end + 2
        if keys[start] == "the" and start + 1 < len(keys):
            start += 1
        for length in (4, 3, 2, 1):
            stop = start + length
            if stop <= len(keys) and unbroken(tokens, text, end, stop - 1):
                named = owners_named(keys[start:stop])
                if named:
                    owners, end = named, stop - 1
                    break
    if not owners and first > 2 and keys[first - 1] == "and":
        owners = _shared_owner(keys, tokens, text, first)
    if title.keys[-1] == "leader" and not owners and not title.tight:
        return None
    phrase = _resolve(title, owners, begin if begin < first else at, end)
    return replace(phrase, apart=True) if apart and phrase is not None else phrase


def _end_of_name(keys: tuple[str, ...], tokens: Sequence[Token], begin: int) -> bool:
    """Whether the country at a word ends the name of a body that is not in the table: the Bank of Korea President."""
    from audit.names.vocabulary import words

    return (
        begin > 1
        and keys[begin - 1] == "of"
        and tokens[begin - 2].capital
        and keys[begin - 2] in words("organisation_heads")
    )


def _part_of_longer(tokens: Sequence[Token], text: str, at: int) -> bool:
    """Whether a capitalised word before the title says whose it is, and the table has nobody: "Harvard President"."""
    from audit.names.vocabulary import words

    if at == 0 or not unbroken(tokens, text, at - 1, at):
        return False
    before = tokens[at - 1]
    if not before.capital or before.opens or before.end != before.bare:
        return False
    if before.key in DETERMINERS or before.key in _BETWEEN:
        return False
    return not any(before.key in words(kind) for kind in ("weekdays", "months", "honorifics"))


def _shared_owner(keys: tuple[str, ...], tokens: Sequence[Token], text: str, first: int) -> frozenset[str]:
    """The country of the first of two joined descriptions: "the US peace plan designer and presidential envoy"."""
    for at in range(first - 2, max(-1, first - 8), -1):
        if not joined(tokens, text, at, first):
            break
        if tokens[at].capital:
            return owners_named(keys[at : at + 1]) or owners_named(keys[max(0, at - 1) : at + 1])
    return frozenset()


def _resolve(title: Title, owners: Set[str], first: int, last: int) -> OfficePhrase | None:
    tight, also = (
        tuple(office for office in listed if not owners or owner(office) in owners)
        for listed in (title.tight, title.loose)
    )
    both = tuple(dict.fromkeys((*tight, *also)))
    single = len({owner(office) for office in tight}) == 1 and len(title.keys) > 1
    apart = len({owner(office) for office in both}) > 1
    offices = tight if single and apart and not owners else both
    if not offices:
        return None
    alone = len({owner(office) for office in offices}) == 1 and len(title.keys) > 1
    stated = bool(owners) or (alone and title.keys[0] == owner(offices[0]).split()[0])  # "NATO Secretary General"
    return OfficePhrase(first=first, last=last, offices=offices, sure=stated or alone, loose=not tight, stated=stated)


def held(tokens: Sequence[Token], text: str, found: Sequence[OfficePhrase] | None = None) -> list[Held]:
    """The names that a sentence puts beside its office phrases."""
    out: list[Held] = []
    phrases_here = phrases(tokens, text) if found is None else found
    taken = {at for phrase in phrases_here for at in range(phrase.first, phrase.last + 1)}
    for phrase in phrases_here:
        after = _after(tokens, text, phrase, taken)
        if after is not None:
            out.append(after)
            continue
        before = _before(tokens, text, phrase, taken)
        if before is not None:
            out.append(before)
    return out


def _after(tokens: Sequence[Token], text: str, phrase: OfficePhrase, taken: set[int]) -> Held | None:
    at = phrase.last + 1
    if at >= len(tokens) or tokens[phrase.last].bare != tokens[phrase.last].end:
        return None
    gap = text[tokens[phrase.last].end : tokens[at].start]
    if gap.strip() not in {"", "(", ",", "\u201c", "\u2014"} or "\n" in gap:
        return None
    how = {"": "after", "(": "after"}.get(gap.strip(), "apposition")
    if tokens[at].key in _HONORIFICS and at + 1 < len(tokens):
        at += 1
    last = name_run(tokens, text, at, taken)
    if last is None or _over(tokens, last):
        return None
    if how == "apposition" and not _closed(tokens, text, last):
        return None
    return Held(first=at, last=last, phrase=phrase, how=how)


# what is said of somebody after the time in office: "Chancellor Olaf Scholz's successor", "Liz Truss's book"
_AFTERWARDS = frozenset(
    "successor successors predecessor book books memoir memoirs biography autobiography era legacy widow widower death"
    " memory funeral portrait statue grave tenure time years".split()
)


def _over(tokens: Sequence[Token], last: int) -> bool:
    """Whether a possessive and what follows it tell of the past."""
    if tokens[last].bare == tokens[last].end or last + 1 >= len(tokens):
        return False
    return any(token.key in _AFTERWARDS for token in tokens[last + 1 : last + 3])


def _before(tokens: Sequence[Token], text: str, phrase: OfficePhrase, taken: set[int]) -> Held | None:
    """A name with a comma before the phrase: "Daniel Driscoll, the US Army Secretary,"."""
    last = _comma(tokens, text, phrase.first)
    if last is None:
        return None
    if tokens[phrase.first].key in {"a", "an"} or not _closed(tokens, text, phrase.last):
        return None
    first = last
    if not nameable(tokens, first, taken):
        return None
    while first > 0 and unbroken(tokens, text, first - 1, first) and nameable(tokens, first - 1, taken):
        first -= 1
    while first < last and (tokens[first].key in _HONORIFICS or lower_word(tokens[first])):
        first += 1
    return Held(first=first, last=last, phrase=phrase, how="before") if last - first < 4 else None


def _comma(tokens: Sequence[Token], text: str, first: int) -> int | None:
    """The word before the comma that opens an apposition up to word `first`: next to it, or "X, the A and ..."."""
    for at in range(first, max(0, first - 7), -1):
        gap = text[tokens[at - 1].end : tokens[at].start].strip()
        if gap in {",", "("}:
            return at - 1 if at == first or tokens[first - 1].key == "and" else None
        if gap:
            return None
    return None


def _closed(tokens: Sequence[Token], text: str, last: int) -> bool:
    """Whether a comma, a bracket, a dash or the end follows the word."""
    rest = text[tokens[last].end : tokens[last].end + 2].strip()
    return not rest or rest[0] in ',.;:)\u2014\u2013"\u201d'


def holders_at(office: Office, on: date | None, slack: timedelta = SLACK) -> tuple[Holder, ...]:
    """The holders of the office on a date, with some days of grace around changes; all of them without a date."""
    if on is None:
        return office.holders
    out = []
    for holder in office.holders:
        grace = ABOUT if holder.about else slack
        if holder.since - grace <= on and (holder.until is None or on <= holder.until + grace):
            out.append(holder)
    return tuple(out)


def known_at(office: Office, on: date) -> bool:
    """Whether the table knows this office on that day: within its holders' dates and not long after it was written."""
    if not office.holders or on < office.holders[0].since:
        return False
    return office.known_to is None or on <= office.known_to + timedelta(days=270)


def people_named(keys: Sequence[str], within: Knowledge | None = None) -> frozenset[str]:
    """The names of known people whom all these folded words may rightly name."""
    table = (within or knowledge()).names_by_word
    found: frozenset[str] | None = None
    for key in keys:
        people = table[key]
        found = people if found is None else found & people
        if not found:
            break
    return found or frozenset()
