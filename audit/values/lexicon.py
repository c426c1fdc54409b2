"""Units, currencies and stop words for the number parser; the tables come from `seeds/quantities.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from audit.seeds import table

STOPS = frozenset(
    "of in on at to for with by from as and or but that this these those it its is are was were be been being has have "
    "had do does did will would can could who which when where while than then per a an the he she they we i you his "
    "her "
    "their since after before during until over under between into out up down off more less fewer said says not ago "
    "later earlier each every about against across among around because if so".split()
)
"""Words that end a counted noun phrase."""

MONTH_WORDS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec".split()
)
"""Folded names of the months and their abbreviations, without a full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of measure: its kind (length, mass, ...) and how many base units it is."""

    name: str
    kind: str
    factor: float
    chinese: bool


@cache
def units() -> dict[str, str]:
    """Folded words of a unit -> the unit's name."""
    return {form.casefold(): entry["name"] for entry in table("quantities.toml")["unit"] for form in entry["forms"]}


@cache
def unit(name: str) -> Unit | None:
    """The unit of that name."""
    for entry in table("quantities.toml")["unit"]:
        if entry["name"] == name:
            return Unit(
                name=name,
                kind=entry["kind"],
                factor=float(entry["factor"]),
                chinese=bool(entry.get("chinese")),
            )
    return None


@cache
def currencies() -> dict[str, str]:
    """Folded words of a currency -> its code."""
    return {word.casefold(): entry["code"] for entry in table("quantities.toml")["currency"] for word in entry["words"]}


@cache
def currency_words() -> frozenset[str]:
    """All single words of currencies, folded."""
    return frozenset(word for word in currencies() if " " not in word)


@cache
def signs() -> dict[str, str]:
    """Folded signs that stand before an amount -> the currency's code."""
    return {sign.casefold(): entry["code"] for entry in table("quantities.toml")["currency"] for sign in entry["signs"]}


@cache
def currency_name(code: str) -> str:
    """The word of a currency that news would write: "dollars" for USD."""
    for entry in table("quantities.toml")["currency"]:
        if entry["code"] == code:
            words: list[str] = entry["words"]
            return next((word for word in words if word.endswith("s")), words[0]) if words else code
    return code


@cache
def plural(name: str) -> str:
    """The plural of a unit or currency that American news writes: "kilometers", "euros"."""
    for entry in table("quantities.toml")["unit"]:
        if entry["name"] == name:
            forms: list[str] = [form for form in entry["forms"] if form.endswith("s") and len(form) > 3]
            return next((form for form in forms if "meter" in form or "liter" in form), (forms or [name])[0])
    return currency_name(name)
