"""An article as the columns of its row, and back, without losing anything."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timezone
from typing import Any

import orjson

from models.article import Article, Attachment, Image, iso_date, text_of
from models.tables import ArticleRow

# What an article says; a change of any of these makes a revision.
SAID = (
    "title",
    "lead",
    "paragraphs",
    "captions",
    "images",
    "attachments",
    "byline",
    "source",
    "dateline",
    "published_at",
    "published_precision",
    "modified_at",
    "section",
    "tags",
    "language",
)
# Where it stands and how it was read: follows the newest page without making a revision.
CARRIED = ("url", "origins", "published_utc")  # the last tells the zone of a day


def columns_of(article: Article) -> dict[str, Any]:
    """The values of an article's columns, all but ``html`` (see `packed`) and the authors."""
    return {
        "url": article.url,
        "title": article.title,
        "lead": article.lead,
        "paragraphs": list(article.paragraphs),
        "captions": list(article.captions),
        "images": [{"url": image.url, "caption": image.caption, "alt": image.alt} for image in article.images],
        "attachments": [{"url": file.url, "title": file.title} for file in article.attachments],
        "byline": article.byline,
        "source": article.source,
        "dateline": article.dateline,
        "published_at": iso_date(article.published_at, article.published_precision),
        "published_precision": article.published_precision,
        "published_date": article.published_at.date() if article.published_at else None,
        "published_utc": _utc(article.published_at, article.published_precision),
        "modified_at": iso_date(article.modified_at, "minute"),
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "origins": dict(article.origins),
    }


def names_of(article: Article) -> list[str]:
    """The authors, each once."""
    return list(dict.fromkeys(article.authors))


def _utc(moment: datetime | None, precision: str | None) -> datetime | None:
    """For ordering: a day counts from its midnight, a time of no known zone as UTC."""
    if moment is None:
        return None
    if precision == "day":
        moment = datetime.combine(moment.date(), datetime.min.time(), moment.tzinfo)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def packed(article: Article) -> bytes | None:
    """The HTML, zlib with the article's text as its dictionary: what is left are the tags, a twentieth."""
    if article.html is None:
        return None
    deflate = zlib.compressobj(zdict=article.text.encode())
    return deflate.compress(article.html.encode()) + deflate.flush()


def unpacked(html: bytes | None, text: str) -> str | None:
    """The HTML that was `packed` with this text."""
    found = inflated(html, text.encode())
    return None if found is None else found.decode()


def inflated(html: bytes | None, text: bytes) -> bytes | None:
    """`unpacked` for who has UTF-8 and wants it."""
    if html is None:
        return None
    inflate = zlib.decompressobj(zdict=text)
    return inflate.decompress(html) + inflate.flush()


def article_of(row: ArticleRow) -> Article:
    """The article that was stored in the row."""
    return article_from(row, (author.name for author in row.authors))


def article_from(row: Any, authors: Iterable[str]) -> Article:
    """`article_of` for whatever has the row's columns as attributes."""
    return Article(
        url=row.url,
        title=row.title,
        lead=row.lead,
        paragraphs=tuple(row.paragraphs),
        captions=tuple(row.captions),
        images=tuple(Image(**image) for image in row.images),
        attachments=tuple(Attachment(**file) for file in row.attachments),
        authors=tuple(authors),
        byline=row.byline,
        source=row.source,
        dateline=row.dateline,
        published_at=_published(row),
        published_precision=row.published_precision,
        modified_at=datetime.fromisoformat(row.modified_at) if row.modified_at else None,
        section=row.section,
        tags=tuple(row.tags),
        language=row.language,
        html=unpacked(row.html, text_of(row.lead, row.paragraphs)),
        origins=dict(row.origins),
    )


def _published(row: Any) -> datetime | None:
    """A day is written without its zone, which is what lies between its midnight and `published_utc`."""
    if row.published_at is None:
        return None
    moment = datetime.fromisoformat(row.published_at)
    if row.published_precision != "day" or row.origins.get("zone") == "none":
        return moment
    zone = timezone(moment - row.published_utc.replace(tzinfo=None))
    return moment.replace(tzinfo=zone)


def written(article: Article) -> bytes:
    """A revision's content: `Article.to_json`, zlib, with the zone of a day that has one."""
    found = article.to_json()
    if article.published_at:
        found["published_at"] = article.published_at.isoformat()
    return zlib.compress(orjson.dumps(found))


def read_back(content: bytes) -> Article:
    """The article that `written` wrote."""
    found: Mapping[str, Any] = orjson.loads(zlib.decompress(content))
    return Article.from_json(found)
