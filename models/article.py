"""The values that travel through the program: a page as it was fetched, what led to it, the article read from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

Value = TypeVar("Value")


def handed_over(kind: type[Value]) -> type[Value]:
    """A frozen dataclass that goes from process to process as its class and values, in half the time of its own way."""
    values = attrgetter(*(one.name for one in fields(kind)))  # type: ignore[arg-type]
    kind.__reduce__ = lambda self: (kind, values(self))  # type: ignore[method-assign]
    return kind


@handed_over
@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was served: the decoded HTTP body (no content encoding left), nothing else changed.

    ``fetched_at`` is aware. ``headers`` has lower-case names. ``status`` is the HTTP status.
    """

    body: bytes
    url: str | None = None
    fetched_at: datetime | None = None
    content_type: str = "text/html"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hint:
    """What another place says of a page: the entry that led to it.

    origin: "feed", "listing", "sitemap" or "calendar". title, abstract: as that place prints them, perhaps cut short.
    published: its date as that place has it: ISO 8601, RFC 822, or as displayed.
    """

    origin: str
    title: str | None = None
    published: str | None = None
    abstract: str | None = None


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article: absolute URL, its caption as the page prints it, its alternative text."""

    url: str
    caption: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the article offers (PDF, DOC, XLS …): absolute URL and the text of its link."""

    url: str
    title: str


def text_of(lead: str | None, paragraphs: Iterable[str]) -> str:
    """What `Article.text` is: lead and paragraphs, joined by blank lines."""
    return "\n\n".join(filter(None, (lead, *paragraphs)))


@handed_over
@dataclass(frozen=True, slots=True)
class Article:
    """What a news page says. A field that the page does not state is None or empty, never guessed.

    url: of the page, None for a text dump. title: without the site's name.
    lead: the paragraph that stands apart above the text; None when the page marks none.
    paragraphs: the body in order, sub-headings included, a dateline kept in the text. captions: of images and tables.
    authors: names. byline: the line they were taken from, as the page has it. source: whom it was taken over from.
    dateline: the agency or place that opens the text, without its dash ("HNP").
    published_at: aware, in the page's or the site's zone; naive only with ``origins["zone"] == "none"``.
    published_precision: "minute" or "day", None without a date. modified_at: as published_at.
    language: BCP 47, lower case. html: the cleaned body, sanitised.
    origins: field -> where its value came from ("json-ld", "opengraph", "visible", "url", "feed" …).
    """

    url: str | None
    title: str
    lead: str | None = None
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    authors: tuple[str, ...] = ()
    byline: str | None = None
    source: str | None = None
    dateline: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    modified_at: datetime | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    html: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Lead and paragraphs, joined by blank lines."""
        return text_of(self.lead, self.paragraphs)

    def to_json(self) -> dict[str, Any]:
        """A dict of JSON types under the names of the fields; ``published_at`` as `iso_date` gives it."""
        found = asdict(self)
        found["published_at"] = iso_date(self.published_at, self.published_precision)
        found["modified_at"] = iso_date(self.modified_at, "minute")
        found["origins"] = dict(self.origins)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Article:
        """The article that `to_json` wrote; keys that are no fields of an article are left alone."""
        known = {f.name: found[f.name] for f in fields(cls) if f.name in found}
        for name in ("paragraphs", "captions", "authors", "tags"):
            known[name] = tuple(known.get(name) or ())
        known["images"] = tuple(Image(**image) for image in known.get("images") or ())
        known["attachments"] = tuple(Attachment(**file) for file in known.get("attachments") or ())
        for name in ("published_at", "modified_at"):
            known[name] = datetime.fromisoformat(known[name]) if known.get(name) else None
        known["origins"] = dict(known.get("origins") or {})
        return cls(**known)


def iso_date(moment: datetime | None, precision: str | None) -> str | None:
    """ISO 8601: ``YYYY-MM-DD`` alone when only the day is known."""
    if moment is None:
        return None
    return moment.date().isoformat() if precision == "day" else moment.isoformat()


class NotAnArticle(Exception):  # noqa: N818 - the design's name: a verdict on a page, not a fault
    """The page is no article: ``reason`` is one of a few short phrases that are counted ("listing", "no text" …)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason
