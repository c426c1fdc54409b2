"""What counts as found, mended and false on hand-marked names; bins and curves over confidences."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NAME_TYPES = frozenset({"person", "place", "org", "demonym_lang", "untranslated", "entity_case"})
Row = Mapping[str, Any]
"""A window of the gold: doc, start, end, text, artifacts, correct, neutral."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name finding as far as scoring asks: [start, end) in code points of the translation."""

    doc: str
    start: int
    end: int
    rule: str
    subtype: str
    confidence: float
    suggestion: str | None

    @property
    def kind(self) -> str:
        return f"{self.rule}:{self.subtype}" if self.subtype else self.rule


@dataclass(frozen=True, slots=True)
class Case:
    """One judged place: an artifact of the gold (`type` names it) or a false span (`type` is "false").

    `confidence` is that of the surest finding, None where there is none; `kind` its rule and subtype; `on_name`: a
    false span on a name marked as correct.
    """

    doc: str
    start: int
    end: int
    type: str
    kind: str = ""
    confidence: float | None = None
    mended: bool = False
    on_name: bool = False

    def status(self, threshold: float) -> str:
        """mended, found, missed; false or quiet for a false span."""
        found = self.confidence is not None and self.confidence >= threshold
        if self.type == "false":
            return "false" if found else "quiet"
        return ("mended" if self.mended else "found") if found else "missed"


def folded(text: str | None) -> list[str]:
    """Words without case, diacritics, punctuation and possessive 's."""
    plain = unicodedata.normalize("NFKD", text or "")
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", re.sub(r"['\u2019]s\b", "", plain)).split()


def marks(found: Found, artifact: Row) -> bool:
    """Whether a finding marks an artifact: they overlap, and at least a quarter of the finding is the wrong words."""
    common = min(found.end, artifact["end"]) - max(found.start, artifact["start"])
    return common > 0 and 4 * common >= found.end - found.start


def mends(found: Found, artifact: Row, row: Row) -> bool:
    """Whether the suggestion, applied to the text around both spans, leaves the right words."""
    if found.suggestion is None or not artifact["normalized"]:
        return False
    low, high = min(found.start, artifact["start"]), max(found.end, artifact["end"])

    def piece(start: int, end: int) -> str:
        return str(row["text"][start - row["start"] : end - row["start"]])

    applied = piece(low, found.start) + found.suggestion + piece(found.end, high)
    wanted = piece(low, artifact["start"]) + artifact["normalized"] + piece(artifact["end"], high)
    if folded(artifact["surface"]) == folded(artifact["normalized"]):
        return applied.split() == wanted.split()
    return folded(applied) == folded(wanted)


def _touch(item: Row, start: int, end: int) -> bool:
    return bool(item["start"] < end and start < item["end"])


def cases(gold: Iterable[Row], findings: Iterable[Found]) -> list[Case]:
    """Every artifact in a name and every false span, with the surest finding on it, in order of the gold."""
    by_doc: dict[str, list[Found]] = defaultdict(list)
    for one in findings:
        if one.end > one.start:
            by_doc[one.doc].append(one)
    out: list[Case] = []
    for row in gold:
        inside = sorted((f for f in by_doc[row["doc"]] if _touch(row, f.start, f.end)), key=lambda f: -f.confidence)
        placed = [artifact for artifact in row["artifacts"] if artifact["start"] is not None]
        for artifact in placed:
            if artifact["type"] not in NAME_TYPES:
                continue
            place = (row["doc"], artifact["start"], artifact["end"], artifact["type"])
            best = next((f for f in inside if marks(f, artifact)), None)
            out.append(Case(*place, best.kind, best.confidence, mends(best, artifact, row)) if best else Case(*place))
        seen: set[tuple[int, int]] = set()
        for one in inside:
            if (one.start, one.end) in seen or not _is_false(one, row, placed):
                continue
            seen.add((one.start, one.end))
            on_name = any(_touch(name, one.start, one.end) for name in row["correct"])
            out.append(Case(row["doc"], one.start, one.end, "false", one.kind, one.confidence, on_name=on_name))
    return out


def _is_false(one: Found, row: Row, placed: Sequence[Row]) -> bool:
    if any(marks(one, artifact) for artifact in placed):
        return False
    return not any(_touch(neutral, one.start, one.end) for neutral in row.get("neutral", ()))


def judged(gold: Iterable[Row], findings: Iterable[Found]) -> list[tuple[str, float, bool]]:
    """(document, confidence, right) of every finding that the gold judges: not on values, not on neutral places."""
    by_doc: dict[str, list[Found]] = defaultdict(list)
    for one in findings:
        by_doc[one.doc].append(one)
    out = []
    for row in gold:
        placed = [artifact for artifact in row["artifacts"] if artifact["start"] is not None]
        for one in by_doc[row["doc"]]:
            if not (one.end > one.start and _touch(row, one.start, one.end)):
                continue
            marked = {artifact["type"] in NAME_TYPES for artifact in placed if marks(one, artifact)}
            if True in marked or (not marked and _is_false(one, row, placed)):
                out.append((row["doc"], one.confidence, True in marked))
    return out


def summary(found: Sequence[Case], threshold: float) -> dict[str, Any]:
    """Precision, recall, F1, mended; by gold type [found, mended, all]; by rule and subtype [right, mended, false]."""
    by_type: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    by_kind: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    count: Counter[str] = Counter()
    for case in found:
        status = case.status(threshold)
        count[status] += 1
        if case.type != "false":
            cell = by_type[case.type]
            cell[0] += status != "missed"
            cell[1] += status == "mended"
            cell[2] += 1
        if status in ("mended", "found", "false"):
            cell = by_kind[case.kind]
            cell[0] += status != "false"
            cell[1] += status == "mended"
            cell[2] += status == "false"
        count["on_name"] += status == "false" and case.on_name
    right = count["mended"] + count["found"]
    gold = right + count["missed"]
    precision, recall = ratio(right, right + count["false"]), ratio(right, gold)
    return {
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "f1": round(ratio(2 * precision * recall, precision + recall), 3),
        "mended": round(ratio(count["mended"], gold), 3),
        "artifacts": gold,
        "found": right,
        "false_spans": count["false"],
        "false_on_correct_names": count["on_name"],
        "by_type": dict(sorted(by_type.items())),
        "by_subtype": dict(sorted(by_kind.items())),
    }


def ratio(a: float, b: float) -> float:
    """a / b, 0 where there is nothing to divide by."""
    return a / b if b else 0.0


def curve(found: Sequence[Case]) -> list[tuple[float, float, float]]:
    """(confidence, precision, recall) at every confidence that occurs, surest first."""
    gold = sum(case.type != "false" for case in found)
    levels = sorted({case.confidence for case in found if case.confidence is not None}, reverse=True)
    out = []
    for level in levels:
        above = [case for case in found if case.confidence is not None and case.confidence >= level]
        right = sum(case.type != "false" for case in above)
        out.append((round(level, 4), round(right / len(above), 4), round(ratio(right, gold), 4)))
    return out


def average_precision(points: Sequence[tuple[float, float, float]]) -> float:
    """The area under a precision-recall curve, as a sum of steps."""
    area, before = 0.0, 0.0
    for _, precision, recall in points:
        area += precision * (recall - before)
        before = recall
    return area


Judged = tuple[str, float, bool]


def bins(items: Sequence[Judged], count: int = 5) -> list[tuple[float, float, int]]:
    """(mean confidence, share right, size) of `count` bins of equal size, by confidence."""
    ordered = sorted(items, key=lambda item: item[1])
    out = []
    for k in range(count):
        part = ordered[len(ordered) * k // count : len(ordered) * (k + 1) // count]
        if part:
            out.append((sum(c for _, c, _ in part) / len(part), sum(r for *_, r in part) / len(part), len(part)))
    return out


def calibration_error(items: Sequence[Judged], count: int = 5) -> float:
    """Expected calibration error: the mean distance of confidence and share right, by size of the bins."""
    return sum(abs(c - share) * size for c, share, size in bins(items, count)) / max(1, len(items))


def reliability(items: Sequence[Judged], rounds: int = 1000) -> dict[str, Any]:
    """Five bins of equal size with intervals (2.5 to 97.5 %) from a bootstrap over documents, and the error of all."""
    by_doc: dict[str, list[Judged]] = defaultdict(list)
    for item in items:
        by_doc[item[0]].append(item)
    docs = sorted(by_doc)
    chance = random.Random(1)
    errors: list[float] = []
    shares: list[list[float]] = [[] for _ in range(5)]
    edges = _edges(items)
    for _ in range(rounds if docs else 0):
        sample = [item for doc in chance.choices(docs, k=len(docs)) for item in by_doc[doc]]
        errors.append(calibration_error(sample))
        for k in range(5):
            part = [right for _, c, right in sample if edges[k] < c <= edges[k + 1]]
            if part:
                shares[k].append(sum(part) / len(part))
    return {
        "findings": len(items),
        "right": sum(right for *_, right in items),
        "bins": [
            {"confidence": round(c, 3), "right": round(share, 3), "size": size, "interval": _interval(shares[k])}
            for k, (c, share, size) in enumerate(bins(items))
        ],
        "expected_calibration_error": round(calibration_error(items), 3),
        "interval": _interval(errors),
        "brier": round(ratio(sum((c - right) ** 2 for _, c, right in items), len(items)), 4),
    }


def _edges(items: Sequence[Judged]) -> list[float]:
    """Confidences between the bins, the lowest below all."""
    ordered = sorted(c for _, c, _ in items)
    inner = [ordered[len(ordered) * k // 5 - 1] if len(ordered) >= 5 else k / 5 for k in range(1, 5)]
    return [-1.0, *inner, 1.0]


def _interval(values: Sequence[float]) -> list[float] | None:
    if not values:
        return None
    ordered = sorted(values)
    return [
        round(ordered[int(len(ordered) * 0.025)], 3),
        round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.975))], 3),
    ]
