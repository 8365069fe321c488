"""Rows become JSON and Arrow without being read into Python's objects; what comes out is what was stored."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.export.columns import column
from archive.export.parquet import batch, parquet, row_groups, schema
from archive.export.targets import HELD, Hashed
from archive.found import FIELDS
from archive.query import get
from archive.records import STORED, as_json, quoted, records
from models.article import Attachment
from models.database import writing
from pipelines.store import withdraw
from tests.exported import exported
from tests.some_articles import CLINIC, MEETING, store

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
ODD = ('"Mở", "đóng"', "\\", "a\\nb\nc", '","', '"', "[]", "\u2028 \x01", " ")


@pytest.mark.parametrize("paragraphs", [(), ("Một.",), ("Một.", "Hai."), *((one, "Hai.") for one in ODD), ODD])
@pytest.mark.parametrize("lead", [None, "Dẫn.", '"Dẫn"'])
def test_a_text_is_lead_and_paragraphs_whatever_is_in_them(
    engine: Engine, lead: str | None, paragraphs: tuple[str, ...]
) -> None:
    """Escaped in JSON or not; the HTML, which is packed with the text, comes back by it."""
    article = replace(MEETING, lead=lead, paragraphs=paragraphs, html="<p>x</p>")
    (number,) = store(engine, article)
    with engine.connect() as connection:
        (record,) = records(connection, [number])
        assert record["text"] == article.text
        assert record.characters == len(article.text)
        assert json.loads(as_json(record, FIELDS)) == json.loads(json.dumps(get(engine, str(number)).to_json()))


@given(st.text(st.characters(codec="utf-8")) | st.sampled_from(('<p class="a">\n</p>', "\\", "\t", "\x7f", "\u2028")))
def test_utf8_becomes_json_without_being_read(text: str) -> None:
    """Byte for byte what a writer of JSON makes of the text."""
    assert quoted(text.encode()) == orjson.dumps(text)


def test_numbers_that_lie_close_are_read_as_a_range(engine: Engine) -> None:
    """Only those that were asked for come, in their order, and none that was withdrawn."""
    numbers = store(engine, *(replace(MEETING, title=f"Tin {n}", url=None, paragraphs=(f"{n}",)) for n in range(12)))
    with writing(engine) as session:
        withdraw(session, numbers[3], "asked for")
    with engine.connect() as connection:
        for asked in (numbers, numbers[:5] + numbers[6:], numbers[::5], numbers[3:4], []):
            found = [(one["id"], one["authors"]) for one in records(connection, asked)]
            assert found == [(number, list(MEETING.authors)) for number in asked if number != numbers[3]]


def test_parquet_says_what_the_lines_say(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Straight from the bytes of the database: escaped or not, empty, repeated, missing."""
    store(engine, MEETING, CLINIC, *(replace(CLINIC, url=None, title=one, paragraphs=(one, "", one)) for one in ODD))
    store(engine, replace(MEETING, url=None, tags=(), images=(), attachments=(), html=None, lead=None, origins={}))
    for name in ("a.jsonl", "a.parquet"):
        exported(engine, home, tmp_path / name)
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    for row in rows:
        row["origins"] = {one["field"]: one["origin"] for one in row["origins"]}
        row.pop("text")
    assert rows == [json.loads(line) for line in (tmp_path / "a.jsonl").read_bytes().splitlines()]


TEXT = TEXTS | st.none()
KINDS = (
    (pa.string(), TEXT),
    (pa.int64(), st.integers(-(2**63), 2**63 - 1) | st.none()),
    (pa.int32(), st.integers(-(2**31), 2**31 - 1) | st.none()),
    (pa.list_(pa.string()), st.lists(TEXT, max_size=3) | st.none()),
    (
        pa.list_(pa.struct({"a": pa.string(), "b": pa.string()})),
        st.lists(st.fixed_dictionaries({"a": TEXT, "b": TEXT}), max_size=3),
    ),
)


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind[0]), st.lists(kind[1], max_size=20))))
def test_columns_are_those_of_pyarrow(case: tuple[pa.DataType, list[Any]]) -> None:
    """Made of buffers, and equal to what pyarrow makes of the same values one by one."""
    kind, values = case
    made = column(values, kind)
    made.validate(full=True)
    assert made.equals(pa.array(values, kind))


def test_what_is_redacted_leaves_by_no_other_way(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Lists go into JSON lines as they are stored, but not those that were redacted."""
    mail = "an@bendo.example"
    store(engine, replace(MEETING, paragraphs=(mail,), tags=(mail,), attachments=(Attachment("https://x/", mail),)))
    for name in ("a.jsonl", "a.csv", "a.txt", "a.xml"):
        exported(engine, home, tmp_path / name, redact=("email",))
        assert mail not in (tmp_path / name).read_text("utf-8")
    exported(engine, home, tmp_path / "a.parquet", redact=("email",))
    assert mail not in str(pq.read_table(tmp_path / "a.parquet").to_pylist())


@given(st.lists(st.tuples(TEXTS, st.lists(TEXTS), TEXTS | st.none(), st.integers(1, 2**62)), max_size=4))
def test_arrow_has_every_value(rows: list[tuple[str, list[str], str | None, int]]) -> None:
    """Texts with any character, texts that look like numbers or dates, nothing as null; maps as pairs."""
    shape = schema(("title", "paragraphs", "lead", "id", "origins"))
    given = [
        {"title": title, "paragraphs": texts, "lead": lead, "id": number, "origins": {title: "url"}}
        for title, texts, lead, number in rows
    ]
    made = [one | {"origins": [{"field": one["title"], "origin": "url"}]} for one in given]
    assert batch(given, shape).to_pylist() == made


def test_a_row_group_is_some_megabytes(engine: Engine) -> None:
    """The file has all of them, in order; how fast they were encoded does not change a byte."""
    store(engine, CLINIC)
    with engine.connect() as connection:
        (record,) = records(connection, [1])
    many = [{**record, **{name: record[name] for name in STORED}, "id": n, "text": "x" * 900_000} for n in range(30)]
    contents = []
    for _ in range(2):
        file = io.BytesIO()
        with parquet(file, ("id", "text", "origins")) as write:
            sizes = [file.tell() for one in many if write(one) or True]
        contents.append((sizes, file.getvalue()))
    assert contents[0] == contents[1]
    found = pq.ParquetFile(io.BytesIO(contents[0][1]))
    assert found.num_row_groups > 2
    assert found.read()["id"].to_pylist() == list(range(30))


@pytest.mark.parametrize("many", [0, 1, 14, 15, 200])
def test_row_groups_that_were_encoded_apart_make_the_file_that_pyarrow_writes(many: int) -> None:
    """Byte for byte, however many there are and however far from the start one begins."""
    fields = ("id", "site", "images", "text")
    shape = schema(fields)
    images = [{"url": "/a.png", "caption": None, "alt": "a"}]
    rows = [[{"id": n, "site": f"site-{n % 3}", "images": images * (n % 2), "text": f"{n} " * n}] for n in range(many)]
    together, apart = io.BytesIO(), io.BytesIO()
    options = {"compression": "zstd", "use_dictionary": ["site"], "write_statistics": ["id", "site"]}
    with pq.ParquetWriter(together, shape, **options) as writer:
        for some in rows:
            writer.write_batch(batch(some, shape))
    with parquet(apart, fields) as write:
        for some in rows:
            write(row_groups(some, fields))
    assert apart.getvalue() == together.getvalue()
    assert pq.read_metadata(io.BytesIO(apart.getvalue())).num_row_groups == many


class _Full:
    """A disk with no room."""

    def write(self, data: bytes) -> int:
        raise OSError(28, "No space left on device")


def test_what_fails_behind_is_told() -> None:
    """At the next piece or at the end: no error of the disk is lost with the thread that met it."""
    with Hashed(cast(Any, _Full())) as file:
        file.write(b"x" * HELD)
        with pytest.raises(OSError, match="No space"):
            file.written("a")


def test_what_is_taken_in_part_is_written_in_several() -> None:
    """An unbuffered standard output takes what has room, and says how much that was."""
    taken = bytearray()

    class Narrow:
        def write(self, data: bytes) -> int:
            taken.extend(data[:3])
            return min(3, len(data))

        def flush(self) -> None:
            pass

    with Hashed(cast(Any, Narrow())) as file:
        file.write(b"0123456789")
        assert file.written("a").bytes == 10
    assert taken == b"0123456789"
