"""The names ledger as terminology: TBX-Basic in the dialect "DCA" of ISO 30042:2019.

One concept a name: the form of the house (else the usual one) preferred, other right forms admitted, artifacts
deprecated; forms in other languages as they came through. Built by lxml, so that no text can become markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from lxml import etree

from audit.judgements.entries import Entry

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FIELDS = {"person": "people", "place": "places", "organisation": "organisations"}


def write(entries: Iterable[Entry], out: TextIO) -> int:
    """Write the entries as they come; returns their number."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f'<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="{NAMESPACE}">\n')
    out.write(
        "<tbxHeader><fileDesc><titleStmt><title>Names</title></titleStmt>"
        "<sourceDesc><p>The names ledger of a review with translation-audit</p></sourceDesc></fileDesc></tbxHeader>\n"
        "<text><body>\n"
    )
    count = 0
    for entry in entries:
        count += 1
        out.write(etree.tostring(_concept(entry, count), encoding="unicode") + "\n")
    out.write("</body></text>\n</tbx>\n")
    return count


def _concept(entry: Entry, number: int) -> Any:
    concept = etree.Element("conceptEntry", id=f"c{number}")
    if entry.kind in _FIELDS:
        _add(concept, "descrip", _FIELDS[entry.kind], type="subjectField")
    if entry.listed is not None:
        made = etree.SubElement(concept, "transacGrp")
        _add(made, "transac", "origination", type="transactionType")
        _add(made, "date", entry.listed.isoformat())
        if entry.reviewer:
            _add(made, "transacNote", entry.reviewer, type="responsibility")
    if entry.note:
        _add(concept, "note", entry.note)
    english = etree.SubElement(concept, "langSec")
    english.set(_LANG, "en")
    _term(english, entry.preferred, "preferredTerm-admn-sts" if entry.chosen else "admittedTerm-admn-sts", entry.source)
    for form in entry.admitted:
        _term(english, form, "admittedTerm-admn-sts")
    for form in entry.deprecated:
        _term(english, form, "deprecatedTerm-admn-sts")
    by_lang: dict[str, list[str]] = {}
    for lang, form in entry.pivots:
        by_lang.setdefault(lang, []).append(form)
    for lang, forms in sorted(by_lang.items()):
        section = etree.SubElement(concept, "langSec")
        section.set(_LANG, lang or "und")
        for form in forms:
            _term(section, form, None)
    return concept


def _term(section: Any, form: str, status: str | None, source: str = "") -> None:
    made = etree.SubElement(section, "termSec")
    _add(made, "term", form)
    _add(made, "termNote", "noun", type="partOfSpeech")
    if status is not None:
        _add(made, "termNote", status, type="administrativeStatus")
    if source:
        _add(made, "admin", source, type="source")


def _add(parent: Any, tag: str, text: str, **attributes: str) -> None:
    child = etree.SubElement(parent, tag, attributes)
    child.text = "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff\x7f") else "\ufffd" for c in text)
