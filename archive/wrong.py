"""A query that cannot be asked: what is wrong with it, and where."""

from __future__ import annotations

import re

BEFORE, BEHIND = 24, 16  # characters of a query that are shown around what is wrong in it


class QueryError(ValueError):
    """A query that cannot be asked; the message says what is wrong, and where.

    what: the trouble alone. at: the character of ``query``, from 0, where it is; None for trouble elsewhere.
    """

    def __init__(self, what: str, query: str | None = None, at: int | None = None) -> None:
        place = "" if query is None or at is None else f" (character {at + 1} of the query)\n{_pointed(query, at)}"
        super().__init__(what + place)
        self.what = what
        self.query = query
        self.at = at


def _pointed(query: str, at: int) -> str:
    """What stands around that place, on a line that a phone has room for, and under it a finger."""
    start, end = max(0, at - BEFORE), at + BEHIND
    opening, closing = "… " * (start > 0), " …" * (end < len(query))
    shown = re.sub(r"\s", " ", query[start:end])
    return f"  {opening}{shown}{closing}\n  {' ' * (len(opening) + at - start)}^"
