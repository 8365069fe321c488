"""The index finds what a plain reading of the texts would find, whatever they and the query are."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.documents import SCHEMA, document
from archive.lookup import count, find, find_all
from archive.query import Query
from archive.syntax import Clause, Term
from archive.words import WORD, forms
from pipelines.text import nfc, unaccent

SYLLABLES = ["ba", "bà", "Bá", "đình", "dinh", "Định", "hoà", "hòa", "hoa", "4", "12"]
TEXTS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6).map(" ".join)
WRITTEN = st.text(st.characters(categories=["L", "Nd", "Zs", "Po"]), max_size=40).map(nfc)
TERMS = st.sampled_from(SYLLABLES) | st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3).map(
    lambda words: f'"{" ".join(words)}"'
)
CLAUSES = st.lists(TERMS, min_size=1, max_size=3).map(" OR ".join) | TERMS.map(lambda term: f"-{term}")
QUERIES = st.lists(CLAUSES, min_size=1, max_size=3).map(" ".join)


def archive(*articles: list[str]) -> tantivy.Searcher:
    """An index of articles from number 1 on, each a title and paragraphs."""
    index = tantivy.Index(SCHEMA)
    writer = index.writer(15_000_000, 1)
    for number, (title, *paragraphs) in enumerate(articles, 1):
        row = SimpleNamespace(
            id=number,
            title=title,
            lead=None,
            paragraphs=paragraphs,
            captions=[],
            source=None,
            section=None,
            site="bendo",
            language=None,
            published_date=None,
            published_utc=None,
        )
        writer.add_document(document(row, ()))
    writer.commit()
    index.reload()
    return index.searcher()


def holds(clause: Clause, texts: list[str]) -> bool:
    return any(says(text, term) for text in texts for term in clause.any_of) != clause.excluded


def says(text: str, term: Term) -> bool:
    shapes = [forms(word) for word in WORD.findall(text)]
    return any(
        all(wanted in shapes[at + number] for number, wanted in enumerate(term.terms))
        for at in range(len(shapes) - len(term.terms) + 1)
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=5), QUERIES)
def test_found_is_what_a_reader_would_find(articles: list[list[str]], text: str) -> None:
    """All clauses of the query hold for what is found, and for nothing else; counted, listed, and all of it."""
    query = Query(text)
    expected = [
        number for number, texts in enumerate(articles, 1) if all(holds(clause, texts) for clause in query.clauses())
    ]
    searcher = archive(*articles)
    numbers, total = find(searcher, query)
    assert (sorted(numbers), total) == (expected, len(expected))
    assert count(searcher, query) == len(expected)
    assert [number for some in find_all(searcher, query, len(articles)) for number in some] == expected


@settings(max_examples=100, deadline=None)
@given(WRITTEN)
def test_every_word_of_a_text_finds_it(text: str) -> None:
    """As written, in capitals, without accents; each two that follow each other as a phrase."""
    searcher = archive(["Tin", text])
    words = WORD.findall(text)
    for word in words:
        assert count(searcher, Query(f'"{word}"')) == 1
        assert count(searcher, Query(f'"{unaccent(word)}"')) == 1
    for first, second in pairwise(words):
        assert count(searcher, Query(f'"{first} {second}"')) == 1
