"""Rules of reading kept pages: kinds by content type, what a line of JSON states, keys, and no input that breaks it."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.inputs import KINDS, Fault, Input, PassedOver, inputs
from models.article import Article, NotAnArticle, Page
from pipelines.kept import JSON_LINE, STATED_DATES, STATED_LINES, STATED_LISTS, dump_of, group_of, key_of, read_kept
from tests.test_importing import TEXT, dump, html


def line(**stated: object) -> Page:
    return Page(orjson.dumps(stated), stated.get("url"), content_type=JSON_LINE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page",
    [
        Page(dump().encode(), content_type="text/plain; charset=utf-8"),
        Page(dump().encode("utf-8-sig"), content_type="TEXT/PLAIN"),
        Page(html().encode()),
        Page(html().encode("utf-16")),
        line(text=dump()),
        line(html=html()),
        line(title="Tổng kết công tác tiêm chủng ở phường Sông Cầu", text="\n\n".join(TEXT)),
    ],
)
def test_each_kind_is_read(page: Page) -> None:
    """HTML, text dump, JSON with either: the same title and text."""
    article = read_kept(page, None)
    assert article.title == "Tổng kết công tác tiêm chủng ở phường Sông Cầu"
    assert article.paragraphs == TEXT


@pytest.mark.parametrize(
    ("stated", "field", "value"),
    [
        ({"author": "Trần Quốc Bảo"}, "authors", ("Trần Quốc Bảo",)),
        ({"authors": ["Trần Quốc Bảo", "", 7]}, "authors", ("Trần Quốc Bảo",)),
        ({"lang": "VI"}, "language", "vi"),
        ({"tags": ["y tế", "tiêm chủng"]}, "tags", ("y tế", "tiêm chủng")),
        ({"category": "  Y tế\n"}, "section", "Y tế"),
        ({"date": "13/05/2021"}, "published_precision", "day"),
        ({"date": "2021-05-13T01:00:00Z"}, "published_at", datetime(2021, 5, 13, 1, tzinfo=UTC)),
        ({"date": "nonsense"}, "published_at", datetime(2021, 5, 12, 2, 30, tzinfo=UTC)),
        ({"source": None}, "source", None),
    ],
)
def test_what_is_stated_wins_and_nonsense_does_not(stated: dict[str, object], field: str, value: object) -> None:
    """A usable statement replaces what the text says; an unusable one is as if it were not there."""
    assert getattr(read_kept(line(text=dump(), **stated), None), field) == value


def test_a_date_without_zone_stays_without_where_none_is_known() -> None:
    """Vietnamese text is +07:00; of other text without a site nothing is known."""
    words = "The council met on Monday and spoke of the roads in the town, of the bridge and of the school. " * 5
    article = read_kept(line(title="The council met", text=words, date="2021-05-13 08:00"), None)
    assert article.published_at == datetime(2021, 5, 13, 8)
    assert article.origins["zone"] == "none"


def test_the_key_is_the_urls_or_that_of_the_bytes() -> None:
    """A dump without URL is known by its bytes; a line of JSON by the text in it, whatever stands beside."""
    digest = "sha256:" + hashlib.sha256(dump().encode()).hexdigest()
    assert key_of(Page(dump().encode(), content_type="text/plain"), None) == digest
    assert key_of(line(text=dump(), date="2021"), None) == digest
    assert key_of(line(text=dump(), url="https://www.a.example/1?utm_source=x"), None) == "a.example/1"


def test_dumps_are_grouped_by_host_or_folder() -> None:
    """What shares chrome: pages of a host, files of a folder."""
    assert group_of(line(text="x", url="https://A.example/1")) == "a.example"
    assert group_of(Page(b"x", headers={"x-imported-from": "/corpus/a/1.txt"})) == "/corpus/a"
    assert dump_of(Page(html().encode())) is None
    assert dump_of(line(text="x")) == "x"


names = [name for table in (STATED_LINES, STATED_LISTS, STATED_DATES) for row in table.values() for name in row]
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=40)
    | st.sampled_from(["1/2/2021", "2021"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=150)
@given(stated=st.dictionaries(st.sampled_from(names), values, max_size=6), body=st.sampled_from(["text", "html"]))
def test_no_statement_breaks_reading(stated: dict[str, object], body: str) -> None:
    """Whatever JSON holds: an article or a verdict."""
    try:
        article = read_kept(line(**stated, **{body: dump() if body == "text" else html()}), None)
    except NotAnArticle:
        return
    assert Article.from_json(article.to_json()).title == article.title


@settings(max_examples=300)
@given(suffix=st.sampled_from([*KINDS]), packed=st.booleans(), content=st.binary(max_size=200))
def test_no_file_breaks_an_import(suffix: str, packed: bool, content: bytes) -> None:
    """Any bytes under any known suffix are inputs, faults that name the file, or passed over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any{suffix}{'.gz' if packed else ''}"
        path.write_bytes(content)
        found = list(inputs(path))
    assert all(isinstance(one, Input | Fault | PassedOver) for one in found)
    assert all(path.name in one.where for one in found if isinstance(one, Input | Fault))
