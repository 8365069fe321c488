"""The lines around the article's text: what stands above it under the heading, and below it: date, byline, lead, source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.container import INLINE
from pipelines.names import ROLES, names
from pipelines.text import nfc, squeeze

Element = etree._Element

DEAD = frozenset(
    ["button", "form", "iframe", "label", "nav", "noscript", "option", "script", "select", "style", "svg", "textarea"]
)
MOST_ABOVE = 30
MOST_BELOW = 15


@dataclass(frozen=True, slots=True)
class Near:
    """A line near the article's text. place: "above" the heading, "between" it and the text, "inside", "below".

    role: what class names call it, "" if nothing. linked: it is all a link. element: where it stands.
    """

    text: str
    place: str
    role: str
    linked: bool
    element: Element


def around(body: Element, heading: Element | None, container: Element) -> list[Near]:
    """Lines in order, the container's own left out; the nearest ones only."""
    scope = scope_of(body, heading, container)
    found = list(_lines(scope, heading, container))
    above = [line for line in found if line.place != "below"]
    below = [line for line in found if line.place == "below"]
    return above[-MOST_ABOVE:] + below[:MOST_BELOW]


def scope_of(body: Element, heading: Element | None, container: Element) -> Element:
    """The smallest element with heading and container; one up where it is the container itself."""
    if heading is None:
        above = container.getparent()
    else:
        holders = {container, *container.iterancestors()}
        above = next((element for element in heading.iterancestors() if element in holders), body)
    if above is None or above is container:
        above = container.getparent()
    return body if above is None or above.tag == "html" else above


def _lines(scope: Element, heading: Element | None, container: Element) -> Iterator[Near]:
    place = "above" if heading is not None else "between"
    pieces: list[str] = []
    owner = scope
    walk = etree.iterwalk(scope, events=("start", "end"))
    for event, element in walk:
        if element.tag not in INLINE or element is container:
            text = squeeze(nfc(_joined(pieces)))
            pieces.clear()
            if text:
                yield Near(text, place, _role(owner, scope), owner.tag == "a", owner)
        if event == "start":
            if element is heading:
                place = "between"
            if element is container:
                place = "inside"
            if element is container or element is heading or element.tag in DEAD:
                walk.skip_subtree()
            elif element.text:
                if not pieces:
                    owner = element
                pieces.append(element.text)
        else:
            if element is container:
                place = "below"
            if element.tail and element is not scope:
                if not pieces:
                    owner = element.getparent()
                pieces.append(element.tail)
    if text := squeeze(nfc(_joined(pieces))):
        yield Near(text, place, _role(owner, scope), False, owner)


def _joined(pieces: list[str]) -> str:
    """Pieces of a line; a capital right behind a small letter begins another frame ("Hà GiangHơn 23h")."""
    spaced = (
        " " + piece if before[-1:].islower() and piece[:1].isupper() else piece
        for before, piece in zip(["", *pieces], pieces, strict=False)
    )
    return "".join(spaced)


def _role(element: Element, scope: Element) -> str:
    """What the names of an element and of the two above it call it."""
    for _ in range(3):
        if element is None or element is scope:
            return ""
        own = names(element)
        for role, pattern in ROLES.items():
            if own and pattern.search(own):
                return role
        element = element.getparent()
    return ""
