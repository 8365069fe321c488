"""What a page says about itself to machines: JSON-LD, OpenGraph and other meta elements, microdata."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from lxml import etree

from pipelines.document import Element

ARTICLE = re.compile(r"(?:Article|Posting|Review|Reportage)$")  # https://schema.org/Article and its subtypes
NO_ARTICLE = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage"})
CONTROL = re.compile("[\x00-\x1f]+")
TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)?\s*|\s*(?:-->|//\]\]>|\]\]>|;)?\s*$")
TELLING = ("headline", "datePublished", "author", "articleBody")  # the article that has most of them comes first
DEEPEST = 12
WITH_ITEMPROP = etree.XPath("//@itemprop/..")
# Meta names for a field, the most trustworthy first.
_NAMES = {
    "title": "og:title twitter:title headline title dc.title sailthru.title parsely-title",
    "description": "og:description description twitter:description",
    "published": (
        "article:published_time og:article:published_time article:published datepublished date_published published_at"
        " publish_date publish-date pubdate parsely-pub-date sailthru.date dc.date.issued dcterms.created"
        " dc.date.created dc.date dcterms.date cxenseparse:recs:publishtime date publication_date release_date"
    ),
    "modified": "article:modified_time og:updated_time lastmod last-modified datemodified dcterms.modified",
    "authors": (
        "author article:author og:article:author byl dc.creator dcterms.creator parsely-author sailthru.author"
        " cxenseparse:author authors article:author_name"
    ),
    "section": "article:section og:article:section section parsely-section cxenseparse:category",
    "tags": "article:tag og:article:tag news_keywords keywords",
    "site": "og:site_name application-name twitter:site",
    "language": "og:locale content-language dc.language language",
}
SEPARATORS = str.maketrans("._-", ":::")  # "article:published_time", "article.published-time": one name
META = {name: tuple(names.translate(SEPARATORS).split()) for name, names in _NAMES.items()}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What machines are told.

    articles: JSON-LD objects that describe the article, best first; those inside another (the entries of a live blog)
    last. meta: values by name, in lower case with colons as its only separators. microdata: values by itemprop; "author
    organisation" is an author who is none. types: of all JSON-LD objects. trail: the names of breadcrumbs.
    """

    articles: tuple[dict[str, Any], ...] = ()
    meta: dict[str, list[str]] = field(default_factory=dict)
    microdata: dict[str, list[str]] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    trail: tuple[str, ...] = ()

    def values(self, name: str) -> list[tuple[str, str]]:
        """(value, meta name) of a field of META, in order of trust."""
        return [(value, key) for key in META[name] for value in self.meta.get(key, ())]


def read_metadata(root: Element, data: tuple[str, ...]) -> Metadata:
    """Everything a page says about itself outside the visible text."""
    objects = [(found, _types(found), inside) for text in data for found, inside in _objects(read_json(text))]
    articles = [(found, inside) for found, kinds, inside in objects if _is_article(kinds)]
    articles.sort(key=lambda one: (one[1], -sum(key in one[0] for key in TELLING)))
    types = frozenset(kind for _, kinds, _ in objects for kind in kinds)
    trail = next((_trail(found) for found, kinds, _ in objects if "BreadcrumbList" in kinds), ())
    return Metadata(tuple(found for found, _ in articles), _meta(root), _microdata(root), types, trail)


def _is_article(kinds: tuple[str, ...]) -> bool:
    return any(map(ARTICLE.search, kinds))


def read_json(text: str) -> Any:
    """JSON as pages have it, with control characters, trailing commas, comment marks around it; None if it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    mended = CONTROL.sub(" ", WRAPPING.sub("", text))
    for attempt in (mended, TRAILING_COMMA.sub("", mended), html.unescape(mended)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(found: Any) -> Iterator[tuple[dict[str, Any], bool]]:
    """All objects of a JSON-LD value, outer ones first, down to a depth no page needs; each with: inside an article?"""
    level = [(found, False)]
    for _ in range(DEEPEST):
        deeper: list[tuple[Any, bool]] = []
        for value, inside in level:
            if isinstance(value, dict):
                yield value, inside
                within = inside or _is_article(_types(value))
                deeper += [(inner, within) for inner in value.values() if isinstance(inner, dict | list)]
            elif isinstance(value, list):
                deeper += [(one, inside) for one in value]
        level = deeper


def _trail(found: dict[str, Any]) -> tuple[str, ...]:
    steps = found.get("itemListElement")
    named = (
        [step.get("name") or step.get("item") for step in steps if isinstance(step, dict)]
        if isinstance(steps, list)
        else []
    )
    names = [name.get("name") if isinstance(name, dict) else name for name in named]
    return tuple(name for name in names if isinstance(name, str) and not name.startswith("http"))


def _types(found: dict[str, Any]) -> tuple[str, ...]:
    kind = found.get("@type")
    return tuple(str(one).rpartition("/")[2] for one in (kind if isinstance(kind, list) else [kind] if kind else []))


def _meta(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("http-equiv")
        content = element.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower().translate(SEPARATORS), []).append(content.strip())
    return found


def _microdata(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in cast(list[Element], WITH_ITEMPROP(root)):
        value = element.get("content") or element.get("datetime") or ""
        if not value and element.tag not in {"img", "meta", "link", "a"}:
            value = " ".join("".join(element.itertext()).split()) if len(element) < 20 else ""
        organised = (element.get("itemtype") or "").endswith("/Organization")
        for name in (element.get("itemprop") or "").split():
            if value:
                kind = "author organisation" if organised and name == "author" else name
                found.setdefault(kind, []).append(value.strip())
    return found
