"""The index finds what a plain reading of the texts would find, whatever they and the query are."""

from __future__ import annotations

from itertools import pairwise

import pytest
import tantivy
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import pieces
from archive.documents import SCHEMA, Entry, documents, writer_of
from archive.index import telling_damage
from archive.lookup import count, find, find_all, page
from archive.pieces import Pieces
from archive.query import Query
from archive.tree import All, Either, Node, Not, Words
from archive.words import WORD, forms
from pipelines.text import nfc, unaccent

SYLLABLES = ["ba", "bà", "Bá", "đình", "dinh", "Định", "hoà", "hòa", "hoa", "4", "12"]
TEXTS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6).map(" ".join)
WRITTEN = st.text(st.characters(categories=["L", "Nd", "Zs", "Po"]), max_size=40).map(nfc)
BEGINNINGS = st.sampled_from(["b", "bà", "đ", "di", "ho", "1"])
PHRASES = st.lists(st.sampled_from(SYLLABLES), max_size=3)
TERMS = (
    st.sampled_from(SYLLABLES)
    | st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
    | st.tuples(PHRASES, BEGINNINGS).map(lambda words: f'"{" ".join((*words[0], words[1]))}*"')
)
FIELDED = TERMS | TERMS.map(lambda term: f"title:{term}")
GROUPS = FIELDED | st.lists(FIELDED, min_size=1, max_size=3).map(lambda terms: f"(-{' '.join(terms)})")
CLAUSES = st.lists(GROUPS, min_size=1, max_size=3).map(" OR ".join) | GROUPS.map(lambda term: f"-{term}")
QUERIES = st.lists(CLAUSES, min_size=1, max_size=3).map(" ".join)


def archive(*articles: list[str], known: Pieces | None = None) -> tantivy.Searcher:
    """An index of articles from number 1 on, each a title and paragraphs."""
    index = tantivy.Index(SCHEMA)
    writer = writer_of(index, 15_000_000)
    entries = [
        Entry(number, 1, "bendo", title, paragraphs=list(map(str.encode, texts)))
        for number, (title, *texts) in enumerate(articles, 1)
    ]
    for document in documents(entries, known or Pieces()):
        writer.add_document(document)
    writer.commit()
    index.reload()
    return index.searcher()


def holds(node: Node, title: str, texts: list[str]) -> bool:
    if isinstance(node, All):
        return all(holds(part, title, texts) for part in node.of)
    if isinstance(node, Either):
        return any(holds(part, title, texts) for part in node.of)
    if isinstance(node, Not):
        return not holds(node.of, title, texts)
    assert isinstance(node, Words)
    return any(says(text, node) for text in ([title] if node.field == "title" else texts))


def says(text: str, words: Words) -> bool:
    shapes = [forms(word) for word in WORD.findall(text)]
    return any(
        all(wanted in shapes[at + number] for number, wanted in enumerate(words.terms[:-1]))
        and fits(words, shapes[at + len(words.terms) - 1])
        for at in range(len(shapes) - len(words.terms) + 1)
    )


def fits(words: Words, shape: tuple[str, ...]) -> bool:
    last = words.terms[-1]
    return any(form.startswith(last) for form in shape) if words.prefix else last in shape


@settings(max_examples=150)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=5), QUERIES)
def test_found_is_what_a_reader_would_find(articles: list[list[str]], text: str) -> None:
    """All clauses of the query hold for what is found, and for nothing else; counted, listed, and all of it."""
    query = Query(text)
    expected = [number for number, texts in enumerate(articles, 1) if holds(query.tree, texts[0], texts)]
    searcher = archive(*articles)
    numbers, total = find(searcher, query)
    assert (sorted(numbers), total) == (expected, len(expected))
    assert count(searcher, query) == len(expected)
    assert [number for some in find_all(searcher, query, len(articles)) for number in some] == expected


@settings(max_examples=100)
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


@settings(max_examples=100)
@given(st.lists(WRITTEN | TEXTS, max_size=8))
def test_the_terms_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    """Whatever stands between their words, and whether or not their pieces have come before."""
    together, alone = Pieces(), Pieces()
    for several in (list(map(str.encode, one)) for one in (texts, texts[::-1], [" \n".join(texts)])):
        expected = [terms.split() for terms in alone.terms(several)]
        with pytest.MonkeyPatch.context() as many:
            many.setattr(pieces, "FEW", -1)
            assert [terms.split() for terms in together.terms(several)] == expected


def test_what_is_remembered_of_texts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of words that never come again, too; what was forgotten is found as well as what was not."""
    monkeypatch.setattr(pieces, "REMEMBERED", 3)
    monkeypatch.setattr(pieces, "FEW", 0)
    known = Pieces()
    for text in ("Họp ở Bến Đò", "Bến Đò họp về đê", "Đê"):
        searcher = archive(["Tin", text], known=known)
        assert count(searcher, Query(f'"{text}"')) == 1
    assert set(known.known.to_pylist()) == {"Tin", "\0", "Đê", ""}


def test_no_phrase_reaches_from_one_value_into_the_next() -> None:
    """Whichever of its words have accents, in the text and in the query."""
    searcher = archive(["Ba", "ba", "đình", "ba đình", "dinh"])
    for phrase in ("ba ba", "ba dinh", "đình ba", "dinh ba", "đình dinh", "dinh dinh", "ba đình dinh"):
        assert count(searcher, Query(f'"{phrase}"')) == (phrase == "ba dinh")
    assert count(searcher, Query('"đình d*"')) == 0


def test_a_phrase_ends_in_the_commonest_of_very_many_words() -> None:
    """As many as the index can look for at once, and a note says so; asking is no reason to think it damaged."""
    words = [f"nhà{number}a" for number in range(3_000)]
    searcher = archive(["Tin", f"hà {' hà '.join(words)}"], ["Tin", f"hà {words[7]}"])
    notes: list[str] = []
    assert sorted(page(searcher, Query('"hà n*"'), notes)) == [1, 2]
    assert "begins too many words" in notes[0]
    too_many = tantivy.Query.regex_phrase_query(SCHEMA, "text", ["hà", (2, f"({'|'.join(words)})")])
    with pytest.raises(ValueError, match="states"), telling_damage():
        searcher.search(too_many, 1)
