"""Texts of strangers as HTML and as labels: nothing gets out of its place."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import escaping


class Read(HTMLParser):
    """What a browser would read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(max_size=300))
def test_text_makes_no_elements_but_our_own(text: str) -> None:
    read = Read(escaping.isolated(text))
    assert {tag for tag, _ in read.tags} <= {"bdi", "span"}
    assert all(set(attributes) <= {"class", "title"} for _, attributes in read.tags)


@given(st.text(max_size=300))
def test_nothing_turns_the_page_round(text: str) -> None:
    shown = escaping.isolated(text)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x00\x07\x1b")


def test_controls_are_shown() -> None:
    read = Read(escaping.plain("bell\x07 and \u202egnp"))
    assert read.text == "bellU+0007 and U+202Egnp"


@given(st.text(max_size=300))
def test_attributes_stay_between_their_quotes(text: str) -> None:
    read = Read(f'<p title="{escaping.attribute(text)}">')
    assert len(read.tags) == 1
    assert set(read.tags[0][1]) == {"title"}


def test_long_words_are_cut() -> None:
    assert len(escaping.plain("w" * 1_000_000)) < 5_000
    assert "992,000" in Read(escaping.isolated("w" * 1_000_000, long=8_000)).text


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
        "data:text/html,x", "vbscript:x", "//example.org/x", "http:javascript", "https://", "http://exa mple.org", "https://e.org/\u202ex",
        "https://e.org/\"onclick=x", "file:///etc/passwd", "", "https://[", "https:\\\\e.org",
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert not any(tag == "a" for tag, _ in Read(escaping.link(url, "here")).tags)


def test_links_do_not_hand_the_page_over() -> None:
    (tag, attributes), _ = Read(escaping.link("https://example.org/a?b=1&c=2", "<b>")).tags
    assert (tag, attributes["href"]) == ("a", "https://example.org/a?b=1&c=2")
    assert attributes["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("lang", ["zh", "zh-Hans", "sr-Latn-RS"])
def test_languages_are_marked(lang: str) -> None:
    assert Read(escaping.isolated("威特科夫", lang)).tags == [("bdi", {"lang": lang})]


@pytest.mark.parametrize("lang", [None, "", 'zh" onclick="x', "a", "zh_CN<"])
def test_what_is_no_language_is_left_out(lang: str | None) -> None:
    assert Read(escaping.isolated("x", lang)).tags == [("bdi", {})]


@given(st.text(max_size=200))
def test_labels_have_no_markup_left(text: str) -> None:
    shown = escaping.label(text)
    assert "\n" not in shown
    bare = shown
    for mark in "\\`*_{}[]()<>#+-.!|~$:^=&":
        bare = bare.replace(f"\\{mark}", "")
    assert not set(bare) & set("`*_[]<>$:|~\\")


def test_beginnings_and_ends_break_at_words() -> None:
    assert escaping.opening("the envoy met the minister in the capital", 20) == "the envoy met the…"
    assert escaping.closing("the envoy met the minister in the capital", 20) == "… in the capital"
    assert escaping.opening("short", 20) == "short"
