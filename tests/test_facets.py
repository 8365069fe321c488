"""What a query finds, counted over all of it; narrowing by what was counted; pages; copies folded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive import lookup
from archive.documents import SCHEMA, Entry, documents, writer_of
from archive.index import searcher, update
from archive.pieces import Pieces
from archive.query import Query, copies, every, faceted, search
from archive.wrong import QueryError
from models.database import writing
from pipelines.store import withdraw
from tests.some_articles import ALL, CLINIC, MEETING, ROAD, store

NAMES = ["An", "Bình", "Chi", "Dung", "Em"]


@pytest.fixture
def index(home: Path) -> Path:
    return home / "index"


def test_all_that_is_found_is_counted(engine: Engine, index: Path) -> None:
    """By what the articles state, whatever the limit; what they do not state is in no count."""
    store(engine, *ALL)
    store(engine, CLINIC, site="songben")
    found = search(engine, index, Query(limit=1), facets=True).facets
    assert found is not None
    assert found.total == 4
    assert found.by == {
        "site": (("bendo", 3), ("songben", 1)),
        "author": (("Lê Đông", 3), ("Thu Uyên", 1)),
        "source": (("Báo Sông Bến", 2),),
        "section": (("Y tế", 2), ("Tin tức", 1)),
    }
    assert found.months == (("2020-12", 1), ("2021-05", 2))
    assert found.years == (("2020", 1), ("2021", 2))
    assert found.undated == 1


def test_counts_are_of_the_query_alone(engine: Engine, index: Path) -> None:
    """Its words and its filters; nothing is counted where nothing is found."""
    store(engine, *ALL)
    assert faceted(engine, index, Query("covid")).by["author"] == (("Lê Đông", 1),)
    nothing = faceted(engine, index, Query("không đâu"))
    assert (nothing.total, nothing.months, nothing.undated) == (0, (), 0)
    assert set(nothing.by.values()) == {()}


def test_counts_are_asked_for(engine: Engine, index: Path) -> None:
    """Else they stand neither in the results nor in their JSON."""
    store(engine, MEETING)
    assert search(engine, index, Query()).facets is None
    assert "facets" not in search(engine, index, Query()).to_json()
    told = search(engine, index, Query(), facets=True).to_json()["facets"]
    assert told["year"] == [{"value": "2020", "articles": 1}]
    assert told["author"] == [{"value": "Lê Đông", "articles": 1}, {"value": "Thu Uyên", "articles": 1}]


def test_only_the_commonest_values_are_named(engine: Engine, index: Path) -> None:
    """As many as are asked for; their counts are exact all the same."""
    store(engine, *ALL)
    assert faceted(engine, index, Query(), 1).by["author"] == (("Lê Đông", 2),)


@pytest.mark.parametrize("facet", ["site", "author", "source", "section", "year", "month"])
@pytest.mark.parametrize(
    "query", [Query(), Query("bến OR đình", author="lê đông"), Query("site:bendo", since=date(2020, 5, 1))]
)
def test_what_was_counted_is_what_narrowing_finds(engine: Engine, index: Path, facet: str, query: Query) -> None:
    """Of every value of every facet, and on top of a filter that is there already."""
    store(engine, *ALL)
    store(engine, replace(CLINIC, authors=("Lê Đông Hà", "Lê Đông"), section='Y tế "mới"'), site="songben")
    told = faceted(engine, index, query).to_json()[facet]
    for count in told:
        narrowed = search(engine, index, query.narrow(facet, count["value"]))
        assert narrowed.total == count["articles"]
        assert narrowed.query.offset == 0


def test_narrowing_keeps_the_rest_of_the_query() -> None:
    """Filters that are free are set, others are added to the words."""
    assert Query("họp", offset=20).narrow("author", "Thu Uyên") == Query("họp", author="=Thu Uyên")
    assert Query("a OR b", site="bendo").narrow("site", "bendo").text == 'a OR b site:"bendo"'
    narrowed = Query(since=date(2020, 5, 1)).narrow("year", "2020")
    assert (narrowed.since, narrowed.until) == (date(2020, 5, 1), date(2020, 12, 31))


def test_pages_of_an_answer(engine: Engine, index: Path) -> None:
    """Each article is on one of them."""
    numbers = store(engine, *ALL)
    pages = [search(engine, index, Query(limit=2).on_page(number)) for number in (1, 2)]
    assert [(results.page, results.pages) for results in pages] == [(1, 2), (2, 2)]
    assert sorted(hit.found.id for results in pages for hit in results.hits) == numbers
    assert search(engine, index, Query("không đâu")).pages == 1


def test_copies_are_folded_on_request(engine: Engine, index: Path) -> None:
    """Found, counted and exported is the original alone; of one site, the copies of other sites' articles, too."""
    (meeting,) = store(engine, MEETING)
    (copied,) = store(engine, replace(MEETING, url="https://songben.example/x"), site="songben")
    store(engine, replace(MEETING, url="https://bendo.example/y", title="Họp lại"))
    folded = Query("ngân sách", fold=True)
    assert [hit.found.id for hit in search(engine, index, folded).hits] == [meeting]
    assert faceted(engine, index, folded).total == 1
    assert [found.id for found in every(engine, index, folded)[1]] == [meeting]
    assert [hit.found.id for hit in search(engine, index, replace(folded, site="songben")).hits] == [copied]
    assert search(engine, index, replace(folded, text="ngân sách site:bendo")).total == 1
    assert search(engine, index, replace(folded, fold=False)).total == 3


def test_the_copies_of_an_article(engine: Engine) -> None:
    """Seen from the original and from a copy; none that was withdrawn."""
    (first,) = store(engine, MEETING)
    others = [store(engine, replace(MEETING, url=None), site=site)[0] for site in ("songben", "langcu")]
    store(engine, ROAD)
    assert [found.id for found in copies(engine, first)] == others
    assert [found.id for found in copies(engine, others[1])] == [first, others[0]]
    with writing(engine) as session:
        withdraw(session, others[0], "a test")
    assert [found.id for found in copies(engine, first)] == [others[1]]


def test_a_prefix_of_too_many_words_says_so(engine: Engine, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commonest are looked for."""
    store(engine, *ALL)
    assert search(engine, index, Query("b*")).note is None
    monkeypatch.setattr("archive.matching.BEGINNINGS", 1)
    results = search(engine, index, Query("b*"))
    assert results.note == "b* begins too many words: only the 1 commonest were looked for"
    assert results.total > 0


def test_prefixes_share_the_time_that_a_query_may_take(
    engine: Engine, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one of them may have is too much for two, wherever they stand; each looks for one word at least."""
    store(engine, *ALL)
    listed = sum(articles for _, articles in _begun(engine, index, "b"))
    monkeypatch.setattr("archive.matching.LISTED", listed)
    assert search(engine, index, Query("b*")).note is None
    assert "b* begins too many words" in str(search(engine, index, Query("b* -h*")).note)
    monkeypatch.setattr("archive.matching.LISTED", 0)
    assert "only the 1 commonest" in str(search(engine, index, Query("b*")).note)


def _begun(engine: Engine, index: Path, beginning: str) -> list[tuple[str, int]]:
    """The words of texts that begin so, each with how many articles have it."""
    update(engine, index)
    return searcher(index).terms_with_prefix("text", beginning)


def test_a_site_in_the_query_is_checked_too(engine: Engine, index: Path) -> None:
    store(engine, MEETING)
    with pytest.raises(QueryError, match="has no site 'nosuch'; it has bendo"):
        search(engine, index, Query("họp OR site:nosuch"))


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), min_size=1, max_size=30),
    st.integers(1, 5),
)
def test_counts_of_many_segments_add_up(bylines: list[list[str]], pieces: int) -> None:
    """However the index is cut, however few values of a piece are looked at first, and wherever an author stands."""
    index = tantivy.Index(SCHEMA)
    writer = writer_of(index, 15_000_000)
    for piece in range(pieces):
        for number, names in list(enumerate(bylines, 1))[piece::pieces]:
            signed = [(NAMES.index(name) + 1, name) for name in names]
            entry = Entry(number, 1, "bendo", "Tin", source=names[0], authors=signed)
            for document in documents([entry], Pieces()):
                writer.add_document(document)
        writer.commit()
    index.reload()
    with pytest.MonkeyPatch.context() as few:
        few.setattr(lookup, "LOOKED_AT", 1)
        few.setattr(lookup, "LOOKED_AT_FIRST", 1)
        found = lookup.facets(index.searcher(), Query(), lambda of: {one: NAMES[int(one) - 1] for one in of}, 1)
    authors, sources = Counter(chain(*bylines)), Counter(names[0] for names in bylines)
    assert found.by["author"] == (max(authors.items(), key=lambda one: (one[1], -NAMES.index(one[0]))),)
    assert found.by["source"][0].articles == max(sources.values())
