"""Files as other tools write them, and our corrections as other tools read them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pandas
import polars
import polib
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lxml import etree

from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.reading import find, read
from corpora.writing import Edit, Unwritable, refused, write

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def documents(*names: str) -> list[Document]:
    items = list(read(find(names)[0]))
    assert not [item for item in items if isinstance(item, Unreadable)], items
    return [item for item in items if isinstance(item, Document)]


def mend(name: str, old: str, new: str) -> int:
    """Replace a word wherever it can be; returns how often."""
    found = {document.id: document for document in documents(name)}
    edits: dict[str, list[Edit]] = {}
    for document in found.values():
        for match in re.finditer(re.escape(old), document.text):
            edit = Edit(start=match.start(), end=match.end(), text=new)
            if not refused(document, edit):
                edits.setdefault(document.id, []).append(edit)
    ((source,), _) = find([name])
    write(source, found, edits)
    return sum(map(len, edits.values()))


LONG = 'Witko spoke at great length about "talks" on the island,\tand about others. ' * 3


def po_file() -> polib.POFile:
    made = polib.POFile(wrapwidth=60, encoding="gb18030")
    made.metadata = {"Content-Type": "text/plain; charset=GB18030", "Language": "en"}
    made.append(polib.POEntry(msgid="特使在岛上谈了很久。", msgstr=LONG, comment="a note", occurrences=[("a.c", "7")]))
    made.append(polib.POEntry(msgid="%d 年", msgid_plural="%d 年", msgstr_plural={0: "%d Witko", 1: "%d\\Witkos"}))
    made.append(polib.POEntry(msgid="旧", msgstr="Witko", flags=["fuzzy"]))
    return made


def test_po_of_polib_is_read_and_written() -> None:
    po_file().save("a.po")
    (document,) = documents("a.po")
    assert document.text == LONG + "\n%d Witko\n%d\\Witkos"
    assert document.pivot and document.pivot.text == "特使在岛上谈了很久。\n%d 年\n%d 年"
    assert document.origin and document.origin.encoding == "gb18030"
    assert mend("a.po", "Witko", 'Wit"koff"\n') == 5
    after = polib.pofile("a.po", encoding="gb18030")
    assert after[0].msgstr == LONG.replace("Witko", 'Wit"koff"\n')
    assert after[1].msgstr_plural == {0: '%d Wit"koff"\n', 1: '%d\\Wit"koff"\ns'}
    assert after[2].msgstr == "Witko" and after[0].comment == "a note"


@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="gettext is not installed")
def test_po_of_gettext_is_read_and_written() -> None:
    Path("old.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', "utf-8")
    made = po_file()
    made.metadata["Content-Type"], made.encoding = "text/plain; charset=UTF-8", "utf-8"
    made.metadata["Plural-Forms"] = "nplurals=2; plural=n != 1;"
    made.save("a.po")
    subprocess.run(["msgmerge", "--quiet", "--width=40", "-o", "b.po", "a.po", "a.po"], check=True)
    (document,) = documents("b.po")
    assert document.text == LONG + "\n%d Witko\n%d\\Witkos"
    assert mend("b.po", "Witko", "Witkoff") == 5
    subprocess.run(["msgfmt", "--check-format", "-o", "b.mo", "b.po"], check=True)
    assert LONG.replace("Witko", "Witkoff") in [entry.msgstr for entry in polib.mofile("b.mo")]


def test_docx_of_python_docx_is_read_and_written() -> None:
    made = docx.Document()
    made.add_heading("Witko visits", 1)
    paragraph = made.add_paragraph("The envoy ")
    paragraph.add_run("Witko").bold = True
    paragraph.add_run(" said: “A & B”.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "cell Witko", "2"
    made.sections[0].header.paragraphs[0].text = "Witko in the header"
    made.save("a.docx")
    (document,) = documents("a.docx")
    assert document.text == "Witko visits\nThe envoy Witko said: “A & B”.\ncell Witko\n2"
    assert mend("a.docx", "Witko", "Witkoff <x>") == 3
    after = docx.Document("a.docx")
    assert [p.text for p in after.paragraphs] == ["Witkoff <x> visits", "The envoy Witkoff <x> said: “A & B”."]
    assert [run.bold for run in after.paragraphs[1].runs] == [None, True, None]
    assert after.tables[0].cell(0, 0).text == "cell Witkoff <x>"
    assert after.sections[0].header.paragraphs[0].text == "Witko in the header"


def test_words_that_docx_cuts_in_two_are_mended() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("The envoy Wit")
    paragraph.add_run("ko and Wit")
    paragraph.add_run("ko").bold = True
    paragraph.add_run(" spoke of Wit").bold = True
    paragraph.add_run("ko.").bold = True
    made.save("a.docx")
    assert mend("a.docx", "Witko", "Witkoff") == 2
    after = docx.Document("a.docx").paragraphs[0]
    assert after.text == "The envoy Witkoff and Witko spoke of Witkoff.", "formatting differs: left alone"
    assert [(run.text, run.bold) for run in after.runs] == [
        ("The envoy Witkoff and Wit", None),
        ("ko", True),
        (" spoke of Witkoff.", True),
    ]


ROWS: dict[str, list[Any]] = {
    "id": [1, 2],
    "text": ["Witko spoke.", "Putin left."],
    "pivot": ["威特科夫说。", None],
    "pivot_lang": ["zh", None],
    "published": ["2025-08-09", None],
    "extra": [1.5, None],
}


def _pyarrow(name: str) -> None:
    pq.write_table(pa.table(ROWS), name, row_group_size=1)


def _ipc(name: str) -> None:
    table = pa.table(ROWS)
    with pa.ipc.new_file(name, table.schema) as out:
        out.write_table(table)


def _stream(name: str) -> None:
    table = pa.table(ROWS)
    with pa.OSFile(name, "wb") as sink, pa.ipc.new_stream(sink, table.schema) as out:
        out.write_table(table)


WRITERS = {
    "pyarrow.parquet": _pyarrow,
    "pandas.parquet": lambda name: pandas.DataFrame(ROWS).to_parquet(name),
    "polars.parquet": lambda name: polars.DataFrame(ROWS).write_parquet(name),
    "polars.arrow": lambda name: polars.DataFrame(ROWS).write_ipc(name),
    "pandas.feather": lambda name: pandas.DataFrame(ROWS).to_feather(name),
    "file.ipc": _ipc,
    "stream.arrow": _stream,
}


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_columns_of_other_tools(name: str) -> None:
    WRITERS[name](name)
    first, second = documents(name)
    assert (first.id, first.text, str(first.published)) == ("1", "Witko spoke.", "2025-08-09")
    assert first.pivot and (first.pivot.lang, first.pivot.text) == ("zh", "威特科夫说。")
    assert (second.id, second.text, second.pivot, second.published) == ("2", "Putin left.", None, None)
    assert first.origin and str(first.origin.place(0, first.text)) == f"{name}:1:1"


def test_columns_are_not_written_back() -> None:
    _pyarrow("a.parquet")
    before = Path("a.parquet").read_bytes()
    with pytest.raises(Unwritable, match=r"cannot be written into this format \(parquet\)"):
        mend("a.parquet", "Witko", "Witkoff")
    assert Path("a.parquet").read_bytes() == before


def test_a_translation_column_is_a_bitext() -> None:
    rows = [{"translation": {"zh": f"第{n}句。", "en": f"Sentence {n} of Witko."}} for n in range(450)]
    pq.write_table(pa.Table.from_pylist(rows), "wmt.parquet", row_group_size=100)
    found = documents("wmt.parquet")
    assert [one.id for one in found] == ["wmt.parquet#1", "wmt.parquet#201", "wmt.parquet#401"]
    assert found[2].text.startswith("Sentence 400 of Witko.\n") and found[2].pivot
    assert found[2].pivot.text.startswith("第400句。\n")


def test_columns_named_by_languages_are_a_bitext() -> None:
    pq.write_table(pa.table({"ru": ["Да.", "Нет."], "en": ["Yes.", None], "score": [1.0, 0.5]}), "a.parquet")
    (document,) = documents("a.parquet")
    assert (document.text, document.pivot and document.pivot.lang) == ("Yes.", "ru")


def test_corrected_xml_is_what_an_xml_parser_reads() -> None:
    segments = "".join(
        f'<tu><tuv xml:lang="ru"><seg>Да {n}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>Witko &amp; <hi>{n}</hi></seg></tuv></tu>'
        for n in range(300)
    )
    head = '<?xml version="1.0" encoding="windows-1251"?><tmx version="1.4"><header srclang="ru"/>'
    text = f"{head}<body>{segments}</body></tmx>"
    Path("a.tmx").write_bytes(text.encode("cp1251"))
    assert mend("a.tmx", "Witko", "Zoë & 威") == 300
    root = etree.parse("a.tmx", etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    english = ["".join(seg.itertext()) for seg in root.iterfind(".//tuv/seg")][1::2]
    assert english == [f"Zoë & 威 & {n}" for n in range(300)]
