"""Dumps of the sample portals' pages, made as a plain HTML-to-text pass makes them, are read as the truth has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree, html

from archive.samples.pages import pages
from archive.samples.truth import Truth
from models.article import NotAnArticle
from pipelines.dumps import read_dump, repeated_lines

POSTS = 350
UTF8 = html.HTMLParser(encoding="utf-8")  # the portals' declared charsets lie
INLINE = frozenset(("a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"))
SILENT = frozenset(("script", "style", "noscript", "template", "title"))


def dumped(body: bytes) -> str:
    """Each block a line of its own, a table's row one line, nothing left out but scripts."""
    return "\n".join(
        " ".join(line.split()) for line in "".join(_pieces(html.fromstring(body, parser=UTF8))).split("\n")
    )


def _pieces(element: etree._Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    edge = "" if element.tag in INLINE else " | " if element.tag in ("td", "th") else "\n"
    yield edge
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        yield from _pieces(child)
        yield " ".join((child.tail or "").split("\n"))
    yield "" if edge == " | " else edge


def read(portal: str, *, together: bool) -> Iterator[tuple[Truth, dict[str, object] | None]]:
    dumps = [(dumped(page.body), truth) for page, truth in pages(portal, POSTS) if page.status == 200]
    repeated = repeated_lines(text for text, _ in dumps) if together else frozenset[str]()
    for text, truth in dumps:
        try:
            yield truth.on_page, read_dump(text, None, repeated).to_json()
        except NotAnArticle:
            yield truth.on_page, None


@pytest.mark.parametrize("together", [False, True], ids=["each alone", "together"])
@pytest.mark.parametrize(
    ("portal", "fields"),
    [
        ("sample-vcms", ("title", "lead", "dateline", "published_at", "published_precision", "source")),
        ("sample-liferay", ("title", "lead", "authors", "dateline", "published_at", "published_precision", "source")),
        ("sample-news", ("title", "authors", "dateline", "published_at", "published_precision", "source")),
    ],
)
def test_dumps_of_the_sample_portals(portal: str, fields: tuple[str, ...], together: bool) -> None:
    """A dump has no markup: what it marks by position alone (a newspaper's lead, some captions) is not asked here."""
    for truth, article in read(portal, together=together):
        assert (article is not None) == truth.is_article, truth.url
        for name in fields if article else ():
            told, wanted = article[name], getattr(truth, name)
            assert (tuple(told) if isinstance(told, list) else told) == wanted, (truth.url, name)


@pytest.mark.parametrize(("portal", "floor"), [("sample-vcms", 0.95), ("sample-liferay", 0.95), ("sample-news", 0.95)])
def test_captions_of_dumps_are_mostly_told_from_headings(portal: str, floor: float) -> None:
    """Both are short lines without a full stop: the share of posts with all captions right is held by a floor."""
    found = [(truth, article) for truth, article in read(portal, together=False) if article]
    right = sum(article["captions"] == list(truth.captions) for truth, article in found)
    assert right / len(found) >= floor
