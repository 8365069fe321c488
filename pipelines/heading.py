"""The article's heading on the page: the element that says what the page's own title says, and the titles to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from pipelines.text import nfc, squeeze

Element = etree._Element

PARTS = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|»]\s*")  # what joins a title and the site's name
WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|\w+")
ALIKE = 0.75  # F1 over words from which on two titles are one
LONGEST = 400


def text_of(element: Element) -> str:
    """All text below an element, squeezed, NFC."""
    return squeeze(nfc(" ".join(element.itertext())))


def alike(one: str, other: str) -> float:
    """F1 over the words of two titles, without case and punctuation."""
    a, b = set(WORD.findall(one.lower())), set(WORD.findall(other.lower()))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def page_titles(root: Element, declared: Iterable[str]) -> list[str]:
    """What the page may be called: declared titles, <title>, and the parts of each, in that order."""
    found = [title for title in declared if title]
    element = root.find("head/title")
    if element is None:
        element = next(root.iter("title"), None)
    if element is not None and element.text:
        found.append(element.text)
    parts = [part for title in found for part in PARTS.split(title) if len(part) > 20]
    return list(dict.fromkeys(squeeze(nfc(title)) for title in (*found, *parts)))


def find_heading(body: Element, titles: list[str]) -> Element | None:
    """The element whose text is the page's title: h1 before h2 and h3, those before any other; None if there is none."""
    for candidates in (_tagged(body, "h1"), _tagged(body, "h2", "h3"), _short(body, titles)):
        best, mark = None, ALIKE
        for element, text in candidates:
            likeness = max((alike(text, title) for title in titles), default=0.0)
            if likeness > mark:
                best, mark = element, likeness
        if best is not None:
            return best
    found = [element for element, text in _tagged(body, "h1") if len(text) > 15]
    return found[0] if len(found) == 1 else None


def _tagged(body: Element, *tags: str) -> Iterator[tuple[Element, str]]:
    for element in body.iter(*tags):
        text = text_of(element)
        if 0 < len(text) < LONGEST:
            yield element, text


def _short(body: Element, titles: list[str]) -> Iterator[tuple[Element, str]]:
    """Elements of any name that begin as a title does."""
    starts = {title[:12].lower() for title in titles if len(title) > 12}
    for element in body.iter("div", "p", "span", "strong", "b", "td", "h4", "h5", "font", "a"):
        own = squeeze(element.text or "")
        if len(own) >= 12 and own[:12].lower() in starts and element.getparent().tag != "a":
            yield element, text_of(element)
