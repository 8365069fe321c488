"""Other people's programs open what was exported, and find in it what was stored."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from lxml import etree
from sqlalchemy import Engine
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archive.export.choices import UNIT_FIELDS
from archive.export.dataset import PLOTS, _every_month
from archive.export.meanings import MEANINGS
from archive.found import FIELDS, Count
from models.article import Page
from models.database import writing
from models.tables import PageRow
from pipelines.store import site_row, store_article
from pipelines.warc import WarcWriter, pages
from tests.exported import exported, program
from tests.some_articles import ALL, MEETING, store

TITLES = [one.title for one in ALL]
HOSTILE = replace(
    MEETING, url=None, title='Tin "lạ" | *x* <b>&amp;</b>\x0b', lead="---\nx: [", authors=("A\x07b", "<i>")
)


@pytest.fixture
def home_with_articles(engine: Engine, home: Path) -> tuple[Engine, Path]:
    """Three articles and a copy."""
    store(engine, *ALL)
    store(engine, replace(MEETING, title="Quận ủy họp", url=None), site="khac")
    return engine, home


def test_datasets_loads_the_folder(home_with_articles: tuple[Engine, Path], tmp_path: Path) -> None:
    """With its splits, by what the card says; the Croissant metadata are no data."""
    datasets = program("datasets")
    exported(*home_with_articles, tmp_path / "hf", "huggingface", split=(34, 33, 33), seed=3)
    found = datasets.load_dataset(str(tmp_path / "hf"), cache_dir=str(tmp_path / "cache"))
    rows = [row for split in found.values() for row in split]
    assert Counter(row["title"] for row in rows) == Counter([*TITLES, "Quận ủy họp"])
    meeting = next(row for row in rows if row["title"] == MEETING.title)
    assert meeting["paragraphs"] == list(MEETING.paragraphs)
    assert meeting["text"] == MEETING.text


def test_the_card_shows_when_how_long_and_where(home_with_articles: tuple[Engine, Path], tmp_path: Path) -> None:
    """Its plots are beside it, each field is told; months without articles are on the axis, too."""
    exported(*home_with_articles, tmp_path / "hf", "huggingface")
    card = (tmp_path / "hf" / "README.md").read_text("utf-8")
    drawn = {name: "".join(etree.parse(tmp_path / "hf" / name).getroot().itertext()) for name in PLOTS}
    assert all(f"]({name})" in card for name in PLOTS)
    assert [line.split("`")[1] for line in card.splitlines() if line.startswith("| `")] == [*FIELDS, "text"]
    assert set(MEANINGS) == {*FIELDS, *UNIT_FIELDS}
    assert "khac" in drawn["articles-by-site.svg"]
    assert "0–499" in drawn["articles-by-length.svg"]
    assert _every_month([Count("2019-12", 3), Count("2020-02", 1), Count("none", 2)]) == [
        Count("2019-12", 3),
        Count("2020-01", 0),
        Count("2020-02", 1),
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of mlcroissant's own libraries
def test_croissant_is_valid_and_gives_the_records(home_with_articles: tuple[Engine, Path], tmp_path: Path) -> None:
    """mlcroissant has no error to tell and finds every record by the metadata."""
    croissant = program("mlcroissant")
    exported(*home_with_articles, tmp_path / "hf", "huggingface")
    found = croissant.Dataset(jsonld=str(tmp_path / "hf" / "croissant.json"))
    assert not found.metadata.issues.errors
    rows = list(found.records("records"))
    assert [row["records/title"].decode() for row in rows] == [*TITLES, "Quận ủy họp"]
    assert rows[0]["records/attachments"] == [
        {
            "records/attachments/url": b"https://bendo.example/kl.pdf",
            "records/attachments/title": "Kết luận".encode(),
        }
    ]


def by_pyarrow(path: Path) -> list[str]:
    titles: list[str] = pq.read_table(path)["title"].to_pylist()
    return titles


def by_polars(path: Path) -> list[str]:
    titles: list[str] = program("polars").read_parquet(path)["title"].to_list()
    return titles


def by_duckdb(path: Path) -> list[str]:
    return [title for (title,) in program("duckdb").sql(f"SELECT title FROM '{path}' ORDER BY id").fetchall()]


def by_pandas(path: Path) -> list[str]:
    return list(program("pandas").read_parquet(path)["title"])


@pytest.mark.parametrize("read", [by_pyarrow, by_polars, by_duckdb, by_pandas])
def test_parquet_is_read(
    home_with_articles: tuple[Engine, Path], tmp_path: Path, read: Callable[[Path], list[str]]
) -> None:
    """By four programs."""
    exported(*home_with_articles, tmp_path / "a.parquet", drop_duplicates=True)
    assert read(tmp_path / "a.parquet") == TITLES


def test_pandas_reads_csv(home_with_articles: tuple[Engine, Path], tmp_path: Path) -> None:
    """Each row, each column, numbers as numbers."""
    pandas = program("pandas")
    exported(*home_with_articles, tmp_path / "a.csv", drop_duplicates=True)
    found = pandas.read_csv(tmp_path / "a.csv", encoding="utf-8-sig")
    assert list(found["title"]) == TITLES
    assert list(found["id"]) == [1, 2, 3]


def test_tei_is_valid(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Corpus and single documents, by the TEI consortium's corpus DTD, which trafilatura brings along."""
    validate = program("trafilatura.xml").validate_tei
    store(engine, *ALL, HOSTILE)
    exported(engine, home, tmp_path / "a.xml")
    exported(engine, home, tmp_path / "tei", "tei")
    corpus = etree.parse(tmp_path / "a.xml").getroot()
    assert validate(corpus)
    singles = [etree.parse(path).getroot() for path in sorted((tmp_path / "tei").rglob("*.xml"))]
    assert all(map(validate, singles))
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    heads = corpus.xpath("t:TEI/t:text/t:body/t:div/t:head/text()", namespaces=names)
    assert heads == [*TITLES, HOSTILE.title.replace("\x0b", "\ufffd")]
    assert [one.xpath("string(//t:head)", namespaces=names) for one in singles] == heads


def test_hostile_words_do_not_break_the_card(engine: Engine, home: Path, tmp_path: Path) -> None:
    """What a page or site file says has no meaning in YAML or Markdown."""
    datasets = program("datasets")
    store(engine, HOSTILE)
    exported(engine, home, tmp_path / "hf", "huggingface")
    found = datasets.load_dataset(str(tmp_path / "hf"), cache_dir=str(tmp_path / "cache"))
    assert found["train"]["title"] == [HOSTILE.title]


def test_warc_has_the_pages_behind_the_articles(engine: Engine, home: Path, tmp_path: Path) -> None:
    """Byte for byte, sound by warcio's check; the body that a revisit refers to comes along; nothing else does.

    The index that pywb replays by has each page: pywb's own libraries cannot be installed beside Scrapy's.
    """
    with WarcWriter(home / "warc", "bendo") as writer, writing(engine) as session:
        site = site_row(session, "bendo", "Bến Đò").id
        for number, body in enumerate((b"<p>1</p>" * 99, b"<p>other</p>" * 99, b"<p>1</p>" * 99)):
            url, fetched = f"https://bendo.example/{number}", datetime(2021, 6, number + 1, tzinfo=UTC)
            kept = writer.write_page(Page(body, url, fetched, headers={"content-type": "text/html"}))
            row = PageRow(site_id=site, url=url, digest=kept.digest, warc_file=kept.file, warc_offset=kept.offset)
            session.add(row)
            session.flush()
            if number:
                article = replace(MEETING, title=url, paragraphs=(url,), url=url)
                store_article(session, site, url, article, row.id, fetched)
    exported(engine, home, tmp_path / "a.warc.gz")
    checked = Checker(type("Arguments", (), {"inputs": [str(tmp_path / "a.warc.gz")], "verbose": False}))
    checked.process_all()
    assert checked.exit_value == 0
    with (tmp_path / "a.warc.gz").open("rb") as file:
        kinds = [(one.rec_type, one.rec_headers.get_header("WARC-Target-URI")[-1]) for one in ArchiveIterator(file)]
    assert [kind for kind in kinds if kind[0] != "request"] == [
        ("response", "1"),
        ("response", "0"),
        ("revisit", "2"),
    ]
    assert [page.body for _, page in pages(tmp_path / "a.warc.gz")] == [b"<p>other</p>" * 99, b"<p>1</p>" * 99]
    index = io.StringIO()
    program("cdxj_indexer.main").CDXJIndexer(index, [str(tmp_path / "a.warc.gz")]).process_all()
    found = [json.loads(line.split(" ", 2)[2]) for line in index.getvalue().splitlines()]
    assert [(one["url"][-1], one["mime"]) for one in found] == [
        ("1", "text/html"),
        ("0", "text/html"),
        ("2", "warc/revisit"),
    ]
    assert found[1]["digest"] == found[2]["digest"]  # by which pywb finds the body
