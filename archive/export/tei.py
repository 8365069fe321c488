"""TEI P5 (https://tei-c.org/guidelines/p5/): an article as a TEI document, a corpus as teiCorpus."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from lxml import etree

from archive.export.formats import Write
from archive.records import Values

NAMESPACE = "http://www.tei-c.org/ns/1.0"
NAMES: Any = {None: NAMESPACE}  # the stubs do not know that a default namespace has no prefix
XML = "http://www.w3.org/XML/1998/namespace"
# What XML 1.0 cannot say (https://www.w3.org/TR/xml/#charsets) becomes U+FFFD.
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@contextmanager
def corpus(file: BinaryIO, fields: Sequence[str]) -> Iterator[Write]:
    """One teiCorpus with a header of its own, then a TEI document an article."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(_tag("teiCorpus"), nsmap=NAMES):
            xml.write(_header("A corpus of news articles", (), "Exported from a news archive.", ()))
            yield lambda record: xml.write(document(record))


def as_tei(record: Values) -> str:
    """One article as a TEI document of its own."""
    return str(etree.tostring(document(record), encoding="utf-8", xml_declaration=True).decode())


def document(record: Values) -> etree._Element:
    """The TEI element of an article: header, then text: head, paragraphs; rend tells lead and captions."""
    tei = etree.Element(_tag("TEI"), nsmap=NAMES)
    tei.set(f"{{{XML}}}id", f"article-{record['id']}")
    if record["language"]:
        tei.set(f"{{{XML}}}lang", record["language"])
    tei.append(_header(record["title"], record["authors"], f"Published by {record['site']}.", _source(record)))
    tei[0].append(_profile(record))
    body = _add(_add(tei, "text"), "body")
    inner = _add(body, "div", type="article")
    _add(inner, "head", record["title"])
    if record["lead"]:
        _add(inner, "p", record["lead"], rend="lead")
    for paragraph in record["paragraphs"]:
        _add(inner, "p", paragraph)
    if not record["lead"] and not record["paragraphs"]:
        _add(inner, "p")
    for caption in record["captions"]:
        _add(inner, "p", caption, rend="caption")
    return tei


def _header(title: str, authors: Sequence[str], publication: str, source: Sequence[etree._Element]) -> etree._Element:
    header = etree.Element(_tag("teiHeader"), nsmap=NAMES)
    described = _add(header, "fileDesc")
    named = _add(described, "titleStmt")
    _add(named, "title", title, type="main")
    for author in authors:
        _add(named, "author", author)
    _add(_add(described, "publicationStmt"), "p", publication)
    sources = _add(described, "sourceDesc")
    sources.extend(source)
    if not source:
        _add(sources, "p", "The articles below, each with its own source.")
    return header


def _source(record: Values) -> list[etree._Element]:
    """Where the text was: title, authors, whom it was taken over from, date as stated, address."""
    bibl = etree.Element(_tag("bibl"))
    _add(bibl, "title", record["title"])
    for author in record["authors"]:
        _add(bibl, "author", author)
    if record["source"]:
        _add(bibl, "publisher", record["source"])
    if record["published_at"]:
        _add(bibl, "date", record["published_at"], when=record["published_at"])
    if record["url"]:
        _add(bibl, "ptr", target=record["url"])
    return [bibl]


def _profile(record: Values) -> etree._Element:
    profile = etree.Element(_tag("profileDesc"))
    if record["language"]:
        _add(_add(profile, "langUsage"), "language", ident=record["language"])
    terms = [("section", record["section"]), *(("tag", tag) for tag in record["tags"])]
    if any(value for _, value in terms):
        keywords = _add(_add(profile, "textClass"), "keywords")
        for kind, value in terms:
            if value:
                _add(keywords, "term", value, type=kind)
    return profile


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    added = etree.SubElement(parent, _tag(name), {key: _said(value) for key, value in attributes.items()})
    added.text = _said(text) if text is not None else None
    return added


def _said(text: str) -> str:
    return UNSAYABLE.sub("\ufffd", text)
