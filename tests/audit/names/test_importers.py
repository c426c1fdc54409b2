"""Importers over small samples in the true formats, and a store built from them."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path

import pytest

from audit.cli import main
from audit.names.authority_store import AuthorityError, Record, Store, build, key_of
from audit.names.importers import importers

ALTERNATE = (
    "1284819\t687700\ten\tZaporizhzhia\t1\t\t\t\t\t\n"
    "1284820\t687700\tru\tЗапорожье\t\t\t\t\t\t\n"
    "1284821\t687700\tzh-Hant\t扎波羅熱\t\t\t\t\t\t\n"
    "1284822\t687700\tlink\thttps://en.wikipedia.org/wiki/Zaporizhzhia\t\t\t\t\t\t\n"
    "1284823\t687700\tde\tAlexandrowsk\t\t\t\t1\t1806\t1921\n"
    "2284823\t703448\ten\tKyiv\t1\t\t\t\t\t\n"
)
JRC = "1\tP\tu\tAngela+Merkel\n1\tP\tu\tAngela+Merkelowa\n1\tP\tru\tАнгела+Меркель\n2\tO\tu\tEuropean+Union\n"
PARANAMES = (
    "wikidata_id\teng\tlabel\tlanguage\ttype\n"
    "Q567\tAngela Merkel\t安格拉·默克尔\tzh\tPER\n"
    "Q567\tAngela Merkel\tАнгела Меркель\tru\tPER\n"
    "Q64\tBerlin\t柏林\tzh\tLOC\n"
)
FTM = [
    {
        "id": "NK-1",
        "schema": "Person",
        "caption": "Dmitry Peskov",
        "properties": {
            "name": ["Dmitry Peskov"],
            "alias": ["Дмитрий Песков"],
            "country": ["ru"],
            "position": ["Spokesman"],
        },
    },
    {"id": "NK-2", "schema": "Address", "properties": {"full": ["Moscow"]}},
]
WIKIDATA = {
    "type": "item",
    "id": "Q567",
    "labels": {"en": {"language": "en", "value": "Angela Merkel"}, "zh": {"language": "zh", "value": "安格拉·默克尔"}},
    "aliases": {"en": [{"language": "en", "value": "Angela Dorothea Kasner"}]},
    "claims": {
        "P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}, "type": "wikibase-entityid"}}, "rank": "normal"}],
        "P39": [
            {
                "mainsnak": {"datavalue": {"value": {"id": "Q4970706"}, "type": "wikibase-entityid"}},
                "rank": "normal",
                "qualifiers": {
                    "P580": [{"datavalue": {"value": {"time": "+2005-11-22T00:00:00Z"}, "type": "time"}}],
                    "P582": [{"datavalue": {"value": {"time": "+2021-12-08T00:00:00Z"}, "type": "time"}}],
                },
            },
        ],
    },
    "sitelinks": {"enwiki": {"site": "enwiki", "title": "Angela Merkel"}},
}
QUERY = (
    "item,itemLabel,zh,position,positionLabel,start,end\n"
    "http://www.wikidata.org/entity/Q567,Angela Merkel,默克尔,http://www.wikidata.org/entity/Q4970706,"
    "Federal Chancellor of Germany,2005-11-22T00:00:00Z,2021-12-08T00:00:00Z\n"
)
TBX = """<?xml version="1.0"?><!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<tbx style="dca" type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>Security Council</term></termSec></langSec>
<langSec xml:lang="zh-CN"><termSec><term>安理会&x;</term></termSec></langSec></conceptEntry></body></text></tbx>"""
OLD_TBX = """<martif type="TBX"><text><body><termEntry id="t1">
<langSet xml:lang="en"><tig><term>Red Cross</term></tig></langSet>
<langSet xml:lang="ru"><tig><term>Красный Крест</term></tig></langSet></termEntry></body></text></martif>"""
GLOSSARY = "en;zh;kind;note\nWitkoff|Steve Witkoff;威特科夫;person;envoy\n;空;;\n"

SAMPLES = [
    ("geonames", "alternateNamesV2.txt", ALTERNATE, "扎波罗热", "Zaporizhzhia"),
    ("jrc-names", "entities", JRC, "Ангела Меркель", "Angela Merkel"),
    ("paranames", "paranames.tsv", PARANAMES, "安格拉·默克尔", "Angela Merkel"),
    ("opensanctions", "entities.ftm.json", "\n".join(json.dumps(e) for e in FTM), "Дмитрий Песков", "Dmitry Peskov"),
    ("wikidata", "latest-all.json", "[\n" + json.dumps(WIKIDATA) + ",\n]", "安格拉·默克尔", "Angela Merkel"),
    ("wikidata-query", "query.csv", QUERY, "默克尔", "Angela Merkel"),
    ("tbx", "terms.tbx", TBX, "安理会", "Security Council"),
    ("tbx", "old.tbx", OLD_TBX, "Красный Крест", "Red Cross"),
    ("glossary", "house.csv", GLOSSARY, "威特科夫", "Witkoff"),
]


@pytest.mark.parametrize(
    ("format", "name", "text", "query", "expected"), SAMPLES, ids=[f"{s[0]}-{s[1]}" for s in SAMPLES]
)
def test_a_sample_is_read_and_found(
    tmp_path: Path, format: str, name: str, text: str, query: str, expected: str
) -> None:
    source = tmp_path / name
    source.write_text(text, "utf-8")
    build(importers()[format].records(source), tmp_path / "names.sqlite")
    store = Store.open(tmp_path / "names.sqlite")
    assert [entry.name for entry in store.find(query)] == [expected]
    assert store.find("Nobody Atall") == ()
    store.close()


def test_every_importer_has_a_sample() -> None:
    assert {sample[0] for sample in SAMPLES} == set(importers())


def test_positions_keep_their_dates(tmp_path: Path) -> None:
    dump = tmp_path / "part.json.bz2"
    dump.write_bytes(bz2.compress(("[\n" + json.dumps(WIKIDATA) + "\n]\n").encode()))
    (record,) = importers()["wikidata"].records(dump)
    assert record.facts == ("position Q4970706, 2005-11-22 to 2021-12-08",)
    query = tmp_path / "query.csv"
    query.write_text(QUERY, "utf-8")
    (row,) = importers()["wikidata-query"].records(query)
    assert row.facts == ("Federal Chancellor of Germany, 2005-11-22 to 2021-12-08",)


def test_links_and_codes_are_no_names_and_historic_names_say_so(tmp_path: Path) -> None:
    packed = tmp_path / "alternateNamesV2.txt.gz"
    packed.write_bytes(gzip.compress(ALTERNATE.encode()))
    records = list(importers()["geonames"].records(packed))
    assert not any("wikipedia" in form for record in records for _, form in record.forms)
    assert [fact for record in records for fact in record.facts] == ["Alexandrowsk: historic name 1806-1921"]


def test_entities_of_an_xml_file_are_not_resolved(tmp_path: Path) -> None:
    source = tmp_path / "terms.tbx"
    source.write_text(TBX, "utf-8")
    (record,) = importers()["tbx"].records(source)
    assert ("zh", "安理会") in record.forms


BROKEN = [
    ("geonames", "1\t2\n", ":1:"),
    ("geonames", "a\tb\tc\td\n", ":1:"),
    ("paranames", "id\tname\n", ":1:"),
    ("opensanctions", '{"id": "x", "schema": "Person", "properties": {}}\n{broken\n', ":2:"),
    ("wikidata", "[\nno json\n]", ":2:"),
    ("wikidata-query", "item,itemLabel\nnobody,x\n", ":2:"),
    ("tbx", "<tbx><conceptEntry>", ""),
    ("glossary", "zh,ru\n一,а\n", ":1:"),
    ("glossary", "en,kind\nX,robot\n", ":2:"),
]


@pytest.mark.parametrize(("format", "text", "where"), BROKEN)
def test_what_is_broken_is_named_with_its_line(tmp_path: Path, format: str, text: str, where: str) -> None:
    source = tmp_path / "broken"
    source.write_text(text, "utf-8")
    with pytest.raises(AuthorityError, match=f"broken{where}"):
        list(importers()[format].records(source))


def test_records_of_one_entity_are_joined_and_the_prominent_comes_first(tmp_path: Path) -> None:
    records = [
        Record("a:1", "Paris", "place", (("fr", "Paris"), ("ru", "Париж")), "FR", 2_000_000),
        Record("a:2", "Paris", "place", (("en", "Paris"),), "US", 25_000),
        Record("a:1", "", "", (("zh", "巴黎"),)),
    ]
    assert build(records, tmp_path / "s.sqlite") == (2, 4)
    store = Store.open(tmp_path / "s.sqlite")
    assert [(e.country, e.ref) for e in store.find("PARIS")] == [("FR", "a:1"), ("US", "a:2")]
    assert store.find("巴黎")[0].forms == {"fr": ("Paris",), "ru": ("Париж",), "zh": ("巴黎",)}
    store.close()


def test_a_failed_build_leaves_the_old_store(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    build([Record("a:1", "Paris", "place")], path)

    def broken():  # type: ignore[no-untyped-def]
        yield Record("a:2", "Rome", "place")
        raise AuthorityError("the file ends here")

    with pytest.raises(AuthorityError):
        build(broken(), path)
    assert Store.open(path).has("Paris")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.sqlite"]


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("哈爾科夫", "哈尔科夫"),
        ("ХАРЬКОВ", "харьков"),
        ("O’Neill's", "oneill"),
        ("—", ""),
    ],
)
def test_keys(form: str, key: str) -> None:
    assert key_of(form) == key


def test_an_import_that_keeps_nothing_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAUDIT_NAMES", str(tmp_path / "data"))
    empty = tmp_path / "rows.csv"
    empty.write_text("en,zh\n,威特科夫\n", "utf-8")
    assert main(["names", "import", "glossary", str(empty)]) == 4
    assert "rows.csv: holds no names in the format glossary, nothing is kept" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
