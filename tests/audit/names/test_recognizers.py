"""What finds the words of names: the rules unless spaCy is asked for, and one clear line where it is not installed."""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from audit.cli import main
from audit.errors import AuditError, MissingExtra, SettingsError
from audit.names import recognizers
from audit.names.mentions import read
from audit.names.recognizers import LONGEST, MODEL, Recognizer, Rules, Spacy, recognizer, require
from audit.settings import Settings
from corpora.sentences import split

INSTALLED = all(importlib.util.find_spec(name) is not None for name in ("spacy", MODEL))
needs_spacy = pytest.mark.skipif(not INSTALLED, reason="the extra [ner] is not installed (`make test` installs it)")
TEXT = "Rice met Angela Merkel on Tuesday. The price of rice rose by 3 percent.\n"


def names(text: str, by: Recognizer | None) -> list[list[str]]:
    """The name words of each sentence."""
    sentences, _ = read(text, split(text, "en"), by)
    return [[sentence.tokens[i].text for i in sorted(sentence.names)] for sentence in sentences]


# --- without spaCy


def test_rules_are_the_default() -> None:
    assert Settings().recognizer == "rules"
    assert names(TEXT, None) == names(TEXT, recognizer("rules")) == [["Angela", "Merkel"], []]


@pytest.mark.parametrize("gone", ["spacy", MODEL])
@pytest.mark.parametrize("command", ["run", "check"])
def test_one_line_says_what_to_install(
    gone: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, gone, None)  # importing it fails, as if it were not installed
    Path("a.txt").write_text(TEXT, "utf-8")
    assert main([command, "a.txt", "--names-by", "spacy"]) == 3
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "--names-by spacy needs the extra [ner]: pip install 'translation-audit[ner]'\n",
    )
    with pytest.raises(MissingExtra):
        Spacy()


def test_rules_ask_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    require("rules")
    assert isinstance(recognizer("rules"), Rules)


def test_a_broken_installation_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> Any:
        raise ImportError(f"{name}: a library of another version")

    monkeypatch.setattr(recognizers, "require", lambda by: None)
    monkeypatch.setattr(importlib, "import_module", broken)
    with pytest.raises(AuditError, match=r"^--names-by spacy: spaCy is installed but cannot be loaded \(spacy: a lib"):
        Spacy()


def test_another_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, "utf-8")
    assert main(["run", "a.txt", "--names-by", "guess"]) == 2
    assert capsys.readouterr().err == "--names-by guess: choose one of rules, spacy\n"
    with pytest.raises(SettingsError):
        Settings(recognizer="guess")  # type: ignore[arg-type]


# --- with spaCy

BESIDE_THE_RULES = [
    ("Rice met the minister on Tuesday. The price of rice rose.", [["Rice"], []], "an everyday word opens a sentence"),
    ("Brown told reporters that the brown fox was gone.", [["Brown"]], "its colour stands beside it"),
    ("Bush said the bush burned.", [["Bush"]], "both in one sentence"),
    ("He reads The New York Times.", [["New", "York", "Times"]], "an everyday word inside, and the article left out"),
]

AS_THE_RULES = [
    ("The minister met the delegation in Paris on Monday.", "a name inside a sentence, and a weekday"),
    ("Officials said 40 people came.", "no name at all"),
    ("He paid $3 million on Tuesday, August 5.", "amounts and dates are entities, and no names"),
    ("Five people died. Early Monday the talks began.", "nor at the head of a sentence"),
    ("They marched on Bloody Sunday.", "weekdays and months carry nothing, inside names either"),
    ("Black Friday Sales Hit Record In Green Town Stores", "a headline"),
    ("", "nothing"),
    ("\n \n", "spaces"),
]


@needs_spacy
@pytest.mark.parametrize(("text", "expected", "why"), BESIDE_THE_RULES, ids=[row[2] for row in BESIDE_THE_RULES])
def test_entities_are_added(text: str, expected: list[list[str]], why: str) -> None:
    assert names(text, recognizer("spacy")) == expected, why
    assert names(text, recognizer("rules")) != expected, "the rules find it alone: the case shows nothing"


@needs_spacy
@pytest.mark.parametrize(("text", "why"), AS_THE_RULES, ids=[row[1] for row in AS_THE_RULES])
def test_the_rest_is_as_the_rules_have_it(text: str, why: str) -> None:
    assert names(text, recognizer("spacy")) == names(text, recognizer("rules")), why


@needs_spacy
def test_nothing_of_the_rules_is_lost() -> None:
    text = (
        "Emanuel Macaroon met Olaf Schloz and the NAACP in Enarotali. Witkof, Wladimir Putin and Xi Jingping did not.\n"
    )
    for by_rules, by_both in zip(names(text, Rules()), names(text, recognizer("spacy")), strict=True):
        assert by_rules
        assert set(by_rules) <= set(by_both)


@needs_spacy
def test_what_is_no_sentence_is_not_read_by_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    both = Spacy()
    monkeypatch.setattr(both, "_entities", lambda sentences: (seen.append(s) or [] for s in sentences))
    text = "A" * (LONGEST + 1) + " b.\n\nShort one."
    assert len(both.name_words(text, *_read_for(text))) == 2
    assert seen == ["Short one."]


def _read_for(text: str) -> tuple[Any, Any, Any, Any]:
    from audit.names.mentions import census
    from audit.names.tokens import tokens

    spans = [(0, text.index("\n")), (text.rindex("\n") + 1, len(text))]
    sentences = [tokens(text, start, end) for start, end in spans]
    return spans, sentences, census(sentences, [False, False]), [False, False]


@needs_spacy
@pytest.mark.parametrize("command", ["run", "check"])
def test_the_signature_says_so(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, "utf-8")
    signatures = []
    for by in ("rules", "spacy"):
        words = [command, "a.txt", "--names-by", by, "--format", "jsonl", "--output", f"{by}.jsonl"]
        assert main(words) == 0
        record = json.loads(Path(f"{by}.jsonl").read_text("utf-8").splitlines()[0])
        schema = json.loads((Path(recognizers.__file__).parents[1] / "schema" / "report.json").read_text("utf-8"))
        jsonschema.validate(record, schema)
        signatures.append(record["signature"])
    assert "names_by" not in signatures[0]
    assert signatures[1]["names_by"].startswith("spacy 3.")
    assert signatures[0]["short"] != signatures[1]["short"]
