"""A query put to the search index: the numbers of the articles that it finds, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import tantivy
from tantivy import FieldType, Occur, Order

from archive.documents import SCHEMA, WHOLE
from archive.found import Count, Facets, Value
from archive.index import telling_damage
from archive.matching import Matching, folded
from archive.tree import Named

if TYPE_CHECKING:
    from archive.asked import Query

ORDERS = {"date": ("oldest", Order.Asc), "-date": ("newest", Order.Desc)}
STEP = 20_000  # articles looked through at a time where all are wanted
FACETS = {"site": "site", "author": WHOLE["author"], "source": WHOLE["source"], "section": WHOLE["section"]}
COLUMNS = {**FACETS, "day": "day", "month": "month"}  # what articles can be counted by
SHOWN = 20  # values of a facet
MONTHS = 120_000  # more than there are from year 1 to 9999
LOOKED_AT = 2_000  # values of a segment of the index that are added up; where that was too few, all are
EVERY = 10_000_000


def find(searcher: tantivy.Searcher, query: Query) -> tuple[list[int], int]:
    """The numbers of the articles from the query's offset on, limit of them, in its order; and how many there are.

    Raises SearchIndexError, as the others here.
    """
    return page(searcher, query, []), count(searcher, query)


def page(searcher: tantivy.Searcher, query: Query, notes: list[str]) -> list[int]:
    """The numbers of the articles from the query's offset on, limit of them; what limits the answer goes to notes."""
    field, order = ORDERS.get(query.ordered, (None, Order.Desc))
    most = max(1, searcher.num_docs)  # Tantivy reserves memory for as many as it is asked for
    limit, offset = min(query.limit, most), min(query.offset, most)
    matching = Matching.of(searcher, query.tree, notes)
    with telling_damage():
        wanted = _folded(query, matching.query(query.tree) if field else matching.ranked(query.tree))
        found = searcher.search(wanted, limit, count=False, offset=offset, order_by_field=field, order=order)
        return _numbers(searcher, found)


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """How many articles the query finds."""
    with telling_damage():
        found = searcher.search(_matching(searcher, query), limit=1)
    return int(found.count)  # type: ignore[attr-defined]  # the stub forgets it


def find_all(searcher: tantivy.Searcher, query: Query, last: int) -> Iterator[list[int]]:
    """The numbers of all articles that the query finds, up to ``last``, ascending, a list at a time."""
    with telling_damage():
        wanted = _matching(searcher, query)
    for start in range(0, last + 1, STEP):
        here = tantivy.Query.range_query(SCHEMA, "id", FieldType.Unsigned, start, start + STEP - 1)
        both = tantivy.Query.boolean_query([(Occur.Must, wanted), (Occur.Must, here)])
        with telling_damage():
            numbers = _numbers(searcher, searcher.search(both, limit=STEP, count=False))
        if numbers:
            yield sorted(numbers)


def facets(searcher: tantivy.Searcher, query: Query, shown: int = SHOWN) -> Facets:
    """How many articles the query finds, and of them of each site, author, source, section and month."""
    wanted = {name: _terms(field, shown) for name, field in FACETS.items()}
    wanted["month"] = _terms("month", MONTHS)
    with telling_damage():
        matching = _matching(searcher, query)
        counted = searcher.aggregate(matching, wanted)
        for name in FACETS:
            if counted[name].get("doc_count_error_upper_bound"):
                counted |= searcher.aggregate(matching, {name: _terms(FACETS[name], shown, EVERY)})
    months = sorted((bucket["key"], bucket["doc_count"]) for bucket in counted["month"]["buckets"])
    return Facets(
        _all_of(counted["site"]),
        {name: _counts(counted[name]["buckets"]) for name in FACETS},
        tuple(Count(_month(month), number) for month, number in months),
    )


def values(searcher: tantivy.Searcher, query: Query, of: str) -> list[Value]:
    """All values of a facet among the articles that the query finds, most articles first, then by alphabet."""
    days = {end: {kind: {"field": "day"}} for end, kind in (("first", "min"), ("last", "max"))}
    with telling_damage():
        wanted = {"values": {**_terms(FACETS[of], EVERY), "aggs": days}}
        counted = searcher.aggregate(_matching(searcher, query), wanted)
    found = (
        Value(bucket["key"], bucket["doc_count"], _day(bucket["first"]["value"]), _day(bucket["last"]["value"]))
        for bucket in counted["values"]["buckets"]
    )
    return sorted(found, key=lambda value: (-value.articles, value.value))


def tally(searcher: tantivy.Searcher, query: Query, by: str) -> dict[str, int]:
    """How many of the articles that the query finds state each value of a column; days and months as in ISO 8601."""
    with telling_damage():
        counted = searcher.aggregate(_matching(searcher, query), {"values": _terms(COLUMNS[by], EVERY)})
    named = NAMED.get(by, str)
    return {named(bucket["key"]): bucket["doc_count"] for bucket in counted["values"]["buckets"]}


def stating(searcher: tantivy.Searcher, query: Query, by: str) -> int:
    """How many of the articles that the query finds state any value of a column."""
    with telling_damage():
        stated = tantivy.Query.const_score_query(tantivy.Query.exists_query(COLUMNS[by]), 0.0)
        both = tantivy.Query.boolean_query([(Occur.Must, _matching(searcher, query)), (Occur.Must, stated)])
        return int(searcher.search(both, limit=1).count)  # type: ignore[attr-defined]  # the stub forgets it


def span(searcher: tantivy.Searcher, query: Query) -> tuple[date | None, date | None]:
    """The local days of the first and the last article that the query finds."""
    with telling_damage():
        wanted = {end: {end: {"field": "day"}} for end in ("min", "max")}
        ends = searcher.aggregate(_matching(searcher, query), wanted)
    return _day(ends["min"]["value"]), _day(ends["max"]["value"])


def _day(number: float | None) -> date | None:
    """4 December 2020 for 20201204."""
    return None if number is None else date(int(number) // 10_000, int(number) // 100 % 100, int(number) % 100)


def _month(number: float) -> str:
    """2020-12 for 202012."""
    return f"{int(number) // 100:04}-{int(number) % 100:02}"


NAMED: dict[str, Callable[[Any], str]] = {"day": lambda number: str(_day(number)), "month": _month}


def _terms(field: str, size: int, looked_at: int = LOOKED_AT) -> dict[str, Any]:
    return {"terms": {"field": field, "size": size, "segment_size": max(size, looked_at)}}


def _all_of(counted: Mapping[str, Any]) -> int:
    """Of a value that every article has once, such as its site: how many articles were counted."""
    return int(sum(bucket["doc_count"] for bucket in counted["buckets"]) + counted["sum_other_doc_count"])


def _counts(buckets: Sequence[Mapping[str, Any]]) -> tuple[Count, ...]:
    """The largest first; of two equals, the first in the alphabet."""
    found = (Count(bucket["key"], bucket["doc_count"]) for bucket in buckets)
    return tuple(sorted(found, key=lambda count: (-count.articles, count.value)))


def _matching(searcher: tantivy.Searcher, query: Query) -> tantivy.Query:
    return _folded(query, Matching.of(searcher, query.tree).query(query.tree))


def _folded(query: Query, wanted: tantivy.Query) -> tantivy.Query:
    if not query.fold:
        return wanted
    return folded(wanted, site=any(isinstance(node, Named) and node.field == "site" for node in query.tree.of))


def _numbers(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> list[int]:
    values = searcher.fast_field_values("id", [address for _, address in found.hits])
    return [int(value) for value in values if value is not None]
