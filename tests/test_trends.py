"""Trends: counted among the articles they are shares of, over every period; and drawn so that all can read them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import Engine

from archive.asked import keyword
from archive.found import Count
from archive.plots import ranking_svg, timeline_svg, trends_svg
from archive.query import Query
from archive.trends import Trends, trends
from models.article import Article
from tests.some_articles import MEETING, on, store

HOSTILE = 'a & b < "c" $x$ </svg><script>'


@pytest.fixture
def index(home: Path) -> Path:
    return home / "index"


def said(title: str, month: int, text: str) -> Article:
    return replace(
        MEETING, url=None, title=title, lead=None, paragraphs=(text,), captions=(), published_at=on(2020, month, 3)
    )


@pytest.fixture
def archive(engine: Engine) -> Engine:
    """Two articles in January, none in February, one in March 2020, one without a date."""
    store(engine, said("A", 1, "Họp bàn."), said("B", 1, "Chợ hoa."), said("C", 3, "Họp tổ."))
    store(engine, replace(said("D", 1, "Họp xóm."), published_at=None, published_precision=None))
    return engine


def test_a_trend_is_the_share_of_each_month(archive: Engine, index: Path) -> None:
    """Of the articles of that month; a month without any has no share, and is not left out."""
    found = trends(archive, index, ["họp", "chợ OR tổ"])
    assert found.periods == ("2020-01", "2020-02", "2020-03")
    assert found.total == (2, 0, 1)
    assert [line.articles for line in found.lines] == [(1, 0, 1), (1, 0, 1)]
    assert found.lines[0].shares == (0.5, None, 1.0)


def test_a_trend_by_year_and_among_others(archive: Engine, index: Path) -> None:
    """The shares are of what the query finds."""
    found = trends(archive, index, ["bàn"], Query("họp OR xóm"), by="year")
    assert (found.periods, found.total) == (("2020",), (2,))
    assert found.lines[0].shares == (0.5,)


def test_nothing_dated_is_no_trend(engine: Engine, index: Path) -> None:
    """No periods, no error; an empty plot."""
    found = trends(engine, index, ["họp"])
    assert (found.periods, list(found.rows())) == ((), [])
    assert etree.fromstring(trends_svg(found)).tag.endswith("svg")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("họp", "họp"),
        ("ba đình", '"ba đình"'),
        ("ba đ*", '"ba đ*"'),
        ('"ba đình"', '"ba đình"'),
        ("a OR b", "a OR b"),
        ("a -b", "a -b"),
        ("a* b", "a* b"),
        ("title:a b", "title:a b"),
        ("", ""),
    ],
)
def test_a_keyword_of_several_words_is_a_phrase(typed: str, meant: str) -> None:
    """What has an operator, a field or a quotation mark is a query as it stands."""
    assert keyword(typed) == meant


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_plot_is_well_formed_whatever_was_asked(archive: Engine, index: Path, language: str) -> None:
    """Text stays text, nothing of it becomes markup or a formula; the same numbers give the same bytes."""
    found = trends(archive, index, ["họp"])
    found = replace(found, lines=(replace(found.lines[0], asked=HOSTILE),))
    drawn = trends_svg(found, language)
    root = etree.fromstring(drawn)
    assert HOSTILE in "".join(root.itertext())
    assert HOSTILE in root.get("aria-label", "")
    assert not root.findall(".//{*}script")
    assert "currentColor" in drawn
    assert trends_svg(found, language) == drawn


def test_a_month_between_months_without_articles_is_seen(archive: Engine, index: Path) -> None:
    """No line leads to it: it has a mark where the points of a long line have none."""
    found = trends(archive, index, ["họp"])
    periods = tuple(f"{2000 + at // 12}-{at % 12 + 1:02}" for at in range(96))

    def marks(*shares: float | None) -> int:
        line = replace(found.lines[0], shares=(*shares, *[None] * (96 - len(shares))))
        return trends_svg(replace(found, periods=periods, lines=(line,))).count("<use ")

    assert [marks(0.1, 0.2), marks(0.1, 0.2, None, 0.3), marks(0.3, None, 0.1, None, 0.2)] == [0, 1, 3]


def test_a_timeline_is_bars(archive: Engine) -> None:
    """One for each count; its labels are years where there are many months."""
    months = [Count(f"{2015 + at // 12}-{at % 12 + 1:02}", at + 1) for at in range(60)]
    text = "".join(etree.fromstring(timeline_svg(months, "vi")).itertext())
    assert "số bài" in text
    assert "2017" in text
    assert "2017-02" not in text
    assert "2020-02" in "".join(etree.fromstring(timeline_svg([*months[:1], Count("2020-02", 3)])).itertext())


def test_a_ranking_is_a_row_each_as_many_as_fit() -> None:
    """Long names are cut; nothing to rank is no error."""
    counts = [Count("a" * 40, 12_345), *(Count(f"site-{at}", 9) for at in range(40))]
    text = " ".join(etree.fromstring(ranking_svg(counts, "vi")).itertext())
    assert "12.345" in text
    assert "a" * 27 + "…" in text
    assert "site-5" in text
    assert "site-39" not in text
    assert "articles" in "".join(etree.fromstring(ranking_svg([])).itertext())


def test_rows_are_for_each_period_and_question(archive: Engine, index: Path) -> None:
    """Ready for CSV."""
    found: Trends = trends(archive, index, ["chợ"])
    assert next(iter(found.rows())) == ("2020-01", 2, "chợ", 1, 0.5)
    assert found.to_json()["trends"] == [{"asked": "chợ", "articles": (1, 0, 0), "shares": (0.5, None, 0.0)}]
