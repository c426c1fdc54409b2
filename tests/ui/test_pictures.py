"""Pictures of the pages for the documentation, made by `make pictures`; every test run makes them, too, and looks at
their size."""

from __future__ import annotations

import os
import shutil
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import Serve
from desk_samples import desk

from audit.judgements.records import QueueFilter
from audit.judgements.store import Store
from benchmarks._review_server import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCS = Path(__file__).parent.parent.parent / "docs"
KEEP = bool(os.environ.get("TAUDIT_PICTURES"))
"""Whether the pictures in `docs` are written anew."""


def size(path: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    return int(width), int(height)


def take(page: Page, url: str, name: str, folder: Path, *, page_name: str) -> None:
    page.goto(url)
    page.wait_for_selector(f"html[data-page={page_name}]", state="attached")
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
    page.wait_for_function(
        "[...document.querySelectorAll('[data-testid=stVegaLiteChart]')].every(c => c.querySelector('canvas, svg'))"
    )
    page.mouse.move(0, 0)
    path = folder / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    kept = DOCS / path.name
    if KEEP:
        shutil.copy(path, kept)
    assert size(path) == size(kept), f"docs/{path.name}: run `make pictures`"
    assert path.stat().st_size > 20_000, "something is on the picture"


def test_pictures(browser: Browser, serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "desk.sqlite"
    desk(database, monkeypatch)
    with Store.open(database) as store:
        witko = next(row.id for row in store.queue(QueueFilter(), size=200).rows if row.surface == "Witko")
        house = next(row.key for row in store.names.page().rows if "Witkoff" in row.name)
        store.names.choose(house, "Steve Witkoff", reviewer="Ann", note="as Reuters and AP write it")
    served = serve(database)
    context = browser.new_context(viewport={"width": 1280, "height": 820}, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    take(page, served.url, "review-queue", tmp_path, page_name="queue")
    take(page, f"{served.url}/review?finding={witko}", "review", tmp_path, page_name="review")
    take(page, f"{served.url}/names?name={house}", "review-names", tmp_path, page_name="name")
    page.set_viewport_size({"width": 1280, "height": 1250})
    take(page, f"{served.url}/dashboard", "review-dashboard", tmp_path, page_name="dashboard")
    context.close()
    dark = browser.new_context(viewport={"width": 1280, "height": 820}, color_scheme="dark")
    dark.set_default_timeout(PATIENCE)
    page = dark.new_page()
    take(page, f"{served.url}/review?finding={witko}", "review-dark", tmp_path, page_name="review")
    dark.close()
