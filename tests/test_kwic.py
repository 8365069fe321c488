"""A word in its contexts, and the values of a field, counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.found import Found
from archive.kwic import Concordance, Line, _lines, kwic
from archive.query import Query, values
from archive.wrong import QueryError
from models.article import Article
from tests.some_articles import ALL, store


@pytest.fixture
def index(home: Path) -> Path:
    return home / "index"


def of(text: str, *wanted: tuple[str, ...], width: int = 50) -> list[tuple[str, str, str]]:
    found = Found(1, "bendo", Article(None, "", paragraphs=(text,)), None, 1, None, None)
    return [(line.left, line.word, line.right) for line in _lines(found, wanted, width)]


def test_every_place_is_a_line(engine: Engine, index: Path) -> None:
    """With what is left and right of it, as published; in titles and captions too."""
    store(engine, *ALL)
    found = kwic(engine, index, Query("đình", order="date"))
    assert [(line.left, line.word, line.right) for line in found.lines] == [
        ("Các em ở", "đình", "làng chờ đến lượt."),
        ("Thông xe đường Bến", "Đình", ""),
        ("Đường dài ba ki-lô-mét, từ chợ Ba", "Đình", "tới cầu."),
    ]
    assert (found.total, found.read) == (2, 2)
    assert [line.published for line in found.lines] == ["2021-05-31", None, None]


def test_only_so_many_articles_are_read(engine: Engine, index: Path) -> None:
    """And it is said of how many."""
    store(engine, *ALL)
    found = kwic(engine, index, Query("đình", limit=1, order="date"))
    assert (found.total, found.read, len(found.lines)) == (2, 1, 1)


def test_a_query_without_a_word_has_no_context(engine: Engine, index: Path) -> None:
    with pytest.raises(QueryError, match="no word to show in context"):
        kwic(engine, index, Query("author:lan -họp"))


def test_context_is_whole_words() -> None:
    """As many as fit."""
    assert of("một hai ba bốn năm sáu bảy", ("bốn",), width=9) == [("hai ba", "bốn", "năm sáu")]
    assert of("mộthaiba bốn nămsáubảy", ("bốn",), width=3) == [("", "bốn", "")]


def test_places_that_overlap_are_one() -> None:
    """The longest of them: a word in a phrase that was asked for, too."""
    assert of("họp ba đình nay", ("ba", "đình"), ("ba",), ("đìn*",)) == [("họp", "ba đình", "nay")]


def lines(*sides: tuple[str, str]) -> Concordance:
    return Concordance(Query("x"), 1, 1, tuple(Line(1, "bendo", None, left, "x", right) for left, right in sides))


def test_lines_are_sorted_by_either_side() -> None:
    """By the nearest word first, then the next; words without accents before their likes with them."""
    found = lines(("a b", "c d"), ("b a", "bà a"), ("c a", "ba b"))
    assert [line.left for line in found.by("left")] == ["b a", "c a", "a b"]
    assert [line.right for line in found.by("right")] == ["ba b", "bà a", "c d"]


def test_neighbours_are_counted() -> None:
    """In lower case, one word or several, the commonest first; both ways to place a tone count as one."""
    found = lines(("Họp A", "ba b"), ("họp a", "Ba c"), ("", "bà"))
    assert found.counts("right") == [("ba", 2), ("bà", 1)]
    assert found.counts("left", 2) == [("họp a", 2), ("", 1)]
    assert lines(("", "Hòa"), ("", "hoà"), ("", "hòa")).counts("right") == [("hòa", 3)]


@given(st.lists(st.sampled_from(["ba", "Bà", "đình", "x,", "-", "COVID-19"]), max_size=12), st.integers(1, 20))
def test_nothing_is_lost_or_made_up(words: list[str], width: int) -> None:
    """As many places as words that were asked for; what stands around them stands in the text."""
    text = " ".join(words)
    found = of(text, ("ba",), width=width)
    assert len(found) == sum(word in ("ba", "Bà") for word in words)
    for left, word, right in found:
        assert " ".join(filter(None, (left, word, right))) in text
        assert len(left) <= width
        assert len(right) <= width


def test_authors_and_sources_are_listed(engine: Engine, index: Path) -> None:
    """All of them, with the days of their first and last article; of all articles, or of those found."""
    store(engine, *ALL)
    assert values(engine, index, Query(), "author") == [
        ("Lê Đông", 2, date(2020, 12, 4), date(2021, 5, 31)),
        ("Thu Uyên", 1, date(2020, 12, 4), date(2020, 12, 4)),
    ]
    assert values(engine, index, Query("đường"), "source") == [("Báo Sông Bến", 1, None, None)]
