"""Files that are broken or meant to harm: one line each, what is whole is read, nothing is fetched or blown up."""

from __future__ import annotations

import gzip
import io
import random
import resource
import time
import zipfile
from pathlib import Path

import pytest
from format_samples import PO, SAMPLES, TMX, XLIFF_12

from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.formats import docx
from corpora.reading import find, read
from corpora.writing import Edit, Unwritable, refused, write

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def gather(name: str, data: bytes | str) -> tuple[list[Document], list[str]]:
    """The documents and the reasons that reading a file gives."""
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    items = list(read(find([name])[0]))
    reasons = [item.reason for item in items if isinstance(item, Unreadable)]
    return [item for item in items if isinstance(item, Document)], reasons


BOMB = "<!ENTITY l0 'ha'>" + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
UNIT = '<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="ru"><seg>Да</seg></tuv></tu>\n'
HEAD = '<?xml version="1.0"?>{}\n<tmx version="1.4"><header srclang="ru"/><body>\n'


def tmx(*segments: str, doctype: str = "") -> str:
    return HEAD.format(doctype) + "".join(map(UNIT.format, segments)) + "</body></tmx>"


BROKEN = [
    ("a.tmx", tmx("Good.", "bad & bare", "Good."), 'a.tmx:4: a bare "&" or a broken tag, write &amp;'),
    ("a.tmx", tmx("Good.", "&l9;", "Good.", doctype=f"<!DOCTYPE tmx [{BOMB}]>"), "&l9; is not resolved"),
    (
        "a.tmx",
        tmx("Good.", "&x;", "Good.", doctype='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "&x; is not resolved",
    ),
    ("a.tmx", tmx("Good.", "<b>no end", "Good."), "</seg> stands where </b> belongs"),
    ("a.tmx", tmx("Good.", "&#xD800; and &#0;", "Good."), "&#xD800; is not resolved"),
    ("a.tmx", tmx("Good.", "<hi>" * 300, "Good."), "more than 200 elements within each other"),
    ("a.tmx", tmx("Good.").removesuffix("</body></tmx>") + UNIT.format("cut")[:40], "<tu> is not closed"),
    ("a.xlf", XLIFF_12.replace("</g> Putin", "</x> Putin"), "</x> stands where </g> belongs"),
    ("a.po", PO.replace('\\"Putin\\"', '"Putin"'), 'a.po:12: a string with a bare "'),
    ("a.po", PO.replace('msgid "%d', 'misgid "%d'), "no line of a PO file"),
    ("a.srt", "1\n00:00:01,000 -> 00:00:02,000\nGood.\n\n2\n00:00:03,000 --> 00:00:04,000\nGood.\n", "no cue"),
]


@pytest.mark.parametrize(("name", "data", "said"), BROKEN, ids=[case[2][:40] for case in BROKEN])
def test_a_broken_part_costs_itself_only(name: str, data: str, said: str) -> None:
    found, reasons = gather(name, data)
    assert len(reasons) == 1 and said in reasons[0] and reasons[0].startswith(f"{name}:"), reasons
    assert found


NOTHING = [
    ("a.xml", "<html>", "a.xml:1: its root <html> is not known: TMX, XLIFF and WMT test sets are read"),
    ("a.xml", "no markup", "a.xml:1: no XML"),
    ("a.tmx", HEAD.format("") + "</body></tmx>", "no document in this file"),
    ("a.docx", "no zip", "no DOCX or a damaged one"),
    ("a.parquet", "no columns", "no Parquet file or a damaged one"),
    ("a.arrow", b"ARROW1\0\0", "no Arrow file or a damaged one"),
    ("a.parquet.gz", gzip.compress(b"x"), "packed in .gz, unpack it"),
    ("a.po", "\0\1\2" * 50, "no line of a PO file"),
]


@pytest.mark.parametrize(("name", "data", "said"), NOTHING, ids=[case[2][:40] for case in NOTHING])
def test_what_holds_nothing_is_said(name: str, data: bytes | str, said: str) -> None:
    found, reasons = gather(name, data)
    assert not found and len(reasons) == 1 and said in reasons[0], reasons


def test_a_zip_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(docx.BODY, "w") as part:
        for _ in range(300):
            part.write(b" " * 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found, reasons = gather("a.docx", out.getvalue())
    assert not found and "holds more than 20 MB of text" in reasons[0]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


def test_files_of_one_bitext_that_do_not_line_up() -> None:
    Path("a.ru").write_text("Да\n", "utf-8")
    Path("a.en").write_text("Yes\nNo\n", "utf-8")
    items = list(read(find(["a.ru", "a.en"])[0]))
    assert [item.reason for item in items if isinstance(item, Unreadable)] == [
        "a.ru:1: ends before line 2, a.en goes on: line the files up"
    ]
    assert [item.text for item in items if isinstance(item, Document)] == ["Yes"]


@pytest.mark.parametrize("name", ["a.tmx", "a.xlf", "a.sgm", "a.po", "a.en", "a.srt", "a.parquet"])
def test_memory_does_not_grow_with_the_file(name: str) -> None:
    import subprocess
    import sys

    for folder, count in (("small", 2_000), ("large", 40_000)):
        Path(folder).mkdir()
        write_large(f"{folder}/{name}", count)
    code = f"""
import resource
from corpora.reading import find, read
peaks = []
for folder, count in (("small", 2_000), ("large", 40_000)):
    names = [f"{{folder}}/{name}"] + ([f"{{folder}}/a.ru"] if {name!r} == "a.en" else [])
    seen = sum(len(item.text) for item in read(find(names)[0]))
    assert seen > count * 20, seen
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print((peaks[1] - peaks[0]) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < (40 if name == "a.srt" else 10), "megabytes more for twenty times the segments"


def write_large(path: str, count: int) -> None:
    """A file of many segments. Subtitles are one text, so theirs grows with it."""
    name = Path(path).name
    if name.endswith(".parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = {"en": [f"Sentence {n} of the envoy." for n in range(count)], "ru": ["Да"] * count}
        pq.write_table(pa.table(columns), path, use_dictionary=False)
        return
    with Path(path).open("w", encoding="utf-8") as out:
        if name == "a.tmx":
            out.write(HEAD.format(""))
            out.writelines(UNIT.format(f"Sentence {n} of the envoy.") for n in range(count))
        elif name == "a.xlf":
            out.write('<xliff><file source-language="ru" target-language="en"><body>\n')
            out.writelines(
                f"<trans-unit id='{n}'><source>Да</source><target>Sentence {n} of the envoy.</target></trans-unit>\n"
                for n in range(count)
            )
        elif name == "a.sgm":
            out.write('<tstset trglang="en">\n')
            for n in range(0, count, 50):
                segments = "".join(f'<seg id="{m}">Sentence {n + m} of the envoy.</seg>\n' for m in range(50))
                out.write(f'<doc docid="d{n}">{segments}</doc>\n')
        elif name == "a.po":
            out.writelines(f'msgid "Да {n}"\nmsgstr "Sentence {n} of the envoy."\n\n' for n in range(count))
        elif name == "a.en":
            out.writelines(f"Sentence {n} of the envoy.\n" for n in range(count))
            with Path(path).with_name("a.ru").open("w", encoding="utf-8") as other:
                other.writelines(f"Да {n}\n" for n in range(count))
        else:
            out.writelines(f"{n}\n00:00:01,000 --> 00:00:02,000\nSentence {n} of the envoy.\n\n" for n in range(count))


JUNK = [b"<", b"&", b'"', b"\\", b"\r", b"\0", b"\xff", b"<!--", b"]]>", b"<tu>", b"</seg>", b"&lol;", b"msgid", b"```"]


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The data with a few bytes cut, turned, put in or repeated, or in another encoding."""
    made = bytearray(data)
    for _ in range(chance.choice([1, 2, 5])):
        at = chance.randrange(len(made)) if made else 0
        kind = chance.randrange(6)
        if kind == 0:
            del made[at:]
        elif kind == 1 and made:
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            made[at:at] = chance.choice(JUNK)
        elif kind == 3:
            del made[at : at + chance.randrange(1, 40)]
        elif kind == 4:
            made[at:at] = made[at : at + 100] * chance.choice([1, 20])
        else:
            text = bytes(made).decode("utf-8", "replace")
            made = bytearray(text.encode(chance.choice(["utf-16", "gb18030", "big5", "cp1251"]), "replace"))
    return bytes(made)


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_damaged_files_are_read_written_or_refused(sample: object) -> None:
    """The same damage at every run; a defect of a reader would say "please report"."""
    from format_samples import Sample

    assert isinstance(sample, Sample)
    chance = random.Random(sample.name)
    for name, data in sample.beside:
        Path(name).write_bytes(data)
    for _ in range(60):
        data = damaged(sample.data, chance)
        Path(sample.name).write_bytes(data)
        (source,) = find([sample.name, *(name for name, _ in sample.beside)])[0]
        items = list(read([source]))
        assert items
        for item in items:
            if isinstance(item, Unreadable):
                assert "\n" not in item.reason and "please report" not in item.reason, item.reason
        documents = {item.id: item for item in items if isinstance(item, Document)}
        edits = {id: made for id, one in documents.items() if (made := _one_edit(one, chance))}
        try:
            write(source, documents, edits)
        except Unwritable:
            assert Path(sample.name).read_bytes() == data


def _one_edit(document: Document, chance: random.Random) -> list[Edit]:
    start = chance.randrange(len(document.text))
    edit = Edit(start=start, end=min(start + chance.randrange(6), len(document.text)), text="a & <b> é")
    return [] if refused(document, edit) else [edit]


SLOW = [
    ("a.tmx", "<tmx><body>" + "<!--" * 200_000),
    ("a.tmx", "<tmx><body>" + "<tu>" * 20_000),
    ("a.tmx", "<tmx><body><tu>" + "<!-- x --><![CDATA[" * 20_000),
    ("a.tmx", "<tmx><body>" + '<tu "' * 100_000),
    ("a.sgm", "<refset trglang='en'><doc><seg>" + "<!--" * 100_000 + "</seg></doc>"),
    ("a.sgm", "<refset trglang='en'><doc>" + "<seg>" * 100_000 + "</doc>"),
    ("a.sgm", "<refset trglang='en'><doc>" + "<seg id='" * 50_000 + "</doc>"),
    ("a.xml", "<!--" * 200_000),
    ("a.xml", "<!DOCTYPE a [" * 50_000),
    ("a.po", 'msgid "' + "\\\\" * 200_000 + '"\nmsgstr "' + "\\n" * 200_000 + '"\n'),
    ("a.po", 'msgid ""\n' * 50_000),
    ("a.srt", "00:00:01,000 --> 00:00:02,000\n" + "<i" * 200_000),
    ("a.srt", "0" * 400_000),
    ("a.md", "```\n" * 100_000),
    ("a.jsonl", '{"text": "' + "\\u00e9" * 50_000 + '"}'),
    ("a.jsonl", '{"text": "' * 50_000),
    ("a.html", "<html><body>" + "<script>" * 50_000),
    ("a.html", "<html><body><p>" + "Words of the envoy & others. " * 5_000 + "<!-" * 50_000),
]


@pytest.mark.parametrize(("name", "data"), SLOW, ids=[f"{name}-{data[:24]!r}" for name, data in SLOW])
def test_no_input_takes_more_than_its_length(name: str, data: str) -> None:
    before = time.process_time()
    gather(name, data)
    assert time.process_time() - before < 10


def test_the_sample_is_what_the_broken_ones_are_made_of() -> None:
    assert not gather("a.tmx", TMX)[1] and not gather("a.xlf", XLIFF_12)[1] and not gather("a.po", PO)[1]
