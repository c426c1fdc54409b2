"""Going on after an interruption: what of a report is complete, and which inputs are still to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.batch.resume import progress, remaining
from audit.errors import SettingsError
from audit.reports.records import Trail
from corpora.documents import Document
from corpora.errors import Unreadable

RUN = '{"type": "run", "schema": 1, "signature": {"a": 1}}\n'
ONE = '{"type": "document", "doc": "1", "candidates": []}\n{"type": "finding", "doc": "1", "rule": "r"}\n'
TWO = '{"type": "skipped", "doc": "2", "reason": "x"}\n'
END = '{"type": "summary", "documents": 1, "findings": 1, "by_rule": {}}\n'

INTERRUPTED = [
    ("", "", 0, "an empty file"),
    (RUN[:20], "", 0, "cut in the first line"),
    (RUN, "", len(RUN), "nothing audited yet"),
    (RUN + ONE, "", len(RUN), "the last document may be incomplete"),
    (RUN + ONE[:-5], "", len(RUN), "cut in a line"),
    (RUN + ONE + TWO, "1", len(RUN + ONE), "a skipped text comes after it"),
    (RUN + ONE + TWO + ONE[:30], "12"[:1], len(RUN + ONE), "cut in the next document"),
    (RUN + ONE + TWO + TWO, "12", len(RUN + ONE + TWO), "the same id a second time is a duplicate, and comes again"),
    (RUN + ONE + TWO + END, "12", len(RUN + ONE + TWO), "a whole report"),
]


def trail(ids: str) -> Trail:
    made = Trail()
    for id in ids:
        made.step(id)
    return made


@pytest.mark.parametrize(("text", "done", "offset", "why"), INTERRUPTED, ids=[case[3] for case in INTERRUPTED])
def test_what_is_complete(tmp_path: Path, text: str, done: str, offset: int, why: str) -> None:
    path = tmp_path / "report.jsonl"
    path.write_text(text)
    found = progress(path)
    assert (found.trail, found.offset) == (trail(done), offset), why
    assert found.counts.findings == ("1" in done)
    inputs = [Document(id=id, text="t") if id != "2" else Unreadable(doc=id, reason="r") for id in "12234"]
    assert list(remaining(iter(inputs), found.trail, "report")) == inputs[len(done) :]


@pytest.mark.parametrize("ids", ["1", "21", "13"])
def test_other_inputs_are_refused(ids: str) -> None:
    inputs = iter([Document(id=id, text="t") for id in ids])
    with pytest.raises(SettingsError, match=r"^out\.jsonl: --resume: the inputs are not those of the interrupted run"):
        list(remaining(inputs, trail("12"), "out.jsonl"))


def test_another_file_is_never_written_on(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes\n")
    with pytest.raises(SettingsError, match="no report there"):
        progress(path)
    assert path.read_text() == "my notes\n"
