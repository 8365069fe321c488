"""Text dumps: what an HTML-to-text pass left of a page, chrome included, read back into an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from models.article import Article, NotAnArticle
from models.site import Site
from pipelines.byline import Byline, read_dateline
from pipelines.dates import Stamp
from pipelines.dumplines import Line, read_lines, repeated_lines
from pipelines.dumpparts import Parts, tell_apart
from pipelines.phrases import NO_ARTICLE, phrases
from pipelines.text import nfc, unaccent

__all__ = ["read_dump", "repeated_lines"]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOWHERE = ZoneInfo("UTC")  # stands in where no zone is known; taken off again
VIETNAMESE = re.compile("[đĐơƠưƯăĂ\u1ea0-\u1ef9]")
ENGLISH = re.compile(r"\b(?:the|and|of|to|in|that|was|for|with)\b")
FEWEST_LETTERS = 80  # of running text in an article
WITHOUT_TITLE = 400  # … of one whose title the dump does not have
LANGUAGE_SAMPLE = 1000
OPENINGS = {reason: tuple(phrases({reason: row})) for reason, row in NO_ARTICLE.items()}
LISTED = 3  # dates of other posts that make a page without text a listing


def read_dump(text: str, site: Site | None, repeated: frozenset[str] = frozenset(), url: str | None = None) -> Article:
    """The article in a text dump of a page. ``repeated``: lines known as the site's chrome (`repeated_lines`).
    ``url``: of the page, where it is known.

    Raises NotAnArticle: "empty", "error page", "login", "search", "listing" or "no text".
    """
    text = nfc(text)
    language = site.language if site else _language(text)
    known = site.zone if site else VIETNAM if language == "vi" else None
    lines = read_lines(text, known or NOWHERE, repeated)
    parts = tell_apart(lines, known or NOWHERE)
    _refuse(lines, parts)
    origins: dict[str, str] = {}
    published, modified = _stamps(parts, language)
    byline = _byline(parts.bylines)
    openings = (read_dateline(text) for text in (parts.lead, *parts.paragraphs[:1]) if text)
    for name in ("title", "lead", "captions", "tags", "section"):
        if getattr(parts, name):
            origins[name] = "visible"
    if byline:
        origins |= {name: "visible" for name in ("authors", "source") if getattr(byline, name)}
    return Article(
        url=url,
        title=parts.title,
        lead=parts.lead,
        paragraphs=tuple(parts.paragraphs),
        captions=tuple(parts.captions),
        authors=byline.authors if byline else (),
        byline=byline.line if byline else None,
        source=byline.source if byline else None,
        dateline=next(filter(None, openings), None),
        published_at=_placed(published, known, origins, "published_at"),
        published_precision=published[0].precision if published else None,
        modified_at=_placed(modified, known, origins, "modified_at"),
        section=parts.section,
        tags=parts.tags,
        language=language,
        origins=origins,
    )


def _refuse(lines: Sequence[Line], parts: Parts) -> None:
    if not any(any(map(str.isalpha, line.text)) for line in lines):
        raise NotAnArticle("empty")
    letters = parts.running
    if parts.listed:
        raise NotAnArticle("listing", f"entries follow {parts.title!r}")
    if letters < WITHOUT_TITLE:
        _refuse_by_phrase(lines)
    if letters < (FEWEST_LETTERS if parts.title else WITHOUT_TITLE):
        listed = sum(line.kind == "date" for line in lines)
        raise NotAnArticle("listing" if listed >= LISTED else "no text", f"{letters} letters of running text")


def _refuse_by_phrase(lines: Sequence[Line]) -> None:
    for line in lines:
        plain = unaccent(line.text[:80])
        for reason, openings in OPENINGS.items():
            if plain.startswith(openings):
                raise NotAnArticle(reason, line.text[:80])


def _byline(bylines: Sequence[Byline]) -> Byline | None:
    """One byline of several lines: all authors, the first source, the line that names the authors."""
    signed = [byline for byline in bylines if byline.authors or byline.source]
    if not signed:
        return None
    authors = tuple(dict.fromkeys(name for byline in signed for name in byline.authors))
    source = next((byline.source for byline in signed if byline.source), None)
    line = next((byline.line for byline in signed if byline.authors), signed[0].line)
    return Byline(authors, source, line)


Dated = tuple[Stamp, bool]


def _stamps(parts: Parts, language: str | None) -> tuple[Dated | None, Dated | None]:
    """When it was published and changed. Vietnamese portals label the only date "Cập nhật": it was put up then."""
    published = next((found for found in parts.stamps if not found[1]), None)
    modified = next((found for found in parts.stamps if found[1]), None)
    return (modified, None) if published is None and language == "vi" else (published, modified)


def _placed(found: Dated | None, zone: ZoneInfo | None, origins: dict[str, str], name: str) -> datetime | None:
    """Aware, unless neither page nor site says where."""
    if found is None:
        return None
    stamp = found[0]
    origins[name] = "visible"
    if zone is None and stamp.moment.tzinfo is NOWHERE:
        origins["zone"] = "none"
        return stamp.moment.replace(tzinfo=None)
    return stamp.moment


def _language(text: str) -> str | None:
    """ "vi" or "en" where the letters or the small words of an NFC text prove it."""
    sample = text[:LANGUAGE_SAMPLE]
    for language, proof in (("vi", VIETNAMESE), ("en", ENGLISH)):
        if next(islice(proof.finditer(sample), len(sample) // 60, None), None):  # more than one in 60 characters
            return language
    return None
