"""Beautiful Soup's tree of a part of a page that lxml has parsed: handed over element by element, not as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from bs4 import BeautifulSoup
from bs4.builder import HTMLTreeBuilder
from lxml import etree

from pipelines.document import Element

MOST_BREAKS = 2  # that follow each other; more say nothing more


def soup_of(element: Element) -> BeautifulSoup:
    """The soup of an element. White space between blocks is left out, but not before an image: it stands in words."""
    return BeautifulSoup(element, builder=_FromTree())


class _FromTree(HTMLTreeBuilder):
    """A tree builder whose markup is an lxml element."""

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes={}, store_line_numbers=False)

    def prepare_markup(self, markup: Any, *_args: Any, **_given: Any) -> Iterator[tuple[Any, None, None, bool]]:
        yield markup, None, None, False

    def feed(self, markup: Any) -> None:
        soup, breaks = cast(BeautifulSoup, self.soup), 0
        for event, element in etree.iterwalk(markup, events=("start", "end")):
            if element.tag != "br":
                breaks = 0
                _start(element, soup) if event == "start" else soup.handle_endtag(element.tag)
            elif event == "start":
                breaks += 1
                if breaks <= MOST_BREAKS:
                    _start(element, soup)
                    soup.handle_endtag("br")
            if event == "end" and element is not markup and (text := element.tail) and _counts(text, element.getnext()):
                breaks = breaks if text.isspace() else 0
                soup.handle_data(text)


def _start(element: Element, soup: BeautifulSoup) -> None:
    soup.handle_starttag(element.tag, None, None, dict(element.attrib))
    if (text := element.text) and _counts(text, next(iter(element), None)):
        soup.handle_data(text)


def _counts(text: str, following: Element | None) -> bool:
    return not text.isspace() or (following is not None and following.tag == "img")
