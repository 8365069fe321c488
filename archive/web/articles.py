"""An article: its text, where each field came from, its copies, what it said before, the files and the page it had."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.diff import changes
from archive.found import Found
from archive.holdings import held_files
from archive.query import NotFoundError, copies, get, kept_page, revisions
from archive.web.parameters import Unknown, text, whole
from archive.web.rendering import page, web_link
from archive.web.served import served

# Fields in the order in which their origins are told; the text of each is under "field" in texts.toml.
FIELDS = (
    *("title", "lead", "text", "authors", "byline", "source", "dateline", "published_at", "modified_at"),
    *("section", "tags", "language", "zone"),
)


def article(request: Request) -> Response:
    """The article whole."""
    found = _found(request)
    engine = served(request).engine
    shown = found.article
    urls = (*(image.url for image in shown.images), *(file.url for file in shown.attachments))
    held = held_files(engine, found.site, urls)
    return page(
        request,
        "article.html",
        found=found,
        article=shown,
        copies=copies(engine, found.id),
        origins=_origins(found),
        original=web_link(shown.url),
        held=held,
        shown_images=[(at, image) for at, image in enumerate(shown.images) if _is_picture(held.get(image.url))],
        loose_captions=_loose_captions(found, held),
        has_page=_has_page(request, found.id),
    )


def _is_picture(file: Any) -> bool:
    return file is not None and file.content_type.startswith("image/")


def _has_page(request: Request, article_id: int) -> bool:
    try:
        kept_page(served(request).engine, article_id)
    except NotFoundError:
        return False
    return True


def _loose_captions(found: Found, held: dict[str, Any]) -> list[str]:
    """Captions that no picture on the page brings along."""
    shown = {image.caption for image in found.article.images if _is_picture(held.get(image.url))}
    return [caption for caption in found.article.captions if caption not in shown]


def _origins(found: Found) -> list[tuple[str, str]]:
    """(field, origin) in the order of FIELDS, then whatever else has one."""
    known = found.article.origins
    return [(name, known[name]) for name in FIELDS if name in known] + sorted(
        (name, origin) for name, origin in known.items() if name not in FIELDS
    )


def by_address(request: Request) -> Response:
    """The article with that URL or key: on to its own address."""
    which = text(request, "url")
    if not which:
        raise Unknown("say which: ?url=…")
    found = get(served(request).engine, which)
    return RedirectResponse(f"/{request.path_params['lang']}/article/{found.id}", 303)


def history(request: Request) -> Response:
    """What the article said before each change, and the difference between two of its revisions, word by word."""
    found = _found(request)
    earlier = revisions(served(request).engine, found.id)
    by_number = {version.number: version for version in earlier}
    versions = {version.number: version.article for version in earlier} | {found.revision: found.article}
    old, new = _compared(request, sorted(versions))
    return page(
        request,
        "revisions.html",
        found=found,
        earlier=by_number,
        has_page=lambda number: by_number[number].has_page if number in by_number else _has_page(request, found.id),
        numbers=sorted(versions, reverse=True),
        old=old,
        new=new,
        changes=changes(versions[old], versions[new]) if old != new else [],
    )


def _compared(request: Request, numbers: list[int]) -> tuple[int, int]:
    """The two revisions to compare: those asked for, else the last two."""
    new = whole(request, "new", numbers[-1], numbers[-1])
    before = [number for number in numbers if number < new]
    old = whole(request, "old", before[-1] if before else new, numbers[-1])
    for number in (old, new):
        if number not in numbers:
            raise Unknown(f"there is no revision {number}")
    return old, new


def _found(request: Request) -> Found:
    return get(served(request).engine, str(request.path_params["id"]))
