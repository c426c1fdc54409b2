"""The verdict of a check: which findings are serious and sure enough to fail it."""

from __future__ import annotations

from dataclasses import dataclass

from audit.errors import SettingsError
from audit.model import SEVERITIES, Audited, Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A finding fails the check at `severity` or above and with at least this confidence (in [0, 1])."""

    severity: Severity = "minor"
    confidence: float = 0.5

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise SettingsError(f"--confidence {self.confidence}: give a number from 0 to 1")

    def fails(self, finding: Finding) -> bool:
        """Whether this finding fails the check."""
        serious = SEVERITIES.index(finding.severity) >= SEVERITIES.index(self.severity)
        return serious and finding.confidence >= self.confidence


def threshold(severity: str, confidence: float) -> Threshold:
    """A threshold from what a user wrote. Raises SettingsError."""
    if severity not in SEVERITIES:
        raise SettingsError(f"--severity {severity}: choose one of {', '.join(SEVERITIES)}")
    return Threshold(severity=severity, confidence=confidence)


def failing(audited: Audited, threshold: Threshold) -> int:
    """How many findings of a document fail the check."""
    return sum(threshold.fails(finding) for finding in audited.findings)
