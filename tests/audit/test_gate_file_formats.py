"""Check and fix over files of every format: findings point into the file, corrections are written into it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from format_samples import SAMPLES, Sample
from gate_texts import use_one_rule

from audit.cli import main

TEXTS = [sample for sample in SAMPLES if not sample.name.endswith(".docx")]
every = pytest.mark.parametrize("sample", TEXTS, ids=[sample.name for sample in TEXTS])


@pytest.fixture
def laid(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_one_rule(monkeypatch)


def put(sample: Sample) -> list[str]:
    """Write the files of a sample; returns the names to give."""
    for name, data in ((sample.name, sample.data), *sample.beside):
        Path(name).write_bytes(data)
    return [sample.name, *(name for name, _ in sample.beside)]


def lines(name: str) -> list[str]:
    return re.split("\r\n|\r|\n", Path(name).read_bytes().decode().removeprefix("\ufeff"))


def stands_at(place: str, word: str) -> bool:
    """Whether the word stands there, perhaps cut in two by the quotation marks of a PO file."""
    file, line, column = place.rsplit(":", 2)
    return lines(file)[int(line) - 1][int(column) - 1 :].startswith((word, 'Wit"'))


@every
@pytest.mark.usefixtures("laid")
def test_findings_point_into_the_file(sample: Sample, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *put(sample), "--format", "line", "--no-config"]) == 1
    places = [line.split(": ")[0] for line in capfd.readouterr().out.splitlines()]
    expected = sum(len(re.findall("Witko(?!f)", text)) for _, text, _, _ in sample.documents)
    assert len(places) == expected and all(stands_at(place, "Witko") for place in places), places


@every
@pytest.mark.usefixtures("laid")
def test_regions_and_fixes_of_sarif(sample: Sample, capfd: pytest.CaptureFixture[str]) -> None:
    main(["check", *put(sample), "--format", "sarif", "--no-config"])
    results = json.loads(capfd.readouterr().out)["runs"][0]["results"]
    assert results
    for result in results:
        region = result["locations"][0]["physicalLocation"]["region"]
        line = lines(sample.name)[region["startLine"] - 1]
        if region["startLine"] == region["endLine"]:
            assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "Witko"
        (change,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
        assert change == {"deletedRegion": region, "insertedContent": {"text": "Witkoff"}}


@every
@pytest.mark.usefixtures("laid")
def test_fix_mends_and_a_second_time_changes_nothing(sample: Sample, capfd: pytest.CaptureFixture[str]) -> None:
    names = put(sample)
    assert main(["fix", *names, "--no-config"]) == 0
    assert "declined" not in capfd.readouterr().err
    after = Path(sample.name).read_bytes()
    expected = re.sub('Wit(?:"\n")?ko(?!f)', "Witkoff", sample.data.decode())
    assert after.decode().count("Witkoff") + len(re.findall("Witko(?!f)", after.decode())) == expected.count("Witkoff")
    assert main(["fix", *names, "--no-config"]) == 0
    assert "nothing to mend" in capfd.readouterr().err
    assert Path(sample.name).read_bytes() == after
    assert main(["check", *names, "--no-config"]) == 0


@pytest.mark.usefixtures("laid")
def test_what_crosses_a_tag_is_declined_and_counted(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.xlf").write_text(
        '<xliff><file source-language="ru" target-language="en"><body><trans-unit id="1"><source>Да</source>'
        "<target>The envoy Wit<g>ko</g> and the minister spoke of Witko on Friday.</target></trans-unit></body>"
        "</file></xliff>"
    )
    assert main(["fix", "a.xlf", "--no-config"]) == 0
    said = capfd.readouterr().err
    assert "mended: 1 in 1 file" in said and "declined: 1 (1 crosses a tag)" in said
    assert "Wit<g>ko</g>" in Path("a.xlf").read_text() and "of Witkoff on" in Path("a.xlf").read_text()


@pytest.mark.usefixtures("laid")
def test_a_character_that_the_encoding_lacks_is_declined(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from audit import detectors
    from audit.detectors import Detector
    from audit.model import Hit, Suggestion

    (one,) = detectors.select(None)

    def detect(context: object) -> list[Hit]:
        found = Suggestion(text="Жižka", confidence=0.97, safe=True)
        text = context.text  # type: ignore[attr-defined]
        starts = [match.start() for match in re.finditer("Zizka", text)]
        return [Hit(start=at, end=at + 5, message="", confidence=0.96, suggestions=(found,)) for at in starts]

    monkeypatch.setattr(detectors, "select", lambda _: (Detector(rule=one.rule, doc=one.doc, detect=detect),))
    text = "Министр Zizka said on Friday that the two governments would meet again, and the envoy spoke at length.\n"
    Path("a.txt").write_bytes((text * 3).encode("cp1251"))
    assert main(["fix", "a.txt", "--no-config"]) == 0
    assert "declined: 3 (3 cannot be written in cp1251, which has no '\\u017e')" in capfd.readouterr().err


@pytest.mark.usefixtures("laid")
def test_sgm_takes_its_pivot_segment_by_segment(capfd: pytest.CaptureFixture[str]) -> None:
    Path("out.sgm").write_text(
        '<tstset trglang="en"><doc docid="d"><seg id="1">In Rome, Witko spoke.</seg>'
        '<seg id="2">The two governments met.</seg></doc></tstset>'
    )
    Path("src.sgm").write_text(
        '<srcset srclang="ru"><doc docid="d"><seg id="1">В Риме выступил Виткофф.</seg>'
        '<seg id="2">Правительства встретились.</seg></doc></srcset>'
    )
    main(["run", "out.sgm", "--pivot", "src.sgm"])
    assert "В Риме выступил Виткофф.  ru" in capfd.readouterr().out


@pytest.mark.usefixtures("laid")
def test_only_the_documents_of_a_bitext_that_changed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from gate_texts import git

    unit = '<tu><tuv xml:lang="en"><seg>{} spoke in Rome on Friday, the ministry said.</seg></tuv></tu>\n'
    units = [unit.format("Witko")] * 450
    Path("a.tmx").write_text("<tmx><header/><body>\n" + "".join(units) + "</body></tmx>")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    units[299] = unit.format("Then Witko")
    Path("a.tmx").write_text("<tmx><header/><body>\n" + "".join(units) + "</body></tmx>")
    main(["check", "a.tmx", "--diff-from", "main", "--format", "line", "--no-config"])
    places = [line.split(": ")[0] for line in capfd.readouterr().out.splitlines()]
    assert (places[0], places[-1], len(places)) == ("a.tmx:202:29", "a.tmx:401:29", 200)
