"""TBX terminology (ISO 30042:2008 and 2019): concepts with terms by language. Streamed; entities are off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audit.names.importers._streams import ImporterError, Record, keep

FORMAT = "tbx"
ABOUT = "TBX terminology (ISO 30042): a house's own names and terms"

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def records(path: Path) -> Iterator[Record]:
    """One record a concept (`termEntry` or `conceptEntry`)."""
    from lxml import etree

    try:
        events = etree.iterparse(
            str(path), tag=("{*}termEntry", "{*}conceptEntry"), resolve_entities=False, no_network=True, huge_tree=False
        )
        for number, (_, concept) in enumerate(events, 1):
            record = _record(concept, f"{path.stem}:{concept.get('id') or number}")
            if record is not None:
                yield record
            concept.clear()
            while concept.getprevious() is not None:
                del concept.getparent()[0]
    except (etree.XMLSyntaxError, OSError) as error:
        raise ImporterError(f"{path}: {error}; a TBX file is wanted") from error


def _texts(term: Any) -> Iterator[str]:
    """The text of a term, without entities that were left unresolved."""
    from lxml import etree

    yield term.text or ""
    for child in term:
        if not isinstance(child, etree._Entity):
            yield "".join(child.itertext())
        yield child.tail or ""


def _record(concept: Any, ref: str) -> Record | None:
    forms: list[tuple[str, str]] = []
    for section in concept.iter("{*}langSet", "{*}langSec"):
        code = keep(section.get(_LANG) or section.get("lang") or "")
        for term in section.iter("{*}term"):
            text = " ".join("".join(_texts(term)).split())
            if code is not None and text:
                forms.append((code, text))
    if not forms:
        return None
    name = next((form for lang, form in forms if lang == "en"), forms[0][1])
    return Record(ref=f"tbx:{ref}", name=name, kind="", forms=tuple(dict.fromkeys(forms)), weight=10**6)
