"""Something of the language between was left standing: characters, full-width signs, stickers, broken encoding.

Residue is the plainest sign that nobody read the text after the machine. Words that stayed in Chinese or
Russian are lost on the reader.

Example: "he called it 狡辩 in an interview", "The 《Reform Act》", "[Witty] The tariff ...", "donâ€™t".

Limits: foreign words in brackets after their translation ("the Kuomintang (国民党)") and lines wholly in
another language are left alone unless there is an original without them. Pinyin is reported only for a few
words that are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audit.context import Context
from audit.detectors._needed import Sought
from audit.detectors._sides import original_words
from audit.folded import beyond_ascii
from audit.model import Evidence, Hit, Rule, Suggestion

RULE = Rule(id="untranslated-residue", category="residue", severity="major", mqm="Accuracy/Untranslated text")

_HAN = r"㐀-䶿一-鿿豈-﫿"
_FOREIGN = re.compile(
    rf"[{_HAN}\u3040-\u30ff](?:[{_HAN}\u3040-\u30ff0-9·、，。 ]*[{_HAN}\u3040-\u30ff])?"
    r"|[\uac00-\ud7a3](?:[\uac00-\ud7a3 ]*[\uac00-\ud7a3])?"
    r"|[\u0400-\u04ff](?:[\u0400-\u04ff -]*[\u0400-\u04ff])?"
    r"|[\u0620-\u06ff](?:[\u0620-\u06ff ]*[\u0620-\u06ff])?"
)
_SIGNS = {
    "《": '"', "》": '"', "〈": '"', "〉": '"', "「": '"', "」": '"', "『": '"', "』": '"', "【": "[", "】": "]",
    "〔": "(", "〕": ")", "，": ",", "。": ".", "、": ",", "：": ":", "；": ";", "！": "!", "？": "?", "（": "(",
    "）": ")", "％": "%", "～": "-", "￡": "£", "￥": "¥", "＂": '"', "＇": "'",
}  # fmt: skip
_SIGN = re.compile(f"[{re.escape(''.join(_SIGNS))}]|[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_STICKER = Sought(
    r"\[(?:Witty|Doge|Smirk|Laugh(?:ing)?(?: and| with)? (?:Cry|Crying|Tears)|Crying(?: with)? Laugh(?:ing|ter)?"
    r"|Cover(?:ing)?(?: the)? Face|Facepalm|Face ?palm|Thumbs[ -]up|Like|Strong|Applause|Clap(?:ping)?|Fist(?:s)?"
    r"|Hold(?:ing)? Fist|Salute|Grin(?:ning)?|Sweat|Cool|Rose|Heart|Love|Angry|Surprised?|Think(?:ing)?|Cry(?:ing)?"
    r"|Pray"
    r"|Naughty|Shy|Dizzy|Eating Melons?|Eat(?:ing)? Melon|Fire|Come on|Go for it|666|Wink|Snicker|Contempt|Despise"
    r"|Picking Nose|Awkward|Embarrassed|Tears|Victory|OK|Bow|Kneel|Look|Ponder|Disdain|Black Face|Dog Head|Dog)\]",
    re.IGNORECASE,
)
_MOJIBAKE = Sought(
    r"â€(?:™|œ|\x9d|“|”|¦|˜|\x9c|\x99)?|Ã[\x80-\xbf©¨¡¼¶±³­º§«¢ª´]|Â[ £©°]|ï»¿"
    r"|ï¼[\x80-\xbfŒšœŸ‰ˆ˜]|ã€[\x80-\xbfŠ‹Œ]|ðŸ\S{0,2}|\ufffd+|&(?:quot|amp|nbsp"
    r"|apos|lt|gt|#\d{2,4});|<unk>|▁"
)
_AROUND = 400
_PINYIN = Sought(
    r"\b(?:wanwu|xin ?wen|ji ?zhe|zheng ?fu|women de|shuo dao|laobaixing|tongzhi men|baozhi|ditie(?: zhan)?|guan ?fang"
    r"|wang ?you|zhuan ?jia|buzhang|zongli|zhuxi|shuji|juzhang|fa ?yan ?ren|xiansheng|gongsi|daxue|yiyuan|yinhang"
    r"|dianshitai|ribao|wanbao|guangchang|xiaoqu|shequ|meiguo|zhongguo|eluosi|riben|hanguo|yingguo|faguo|deguo"
    r"|wukelan|ouzhou|zixun|pinglun|shishi|shipin|zhibo)\b"
)
"""Words of news that are no names and no English loans; in lower case, as names have capitals."""


def detect(context: Context) -> Iterator[Hit]:
    """Residue in order of its kinds; places may touch."""
    text, beyond = context.text, beyond_ascii(context)
    # a match of either pattern begins with a character that is one by itself
    for match in _FOREIGN.finditer(text) if _FOREIGN.search(beyond) else ():
        if not _explained(context, match):
            message = f'"{match.group()[:40]}" was left untranslated'
            yield _hit(match, message, "untranslated", 0.93, None)
    for match in _SIGN.finditer(text) if _SIGN.search(beyond) else ():
        sign = match.group()
        plain = _SIGNS.get(sign) or sign.translate({c: c - 0xFEE0 for c in range(0xFF10, 0xFF5B)})
        if _inside_foreign(text, match):
            continue
        message = f'"{sign}" is a sign of Chinese or Japanese print'
        yield _hit(match, message, "full-width", 0.9, plain, severity_minor=True)
    for match in _STICKER.matches(context) if "[" in text else ():
        yield _hit(
            match, f"{match.group()} is the name of a sticker of the platform", "sticker", 0.9, "", severity_minor=True
        )
    for match in _MOJIBAKE.matches(context):
        if match.group() not in original_words(context, match.start(), match.end()):
            yield _hit(
                match,
                "characters broken by a wrong encoding",
                "mojibake",
                0.85,
                _mended(match.group()),
                severity_minor=True,
            )
    for match in _PINYIN.matches(context):
        yield _hit(match, f'"{match.group()}" is pinyin, not English', "pinyin", 0.8, None)


def _explained(context: Context, match: re.Match[str]) -> bool:
    """A word in brackets after its translation, a line wholly foreign, or words that the original has too."""
    text = context.text
    if match.group() in original_words(context, match.start(), match.end()):
        return True
    before = text[max(0, match.start() - 12) : match.start()].rstrip("\"'“‘《「 ")
    after = text[match.end() : match.end() + 12].lstrip("\"'”’》」 ")
    if before.endswith(("(", "（", "[")) and re.match(r"[)\]）,;:]", after):
        return True
    start = text.rfind("\n", max(0, match.start() - _AROUND), match.start()) + 1
    end = text.find("\n", match.end(), match.end() + _AROUND)
    line = text[max(start, match.start() - _AROUND) : match.end() + _AROUND if end < 0 else end]
    return not re.search(r"[A-Za-z]{2}", line)


def _inside_foreign(text: str, match: re.Match[str]) -> bool:
    return bool(_FOREIGN.match(text, match.start() - 1)) and bool(_FOREIGN.match(text, match.end()))


def _mended(words: str) -> str | None:
    known = {"&quot;": '"', "&amp;": "&", "&nbsp;": " ", "&apos;": "'", "&lt;": "<", "&gt;": ">", "ï»¿": ""}
    if words in known:
        return known[words]
    try:
        return words.encode("cp1252").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _hit(
    match: re.Match[str],
    message: str,
    subtype: str,
    confidence: float,
    fix: str | None,
    *,
    severity_minor: bool = False,
) -> Hit:
    return Hit(
        start=match.start(),
        end=match.end(),
        message=message,
        confidence=confidence,
        subtype=subtype,
        severity="minor" if severity_minor else None,
        suggestions=() if fix is None else (Suggestion(text=fix, confidence=0.85, safe=True),),
        evidence=(Evidence(kind="pattern", detail=f"{subtype}: U+{ord(match.group()[0]):04X} ..."),),
    )
