"""Where on a page the article stands: prose is weighed over the whole tree, then followed down to what holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from pipelines.names import chrome_word

Element = etree._Element

SURE_WORDS = ("comment", "cookie", "consent", "gdpr", "modal", "popup", "overlay", "disqus", "footer", "menu")
SURE = 3.0
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "nobr",
        "o",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
SILENT = frozenset(
    [
        "aside",
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "footer",
        "iframe",
        "input",
        "label",
        "legend",
        "map",
        "menu",
        "meter",
        "nav",
        "noscript",
        "object",
        "optgroup",
        "option",
        "picture",
        "progress",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "video",
        "head",
        "title",
    ]
)
STOPS = frozenset('.!?…。！？।؟։።"”»')
WIDE = "\u0e00"  # from here on a character of a script says as much as two Latin letters
UNFINISHED = 0.25  # what text counts that has no sentence in it
SHORTEST = 25  # characters of a block that can be prose
TRUSTED = 0.3  # a name that covers more of the prose than this is no name of chrome on this page
ENOUGH = 0.35  # the share of the page's prose that the article's own part of the page has
WRAPPED = 1500  # more prose than this inside one link is a link that was never closed
TEASER = 450  # characters of prose in an entry of a list of articles
ROW = 3  # entries from which on they are a list
DAY = re.compile(r"^\D{0,25}\d{1,2}[:/.-]\d{1,2}\D{1,3}\d{1,4}")
ROWS = ("ul", "ol", "tbody", "main")
ENTRIES = frozenset({"article", "div", "dl", "li", "section", "td", "tr"})
HOLDS = 0.8  # the share of a node's prose that a child must hold for the way down to go on


@dataclass(frozen=True, slots=True)
class Weights:
    """Characters below each element: all text, text in links, prose (sentences outside links); and the word of those named as chrome."""

    text: dict[Element, int]
    links: dict[Element, int]
    prose: dict[Element, float]
    named: dict[Element, str]
    teasers: frozenset[Element]


def weigh(body: Element) -> Weights:
    """One pass from the last element to the first; a block's own run of text is judged as one."""
    text: dict[Element, int] = {}
    links: dict[Element, int] = {}
    prose: dict[Element, float] = {}
    runs: dict[Element, list[int]] = {}  # block -> characters, in links, sentence ends of the text directly in it
    named: dict[Element, str] = {}
    paragraphs: set[Element] = set()  # blocks with text of their own
    for element in reversed(list(body.iter())):
        tag = element.tag
        parent = element.getparent()
        above = runs.get(parent)
        if above is None:
            above = runs[parent] = [0, 0, 0]
        if element.tail and (piece := element.tail.strip()):
            above[0] += len(piece) if piece[0] < WIDE else _wide(piece)
            above[2] += piece[-1] in STOPS or ". " in piece
        run = runs.pop(element, None) or [0, 0, 0]
        if tag in SILENT:
            prose.pop(element, None)
            text.pop(element, None)
            links.pop(element, None)
            continue
        if element.text and (piece := element.text.strip()):
            run[0] += len(piece) if piece[0] < WIDE else _wide(piece)
            run[2] += piece[-1] in STOPS or ". " in piece
        length, linked, sentences = run
        if tag == "a":
            linked = length
            if prose.get(element, 0.0) < WRAPPED:
                prose.pop(element, None)
        held = text[element] = text.get(element, 0) + length
        held_links = links[element] = held if tag == "a" else links.get(element, 0) + linked
        if tag in INLINE:
            above[0] += length
            above[1] += linked
            above[2] += sentences
            held -= length
            held_links -= linked
        elif (attributes := element.attrib) and (
            word := chrome_word(attributes.get("class", ""), attributes.get("id", ""))
        ):
            named[element] = word
        if tag not in INLINE and length >= SHORTEST:
            paragraphs.add(element)
        if tag not in INLINE and length >= SHORTEST and linked <= length / 2:
            prose[element] = prose.get(element, 0.0) + (length - linked) * (1.0 if sentences else UNFINISHED)
        if held:
            text[parent] = text.get(parent, 0) + held
            if held_links:
                links[parent] = links.get(parent, 0) + held_links
        if element in prose:
            prose[parent] = prose.get(parent, 0.0) + prose[element]
    return Weights(text, links, prose, named, find_teasers(prose, paragraphs))


def _wide(piece: str) -> int:
    """The length of a text that may be in a script of syllables or words: quotation marks and the like are not."""
    return len(piece) if "\u2000" <= piece[0] < "\u3040" else 2 * len(piece)


def find_container(body: Element, weights: Weights, heading: Element | None = None) -> Element:
    """The element that holds the article.

    Up from the heading until enough of the page's prose is held, then down as long as one child holds most of it.
    """
    prose = without_named_chrome(body, weights)
    node = _above(heading, body, prose) if heading is not None else body
    while True:
        best = max(node, key=lambda child: prose.get(child, 0.0), default=None)
        if best is None or best.tag == "p" or not 0 < HOLDS * prose.get(node, 0.0) <= prose.get(best, 0.0):
            return node
        node = best


def _above(heading: Element, body: Element, prose: dict[Element, float]) -> Element:
    enough = ENOUGH * prose.get(body, 0.0)
    for element in heading.iterancestors():
        if element is body or prose.get(element, 0.0) >= enough:
            return element
    return body


def without_named_chrome(body: Element, weights: Weights) -> dict[Element, float]:
    """The prose of each element less that of the chrome in it that class and id names give away."""
    prose = dict(weights.prose)
    gone: set[Element] = set()
    for element in (*named_chrome(body, weights), *weights.teasers):
        above = list(element.iterancestors())
        if any(one in gone or one.tag in SILENT for one in above):
            continue
        gone.add(element)
        weight = prose.get(element, 0.0)
        for one in above:
            if one in prose:
                prose[one] -= weight
        prose[element] = 0.0
    return prose


def find_teasers(prose: dict[Element, float], paragraphs: set[Element]) -> frozenset[Element]:
    """Elements that stand in a row, are alike, are short and each lead elsewhere: entries of a list of other articles."""
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


def named_chrome(scope: Element, weights: Weights) -> dict[Element, str]:
    """Outermost elements whose names say chrome, with the word; a word that covers much of the prose lies, here."""
    inside = {element: weights.named[element] for element in scope.iter() if element in weights.named}
    inside.pop(scope, None)
    covered: dict[str, float] = {}
    for element, word in inside.items():
        if inside.get(element.getparent()) != word:
            covered[word] = covered.get(word, 0.0) + weights.prose.get(element, 0.0)
    most = TRUSTED * weights.prose.get(scope, 0.0)
    lies = {word for word, prose in covered.items() if prose > (most * SURE if word.startswith(SURE_WORDS) else most)}
    trusted = {element: word for element, word in inside.items() if word not in lies}
    return {element: word for element, word in trusted.items() if trusted.keys().isdisjoint(element.iterancestors())}


def dated_rows(container: Element) -> int:
    """How many entries with a date of their own stand side by side: posts printed one below the other."""
    most = 0
    for row in container.iter(*ENTRIES, *ROWS):
        if len(row) >= ROW:
            starts = [
                "".join(islice(entry.itertext(), 16)).strip()[:40] for entry in row if entry.tag in {*ENTRIES, "ul"}
            ]
            most = max(most, sum(bool(DAY.search(start)) for start in starts))
    return most
