"""Names beside an office whose holder at the date is somebody else: misspelled by the channel, or another person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from audit.names.alone_likeness import Comparison, compare
from audit.names.authority_knowledge import Holder, Knowledge, Office, Person, families, knowledge
from audit.names.authority_lexicon import known as borne
from audit.names.name_runs import DETERMINERS
from audit.names.offices import Held, holders_at, known_at, people_named
from audit.names.origins import chinese
from audit.names.owners import owner
from audit.names.tokens import Token, fold

NEAR = -1.0
"""Log-odds of likeness from which a name beside a stated office counts as a form of the holder's."""

UNSURE_NEAR = 2.5
"""The same where the country has to be guessed."""

UNDATED, UNDATED_STRANGE = 3.5, 2.0
"""The same without a date, or for who held it once; and for a name that no list of names has."""

_PAST = frozenset(
    "former then under during administration administrations era ago history historic predecessor predecessors died "
    "tenure served succeeded replaced resigned previous earlier back term biography anniversary remembered once".split()
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an office says of a name: the rule, who should stand there, and the confidence that the name is wrong."""

    rule: str
    held: Held
    office: Office
    holder: Holder
    person: Person
    comparison: Comparison
    confidence: float
    why: str
    others: tuple[str, ...] = ()


def judge(
    tokens: Sequence[Token],
    found: Iterable[Held],
    on: date | None,
    countries: frozenset[str],
    about: frozenset[str] = frozenset(),
) -> list[Verdict]:
    """The verdicts on the names that a sentence puts beside offices; nothing where the name may be right.

    `on`: the date of the text (None: only likeness over all holders counts, as for former holders at any date);
    `countries`: owners that the text names; `about`: those that it speaks of in other ways too.
    """
    know = knowledge()
    out = []
    for item in found:
        words = [tokens[at].word for at in range(item.first, item.last + 1)]
        verdict = _judge(tokens, words, item, None if item.phrase.apart else on, countries, countries | about, know)
        if verdict is not None:
            out.append(verdict)
    return out


def holders_named(words: Sequence[str], item: Held, on: date | None) -> list[Person]:
    """The holders at the date whom the name beside the office rightly names."""
    know = knowledge()
    holders = [holder for office in item.phrase.offices for holder in holders_at(office, on)]
    people = {holder.name: know.person(holder.name) for holder in holders}
    keys = _folded(words)
    return [person for person in people.values() if not families(person).isdisjoint(keys)]


def _folded(words: Sequence[str]) -> list[str]:
    return [fold(word.replace("-", "")) for word in words]


def _judge(
    tokens: Sequence[Token],
    words: list[str],
    item: Held,
    on: date | None,
    countries: frozenset[str],
    about: frozenset[str],
    know: Knowledge,
) -> Verdict | None:
    if on is None and not item.phrase.sure:
        return None  # nothing says whose office it is, and no holder is the one of the day
    offices = item.phrase.offices
    once = _once_theirs(tokens, words, item, on, countries, know)
    if once:
        offices = once
    elif not item.phrase.sure:
        offices = tuple(
            o for o in offices if owner(o) in about or (len(words) > 1 and _given_of(o, words[0], on, know))
        )
    pairs = [(office, holder) for office in offices for holder in holders_at(office, on)]
    if not pairs:
        return None
    compared = [(office, holder, know.person(holder.name)) for office, holder in pairs]
    known = people_named([token.key for token in tokens[item.first : item.last + 1]])
    if len(words) == 1:
        known = _of_the_owners(known, offices, know)
    if known and on is None:
        return None
    least = -inf if on is not None else UNDATED if any(borne(word) for word in words) else UNDATED_STRANGE
    best: tuple[Comparison, Office, Holder, Person] | None = None
    for office, holder, person in compared:
        comparison = compare(words, person, least)
        if comparison.kind in {"same", "order"} or (comparison.kind == "pinyin" and chinese(person)):
            return None
        if best is None or _rank(comparison, holder, on) > _rank(best[0], best[2], on):
            best = (comparison, office, holder, person)
    assert best is not None
    comparison, office, holder, person = best
    others = tuple(dict.fromkeys(h.name for _, h, _ in compared if h.name != holder.name))[:3]
    if known and len(words) > 1 and (office.several or _one_of_many(known, office, on, know)):
        return None  # the list of such holders is never whole, and one country has several of them
    if on is None:
        return _undated(item, best, least, others)
    past = _of_the_past(tokens, on)
    before = _predecessor(words, offices, know)
    if before is not None and before.since > on:
        return None  # the text is younger than its date says
    sure = item.phrase.sure or (len(words) > 1 and _given_of(office, words[0], on, know))
    if before is None and _alike(comparison, sure, bool(known), len(words) > 1):
        confidence = _confidence(comparison, item)
        why = f"{_title(office)} on {on.isoformat()}: {holder.name} (since {holder.since.isoformat()})"
        return Verdict("mangled-name", item, office, holder, person, comparison, confidence, why, others)
    now = [entry for entry in compared if _holds(entry[1], on)] or compared
    if past or _headline(tokens, item) or not (once or _definite(item, countries)) or len(now) != 1:
        return None
    office, holder, person = now[0]
    if office.several or not known_at(office, on):
        return None
    return _other_person(words, item, (comparison, office, holder, person), before, known, on)


def _once_theirs(
    tokens: Sequence[Token],
    words: list[str],
    item: Held,
    on: date | None,
    countries: frozenset[str],
    know: Knowledge,
) -> tuple[Office, ...]:
    """The one office of an unqualified phrase that the person named held before: Secretary General Jens Stoltenberg.

    Who is named says whose office it is. A family name alone says it where the title or the text names the owner, and
    nothing does where somebody of that name holds an office of the phrase. A title of one word (President) is left
    alone: too many texts look back at those who bore it.
    """
    phrase = item.phrase
    title = [at for at in range(phrase.first, phrase.last + 1) if tokens[at].key not in DETERMINERS]
    if on is None or phrase.stated or len(title) < 2 or item.how == "apposition" or holders_named(words, item, on):
        return ()
    offices = tuple(
        office
        for office in phrase.offices
        if (len(words) > 1 or phrase.sure or owner(office) in countries)
        and _predecessor(words, (office,), know) is not None
    )
    return offices if len({owner(office) for office in offices}) == 1 else ()


_MANY = frozenset(
    "envoy adviser advisor representative ambassador senator spokesman spokeswoman spokesperson negotiator".split()
)


def _one_of_many(known: frozenset[str], office: Office, on: date | None, know: Knowledge) -> bool:
    """Whether a known person holds another office of this kind (envoy, adviser) for the same country or body."""
    kinds = _MANY & {fold(word) for title in office.titles for word in title.split()}
    return bool(kinds) and any(
        owner(other) == owner(office)
        and (on is None or _holds(holder, on))
        and kinds & {fold(word) for title in other.titles for word in title.split()}
        for name in known
        for other, holder in know.offices_of.get(name, ())
    )


def _of_the_owners(known: frozenset[str], offices: Sequence[Office], know: Knowledge) -> frozenset[str]:
    """Those of the known people of a bare family name who held an office of the same country, body or company.

    A family name alone is always somebody's; only who may stand beside such an office speaks for the name.
    """
    owners = {owner(office) for office in offices}
    return frozenset(
        name for name in known if any(owner(office) in owners for office, _ in know.offices_of.get(name, ()))
    )


def _holds(holder: Holder, on: date) -> bool:
    return holder.since <= on and (holder.until is None or on < holder.until)


def _definite(item: Held, countries: frozenset[str]) -> bool:
    """Whether the text leaves no doubt whose office it is: stated, or the only country that it speaks of."""
    phrase = item.phrase
    return phrase.stated or (phrase.sure and countries <= {owner(office) for office in phrase.offices})


def _given_of(office: Office, given: str, on: date | None, know: Knowledge) -> bool:
    """Whether a holder at the date has that (rare) given name: then the office may be theirs without its country."""
    key = fold(given)
    holders = holders_at(office, on) if on is not None else ()
    return len(know.by_given.get(key, ())) == 1 and any(fold(know.person(h.name).given_name) == key for h in holders)


_CURRENT = 2.0
"""Log-odds for who holds the office on the very day, before those who have just left it or are about to come."""


def _rank(comparison: Comparison, holder: Holder, on: date | None) -> float:
    current = _CURRENT if on is not None and _holds(holder, on) else 0.0
    return comparison.score + current + (4.0 if comparison.kind == "given" else 0.0)


def _alike(comparison: Comparison, sure: bool, known: bool, several_words: bool) -> bool:
    if comparison.kind == "given":
        return sure and not known
    if comparison.kind == "pinyin":
        return True
    if comparison.kind not in {"like", "misread"}:
        return False
    needed = (NEAR if sure else UNSURE_NEAR) + (1.5 if known else 0.0)
    if not sure and several_words and comparison.score < (3.0 if comparison.kind == "misread" else 5.0):
        return False  # a full name in an office that may be another country's or company's
    return comparison.score >= needed


def _confidence(comparison: Comparison, item: Held) -> float:
    if comparison.kind == "given":
        return 0.6
    if comparison.kind == "pinyin":
        return 0.93
    base = 0.72 if item.phrase.sure else 0.6
    if item.how == "apposition":
        base -= 0.08
    return min(0.97, base + 0.05 * max(0.0, comparison.score + 1.0))


def _undated(
    item: Held, best: tuple[Comparison, Office, Holder, Person], needed: float, others: tuple[str, ...]
) -> Verdict | None:
    """Without a date only a strong likeness with somebody who ever held the office counts."""
    comparison, office, holder, person = best
    if comparison.kind not in {"like", "pinyin"} or comparison.score < needed:
        return None
    why = f"{_title(office)}: {holder.name} ({_years(holder)})"
    return Verdict("mangled-name", item, office, holder, person, comparison, 0.7, why, others)


def _other_person(
    words: list[str],
    item: Held,
    best: tuple[Comparison, Office, Holder, Person],
    before: Holder | None,
    known: frozenset[str],
    on: date,
) -> Verdict | None:
    comparison, office, holder, person = best
    if before is None and (item.how == "apposition" or item.phrase.loose):
        return None
    if before is not None:
        confidence = 0.74
        why = f"{_title(office)} on {on.isoformat()}: {holder.name}; {before.name} held it {_years(before)}"
    elif len(words) == 1 or known:
        confidence = 0.64
        why = f"{_title(office)} on {on.isoformat()}: {holder.name} (since {holder.since.isoformat()})"
    else:
        return None
    if holder.about or holder.acting:
        confidence -= 0.1
    return Verdict("wrong-holder", item, office, holder, person, comparison, confidence, why)


def _predecessor(words: list[str], offices: Sequence[Office], know: Knowledge) -> Holder | None:
    """Who of the offices' other holders is rightly called so."""
    for office in offices:
        for holder in reversed(office.holders):
            person = know.person(holder.name)
            kind = compare(words, person, inf).kind
            if kind in {"same", "order"} or (kind == "pinyin" and chinese(person)):
                return holder
    return None


def _headline(tokens: Sequence[Token], item: Held) -> bool:
    """Whether the words beside name and office have capitals too: a headline, where verbs look like names."""
    inside = {*range(item.first, item.last + 1), *range(item.phrase.first, item.phrase.last + 1)}
    outside = [token for at, token in enumerate(tokens) if at not in inside and len(token.key) > 3 and at]
    return len(outside) > 1 and sum(token.capital for token in outside) > 0.7 * len(outside)


def _of_the_past(tokens: Sequence[Token], on: date) -> bool:
    """Whether the sentence speaks of an earlier time."""
    for token in tokens:
        if token.key in _PAST:
            return True
        if len(token.key) == 4 and token.key.isdigit() and 1900 <= int(token.key) < on.year:
            return True
    return False


def _years(holder: Holder) -> str:
    return f"{holder.since.year}-{holder.until.year if holder.until else ''}"


def _title(office: Office) -> str:
    whose = office.country or office.body or office.company or ""
    title = office.titles[0]
    return title if whose and whose.casefold() in title.casefold() else f"{whose} {title}".strip()
