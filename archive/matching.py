"""A query in the search index's own terms, and what of it was too much to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, pairwise, takewhile
from typing import Any

import tantivy
from tantivy import FieldType, Occur

from archive.documents import COPY, COPY_HERE, SCHEMA, WHOLE, day_number, placed
from archive.tree import All, Either, Named, Node, Not, Published, Words, leaves

BEGINNINGS = 5_000  # words that one prefix may stand for
LISTED = 40_000_000  # articles in the lists of such words, for all prefixes of a query: a fifth of a second
COMPARED = 4_000_000  # articles in which such words must stand behind others, for phrases: half a second
PHRASE_STATES = 990  # beginnings of such words, each counted once: Tantivy takes an expression of 1,000 states
NEIGHBOURS = 100_000  # articles with both words, above which it is not asked whether they are neighbours


@dataclass(slots=True)
class Matching:
    """Puts trees to one searcher. notes: what a person should know about the answer, gathered on the way.

    prefixes: how many there are in all, among which the time that may be taken is shared out.
    """

    searcher: tantivy.Searcher
    notes: list[str] = field(default_factory=list)
    prefixes: int = 1

    @classmethod
    def of(cls, searcher: tantivy.Searcher, tree: Node, notes: list[str] | None = None) -> Matching:
        """For a whole tree."""
        named = (*leaves(tree), *leaves(tree, wanted=False))
        prefixes = sum(isinstance(leaf, Words) and leaf.prefix for leaf in named)
        return cls(searcher, [] if notes is None else notes, max(1, prefixes))

    def query(self, tree: Node) -> tantivy.Query:
        """What must hold; nothing but words adds to the score."""
        makers: dict[type[Any], Callable[[Any], tantivy.Query]] = {
            All: self._all,
            Either: self._either,
            Not: lambda node: self._all(All((node,))),
            Words: self._words,
            Named: lambda node: _silent(_named(node)),
            Published: lambda node: _silent(_published(node)),
        }
        return makers[type(tree)](tree)

    def _all(self, tree: All) -> tantivy.Query:
        parts = [
            (Occur.MustNot, self.query(node.of)) if isinstance(node, Not) else (Occur.Must, self.query(node))
            for node in tree.of
        ]
        if all(occur == Occur.MustNot for occur, _ in parts):
            parts.append((Occur.Must, _silent(tantivy.Query.all_query())))
        return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)

    def _either(self, tree: Either) -> tantivy.Query:
        return tantivy.Query.boolean_query([(Occur.Should, self.query(node)) for node in tree.of])

    def _words(self, words: Words) -> tantivy.Query:
        found = self._in_field(words)
        return found if words.field in (None, "title") else _silent(found)

    def _in_field(self, words: Words) -> tantivy.Query:
        name, terms = words.field or "text", words.terms
        if words.prefix:
            return self._beginning(words, name)
        if len(terms) == 1:
            return tantivy.Query.term_query(SCHEMA, name, terms[0])
        return tantivy.Query.phrase_query(SCHEMA, name, [*placed(terms)])

    def _beginning(self, words: Words, name: str) -> tantivy.Query:
        *before, last = words.terms
        found = self.searcher.terms_with_prefix(name, last, None, BEGINNINGS + 1)
        begun = [word for word, _ in found]
        if not begun:
            return tantivy.Query.empty_query()
        if before:
            fewest = min(self.searcher.doc_freq(name, term) for term in before)
            compared = (min(articles, fewest) for _, articles in found)
            most = min(_affordable(compared, COMPARED // self.prefixes), _expressible(begun))
        else:
            most = min(_affordable((articles for _, articles in found), LISTED // self.prefixes), BEGINNINGS)
        if len(begun) > most:
            self.notes.append(f"{words.written} begins too many words: only the {most:,} commonest were looked for")
        if not before:
            return _silent(tantivy.Query.term_set_query(SCHEMA, name, begun[:most]))
        *known, (place, _) = placed(words.terms)
        return tantivy.Query.regex_phrase_query(SCHEMA, name, [*known, (place, f"({'|'.join(begun[:most])})")])

    def ranked(self, tree: All) -> tantivy.Query:
        """The same, where words that are neighbours in the query count more if they are so in a text."""
        pairs = [(Occur.Should, self._in_field(pair)) for pair in _neighbours(tree) if self._is_rare(pair)]
        asked = self.query(tree)
        return tantivy.Query.boolean_query([(Occur.Must, asked), *pairs]) if pairs else asked

    def _is_rare(self, pair: Words) -> bool:
        return min(self.searcher.doc_freq("text", term) for term in pair.terms) <= NEIGHBOURS


def _affordable(costs: Iterable[int], most: int) -> int:
    """How many of these, from the first on, cost at most so much together; at least one."""
    return max(1, sum(1 for _ in takewhile(lambda total: total <= most, accumulate(costs))))


def _expressible(words: Sequence[str]) -> int:
    """How many of the words, from the first on, one expression can be made of."""
    known: set[bytes] = set()
    for number, word in enumerate(words):
        letters = word.encode()
        known.update(letters[:end] for end in range(len(letters)))
        if len(known) > PHRASE_STATES:
            return number
    return len(words)


def folded(query: tantivy.Query, site: bool) -> tantivy.Query:
    """Without the copies of other articles; ``site``: of one site, without the copies of other articles of it."""
    left_out = (COPY_HERE,) if site else (COPY, COPY_HERE)  # a few; those that stay are nearly all
    copies = (tantivy.Query.term_query(SCHEMA, "copy", kind, "basic") for kind in left_out)
    return tantivy.Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, copy) for copy in copies)])


def _silent(query: tantivy.Query) -> tantivy.Query:
    """Adds nothing to the score."""
    return tantivy.Query.const_score_query(query, 0.0)


def _named(named: Named) -> tantivy.Query:
    return tantivy.Query.term_query(SCHEMA, WHOLE.get(named.field, named.field), named.value, "basic")


def _published(published: Published) -> tantivy.Query:
    first, last = day_number(published.since or date.min), day_number(published.until or date.max)
    return tantivy.Query.range_query(SCHEMA, "day", FieldType.Unsigned, first, last)


def _neighbours(tree: All) -> Iterator[Words]:
    """Words that follow each other in the query, two by two: where they do so in a text, it is about them.

    Most Vietnamese words are written as two: "ba đình" is one name.
    """
    for first, second in pairwise(map(_plain, tree.of)):
        if first and second:
            yield Words(f"{first.written} {second.written}", first.terms + second.terms)


def _plain(node: Node) -> Words | None:
    """The node, if it is a word of the text and nothing more."""
    one = isinstance(node, Words) and len(node.terms) == 1 and node.field is None and not node.prefix
    return node if one and isinstance(node, Words) else None
