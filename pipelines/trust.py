"""How far a candidate is believed: one table of points for every field, the same sum for all of them.

A candidate has the points of its own origin; those of every other origin, as far as that one agrees with it; and it
loses those of the traps it is in. The one with most points wins, of equals the first. To mend a decision, change a
line here and run the scores (docs/extraction.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipelines.candidates import Candidate

SITE = 50.0  # a site file's selector outweighs all others together
NO_VALUE = -100.0  # a trap that makes it no value at all

# field -> origin -> points. What a row leaves out has none. Signs of the window's title: it is written for search
# engines, so a title that agrees with it alone is suspect.
TRUST: dict[str, dict[str, float]] = {
    "title": {
        "site": SITE,
        "opengraph": 3.5,
        "url": 3.5,
        "json-ld": 2,
        "visible": 2,
        "feed": 3,
        "listing": 1,
        "sitemap": 1,
        "calendar": 1,
        "meta": 0.5,
        "title": -1,
    },
    "published": {
        "site": SITE,
        "json-ld": 6,
        "opengraph": 5,
        "meta": 5,
        "microdata": 4.5,
        "visible": 4,
        "feed": 4,
        "listing": 2,
        "calendar": 2,
        "url": 2,
        "sitemap": 1,
    },
    "modified": {"site": SITE, "json-ld": 6, "opengraph": 5, "meta": 5, "microdata": 4.5, "visible": 4},
    "authors": {"site": SITE, "json-ld": 6, "opengraph": 5, "meta": 5, "microdata": 5, "visible": 4},
    "section": {"json-ld": 4, "opengraph": 3, "meta": 3, "microdata": 3, "trail": 2.5, "visible": 2, "url": 1},
    "tags": {"json-ld": 4, "opengraph": 3, "microdata": 3, "meta": 2, "visible": 1},
    "language": {"text": 20, "html": 3, "json-ld": 2, "opengraph": 2, "meta": 2},
}

# What is known to mislead -> the points it costs.
TRAPS: dict[str, float] = {
    "not the first there": -1,
    # titles
    "carries the site's name": -2,
    "alternative headline": -3,
    "shared under another title, too": -1.75,
    "cut short": -3,
    "all capitals": -0.25,
    "another title and more": -2,
    # dates
    "newer than the fetch": NO_VALUE,
    "the time of the fetch": NO_VALUE,
    "older than news sites": NO_VALUE,
    "no time of day": -0.5,
    "midnight": -0.25,
    # authors
    "the site itself": -20,
    "the site itself, not called an author": NO_VALUE,
    "an organisation": -20,
    "an account, no name": NO_VALUE,
    # sections
    "the whole site": NO_VALUE,
    "the title": NO_VALUE,
}


Agreement = Callable[[Candidate, Candidate], float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate with its points, and the other origins that agree with it."""

    candidate: Candidate
    points: float
    agreeing: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The candidate's field."""
        return self.candidate.field

    @property
    def origin(self) -> str:
        """Where the candidate stands."""
        return self.candidate.origin

    @property
    def may_win(self) -> bool:
        """Is it a value, and in no trap that excludes it?"""
        return not self.candidate.witness and self.points > NO_VALUE / 2


def rank(candidates: Sequence[Candidate], agreement: Agreement) -> list[Weighed]:
    """The candidates of one field, the most trusted first.

    agreement: how far the second candidate says what the first says, from 0 (not at all) to 1 (the same).
    """
    marked = [_behind_the_first(one, candidates, agreement) for one in candidates]
    weighed = [_weighed(one, marked, agreement) for one in marked]
    return sorted(weighed, key=lambda one: (not one.may_win, -one.points))


def _behind_the_first(one: Candidate, candidates: Sequence[Candidate], agreement: Agreement) -> Candidate:
    """Where one origin says several things, the first counts."""
    first = next((other for other in candidates if other.origin == one.origin and not _excluded(other)), one)
    if first is one or agreement(one, first) >= 0.5:
        return one
    return replace(one, traps=(*one.traps, "not the first there"))


def _weighed(one: Candidate, candidates: Sequence[Candidate], agreement: Agreement) -> Weighed:
    said = {one.origin: 1.0}
    for other in candidates:
        if other.origin != one.origin and not _excluded(other):
            said[other.origin] = max(said.get(other.origin, 0.0), agreement(one, other))
    points = TRUST[one.field]
    total = sum(points.get(origin, 0.0) * share for origin, share in said.items())
    agreeing = tuple(origin for origin, share in said.items() if share >= 0.5 and origin != one.origin)
    return Weighed(one, round(total + sum(map(TRAPS.__getitem__, one.traps)), 2), agreeing)


def _excluded(one: Candidate) -> bool:
    return any(TRAPS[trap] == NO_VALUE for trap in one.traps)


def winner(weighed: Sequence[Weighed]) -> Candidate | None:
    """The candidate that is taken; None if there is none that is a value."""
    return weighed[0].candidate if weighed and weighed[0].may_win else None
