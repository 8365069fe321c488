"""A manifest says what an export is, and verify finds whatever is no longer as it says."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from archive.cli import main
from archive.export.manifest import manifest_path, verify
from archive.query import Query
from tests.exported import exported
from tests.some_articles import ALL, CLINIC, MEETING, store


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture
def numbers(engine: Engine) -> list[int]:
    return store(engine, *ALL)


def test_a_manifest_says_what_was_exported(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """Query as text and JSON, choices, archive revision, counts, rights, the files with their SHA-256."""
    query = Query("họp", since=date(2020, 1, 1))
    exported(engine, home, tmp_path / "a.jsonl", query=query, min_length=10)
    found = json.loads((tmp_path / "a.jsonl.manifest.json").read_text("utf-8"))
    assert found["query"] == {
        "text": "Articles with “họp”, published since 2020-01-01, in order of number.",
        "json": {"text": "họp", "since": "2020-01-01"},
    }
    assert (found["format"], found["choices"], found["archive_revision"]) == ("jsonl", {"min_length": 10}, 3)
    assert found["counts"]["articles"] == 1
    assert found["rights"] == {"bendo": "CC BY 4.0"}
    content = (tmp_path / "a.jsonl").read_bytes()
    assert found["files"] == [
        {"path": "a.jsonl", "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "records": 1}
    ]


def test_a_whole_export_verifies(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """A file or a folder, as often as it is asked."""
    exported(engine, home, tmp_path / "a.csv")
    exported(engine, home, tmp_path / "texts", "txt")
    for name in ("a.csv", "texts"):
        assert list(verify(tmp_path / name)) == []
        assert run("export", str(tmp_path / name), "--verify").exit_code == 0


def test_what_was_changed_is_named(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """Missing, longer, altered in place, not its own: a line each, exit code 1."""
    folder = tmp_path / "texts"
    exported(engine, home, folder, "txt")
    missing, longer, altered = (folder / "0000" / f"{number}.txt" for number in numbers)
    missing.unlink()
    longer.write_bytes(longer.read_bytes() + b"x")
    altered.write_bytes(altered.read_bytes()[::-1])
    (folder / "more.txt").write_text("")
    result = run("export", str(folder), "--verify")
    assert result.exit_code == 1
    assert f"{missing}: is missing" in result.stderr
    assert f"{longer}: has " in result.stderr
    assert f"{altered}: has other content" in result.stderr
    assert f"{folder / 'more.txt'}: is not in the manifest" in result.stderr


@pytest.mark.parametrize("content", [None, "", "[]", '{"layout": "other/1"}'])
def test_without_a_manifest_nothing_is_verified(tmp_path: Path, home: Path, content: str | None) -> None:
    """A message names the manifest that is missing or is none."""
    (tmp_path / "a.jsonl").write_text("")
    if content is not None:
        (tmp_path / "a.jsonl.manifest.json").write_text(content)
    result = run("export", str(tmp_path / "a.jsonl"), "--verify")
    assert result.exit_code == 1
    assert "a.jsonl.manifest.json: " in result.stderr


@pytest.mark.parametrize(
    "change",
    [
        {"files": None},
        {"files": [{"path": 1, "bytes": 1, "sha256": ""}]},
        {"choices": {"bogus": 1}},
        {"format": "doc"},
        {"query": {"json": {"text": "("}}},
        {"query": {}},
    ],
)
def test_a_manifest_that_somebody_changed_is_told(
    engine: Engine, home: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    """Whatever it says now."""
    target = tmp_path / "a.jsonl"
    exported(engine, home, target)
    path = manifest_path(target)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"archive_revision": -1} | change))
    result = run("export", str(target), "--update")
    assert (result.exit_code, "somebody changed" in result.stderr) == (1, True)


def test_an_update_follows_the_archive(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Made again by its own order when the archive changed or a file did; else left as it is."""
    store(engine, MEETING)
    target = tmp_path / "a.jsonl"
    exported(engine, home, target, fields=("title",))
    assert "is up to date" in run("export", str(target), "--update").stderr
    store(engine, CLINIC)
    result = run("export", str(target), "--update")
    assert "2 articles exported" in result.stderr
    assert "it had 1" in result.stderr
    assert [json.loads(line) for line in target.read_text("utf-8").splitlines()] == [
        {"title": MEETING.title},
        {"title": CLINIC.title},
    ]
    target.write_text("")
    assert run("export", str(target), "--update").exit_code == 0
    assert list(verify(target)) == []


@pytest.mark.parametrize(
    "words",
    [
        ["-", "--verify"],
        ["a.jsonl", "query", "--verify"],
        ["a", "--verify", "--update"],
        ["a.jsonl", "--update", "--redact", "all"],
        ["a.jsonl", "--update", "--site", "bendo"],
    ],
)
def test_verify_and_update_take_a_target_alone(home: Path, words: list[str]) -> None:
    """Anything else is a wrong command line: who asks for a redaction must not get an export without."""
    result = run("export", *words)
    assert result.exit_code == 2
    assert "take one TARGET" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a", "--format", "jsonl", "--split", "80,x"], "no percentages such as"),
        (["a", "--format", "jsonl", "--shard-size", "large"], "no size such as"),
        (["a.jsonl", "--fields", "titel"], "there is no field 'titel'"),
        (["a.jsonl", "--redact", "name"], "there is no redaction 'name'"),
    ],
)
def test_a_wrong_choice_is_a_wrong_command_line(home: Path, words: list[str], said: str) -> None:
    """With what is wrong."""
    result = run("export", *words)
    assert result.exit_code == 2
    assert said in result.stderr
