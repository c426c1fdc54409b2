"""Building an index: killed at any moment and taken up again, in several processes, merged, damaged."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.documents import Document
from corpora.index import BadIndex, Index, broken, build

COUNT = 1200
PROGRAM = """
import sys, time
sys.path[:0] = sys.argv[3:]
from test_index_build import documents
from corpora.index import build

def slowly():
    for document in documents():
        time.sleep(0.001)  # slow enough to be killed on any machine
        yield document

if __name__ == "__main__":
    build(slowly(), sys.argv[1], batch=100, jobs=int(sys.argv[2]))
"""


def documents(count: int = COUNT) -> list[Document]:
    order = random.Random(5)
    nouns = "harbour bridge tunnel orchard glacier railway furnace library stadium reactor".split()
    found = []
    for number in range(count):
        lines = [
            f"The {order.choice(nouns)} of district {order.randrange(40)} was closed for {order.randrange(2, 90)} days."
            for _ in range(6)
        ]
        lines.append(f"Inspector {70_000 + number} signed the report.")
        found.append(Document(id=f"report-{number}", text=" ".join(lines), lang="en"))
    return found


def holds_everything(folder: Path) -> None:
    """Every document is there once, and its sentences find it."""
    index = Index(folder)
    assert len(index) == COUNT
    for document in documents()[::37]:
        assert index.get(document.id) == document
        number = document.text.split()[-4]
        assert [id for id, _ in index.search_lines([number], 5)] == [document.id]
        assert index.lines_holding(number) == 1, "no sentence is left over from the build that was killed"


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_any_moment_and_taken_up_again(tmp_path: Path, jobs: int) -> None:
    folder = tmp_path / "index"
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    kills = 0
    order = random.Random(jobs)
    root = Path(__file__).parents[2]
    for _ in range(6):
        process = subprocess.Popen(
            [sys.executable, str(program), str(folder), str(jobs), str(root), str(Path(__file__).parent)]
        )
        started = time.monotonic()
        limit = started + 60
        while not (folder / "taudit-index.json").exists() and process.poll() is None and time.monotonic() < limit:
            time.sleep(0.005)
        time.sleep(order.uniform(0.0, 0.6))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait(60)
        if folder.exists() and len(Index(folder) if broken(str(folder)) is None else ()) == COUNT:
            break
    assert kills, "the build was too quick to be killed: enlarge COUNT"
    result = build(documents(), folder, batch=100)
    assert result.total == COUNT and result.replaced == 0
    assert result.added + result.known == COUNT
    holds_everything(folder)


def test_several_processes_make_the_same_index(tmp_path: Path) -> None:
    alone = build(documents(), tmp_path / "one")
    together = build(documents(), tmp_path / "two", jobs=2)
    assert alone == together
    holds_everything(tmp_path / "two")
    words = {"furnace": 1.0, "70007": 1.0}
    assert Index(tmp_path / "one").search(words, 3) == Index(tmp_path / "two").search(words, 3)


def test_an_index_is_walked_whole(tmp_path: Path) -> None:
    build(documents(), tmp_path / "index")
    found = {document.id: document for document in Index(tmp_path / "index").documents()}
    assert found == {document.id: document for document in documents()}


def test_a_text_that_changed_leaves_no_sentence_behind(tmp_path: Path) -> None:
    first, second = documents(2)
    build([first, second], tmp_path / "index")
    result = build([Document(id=first.id, text="Nothing was closed after all.", lang="en")], tmp_path / "index")
    assert (result.added, result.known, result.replaced, result.total) == (0, 0, 1, 2)
    index = Index(tmp_path / "index")
    assert index.search_lines(["70000"], 5) == [] and index.lines_holding("70001") == 1
    assert [id for id, _ in index.search_lines(["noth"], 5)] == [first.id]


def cut(folder: Path, pattern: str, size: int) -> None:
    for file in folder.glob(pattern):
        short = file.with_name("short")  # another file in its place: this process may still have mapped the old one
        short.write_bytes(file.read_bytes()[:size])
        short.replace(file)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda folder: shutil.rmtree(folder / "documents"), "the texts are gone"),
        (lambda folder: shutil.rmtree(folder / "lines"), "the sentences are gone"),
        (lambda folder: (folder / "documents" / "meta.json").unlink(), "tantivy's list of files is gone"),
        (lambda folder: [one.unlink() for one in (folder / "lines").glob("*.idx")], "some files are gone"),
        (lambda folder: cut(folder, "documents/*.store", 100), "texts cut short"),
        (lambda folder: cut(folder, "lines/*.term", 20), "words cut short"),
        (lambda folder: cut(folder, "documents/*.idx", 0), "an empty file"),
        (lambda folder: cut(folder, "documents/*.fast", -1), "one byte is missing"),
    ],
)
def test_damage_is_one_clear_line(tmp_path: Path, damage: Callable[[Path], object], why: str) -> None:
    folder = tmp_path / "index"
    build(documents(50), folder)
    assert broken(str(folder)) is None
    damage(folder)
    problem = broken(str(folder))
    assert problem is not None and problem.startswith(f"{folder}: ") and "build it again" in problem, why
    assert "\n" not in problem
    with pytest.raises(BadIndex):
        build(documents(1), folder)


def test_two_builds_do_not_write_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "index"

    def meanwhile() -> object:
        yield documents(1)[0]
        with pytest.raises(BadIndex, match="another build"):
            build(documents(2), folder)

    assert build(meanwhile(), folder).total == 1  # type: ignore[arg-type]
