"""Where the lines of a page stand: a name for each place, the same on all pages of a site that have such a place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.document import Element
from pipelines.elements import INLINE, SILENT
from pipelines.text import LINE, nfc, squeeze

LEVELS = 4  # elements up that name a place: wrappers farther out change from section to section
LONG = 60  # characters of a line that is no name, date, label or counter
DIGITS = re.compile(r"\d+")
NUMBERED = re.compile(r"(?<=[-_])\d+(?![^\W_])|\d{4,}")  # "post-4711"

Step = tuple[str, frozenset[str]]  # an element's tag, its class and id names


class Spot(NamedTuple):
    """A block with text of its own. text: squeezed, NFC."""

    element: Element
    text: str


def spots(body: Element) -> Iterator[Spot]:
    """The blocks with text of their own, in order; none from what never holds the article."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if element.tag in SILENT:
            continue
        waiting.extend(reversed(element))
        if element.tag not in INLINE and (text := _own_text(element)):
            yield Spot(element, text)


def _own_text(block: Element) -> str:
    """The text in a block outside the blocks in it."""
    if not len(block):
        text = block.text
        return _squeezed(text) if text and not text.isspace() else ""
    pieces = [block.text or ""]
    for child in block:
        pieces.append(_inline_text(child) if child.tag in INLINE else " ")
        pieces.append(child.tail or "")
    text = "".join(pieces)
    return "" if text.isspace() else _squeezed(text)


def _inline_text(element: Element) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _squeezed(text: str) -> str:
    return _remembered(text) if len(text) <= LINE else squeeze(nfc(text))


@lru_cache(maxsize=8192)  # a site's chrome comes with every page
def _remembered(text: str) -> str:
    return squeeze(nfc(text))


class Steps:
    """The ways down to a page's elements."""

    def __init__(self) -> None:
        self._known: dict[Element, Step] = {}

    def to(self, element: Element) -> tuple[Step, ...]:
        """From a few elements up down to the element itself."""
        found = []
        for _ in range(LEVELS):
            if element is None or element.tag in {"body", "html"}:
                break
            found.append(self.step(element))
            element = element.getparent()
        return tuple(reversed(found))

    def step(self, element: Element) -> Step:
        """The last of them."""
        return self._known.get(element) or self._known.setdefault(element, (element.tag, own_names(element)))


class Places:
    """Names of the places of a page's elements, by the class and id names of a layout."""

    def __init__(self, steps: Steps, names: frozenset[str]) -> None:
        self._steps = steps
        self._names = names
        self._said: dict[Step, str] = {}
        self._above: dict[Element | None, str] = {}

    def of(self, element: Element) -> str:
        """As `place` names it."""
        parent = element.getparent()
        above = self._above.get(parent)
        if above is None:  # most elements have sisters
            steps = () if parent is None else self._steps.to(parent)[1 - LEVELS :]
            above = self._above[parent] = "".join(f"{self._say(step)} > " for step in steps)
        if element.tag in {"body", "html"}:
            return ""
        return above + self._say(self._steps.step(element))

    def _say(self, step: Step) -> str:
        return self._said.get(step) or self._said.setdefault(step, place((step,), self._names))


def own_names(element: Element) -> frozenset[str]:
    """Class and id names of an element, opaque; the numbers of posts in them left out."""
    classes, identifier = element.get("class"), element.get("id")
    return frozenset() if classes is None and identifier is None else _names(classes or "", identifier or "")


@lru_cache(maxsize=8192)  # a site's names come with every page
def _names(classes: str, identifier: str) -> frozenset[str]:
    return frozenset(NUMBERED.sub("0", f"{classes} {identifier}").split())


def place(steps: tuple[Step, ...], names: Collection[str]) -> str:
    """A place's name, by tags and by those names that a site is known for: "section.main > div.text > p"."""
    return " > ".join(".".join((tag, *sorted(own.intersection(names)))) for tag, own in steps)


@lru_cache(maxsize=8192)  # a site's chrome comes with every page
def digest(where: str, text: str) -> str:
    """A short name for a line at a place. In short lines figures count as equal, so that counters repeat."""
    said = DIGITS.sub("0", text) if len(text) < LONG else text
    return hashlib.blake2b(f"{where}\n{said}".encode(), digest_size=6).hexdigest()
