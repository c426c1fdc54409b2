"""Imports point one way: ui -> audit -> corpora. Imports inside functions count, too."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ("corpora", "audit", "ui")
OTHERS = ("tests", "benchmarks", "scripts")
MODULES = [path for package in ORDER for path in sorted((ROOT / package).rglob("*.py"))]


def imported(source: str) -> set[str]:
    """The top-level packages that a module imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_imports_point_down(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    above = set(ORDER[ORDER.index(package) + 1 :]) | set(OTHERS)
    wrong = imported(path.read_text("utf-8")) & above
    assert not wrong, f"{path.name} may not import {', '.join(sorted(wrong))}"


def test_imports_inside_functions_are_seen() -> None:
    source = "def f():\n    from ui.page import x\n    import audit.model\n    from . import y\n"
    assert imported(source) == {"ui", "audit"}


def test_streamlit_stays_in_the_page() -> None:
    users = [path for path in MODULES if "streamlit" in imported(path.read_text("utf-8"))]
    assert all(path.relative_to(ROOT).parts[0] == "ui" for path in users)


def test_the_page_needs_nothing_but_the_engine_and_streamlit() -> None:
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] == "ui":
            others = imported(path.read_text("utf-8")) - {"audit", "corpora", "streamlit"} - sys.stdlib_module_names
            assert not others, f"{path.name}: {', '.join(sorted(others))}: decide and compute in audit"


@cache
def _declared() -> set[str]:
    """The distributions that pyproject.toml names, required or in an extra, but not those of development."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [names for extra, names in project["optional-dependencies"].items() if extra != "dev"]
    return {
        _plain(re.split(r"[\s<>=!~;\[]", name)[0]) for names in [project["dependencies"], *extras] for name in names
    }


@cache
def _providers() -> Mapping[str, list[str]]:
    return packages_distributions()


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_what_is_imported_is_declared(path: Path) -> None:
    providers = _providers()
    for name in imported(path.read_text("utf-8")) - set(ORDER) - sys.stdlib_module_names:
        declared = {_plain(distribution) for distribution in providers.get(name, [name])} & _declared()
        assert declared, f"{path.name} imports {name}, which pyproject.toml does not require"
