"""What was kept of an article: the page as it was served, in a frame where it can do nothing, and its files.

The frame's document comes with a policy of its own (guard.py): an origin like no other, scripts off, no form, nothing
loaded. What a policy does not reach – connections that links and frames open ahead of it – is taken out.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from archive.found import Found
from archive.holdings import held_files
from archive.query import get, kept_page
from archive.web.guard import IMAGE, KEPT
from archive.web.parameters import Unknown, whole
from archive.web.rendering import page, web_link
from archive.web.served import served
from models.article import Page
from pipelines.document import decode
from pipelines.kept import essence
from pipelines.warc import read_page

# These connect before they are forbidden to; a link does when it is clicked.
AHEAD = re.compile(r"<(?:link|area|i?frame|fencedframe)\b[^>]*>?", re.IGNORECASE)
ANCHOR = re.compile(r"<(/?)a\b", re.IGNORECASE)
REFRESH = re.compile(r"<meta\b[^>]*http-equiv[^>]*>?", re.IGNORECASE)
HTML = {"text/html", "application/xhtml+xml", ""}
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"}  # SVG can be a program
PLAIN = {"content-security-policy": KEPT, "x-robots-tag": "noindex"}


def framed(request: Request) -> Response:
    """The page that an article was read from, now or before its text changed, in a frame; what is known about it."""
    found, number = _asked(request)
    kept = _page_of(request, found, number)
    return page(
        request,
        "kept.html",
        found=found,
        article=found.article,
        kept=kept,
        kind=essence(kept.content_type) or "text/html",
        original=web_link(kept.url),
        number_of_revision=number,
        bare=f"/kept/{found.id}" + ("" if number == found.revision else f"?revision={number}"),
    )


def bare(request: Request) -> Response:
    """That page by itself, as far as it can be shown without doing anything; ``?bytes`` hands out its very bytes."""
    found, number = _asked(request)
    kept = _page_of(request, found, number)
    if "bytes" in request.query_params:
        return _handed_out(kept.body, f"article-{found.id}.{'html' if _is_html(kept) else 'txt'}")
    return _shown(kept)


def _asked(request: Request) -> tuple[Found, int]:
    """The article, and the number of its revision that is meant: the current one unless told."""
    found = get(served(request).engine, str(request.path_params["id"]))
    return found, whole(request, "revision", found.revision, found.revision)


def _shown(kept: Page) -> Response:
    text, _ = decode(kept.body, kept.content_type)
    if _is_html(kept):
        return Response(_utf8(quieted(text)), 200, PLAIN, "text/html")
    return Response(_utf8(text), 200, PLAIN, "text/plain")


def quieted(text: str) -> str:
    """The page without what acts before or beside any policy: links, frames, refreshes. Links stay underlined."""
    return ANCHOR.sub(r"<\1u", REFRESH.sub("", AHEAD.sub("", text)))


def _is_html(kept: Page) -> bool:
    return essence(kept.content_type) in HTML


def _page_of(request: Request, found: Found, revision: int) -> Page:
    archive = served(request)
    return read_page(archive.home.warc, *kept_page(archive.engine, found.id, revision))


def picture(request: Request) -> Response:
    """The article's image of that number, if a crawl has kept it."""
    images = get(served(request).engine, str(request.path_params["id"])).article.images
    kept, _ = _file_of(request, images)
    if essence(kept.content_type) not in PICTURES:
        raise Unknown("what was kept there is no picture")
    return Response(kept.body, 200, {"content-security-policy": IMAGE}, essence(kept.content_type))


def attachment(request: Request) -> Response:
    """The article's attachment of that number, if a crawl has kept it: to be saved, never shown by us."""
    files = get(served(request).engine, str(request.path_params["id"])).article.attachments
    kept, url = _file_of(request, files)
    return _handed_out(kept.body, unquote(urlsplit(url).path).rpartition("/")[2] or "file")


def _file_of(request: Request, files: tuple[Any, ...]) -> tuple[Page, str]:
    archive = served(request)
    number = request.path_params["number"]
    if number >= len(files):
        raise Unknown("the article has no such file")
    url = files[number].url
    site = get(archive.engine, str(request.path_params["id"])).site
    held = held_files(archive.engine, site, [url]).get(url)
    if held is None:
        raise Unknown("that file was not kept")
    return read_page(archive.home.warc, held.warc_file, held.warc_offset, held.digest), url


def _handed_out(body: bytes, name: str) -> Response:
    """Bytes to be saved under that name (RFC 6266); no browser opens them here."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(body, 200, PLAIN | {"content-disposition": disposition}, "application/octet-stream")


def _utf8(text: str) -> bytes:
    """What a charset decoded to halves of characters is shown as question marks."""
    return text.encode("utf-8", "replace")
