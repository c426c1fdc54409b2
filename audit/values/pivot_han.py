"""Numerals of Chinese, Japanese and Korean: 2 亿 2200 万, 数千亿, 百分之四十二, 1億2000万, 3만6천, 三分之一.

An own reader instead of cn2an, which raises on what news mixes freely ("4 万亿", "数千亿", "两百多万").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.values.pivot_words import Read

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "俩": 2, "壹": 1, "貳": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_BIG = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12, "만": 1e4, "억": 1e8, "조": 1e12}
_SCALES = "십백천만억조십百千万萬亿億兆十"
_WIDE = str.maketrans({chr(0xFF10 + n): str(n) for n in range(10)} | {"．": ".", "％": "%"})
_NUMBER = re.compile(
    rf"(?P<vague>[数數几幾上수몇])?(?P<body>\d[\d,]*(?:\.\d+)?(?:\s?(?!兆[瓦赫帕字])[{_SCALES}])*"
    rf"(?:\s?\d[\d,]*(?:\.\d+)?\s?[{_SCALES}]+)*(?:(?<=[{_SCALES}])\d{{1,4}}(?![\d.,]))?"
    r"|(?!兆[瓦赫帕字])[零〇一二两兩三四五六七八九十百千万萬亿億兆]+(?:点[零〇一二三四五六七八九]+[万萬亿億兆]*)?|(?<=[수몇])[십백천만억]+)"
    r"(?P<more>[余餘多来几数여])?(?P<after>(?!兆[瓦赫帕字])[十百千万萬亿億兆]+)?"
)
_SHARE = re.compile(
    r"百分之\s?(?P<n>[零〇一二两三四五六七八九十百点\d.]+)|(?<!\d)(?P<m>\d+(?:\.\d+)?)\s?(?:[%‰]|パーセント|퍼센트|프로(?!그|젝))"
    r"(?P<points>ポイント|포인트|p\b|P\b)?"
    r"|(?P<c>[一二三四五六七八九\d])(?:成(?![立为本员])|割(?![りっ当安高合引]))"
    r"|(?P<below>[二三四五六七八九十\d]{1,20})分[之の](?P<above>[一二两三四五六七八九\d]+)"
)


def read_han(text: str) -> Iterator[tuple[Read, str | None]]:
    """All numbers with "percent" or "point" where the numeral says so, the shares first."""
    text = text.translate(_WIDE)
    shares = list(_SHARE.finditer(text))
    for match in shares:
        if match["below"]:
            below, above = value_of(match["below"]), value_of(match["above"])
            value = 100 * above / below if below and above else None
        else:
            value = value_of(match["n"] or match["m"]) if not match["c"] else 10 * (value_of(match["c"]) or 0)
        if value is not None:
            yield Read(*match.span(), value, value), "point" if match["points"] else "percent"
    told = {at for share in shares for at in range(*share.span())}
    for match in _NUMBER.finditer(text):
        if match.start() in told:
            continue
        value = value_of(match["body"] + (match["after"] or ""))
        if value is None:
            continue
        high = value * (1.9 if match["more"] in ("几", "数") else 1.3) if match["more"] else value
        if match["vague"] and match["vague"] != "上":
            value, high = (2 * value, 9.99 * value) if match["body"][0] in _SCALES else (value, high)
        yield Read(*match.span(), value, high, (), _base(match["body"] + (match["after"] or ""))), None


def _base(words: str) -> float:
    """The value of the largest scale of a numeral; 1 where it has none (a 千 or 百 alone is none)."""
    return max((_BIG[sign] for sign in words if sign in _BIG), default=1.0)


def value_of(words: str) -> float | None:
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
        head = value_of(whole)
        return None if head is None or head == float("inf") or not digits else float(f"{int(head)}.{digits}") * scale
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
