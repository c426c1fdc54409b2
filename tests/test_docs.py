"""Documents in step with the code: commands, options, make targets, links, and the generated rule reference."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from audit.cli import app

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands(page: Path) -> list[str]:
    """The `taudit` command lines in the code blocks of a page, continued lines joined."""
    blocks = re.findall(r"```(?:sh|console|bash)?\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").split("\n")]
    return [line.removeprefix("$ ") for line in lines if line.removeprefix("$ ").startswith("taudit ")]


def understood(command: Any, words: list[str]) -> None:
    """Asserts that a command line names commands and options that exist."""
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        assert words[0] in command.commands, f"no command {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    options = {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}
    used = {word.split("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert used <= options | {"--help", "-h"}, f"no option {', '.join(sorted(used - options))}"


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_commands_exist(page: Path) -> None:
    tree = typer.main.get_command(app)
    for line in commands(page):
        words = shlex.split(line.split("|")[0].split(">")[0], comments=True)
        try:
            understood(tree, words[1:])
        except AssertionError as error:
            raise AssertionError(f"{page.name}: {line}: {error}") from None


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in a language."""
    return re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_toml_examples_are_toml(page: Path) -> None:
    for block in blocks(page, "toml"):
        tomllib.loads(block)


def test_examples_of_the_gate_hold(tmp_path: Path) -> None:
    """Configuration and ignore entries are understood; hooks and inputs of the action are those that there are."""
    from audit import gate_ignores
    from audit.config import load, rule_words

    page = ROOT / "docs" / "gate.md"
    configuration, entries = blocks(page, "toml")
    (tmp_path / "taudit.toml").write_text(configuration, "utf-8")
    assert load(str(tmp_path / "taudit.toml")).overrides
    (tmp_path / "ignore.toml").write_text(entries, "utf-8")
    assert len(gate_ignores.read(tmp_path / "ignore.toml", rule_words())) == 1
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    hooks, workflow = (yaml.safe_load(block) for block in blocks(page, "yaml"))
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert {hook["id"] for hook in hooks["repos"][0]["hooks"]} == {hook["id"] for hook in offered}
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    (ours,) = [step for step in workflow["steps"] if "translation-audit" in step["uses"]]
    assert set(ours["with"]) <= set(inputs)


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for target in re.findall(r"`?\bmake ([a-z]+)`", page.read_text("utf-8")):
            assert target in targets, f"{page.name}: make {target}"
    assert {"demo", "test", "check", "bench"} <= targets


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:\s]+)[^)]*\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_rule_pages_are_in_step() -> None:
    from scripts.build_rule_pages import FOLDER, pages

    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    made = pages()
    assert sorted(there) == sorted(made), "run `make docs`"
    for name, text in made.items():
        assert there[name] == text, f"docs/rules/{name}: run `make docs`"


def test_figures_are_in_step() -> None:
    from scripts.build_figures import DOCUMENTS, filled

    for page in DOCUMENTS:
        text = page.read_text("utf-8")
        assert "<!-- figures: " in text
        assert filled(text) == text, f"{page.name}: run `make docs`"
