"""Reads the article out of a kept page, whatever it was kept from: HTML, a text dump, a line of JSON.

Import and re-extraction call `read_kept` in worker processes; same page, same answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import orjson

from models.article import Article, Hint, NotAnArticle, Page, handed_over
from models.site import Site, is_http
from pipelines.dates import Stamp, read_date, read_machine_date
from pipelines.dating import local
from pipelines.document import decode, refuse_binary
from pipelines.dumps import read_dump
from pipelines.extract import extract
from pipelines.template import Template, opened
from pipelines.text import fold, nfc, squeeze
from pipelines.told import Told, told
from pipelines.urls import identity
from pipelines.warc_format import IMPORTED_FROM
from pipelines.zones import NOWHERE, VIETNAM

JSON_LINE = "application/x-ndjson"

# Field of an article -> the names under which corpora state it; the first that holds something counts.
STATED_LINES = {
    "title": ("title", "headline"),
    "lead": ("lead", "sapo"),
    "byline": ("byline",),
    "source": ("source",),
    "section": ("section", "category"),
    "language": ("language", "lang"),
}
STATED_LISTS = {"authors": ("authors", "author"), "tags": ("tags", "keywords")}
STATED_DATES = {
    "published_at": ("published_at", "date_published", "datePublished", "date_publish", "published", "date"),
    "modified_at": ("modified_at", "date_modified", "dateModified"),
}
STATED_URL = ("url", "link")
NAMES = {"source", "section"}
LONGEST_NAME = 200  # characters of a name; what is longer is a text that stands in the wrong place
LANGUAGE = re.compile(r"(?=.{2,16}$)[a-z]{2,3}(?:-[a-z0-9]{1,8})*")  # BCP 47


@handed_over
@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs for a page: it, its site's rules, the lines that dumps of its group share, what led to it,
    and its site's template as JSON."""

    page: Page
    site: Site | None
    repeated: frozenset[str] = frozenset()
    hints: tuple[Hint, ...] = ()
    template: str | None = None


def read_job(job: Job) -> tuple[Article, Told]:
    """`read_kept` for a pool of workers, with what the store would have to work out of the article."""
    article = read_kept(job.page, job.site, job.repeated, job.hints, opened(job.template))
    return article, told(article)


def essence(content_type: str) -> str:
    """The media type without parameters, lower case."""
    return content_type.partition(";")[0].strip().lower()


def read_kept(
    page: Page,
    site: Site | None,
    repeated: frozenset[str] = frozenset(),
    hints: Sequence[Hint] = (),
    template: Template | None = None,
) -> Article:
    """The article of a kept page. Raises NotAnArticle.

    repeated: lines that dumps of one site share. hints: what led to the page; template: of its site. HTML alone is read
    with these two.
    """
    kind = essence(page.content_type)
    if kind == JSON_LINE:
        return _of_json(page, site, repeated)
    if kind == "text/plain":
        refuse_binary(page.body)
        return read_dump(decode(page.body, page.content_type)[0], site, repeated, page.url)
    return extract(page, site, template, hints)


def key_of(page: Page, site: Site | None, digest: str | None = None) -> str:
    """The identity of what a page holds: its URL's, or that of its bytes; of a line of JSON, of the text in it.
    ``digest``: the SHA-256 of the bytes, where it is known.

    A URL that the page only states of itself (canonical, og:url) is none: portals state the same for all pages.
    """
    if page.url is not None:
        return identity(page.url, site)
    if essence(page.content_type) == JSON_LINE:
        stated = orjson.loads(page.body)
        text = next((stated[name] for name in ("text", "html") if isinstance(stated.get(name), str)), "")
        return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    return "sha256:" + (digest or hashlib.sha256(page.body).hexdigest())


def dump_of(page: Page) -> str | None:
    """The text of a page that is a text dump, None for any other."""
    kind = essence(page.content_type)
    if kind == "text/plain":
        return decode(page.body, page.content_type)[0]
    if kind == JSON_LINE:
        text = orjson.loads(page.body).get("text")
        return text if isinstance(text, str) else None
    return None


def group_of(page: Page) -> str:
    """What dumps are read together: those of a host, or those that came in one folder."""
    if page.url is not None:
        return urlsplit(page.url).netloc.lower()
    return page.headers.get(IMPORTED_FROM.lower(), "").rpartition("/")[0]


def stated_url(stated: Mapping[str, Any]) -> str | None:
    """The http(s) URL that a line of JSON names."""
    found = _line(stated, STATED_URL)
    return found if found and is_http(found) else None


def _of_json(page: Page, site: Site | None, repeated: frozenset[str]) -> Article:
    """What the line states of the article wins over what is read out of its text."""
    stated = orjson.loads(page.body)
    title, text = _line(stated, STATED_LINES["title"]), stated.get("text")
    if isinstance(text, str):
        article = read_dump(_titled(title, text), site, repeated, page.url)
    elif isinstance(stated.get("html"), str):
        article = extract(replace(page, body=stated["html"].encode(), content_type="text/html; charset=utf-8"), site)
    else:
        raise NotAnArticle("no text", "neither text nor html in the line")
    known = site is not None or article.language == "vi"
    found = _stated_fields(stated, site.zone if site else VIETNAM if known else NOWHERE)
    origins = dict(article.origins) | {name: "json" for name in found if name != "published_precision"}
    published = found.get("published_at")
    if published is not None:
        origins.pop("zone", None)
    if published is not None and published.tzinfo is None:
        origins["zone"] = "none"
    return replace(article, **{"url": page.url, **found, "origins": origins})


def _titled(title: str | None, text: str) -> str:
    """Corpora state the title beside the text; in a dump it stands above it."""
    first = next(filter(str.strip, text.splitlines()), "")
    return text if title is None or fold(squeeze(title)) in fold(squeeze(first)) else f"{title}\n\n{text}"


def _stated_fields(stated: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field, names in STATED_LINES.items():
        line = _line(stated, names)
        if line and (field not in NAMES or len(line) <= LONGEST_NAME):
            found[field] = line
    if (language := found.pop("language", "").lower()) and LANGUAGE.fullmatch(language):
        found["language"] = language
    for field, names in STATED_LISTS.items():
        if lines := tuple(line for line in _lines(stated, names) if len(line) <= LONGEST_NAME):
            found[field] = lines
    for field, names in STATED_DATES.items():
        if stamp := _date(stated, names, zone):
            found[field] = local(stamp.moment)
            if field == "published_at":
                found["published_precision"] = stamp.precision
    return found


def _line(stated: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    values = (stated.get(name) for name in names)
    return next((squeeze(nfc(value)) for value in values if isinstance(value, str) and value.strip()), None)


def _lines(stated: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    for value in (stated.get(name) for name in names):
        lines = value if isinstance(value, list) else [value]
        found = tuple(squeeze(nfc(line)) for line in lines if isinstance(line, str) and line.strip())
        if found:
            return found
    return ()


def _date(stated: Mapping[str, Any], names: tuple[str, ...], zone: ZoneInfo) -> Stamp | None:
    values = filter(None, (_line(stated, (name,)) for name in names))
    return next(filter(None, (read_machine_date(value, zone) or read_date(value, zone) for value in values)), None)
