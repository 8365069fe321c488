"""The query language, read into a tree: words, "phrases", prefixes*, fields, brackets; where a query is wrong is said.

Everything must hold; OR binds its two neighbours: ``a b OR c`` is a and (b or c). A word with marks inside, such as
COVID-19, is a phrase. The operators OR, NOT and AND are written in capitals; ``-word`` is ``NOT word``. ``field:``
stands before a word, a phrase or a bracket; ``field:=`` before a whole value. docs/search.md says it for people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from archive.periods import is_relative, period, spoken
from archive.tree import All, Either, Named, Node, Not, Published, Words, joined
from archive.words import terms
from archive.wrong import QueryError
from pipelines.text import nfc

TEXTS = ("title", "author", "source", "section")  # searched by words
NAMES = ("site", "language")  # one value, letter by letter
WHOLE = ("author", "source", "section")  # of the texts, those that can be asked for as a whole, with :=
DATES = ("since", "until", "date")
FIELDS = (*TEXTS, *NAMES, *DATES)
DEEPEST = 50  # brackets in brackets

PIECE = re.compile(
    rf"""
      (?P<operator>(?:OR|NOT|AND)(?![^\s"“”()]))
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>-)
    | (?P<field>(?i:{"|".join(FIELDS)}):=?)(?=[^\s)])
    | ["“”](?P<phrase>[^"“”]*)["“”]
    | (?P<unclosed>["“”])
    | (?P<word>[^\s"“”()]+)
    """,
    re.VERBOSE,
)
COLON = re.compile(r"([^\W\d_]+):=?(?!//)")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a query means; and its text, in which ``since:"last week"`` has become a day: it means the same tomorrow."""

    tree: All
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str  # operator, open, close, minus, field, phrase, unclosed, word, end
    text: str  # of a phrase, what is between its quotation marks
    at: int
    end: int

    @property
    def negates(self) -> bool:
        return self.kind == "minus" or (self.kind == "operator" and self.text == "NOT")

    @property
    def ends(self) -> bool:
        return self.kind in ("close", "end")

    def joins(self, *operators: str) -> bool:
        return self.kind == "operator" and self.text in operators


def parse(query: str, today: date | None = None) -> Parsed:
    """The tree of a query, empty for an empty one. ``today``: what "last week" is counted from. Raises QueryError."""
    return _parsed(nfc(query), today or date.today())


@lru_cache(maxsize=256)  # a page of results holds a hundred links, each to a query with the same text
def _parsed(query: str, today: date) -> Parsed:
    reader = _Reader(query, today, list(_pieces(query)))
    tree = reader.whole()
    text = query
    for start, end, fixed in reversed(reader.fixed):
        text = text[:start] + fixed + text[end:]
    return Parsed(tree, text)


def _pieces(query: str) -> Iterator[_Piece]:
    """What the query consists of; punctuation that stands alone is no part of it."""
    before = ""
    for match in PIECE.finditer(query):
        kind = match.lastgroup or ""
        if kind not in ("word", "phrase") or before == "field" or terms(match[0]) or "*" in match[0]:
            yield _Piece(kind, match[kind], *match.span())
            before = kind
    yield _Piece("end", "", len(query), len(query))


@dataclass(slots=True)
class _Reader:
    """Reads the pieces of a query from left to right."""

    query: str
    today: date
    pieces: list[_Piece]
    fixed: list[tuple[int, int, str]] = field(default_factory=list)  # from, to, what is meant there
    at: int = 0
    depth: int = 0

    @property
    def piece(self) -> _Piece:
        return self.pieces[self.at]

    def take(self) -> _Piece:
        self.at += 1
        return self.pieces[self.at - 1]

    def wrong(self, what: str, at: _Piece | None = None) -> QueryError:
        return QueryError(what, self.query, (at or self.piece).at)

    def whole(self) -> All:
        nodes = self.all_of("")
        if self.piece.kind == "close":
            raise self.wrong("the bracket ) was never opened")
        if self.query.strip() and not nodes:
            raise QueryError(f"the query {self.query!r} has no word to search for")
        return joined(nodes)

    def all_of(self, name: str) -> list[Node]:
        """What must hold together, up to the end or a closing bracket. ``name``: the field before the bracket."""
        nodes: list[Node] = []
        while not self.piece.ends:
            if self.piece.joins("AND", "OR"):
                self.joining(bool(nodes))
            nodes.append(self.either(name))
        return nodes

    def joining(self, begun: bool) -> _Piece:
        """Takes an AND or OR; something must stand before and behind it."""
        operator = self.take()
        if not begun:
            raise self.wrong(f"{operator.text} has nothing before it", operator)
        if self.piece.ends:
            raise self.wrong(f"{operator.text} has nothing behind it", operator)
        if self.piece.joins("AND", "OR") or (self.piece.negates and operator.text == "OR"):
            raise self.wrong(f"{self.piece.text} cannot follow {operator.text}")
        return operator

    def either(self, name: str) -> Node:
        """Alternatives, or what stands alone."""
        first = self.piece
        alternatives = [self.negated(name)]
        while self.piece.joins("OR"):
            operator = self.joining(True)
            if first.negates:
                raise self.wrong("an exclusion cannot be one of several alternatives, but in brackets", operator)
            alternatives.append(self.unit(name))
        return alternatives[0] if len(alternatives) == 1 else Either(tuple(alternatives))

    def negated(self, name: str) -> Node:
        if not self.piece.negates:
            return self.unit(name)
        sign = self.take()
        if sign.kind == "minus" and (self.piece.at > sign.end or self.piece.ends):
            raise self.wrong("- excludes the word right behind it, and there is none", sign)
        if self.piece.ends:
            raise self.wrong(f"{sign.text} has nothing behind it", sign)
        if self.piece.negates or self.piece.kind == "operator":
            raise self.wrong(f"{self.piece.text} cannot follow {sign.text}")
        return Not(self.unit(name))

    def unit(self, name: str) -> Node:
        """A word, a phrase, a bracket; each perhaps with its field."""
        piece = self.take()
        if piece.kind == "unclosed":
            raise self.wrong(f"the quotation mark {piece.text} is never closed", piece)
        if piece.kind == "open":
            return self.bracket(piece, name)
        if piece.kind == "field":
            return self.of_field(piece, name)
        return READERS.get(name, _words)(self, piece, name)

    def bracket(self, opening: _Piece, name: str) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(f"more than {DEEPEST} brackets stand in each other", opening)
        nodes = self.all_of(name)
        self.depth -= 1
        if self.piece.kind == "end":
            raise self.wrong("the bracket ( is never closed", opening)
        self.take()
        if not nodes:
            raise self.wrong("there is nothing in the brackets", opening)
        return nodes[0] if len(nodes) == 1 else joined(nodes)

    def of_field(self, piece: _Piece, outer: str) -> Node:
        name = piece.text.lower().replace(":", "")
        if outer:
            raise self.wrong(f"{piece.text} cannot stand in the brackets of a field", piece)
        if name.endswith("=") and name not in READERS:
            raise self.wrong(f"there is no {piece.text}; a whole value can be asked of {', '.join(WHOLE)}", piece)
        if self.piece.kind not in ("open", "phrase", "word", "unclosed"):
            raise self.wrong(f"{piece.text} has nothing right behind it", piece)
        return self.unit(name)


def _words(reader: _Reader, piece: _Piece, name: str) -> Words:
    """A word or a phrase; with a star behind, the beginning of one."""
    text = piece.text.strip()
    prefix = text.endswith("*")
    inside = piece.kind == "word" and "*" in text[:-1]
    if inside or (prefix and not terms(text[-2:])):
        raise reader.wrong("* stands only behind the beginning of a word: họ*", piece)
    if piece.kind == "word" and not name:
        _check_colon(reader, piece)
    looked_for = terms(text)
    if not looked_for:
        raise reader.wrong(f"{name}: has no word to search for", piece)
    return Words(text, looked_for, name or None, prefix)


def _check_colon(reader: _Reader, piece: _Piece) -> None:
    """A word may have a colon, such as "Covid:"; but a slip of the pen in a field is told."""
    written = COLON.match(piece.text)
    if not written:
        return
    name = written[1].lower()
    if name in FIELDS:
        raise reader.wrong(f"{name}: has nothing right behind it", piece)
    for meant in get_close_matches(name, FIELDS, 1):
        raise reader.wrong(f"there is no field {name}:, only {meant}:; as text it stands in quotation marks", piece)


def _named(reader: _Reader, piece: _Piece, name: str) -> Named:
    text = piece.text.strip()
    if not text:
        raise reader.wrong(f"{name}: has nothing behind it", piece)
    return Named(name.rstrip("="), text.lower() if name in NAMES else text)


def _published(reader: _Reader, piece: _Piece, name: str) -> Published:
    try:
        first, last = period(piece.text, reader.today)
    except ValueError as error:
        words = [piece.text, *(one.text for one in reader.pieces[reader.at : reader.at + 3] if one.kind == "word")]
        if said := spoken(words, reader.today):
            told = f'the words of a date stand together in quotation marks: {name}:"{said}"'
            raise reader.wrong(told, piece) from None
        raise reader.wrong(str(error), piece) from None
    if is_relative(piece.text):
        fixed = {"since": f"{first}", "until": f"{last}", "date": f"{first}..{last}"}
        reader.fixed.append((piece.at, piece.end, fixed[name]))
    return Published(first if name != "until" else None, last if name != "since" else None)


READERS: dict[str, Callable[[_Reader, _Piece, str], Node]] = {
    **dict.fromkeys(DATES, _published),
    **dict.fromkeys((*NAMES, *(f"{name}=" for name in WHOLE)), _named),
}
