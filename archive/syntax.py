"""The query language: words, "phrases", exclusions and OR, read into clauses; where a query is wrong is said.

Every clause must hold. OR binds its two neighbours: ``a b OR c`` is a and (b or c). A word with marks inside, such as
COVID-19, is a phrase. The operators OR, NOT and AND are written in capitals; ``-word`` is ``NOT word``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from archive.words import terms
from pipelines.text import nfc

PIECE = re.compile(
    r"""
      (?P<operator>\b(?:OR|NOT|AND)(?![^\s"“”]))
    | (?P<minus>-)
    | ["“”](?P<phrase>[^"“”]*)["“”]
    | (?P<unclosed>["“”])
    | (?P<word>[^\s"“”]+)
    """,
    re.VERBOSE,
)


class QueryError(ValueError):
    """A query that cannot be asked; the message says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase: as the query has it, and the terms its words look for, one after the other."""

    written: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms of which any will do; or one that must not be there."""

    any_of: tuple[Term, ...]
    excluded: bool = False


class _Operator(NamedTuple):
    kind: str  # OR, NOT, AND
    text: str
    at: int


def parse(query: str) -> tuple[Clause, ...]:
    """The clauses of a query, none for an empty one. Raises QueryError."""
    query = nfc(query)
    clauses: list[Clause] = []
    pending: _Operator | None = None
    for piece in _pieces(query):
        if isinstance(piece, _Operator):
            _check(query, piece, pending, clauses)
            pending = piece
        elif pending and pending.kind == "OR":
            clauses[-1] = replace(clauses[-1], any_of=(*clauses[-1].any_of, piece))
            pending = None
        else:
            clauses.append(Clause((piece,), excluded=pending is not None and pending.kind == "NOT"))
            pending = None
    if pending:
        raise _wrong(query, pending.at, f"{pending.text} has nothing behind it")
    if query.strip() and not clauses:
        raise QueryError(f"the query {query!r} has no word to search for")
    return tuple(clauses)


def _pieces(query: str) -> Iterator[_Operator | Term]:
    """What the query consists of; punctuation that stands alone is no part of it."""
    for match in PIECE.finditer(query):
        text, at = match[0], match.start()
        if match["unclosed"]:
            raise _wrong(query, at, f"the quotation mark {text} is never closed")
        if match["minus"] and query[at + 1 : at + 2].strip() == "":
            raise _wrong(query, at, "- excludes the word right behind it, and there is none")
        if match["operator"] or match["minus"]:
            yield _Operator("NOT" if match["minus"] else text, text, at)
            continue
        looked_for = terms(text)
        if looked_for:
            yield Term(text if match["word"] else match["phrase"].strip(), looked_for)


def _check(query: str, operator: _Operator, before: _Operator | None, clauses: list[Clause]) -> None:
    """Raises QueryError for an operator that cannot stand where it stands."""
    if before and (before.kind, operator.kind) != ("AND", "NOT"):
        raise _wrong(query, operator.at, f"{operator.text} cannot follow {before.text}")
    if operator.kind != "NOT" and not clauses:
        raise _wrong(query, operator.at, f"{operator.text} has nothing before it")
    if operator.kind == "OR" and clauses[-1].excluded:
        raise _wrong(query, operator.at, "an exclusion cannot be one of several alternatives")


def _wrong(query: str, at: int, what: str) -> QueryError:
    return QueryError(f"{what} (character {at + 1} of the query)\n  {query}\n  {' ' * at}^")
