"""Rows become JSON and Arrow without being read into Python's objects; what comes out is what was stored."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.export.parquet import batch, parquet, schema
from archive.export.targets import HELD, Hashed
from archive.found import FIELDS
from archive.query import get
from archive.records import STORED, as_json, records
from models.article import Attachment
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
@settings(suppress_health_check=[HealthCheck.too_slow])
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
