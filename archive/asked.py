"""What is asked of the archive: words and filters, the same for the command line, the web and exports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from archive.periods import period as days_of
from archive.sentences import sentence
from archive.syntax import parse
from archive.tree import All, Named, Node, Published, Words, joined, leaves
from archive.words import terms
from archive.wrong import QueryError

QUOTES = re.compile('["“”]')
ORDERS = ("relevance", "date", "-date")
TEXTS = ("author", "source", "section")  # filters by words, or by the whole value with = in front


def period(text: str, today: date | None = None) -> tuple[date, date]:
    """The first and last day of ``2020``, ``2020-12``, ``last week`` … (archive/periods.py). Raises QueryError."""
    try:
        return days_of(text, today or date.today())
    except ValueError as error:
        raise QueryError(str(error)) from None


@dataclass(frozen=True, slots=True)
class Query:
    """Words and filters, all of which must hold. Raises QueryError for what cannot be asked.

    text: see archive/syntax.py; empty for all articles. since, until: local dates of publication, both included.
    author, source, section: words that stand together in the field, accents as in text; ``=`` in front: the whole
    value, letter by letter. site, language: exactly. fold: without the articles that copy another one; with a site,
    without those that copy another one of that site.
    order: "relevance", "date" (oldest first), "-date"; empty for relevance with text, "-date" without.
    """

    text: str = ""
    site: str | None = None
    since: date | None = None
    until: date | None = None
    author: str | None = None
    source: str | None = None
    section: str | None = None
    language: str | None = None
    fold: bool = False
    order: str = ""
    limit: int = 20
    offset: int = 0
    tree: All = field(init=False, repr=False, compare=False)  # all of it, read

    def __post_init__(self) -> None:
        if self.order and self.order not in ORDERS:
            raise QueryError(f"there is no order {self.order!r}; there are {', '.join(ORDERS)}")
        if self.limit < 1 or self.offset < 0:
            raise QueryError("the limit is at least 1, the offset at least 0")
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"nothing is published since {self.since} and until {self.until}")
        parsed = parse(self.text)
        object.__setattr__(self, "text", parsed.text)  # in which no "last week" is left: it means the same for ever
        object.__setattr__(self, "tree", joined((parsed.tree, *self._filters())))

    def _filters(self) -> Iterator[Node]:
        if self.site is not None:
            yield Named("site", self.site)
        for name in TEXTS:
            value = getattr(self, name)
            if value is not None:
                yield _filter(name, value)
        if self.language is not None:
            yield Named("language", self.language)
        if self.since or self.until:
            yield Published(self.since, self.until)

    @property
    def ordered(self) -> str:
        """The order that is meant: with nothing to be relevant to, newest first."""
        sought = any(isinstance(leaf, Words) and leaf.field in (None, "title") for leaf in leaves(self.tree))
        return self.order if self.order != "relevance" and self.order else "relevance" if sought else "-date"

    @property
    def wanted(self) -> list[tuple[str, ...]]:
        """The words and phrases, as terms, that show why an article was found."""
        found = (leaf for leaf in leaves(self.tree) if isinstance(leaf, Words) and leaf.field in (None, "title"))
        return [(*leaf.terms[:-1], leaf.terms[-1] + "*" * leaf.prefix) for leaf in found]

    def describe(self, language: str = "en") -> str:
        """The query as a sentence, English ("en") or Vietnamese ("vi")."""
        return sentence(self.tree, self.fold, self.ordered, language)

    def narrow(self, facet: str, value: str) -> Query:
        """The query for those of its articles that a facet counted: "site", "author", "source", "section", "year",
        "month", and the value as it has it. From the first page on."""
        if facet in ("year", "month"):
            first, last = period(value)
            return replace(self, offset=0, since=max(first, self.since or first), until=min(last, self.until or last))
        if getattr(self, facet) is None or QUOTES.search(value):
            whole: dict[str, Any] = {facet: value if facet == "site" else f"={value}"}
            return replace(self, offset=0, **whole)
        added = f'{facet}:{"" if facet == "site" else "="}"{value}"'
        return replace(self, offset=0, text=f"{self.text} {added}".strip())

    def on_page(self, number: int) -> Query:
        """The same for page ``number`` of its answer, from 1."""
        return replace(self, offset=(number - 1) * self.limit)

    def to_json(self) -> dict[str, Any]:
        """What was asked, as JSON types under the names of the fields; only what was set, and neither limit nor offset.

        ``Query.from_json`` makes the same query of it.
        """
        asked = {name: getattr(self, name) for name in ASKED}
        return {name: str(value) if isinstance(value, date) else value for name, value in asked.items() if value}

    @classmethod
    def from_json(cls, asked: Mapping[str, Any]) -> Query:
        """The query that `to_json` wrote. Raises QueryError."""
        if unknown := asked.keys() - set(ASKED):
            raise QueryError(f"a query has no {', '.join(sorted(unknown))}")
        days = {name: period(asked[name])[0] for name in ("since", "until") if asked.get(name)}
        return cls(**{**asked, **days})


ASKED = ("text", "site", "since", "until", *TEXTS, "language", "fold", "order")


def _filter(name: str, value: str) -> Node:
    if value.startswith("=") and len(value) > 1:
        return Named(name, value[1:])
    looked_for = terms(value)
    if not looked_for:
        raise QueryError(f"{name} {value!r} has no word to search for")
    return Words(value, looked_for, name)


def keyword(text: str) -> str:
    """The query for what a person calls a keyword: words and nothing else are a phrase, ``ba đình`` is ``"ba đình"``.

    Raises QueryError.
    """
    nodes = parse(text).tree.of
    words = [node for node in nodes if isinstance(node, Words) and node.field is None and '"' not in text]
    plain = len(words) == len(nodes) > 1 and not any(word.prefix for word in words[:-1])
    return f'"{" ".join(word.written for word in words)}"' if plain else text
