"""Comments in the formats whose comments are no part of the text: what they let pass, by line; unused ones are said."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from gate_texts import use_one_rule

from audit.cli import main

pytestmark = pytest.mark.usefixtures("folder")
WITKO = "Witko spoke in Rome on Friday, the ministry said."
CLEAN = "The minister spoke in Rome on Friday, and left."


@pytest.fixture(autouse=True)
def one_rule(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    use_one_rule(monkeypatch)


def html(*lines: str) -> str:
    return "\n".join(["<html><body>", *lines, "</body></html>", ""])


def paragraph(text: str = WITKO) -> str:
    return f"<p>{text}</p>"


def tmx(*lines: str) -> str:
    return "\n".join(['<tmx version="1.4"><header/><body>', *lines, "</body></tmx>", ""])


def unit(text: str = WITKO, comment: str = "") -> str:
    return f'<tu><tuv xml:lang="ru"><seg>Да.</seg></tuv>{comment}\n<tuv xml:lang="en"><seg>{text}</seg></tuv></tu>'


def xliff(*lines: str) -> str:
    return "\n".join(
        [
            '<xliff version="1.2"><file source-language="ru" target-language="en"><body>',
            *lines,
            "</body></file></xliff>\n",
        ]
    )


def trans(id: str) -> str:
    return f'<trans-unit id="{id}"><source>Да.</source>\n<target>{WITKO}</target></trans-unit>'


PO = 'msgid ""\nmsgstr "Language: en\\n"\n\n'


def entry(name: str, comment: str = "", text: str = WITKO) -> str:
    return f'{comment}msgid "{name}"\nmsgstr ""\n"{text}"\n'


def cue(second: int, text: str = WITKO) -> str:
    return f"00:00:0{second}.000 --> 00:00:0{second + 1}.000\n{text}\n\n"


THIS = "<!-- taudit: ignore[test-rule] as printed -->"
CASES = [
    ("a.html", html(THIS, paragraph(), paragraph()), [4], "HTML: the next line with words"),
    ("a.html", html(paragraph() + THIS, paragraph()), [3], "HTML: its own line"),
    ("a.html", html(THIS, "<div>", "", paragraph(), "</div>"), [], "HTML: tags and blank lines are no words"),
    ("a.html", html("<!-- taudit: off -->", paragraph(), "<!-- taudit: on -->", paragraph()), [5], "HTML: off to on"),
    ("a.html", html("<!-- taudit: ignore[date] -->", paragraph()), [3], "another category"),
    ("a.tmx", tmx(THIS, unit(), unit()), [6], "TMX: the next unit, not its first segment"),
    ("a.tmx", tmx(unit(comment=THIS), unit()), [5], "TMX: the unit that it stands in"),
    ("a.tmx", tmx((unit() + THIS).replace("\n", ""), unit()), [4], "TMX: a unit on one line, the comment behind it"),
    ("a.tmx", tmx(unit(), "<!-- taudit: ignore-file -->", unit()), [], "TMX: the whole file"),
    ("a.tmx", tmx(unit(), "<!-- taudit: off[name] -->", unit(), unit()), [3], "TMX: off to the end"),
    ("a.xlf", xliff(THIS, trans("1"), trans("2")), [6], "XLIFF"),
    ("a.sgm", f'<tstset trglang="en"><doc docid="d">\n{THIS}\n<seg id="1">{WITKO}</seg>\n<seg id="2">{WITKO}</seg>\n'
     "</doc></tstset>\n", [4], "WMT"),
    ("a.po", PO + entry("a", "# taudit: ignore[name] as printed\n") + "\n" + entry("b"), [11], "PO: its entry"),
    ("a.po", PO + entry("a", "#. taudit: ignore\n#: x.c:1\n") + entry("b"), [11], "PO: no blank line between"),
    ("a.po", PO + entry("a", "# taudit: ignore[date]\n# taudit: ignore[name]\n") + "\n" + entry("b"), [12], "PO: two"),
    ("a.vtt", "WEBVTT\n\nNOTE taudit: ignore as said\n\n" + cue(1) + cue(3), [9], "WebVTT: the next cue"),
    ("a.srt", "1\n" + cue(1).replace(".", ",", 2), [3], "SRT has no comments"),
    ("a.html", html("<!-- taudit: ignore[tset-rule] -->", paragraph()), [3], "a rule that is none"),
]  # fmt: skip


def left(path: str, capfd: pytest.CaptureFixture[str]) -> tuple[list[int], str]:
    """The lines of the findings that count, and what was said."""
    main(["check", path, "--format", "line", "--no-config"])
    out, err = capfd.readouterr()
    return [int(line.split(":")[1]) for line in out.splitlines()], err


@pytest.mark.parametrize(("name", "text", "lines", "why"), CASES, ids=[case[3] for case in CASES])
def test_what_comments_let_pass(
    name: str, text: str, lines: list[int], why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    Path(name).write_text(text)
    assert left(name, capfd)[0] == lines, why
    assert main(["check", name, "--no-config", "--no-ignores", "--output", "out.txt"]) == 1, "shown on request"
    main(["fix", name, "--no-config"])
    assert Path(name).read_text().count("Witkoff") == len(lines), "what is let pass is not mended"


@pytest.mark.parametrize("coding", ["utf-16", "utf-8-sig"])
def test_in_other_encodings_with_other_line_ends(coding: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.tmx").write_bytes(tmx(THIS, unit(), unit()).replace("\n", "\r\n").encode(coding))
    assert left("a.tmx", capfd)[0] == [6]
    Path("a.tmx").write_bytes(tmx(THIS, unit(), unit()).replace("\n", "\r").encode(coding))
    assert left("a.tmx", capfd)[0] == [6]


def test_in_a_compressed_file(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.po.gz").write_bytes(gzip.compress((PO + entry("a", "# taudit: ignore\n") + "\n" + entry("b")).encode()))
    assert left("a.po.gz", capfd)[0] == [11]


def test_what_is_of_no_use_or_not_understood_is_said_once(capfd: pytest.CaptureFixture[str]) -> None:
    units = [unit()] * 250
    Path("a.tmx").write_text(tmx("<!-- taudit: ignore[date] -->", "<!-- taudit: silence -->", *units))
    lines, said = left("a.tmx", capfd)
    assert len(lines) == 250, "two documents of 200 segments"
    assert said.splitlines() == [
        "a.tmx:3: no such comment, known are ignore, off, on, ignore-file",
        "a.tmx:2: this comment lets nothing pass, remove it",
    ]


def test_sarif_says_that_it_stands_in_the_source() -> None:
    Path("a.html").write_text(html(THIS, paragraph()))
    main(["check", "a.html", "--no-config", "--format", "sarif", "--output", "out.sarif"])
    (result,) = json.loads(Path("out.sarif").read_text())["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "as printed"}]
