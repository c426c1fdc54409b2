"""How new words are written into a place of a file: escaped as its format has it, or declined with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

_BREAK = re.compile("[\r\n]")
_SRT_TAG = re.compile(r"<[/\w]|\{\\")
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PO = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


class Declined(Exception):
    """Words that cannot be written there, and why."""


def written(form: str, text: str, encoding: str) -> str:
    """`text` as it is written in a place of this form, in a file of this encoding. Raises Declined.

    >>> written("xml", "AT&T", "utf-8")
    'AT&amp;T'
    """
    escaped = _FORMS[form](text)
    try:
        escaped.encode(encoding)
    except UnicodeError:
        if form in _INSTEAD:
            return "".join(char if _has(encoding, char) else _INSTEAD[form](char) for char in escaped)
        lacking = next(char for char in escaped if not _has(encoding, char))
        raise Declined(f"cannot be written in {encoding}, which has no {lacking!a}") from None
    return escaped


_INSTEAD: dict[str, Callable[[str], str]] = {
    "xml": lambda char: f"&#x{ord(char):X};",
    "json": lambda char: json.dumps(char)[1:-1],
}
"""How a character is written that the encoding lacks."""


def _has(encoding: str, char: str) -> bool:
    try:
        return bool(char.encode(encoding))
    except UnicodeError:
        return False


def _plain(text: str) -> str:
    return text


def _line(text: str) -> str:
    if _BREAK.search(text):
        raise Declined("a line break cannot stand there")
    return text


def _srt(text: str) -> str:
    if _SRT_TAG.search(text):
        raise Declined("would be read as a tag")
    return _line(text)


def _xml(text: str) -> str:
    if _NO_XML.search(text):
        raise Declined("XML has no such character")
    return text.translate(_XML)


def _cdata(text: str) -> str:
    if "]]>" in text or "]" in text[-2:] or _NO_XML.search(text):
        raise Declined("a marked section cannot hold it")
    return text


def _po(text: str) -> str:
    return text.translate(_PO)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _json_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


_FORMS: dict[str, Callable[[str], str]] = {
    "": _plain,
    "line": _line,
    "xml": _xml,
    "cdata": _cdata,
    "po": _po,
    "json": _json,
    "json-ascii": _json_ascii,
    "srt": _srt,
    "vtt": lambda text: _line(text).translate(_XML),
}
