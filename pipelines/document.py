"""From the bytes of a page to its tree: the charset they are really in, then lxml, without what is never read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree

from models.article import NotAnArticle, Page

# lxml's stubs know a tree's text as bytes or str and every parent as perhaps None; here both are certain.
Element: TypeAlias = Any

MOST_TAGS = 100_000  # opened and closed; the longest live blog has a tenth of them
LARGEST = 20_000_000  # bytes; a news page is under one million, what is beyond this is something else
PARSER = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False, collect_ids=False)

BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF8, "utf-8"))
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
IN_META = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# What browsers read under other names: https://encoding.spec.whatwg.org/#names-and-labels
READ_AS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "tis-620": "cp874",
    "utf8": "utf-8",
    "unicode": "utf-8",
}
TRIED = ("cp1258", "cp1252")  # when nothing else reads the bytes: Vietnamese first, then western Europe
DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
# Control characters, which no tree can hold; ESC stays till the text is decoded: ISO-2022-JP switches alphabets by it.
NO_TEXT = bytes({*range(32), 127} - set(b"\t\n\f\r\x1b"))
SAMPLE = 8192  # bytes by which text is told from none
ONE_SIDE = 0.95  # the share of zeros in even places, or in odd ones, from which on they are halves of letters
FEW_CONTROLS = 16
MOST_CONTROLS = 0.05  # of them that are control characters in a text; of chance bytes a tenth are
NO_CHARACTERS = ("\ufffe", "\uffff")
NO_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[1-9]|2[0-9]|3[01]|127|6553[45])|x0*(?:[0-8bef]|1[0-9a-f]|7f|fff[ef]))(?:;|(?![0-9a-f]))",
    re.IGNORECASE,
)
# What holds no text of the page and would cost most of the decoding and parsing; scripts are three quarters of a page.
DROPPED = re.compile(rb"<(?:(script|style|svg)[\s/>]|!--)")
KEPT = re.compile(rb"<script\b[^>]*ld\+json", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """A page's tree, the charset it was read in, and the contents of its JSON-LD scripts, in order."""

    root: Element
    charset: str
    data: tuple[str, ...] = ()


def parse(page: Page) -> Document:
    """The tree of an HTML page. Raises NotAnArticle: "empty", "not html", "document"."""
    _refuse(page)
    body, content_type = _plain_bytes(page)
    lean, scripts = without_scripts(body.replace(b"\0", b""))  # between all letters of UTF-16 that does not say so
    lean = lean.translate(None, NO_TEXT)
    if (tags := lean.count(b"<")) > MOST_TAGS:
        raise NotAnArticle("not html", f"{tags} tags")
    text, charset = decode(lean, content_type)
    valid = charset == "utf-8" and "\ufffd" not in text
    try:
        root = etree.fromstring(_clean(lean if valid else text.encode(), text), PARSER)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise NotAnArticle("empty", "no element") from None
    if root is None or root.find("body") is None:
        raise NotAnArticle("empty", "no body")
    return Document(root, charset, tuple(one.translate(None, NO_TEXT).decode(charset, "replace") for one in scripts))


def parse_part(html: str) -> Element | None:
    """The <body> of a piece of HTML, None where it has none."""
    root = etree.fromstring(_clean(html.encode("utf-8", "replace").translate(None, NO_TEXT), html), PARSER)
    return None if root is None else root.find("body")


def _clean(utf_8: bytes, text: str) -> bytes:
    """Without what lxml takes from a page but refuses to be given: no text or attribute can be written with it."""
    for character in NO_CHARACTERS:
        if character in text:  # a tenth of the time that looking for its bytes takes
            utf_8 = utf_8.replace(character.encode(), b"")
    if b"&#" in utf_8:
        utf_8 = NO_REFERENCE.sub(b"", utf_8)
    return utf_8.replace(b"\x1b", b"")


def _plain_bytes(page: Page) -> tuple[bytes, str]:
    """The body in a charset that has ASCII in it (UTF-16 becomes UTF-8), and the content type that goes with it."""
    for bom, charset in BOMS:
        if page.body.startswith(bom):
            return page.body[len(bom) :].decode(charset, "replace").encode(), "text/html; charset=utf-8"
    return page.body, page.content_type


def refuse_binary(body: bytes) -> None:
    """Raise NotAnArticle for bytes that are no text in any charset: control characters stand among them."""
    start = body[:SAMPLE]
    if _is_utf_16(start):
        return  # half a letter may be a control character
    if len(start) - len(start.translate(None, NO_TEXT)) > max(FEW_CONTROLS, MOST_CONTROLS * len(start)):
        raise NotAnArticle("not html", "bytes that are no text")


def _is_utf_16(start: bytes) -> bool:
    """By its mark, or because zeros stand in every other place."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if 0 not in start:
        return False
    zeros = start[::2].count(0), start[1::2].count(0)
    return sum(zeros) > MOST_CONTROLS * len(start) and max(zeros) > ONE_SIDE * sum(zeros)


def _refuse(page: Page) -> None:
    if not page.body.strip():
        raise NotAnArticle("empty", "no bytes")
    if page.body.startswith(DOCUMENTS):
        raise NotAnArticle("document", "a file, not a page")
    refuse_binary(page.body)
    kind = page.content_type.partition(";")[0].strip().lower()
    if kind and not any(word in kind for word in ("html", "xml", "text/plain", "octet-stream")):
        raise NotAnArticle("document" if kind.startswith("application/") else "not html", kind)
    if len(page.body) > LARGEST:
        raise NotAnArticle("not html", f"{len(page.body)} bytes")


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of the bytes and the charset it was read in: UTF-8 if it is valid, then what is declared.

    Bytes that are valid UTF-8 with letters beyond ASCII are never anything else by chance, whatever is declared.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(body, content_type)
    if b"\x1b" in body and b"\x1b$" in body:  # ISO-2022-JP is ASCII throughout
        return _decode_declared(body, content_type)
    return text, "utf-8"


def _declared(body: bytes, content_type: str) -> list[str]:
    names = [match[1] for match in IN_HEADER.finditer(content_type)]
    names += [match[1].decode("ascii", "replace") for match in IN_META.finditer(body[:5000])]
    known = []
    for name in names:
        try:
            known.append(codecs.lookup(READ_AS.get(name.lower(), name)).name)
        except LookupError:
            continue
    return known


def _decode_declared(body: bytes, content_type: str) -> tuple[str, str]:
    """Not UTF-8 throughout: the reading that leaves the fewest unreadable bytes, the declared ones first."""
    declared = _declared(body, content_type)
    readings = []
    for charset in dict.fromkeys([*declared, "utf-8", *TRIED]):
        text = body.decode(charset, "replace")
        if "\ufffd" not in text and charset in declared and charset != "utf-8":
            return text, charset
        readings.append((_unreadable(text), text, charset))
    _, text, charset = min(readings, key=lambda reading: reading[0])
    return text, charset


def _unreadable(text: str) -> int:
    """How much of a text is no text: replacement characters, C1 controls, letters that only a wrong charset gives."""
    wrong = text.count("\ufffd") + sum(text.count(mark) for mark in ("Ã", "â€", "á»", "áº", "Ä‘"))
    return wrong * 2 + len(re.findall("[\x80-\x9f]", text))


def without_scripts(body: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """A page's source without scripts, styles and drawings; and the JSON-LD that scripts held."""
    kept, data, at = [], [], 0
    for begin, end in _spans(body):
        kept.append(body[at:begin])
        if KEPT.match(body, begin, begin + 300):
            data.append(body[body.find(b">", begin) + 1 : body.rfind(b"</", begin, end)])
        at = end
    return b"".join((*kept, body[at:])), tuple(data)


def _spans(body: bytes) -> Iterator[tuple[int, int]]:
    """Where what is dropped begins and ends; what stands in comments, or has no end, is left to the parser."""
    endless: set[bytes] = set()
    match = DROPPED.search(body)
    while match:
        at, tag = match.end(), match[1]
        if tag is None:
            at = body.find(b"-->", match.start() + 2)
            if at < 0:
                return
        elif tag not in endless:
            close = body.find(b"</" + tag, at)
            if close < 0:
                endless.add(tag)
            else:
                at = body.find(b">", close) + 1 or len(body)
                yield match.start(), at
        match = DROPPED.search(body, at)
