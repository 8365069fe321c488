"""An export is complete, documented, safe to open, and there only when all of it is there."""

from __future__ import annotations

import csv
import gzip
import json
import re
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.export import FORMULA, TargetError, cell, export, format_of
from archive.found import FIELDS, Found
from archive.query import Query, every, get
from models.article import Article
from tests.some_articles import ALL, FETCHED, MEETING, store

DOCUMENT = Path(__file__).parent.parent / "docs" / "export.md"
FOUND = Found(7, "bendo", MEETING, FETCHED, 2, 3, "near")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_line_is_the_whole_article(tmp_path: Path) -> None:
    """What was exported can be read back into the article that it was."""
    assert export([FOUND], tmp_path / "a.jsonl") == 1
    (line,) = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    found = json.loads(line)
    assert Article.from_json(found) == MEETING
    assert {
        name: found[name] for name in ("id", "site", "fetched_at", "revision", "duplicate_of", "duplicate_kind")
    } == {
        "id": 7,
        "site": "bendo",
        "fetched_at": "2021-06-01T03:30:00+00:00",
        "revision": 2,
        "duplicate_of": 3,
        "duplicate_kind": "near",
    }


def test_every_field_is_documented() -> None:
    """In the table of docs/export.md, in the order of the output, and no others."""
    documented = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert documented == list(FIELDS) == list(FOUND.to_json())


def test_a_row_has_lists_joined(tmp_path: Path) -> None:
    """Paragraphs on lines, other lists by the documented separator, files and images as URLs, nothing as nothing."""
    export([FOUND], tmp_path / "a.csv")
    (row,) = rows(tmp_path / "a.csv")
    assert list(row) == list(FIELDS)
    assert row["paragraphs"].split("\n") == list(MEETING.paragraphs)
    assert row["authors"] == "Thu Uyên | Lê Đông"
    assert row["attachments"] == "https://bendo.example/kl.pdf"
    assert row["origins"] == "title: visible | published_at: json-ld"
    assert (row["id"], row["modified_at"], row["published_at"]) == ("7", "", "2020-12-04T19:15:00+07:00")


def test_a_spreadsheet_program_takes_csv_for_utf8(tmp_path: Path) -> None:
    """By the byte order mark; lines end as RFC 4180 has it."""
    export([FOUND], tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid,site,")
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 24", "- Thưa ông", "@ai", "\t=1", "  =1", "\n=1", "=cmd|' /C calc'!A0", "＝1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    """An apostrophe keeps it text; what is behind it stays."""
    assert cell(text) == f"'{text}"
    assert cell([text, "x"]).startswith("'")


@given(st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.text()) | st.integers() | st.none())
def test_no_value_makes_a_formula(value: object) -> None:
    """Whatever a page says; numbers are numbers."""
    shown = cell(value)
    assert isinstance(value, int) or not shown.strip(" \n").startswith(FORMULA)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=30), max_size=4), st.text(max_size=30))
def test_csv_comes_back(tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str], title: str) -> None:
    """Commas, quotation marks, line breaks: a reader gets the cells that were written."""
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    article = replace(MEETING, title=title, paragraphs=tuple(paragraphs))
    export([replace(FOUND, article=article)], path)
    (row,) = rows(path)
    assert row["title"] == cell(title)
    assert row["paragraphs"] == cell(paragraphs, "\n")


def test_gzip_is_the_same_inside_and_every_time(tmp_path: Path) -> None:
    """Same articles, same bytes: neither time nor name of the file is in it."""
    for name in ("a.jsonl", "a.jsonl.gz", "b.jsonl.gz"):
        export([FOUND], tmp_path / name)
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == (tmp_path / "a.jsonl").read_bytes()
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()


@pytest.mark.parametrize(
    ("name", "form", "meant"),
    [
        ("a.jsonl", "", "jsonl"),
        ("a.CSV", "", "csv"),
        ("a.csv.gz", "", "csv"),
        ("a.txt", "csv", "csv"),
        ("a.jsonl", "csv", "csv"),
        (None, "", "jsonl"),
        (None, "csv", "csv"),
    ],
)
def test_the_suffix_chooses_unless_told(name: str | None, form: str, meant: str) -> None:
    """Standard output is JSON lines."""
    assert format_of(Path(name) if name else None, form) == meant


@pytest.mark.parametrize("name", ["a", "a.gz", "a.txt", "a.json"])
def test_an_unknown_suffix_is_refused(name: str) -> None:
    """Before anything is read."""
    with pytest.raises(TargetError, match="say by its suffix or by --format what to write: jsonl, csv"):
        format_of(Path(name))


def test_a_target_that_is_there_stays(tmp_path: Path) -> None:
    """Unless it is to be replaced."""
    target = tmp_path / "a.jsonl"
    target.write_text("mine")
    with pytest.raises(TargetError, match="is there already; --force replaces it"):
        export([FOUND], target)
    assert target.read_text() == "mine"
    export([FOUND], target, force=True)
    assert json.loads(target.read_text("utf-8"))["id"] == 7


def test_a_target_that_cannot_be_is_told(tmp_path: Path) -> None:
    """A folder, a folder that is not there."""
    with pytest.raises(TargetError, match="is no file"):
        export([FOUND], tmp_path, "csv", force=True)
    with pytest.raises(TargetError, match="there is no such folder"):
        export([FOUND], tmp_path / "no" / "a.csv")


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.csv.gz"])
def test_what_breaks_off_leaves_nothing(tmp_path: Path, error: BaseException, name: str) -> None:
    """Neither half a file nor a trace; what was there before stays."""

    def broken() -> Iterator[Found]:
        yield FOUND
        raise error

    (tmp_path / name).write_text("before")
    with pytest.raises((KeyboardInterrupt, OSError)):
        export(broken(), tmp_path / name, force=True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(name, "before")]


def test_an_export_of_many_needs_the_memory_of_a_few(tmp_path: Path) -> None:
    """Articles are written as they come."""
    tracemalloc.start()
    export((FOUND for _ in range(3_000)), tmp_path / "a.jsonl")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < (tmp_path / "a.jsonl").stat().st_size / 4


def test_the_archive_comes_out_as_it_was_stored(engine: Engine, home: Path, tmp_path: Path) -> None:
    """All articles, in the order of their numbers, each as `get` has it."""
    numbers = store(engine, *ALL)
    total, articles = every(engine, home / "index", Query())
    assert export(articles, tmp_path / "all.jsonl") == total == 3
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert lines == [json.loads(json.dumps(get(engine, str(number)).to_json())) for number in numbers]
