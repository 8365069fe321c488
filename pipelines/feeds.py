"""Documents that list posts for machines: RSS, Atom and JSON feeds, sitemaps and their indexes.

XML is read without entities, without the network and within bounds; a document that declares entities is refused.
"""

from __future__ import annotations

import html
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any

import orjson
from lxml import etree

from models.article import Hint, NotAnArticle
from pipelines.text import nfc, squeeze

LARGEST = 50_000_000  # bytes unpacked, as the sitemap protocol has it: https://www.sitemaps.org/protocol.html
MOST_ENTRIES = 50_000  # there, too
LONGEST = {"title": 300, "published": 80, "abstract": 1000}  # characters of a hint that are kept
GZIP = b"\x1f\x8b"
# Root element -> what the document is. RSS 0.9 to 2.0 and 1.0's RDF, Atom (RFC 4287), sitemaps.org 0.9
ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index"}
ENTRIES = {"item", "entry", "url", "sitemap"}
# Field of a hint -> the elements that state it; the first that is there counts. "updated" and "lastmod" are no
# publication.
FIELDS = {
    "title": ("title",),
    "published": ("publication_date", "pubdate", "published", "date", "issued"),
    "abstract": ("description", "summary"),
}
FOREIGN = re.compile(r"image|video|/mrss|itunes|geo")  # in the namespace of what has a title of its own within an entry
NEWS = "sitemap-news"
DECLARES = re.compile(rb"<!ENTITY", re.IGNORECASE)
FIRST_ELEMENT = re.compile(rb"<[A-Za-z]")
AMPERSAND = re.compile(rb"&(?:(#\w+|[A-Za-z]\w*);)?")
XML_NAMES = {b"amp", b"lt", b"gt", b"quot", b"apos"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed or sitemap says of one page. ``is_post``: it lists posts only; a plain sitemap lists every page."""

    url: str
    hint: Hint
    is_post: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap: its entries in order; of an index, the sitemaps with the time of their last change or ""."""

    entries: tuple[Entry, ...] = ()
    sitemaps: tuple[tuple[str, str], ...] = ()


def read_feed(body: bytes) -> Feed:
    """The entries of a feed or sitemap, gzipped or not, 50,000 at most.

    Raises NotAnArticle: "not a feed" for anything else, "xml entities" for a document that declares some,
    "too large" for one that unpacks to over 50 MB.
    """
    plain = _utf_8(_unpacked(body)).strip()
    if plain.startswith(b"{"):
        return _of_json(plain)
    if not plain.startswith(b"<"):
        return _of_lines(plain)
    first = FIRST_ELEMENT.search(plain)
    if DECLARES.search(plain, 0, first.start() if first else len(plain)):
        raise NotAnArticle("xml entities", "a document that lists posts needs none")
    return _of_xml(AMPERSAND.sub(_referred, plain))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(GZIP):
        return body
    unpack = zlib.decompressobj(31)
    try:
        plain = unpack.decompress(body, LARGEST)
    except zlib.error as error:
        raise NotAnArticle("not a feed", f"damaged gzip: {error}") from None
    if unpack.unconsumed_tail:
        raise NotAnArticle("too large", f"over {LARGEST} bytes unpacked")
    return plain


def _utf_8(body: bytes) -> bytes:
    """UTF-16 would hide from us what it declares; its declaration no longer holds then."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return re.sub(r"^<\?xml[^>]*\?>", "", body.decode("utf-16", "replace")).encode()
    return body.removeprefix(b"\xef\xbb\xbf")


def _referred(match: re.Match[bytes]) -> bytes:
    """A reference that XML knows; others become what HTML means by them, a bare ampersand itself."""
    name = match[1]
    if name is None or not (name.startswith(b"#") or name in XML_NAMES):
        character = html5.get(name.decode("ascii") + ";") if name else None
        return "".join(f"&#{ord(one)};" for one in character).encode() if character else b"&amp;" + match[0][1:]
    return match[0]


def _of_xml(body: bytes) -> Feed:
    kind, entries, sitemaps = "", list[Entry](), list[tuple[str, str]]()
    for element in _elements(body):
        name = _local(element)
        if not kind:
            kind = ROOTS.get(name, "")
            if not kind:
                raise NotAnArticle("not a feed", f"its root is <{name}>")
        elif kind == "index":
            if found := _first(element, ("loc",)):
                sitemaps.append((_plain_url(found), _first(element, ("lastmod",))))
        elif (entry := _entry(element, kind)) is not None:
            entries.append(entry)
        if len(entries) + len(sitemaps) >= MOST_ENTRIES:
            break
    if not kind:
        raise NotAnArticle("not a feed", "no element")
    return Feed(tuple(entries), tuple(sitemaps))


def _elements(body: bytes) -> Iterator[Any]:
    """The root as it begins, then each entry as it ends; what was read is let go."""
    safe: Any = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    events = etree.iterparse(
        io.BytesIO(body), events=("start", "end"), recover=True, remove_comments=True, remove_pis=True, **safe
    )
    try:
        for count, (event, element) in enumerate(events):
            if count == 0:
                yield element
            elif event == "end" and _local(element) in ENTRIES:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # what stands before the break holds; where that is nothing, the caller says so


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _namespace(element: Any) -> str:
    return str(element.tag).rpartition("}")[0]


def _entry(element: Any, kind: str) -> Entry | None:
    parts = [one for one in element.iter() if isinstance(one.tag, str) and not FOREIGN.search(_namespace(one))]
    url = _url(parts)
    if not url:
        return None
    texts = {name: next(filter(None, _texts(parts, names)), None) for name, names in FIELDS.items()}
    is_news = any(NEWS in _namespace(one) for one in parts)
    return Entry(url, bounded("feed" if kind == "feed" else "sitemap", **texts), kind == "feed" or is_news)


def _texts(parts: list[Any], names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        for part in parts:
            if _local(part) == name:
                yield _text("".join(part.itertext()))


def _first(element: Any, names: tuple[str, ...]) -> str:
    return next(filter(None, _texts(list(element.iter()), names)), "")


def _url(parts: list[Any]) -> str:
    """A sitemap's <loc>; Atom's link without another relation; RSS's link, else a guid that is one."""
    guid = ""
    for part in parts:
        name, text = _local(part), (part.text or "").strip()
        if name == "loc" or (name == "link" and text):
            return _plain_url(text)
        if name == "link" and part.get("href") and part.get("rel", "alternate") == "alternate":
            return _plain_url(part.get("href"))
        if name == "guid" and part.get("isPermaLink", "true") == "true" and text.startswith("http"):
            guid = _plain_url(text)
    return guid


def _plain_url(text: str) -> str:
    return text.strip().replace("&amp;", "&")


def _text(value: str) -> str:
    """Plain text of what may be HTML, escaped once more than it need be."""
    if "<" in value or "&" in value:
        value = html.unescape(value)
    if "<" in value:
        tree = etree.fromstring(f"<div>{value}</div>", etree.HTMLParser(remove_comments=True))
        value = " ".join(map(str, tree.itertext())) if tree is not None else ""
    return squeeze(nfc(value))


def bounded(origin: str, title: str | None, published: str | None, abstract: str | None) -> Hint:
    """A hint of bearable size; empty texts are none."""
    given = {"title": title, "published": published, "abstract": abstract}
    return Hint(origin, **{name: (text or "")[: LONGEST[name]] or None for name, text in given.items()})


def _of_json(body: bytes) -> Feed:
    """JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/"""
    try:
        items = orjson.loads(body)["items"]
    except (orjson.JSONDecodeError, KeyError) as error:
        raise NotAnArticle("not a feed", f"JSON without items: {error}") from None
    found = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    entries = (_json_entry(one) for one in found[:MOST_ENTRIES])
    return Feed(tuple(entry for entry in entries if entry))


def _json_entry(item: dict[str, Any]) -> Entry | None:
    def said(*names: str) -> str | None:
        return next((_text(item[name]) for name in names if isinstance(item.get(name), str)), None)

    url = item.get("url") or item.get("id")
    if not isinstance(url, str) or not url.startswith(("http:", "https:", "/")):
        return None
    return Entry(url, bounded("feed", said("title"), said("date_published"), said("summary", "content_text")), True)


def _of_lines(body: bytes) -> Feed:
    """A sitemap of plain text: a URL a line, and nothing else."""
    lines = body.decode("utf-8", "replace").split("\n", MOST_ENTRIES)
    urls = [line.strip() for line in lines[:MOST_ENTRIES] if line.strip()]
    if not urls or not all(url.startswith(("http://", "https://")) and " " not in url for url in urls):
        raise NotAnArticle("not a feed", "neither XML, JSON nor a list of URLs")
    return Feed(tuple(Entry(url, Hint("sitemap"), False) for url in urls))
