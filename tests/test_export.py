"""An export is complete, documented, safe to open, and there only when all of it is there."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import tracemalloc
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.export import parquet, targets, whole
from archive.export.choices import ChoiceError
from archive.export.formats import FORMATS, format_of
from archive.export.lines import FORMULA, as_row, cell, csv_rows
from archive.export.parquet import schema
from archive.export.targets import TargetError
from archive.found import FIELDS
from archive.query import get
from archive.records import Record, records
from models.article import Article
from tests.exported import exported
from tests.some_articles import ALL, MEETING, store

DOCUMENT = Path(__file__).parent.parent / "docs" / "export.md"
TEXTUAL = ["a.jsonl", "a.csv", "a.csv.gz", "a.txt", "a.xml", "a.parquet"]


@pytest.fixture
def numbers(engine: Engine) -> list[int]:
    """Three articles in the archive."""
    return store(engine, *ALL)


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_archive_comes_out_as_it_was_stored(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """All articles, in the order of their numbers, each as `get` has it: rows and objects say the same."""
    assert exported(engine, home, tmp_path / "all.jsonl").tally.articles == 3
    assert lines(tmp_path / "all.jsonl") == [
        json.loads(json.dumps(get(engine, str(number)).to_json())) for number in numbers
    ]


def test_a_line_is_the_whole_article(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """What was exported can be read back into the article that it was."""
    exported(engine, home, tmp_path / "a.jsonl", limit=1)
    (found,) = lines(tmp_path / "a.jsonl")
    assert Article.from_json(found) == MEETING
    assert {name: found[name] for name in ("id", "site", "fetched_at", "revision", "duplicate_of")} == {
        "id": numbers[0],
        "site": "bendo",
        "fetched_at": "2021-06-01T03:30:00+00:00",
        "revision": 1,
        "duplicate_of": None,
    }


def test_every_field_is_documented() -> None:
    """In the table of docs/export.md, in the order of the output, and no others."""
    documented = re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert documented == list(FIELDS)


def test_the_arrow_schema_is_documented() -> None:
    """Each column with its type, as pyarrow prints it, in the second table."""
    documented = re.findall(r"^\| `(\w+)` \| `(.+)` \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert documented == [(one.name, str(one.type)) for one in schema((*FIELDS, "text"))]


def test_a_row_has_lists_joined(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """Paragraphs on lines, other lists by the documented separator, files and images as URLs, nothing as nothing."""
    exported(engine, home, tmp_path / "a.csv")
    row = rows(tmp_path / "a.csv")[0]
    assert list(row) == list(FIELDS)
    assert row["paragraphs"].split("\n") == list(MEETING.paragraphs)
    assert row["authors"] == "Thu Uyên | Lê Đông"
    assert row["attachments"] == "https://bendo.example/kl.pdf"
    assert row["origins"] == "title: visible | published_at: json-ld"
    assert (row["id"], row["modified_at"], row["published_at"]) == (str(numbers[0]), "", "2020-12-04T19:15:00+07:00")


def test_a_spreadsheet_program_takes_csv_for_utf8(
    engine: Engine, numbers: list[int], home: Path, tmp_path: Path
) -> None:
    """By the byte order mark; lines end as RFC 4180 has it."""
    exported(engine, home, tmp_path / "a.csv")
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


@given(st.lists(st.text() | st.text('",; \r\n'), min_size=1, max_size=4))
def test_a_row_of_csv_is_the_one_that_python_writes(cells: list[str]) -> None:
    """A single empty cell among them, which would be no line without quotation marks."""
    file = io.StringIO(newline="")
    csv.writer(file).writerow(cells)
    assert as_row(cells) == file.getvalue()


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=30), max_size=4), st.text(max_size=30))
def test_csv_comes_back(paragraphs: list[str], title: str) -> None:
    """Commas, quotation marks, line breaks: a reader gets the cells that were written."""
    file = io.BytesIO()
    with csv_rows(file, ("title", "paragraphs")) as write:
        write({"title": title, "paragraphs": paragraphs})
    (row,) = csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline=""))
    assert row == {"title": cell(title), "paragraphs": cell(paragraphs, "\n")}


def test_plain_text_is_title_and_text(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """Articles apart by two blank lines; in a folder each in a file of its own, named by its number."""
    exported(engine, home, tmp_path / "a.txt")
    articles = (tmp_path / "a.txt").read_text("utf-8").removesuffix("\n\n\n").split("\n\n\n")
    assert articles == [f"{one.title}\n\n{one.text}" for one in ALL]
    exported(engine, home, tmp_path / "texts", "txt")
    names = sorted(path.relative_to(tmp_path / "texts").as_posix() for path in (tmp_path / "texts").rglob("*.txt"))
    assert names == [f"0000/{number}.txt" for number in numbers]
    sums = (tmp_path / "texts" / "0000" / "SHA256SUMS").read_text("utf-8").splitlines()
    assert sums == [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in sorted((tmp_path / "texts" / "0000").glob("*.txt"))
    ]


@pytest.mark.parametrize("name", TEXTUAL)
def test_the_same_archive_gives_the_same_bytes(
    engine: Engine, numbers: list[int], home: Path, tmp_path: Path, name: str
) -> None:
    """Neither the time nor the place of the export is in it; in its manifest neither."""
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        exported(engine, home, tmp_path / folder / name)
    for file in (name, f"{name}.manifest.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()


def test_gzip_is_the_same_inside(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """As the file that is not packed."""
    for name in ("a.jsonl", "a.jsonl.gz", "A.JSONL.GZ"):
        exported(engine, home, tmp_path / name)
    for name in ("a.jsonl.gz", "A.JSONL.GZ"):
        assert gzip.decompress((tmp_path / name).read_bytes()) == (tmp_path / "a.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("name", "form", "meant"),
    [
        ("a.jsonl", "", "jsonl"),
        ("a.CSV", "", "csv"),
        ("a.csv.gz", "", "csv"),
        ("a.parquet", "", "parquet"),
        ("a.xml", "", "tei"),
        ("a.warc.gz", "", "warc"),
        ("a.txt", "csv", "csv"),
        ("a.jsonl", "csv", "csv"),
        ("folder", "tei", "tei"),
        (None, "", "jsonl"),
        (None, "csv", "csv"),
    ],
)
def test_the_suffix_chooses_unless_told(name: str | None, form: str, meant: str) -> None:
    """Standard output is JSON lines."""
    assert format_of(Path(name) if name else None, form) == meant


@pytest.mark.parametrize("name", ["a", "a.gz", "a.doc", "a.json", "a.warc", "a.parquet.gz"])
def test_an_unknown_suffix_is_refused(name: str) -> None:
    """Before anything is read."""
    with pytest.raises(TargetError, match="say by its suffix or by --format what to write: jsonl, csv"):
        format_of(Path(name))


@pytest.mark.parametrize(
    ("name", "form", "choices", "said"),
    [
        ("a.jsonl", "", {"split": (90, 10)}, "name a folder"),
        ("a.parquet", "", {"shard_bytes": 10}, "name a folder"),
        ("a.xml", "", {"unit": "sentence"}, "tei has articles, no sentences"),
        ("a.txt", "", {"fields": ("title",)}, "txt has no choice of fields"),
        ("a.warc.gz", "", {"redact": ("phone",)}, "nothing can be redacted"),
        ("a.gz", "parquet", {}, "compressed in itself"),
    ],
)
def test_choices_that_a_format_cannot_have_are_refused(
    engine: Engine, home: Path, tmp_path: Path, name: str, form: str, choices: dict[str, object], said: str
) -> None:
    """With a reason, and nothing written."""
    with pytest.raises(ChoiceError, match=said):
        exported(engine, home, tmp_path / name, form, **choices)
    assert not (tmp_path / name).exists()


def test_a_target_that_is_there_stays(engine: Engine, numbers: list[int], home: Path, tmp_path: Path) -> None:
    """Unless it is to be replaced; a folder likewise, an export or empty."""
    target, folder = tmp_path / "a.jsonl", tmp_path / "texts"
    target.write_text("mine")
    folder.mkdir()
    for one, form in ((target, ""), (folder, "txt")):
        with pytest.raises(TargetError, match="is there already; --force replaces it"):
            exported(engine, home, one, form)
    exported(engine, home, target, force=True)
    exported(engine, home, folder, "txt", force=True)
    exported(engine, home, folder, "jsonl", force=True)
    assert lines(target)[0]["id"] == numbers[0]
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "train-00000-of-00001.jsonl"]


@pytest.mark.parametrize("made", [True, False])
def test_a_folder_with_anything_of_mine_is_not_replaced(engine: Engine, home: Path, tmp_path: Path, made: bool) -> None:
    """Asked to or not: nobody means their home folder, or notes beside a corpus, to be gone."""
    if made:
        exported(engine, home, tmp_path / "place", "txt")
    mine = tmp_path / "place" / "notes" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(TargetError, match="mine.txt: is not in the manifest" if made else "there is no manifest"):
        exported(engine, home, tmp_path / "place", "txt", force=True)
    assert mine.read_text() == "mine"


def test_a_target_that_cannot_be_is_told(engine: Engine, home: Path, tmp_path: Path) -> None:
    """A file where a folder is meant, a folder that is not there."""
    (tmp_path / "file").write_text("")
    with pytest.raises(TargetError, match="is no folder"):
        exported(engine, home, tmp_path / "file", "txt", force=True)
    with pytest.raises(TargetError, match="there is no such folder"):
        exported(engine, home, tmp_path / "no" / "a.csv")


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
@pytest.mark.parametrize("name", [*TEXTUAL, "folder"])
def test_what_breaks_off_leaves_nothing(
    engine: Engine,
    numbers: list[int],
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    name: str,
) -> None:
    """Neither half a file nor a trace; what was there before stays."""
    place = tmp_path / "place"
    place.mkdir()
    form = "jsonl" if name == "folder" else ""
    exported(engine, home, place / name, form)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}

    def broken(*_: object) -> Iterator[Record]:
        yield from list(records(engine.connect(), numbers[:1]))
        raise error

    monkeypatch.setattr(whole, "records", broken)
    with pytest.raises((KeyboardInterrupt, OSError)):
        exported(engine, home, place / name, form, force=True)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("form", ["jsonl", "txt"])
def test_what_a_killed_export_left_is_removed_by_the_next(
    engine: Engine, numbers: list[int], home: Path, tmp_path: Path, form: str
) -> None:
    """Not what one that is still going on is writing, nor what is no export's."""
    leftover, going, mine = (tmp_path / name for name in (".a.1.partial", ".a.2.partial", ".a.2020"))
    for path in (leftover, going, mine):
        path.mkdir()
    with targets._held(going):
        exported(engine, home, tmp_path / "a", form)
    assert [path.exists() for path in (leftover, going, mine)] == [False, True, True]


def test_a_full_disk_is_told_with_the_target(
    engine: Engine, numbers: list[int], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error of the system names no file, or a hidden one."""
    monkeypatch.setattr(targets.Hashed, "_put", full)
    with pytest.raises(OSError, match=f"No space left on device: '{tmp_path / 'a.csv'}'"):
        exported(engine, home, tmp_path / "a.csv")
    assert not list(tmp_path.glob("*a.csv*"))


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_an_export_of_many_needs_the_memory_of_a_few(
    engine: Engine, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Articles are written as they come."""
    store(engine, *(replace(MEETING, title=f"Tin số {number}", url=None) for number in range(3)))
    one = next(iter(records(engine.connect(), [1])))

    def renumbered(number: int) -> Record:
        made = copy(one)
        made["id"] = number
        return made

    monkeypatch.setitem(FORMATS, "jsonl", replace(FORMATS["jsonl"], batch=100))
    monkeypatch.setattr(whole, "records", lambda _, asked, *__: map(renumbered, asked))
    exported(engine, home, tmp_path / "first.jsonl")  # what it imports is not memory of its articles
    monkeypatch.setattr(whole, "numbers", lambda *_: (20_000, [list(range(20_000))]))
    tracemalloc.start()
    exported(engine, home, tmp_path / "a.jsonl")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < (tmp_path / "a.jsonl").stat().st_size / 3, peak


def test_a_folder_of_parquet_has_files_that_end(
    engine: Engine, numbers: list[int], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a file says at its end is in memory until then; in a folder it need not become more and more."""
    monkeypatch.setattr(parquet, "GROUP_BYTES", 1)
    monkeypatch.setitem(FORMATS, "huggingface", replace(FORMATS["huggingface"], shard_bytes=1))
    exported(engine, home, tmp_path / "data", "huggingface")
    paths = sorted((tmp_path / "data" / "data").glob("*.parquet"))
    assert len(paths) > 1
    assert [number for path in paths for number in pq.read_table(path)["id"].to_pylist()] == numbers


def test_an_export_of_nothing_is_whole(engine: Engine, home: Path, tmp_path: Path) -> None:
    """An empty file, or a folder with one that has a header only."""
    exported(engine, home, tmp_path / "a.jsonl")
    exported(engine, home, tmp_path / "data", "parquet")
    assert (tmp_path / "a.jsonl").read_bytes() == b""
    assert [path.name for path in (tmp_path / "data").glob("*.parquet")] == ["train-00000-of-00001.parquet"]
