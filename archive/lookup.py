"""A query put to the search index: the numbers of the articles that it finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import tantivy
from tantivy import FieldType, Occur, Order

from archive.documents import SCHEMA, day_number
from archive.index import telling_damage
from archive.syntax import Clause, Term
from archive.words import terms

if TYPE_CHECKING:
    from archive.query import Query

WEIGHTS = {"title": 3.0, "author": 2.0, "text": 1.0}  # the fields that words are looked for in
OTHER_FIELDS = 0.3  # what a hit in a second field adds
ORDERS = {"date": ("oldest", Order.Asc), "-date": ("newest", Order.Desc)}
STEP = 20_000  # articles looked through at a time where all are wanted


def find(searcher: tantivy.Searcher, query: Query) -> tuple[list[int], int]:
    """The numbers of the articles from the query's offset on, limit of them, in its order; and how many there are.

    Raises SearchIndexError, as the others here.
    """
    field, order = ORDERS.get(query.ordered, (None, Order.Desc))
    most = max(1, searcher.num_docs)  # Tantivy reserves memory for as many as it is asked for
    limit, offset = min(query.limit, most), min(query.offset, most)
    with telling_damage():
        found = searcher.search(matching(query), limit=limit, offset=offset, order_by_field=field, order=order)
        return _numbers(searcher, found), found.count  # type: ignore[attr-defined]  # the stub forgets it


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """How many articles the query finds."""
    with telling_damage():
        found = searcher.search(matching(query), limit=1)
    return int(found.count)  # type: ignore[attr-defined]


def find_all(searcher: tantivy.Searcher, query: Query, last: int) -> Iterator[list[int]]:
    """The numbers of all articles that the query finds, up to ``last``, ascending, a list at a time."""
    wanted = matching(query)
    for start in range(0, last + 1, STEP):
        here = tantivy.Query.range_query(SCHEMA, "id", FieldType.Unsigned, start, start + STEP - 1)
        both = tantivy.Query.boolean_query([(Occur.Must, wanted), (Occur.Must, here)])
        with telling_damage():
            numbers = _numbers(searcher, searcher.search(both, limit=STEP, count=False))
        if numbers:
            yield sorted(numbers)


def _numbers(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> list[int]:
    values = searcher.fast_field_values("id", [address for _, address in found.hits])
    return [int(value) for value in values if value is not None]


def matching(query: Query) -> tantivy.Query:
    """The query in Tantivy's terms; filters add nothing to the score."""
    parts = [(Occur.MustNot if clause.excluded else Occur.Must, _clause(clause)) for clause in query.clauses()]
    parts += [(Occur.Should, _term(pair)) for pair in _neighbours(query.clauses())]
    parts += [(Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in _filters(query)]
    if all(occur == Occur.MustNot for occur, _ in parts):
        parts.append((Occur.Must, tantivy.Query.all_query()))
    return tantivy.Query.boolean_query(parts)


def _neighbours(clauses: tuple[Clause, ...]) -> Iterator[Term]:
    """Words that follow each other in the query, two by two: where they do so in a text, it is about them.

    Most Vietnamese words are written as two: "ba đình" is one name.
    """
    alone = [clause.any_of[0] if len(clause.any_of) == 1 and not clause.excluded else None for clause in clauses]
    for first, second in pairwise(alone):
        if first and second and len(first.terms) == len(second.terms) == 1:
            yield Term(f"{first.written} {second.written}", first.terms + second.terms)


def _clause(clause: Clause) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, _term(term)) for term in clause.any_of])


def _term(term: Term) -> tantivy.Query:
    return tantivy.Query.disjunction_max_query(
        [tantivy.Query.boost_query(_in_field(field, term.terms), boost) for field, boost in WEIGHTS.items()],
        OTHER_FIELDS,
    )


def _in_field(field: str, wanted: tuple[str, ...]) -> tantivy.Query:
    if len(wanted) == 1:
        return tantivy.Query.term_query(SCHEMA, field, wanted[0])
    return tantivy.Query.phrase_query(SCHEMA, field, list(wanted))


def _filters(query: Query) -> Iterator[tantivy.Query]:
    for field, exact in (("site", query.site), ("language", query.language)):
        if exact is not None:
            yield tantivy.Query.term_query(SCHEMA, field, exact)
    for field, words in (("author", query.author), ("source", query.source), ("section", query.section)):
        if words is not None:
            yield _in_field(field, terms(words))
    if query.since or query.until:
        first, last = day_number(query.since or date.min), day_number(query.until or date.max)
        yield tantivy.Query.range_query(SCHEMA, "day", FieldType.Unsigned, first, last)
