"""Where on a page the article stands: prose is weighed over the whole tree, then followed down to what holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pipelines.names import NAMED_CHROME, names

Element = etree._Element

SURE_WORDS = ("comment", "cookie", "consent", "gdpr", "modal", "popup", "overlay", "disqus", "footer", "menu")
SURE = 3.0
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr o q s samp small span strike strong"
    " sub sup time tt u var wbr".split()
)
SILENT = frozenset(
    "aside audio button canvas datalist embed footer iframe input label legend map menu meter nav noscript object optgroup option"
    " picture progress script select style svg template textarea video head title".split()
)
SENTENCE = re.compile(r"[.!?…。！？。।؟။።][\"'”’»«)\]]*(?:\s|$)|[。！？।]")
SHORTEST = 25  # characters of a block that can be prose
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
TRUSTED = 0.3  # a name that covers more of the prose than this is no name of chrome on this page
ENOUGH = 0.35  # the share of the page's prose that the article's own part of the page has
WRAPPED = 1500  # more prose than this inside one link is a link that was never closed
HOLDS = 0.6  # the share of a node's prose that a child must hold for the way down to go on


@dataclass(frozen=True, slots=True)
class Weights:
    """Characters below each element: all text, text in links, prose (sentences outside links)."""

    text: dict[Element, int]
    links: dict[Element, int]
    prose: dict[Element, float]


def weigh(body: Element) -> Weights:
    """One pass from the last element to the first; a block's own run of text is judged as one."""
    text: dict[Element, int] = {}
    links: dict[Element, int] = {}
    prose: dict[Element, float] = {}
    own: dict[Element, list[int]] = {}  # element -> [characters, in links, sentence ends] of the run of text it is in
    for element in reversed(list(body.iter())):
        tag = element.tag
        run = own.pop(element, [0, 0, 0])
        if element.text:
            _add(run, element.text)
        parent = element.getparent()
        above = own.setdefault(parent, [0, 0, 0])
        if element.tail:
            _add(above, element.tail)
        if tag in SILENT or (tag == "a" and prose.get(element, 0.0) < WRAPPED):
            prose.pop(element, None)
        if tag in SILENT:
            text.pop(element, None)
            links.pop(element, None)
            continue
        if tag in INLINE:
            above[0] += run[0]
            above[1] += run[0] if tag == "a" else run[1]
            above[2] += run[2]
        else:
            prose[element] = prose.get(element, 0.0) + _prose(run)
        text[element] = text.get(element, 0) + run[0]
        links[element] = links.get(element, 0) + (run[0] if tag == "a" else run[1])
        if tag not in INLINE:
            text[parent] = text.get(parent, 0) + text[element]
            links[parent] = links.get(parent, 0) + links[element]
        if element in prose:
            prose[parent] = prose.get(parent, 0.0) + prose[element]
    return Weights(text, links, prose)


def _add(run: list[int], piece: str) -> None:
    stripped = piece.strip()
    if stripped:
        run[0] += len(stripped) * (2 if UNSPACED.match(stripped) else 1)
        run[2] += 1 if SENTENCE.search(piece) else 0


def _prose(run: list[int]) -> float:
    length, linked, sentences = run
    if length < SHORTEST or linked > length / 2:
        return 0.0
    return (length - linked) * (1.0 if sentences else 0.25)


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
    for element in named_chrome(body, weights):
        weight = prose.get(element, 0.0)
        for above in element.iterancestors():
            if above in prose:
                prose[above] -= weight
        prose[element] = 0.0
    return prose


def named_chrome(scope: Element, weights: Weights) -> dict[Element, str]:
    """Outermost elements whose names say chrome, with the word; a word that covers much of the prose lies, here."""
    found: dict[Element, str] = {}
    covered: dict[str, float] = {}
    for element in scope.iter():
        if element.tag in INLINE or element is scope:
            continue
        match = NAMED_CHROME.search(names(element))
        if match and element.tag not in {"body", "html"}:
            found[element] = match[1]
            if found.get(element.getparent()) != match[1]:
                covered[match[1]] = covered.get(match[1], 0.0) + weights.prose.get(element, 0.0)
    most = TRUSTED * weights.prose.get(scope, 0.0)
    trusted = {
        element: word
        for element, word in found.items()
        if covered[word] <= (most * SURE if word.startswith(SURE_WORDS) else most)
    }
    return {element: word for element, word in trusted.items() if trusted.keys().isdisjoint(element.iterancestors())}
