"""How much prose each element of a page holds: the scale on which the article's container and the chrome are found."""

from __future__ import annotations

import re
from dataclasses import dataclass
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

    named: elements that class and id names call chrome, with the word. teasers: entries of lists of other articles.
    """

    text: dict[Element, int]
    links: dict[Element, int]
    prose: dict[Element, float]
    named: dict[Element, str]
    teasers: frozenset[Element]


def weigh(body: Element) -> Weights:
    """One pass from the last element to the first, so that children are known before their parents."""
    scale = _Scale()
    for element in reversed(list(body.iter())):
        scale.put(element)
    return Weights(scale.text, scale.links, scale.prose, scale.named, find_teasers(scale.prose, scale.paragraphs))


class _Scale:
    """What is known so far. A block's own run of text, with the inline elements in it, is judged as one."""

    def __init__(self) -> None:
        self.text: dict[Element, int] = {}
        self.links: dict[Element, int] = {}
        self.prose: dict[Element, float] = {}
        self.named: dict[Element, str] = {}
        self.paragraphs: set[Element] = set()  # blocks with text of their own
        self.runs: dict[Element, list[int]] = {}  # element -> characters, in links, sentence ends of its own run

    def put(self, element: Element) -> None:
        """Weigh an element and add it to its parent."""
        parent = element.getparent()
        above = self.runs.get(parent)
        if above is None:
            above = self.runs[parent] = [0, 0, 0]
        if element.tail:
            _add(above, element.tail)
        run = self.runs.pop(element, None)
        if run is None:
            if not element.text:
                return  # neither text nor children
            run = [0, 0, 0]
        if element.tag in SILENT:
            for known in (self.text, self.links, self.prose):
                known.pop(element, None)
            return
        if element.text:
            _add(run, element.text)
        self._weigh(element, parent, run, above)

    def _weigh(self, element: Element, parent: Element, run: list[int], above: list[int]) -> None:
        tag = element.tag
        if tag == "a":
            run[1] = run[0]
            if self.prose.get(element, 0.0) < WRAPPED:
                self.prose.pop(element, None)
        held, linked = self._hold(element, run)
        if tag in INLINE:
            for at in range(3):
                above[at] += run[at]
            held, linked = held - run[0], linked - run[1]
        else:
            self._judge(element, run)
        self._pass_up(element, parent, held, linked)

    def _hold(self, element: Element, run: list[int]) -> tuple[int, int]:
        held = self.text[element] = self.text.get(element, 0) + run[0]
        linked = held if element.tag == "a" else self.links.get(element, 0) + run[1]
        self.links[element] = linked
        return held, linked

    def _judge(self, element: Element, run: list[int]) -> None:
        length, linked, sentences = run
        attributes = element.attrib
        if attributes and (word := chrome_word(attributes.get("class", ""), attributes.get("id", ""))):
            self.named[element] = word
        if length >= SHORTEST:
            self.paragraphs.add(element)
            if linked <= length / 2:
                weight = (length - linked) * (1.0 if sentences else UNFINISHED)
                self.prose[element] = self.prose.get(element, 0.0) + weight

    def _pass_up(self, element: Element, parent: Element, held: int, linked: int) -> None:
        if held:
            self.text[parent] = self.text.get(parent, 0) + held
            if linked:
                self.links[parent] = self.links.get(parent, 0) + linked
        if element in self.prose:
            self.prose[parent] = self.prose.get(parent, 0.0) + self.prose[element]


def _add(run: list[int], text: str) -> None:
    piece = text.strip()
    if piece:
        run[0] += len(piece) if piece[0] < WIDE or "\u2000" <= piece[0] < "\u3040" else 2 * len(piece)
        run[2] += piece[-1] in STOPS or ". " in piece


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
