"""Reviewed findings as annotations for others' tools: MQM and ESA, with the reviewers as raters.

Only rows of sentences whose findings are all decided come out: a row with an open finding is not annotated yet. What
was called right is no error.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TextIO

from audit.judgements.figures import MEANING
from audit.judgements.reviewed import Reviewed, mended
from audit.model import Finding
from audit.reports import esa, mqm, view

ESA_COLUMNS = (
    "system",
    "doc_id",
    "line_id",
    "annotator",
    "source",
    "target",
    "esa_score",
    "esa_spans",
)


class MqmAnnotations:
    """Tab-separated values in the columns of Google's MQM data; `rater` is the reviewer."""

    def __init__(self, out: TextIO) -> None:
        self._report = mqm.Mqm(out)
        self._report.begin({})

    def document(self, reviewed: Reviewed) -> int:
        """Write one document; returns how many rows of it are decided."""
        count = 0
        for number, row, found in _rows(reviewed):
            count += 1
            named = [(finding, rater) for finding, rater, artifact in found if artifact]
            raters = sorted({rater for _, rater, _ in found})
            self._report.segment(reviewed.audited, row, number, named or [(None, rater) for rater in raters])
        return count


class EsaAnnotations:
    """Tab-separated values: one line a segment and reviewer, the spans as a JSON list in the last column.

    Fields and spans are those of WMT's ESA data; `esa_score` is empty: nobody was asked for one.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        out.write("\t".join(ESA_COLUMNS) + "\n")

    def document(self, reviewed: Reviewed) -> int:
        """Write one document; returns how many rows of it are decided."""
        document = reviewed.audited.document
        count = 0
        for number, row, found in _rows(reviewed):
            count += 1
            for rater in sorted({rater for _, rater, _ in found}):
                mine = [finding for finding, who, artifact in found if artifact and who == rater]
                spans = [esa.span(row, finding) for finding in mine if esa.is_error(finding)]
                original = view.shortened(" ".join(link.original.text for link in row.links), 3_000)
                cells = [
                    view.visible(cell) for cell in (document.outlet or "", document.id, str(number), rater, original)
                ]
                cells += [_one_for_one(document.text[row.start : row.end]), "", json.dumps(spans)]
                self._out.write("\t".join(cells) + "\n")
        return count


def _one_for_one(text: str) -> str:
    """The text on one line with as many code points as it had, so that offsets hold."""
    return "".join(c if view.is_plain(c) else " " if c.isspace() else "\ufffd" for c in text)


def _rows(reviewed: Reviewed) -> Iterator[tuple[int, view.Row, list[tuple[Finding, str, bool]]]]:
    """Number, row and findings (with reviewer, and whether it is an artifact) of the rows that are decided whole."""
    for number, row in enumerate(view.rows(reviewed.audited), 1):
        found = []
        for finding in row.findings:
            decision = reviewed.decided.get(finding.fingerprint)
            meaning = MEANING.get(decision.state) if decision else None
            if decision is None or meaning is None:
                break
            found.append((mended(finding, decision), decision.reviewer, meaning == "artifact"))
        else:
            if found:
                yield number, row, found
