"""Files at s3://, on a server that speaks S3 on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.cli import main
from corpora.documents import Document
from corpora.errors import Unreadable
from corpora.reading import find, read

pytest.importorskip("s3fs", reason="the extra [remote] is not installed")
server = pytest.importorskip("moto.server", reason="moto[server] is not installed")

LINE = "US presidential envoy Steve Witko met with Putin in Moscow on Wednesday, the 8th, officials said.\n"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[object]:
    """A client of the store, in which the bucket `news` holds two texts."""
    import boto3
    import s3fs

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    one = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    one.start()
    host, port = one.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "no_proxy": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="news")
    client.put_object(Bucket="news", Key="2025/a.txt", Body=LINE.encode())
    client.put_object(Bucket="news", Key="2025/b.txt", Body=LINE.replace("Witko", "Witkoff").encode())
    s3fs.S3FileSystem.clear_instance_cache()
    yield client
    s3fs.S3FileSystem.clear_instance_cache()
    one.stop()


def test_a_folder_is_audited_and_mended(store: object, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "s3://news/2025", "--as-of", "2025-08-09", "--format", "line"]) == 0
    out, err = capfd.readouterr()
    assert "s3://news/2025/a.txt:1:" in out and not err, err
    assert main(["fix", "s3://news/2025/*.txt", "--as-of", "2025-08-09", "--unsafe", "--no-config"]) == 0
    assert "mended" in capfd.readouterr().err
    body = store.get_object(Bucket="news", Key="2025/a.txt")["Body"].read()  # type: ignore[attr-defined]
    assert body != LINE.encode() and body.endswith(b"officials said.\n")


@pytest.mark.usefixtures("store")
def test_what_is_not_there_is_said() -> None:
    assert find(["s3://news/2024"])[1] == ["s3://news/2024: no such file or folder, check the path"]
    sources, messages = find(["s3://nobody/a.txt"])
    reasons = messages + [item.reason for item in read(sources) if isinstance(item, Unreadable)]
    assert len(reasons) == 1 and reasons[0].startswith("s3://nobody/a.txt: "), reasons


@pytest.mark.usefixtures("store")
def test_texts_come_from_the_store() -> None:
    found = [item for item in read(find(["s3://news"])[0]) if isinstance(item, Document)]
    assert [item.id for item in found] == ["2025/a.txt", "2025/b.txt"]


def test_credentials_that_are_missing_are_one_line(tmp_path: Path) -> None:
    import os
    import subprocess

    environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    environment |= {
        "AWS_EC2_METADATA_DISABLED": "true",
        "HOME": str(tmp_path),
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    }
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = [sys.executable, "-m", "audit.cli", "run", "s3://news/a.txt"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 4, done.stderr
    (line, *_) = done.stderr.splitlines()
    assert line.startswith("s3://news/a.txt: cannot be reached (") and "check the address and your credentials" in line
