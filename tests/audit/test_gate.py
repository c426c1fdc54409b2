"""The gate: baselines, changes since a revision, comments, ignore entries, decisions, thresholds by path, the cache."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from cli_texts import jsonl
from gate_texts import CLEAN, LINE, git, use_one_rule

from audit.cli import main

pytestmark = pytest.mark.usefixtures("folder")

CONFIG = 'inputs = ["news"]\n'


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """A configured folder with one text; the documents that were really audited."""
    audited: list[str] = []
    use_one_rule(monkeypatch, audited)
    (folder / "news").mkdir()
    (folder / "taudit.toml").write_text(CONFIG)
    (folder / "news/a.txt").write_text(LINE)
    return audited


def lines(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str], str]:
    """Status, findings as file:line:column, and what was said."""
    capfd.readouterr()
    status = main(["check", "--format", "line", *options])
    out, err = capfd.readouterr()
    return status, [line.split(": ")[0] for line in out.splitlines()], err


def test_inputs_come_from_the_configuration(calls: list[str], capfd: pytest.CaptureFixture[str], folder: Path) -> None:
    assert lines(capfd)[:2] == (1, ["news/a.txt:1:20"])
    assert lines(capfd, "news/a.txt")[:2] == (1, ["news/a.txt:1:20"])
    (folder / "taudit.toml").unlink()
    status, _, err = lines(capfd)
    assert status == 2 and "INPUT: missing" in err


# --- baseline

EDITS = [
    (lambda old: CLEAN * 3 + old, [], "an edit above does not wake it"),
    (lambda old: old + CLEAN, [], "nor one below"),
    (lambda old: old.replace("the envoy", "special envoy"), [], "nor new words beside it: the fingerprint is the same"),
    (lambda old: old + "Witko spoke.\n", ["news/a.txt:2:1"], "a second one is new"),
    (lambda old: "Witko spoke.\n" + old, ["news/a.txt:1:1"], "above, too: the known one keeps its surroundings"),
    (lambda old: old.replace("Witko", "Benson"), ["news/a.txt:1:20"], "other words are new"),
    (lambda old: old.replace("Witko", "Witkoff"), [], "mended"),
]


@pytest.mark.parametrize(("edit", "new", "why"), EDITS, ids=[case[2] for case in EDITS])
def test_a_baseline(
    edit: object, new: list[str], why: str, calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert lines(capfd, "--update-baseline")[0] == 0
    assert lines(capfd)[:2] == (0, [])
    text = folder / "news/a.txt"
    text.write_text(edit(text.read_text()))  # type: ignore[operator]
    assert lines(capfd)[:2] == (1 if new else 0, new), why


def test_neighbours_translated_anew_do_not_wake_it(
    calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = folder / "news/a.txt"
    text.write_text("The talks began early.\n" + LINE + "They ended late, he said.\n")
    lines(capfd, "--update-baseline")
    text.write_text("The conversations took their beginning in the morning.\nNobody slept.\n" + LINE + "Late it was.\n")
    assert lines(capfd)[:2] == (0, [])
    text.write_text("The conversations with Witko began.\n" + LINE + "Late it was.\n")
    assert lines(capfd)[:2] == (1, ["news/a.txt:1:24"]), "the one that came with them is new"


def test_a_baseline_of_part_keeps_the_rest(calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "news/b.txt").write_text(LINE)
    lines(capfd, "--update-baseline")
    (folder / "news/a.txt").write_text(CLEAN)
    status, _, err = lines(capfd)
    assert status == 0 and "1 of its findings are gone" in err
    lines(capfd, "news/a.txt", "--update-baseline")
    kept = [json.loads(line)["file"] for line in (folder / ".taudit/baseline.jsonl").read_text().splitlines()]
    assert kept == ["news/b.txt"]
    (folder / "news/b.txt").unlink()
    lines(capfd, "news/a.txt", "--update-baseline")
    assert (folder / ".taudit/baseline.jsonl").read_text() == "", "what is deleted is known no more"


def test_a_broken_baseline_is_said(calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "b.jsonl").write_text("<<<<<<< ours\n")
    status, _, err = lines(capfd, "--baseline", "b.jsonl")
    assert status == 2 and "b.jsonl:1: is no entry of a baseline" in err


def test_a_baseline_that_is_not_there_is_said(
    calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    status, _, err = lines(capfd, "--baseline", "nowhere.jsonl")
    assert status == 2 and "nowhere.jsonl: no such baseline, every finding counts" in err
    assert main(["check", "--baseline", "nowhere.jsonl", "--update-baseline", "--output", "out"]) == 0
    assert (folder / "nowhere.jsonl").is_file()


def test_suppressed_findings_stay_in_sarif(calls: list[str], folder: Path) -> None:
    main(["check", "--update-baseline", "--output", "out"])
    assert main(["check", "--format", "sarif", "--output", "out.sarif"]) == 0
    (result,) = json.loads((folder / "out.sarif").read_text())["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "known from the baseline"}]


# --- what changed


def test_diff_from(calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "news/rows.jsonl").write_text(jsonl({"id": "1", "text": LINE}, {"id": "2", "text": CLEAN}))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    assert lines(capfd, "--diff-from", "main")[:2] == (0, []), "nothing changed: clean"
    (folder / "news/rows.jsonl").write_text(jsonl({"id": "1", "text": LINE}, {"id": "2", "text": LINE}))
    assert lines(capfd, "--diff-from", "main")[:2] == (1, ["news/rows.jsonl:2:41"]), "only the row that changed"
    (folder / "news/new.txt").write_text(LINE)
    assert lines(capfd, "--diff-from", "main")[1] == ["news/new.txt:1:20", "news/rows.jsonl:2:41"]
    git(folder, "checkout", "-qb", "topic")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "second")
    git(folder, "checkout", "-q", "main")
    (folder / "news/a.txt").write_text(CLEAN)
    git(folder, "commit", "-qam", "third")
    git(folder, "checkout", "-q", "topic")
    found = lines(capfd, "--diff-from", "main")[1]
    assert found == ["news/new.txt:1:20", "news/rows.jsonl:2:41"], "from where the branches parted"
    for ref in ("nowhere", "--output=x", ""):
        status, _, err = lines(capfd, f"--diff-from={ref}")
        assert status == 2 and "--diff-from" in err and len(err.splitlines()) == 1


# --- comments, ignore entries, decisions

COMMENTS = [
    ("<!-- taudit: ignore[test-rule] a quotation -->\n\nWitko\n", [], "alone: the next line with words"),
    ("Witko <!-- taudit: ignore -->\nWitko\n", ["2"], "beside words: its own line"),
    ("<!-- taudit: ignore[name] -->\nWitko\nWitko\n", ["3"], "a category; one line only"),
    ("<!-- taudit: off -->\nWitko\n<!-- taudit: on -->\nWitko\n", ["4"], "from off to on"),
    ("Witko\n<!-- taudit: off -->\nWitko\n", ["1"], "off to the end"),
    ("Witko\n\nWitko\n<!-- taudit: ignore-file why not -->\n", [], "the whole file"),
    ("<!-- taudit: ignore[Witko] -->\nWitko\n", ["2"], "a rule that is none lets nothing pass"),
    ("<!-- taudit: ignore[test-rule] Witko -->\nBenson\n", [], "a comment is not audited itself"),
    ("<!-- taudit: silence -->\nWitko\n", ["2"], "no such word"),
]


@pytest.mark.parametrize(("text", "left", "why"), COMMENTS, ids=[case[2] for case in COMMENTS])
def test_comments(
    text: str, left: list[str], why: str, calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "news/a.txt").unlink()
    (folder / "news/b.md").write_text(text)
    status, found, _ = lines(capfd)
    assert [place.split(":")[1] for place in found] == left, why
    assert status == (1 if left else 0)


def test_comments_of_no_use_are_said(calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "news/a.txt").write_text(CLEAN)
    (folder / "news/b.md").write_text("<!-- taudit: ignore[test-rul] -->\n" + CLEAN)
    _, _, err = lines(capfd)
    assert "news/b.md:1:1: test-rul: no such rule, did you mean test-rule?" in err
    assert "news/b.md:1:1: this comment lets nothing pass, remove it" in err


def test_a_plain_text_has_no_comments(calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "news/a.txt").write_text("<!-- taudit: ignore-file -->\n" + LINE)
    assert lines(capfd)[0] == 1


def entry(**values: str) -> str:
    fields = {"until": "2999-01-01", "reason": '"as printed"', **values}
    return "[[ignore]]\n" + "".join(f"{key} = {value}\n" for key, value in fields.items())


ENTRIES = [
    (entry(rule='"test-rule"'), 0, "by:", "a rule"),
    (entry(rule='"name"', words='"Witko"'), 0, "ignore entries", "a category and words"),
    (entry(files='["news/*"]'), 0, "ignore entries", "files"),
    (entry(words='"Witkow"'), 1, "ignore[1]: lets nothing pass, remove it", "other words"),
    (entry(files='["old"]'), 1, "lets nothing pass", "other files"),
    (entry(words='"Witko"', until="2020-01-01"), 1, "ran out on 2020-01-01", "no longer"),
    (entry(), 2, "name a rule, words, files or a fingerprint", "everything is too much"),
    (entry(rule='"test-rul"'), 2, "did you mean test-rule?", "no such rule"),
    (entry(rule='"name"', reason='" "'), 2, "ignore[1].reason: say why", "no reason"),
    ("[[ignore]]\nrule = 'name'\nreason = 'x'\n", 2, "ignore[1].until: say how long", "no end"),
    (entry(wordz='"x"'), 2, "ignore[1].wordz: no such key, did you mean words?", "no such key"),
]


@pytest.mark.parametrize(("text", "status", "said", "why"), ENTRIES, ids=[case[3] for case in ENTRIES])
def test_ignore_entries(
    text: str, status: int, said: str, why: str, calls: list[str], folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / ".taudit").mkdir()
    (folder / ".taudit/ignore.toml").write_text(text)
    got, _, err = lines(capfd)
    assert got == status and (said in err or said == "by:"), (why, err)
    if status == 0:
        assert lines(capfd, "--no-ignores")[0] == 1, "shown on request"


def test_the_day_of_expiry_still_holds() -> None:
    from audit.gate_ignores import Ignore, Ignores

    one = Ignore(place="x", until=date(2026, 1, 1), reason="y", rule="name")
    assert not Ignores([one], today=date(2026, 1, 1)).expired
    assert Ignores([one], today=date(2026, 1, 2)).expired


# --- thresholds by path, statistics, what cannot be read

LIMITS = [
    ("", 1, "major by default"),
    ('severity = "critical"', 0, "too mild"),
    ("confidence = 0.97", 0, "not sure enough"),
    ('severities = {test-rule = "info"}', 0, "a milder rule"),
    ('severities = {name = "info"}', 0, "a milder category"),
    ('[per-file-ignores]\n"news/*" = ["test-rule"]', 0, "not there"),
    ('[per-file-ignores]\n"old" = ["test-rule"]', 1, "elsewhere"),
    ('severity = "critical"\n[[overrides]]\npaths = ["news"]\nseverity = "minor"', 1, "stricter there"),
    ('[[overrides]]\npaths = ["news"]\nconfidence = 1.0', 0, "milder there"),
    ('[[overrides]]\npaths = ["news"]\nselect = ["date"]', 0, "other rules there"),
    ('exclude = ["news/a.txt"]', 4, "left out even when named: nothing was audited"),
]


@pytest.mark.parametrize(("text", "status", "why"), LIMITS, ids=[case[2] for case in LIMITS])
def test_thresholds(text: str, status: int, why: str, calls: list[str], folder: Path) -> None:
    (folder / "taudit.toml").write_text(CONFIG + text + "\n")
    assert main(["check", "--output", "out"]) == status, why


def test_statistics(calls: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--statistics", "--report", "line=out"]) == 1
    out = capfd.readouterr().out.splitlines()
    assert out[1].split() == ["1", "1", "0", "1", "test-rule"] and len(out) == 3
    assert Path("out").read_text().startswith("news/a.txt:1:20: major test-rule 0.96: Witko → Witkoff")


def test_a_gate_does_not_pass_because_it_could_not_read(calls: list[str], folder: Path) -> None:
    (folder / "news/a.txt").write_text(CLEAN)
    (folder / "news/b.txt").write_bytes(b"\0\1\2")
    (folder / "taudit.toml").write_text(CONFIG + "max-skipped = 0.5\n")
    assert main(["check", "--output", "out"]) == 0
    assert main(["check", "--output", "out", "--max-skipped", "0.4"]) == 3


def test_of_files_named_only_those_of_the_configuration(calls: list[str], folder: Path) -> None:
    (folder / "README.md").write_text(LINE)
    assert main(["check", "README.md", "--output", "out"]) == 1
    assert main(["check", "README.md", "--as-configured", "--output", "out"]) == 0
    assert main(["check", "README.md", "news/a.txt", "--as-configured", "--output", "out"]) == 1


# --- the cache


def test_what_did_not_change_is_not_audited_again(calls: list[str], folder: Path) -> None:
    for number in range(40):
        (folder / f"news/{number:02}.txt").write_text(LINE * (number % 3) + CLEAN)
    command = ["check", "--format", "jsonl", "--output"]
    assert main([*command, "one.jsonl"]) == 1 and len(calls) == 41
    assert main([*command, "two.jsonl"]) == 1 and len(calls) == 41
    (folder / "news/07.txt").write_text(LINE)
    (folder / "news/30.txt").unlink()
    assert main([*command, "three.jsonl"]) == 1 and len(calls) == 42, "only what changed"
    assert main([*command, "four.jsonl", "--no-cache"]) == 1 and len(calls) == 82
    assert main([*command, "five.jsonl", "--style", "ap"]) == 1 and len(calls) == 122, "other settings"
    read = {name: (folder / f"{name}.jsonl").read_bytes() for name in ("one", "two", "three", "four")}
    assert read["one"] == read["two"] and read["three"] == read["four"]
    assert (folder / ".taudit/cache/.gitignore").read_text() == "*\n"


def test_a_kept_result_that_lacks_what_is_shown_is_made_anew(calls: list[str], folder: Path) -> None:
    (folder / "news/a.txt").unlink()
    text = {
        "id": "a",
        "text": LINE,
        "pivot": {"lang": "zh", "text": "在罗马，特使威特科周五说，两国政府下周再次会晤。"},
    }
    (folder / "news/a.jsonl").write_text(jsonl(text), "utf-8")
    for format, times in (("jsonl", 1), ("html", 2), ("html", 2), ("text", 2), ("jsonl", 2)):
        assert main(["check", "--format", format, "--output", f"out.{format}"]) == 1
        assert len(calls) == times, format
    assert "特使威特科周五说" in (folder / "out.html").read_text("utf-8")


def test_originals_are_part_of_the_key(calls: list[str], folder: Path) -> None:
    (folder / "pool.jsonl").write_text(jsonl({"id": "o", "text": "The envoy Witkoff said on Friday they would meet."}))
    command = ["check", "--originals", "pool.jsonl", "--format", "html", "--output"]
    main([*command, "one"])
    main([*command, "two"])
    assert len(calls) == 1 and (folder / "one").read_bytes() == (folder / "two").read_bytes()
    (folder / "pool.jsonl").write_text(jsonl({"id": "o", "text": "The envoy Witkoff said on Monday they would meet."}))
    main([*command, "three"])
    assert len(calls) == 2


def test_imported_names_are_part_of_the_key(calls: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAUDIT_NAMES", str(folder / "names"))
    command = ["check", "--output", "out"]
    main(command)
    (folder / "house.csv").write_text("en,zh,kind\nWitkow,维特科,person\n")
    assert main(["names", "import", "glossary", "house.csv"]) == 0 and main(["names", "build"]) == 0
    main(command)
    assert len(calls) == 2
    main(command)
    assert len(calls) == 2


@pytest.mark.parametrize("damage", [b"", b"no database at all, but long enough to look at" * 100])
def test_a_damaged_cache_costs_nothing_but_time(damage: bytes, calls: list[str], folder: Path) -> None:
    main(["check", "--output", "out"])
    (folder / ".taudit/cache/results.sqlite").write_bytes(damage)
    assert main(["check", "--output", "out"]) == 1 and len(calls) == 2
    assert main(["check", "--output", "out"]) == 1 and len(calls) == 2, "begun anew"


def test_without_a_configuration_the_users_cache_is_used(calls: list[str], folder: Path) -> None:
    for number in (1, 1, 2):
        options = ["--no-cache"] if number == 2 else []
        assert main(["check", "news", "--no-config", "--output", "out", *options]) == 1
        assert len(calls) == number
    assert not (folder / ".taudit").exists()


def test_results_are_kept_as_they_come(calls: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is killed has not worked for nothing, and one beside it is not kept from writing."""
    from audit import gate_cache

    monkeypatch.setattr(gate_cache, "_TOGETHER", 8)
    for number in range(20):
        (folder / f"news/{number:02}.txt").write_text(CLEAN)
    with monkeypatch.context() as patch:
        patch.setattr(gate_cache.Cache, "__exit__", lambda *_: None)
        main(["check", "--output", "out"])
    assert len(calls) == 21
    main(["check", "--output", "out"])
    assert len(calls) == 26, "of 21 results 16 were written"


def test_originals_of_results_in_use_are_kept(folder: Path) -> None:
    from dataclasses import replace

    from audit.gate_cache import KEEP_DAYS, Cache
    from audit.model import Audited
    from corpora.documents import Document

    text, original = Document(id="a", text="One.", lang="en"), Document(id="o", text="Two.", lang="en")
    with Cache(folder / "kept", 0) as cache:
        cache.put("base", text, Audited(document=text, originals={"o": original}))
    for day in (KEEP_DAYS - 1, 2 * KEEP_DAYS - 2):
        with Cache(folder / "kept", day) as cache:
            found = cache.get("base", text)
            assert isinstance(found, Audited) and found.originals["o"] == original
            cache.put("base", replace(text, id=f"b{day}"), Audited(document=text))
    with Cache(folder / "kept", 4 * KEEP_DAYS) as cache:
        cache.put("base", replace(text, id="c"), Audited(document=text))
    with Cache(folder / "kept", 4 * KEEP_DAYS) as cache:
        assert cache.get("base", text) is None, "not asked for in all that time"
