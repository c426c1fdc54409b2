"""The wheel as a user gets it: built, installed into a clean environment, used outside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASE = ROOT / "seeds" / "case"
PAGE = (
    "<html><head><title>Talks</title></head><body><article><h1>Talks</h1><p>The envoy met the ministers of three "
    "countries on the island on Friday and spoke of progress, his office said.</p></article></body></html>"
)


SHOWN = """
import os
from pathlib import Path
from streamlit.testing.v1 import AppTest
from audit.cli_review import page_file
os.environ.update(TAUDIT_DATABASE="review.sqlite", TAUDIT_REVIEWER="Ann")
assert page_file().parent.name == "_ui" and (page_file().parent / ".streamlit" / "config.toml").is_file()
page = AppTest.from_file(str(page_file()), default_timeout=120).run()
assert not page.exception, page.exception
print([str(element.proto.body) for element in page.get("html")])
"""


def run(*command: str | Path, cwd: Path) -> str:
    """The standard output of a command; its whole output is shown when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=1500, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.mark.slow
def test_wheel_audits_the_seed_from_a_clean_environment(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"audit", "corpora"}

    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check", wheel, cwd=tmp_path)

    work = tmp_path / "elsewhere"
    work.mkdir()
    for name in ("toutiao-1839931802607753.txt", "originals.jsonl"):
        (work / name).write_bytes((CASE / name).read_bytes())
    taudit = tmp_path / "venv" / "bin" / "taudit"
    command = [taudit, "run", "toutiao-1839931802607753.txt", "--as-of", "2025-08-09", "--originals", "originals.jsonl"]
    rows = [json.loads(line) for line in run(*command, "--format", "jsonl", cwd=work).splitlines()]
    findings = {row["surface"]: row for row in rows if row["type"] == "finding"}
    assert findings["Witko"]["suggestions"][0]["text"] == "Witkoff"
    assert [row for row in rows if row["type"] == "link"]

    (work / "page.html").write_text(PAGE, "utf-8")
    rows = [json.loads(line) for line in run(taudit, "run", "page.html", "--format", "jsonl", cwd=work).splitlines()]
    assert [row["doc"] for row in rows if row["type"] == "document"] == ["page.html"]
    review = [taudit, "review", "toutiao-1839931802607753.txt", "--as-of", "2025-08-09", "--database", "review.sqlite"]
    run(*review, "--originals", "originals.jsonl", "--no-page", cwd=work)
    assert "Witko" in run(python, "-c", SHOWN, cwd=work)
    assert "translation-audit" in run(python, "-m", "pip", "list", cwd=work)
