"""What a site file selects by CSS, where the general rules would read a site wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from lxml.cssselect import CSSSelector

from models.site import Site
from pipelines.candidates import Candidate
from pipelines.document import Element
from pipelines.heading import text_of


@dataclass(frozen=True, slots=True)
class Selected:
    """Field -> element that a site's selectors found, and the same as candidates with origin "site"."""

    elements: dict[str, Element] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()

    def text(self, name: str) -> str:
        """The text of what was found for a field, "" where nothing was."""
        return next((str(one.value) for one in self.candidates if one.field == name), "")


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def select(root: Element, site: Site | None) -> Selected:
    """The first element for each selector of the site file; none for a selector that finds nothing."""
    if site is None:
        return Selected()
    elements = {}
    for name, selector in site.select.model_dump(exclude_none=True).items():
        found = cast(list[Element], _compiled(selector)(root))
        if found:
            elements[name] = found[0]
    candidates = tuple(
        Candidate(name, text_of(element), "site") for name, element in elements.items() if name != "body"
    )
    return Selected(elements, tuple(one for one in candidates if one.value))
