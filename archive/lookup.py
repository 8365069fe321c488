"""A query put to the search index: the numbers of the articles that it finds, and how many there are of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

import tantivy
from tantivy import FieldType, Occur, Order

from archive.documents import NO_AUTHOR, NO_VALUE, SCHEMA, WHOLE
from archive.found import Count, Facets, Value
from archive.index import telling_damage
from archive.matching import Matching, folded
from archive.tree import Named

if TYPE_CHECKING:
    from archive.asked import Query

ORDERS = {"date": ("oldest", Order.Asc), "-date": ("newest", Order.Desc)}
STEP = 20_000  # articles looked through at a time where all are wanted
AUTHORS = ("first_author", "other_authors")
VALUES = {"site": "site", "source": WHOLE["source"], "section": WHOLE["section"]}
# What articles can be counted by, and the columns that say it.
COLUMNS = {**{by: (field,) for by, field in VALUES.items()}, "author": AUTHORS, "day": ("day",), "month": ("month",)}
SHOWN = 20  # values of a facet
LOOKED_AT = 2_000  # values of a segment of the index that are added up; where that was too few, all are
LOOKED_AT_FIRST = 200  # commonest first authors; as above
EVERY = 10_000_000
FACETS = ("site", "author", "source", "section")

ENDS = {"first": "min", "last": "max"}

Names = Callable[[Collection[int]], Mapping[int, str]]  # numbers of authors -> their names


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


def facets(searcher: tantivy.Searcher, query: Query, names: Names, shown: int = SHOWN) -> Facets:
    """How many articles the query finds, and of them of each site, author, source, section and month."""
    first, others = AUTHORS
    most = {first: max(shown + 1, LOOKED_AT_FIRST), others: EVERY, "month": EVERY}
    wanted = {field: _terms(field, most.get(field, shown + 1)) for field in (*VALUES.values(), *most)}
    with telling_damage():
        matching = _matching(searcher, query)
        counted = searcher.aggregate(matching, wanted)
        unsure = [field for field in VALUES.values() if counted[field].get("doc_count_error_upper_bound")]
        unsure += [first] if _may_miss(counted[first], counted[others], shown) else []
        if unsure:
            counted |= searcher.aggregate(matching, {field: _terms(field, EVERY) for field in unsure})
    found = {name: _largest(_added([counted[field]]), shown) for name, field in VALUES.items()}
    authors = _largest(_added(counted[field] for field in AUTHORS), shown)
    named = names(authors)
    found["author"] = {named[number]: articles for number, articles in authors.items()}
    months = sorted(_added([counted["month"]]).items())
    return Facets(
        _all_of(counted["site"]),
        {name: _counts(found[name]) for name in FACETS},
        tuple(Count(month, number) for month, number in months if month),
    )


def _may_miss(first: Mapping[str, Any], others: Mapping[str, Any], shown: int) -> bool:
    """Whether somebody who is not among the commonest first authors may be among the commonest of all, or equal to
    them: as one of the others, and with as many articles more as the last of those first ones."""
    if not first["sum_other_doc_count"]:
        return False
    known, beside = _added([first]), _added([others])
    least, enough = min(known.values()), min(_largest(known + beside, shown).values())
    return least + max((number for author, number in beside.items() if author not in known), default=0) >= enough


def values(searcher: tantivy.Searcher, query: Query, of: str, names: Names) -> list[Value]:
    """All values of a facet among the articles that the query finds, most articles first, then by alphabet."""
    days = {end: {kind: {"field": "day"}} for end, kind in ENDS.items()}
    with telling_damage():
        wanted = {field: {**_terms(field, EVERY), "aggs": days} for field in COLUMNS[of]}
        counted = searcher.aggregate(_matching(searcher, query), wanted)
    found: dict[Any, list[Value]] = {}
    for bucket in (bucket for part in counted.values() for bucket in part["buckets"] if bucket["key"]):
        ends = (_day(bucket[end]["value"]) for end in days)
        found.setdefault(bucket["key"], []).append(Value("", bucket["doc_count"], *ends))
    named = names(found) if of == "author" else {key: key for key in found}
    return sorted((_joined(named[key], parts) for key, parts in found.items()), key=lambda one: (-one[1], one[0]))


def _joined(name: str, parts: Sequence[Value]) -> Value:
    """A value that stands in several columns."""
    firsts, lasts = (tuple(filter(None, days)) for days in zip(*((one.first, one.last) for one in parts), strict=True))
    return Value(name, sum(one.articles for one in parts), min(firsts, default=None), max(lasts, default=None))


def tally(searcher: tantivy.Searcher, query: Query, by: str) -> Counter[Any]:
    """How many of the articles that the query finds state each value of something.

    Authors by their numbers, days as in ISO 8601. Under NO_AUTHOR, NO_VALUE stands how many state none.
    """
    with telling_damage():
        wanted = {field: _terms(field, EVERY) for field in COLUMNS[by]}
        counted = searcher.aggregate(_matching(searcher, query), wanted)
    found = _added(counted.values())
    if by != "day":
        return found
    return Counter({_iso(int(number)) if number else NO_VALUE: articles for number, articles in found.items()})


def stated(searcher: tantivy.Searcher, query: Query) -> dict[str, int | str | None]:
    """How many articles the query finds, how many state what, and their first and last day."""
    wanted = {field: _terms(field, EVERY) for field in ("site", WHOLE["source"])}
    wanted |= {name: {kind: {"field": "day"}} for name, kind in (("dated", "value_count"), *ENDS.items())}
    wanted["signed"] = {"range": {"field": "first_author", "ranges": [{"from": NO_AUTHOR + 1}]}}
    with telling_damage():
        found = searcher.aggregate(_matching(searcher, query), wanted)
    sites, sources = (_added([found[field]]) for field in ("site", WHOLE["source"]))
    return {
        "articles": sites.total(),
        "sites": len(sites),
        "with_a_date": int(found["dated"]["value"]),
        "with_an_author": sum(one["doc_count"] for one in found["signed"]["buckets"] if "from" in one),
        "with_a_source": sources.total() - sources[NO_VALUE],
        **{f"{end}_day": _iso(int(day)) if (day := found[end]["value"]) else None for end in ENDS},
    }


def _iso(number: int) -> str:
    """2020-12-04 for 20201204."""
    return f"{number // 10_000:04}-{number // 100 % 100:02}-{number % 100:02}"


def _day(number: float | None) -> date | None:
    """4 December 2020 for 20201204."""
    return None if number is None else date.fromisoformat(_iso(int(number)))


def _terms(field: str, size: int) -> dict[str, Any]:
    gaps = {"missing": 0} if field == "day" else {}
    looked_at = EVERY if field in AUTHORS else max(size, LOOKED_AT)  # numbers, which are no work
    return {"terms": {"field": field, "size": size, "segment_size": looked_at, **gaps}}


def _all_of(counted: Mapping[str, Any]) -> int:
    """Of a value that every article has once, such as its site: how many articles were counted."""
    return int(sum(bucket["doc_count"] for bucket in counted["buckets"]) + counted["sum_other_doc_count"])


def _added(parts: Iterable[Mapping[str, Any]]) -> Counter[Any]:
    """The counts of columns that say the same, by value."""
    added: Counter[Any] = Counter()
    for part in parts:
        added.update({bucket["key"]: bucket["doc_count"] for bucket in part["buckets"]})
    return added


def _largest(found: Counter[Any], shown: int) -> dict[Any, int]:
    """The values that most articles state, those left out that state none; of equals the first."""
    stated = ((value, articles) for value, articles in found.items() if value)
    return dict(nsmallest(shown, stated, key=lambda one: (-one[1], one[0])))


def _counts(found: Mapping[str, int]) -> tuple[Count, ...]:
    """The largest first; of two equals, the first in the alphabet."""
    return tuple(Count(*one) for one in sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _matching(searcher: tantivy.Searcher, query: Query) -> tantivy.Query:
    return _folded(query, Matching.of(searcher, query.tree).query(query.tree))


def _folded(query: Query, wanted: tantivy.Query) -> tantivy.Query:
    if not query.fold:
        return wanted
    return folded(wanted, site=any(isinstance(node, Named) and node.field == "site" for node in query.tree.of))


def _numbers(searcher: tantivy.Searcher, found: tantivy.SearchResult) -> list[int]:
    values = searcher.fast_field_values("id", [address for _, address in found.hits])
    return [int(value) for value in values if value is not None]
