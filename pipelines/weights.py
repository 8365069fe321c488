"""How much prose each element of a page holds: the scale on which the article's container and the chrome are found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from pipelines.document import Element
from pipelines.elements import ENTRIES, INLINE, SILENT
from pipelines.names import chrome_word

STOPS = frozenset('.!?…。！？।؟։።"”»')
WIDE = "\u0e00"  # from here on a character of a script says as much as two Latin letters
UNFINISHED = 0.25  # what text counts that has no sentence in it
SHORTEST = 25  # characters of a block that can be prose
WRAPPED = 1500  # more prose than this inside one link is a link that was never closed
TEASER = 450  # characters of prose in an entry of a list of articles
ROW = 3  # entries from which on they are a list
ROWS = ("ul", "ol", "tbody", "main")
DAY = re.compile(r"^\D{0,25}\d{1,2}[:/.-]\d{1,2}\D{1,3}\d{1,4}")
DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")


@dataclass(frozen=True, slots=True)
class Weights:
    """Characters below each element: all text, text in links, prose (sentences outside links).

    own: the prose of a block's own run of text. named: elements that class and id names call chrome, with the word.
    teasers: entries of lists of other articles.
    """

    text: dict[Element, int]
    links: dict[Element, int]
    prose: dict[Element, float]
    own: dict[Element, float]
    named: dict[Element, str]
    teasers: frozenset[Element]


def weigh(body: Element) -> Weights:
    """One pass from the last element to the first, so that children are known before their parents."""
    found = Weights({}, {}, {}, {}, {}, frozenset())
    paragraphs: set[Element] = set()  # blocks with text of their own
    sums: dict[Element, _Sum] = {}
    for element in reversed(list(body.iter())):
        own = sums.pop(element, None)
        if (inside := element.text) and not inside.isspace():
            own = own or _Sum()
            own.add(inside)
        if own is not None and element.tag in SILENT:  # text that is none of the article's
            own = None
        behind = element.tail
        behind = None if behind is None or behind.isspace() else behind
        if own is None and behind is None:  # most elements: they only dress, or part
            continue
        if own is None:
            own = _Sum()
        else:
            _close(element, own, found, paragraphs)
        if behind is not None:
            own.add(behind)
        above = sums.setdefault(element.getparent(), own)  # the last child's sum goes on as its parent's
        if above is not own:
            above.take(own)
    return replace(found, teasers=find_teasers(found.prose, paragraphs))


def _close(element: Element, own: _Sum, found: Weights, paragraphs: set[Element]) -> None:
    """What an element holds, known now that all below it has been read."""
    tag = element.tag
    if tag == "a" and element.get("href") is not None:  # one without leads nowhere: a place to jump to
        own.close_link()
    if tag not in INLINE:
        own.close_block()
        if own.paragraph:
            paragraphs.add(element)
            found.own[element] = own.run
        if word := chrome_word(element.get("class", ""), element.get("id", "")):
            found.named[element] = word
    found.text[element], found.links[element] = own.text + own.chars, own.links + own.linked
    if own.prose:
        found.prose[element] = own.prose


class _Sum:
    """What is known of an element so far. Its own run of text, with the inline elements in it, is judged as one.

    chars, linked, ends: of the run, its characters, those in links, its pieces that end a sentence. text, links, prose:
    of the blocks below.
    """

    __slots__ = ("chars", "ends", "linked", "links", "paragraph", "prose", "run", "text")

    def __init__(self) -> None:
        self.chars = self.linked = self.ends = self.text = self.links = 0
        self.prose = self.run = 0.0
        self.paragraph = False

    def add(self, text: str) -> None:
        """Put a piece of text to the run."""
        piece = text.strip()
        if piece:
            first = piece[0]
            self.chars += len(piece) if first < WIDE or "\u2000" <= first < "\u3040" else 2 * len(piece)
            self.ends += piece[-1] in STOPS or ". " in piece

    def close_link(self) -> None:
        """All of it is in a link."""
        self.linked, self.links = self.chars, self.text
        if self.prose < WRAPPED:
            self.prose = 0.0

    def close_block(self) -> None:
        """The run ends here: it becomes text, and prose where it is long enough and not mostly links."""
        self.run = 0.0
        self.paragraph = self.chars >= SHORTEST
        if self.paragraph and self.linked <= self.chars / 2:
            self.run = (self.chars - self.linked) * (1.0 if self.ends else UNFINISHED)
            self.prose += self.run
        self.text, self.links = self.text + self.chars, self.links + self.linked
        self.chars = self.linked = self.ends = 0

    def take(self, below: _Sum) -> None:
        """Add what an element below this one holds; what is left of its run goes on in this one's."""
        self.chars += below.chars
        self.linked += below.linked
        self.ends += below.ends
        self.text += below.text
        self.links += below.links
        self.prose += below.prose


def find_teasers(prose: dict[Element, float], paragraphs: set[Element]) -> frozenset[Element]:
    """Entries of lists of other articles: they stand in a row, are alike and short, and each leads elsewhere."""
    rows: dict[tuple[Element, str, str], list[Element]] = {}
    for element, weight in prose.items():
        if 0 < weight < TEASER and element.tag in ENTRIES and element not in paragraphs:
            rows.setdefault((element.getparent(), element.tag, element.get("class") or ""), []).append(element)
    return frozenset(
        entry
        for row in rows.values()
        if len(row) >= ROW and all(_leads_elsewhere(entry) for entry in row)
        for entry in row
    )


def _leads_elsewhere(entry: Element) -> bool:
    return any(link.get("href", "#")[:1] != "#" for link in entry.iter("a"))


def dated_rows(container: Element) -> int:
    """How many entries with a date of their own stand side by side: posts, or links to posts, one below the other."""
    most = 0
    for row in container.iter(*ENTRIES, *ROWS):
        if len(row) >= ROW:
            most = max(most, sum(_is_dated(entry) for entry in row if entry.tag in ENTRIES or entry.tag == "ul"))
    return most


def _is_dated(entry: Element) -> bool:
    opening = " ".join("".join(islice(entry.itertext(), 60)).split())[:900]
    return bool(DAY.match(opening)) or (bool(DATE.search(opening)) and _leads_elsewhere(entry))
