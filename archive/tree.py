"""What a query means, as a tree: words, names and days, joined by all, either and not. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Words:
    """A word or phrase: as the query has it, and the terms its words look for, one after the other.

    field: "title", "author", "source", "section"; None for the whole text. prefix: the last term only begins a word.
    """

    written: str
    terms: tuple[str, ...]
    field: str | None = None
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A whole value, letter by letter: the site, the language, or exactly that author, source or section."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Published:
    """From the first day to the last, both included; None for no bound. What has no date is in no period."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Not:
    of: Node


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    of: tuple[Node, ...]


Leaf: TypeAlias = Words | Named | Published
Node: TypeAlias = Leaf | Not | All | Either


def joined(nodes: Iterable[Node]) -> All:
    """All of them, those that are All themselves taken apart."""
    return All(tuple(part for node in nodes for part in (node.of if isinstance(node, All) else (node,))))


def leaves(node: Node, wanted: bool = True) -> Iterator[Leaf]:
    """The leaves that articles should have, not those they should not; with ``wanted`` unset, these."""
    if isinstance(node, Not):
        yield from leaves(node.of, not wanted)
    elif isinstance(node, All | Either):
        for part in node.of:
            yield from leaves(part, wanted)
    elif wanted:
        yield node
