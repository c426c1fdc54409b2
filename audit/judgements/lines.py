"""Reviewers' decisions as JSON lines in the repository: appended, never rewritten, so that git can merge them.

A line says who judged which finding how, when and why. The last word on a finding stands; `withdrawn` takes back what
was said before, `unsure` leaves the finding as it is. A line of scope `form` speaks of the same rule and words wherever
they are found.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from audit.errors import SettingsError
from audit.fingerprints import context_key
from audit.model import Finding

Verdict = Literal["artifact", "no-artifact", "unsure", "withdrawn"]
Scope = Literal["here", "form"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision. `replacement` is what an artifact becomes (None: undecided, empty: dropped); `at` is UTC, ISO 8601.

    `context_key`, `rule`, `surface` and `doc` repeat what the finding said, to find it again in an edited text.
    """

    fingerprint: str
    verdict: Verdict
    rule: str
    surface: str
    doc: str = ""
    context_key: str = ""
    scope: Scope = "here"
    replacement: str | None = None
    reviewer: str = ""
    at: str = ""
    note: str = ""

    @property
    def said(self) -> str:
        """Who said it, when and why, in one line."""
        who = " ".join(part for part in (self.reviewer, f"on {self.at[:10]}" if self.at else "") if part)
        return ": ".join(part for part in (who or "a reviewer", self.note) if part)


class Standing:
    """The decisions that stand when all are replayed in order of time (of the file where times are equal)."""

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._by_fingerprint: dict[str, Judgement] = {}
        self._by_context: dict[str, Judgement] = {}
        self._by_form: dict[tuple[str, str], Judgement] = {}
        self._mended: dict[str, dict[str, Judgement]] = {}
        for judgement in sorted(judgements, key=lambda judgement: judgement.at):
            self.add(judgement)

    def add(self, judgement: Judgement) -> None:
        """One more decision, the last word on its finding or form."""
        if judgement.scope == "form":
            self._by_form[judgement.rule, judgement.surface] = judgement
            return
        self._by_fingerprint[judgement.fingerprint] = judgement
        if judgement.context_key:
            self._by_context[judgement.context_key] = judgement
        if judgement.doc and (judgement.replacement or judgement.fingerprint in self._mended.get(judgement.doc, ())):
            self._mended.setdefault(judgement.doc, {})[judgement.fingerprint] = judgement

    def forms(self) -> list[Judgement]:
        """The decisions about forms, taken back ones included."""
        return list(self._by_form.values())

    def of(self, findings: Sequence[Finding], *, unsure: bool = False) -> list[Judgement | None]:
        """What stands about each of a document's findings.

        A decision belongs to a finding with the same words in the same surroundings. Where there is none any more, one
        that said "no artifact" belongs to the same occurrence of the words; one that mends is not risked. A decision
        about a form comes last. Lines that say "unsure" are no decisions and are left out unless they are asked for.
        """
        found = [self._fit(self._by_context.get(f.context_key), f, unsure) for f in findings]
        used = {judgement.fingerprint for judgement in found if judgement}
        for index, finding in enumerate(findings):
            if found[index] is None:
                judgement = self._fit(self._by_fingerprint.get(finding.fingerprint), finding, unsure)
                careful = judgement is not None and judgement.verdict == "artifact" and judgement.context_key
                if judgement is None or careful or judgement.fingerprint in used:
                    judgement = self._fit(self._by_form.get((finding.rule, finding.span.text)), finding, unsure)
                found[index] = judgement
        return found

    def settled(self, doc: str, text: str) -> list[tuple[int, int, Judgement]]:
        """Where words stand in a text that a reviewer put there, [start, end): they are not doubted again.

        The words stand there in the surroundings of those that they replaced; or, where the surroundings were mended,
        too, they stand there once and the others no more.
        """
        found = []
        for judgement in self._mended.get(doc, {}).values():
            words, old = judgement.replacement, judgement.surface
            if judgement.verdict != "artifact" or not words or not old:
                continue
            places = [match.start() for match in re.finditer(re.escape(words), text)]
            fit = [
                at
                for at in places
                if context_key(judgement.rule, old, text, at, at + len(words)) == judgement.context_key
            ]
            gone = text.count(old) == words.count(old) * len(places)
            chosen = fit or (places if len(places) == 1 and gone else [])
            found += [(at, at + len(words), judgement) for at in chosen]
        return found

    @staticmethod
    def _fit(judgement: Judgement | None, finding: Finding, unsure: bool) -> Judgement | None:
        """The decision, if it stands and is about the same rule and words."""
        if judgement is None or judgement.verdict == "withdrawn" or (judgement.verdict == "unsure" and not unsure):
            return None
        return judgement if (judgement.rule, judgement.surface) == (finding.rule, finding.span.text) else None


def decide(
    finding: Finding,
    verdict: Verdict,
    *,
    reviewer: str,
    scope: Scope = "here",
    replacement: str | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Judgement:
    """A decision about a finding, dated now unless `at` says otherwise."""
    return Judgement(
        fingerprint=finding.fingerprint,
        verdict=verdict,
        rule=finding.rule,
        surface=finding.span.text,
        doc=finding.span.doc,
        context_key=finding.context_key,
        scope=scope,
        replacement=replacement,
        reviewer=reviewer,
        at=_stamp(at or datetime.now(UTC)),
        note=note,
    )


def read(path: Path) -> list[Judgement]:
    """The decisions of a file, in its order; none where it does not exist. Raises SettingsError, naming the line."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{path}: cannot be read ({error}), check the file of decisions") from None
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(_judgement(json.loads(line)))
            except (ValueError, RecursionError) as error:
                conflict = line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
                what = "a merge conflict, keep the lines of both sides" if conflict else f"is no decision ({error})"
                raise SettingsError(f"{path}:{number}: {what}") from None
    return found


def is_database(place: str) -> bool:
    """Whether decisions are kept in a review database and not in a file of lines: an address, or a file of SQLite."""
    return "://" in place or place.endswith((".sqlite", ".db"))


def kept(place: str, root: Path) -> list[Judgement]:
    """The decisions of a place as a configuration names it: a file (relative to `root`), or a review database.

    Raises SettingsError, MissingExtra, AuditError.
    """
    if not is_database(place):
        return read(root / place)
    from audit.judgements.store import Store

    with Store.open(place if "://" in place else root / place, read_only=True) as store:
        return list(store.judgements())


def append(path: Path, judgements: Sequence[Judgement]) -> None:
    """Write decisions at the end of the file, all in one go. Raises SettingsError."""
    if not judgements:
        return
    lines = "".join(encoded(judgement) for judgement in judgements)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as stream:
            if stream.seek(0, os.SEEK_END):
                stream.seek(-1, os.SEEK_END)
                lines = lines if stream.read(1) == b"\n" else "\n" + lines
            stream.write(lines.encode("utf-8", "replace"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be written ({error.strerror}), name another file of decisions") from error


def encoded(judgement: Judgement) -> str:
    """A decision as its line."""
    return json.dumps(_record(judgement), ensure_ascii=False) + "\n"


def _record(judgement: Judgement) -> dict[str, Any]:
    return {key: value for key, value in asdict(judgement).items() if value is not None and value != ""} | (
        {"replacement": ""} if judgement.replacement == "" else {}
    )


_TEXTS = ("fingerprint", "rule", "surface", "doc", "context_key", "reviewer", "note")


def _judgement(record: Any) -> Judgement:
    if not isinstance(record, dict):
        raise ValueError("write one object a line")
    for key in ("fingerprint", "verdict", "rule"):
        if not record.get(key):
            raise ValueError(f'"{key}" is missing')
    values = {key: record.get(key, "") for key in _TEXTS}
    for key, value in values.items():
        if not isinstance(value, str):
            raise ValueError(f'"{key}" is no string')
    replacement = record.get("replacement")
    if not isinstance(replacement, str | None):
        raise ValueError('"replacement" is no string')
    verdict, scope = record["verdict"], record.get("scope", "here")
    if verdict not in get_args(Verdict):
        raise ValueError(f'"verdict" is {str(verdict)[:40]!r}, not one of {", ".join(get_args(Verdict))}')
    if scope not in get_args(Scope):
        raise ValueError(f'"scope" is {str(scope)[:40]!r}, not one of {", ".join(get_args(Scope))}')
    return Judgement(verdict=verdict, scope=scope, replacement=replacement, at=_time(record.get("at", "")), **values)


def _time(value: Any) -> str:
    if value == "":
        return ""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f'"at" is {str(value)[:40]!r}, no time: write 2025-08-09T10:00:00Z') from None
    return _stamp(at if at.tzinfo else at.replace(tzinfo=UTC))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def decided(
    path: Path,
    fingerprint: str,
    verdict: str,
    *,
    report: Path | None = None,
    replacement: str | None = None,
    scope: Scope = "here",
    note: str = "",
    reviewer: str = "",
) -> Judgement:
    """A decision about the finding with this fingerprint, as a jsonl report or an earlier decision describes it.

    Raises SettingsError where neither knows it, or the verdict is none.
    """
    if verdict not in get_args(Verdict):
        raise SettingsError(f"--verdict {verdict}: choose one of {', '.join(get_args(Verdict))}")
    if replacement is not None and verdict != "artifact":
        raise SettingsError("--replacement: goes with --verdict artifact")
    known: dict[str, Any] | None = None
    for judgement in read(path):
        if judgement.fingerprint == fingerprint:
            known = asdict(judgement)
    if report is not None:
        known = _reported(report, fingerprint) or known
    if known is None:
        where = "name a jsonl report that has it with --report" if report is None else f"{report} has no such finding"
        raise SettingsError(f"{fingerprint}: no decision about it yet, {where}")
    return Judgement(
        fingerprint=fingerprint,
        verdict=verdict,  # type: ignore[arg-type]
        rule=str(known["rule"]),
        surface=str(known["surface"]),
        doc=str(known["doc"]),
        context_key=str(known.get("context_key", "")),
        scope=scope,
        replacement=replacement,
        reviewer=reviewer,
        at=_stamp(datetime.now(UTC)),
        note=note,
    )


def _reported(report: Path, fingerprint: str) -> dict[str, Any] | None:
    """The finding's record in a jsonl report."""
    try:
        with report.open(encoding="utf-8") as stream:
            for line in stream:
                if fingerprint in line:
                    record = json.loads(line)
                    if record.get("type") == "finding" and record.get("fingerprint") == fingerprint:
                        return dict(record)
    except (OSError, UnicodeError, ValueError, AttributeError) as error:
        raise SettingsError(f"{report}: is no jsonl report ({error})") from None
    return None
