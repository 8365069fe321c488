"""Templates, and the few things that they may call; what comes from a page is escaped, and cannot reorder a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from archive.snippet import Snippet
from archive.web import formats
from archive.web.languages import LANGUAGES, NAMES, language_of
from archive.web.links import Links
from archive.web.served import served, site_titles
from archive.web.texts import known, say
from models.site import is_http

HERE = Path(__file__).parent
# Characters that reorder what stands beside them, and those that end a line or are none at all.
QUIET = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x09), *range(0x0E, 0x20), 0x7F])
LONGEST_LINE = 300  # characters of a title or name in a list
TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")  # BCP 47, the common part of it
SECTIONS = ("search", "days", "authors", "sources", "trends", "status")  # the menu


def quiet(value: Any) -> Any:
    """Text without control characters and marks of direction; what is no text as it is."""
    if not isinstance(value, str):
        return value
    if value.isprintable() or str.replace(value, "\n", "").isprintable():  # as nearly all is
        return value
    quieted = value.translate(QUIET)
    return Markup(quieted) if isinstance(value, Markup) else quieted  # noqa: S704 - it was markup, and loses characters


def short(text: str, most: int = LONGEST_LINE) -> str:
    """The beginning of a text that is longer than anybody reads in a list."""
    return text if len(text) <= most else text[:most].rstrip() + "…"


def marked(snippet: Snippet, most: int = LONGEST_LINE) -> Markup:
    """A piece of text with what was found in it in <mark>."""
    text, at, parts = snippet.text, 0, []
    for start, end in snippet.marks:
        if end > most:
            break
        parts += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*parts, escape(short(text[at:], most - at if most > at else 0))])


def language_tag(language: str | None) -> str:
    """The language of an article for a ``lang`` attribute; "vi" where it states none, or none that can be one."""
    return language if language and TAG.fullmatch(language) else "vi"


def web_link(url: str | None) -> str | None:
    """The address if a click on it can only open a web page: ``javascript:`` and the like are none."""
    return url if url and is_http(url) else None


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates; a name that a template does not get is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=quiet,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"short": short, "marked": marked, "web_link": web_link, "language_tag": language_tag}
    made.tests["whole"] = lambda value: isinstance(value, int)
    made.globals |= {
        "as_date": date.fromisoformat,
        "as_moment": datetime.fromisoformat,
        "stylesheet": _addressed("style.css"),
        "icon": _addressed("icon.svg"),
        "LANGUAGE_NAMES": NAMES,
    }
    return made


def _addressed(name: str) -> str:
    """The address of a static file, which changes with its content: it may be kept for ever."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    stem, _, suffix = name.partition(".")
    return f"/static/{stem}.{digest}.{suffix}"


def _titles(request: Request) -> Callable[[str], str]:
    """Name of a site -> what it calls itself; asked of the archive when the first is."""
    known = cache(lambda: site_titles(served(request)))
    return lambda name: known().get(name) or name


def _section(request: Request) -> str:
    """The part of the menu that the request is in: "days" of /en/days/2020."""
    return request.url.path.partition(f"/{language_of(request)}/")[2].partition("/")[0]


def page(
    request: Request, template: str, code: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> Response:
    """The template as a page in the language of the request."""
    language = language_of(request)
    context = {
        "lang": language,
        "t": partial(say, language),
        "has_text": known,
        "links": Links(language),
        "others": {other: Links(other).here(request) for other in LANGUAGES if other != language},
        "sections": SECTIONS,
        "here": _section(request),
        "number": partial(formats.number, language=language),
        "percent": partial(formats.percent, language=language),
        "day": partial(formats.day, language=language),
        "long_day": partial(formats.long_day, language=language),
        "moment": partial(formats.moment, language=language),
        "month": partial(formats.month, language=language),
        "octets": partial(formats.size, language=language),
        "site_title": _titles(request),
        "q": request.query_params.get("q", ""),
        **values,
    }
    made = HTMLResponse(environment().get_template(template).render(context), code, dict(headers or {}))
    made.headers["content-language"] = language
    return made
