"""Scoring of names, flips between two runs, calibration, and the fit of reliability points, on cases made by hand."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

import pytest

from benchmarks import _names_scoring as scoring
from benchmarks import names
from benchmarks._names_runs import thinned
from benchmarks._names_scoring import Case, Found

TEXT = "Envoy Witko met the Medvedev family in Kyiv."
WINDOW: dict[str, Any] = {
    "doc": "d",
    "start": 100,
    "end": 100 + len(TEXT),
    "text": TEXT,
    "artifacts": [{"start": 106, "end": 111, "surface": "Witko", "type": "person", "normalized": "Witkoff"}],
    "correct": [{"start": 120, "end": 128, "surface": "Medvedev", "kind": "person"}],
    "neutral": [{"start": 139, "end": 143}],
}


def found(start: int, end: int, suggestion: str | None = "", confidence: float = 0.8) -> Found:
    return Found("d", start, end, "mangled-name", "truncated", confidence, suggestion)


@pytest.mark.parametrize(
    ("findings", "status", "false", "why"),
    [
        ([], "missed", 0, "nothing found"),
        ([found(106, 111, "Witkoff")], "mended", 0, "the very span"),
        ([found(106, 111, "Wittkopf")], "found", 0, "another suggestion"),
        ([found(106, 111, None)], "found", 0, "no suggestion"),
        ([found(100, 111, "Envoy Witkoff")], "mended", 0, "a longer span that leaves the right words"),
        ([found(100, 111, "Witkoff")], "found", 0, "a longer span that loses a word"),
        ([found(100, 138, "Witkoff")], "missed", 1, "less than a quarter of the finding is wrong"),
        ([found(106, 111, "Wu", 0.9), found(106, 111, "Witkoff", 0.6)], "found", 0, "the surest suggestion counts"),
        ([found(120, 128, "Medvedchuk")], "missed", 1, "a right name"),
        ([found(120, 128, "A"), found(120, 128, "B")], "missed", 1, "one span counts once"),
        ([found(139, 143, "Kiev")], "missed", 0, "a neutral place"),
        ([found(10, 20, "x")], "missed", 0, "outside of the windows"),
        ([found(106, 111, "Witkoff", 0.4)], "missed", 0, "below the threshold"),
    ],
)
def test_scoring(findings: list[Found], status: str, false: int, why: str) -> None:
    cases = scoring.cases([WINDOW], findings)
    assert cases[0].status(0.5) == status, why
    assert sum(case.status(0.5) == "false" for case in cases) == false, why


def test_summary() -> None:
    cases = scoring.cases([WINDOW], [found(106, 111, "Witkoff"), found(120, 128, "Medvedchuk")])
    summary = scoring.summary(cases, 0.5)
    assert (summary["precision"], summary["recall"], summary["mended"]) == (0.5, 1.0, 1.0)
    assert (summary["false_spans"], summary["false_on_correct_names"]) == (1, 1)
    assert summary["by_type"] == {"person": [1, 1, 1]}
    assert summary["by_subtype"] == {"mangled-name:truncated": [1, 1, 1]}


def test_letter_case_is_compared_exactly_where_it_is_the_defect() -> None:
    artifact = {"start": 0, "end": 3, "surface": "who", "type": "entity_case", "normalized": "WHO"}
    row = {"doc": "d", "start": 0, "end": 3, "text": "who", "artifacts": [artifact], "correct": []}
    assert scoring.cases([row], [found(0, 3, "Who")])[0].status(0.5) == "found"
    assert scoring.cases([row], [found(0, 3, "WHO")])[0].status(0.5) == "mended"


def test_findings_on_values_are_not_judged() -> None:
    value = {"start": 131, "end": 133, "surface": "in", "type": "date", "normalized": "on"}
    row = {**WINDOW, "artifacts": [*WINDOW["artifacts"], value]}
    judged = scoring.judged([row], [found(106, 111), found(131, 133), found(120, 128), found(139, 143)])
    assert [right for *_, right in judged] == [True, False]


def test_curve_and_calibration() -> None:
    cases = [Case("d", 0, 1, "person", "", 0.9), Case("d", 2, 3, "false", "", 0.8), Case("d", 4, 5, "person")]
    assert scoring.curve(cases) == [(0.9, 1.0, 0.5), (0.8, 0.5, 0.5)]
    assert scoring.average_precision(scoring.curve(cases)) == 0.5
    sure = [(f"d{k}", 1.0, True) for k in range(10)]
    assert scoring.calibration_error(sure) == 0.0
    assert scoring.calibration_error([(doc, 0.6, True) for doc, *_ in sure]) == pytest.approx(0.4)
    assert scoring.reliability(sure)["expected_calibration_error"] == 0.0
    assert scoring.reliability([])["findings"] == 0


def test_flips_are_told_for_conditions_that_both_runs_know() -> None:
    first = names.records({"A": [Case("d", 0, 5, "person"), Case("d", 9, 12, "false", "x", 0.7)], "B": []})
    second = names.records({"A": [Case("d", 0, 5, "person", "x", 0.8, True)], "C": [Case("d", 0, 5, "person")]})
    changed = names.flips(names.statuses(first, 0.5), names.statuses(second, 0.5), ("A", "C"))
    assert changed == [(("A", "d", 0, 5), "missed -> mended"), (("A", "d", 9, 12), "false -> quiet")]


def test_records_hold_no_text() -> None:
    cases = scoring.cases([WINDOW], [found(106, 111, "Witkoff"), found(120, 128, "Medvedchuk")])
    told = repr(names.records({"A": cases}))
    assert "Witk" not in told and "Medved" not in told
    assert {"start", "end", "doc"} <= set(names.records({"A": cases})[0])


def test_thinning_is_the_same_for_a_seed() -> None:
    row = {"id": "o", "text": "\n".join(str(n) for n in range(400))}
    first, second, other = (next(iter(thinned([row], seed)))["text"] for seed in (1, 1, 2))
    assert first == second != other
    assert 260 < len(first.split("\n")) < 340


def test_without_data_the_benchmark_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TAUDIT_DATA", raising=False)
    assert names.main([]) == 2
    assert "TAUDIT_DATA" in capsys.readouterr().err


def test_reliability_points_rise_and_follow_the_shares() -> None:
    from scripts.fit_names import interpolated, points_of

    items = [(n % 7, n / 400, n % 400 > 100) for n in range(400)]
    points = points_of(items)
    assert points[0][0] == 0.0 and points[-1][0] == 1.0
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(points))
    assert interpolated(points, 0.05) < 0.3 and interpolated(points, 0.9) > 0.95


@pytest.mark.skipif(not os.environ.get("TAUDIT_DATA"), reason="TAUDIT_DATA names no development data")
def test_one_gold_text_in_every_way() -> None:
    from scripts.fit_names import collect, findings, load

    texts = load(Path(os.environ["TAUDIT_DATA"]))[:4]
    data = collect(texts)
    assert set(data.y) == {0.0, 1.0}
    assert len(findings(texts[0])) > 0
