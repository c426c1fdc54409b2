"""Names judged without an original: by dated offices, known people, organisations and, where there is one, the pivot.

Precision comes before recall: a name is doubted only where the text itself says who it should be (an office with its
country, a given name with a role, a Chinese form in the pivot).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from audit.context import Context
from audit.model import Evidence, Hit, Rejected
from audit.names import alone_bare, alone_latin, alone_lettered, alone_people, alone_pivot, alone_variants
from audit.names.alone_claims import Claim, hit, propagate, repair, subtype
from audit.names.alone_likeness import Comparison
from audit.names.alone_near import Setting
from audit.names.alone_offices import Verdict, holders_named, judge
from audit.names.authority_knowledge import Person
from audit.names.offices import Held, held
from audit.names.reading import Reading
from audit.names.sound import letters
from audit.names.tokens import Token, fold, tokens


def alone_hits(context: Context) -> dict[str, list[Hit]]:
    """Hits by rule (mangled-name, wrong-holder), in order of their place, without looking at linked originals.

    Where a linked original has the same words, or lacks the person, the name is left alone.
    """
    out: dict[str, list[Hit]] = {}
    for claim in claims(context):
        out.setdefault(claim.rule, []).append(hit(claim))
    return out


def claims(context: Context) -> list[Claim]:
    """The claims of the authority about a text, with their propagation over it."""
    text = context.text
    sentences = context.words
    reading = Reading(text, sentences)
    around = frozenset[str]().union(*reading.keys)
    countries = frozenset[str]().union(*reading.owners)
    wide = frozenset[str]().union(*reading.homes)
    beside = [held(sentence, text) for sentence in sentences]
    found: list[Claim] = []
    for sentence, names in zip(sentences, beside, strict=True):
        found += _sentence(sentence, text, names, countries, Setting(context.as_of, wide, around))
    if context.document.pivot is not None:
        behind = alone_pivot.beside(context)
        found += _of_pivot(context, sentences, behind, countries)
        found += _of_latin(context, sentences, behind)
        lang = context.document.pivot.lang.split("-")[0]
        setting = Setting(context.as_of, wide, around)
        found += alone_lettered.claims(sentences, text, behind, lang, setting)
    found = [weighed for claim in _apart(found) if (weighed := _weigh(context, claim)) is not None]
    spread = propagate(found, sentences, text)
    people = alone_variants.present(reading) | _in_office(sentences, beside, context.as_of)
    spread = _with_variants(spread, reading, people)
    spread = _with_bare(spread, reading, context.as_of)
    return [claim for claim in spread if claim in found or not _in_original(context, claim)]


def _with_variants(claims: Sequence[Claim], reading: Reading, people: Mapping[str, Person]) -> list[Claim]:
    """The claims with near misses of the people of this text, and what is meant by the same surface."""
    surfaces = {
        c.key: c.person for c in claims if c.key and c.suggestion and c.rule == "mangled-name" and c.confidence >= 0.7
    }
    taken = [(claim.start, claim.end) for claim in claims]
    out = list(claims)
    for variant in alone_variants.find(reading, people.values(), surfaces, taken):
        token = reading.sentences[variant.number][variant.at]
        surface, person = token.word, variant.person
        comparison = Comparison("like", variant.score, variant.lang)
        beside = variant.like or person.name
        evidence = (
            Evidence(kind="in-text", detail=f"the same text has {beside}", weight=2.0, ref=person.name),
            _likeness(surface, person.family_name, variant.score, variant.lang),
        )
        confidence = min(0.9, 0.66 + 0.03 * variant.score)
        message = f"{surface} beside {beside}: {person.family_name} is meant"
        out.append(_of_surname(token, person, comparison, confidence, message, evidence))
    return sorted(out, key=lambda claim: (claim.start, claim.end))


def _with_bare(claims: Sequence[Claim], reading: Reading, on: date | None) -> list[Claim]:
    """The claims with bare surnames that nobody bears, near those of known people of whom the text speaks."""
    out = list(claims)
    taken = [(claim.start, claim.end) for claim in claims]
    for found in alone_bare.find(reading, on, taken):
        token = reading.sentences[found.number][found.at]
        surface, person = token.word, found.person
        comparison = Comparison("like", found.score, found.lang)
        evidence = (
            *(Evidence(kind="authority", detail=detail, weight=1.0, ref=person.name) for detail in found.support),
            Evidence(kind="authority", detail="no list of names has the word", weight=1.0),
            _likeness(surface, person.family_name, found.score, found.lang),
        )
        confidence = min(0.88, 0.6 + 0.05 * (found.evidence - alone_bare.NEEDED))
        message = f"{surface} stands where {person.name} should"
        out.append(_of_surname(token, person, comparison, confidence, message, evidence))
    return sorted(out, key=lambda claim: (claim.start, claim.end))


def _of_surname(
    token: Token,
    person: Person,
    comparison: Comparison,
    confidence: float,
    message: str,
    evidence: tuple[Evidence, ...],
) -> Claim:
    """The claim of one word that stands for the family name of a person."""
    return Claim(
        rule="mangled-name",
        start=token.start,
        end=token.bare,
        surface=token.word,
        key=token.key,
        suggestion=person.family_name,
        person=person,
        comparison=comparison,
        confidence=round(confidence, 3),
        subtype=subtype(token.word, comparison, person),
        message=message,
        evidence=evidence,
    )


def _in_office(
    sentences: Sequence[Sequence[Token]], beside: Sequence[Sequence[Held]], on: date | None
) -> dict[str, Person]:
    """People whom the text names rightly beside an office that they hold at the date."""
    out: dict[str, Person] = {}
    for sentence, names in zip(sentences, beside, strict=True):
        for item in names:
            words = [sentence[at].word for at in range(item.first, item.last + 1)]
            if not item.phrase.stated and len(words) == 1 and len(item.phrase.offices) > 3:
                continue
            for person in holders_named(words, item, None if item.phrase.apart else on):
                out[person.name] = person
    return out


def _sentence(
    sentence: Sequence[Token],
    text: str,
    beside: Sequence[Held],
    countries: frozenset[str],
    setting: Setting,
) -> Iterable[Claim]:
    if not sentence:
        return
    taken: set[int] = set()
    for item in beside:
        taken.update(range(item.phrase.first, item.phrase.last + 1))
    for verdict in judge(sentence, beside, setting.on, countries, setting.countries):
        taken.update(range(verdict.held.first, verdict.held.last + 1))
        yield _of_office(sentence, text, verdict)
    for known in alone_people.find(sentence, text, taken, setting.on, setting.countries, setting.around):
        yield _of_person(sentence, text, known)


def _of_office(sentence: Sequence[Token], text: str, verdict: Verdict) -> Claim:
    first, last, suggestion = repair(
        sentence, verdict.held.first, verdict.held.last, verdict.comparison, verdict.person
    )
    start, end = sentence[first].start, sentence[last].bare
    surface = text[start:end]
    evidence = [Evidence(kind="office", detail=verdict.why, weight=2.0, ref=verdict.office.id)]
    if verdict.rule == "mangled-name":
        evidence.append(_likeness(surface, suggestion, verdict.comparison.score, verdict.comparison.lang))
        kind = subtype(surface, verdict.comparison, verdict.person)
        message = f"{surface} stands where {verdict.person.name} should: {verdict.why}"
    else:
        kind = "wrong-holder"
        message = f"{surface} does not hold this office at the date of the text: {verdict.why}"
    others = tuple(
        Rejected(text=name, why="holds the office too, but is less like the surface") for name in verdict.others
    )
    return Claim(
        rule=verdict.rule,
        start=start,
        end=end,
        surface=surface,
        key=sentence[verdict.held.last].key,
        suggestion=suggestion,
        person=verdict.person,
        comparison=verdict.comparison,
        confidence=round(verdict.confidence, 3),
        subtype=kind,
        message=message,
        evidence=tuple(evidence),
        rejected=others,
    )


def _of_person(sentence: Sequence[Token], text: str, known: alone_people.Known) -> Claim:
    person, kind = known.person, known.comparison.kind
    suggestion = {"like": person.family_name, "given": person.given_name}.get(kind, person.name)
    start, end = sentence[known.first].start, sentence[known.last].bare
    surface = text[start:end]
    evidence = [Evidence(kind="authority", detail=detail, weight=1.0, ref=person.name) for detail in known.support]
    if kind == "order":
        name = "name-order"
        part, whose = (
            ("family", "Chinese family")
            if person.name.split()[0] == person.family_name
            else ("given", "Japanese given")
        )
        message = f"{surface}: English-language news writes the {part} name first, {person.name}"
        evidence.append(Evidence(kind="style", detail=f"AP, Reuters and the BBC put {whose} names first"))
    elif kind == "pinyin":
        name = "romanized-pivot"
        form = person.scripts.get("zh") or person.characters or person.pinyin
        message = f"{surface} is the pinyin of {form}; English-language news writes {person.name}"
        evidence.append(Evidence(kind="authority", detail=f"{form} is {person.name}", weight=3.0, ref=person.name))
    else:
        name = subtype(surface, known.comparison, person)
        message = f"{surface} stands where {person.name} should"
        evidence.append(_likeness(surface, suggestion, known.comparison.score, known.comparison.lang))
    return Claim(
        rule="mangled-name",
        start=start,
        end=end,
        surface=surface,
        key=_family_key(sentence, known),
        suggestion=suggestion,
        person=person,
        comparison=known.comparison,
        confidence=round(known.confidence, 3),
        subtype=name,
        message=message,
        evidence=tuple(evidence),
    )


def _of_pivot(
    context: Context, sentences: Sequence[Sequence[Token]], pivots: Sequence[str], countries: frozenset[str]
) -> list[Claim]:
    """What the pivot says against the names of the translation, where it is Chinese."""
    pivot = context.document.pivot
    if pivot is None or pivot.lang.split("-")[0] != "zh":
        return []
    known = alone_pivot.ledger(pivot.text)
    return [
        _of_slip(sentence, context.text, slip)
        for number, sentence, behind in alone_pivot.readable(sentences, pivots)
        for slip in alone_pivot.slips(number, sentence, context.text, behind, known, countries, pivot.text)
    ]


def _of_latin(context: Context, sentences: Sequence[Sequence[Token]], pivots: Sequence[str]) -> Iterable[Claim]:
    """Names in Latin letters that were not copied from the pivot as they stand there."""
    pivot = context.document.pivot
    if pivot is None or not alone_latin.has_names(pivot.text):
        return
    own = alone_latin.own_letters(pivot.text)
    for _, sentence, behind in alone_pivot.readable(sentences, pivots):
        for slip in alone_latin.find(sentence, behind, own=own):
            token = sentence[slip.at]
            why = Evidence(kind="pivot", detail=f"the pivot sentence writes {slip.text} in Latin letters", weight=4.0)
            yield Claim(
                rule="mangled-name",
                start=token.start,
                end=token.bare,
                surface=token.word,
                key=token.key,
                suggestion=slip.text,
                person=Person(name=slip.text),
                comparison=Comparison("like", 4.0, pivot.lang),
                confidence=round(min(0.95, 0.7 + 1.2 * (slip.likeness - 0.8)), 3),
                subtype="respelled",
                message=f"{token.word} stands where the pivot writes {slip.text}",
                evidence=(why,),
            )


def _of_slip(sentence: Sequence[Token], text: str, slip: alone_pivot.Slip) -> Claim:
    start, end = sentence[slip.first].start, sentence[slip.last].bare
    surface, wanted = text[start:end], slip.expected
    person = Person(name=slip.text or surface, scripts={"zh": wanted.form})
    comparison = Comparison("pinyin" if slip.kind == "romanized-pivot" else "like", slip.score, slip.lang or "zh")
    evidence = [Evidence(kind="pivot", detail=f"{wanted.form} stands in the pivot: {wanted.why}", weight=3.0)]
    if slip.text and slip.kind not in {"characters-misread", "read-in-mandarin"}:
        evidence.append(_likeness(surface, slip.text, slip.score, slip.lang))
    message = f"{surface} stands for {wanted.form}"
    if slip.kind == "characters-misread":
        message += f", in pinyin {slip.text}"
    elif slip.text:
        message += f", {slip.text}"
    elif slip.kind == "romanized-pivot":
        message = f"{surface} is the pinyin of {wanted.form}"
    else:
        message += ", and is no known name: look up how it is spelled"
    return Claim(
        rule="mangled-name",
        start=start,
        end=end,
        surface=surface,
        key=sentence[slip.last].key if slip.first == slip.last else "",
        suggestion=slip.text,
        person=person,
        comparison=comparison,
        confidence=round(slip.confidence, 3),
        subtype=slip.kind,
        message=message,
        evidence=tuple(evidence),
    )


def _family_key(sentence: Sequence[Token], known: alone_people.Known) -> str:
    """The folded word that stands for the family name, for the other mentions; "" where there are none to be found."""
    if known.comparison.kind == "like":
        return sentence[known.last].key
    if known.comparison.kind == "misread":
        first, last = sentence[known.first].key, sentence[known.last].key
        given = fold(known.person.given_name)
        return max(
            (first, last), key=lambda key: (letters(key, given) < 0.85, letters(key, fold(known.person.family_name)))
        )
    return ""


def _likeness(surface: str, name: str, score: float, lang: str) -> Evidence:
    via = f" through {lang}" if lang else ""
    return Evidence(kind="channel", detail=f"{surface} can come of {name}{via}", weight=round(score, 2))


def _apart(claims: Iterable[Claim]) -> list[Claim]:
    """Claims that do not overlap, the more confident first served."""
    out: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-c.confidence, c.start)):
        if not any(claim.start < other.end and other.start < claim.end for other in out):
            out.append(claim)
    return sorted(out, key=lambda c: c.start)


def _in_original(context: Context, claim: Claim) -> bool:
    """Whether a linked original has the very words of the claim's surface."""
    wanted = {token.key for token in tokens(claim.surface, 0, len(claim.surface))}
    for span in context.linked(claim.start, claim.end):
        if wanted <= {token.key for token in tokens(span.text, 0, len(span.text))}:
            return True
    return False


def _weigh(context: Context, claim: Claim) -> Claim | None:
    """The claim in the light of the linked original and of the pivot sentence; None where they speak against it."""
    from dataclasses import replace

    if _in_original(context, claim):
        return None
    if any(item.kind == "pivot" for item in claim.evidence) and not context.linked(claim.start, claim.end):
        return claim  # the pivot has had its say, and no original lacks the word
    forms = claim.person.forms_in(context.pivot_lang or "")
    pivot = context.pivot_of(claim.start, claim.end) if forms else None
    if forms and pivot:
        families = [form.replace("•", "·").split("·")[-1].split(" ")[-1] for form in forms]
        family = next((name for name in families if name in pivot), None)
        if family is not None:
            found = Evidence(
                kind="pivot", detail=f"{family} ({claim.person.name}) stands in the pivot sentence", weight=4.0
            )
            return replace(claim, confidence=max(0.95, claim.confidence), evidence=(*claim.evidence, found))
        if claim.rule == "wrong-holder":
            return None
        return replace(claim, confidence=claim.confidence - 0.15)
    return claim
