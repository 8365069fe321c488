"""The lines around the article's text: date, byline, lead over it, byline and source below it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipelines.document import Element
from pipelines.elements import DEAD, INLINE
from pipelines.names import is_hidden, names, role_in
from pipelines.phrases import AUTHOR_LABELS, SOURCE_LABELS, bare, phrases
from pipelines.text import nfc, squeeze

Found = tuple[str, str, Element, str]  # text, place, where it stands, its label
MOST_ABOVE = 30
MOST_BELOW = 15
LABELS = phrases(AUTHOR_LABELS, SOURCE_LABELS)
LONGEST_LABEL = max(map(len, LABELS)) + 4


@dataclass(frozen=True, slots=True)
class Near:
    """A line near the article's text. place: "above" the heading, "between" it and the text, "below" the text.

    role: what class names call it, "" if nothing. linked: it is all a link. element: where it stands.
    label: of an author or a source, at its beginning in an element of its own, without a colon; "" if there is none.
    """

    text: str
    place: str
    role: str
    linked: bool
    element: Element
    label: str = ""


def around(body: Element, heading: Element | None, container: Element) -> list[Near]:
    """Lines in order, the container's own left out; the nearest ones only."""
    scope = scope_of(body, heading, container)
    above: deque[Found] = deque(maxlen=MOST_ABOVE)
    below: list[Found] = []
    for found in _lines(scope, heading, container):
        (below if found[1] == "below" else above).append(found)
        if len(below) == MOST_BELOW:
            break
    return [_near(*found, scope) for found in (*above, *below)]


def _near(text: str, place: str, owner: Element, label: str, scope: Element) -> Near:
    return Near(text, place, _role(owner, scope), owner.tag == "a", owner, label)


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


def _lines(scope: Element, heading: Element | None, container: Element) -> Iterator[Found]:
    walker = _Walker(scope, heading, container)
    walk = etree.iterwalk(scope, events=("start", "end"))
    for event, element in walk:
        if walker.pieces and (element.tag not in INLINE or element is container):
            yield from walker.flush()
        if event == "end":
            walker.leave(element)
        elif walker.enter(element):
            walk.skip_subtree()
    yield from walker.flush()


class _Walker:
    """Gathers the pieces of a line, and knows where in relation to heading and text it stands."""

    def __init__(self, scope: Element, heading: Element | None, container: Element) -> None:
        self.scope, self.heading, self.container = scope, heading, container
        self.place = "above" if heading is not None else "between"
        self.pieces: list[str] = []
        self.owner = scope

    def enter(self, element: Element) -> bool:
        """Take an element's text; True where what is in it is no line around the article."""
        if element is self.heading:
            self.place = "between"
        if element in (self.container, self.heading) or element.tag in DEAD or is_hidden(element):
            return True
        self._take(element.text, element)
        return False

    def leave(self, element: Element) -> None:
        """Take the text behind an element."""
        if element is self.container:
            self.place = "below"
        if element is not self.scope:
            self._take(element.tail, element.getparent())

    def _take(self, text: str | None, owner: Element) -> None:
        if not text or (not self.pieces and text.isspace()):
            return
        if not self.pieces:
            self.owner = owner
        self.pieces.append(text)

    def flush(self) -> Iterator[Found]:
        """The line that has come together, if there is one."""
        if not self.pieces:
            return
        if text := squeeze(nfc(_joined(self.pieces))):
            yield text, self.place, self.owner, squeeze(nfc(_label_in(self.pieces)))
        self.pieces.clear()


def _label_in(pieces: list[str]) -> str:
    """The label that is an element of its own before the rest of a line: "<b>Tác giả</b> Thu Hà" has no colon."""
    filled = [piece.strip() for piece in pieces if piece.strip()]
    first = filled[0] if len(filled) > 1 else ""
    return first if first and len(first) < LONGEST_LABEL and ":" not in first and bare(first) in LABELS else ""


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
        if element.get("rel") == "author" or "author" in (element.get("itemprop") or ""):
            return "byline"
        if role := element.get("data-role") or role_in(names(element)):
            return role
        element = element.getparent()
    return ""
