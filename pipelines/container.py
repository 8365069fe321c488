"""Where on a page the article stands: up from its heading, then down to what holds most of the prose."""

from __future__ import annotations

from pipelines.document import Element
from pipelines.elements import SILENT
from pipelines.weights import Weights

SURE_WORDS = ("comment", "cookie", "consent", "gdpr", "modal", "popup", "overlay", "disqus", "footer", "menu")
SURE = 3.3  # how much more such a name may cover
TRUSTED = 0.3  # a name that covers more of the prose than this is no name of chrome on this page
ENOUGH = 0.35  # the share of the page's prose that the article's own part of the page has
PARAGRAPH = 80  # characters of prose of a paragraph that an article may begin with
HOLDS = 0.8  # the share of a node's prose that a child must hold for the way down to go on


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
        if _begins_before(best, weights):
            return node
        node = best


def _begins_before(best: Element, weights: Weights) -> bool:
    """Do paragraphs dressed as those inside stand right before an element? Sites set apart what readers pay for."""
    before = next((one for one in best.itersiblings(preceding=True) if weights.text.get(one)), None)
    if before is None:
        return False
    found = [one for one in before.iter("p") if weights.own.get(one, 0.0) >= PARAGRAPH]
    dressed = {one.get("class") for one in found if one is before or one.get("class")}
    return bool(dressed) and any(
        one.get("class") in dressed for one in best.iter("p") if weights.own.get(one, 0.0) >= PARAGRAPH
    )


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


def named_chrome(scope: Element, weights: Weights) -> dict[Element, str]:
    """Outermost elements whose names say chrome, with the word; a word that covers much of the prose lies, here."""
    inside = {element: word for element, word in weights.named.items() if scope in element.iterancestors()}
    covered: dict[str, float] = {}
    for element, word in inside.items():
        if inside.get(element.getparent()) != word:
            covered[word] = covered.get(word, 0.0) + weights.prose.get(element, 0.0)
    most = TRUSTED * weights.prose.get(scope, 0.0)
    lies = {word for word, prose in covered.items() if prose > (most * SURE if word.startswith(SURE_WORDS) else most)}
    trusted = {element: word for element, word in inside.items() if word not in lies}
    return {element: word for element, word in trusted.items() if trusted.keys().isdisjoint(element.iterancestors())}
