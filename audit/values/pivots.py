"""Numbers of a pivot text: Chinese and Japanese numerals (万 亿 兆), Korean, Russian, Ukrainian.

For `audit.detectors.number_mismatch` and its neighbours: which values stand in the sentence that the
translation was made from. An own reader instead of cn2an, which raises on what news mixes freely ("4 万亿",
"数千亿", "两百多万").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from audit.seeds import table


@dataclass(frozen=True, slots=True, kw_only=True)
class PivotNumber:
    """A number of a pivot text, [start, end); low = high but for vague ones (数千); unit: percent or a currency's "
    "code."""

    start: int
    end: int
    low: float
    high: float
    text: str
    unit: str | None = None


_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "俩": 2, "壹": 1, "貳": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12, "만": 1e4, "억": 1e8, "조": 1e12}
_CYRILLIC = {"тыс": 1e3, "тисяч": 1e3, "млн": 1e6, "миллион": 1e6, "мільйон": 1e6, "млрд": 1e9, "миллиард": 1e9,
             "мільярд": 1e9, "трлн": 1e12, "триллион": 1e12, "трильйон": 1e12}  # fmt: skip
_HAN_NUMBER = re.compile(
    r"(?P<vague>[数數几幾上])?(?P<body>\d[\d,]*(?:\.\d+)?(?:\s?[十百千万萬亿億兆만억조])*"
    r"(?:\s?\d+(?:\.\d+)?\s?[十百千万萬亿億兆만억조]+)*"
    r"|[零〇一二两兩三四五六七八九十百千万萬亿億兆]+(?:点[零〇一二三四五六七八九]+[万萬亿億兆]*)?)(?P<more>[余餘多来几数])?(?P<after>[十百千万萬亿億兆]+)?"
)
_SHARE = re.compile(
    r"百分之\s?(?P<n>[零〇一二两三四五六七八九十百点\d.]+)|(?P<m>\d+(?:\.\d+)?)\s?[%％‰]|(?P<c>[一二三四五六七八九\d])成(?![立为本员])"
    r"|(?P<below>[二三四五六七八九十\d]+)分之(?P<above>[一二两三四五六七八九\d]+)"
)
_CYRILLIC_NUMBER = re.compile(
    r"((?:(?<!\d)(?<!\d[ \u00a0])[1-9]\d{0,2}(?:[ \u00a0]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?)(?:\s*[-–]?\s*([а-яіїє]+))?"
)


def numbers(text: str, lang: str) -> list[PivotNumber]:
    """All numbers of a pivot sentence, in order; percentages with unit "percent"."""
    if lang in ("ru", "uk", "be", "bg"):
        return _cyrillic(text)
    found = []
    shares = list(_SHARE.finditer(text))
    for match in shares:
        if match["below"]:
            below, above = _value(match["below"]), _value(match["above"])
            value = 100 * above / below if below and above else None
        else:
            value = _value(match["n"] or match["m"]) if not match["c"] else 10 * (_value(match["c"]) or 0)
        if value is not None:
            found.append(_made(match, value, value, "percent"))
    for match in _HAN_NUMBER.finditer(text):
        if any(share.start() <= match.start() < share.end() for share in shares):
            continue
        value = _value(match["body"] + (match["after"] or ""))
        if value is None:
            continue
        high = value * (1.9 if match["more"] in ("几", "数") else 1.3) if match["more"] else value
        if match["vague"] and match["vague"] != "上":
            value, high = (2 * value, 9.99 * value) if match["body"][0] in "十百千万萬亿億" else (value, high)
        found.append(_made(match, value, high, _currency(text[match.end() : match.end() + 5])))
    return sorted(found, key=lambda number: number.start)


def _made(match: re.Match[str], low: float, high: float, unit: str | None) -> PivotNumber:
    return PivotNumber(start=match.start(), end=match.end(), low=low, high=high, text=match.group().strip(), unit=unit)


def _value(words: str) -> float | None:
    """The value of a numeral in characters, digits or both; None where it is no numeral alone (万一)."""
    words = re.sub(r"[\s,，]", "", words)
    if words == "万一":
        return None
    if "点" in words:
        whole, _, rest = words.partition("点")
        tail = rest.rstrip("万萬亿億兆")
        scale = 1.0
        for sign in rest[len(tail) :]:
            scale *= _BIG[sign]
        digits = "".join(str(_DIGITS.get(c, "")) for c in tail)
        head = _value(whole)
        return None if head is None or not digits else float(f"{int(head)}.{digits}") * scale
    total, section, current, seen = 0.0, 0.0, 0.0, False
    plain = "".join(str(_DIGITS[c]) for c in words if c in _DIGITS)
    if len(plain) == len(words) and len(words) > 1:
        return float(plain)
    for token in re.findall(r"\d+(?:\.\d+)?|\D", words):
        if token[0].isdigit():
            current, seen = float(token), True
        elif token in _DIGITS:
            current, seen = float(_DIGITS[token]), True
        elif token in _SMALL:
            section, current, seen = section + (current or 1) * _SMALL[token], 0.0, True
        elif token in _BIG:
            scale = _BIG[token]
            section += current
            if section == 0 and total:
                total *= scale
            else:
                total, section = total + (section or 1) * scale, 0.0
            current, seen = 0.0, True
    return total + section + current if seen else None


@cache
def _names() -> tuple[tuple[str, str], ...]:
    pairs = [(zh, entry["code"]) for entry in table("quantities.toml")["currency"] for zh in entry["zh"].split()]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _currency(after: str) -> str | None:
    after = after.lstrip()
    return next((code for zh, code in _names() if after.startswith(zh)), None)


def _cyrillic(text: str) -> list[PivotNumber]:
    found = []
    for match in _CYRILLIC_NUMBER.finditer(text):
        value = float(re.sub(r"\s", "", match[1]).replace(",", "."))
        word = match[2] or ""
        scale = next((scale for stem, scale in _CYRILLIC.items() if word.startswith(stem)), 1.0)
        after = text[match.end(1) : match.end(1) + 3].strip()
        found.append(_made(match, value * scale, value * scale, "percent" if after.startswith("%") else None))
    return found
