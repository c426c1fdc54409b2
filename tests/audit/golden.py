"""The seed case as reports, byte for byte; what changes with every release (version, hashes) is masked.

`python tests/audit/golden.py` writes them anew; read the difference before it is committed.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "golden"
FILES = {
    "text": "seed.txt",
    "jsonl": "seed.jsonl",
    "markdown": "seed.md",
    "html": "seed.html",
    "csv": "seed.csv",
    "sarif": "seed.sarif",
    "junit": "seed.xml",
    "github": "seed.github.txt",
    "gitlab": "seed.gitlab.json",
    "mqm": "seed.mqm.tsv",
    "esa": "seed.esa.jsonl",
    "ledger": "seed.ledger.jsonl",
}
COMMAND = (
    "run",
    "seeds/case/toutiao-1839931802607753.txt",
    "--originals",
    "seeds/case/originals.jsonl",
    "--as-of",
    "2025-08-09",
)


def reports(folder: Path) -> dict[str, str]:
    """All reports of one run over the seed case, by format, masked; `folder` is for files on the way."""
    from audit.cli import main

    wanted = [f"{format}={folder / name}" for format, name in FILES.items()]
    with _inside(ROOT), redirect_stdout(io.StringIO()):
        status = main([*COMMAND, *(word for report in wanted for word in ("--report", report))])
    assert status == 0
    return {format: masked((folder / name).read_bytes().decode("utf-8")) for format, name in FILES.items()}


def masked(text: str) -> str:
    """A report without what says which release and knowledge made it: all of that is one line of the signature."""
    text = re.sub(r"(rules:\d+\.|originals:\d+\.|seeds:)[0-9a-f]+", r"\1HASH", text.replace("\\|", "|"))
    text = re.sub(r"(version:|taudit )\d+\.\d+\.\d+\w*", r"\1VERSION", text)
    text = re.sub(r'("(?:seeds|hash)": )"[0-9a-f]+"', r'\1"HASH"', text)
    return re.sub(r'("version": )"(?!2\.1\.0")\d+\.\d+\.\d+\w*"', r'\1"VERSION"', text)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def update() -> int:
    """Write the golden reports anew."""
    import tempfile

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for format, text in reports(Path(folder)).items():
            (FOLDER / FILES[format]).write_bytes(text.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(update())
