"""The sample repository from its first failing check to a clean one, with the real rules; hooks, action and plugin."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from gate_texts import git

from audit.cli import main

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora/samples/gate"
FIRST = ["news/envoy.txt:2:24 mangled-name", "news/envoy.txt:3:60 stale-exonym"]


@pytest.fixture
def repository(folder: Path) -> Path:
    """The sample as a git repository with one commit."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".taudit"))
    (folder / ".gitignore").write_text("out*\n.taudit/cache/\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    return folder


def failing(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str]]:
    """Status and findings that fail, as place and rule."""
    capfd.readouterr()
    status = main(["check", "--format", "line", *options])
    found = re.findall(r"^(\S+): \w+ (\S+) ([\d.]+):", capfd.readouterr().out, re.MULTILINE)
    return status, [f"{place} {rule}" for place, rule, sure in found if float(sure) >= 0.8]


def test_from_the_first_check_to_a_clean_one(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = repository / "news/envoy.txt"
    assert failing(capfd) == (1, FIRST), "the first run fails at the right places"
    assert failing(capfd, "--update-baseline")[0] == 0
    assert failing(capfd) == (0, []), "the baseline makes it pass"
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "baseline")
    text.write_text("A line of the desk, put above all the others.\n\n" + text.read_text())
    assert failing(capfd) == (0, []), "an edit above does not wake what is known"
    text.write_text(text.read_text() + "Later Mr Witko flew home from the Russian capital.\n")
    assert failing(capfd) == (1, ["news/envoy.txt:7:10 mangled-name"]), "a new artifact fails"
    assert failing(capfd, "--diff-from", "main") == (1, ["news/envoy.txt:7:10 mangled-name"])
    assert main(["fix"]) == 0
    mended = text.read_text()
    assert mended.count("Witkoff") == 2 and "Zaporizhzhia regions" in mended
    assert failing(capfd) == (0, [])
    assert main(["fix"]) == 0 and text.read_text() == mended, "a second fix changes nothing"
    assert "Zaporozhye" in (repository / "news/harbour.md").read_text(), "what a comment lets pass stays"


def test_every_format_is_what_it_says(repository: Path, capfd: pytest.CaptureFixture[str]) -> None:
    formats = ("line", "jsonl", "sarif", "github", "gitlab", "junit", "csv", "mqm", "html", "markdown")
    reports = [word for format in formats for word in ("--report", f"{format}=out.{format}")]
    assert main(["check", "--output", "out", *reports]) == 1
    read = {format: (repository / f"out.{format}").read_text("utf-8") for format in formats}
    run = json.loads(read["sarif"])["runs"][0]
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in run["results"]]
    assert {"startLine": 2, "startColumn": 24, "endLine": 2, "endColumn": 29} in regions
    assert any("suppressions" in result for result in run["results"]) and run["columnKind"] == "unicodeCodePoints"
    assert all(result["partialFingerprints"] and result["ruleId"] for result in run["results"])
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])
    issues = json.loads(read["gitlab"])
    assert {"path": "news/envoy.txt", "lines": {"begin": 2}} in [issue["location"] for issue in issues]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    suites = ElementTree.fromstring(read["junit"])
    told = [case for case in suites.iter("testcase") if case.get("name") != "no findings"]
    assert len(told) == len(issues)
    capfd.readouterr()
    failed = failing(capfd)[1]
    assert sum(int(suite.get("failures", 0)) for suite in suites) == len(failed) < len(issues)
    assert "::error file=news/envoy.txt,line=2,col=24,endColumn=29,title=mangled-name::" in read["github"]
    schema = json.loads((ROOT / "audit/schema/report.json").read_text("utf-8"))
    import jsonschema

    for line in read["jsonl"].splitlines():
        jsonschema.validate(json.loads(line), schema)


KILLED = """
import os, signal, sys
from audit.cli import main
from corpora import writing
sent = getattr(signal, sys.argv.pop())
verify, written = writing.verify, []
def told(source, *rest):
    written.append(source)
    if len(written) == 2:
        os.kill(os.getpid(), sent)
    verify(source, *rest)
writing.verify = told
sys.exit(main())
"""


@pytest.mark.parametrize(("sent", "status"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_a_fix_that_is_told_to_end_leaves_whole_files(sent: str, status: int, repository: Path) -> None:
    """The signal comes when the second of three new files is written beside the old one and not yet in its place."""
    old = (repository / "news/envoy.txt").read_text()
    for name in ("later.txt", "last.txt"):
        (repository / "news" / name).write_text(old)
    command = [sys.executable, "-c", KILLED, "fix", sent]
    done = subprocess.run(command, env=environment(repository), capture_output=True, text=True, check=False)
    assert done.returncode == status and "Traceback" not in done.stderr, done.stderr
    assert sorted(path.name for path in (repository / "news").iterdir()) == [
        "envoy.txt",
        "harbour.md",
        "last.txt",
        "later.txt",
    ]
    texts = [(repository / "news" / name).read_text() for name in ("envoy.txt", "last.txt", "later.txt")]
    assert texts.count(old) == 2 and all("Witkoff" in text for text in texts if text != old)
    assert main(["fix"]) == 0
    assert len({(repository / "news" / name).read_text() for name in ("envoy.txt", "last.txt", "later.txt")}) == 1


# --- where it runs


def yaml(path: Path) -> Any:
    return pytest.importorskip("yaml", reason="PyYAML is not installed").safe_load(path.read_text("utf-8"))


def environment(folder: Path) -> dict[str, str]:
    """An environment where `taudit` is this tree's."""
    bin = folder / "out-bin"
    bin.mkdir(exist_ok=True)
    program = bin / "taudit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m audit.cli "$@"\n')
    program.chmod(0o755)
    return {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}"}


def test_the_check_step_of_the_action(repository: Path) -> None:
    steps = yaml(ROOT / "action.yml")["runs"]["steps"]
    (step,) = [step for step in steps if step.get("name") == "Check"]
    assert "${{" not in step["run"], "values come as environment variables"
    values = {"TAUDIT_INPUTS": "news\n", "TAUDIT_CONFIG": "", "TAUDIT_DIFF_FROM": "", "TAUDIT_SARIF": "out.sarif"}
    assert set(values) == set(step["env"])
    values["GITHUB_STEP_SUMMARY"] = str(repository / "out.summary")
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", step["run"]],
        env={**environment(repository), **values},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::error file=news/envoy.txt,line=2")
    assert "Witkoff" in (repository / "out.summary").read_text() and (repository / "out.sarif").exists()
    assert not (repository / "taudit-summary.md").exists()


def test_the_script_of_the_gitlab_template(repository: Path) -> None:
    job = yaml(ROOT / "ci/gitlab/taudit.yml")["taudit"]
    base = git(repository, "rev-parse", "HEAD").strip()
    for variables, status in (({}, 1), ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}, 0)):
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],
            env={**environment(repository), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stderr
        for name in job["artifacts"]["reports"].values():
            assert (repository / name).exists()


def test_the_hooks_with_pre_commit(repository: Path) -> None:
    """The hooks as they are, but run from this tree: an installation of its own takes minutes."""
    program = shutil.which("pre-commit", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("pre-commit is not installed")
    hooks = yaml(ROOT / ".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == ["taudit-check", "taudit-fix"]
    local = [{**hook, "language": "system"} for hook in hooks]
    (repository / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": local}]}))
    git(repository, "add", ".")
    values = {**environment(repository), "PRE_COMMIT_HOME": str(repository / "out-pre-commit")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([program, "run", *arguments], env=values, capture_output=True, text=True, check=False)

    assert run("taudit-check").returncode == 0, "only the configuration is staged: no text of the corpus"
    done = run("taudit-check", "--all-files")
    assert done.returncode == 1 and "news/envoy.txt:2:24: major mangled-name" in done.stdout
    done = run("taudit-fix", "--all-files")
    assert done.returncode == 1 and "files were modified by this hook" in done.stdout
    git(repository, "add", ".")
    assert run("--all-files").returncode == 0


@pytest.mark.slow
def test_the_hooks_from_a_repository_of_their_own(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Cloned and installed by pre-commit; only what the package needs is that of the tests, to spare the download."""
    program = shutil.which("pre-commit", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        pytest.skip("pre-commit is not installed")
    hooks = tmp_path_factory.mktemp("hooks")
    for name in ("audit", "corpora", "seeds", "ui"):
        shutil.copytree(ROOT / name, hooks / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, hooks)
    git(hooks, "init", "-q")
    git(hooks, "add", ".")
    git(hooks, "commit", "-qm", "hooks")
    wanted = {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD").strip(), "hooks": [{"id": "taudit-check"}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [wanted]}))
    packages = [path for path in sys.path if path.endswith("site-packages")]
    values = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(packages),
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
    }
    command = [program, "run", "--all-files", "--verbose"]
    done = subprocess.run(command, env=values, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "news/envoy.txt:2:24: major mangled-name" in done.stdout, done.stdout + done.stderr
    (installed,) = Path(values["PRE_COMMIT_HOME"]).rglob("site-packages/audit/_seeds")
    assert installed.is_dir()


def test_the_pytest_plugin(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repository / "news/foreign.txt").write_text("Der Minister sagte am Freitag, dass die Gespräche weitergehen. " * 5)
    command = [sys.executable, "-m", "pytest", "--taudit", "news", "-q", "-rs", "-p", "no:cacheprovider"]
    installed = "import importlib.metadata as m, sys; sys.exit(not m.entry_points(group='pytest11', name='taudit'))"
    if subprocess.run([sys.executable, "-c", installed], check=False).returncode:
        command += ["-p", "audit.pytest_plugin"]
    done = subprocess.run(command, env=environment(repository), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "1 failed, 1 passed, 1 skipped" in done.stdout, done.stdout
    assert "news/envoy.txt:2:24: major mangled-name 0.99: Witko → Witkoff" in done.stdout
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    absolute = [str(repository / "news") if word == "news" else word for word in command]
    away = subprocess.run(
        absolute, cwd=elsewhere, env=environment(repository), capture_output=True, text=True, check=False
    )
    assert away.returncode == 1 and "1 failed, 1 passed, 1 skipped" in away.stdout, away.stdout + away.stderr
    with closing(sqlite3.connect(repository / ".taudit/cache/results.sqlite")) as kept:
        assert kept.execute("SELECT count(*) FROM results").fetchone() == (3,)
        kept.execute("UPDATE results SET used = 0")
        kept.commit()
        again = subprocess.run(command, env=environment(repository), capture_output=True, text=True, check=False)
        assert again.returncode == 1 and "1 failed, 1 passed, 1 skipped" in again.stdout, again.stdout
        assert kept.execute("SELECT count(*) FROM results WHERE used > 0").fetchone() == (3,), "kept results are used"
