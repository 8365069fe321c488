"""What a site's pages have in common: the template that is learned from them and with which others are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

import orjson

from models.article import Page
from models.site import Site

VERSION = 1  # of the form below; what another version wrote is learned anew


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of a site that are built alike. Places are named as `pipelines.spots` names them, lines by digests.

    pages: from how many it was learned. heading: the place of their heading. marks: places that nearly all of them
    have. names: class and id names that most of them have; places are named by these. prose: places of paragraphs.
    container: the place of the element that holds the article, "" where they do not agree.
    lines: that repeat and are chrome. places: that hold nothing else. ends: lines behind which no article goes on.
    roles: place -> lead, byline, date. same: meta field -> the value that it has on all pages, and that is no fact.
    """

    pages: int
    heading: str
    marks: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    prose: frozenset[str] = frozenset()
    container: str = ""
    lines: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    roles: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """The layouts of a site, the one with the most pages first."""

    layouts: tuple[Layout, ...] = ()
    version: int = VERSION

    def to_json(self) -> str:
        """Same template, same text."""
        return orjson.dumps(_plain(asdict(self)), option=orjson.OPT_SORT_KEYS).decode()

    @classmethod
    def from_json(cls, text: str) -> Template:
        """The template that `to_json` wrote. Raises ValueError for anything else, also for one of another version."""
        found = orjson.loads(text)
        if not isinstance(found, dict) or found.get("version") != VERSION:
            raise ValueError(f"no template of version {VERSION}")
        try:
            return cls(tuple(map(_layout, found["layouts"])))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no template: {error!r}") from None


@lru_cache(maxsize=64)
def opened(text: str | None) -> Template | None:
    """The template that a text says, None for none and for one of another version. Workers keep it between pages."""
    try:
        return Template.from_json(text) if text else None
    except ValueError:
        return None


def learn(pages: Iterable[Page], site: Site | None = None) -> Template:
    """What repeats on a site and where its articles stand, from pages of it, unlabelled; from five up it is worth it.

    Pages are looked at in the order given; the same pages give the same template. Pages that are no HTML, and those
    without a heading (listings, errors), teach nothing; copies of one post count once.
    """
    from pipelines.learning import learned  # what learns stands on this module's values

    return learned(pages, site)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _layout(found: dict[str, Any]) -> Layout:
    sets = {name: frozenset(found[name]) for name in ("names", "prose", "lines", "places", "ends")}
    return Layout(**{**found, **sets, "marks": tuple(found["marks"])})
