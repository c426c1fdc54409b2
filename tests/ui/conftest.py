"""A review page on a free port of this machine, and a browser in front of it; skipped, with the reason, without."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from review_samples import load, seed_results

from benchmarks._review_server import ARGUMENTS, CHROMIUM, PATIENCE, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Serve = Callable[..., Served]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts pages on a database; all are stopped after the test."""
    running: list[Served] = []

    def start(database: str | Path, **settings: str) -> Served:
        running.append(Served(str(database), tmp_path / f"server-{len(running)}.log", **settings))
        return running[-1]

    yield start
    for served in running:
        served.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window with its own cookies."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def _seed_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "seed.sqlite"
    load(path, seed_results())
    return path


@pytest.fixture
def seed_database(_seed_file: Path, tmp_path: Path) -> Path:
    """The seed case, audited, nothing decided."""
    return Path(shutil.copy(_seed_file, tmp_path / "review.sqlite"))
