"""Corpora cleaned by what the audit finds, in their own formats; the audit in OpusFilter and in datasets."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import polib
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree
from pyarrow import feather

from audit.cli import main
from audit.fix import Policy

GOOD = ["He did not say when.", "Talks go on next week.", "Nobody asked him, he said."]
BAD = "He met 王毅 there, he said."
LOCAL = "He arrived in Moscow on the 8th local time."


def moses(folder: Path) -> list[str]:
    (folder / "c.en").write_bytes(f"{GOOD[0]}\r\n{BAD}\n\n{GOOD[1]}\n{LOCAL}\n{GOOD[2]}".encode())
    (folder / "c.zh").write_bytes("一\n二\n\n三\n四\n五".encode("gb18030"))
    return ["c.en", "c.zh"]


def lines(folder: Path) -> list[str]:
    rows = [{"id": str(n), "text": text} for n, text in enumerate([GOOD[0], BAD, GOOD[1], LOCAL, GOOD[2]])]
    data = "".join(json.dumps(row, separators=(",", " :  "), ensure_ascii=False) + "\n" for row in rows)
    (folder / "c.jsonl.gz").write_bytes(gzip.compress(data.replace("\n", "\n\n", 1).encode()))
    return ["c.jsonl.gz"]


def table(folder: Path) -> list[str]:
    rows = [
        "id;text;note\r\n",
        f"1;{GOOD[0]};x\r\n",
        f'2;"{BAD}\nAnd ""more"";";y\n',
        f"4;{LOCAL};\n",
        f"3;{GOOD[1]};z",
    ]
    (folder / "c.csv").write_bytes(b"\xef\xbb\xbf" + "".join(rows).encode())
    return ["c.csv"]


def tmx(folder: Path) -> list[str]:
    def unit(text: str) -> str:
        return f'<tu><tuv xml:lang="en"><seg>{text}</seg></tuv>\n<tuv xml:lang="zh"><seg>字</seg></tuv></tu>'

    body = f"  {unit(GOOD[0])}\n  {unit(BAD)} <!-- kept -->{unit(LOCAL)}\n\n  {unit(GOOD[1])}"
    (folder / "c.tmx").write_text(f'<tmx version="1.4"><header srclang="zh"/><body>\n{body}</body></tmx>\n', "utf-8")
    return ["c.tmx"]


def xliff(folder: Path) -> list[str]:
    def unit(id: str, text: str) -> str:
        return f'<trans-unit id="{id}"><source>字</source><target>{text}</target><note>{id}</note></trans-unit>'

    body = f"{unit('a', GOOD[0])}\r\n  {unit('b', BAD)}<!-- kept -->\r\n{unit('c', LOCAL)} {unit('d', GOOD[1])}"
    file = f'<file source-language="zh" target-language="en"><body>\r\n{body}</body></file>'
    (folder / "c.xlf").write_bytes(f'<xliff version="1.2">{file}</xliff>'.encode())
    return ["c.xlf"]


IGNORABLE = "<ignorable><source> </source></ignorable>"


def segment(text: str, more: str = "") -> str:
    return f"<segment><source>字</source><target>{text}</target></segment>{more}"


def xliff2(folder: Path) -> list[str]:
    """Segments that stand by themselves go alone, all of a unit or such as are tied together go with their unit."""
    inner = [
        segment(GOOD[0]) + segment(BAD) + segment(GOOD[1]),
        segment(BAD) + segment(BAD),
        segment(BAD, IGNORABLE) + segment(GOOD[2]),
        segment(LOCAL) + segment(GOOD[1]),
    ]
    units = "\n".join(f'<unit id="u{n}">{one}</unit>' for n, one in enumerate(inner))
    (folder / "d.xliff").write_text(f'<xliff version="2.1" srcLang="zh" trgLang="en"><file>{units}</file></xliff>')
    return ["d.xliff"]


def po(folder: Path) -> list[str]:
    """Comments go with the entry below them; a comment by itself, the header and obsolete entries stay."""
    head = '# Nobody\nmsgid ""\nmsgstr "Language: en\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n# by itself\n\n'
    entries = [
        f'#: a.c:1\nmsgid "一"\nmsgstr "{GOOD[0]}"\n\n',
        f'# bad\n#, c-format\nmsgctxt "x"\nmsgid "二"\nmsgstr ""\n"{BAD[:11]}"\n"{BAD[11:]}"\n\n\n',
        f'#~ msgid "旧"\n#~ msgstr "Gone."\n#. next\nmsgid "三"\nmsgstr "{LOCAL}"\nmsgid "四"\nmsgstr "{GOOD[1]}"\n',
    ]
    (folder / "c.po").write_text(head + "".join(entries), "utf-8")
    return ["c.po"]


def wmt(folder: Path) -> list[str]:
    def side(name: str, texts: list[str]) -> str:
        return (
            f"<{name}><p>" + "\n".join(f'<seg id="{n}">{text}</seg>' for n, text in enumerate(texts)) + f"</p></{name}>"
        )

    sides = [side('src lang="zh"', list("一二三四")), side('hyp lang="en" system="S"', [GOOD[0], BAD, LOCAL, GOOD[1]])]
    text = "".join(sides).replace('</src lang="zh">', "</src>").replace('</hyp lang="en" system="S">', "</hyp>")
    (folder / "c.xml").write_text(f'<dataset id="x"><doc id="d" origlang="zh">{text}</doc></dataset>\n', "utf-8")
    return ["c.xml"]


def sgm(folder: Path) -> list[str]:
    """Old test sets leave segments open."""
    segs = "".join(f"<seg id={n}>{text}\n" for n, text in enumerate([GOOD[0], BAD, LOCAL, GOOD[1]]))
    doc = f'<DOC sysid="S" docid="d"><p>\n{segs}</p></DOC>'
    (folder / "c.sgm").write_text(f'<tstset srclang="zh" trglang="en">\n{doc}</tstset>\n', "utf-8")
    return ["c.sgm"]


def cue(number: int, text: str, sign: str = ",") -> str:
    return f"{number}\r\n00:00:0{number}{sign}000 --> 00:00:0{number}{sign}900\r\n{text}\r\n\r\n"


def srt(folder: Path) -> list[str]:
    """What is left keeps its number: it is a name to players, and other files may go by it."""
    cues = [cue(1, GOOD[0]), cue(2, f"- {GOOD[2]}\r\n- {BAD}"), cue(3, LOCAL), cue(4, GOOD[1])]
    (folder / "c.srt").write_bytes("".join(cues).rstrip().encode("utf-8-sig"))
    return ["c.srt"]


def vtt(folder: Path) -> list[str]:
    cues = [cue(1, GOOD[0], "."), cue(2, BAD, "."), "NOTE kept\r\n\r\n", cue(3, LOCAL, "."), cue(4, GOOD[1], ".")]
    (folder / "c.vtt").write_text("WEBVTT\r\n\r\n" + "".join(cues)[3:], "utf-8", newline="")
    return ["c.vtt"]


def texts(folder: Path) -> list[str]:
    (folder / "in" / "sub").mkdir(parents=True)
    for name, text in (
        ("a.txt", GOOD[0]),
        ("sub/b.txt", f"{GOOD[1]} {BAD}\r\n"),
        ("sub/c.md", f"# Arrival\n\n{LOCAL}\n"),
    ):
        (folder / "in" / name).write_text(text, newline="")
    return ["in"]


Make = Callable[[Path], list[str]]
MAKES = [moses, lines, table, tmx, xliff, xliff2, po, wmt, sgm, srt, vtt, texts]


def everything(folder: str) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(Path(folder).rglob("*.*"))}
    return {
        name: gzip.decompress(data) if name.endswith(".gz") else data for name, data in found.items() if name[0] != "."
    }


def run(inputs: list[str], *options: str) -> int:
    return main(["run", *inputs, "--output", "report", "--cleaned", "clean", "--rejects", "out", *options])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def before(inputs: list[str]) -> dict[str, bytes]:
    found = {}
    for name in inputs:
        path = Path(name)
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            data = file.read_bytes()
            key = file.relative_to(path).as_posix() if path.is_dir() else name
            found[key] = gzip.decompress(data) if name.endswith(".gz") else data
    return found


DROPPED = {
    moses: {"c.en": [f"{BAD}\n".encode()], "c.zh": ["二\n".encode("gb18030")]},
    lines: {"c.jsonl.gz": [f'{{"id" :  "1","text" :  "{BAD}"}}\n'.encode()]},
    table: {"c.csv": [f'2;"{BAD}\nAnd ""more"";";y\n'.encode()]},
    tmx: {
        "c.tmx": [
            f'<tu><tuv xml:lang="en"><seg>{BAD}</seg></tuv>\n<tuv xml:lang="zh"><seg>字</seg></tuv></tu> '.encode()
        ]
    },
    xliff: {
        "c.xlf": [
            f'<trans-unit id="b"><source>字</source><target>{BAD}</target><note>b</note></trans-unit>'.encode(),
        ]
    },
    xliff2: {
        "d.xliff": [
            segment(BAD).encode(),
            f'<unit id="u1">{segment(BAD) * 2}</unit>\n'.encode(),
            f'<unit id="u2">{segment(BAD, IGNORABLE)}{segment(GOOD[2])}</unit>\n'.encode(),
        ]
    },
    po: {
        "c.po": [f'# bad\n#, c-format\nmsgctxt "x"\nmsgid "二"\nmsgstr ""\n"{BAD[:11]}"\n"{BAD[11:]}"\n\n\n'.encode()]
    },
    wmt: {"c.xml": [f'<seg id="1">{text}</seg>\n'.encode() for text in ("二", BAD)]},
    sgm: {"c.sgm": [f"<seg id=1>{BAD}\n".encode()]},
    srt: {"c.srt": [cue(2, f"- {GOOD[2]}\r\n- {BAD}").encode()]},
    vtt: {"c.vtt": [cue(2, BAD, ".").encode()]},
}
DROPS = {xliff2: 4}
"""Units dropped, where they are not one."""


@pytest.mark.parametrize("make", DROPPED, ids=lambda make: make.__name__)
def test_what_is_dropped_goes_and_nothing_else(make: Make, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    inputs = make(folder)
    originals = before(inputs)
    assert run(inputs, "--drop", "untranslated-residue") == 0
    cleaned, rejects = everything("clean"), everything("out")
    for name, gone in DROPPED[make].items():
        expected = originals[name]
        for piece in gone:
            assert piece in expected
            expected = expected.replace(piece, b"", 1)
        assert cleaned[name] == expected
        assert all(piece.strip() in rejects[name] for piece in gone)
        assert GOOD[0].encode() not in rejects[name] and LOCAL.encode() not in rejects[name]
    reasons = [json.loads(line) for line in rejects["reasons.jsonl"].splitlines()]
    assert [[reason["rule"] for reason in one["reasons"]] for one in reasons] == [["untranslated-residue"]] * DROPS.get(
        make, 1
    )
    assert before(inputs) == originals
    said = capfd.readouterr().err.splitlines()[-1]
    assert said.startswith("clean: kept ") and said.endswith(
        f"dropped {len(reasons)} (untranslated-residue {len(reasons)})"
    ), said


def test_files_of_running_text_go_as_a_whole(folder: Path) -> None:
    inputs = texts(folder)
    originals = before(inputs)
    assert run(inputs, "--drop", "residue", "--repair", "chinese-date") == 0
    cleaned, rejects = everything("clean"), everything("out")
    assert list(cleaned) == ["a.txt", "sub/c.md"] and cleaned["a.txt"] == originals["a.txt"]
    assert rejects["sub/b.txt"] == originals["sub/b.txt"]


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_repairs_and_drops_do_not_meet(make: Make, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is safe is written in; a finding that is mended drops nothing; what is dropped goes as it was."""
    from audit import filtering

    monkeypatch.setattr(filtering, "Policy", lambda confidence: Policy(unsafe=True))
    inputs = make(folder)
    assert run(inputs, "--drop", "residue", "--repair", "date") == 0
    cleaned, rejects = b"".join(everything("clean").values()), everything("out")
    assert b"local time" not in cleaned and b"He arrived in Moscow" in cleaned
    assert "王毅".encode() not in cleaned and "王毅".encode() in b"".join(rejects.values())
    assert all(text.encode() in b"".join([cleaned, *rejects.values()]) for text in GOOD[:2])


def test_keep_takes_rules_out(folder: Path) -> None:
    inputs = moses(folder)
    assert run(inputs, "--drop", "date,residue", "--keep", "untranslated-residue") == 0
    assert BAD.encode() in everything("clean")["c.en"] and LOCAL.encode() not in everything("clean")["c.en"]
    assert everything("clean")["c.en"].count(b"\n") == everything("clean")["c.zh"].count(b"\n") == 4


def test_processes_give_the_same(folder: Path) -> None:
    rows = [{"id": str(n), "text": [GOOD[0], BAD, LOCAL][n % 3]} for n in range(300)]
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert run(["c.jsonl"], "--drop", "date", "--jobs", "2") == 0
    kept = [json.loads(line)["id"] for line in Path("clean/c.jsonl").read_text().splitlines()]
    assert kept == [row["id"] for row in rows if row["text"] != LOCAL]
    gone = [json.loads(line)["id"] for line in Path("out/c.jsonl").read_text().splitlines()]
    assert gone == [row["id"] for row in rows if row["text"] == LOCAL]


USAGE = [
    (["c.en", "--drop", "date"], "--cleaned: missing"),
    (["c.en", "--cleaned", "x"], "--cleaned: nothing to do"),
    (["c.en", "--cleaned", "x", "--drop", "no-rule"], "--drop no-rule: no such rule"),
    (["c.en", "--cleaned", ".", "--drop", "date"], ".: is there already"),
    (["c.en", "--cleaned", "x", "--rejects", "x", "--drop", "date"], "--rejects: cannot go where"),
    (["-", "--cleaned", "x", "--drop", "date"], "--cleaned: standard input has no name"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=[case[1] for case in USAGE])
def test_wrong_usage(arguments: list[str], said: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    moses(folder)
    assert main(["run", *arguments]) == 2
    assert said in capfd.readouterr().err
    assert not Path("x").exists() and not list(folder.glob(".*.part"))


@pytest.mark.parametrize("ending", ["parquet", "arrow", "feather"])
def test_rows_go_from_columns(ending: str, folder: Path) -> None:
    """Schema, metadata, compression and all other values as they were, read by pyarrow."""
    schema = pa.schema(
        [("id", pa.int32()), ("text", pa.string()), ("tags", pa.list_(pa.field("element", pa.string())))],
        {"made": "here"},
    )
    texts = [GOOD[0], BAD, LOCAL, None, GOOD[1]] * 300
    tags = [None, ["a", None], []] * 500
    before = pa.table([list(range(len(texts))), texts, tags], schema=schema)
    name = f"c.{ending}"
    if ending == "parquet":
        pq.write_table(before, name, compression={"id": "zstd", "text": "gzip", "tags.list.element": "none"})
    elif ending == "arrow":
        with pa.ipc.new_stream(name, schema) as writer:
            writer.write_table(before, max_chunksize=400)
    else:
        feather.write_feather(before, name)
    assert run([name], "--drop", "residue") == 0
    read = {"parquet": pq.read_table, "arrow": lambda path: pa.ipc.open_stream(path).read_all()}
    cleaned, rejects = (read.get(ending, feather.read_table)(f"{place}/{name}") for place in ("clean", "out"))
    bad = [text == BAD for text in texts]
    assert cleaned.equals(before.filter([not one for one in bad]), check_metadata=True)
    assert rejects.equals(before.filter(bad), check_metadata=True)
    if ending == "parquet":
        group = pq.ParquetFile(f"clean/{name}").metadata.row_group(0)
        assert [group.column(n).compression for n in range(3)] == ["ZSTD", "GZIP", "UNCOMPRESSED"]


def test_polib_reads_what_is_left(folder: Path) -> None:
    made = polib.POFile(check_for_duplicates=True)
    made.metadata = {"Language": "en", "Content-Type": "text/plain; charset=UTF-8"}
    for number, text in enumerate([GOOD[0], BAD, LOCAL]):
        made.append(polib.POEntry(msgid=f"{number} 年", msgstr=text * 4, comment=f"note {number}", flags=["c-format"]))
    made.append(polib.POEntry(msgid="%d 年", msgid_plural="%d 年们", msgstr_plural={0: GOOD[1], 1: BAD}))
    made.append(polib.POEntry(msgid="旧", msgstr=BAD, obsolete=True))
    made.save("c.po")
    assert run(["c.po"], "--drop", "residue") == 0
    after, gone = polib.pofile("clean/c.po"), polib.pofile("out/c.po")
    assert after.metadata == gone.metadata == made.metadata
    assert [str(one) for one in after] == [str(made[n]) for n in (0, 2, 4)]
    assert [str(one) for one in gone] == [str(made[n]) for n in (1, 3, 4)]


@pytest.mark.parametrize("make", [xliff, xliff2, wmt, tmx], ids=lambda make: make.__name__)
def test_lxml_reads_what_is_left(make: Make, folder: Path) -> None:
    (name,) = make(folder)
    assert run([name], "--drop", "residue") == 0
    for place in ("clean", "out"):
        root = etree.parse(f"{place}/{name}").getroot()
        assert all(len(unit.xpath(".//*[local-name()='source']")) for unit in root.iter("{*}unit", "{*}trans-unit"))
        sides = [[seg.get("id") for seg in side.iter("seg")] for side in root.iter("src", "hyp")]
        assert not sides or sides[0] == sides[1] != []


def test_no_file_of_xliff_2_is_left_empty(folder: Path) -> None:
    """The schema wants a unit or a group in each: one without goes whole, with its notes; a group may be empty."""
    bad, good, group = (f'<unit id="{n}">{segment(text)}</unit>' for n, text in enumerate([BAD, GOOD[0], BAD]))
    files = [
        f'<file id="a"><notes><note>a</note></notes>{bad}<group id="g">{group}</group></file>\n',
        f'<file id="b">{good}<group id="g">{group}</group></file>',
        '<file id="c"/>',
        f'<file id="d">{bad}</file>',
    ]
    head, end = '<xliff version="2.1" srcLang="zh" trgLang="en">', "</xliff>"
    Path("d.xliff").write_text(head + "".join(files) + end, "utf-8")
    assert run(["d.xliff"], "--drop", "residue") == 0
    kept = f'<file id="b">{good}<group id="g"></group></file>'
    assert Path("clean/d.xliff").read_text("utf-8") == head + kept + files[2] + end
    rejected = f'<file id="b"><group id="g">{group}</group></file>'
    assert Path("out/d.xliff").read_text("utf-8") == head + files[0] + rejected + "".join(files[2:]) + end


def test_the_last_files_of_xliff_stay(folder: Path) -> None:
    """A document needs a file: where nothing is left the frames stay, as they do in XLIFF 1.2 (an empty body)."""
    unit = f'<unit id="1">{segment(BAD)}</unit>'
    second = (
        f'<xliff version="2.1" srcLang="zh" trgLang="en"><file id="a">{unit}</file><file id="b">{unit}</file></xliff>'
    )
    Path("d.xliff").write_text(second, "utf-8")
    old = f'<trans-unit id="1"><source>字</source><target>{BAD}</target></trans-unit>'
    fine = old.replace(BAD, GOOD[0])
    frame = '<file source-language="zh" target-language="en"><body>{}</body></file>'
    first = f'<xliff version="1.2">{frame.format(old)}{frame.format(fine)}</xliff>'
    Path("c.xlf").write_text(first, "utf-8")
    assert run(["d.xliff", "c.xlf"], "--drop", "residue") == 0
    assert Path("clean/d.xliff").read_text("utf-8") == second.replace(unit, "")
    assert Path("clean/c.xlf").read_text("utf-8") == first.replace(old, "")


def test_opusfilter(folder: Path) -> None:
    """As OpusFilter runs it, from a configuration that names it."""
    opusfilter = pytest.importorskip("opusfilter.opusfilter")
    (folder / "c.en").write_text(f"{GOOD[0]}\n{BAD}\n{LOCAL}\n{GOOD[1]}\n")
    (folder / "c.zh").write_text("一\n二\n三\n四\n")
    filters = [{"ArtifactFilter": {"rules": "date", "pivot_lang": "zh"}, "module": "audit.opusfilter_plugin"}]
    step = {
        "type": "filter",
        "parameters": {"inputs": ["c.en", "c.zh"], "outputs": ["k.en", "k.zh"], "filters": filters},
    }
    configuration = {"common": {"output_directory": str(folder)}, "steps": [step]}
    opusfilter.OpusFilter(configuration).execute_steps()
    assert (folder / "k.en").read_text() == f"{GOOD[0]}\n{BAD}\n{GOOD[1]}\n"
    assert (folder / "k.zh").read_text() == "一\n二\n四\n"
    score = {
        **step,
        "type": "score",
        "parameters": {"inputs": ["c.en", "c.zh"], "output": "s.jsonl", "filters": filters},
    }
    opusfilter.OpusFilter({**configuration, "steps": [score]}).execute_steps()
    assert [next(iter(json.loads(line).values())) > 0 for line in (folder / "s.jsonl").read_text().splitlines()] == [
        False, False, True, False,
    ]  # fmt: skip


def test_datasets(folder: Path) -> None:
    datasets = pytest.importorskip("datasets")
    from audit.filtering import Scorer

    rows = datasets.Dataset.from_dict({"en": [GOOD[0], BAD, LOCAL, None], "zh": ["一", "二", "三", "四"]})
    scored = rows.map(Scorer("en", "zh", "zh", rules="date,residue"), batched=True, batch_size=2)
    assert [bool(count) for count in scored["findings"]] == [False, True, True, False]
    assert scored["rules"][1] == ["untranslated-residue"] and "local time" in "".join(scored["surfaces"][2])
    clean = scored.filter(lambda row: not row["findings"])
    assert clean["zh"] == ["一", "四"]
