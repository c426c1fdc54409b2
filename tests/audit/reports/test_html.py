"""The page: self-contained, inert whatever the texts hold, with everything an editor asks for."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from report_samples import HOSTILE, hostile, pivot_alone, pivot_only, plain, written

from audit.model import Skipped
from audit.reports import view


class Elements(HTMLParser):
    """Collects elements with their attributes, and the text outside of script and style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.stack: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "hr", "input"):
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack and self.stack.pop() == tag, f"</{tag}> does not close what is open"

    def handle_data(self, data: str) -> None:
        if not self.stack or self.stack[-1] not in ("script", "style"):
            self.text += data


@pytest.fixture(scope="module")
def page() -> str:
    return written("html", plain(), Skipped(doc="<b>", reason="empty"), hostile(), pivot_alone(), pivot_only())


@pytest.fixture(scope="module")
def elements(page: str) -> Elements:
    return Elements(page)


def test_all_elements_are_closed(elements: Elements) -> None:
    assert elements.stack == []


def test_nothing_is_fetched_and_nothing_is_inline(elements: Elements) -> None:
    for tag, attributes in elements.found:
        assert tag not in ("img", "link", "iframe", "object", "embed", "base", "form")
        assert not any(name.startswith("on") or name in ("style", "src") for name in attributes), (tag, attributes)
        assert (attributes.get("href") or "#").startswith("#")


def test_one_script_and_one_style_and_their_hashes_are_the_policy(page: str, elements: Elements) -> None:
    tags = [tag for tag, _ in elements.found]
    assert tags.count("script") == 1 and tags.count("style") == 1
    policy = next(a["content"] for t, a in elements.found if a.get("http-equiv") == "Content-Security-Policy") or ""
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for tag in ("script", "style"):
        body = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_hostile_texts_are_shown_as_they_are(elements: Elements) -> None:
    for name in ("script", "attribute", "comment", "formula", "markdown", "command"):
        assert HOSTILE[name] in elements.text, name


def test_controls_and_directions_are_labels(page: str, elements: Elements) -> None:
    assert not set("\u202e\u2066\u200f\x1b\x00") & set(page)
    labels = [a for t, a in elements.found if a.get("class") == "ctl"]
    assert any(a.get("title") == "U+202E RIGHT-TO-LEFT OVERRIDE" for a in labels)


def test_ids_are_unique_and_marks_point_to_findings(elements: Elements) -> None:
    ids = [a["id"] for _, a in elements.found if a.get("id")]
    assert len(ids) == len(set(ids))
    refs = {ref for t, a in elements.found if t == "mark" for ref in (a.get("data-f") or "").split()}
    assert refs and refs <= set(ids)


def test_the_reader_finds_everything(elements: Elements) -> None:
    for part in (
        "Witko",
        "Witkoff",
        "威特科夫",
        "final 夫 (-ff) lost",
        "no such envoy",
        "also in paper-2",
        "no original found",
    ):
        assert part in elements.text
    assert "late-3: published 2025-08-11, after the translation, not used" in elements.text


def test_evidence_is_marked_in_the_original(page: str) -> None:
    assert re.search(r'Steve <mark data-f="d1f1">Witkoff</mark>, the U.S. envoy', page)


def test_where_there_is_no_original_the_pivot_stands_beside() -> None:
    page = written("html", pivot_only())
    shown = Elements(page)
    assert "3 sentences, 2 in the pivot" in shown.text
    assert 'Pivot (zh"><b>)' in shown.text and "no original" not in shown.text
    assert re.search(
        r'<div class="orig told"><div class="text" dir="auto">特使<mark data-f="d1f1">威特科夫</mark>会', page
    )
    assert shown.text.count("谈了几个小时") == 1, "two sentences that share a stretch of the pivot are one row"
    assert shown.text.count("not found in the pivot") == 1
    for name in ("script", "attribute", "comment", "formula", "markdown", "command"):
        assert HOSTILE[name] in shown.text, name


def test_where_there_is_an_original_the_pivot_stands_under_the_sentence() -> None:
    linked = plain()
    assert linked.document.pivot is not None
    row = re.search(r'<div class="pivot" dir="auto" lang="zh">.*?</div>', written("html", linked))
    assert row and Elements(row[0]).text == "zh 美国特使威特科夫8日会见了部长。"
    free = replace(linked, links=linked.links[1:], paired=(((0, 43), (0, 16)),))
    assert '<mark data-f="d1f1">威特科夫</mark>' in written("html", free), "lined up where no link tells"
    assert len(view.rows(free, pivot=True)) == 3
    together = replace(linked, paired=(((0, 68), (0, 23)),))
    assert len(view.rows(together, pivot=True)) == 3, "links come first"


def test_strangers_texts_find_their_own_direction(elements: Elements) -> None:
    shown = [a for _, a in elements.found if a.get("class") == "text"]
    assert shown and all(a.get("dir") == "auto" for a in shown)


def test_legend_counts_by_rule(page: str) -> None:
    assert re.search(r'data-rule="mangled-name"[^>]*>.*?<span class="n">12</span>', page)
