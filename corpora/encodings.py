"""From bytes to text: byte-order marks, UTF-8, older encodings by evidence, and U+FFFD for what is no character."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = bytes((*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
# Everyday letters and signs of windows-1252: curly marks, dashes, accented letters but the Icelandic ones.
_WESTERN = frozenset("‘’“”–—…€£§°«»¡¿\u00a0ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüœŒ".encode("cp1252"))
_BESIDE_LATIN = re.compile("[A-Za-z][\u4e00-\u9fff]|[\u4e00-\u9fff][A-Za-z]")
# The most frequent syllables of running Korean.
_HANGUL = frozenset(
    "이다는의에을를가한고하기지사도로대인서자정은시리어해과전부수그보나국일제있으아장게스주여공성연라상동구했만원들조선당"
    "학김미관신위민북남회년월것및러트크우통령경제방문재무협중외군유안진세반소개발비용"
)
_VOWEL = re.compile("[аеёиоуыэюяієїАЕЁИОУЫЭЮЯІЄЇ]")
SAMPLE = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """The encoding of a file: a codec name, the length of its byte-order mark, and whether it had to be guessed."""

    name: str
    mark: int = 0
    guessed: bool = False

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should be told about how the bytes were understood."""
        return (f"not UTF-8: read as {self.name}",) if self.guessed else ()


def encoding_of(head: bytes, declared: str | None = None) -> Encoding:
    """The encoding of a file that begins with `head` (up to SAMPLE bytes are looked at).

    A byte-order mark decides, then valid UTF-8, then what the file declares (an HTML meta element), then evidence.
    """
    head = head[:SAMPLE]
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name=name, mark=len(mark))
    if wide := _utf16_without_mark(head):
        return Encoding(name=wide, guessed=True)
    if _is_utf8(head):
        return Encoding(name="utf-8")
    if declared and _known(declared) and _fits(head, declared):
        return Encoding(name=_widened(declared))
    name = _guess(head)
    return Encoding(name=name, guessed=name != "utf-8")


def decode(data: bytes, encoding: Encoding) -> tuple[str, int]:
    """The text of `data` (without its byte-order mark) and how many bytes or surrogates had to become U+FFFD."""
    data = data[encoding.mark :] if encoding.mark else data
    errors = "surrogateescape" if encoding.name == "utf-8" else "replace"
    text = data.decode(encoding.name, errors)
    if errors == "replace":
        own = data.count("\ufffd".encode(encoding.name)) if encoding.name.startswith("utf") else 0
        return text, text.count("\ufffd") - own
    return clean(text)


def clean(text: str) -> tuple[str, int]:
    """`text` with every lone surrogate replaced by U+FFFD, one for one, and how many there were.

    >>> clean("a\\ud800b") == ("a\\ufffdb", 1)
    True
    """
    return (text, 0) if sound(text) else _SURROGATES.subn("\ufffd", text)


def sound(text: str) -> bool:
    """Whether `text` has no lone surrogate; encoding it tells a hundred times as fast as looking for one.

    >>> sound("ä"), sound("a\\ud800b")
    (True, False)
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def binary_reason(text: str) -> str | None:
    """Why `text` looks like binary data rather than writing, or None."""
    if "\0" in text:
        return "holds NUL characters, this looks like binary data: give a text file"
    if not text:
        return None
    written = text.encode("utf-8", "surrogatepass")
    controls = len(written) - len(written.translate(None, _CONTROLS))
    if controls > 8 and controls * 20 > len(text):
        return "is full of control characters, this looks like binary data: give a text file"
    lost = text.count("\ufffd")
    if lost > 8 and lost * 10 > len(text):
        return "holds too many undecodable characters: convert the file to UTF-8"
    return None


def _is_utf8(head: bytes) -> bool:
    text = head.decode("utf-8", "surrogateescape")
    bad = len(_SURROGATES.findall(text[:-4])) if len(head) == SAMPLE else len(_SURROGATES.findall(text))
    if not bad:
        return True
    good = sum(1 for _ in _MULTIBYTE.finditer(head))
    return good >= 4 * bad


def _utf16_without_mark(head: bytes) -> str | None:
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _known(name: str) -> bool:
    try:
        return not codecs.lookup(name).name.startswith(("utf-7", "idna", "punycode", "raw", "unicode", "undefined"))
    except LookupError:
        return False


def _widened(name: str) -> str:
    """The superset that pages mean when they name its subset (as browsers do)."""
    plain = codecs.lookup(name).name
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-1": "cp1252"}
    return wider.get(plain, plain)


def _fits(head: bytes, name: str) -> bool:
    try:
        text = head.decode(_widened(name), "replace")
    except (LookupError, UnicodeError):
        return False
    return text.count("\ufffd") * 50 <= len(text)


def _guess(head: bytes) -> str:
    """The older encoding under which `head` looks most like writing; UTF-8 with stray bytes where none does."""
    high = [byte for byte in head if byte > 0x7F]
    western = sum(byte in _WESTERN for byte in high) * 2 >= len(high)
    best, best_score = "cp1252" if western else "utf-8", 0.3
    for name in ("gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1251", "koi8_r", "cp1256"):
        score = _likeness(head, name)
        if score > best_score:
            best, best_score = name, score
    return best


def _likeness(head: bytes, name: str) -> float:
    """How much the non-ASCII part of `head`, read as `name`, looks like common writing; about 0 to 1."""
    text = head.decode(name, "replace")
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 0.0
    total = len(foreign)
    wrong = foreign.count("\ufffd")
    if wrong * 20 > total + 20:
        return 0.0
    marks = sum(1 for c in foreign if c in "，。、！？：；（）《》「」『』“”‘’…—　・ー«»№–؟،")
    if name in ("gb18030", "big5"):
        share = _common_han(foreign, name)
    elif name in ("cp932", "euc_jp"):
        kana = sum(1 for c in foreign if "\u3041" <= c <= "\u30fe")
        han = sum(1 for c in foreign if "\u4e00" <= c <= "\u9fff")
        half = sum(1 for c in foreign if "\uff66" <= c <= "\uff9f")
        share = (kana + 0.9 * han + marks) / total if kana * 5 > total else _kanji(text, foreign, name, half)
        share += 0.2 * (kana * 5 > total * 4)  # Chinese bytes hardly ever come out as kana alone
    elif name == "cp949":
        everyday = sum(1 for c in foreign if "\uac00" <= c <= "\ud7a3" and len(c.encode("euc_kr", "ignore")) == 2)
        hanja = sum(1 for c in foreign if "\u4e00" <= c <= "\u9fff")
        usual = sum(1 for c in foreign if c in _HANGUL)
        share = (everyday + marks + (hanja if 2 * hanja < everyday < 2 * usual else 0)) / total
        # Chinese bytes hardly ever come out as Hangul alone, and never as syllables that are usual.
        share = share + (0.2 if usual or everyday < 3 else -0.2) if share > 0.85 else 0.0
    elif name == "cp1256":
        share = sum(1 for c in foreign if "\u0621" <= c <= "\u064a" or c in "،؟؛") / total
        mixed = len(re.findall("[A-Za-z][\u0621-\u064a]|[\u0621-\u064a][A-Za-z]", text))
        share = (0.9 if set(foreign) & set("الي") else 0.6) * share - mixed / total
    else:
        share = _cyrillic(text, total)
    return share - wrong / total


def _common_han(foreign: list[str], name: str) -> float:
    """The share of everyday characters: level 1 of GB 2312 or of Big5, and Chinese punctuation."""
    codec, low, high = ("gb2312", 0xB0, 0xD7) if name == "gb18030" else ("big5", 0xA4, 0xC6)
    common = 0
    for char in foreign:
        code = char.encode(codec, "ignore")
        common += len(code) == 2 and (low <= code[0] <= high or code[0] in (0xA1, 0xA3))
    return common / len(foreign)


def _cyrillic(text: str, total: int) -> float:
    """The share of Cyrillic letters, small ones expected: KOI8-R and Windows-1251 swap the cases of each other."""
    small = sum(1 for c in text if "\u0430" <= c <= "\u045f")
    great = sum(1 for c in text if "\u0400" <= c <= "\u042f")
    inside = len(re.findall("[\u0430-\u045f][\u0410-\u042f]", text))
    mixed = len(re.findall("[A-Za-z][\u0400-\u045f]|[\u0400-\u045f][A-Za-z]", text))
    words = re.findall("[\u0400-\u045f]{3,}", text)
    mute = sum(len(word) for word in words if not _VOWEL.search(word))
    return (small + (0.4 if small else 0.75) * great - inside - 2 * mixed - 0.8 * mute) / total


def _kanji(text: str, foreign: list[str], name: str, half: int) -> float:
    """The likeness of Japanese without kana, a headline or a name: everyday kanji, or half-width kana."""
    total = len(foreign)
    if name != "cp932" or total < 2 or _BESIDE_LATIN.search(text):
        return 0.0
    codes = [char.encode(name, "ignore") for char in foreign]
    everyday = sum(len(code) == 2 and 0x88 <= code[0] <= 0x97 for code in codes)
    full = half * 3 > total and 0 < everyday == total - half
    return 0.85 if everyday == total or full else 0.0
