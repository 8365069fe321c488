"""Saved pages beside a site file, each with what is to be read of it: a check that the site is still read right.

``sites/<name>/article.html`` and ``article.json`` below NEWSARCHIVE_HOME; more of them may stand there, under any name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from models.article import Article, NotAnArticle, Page
from models.home import home
from models.site import Site
from pipelines.extract import extract

CHECKED = "checked"  # the key by which a person says that the JSON is what the page says
OF_PAGE = ("url", "content_type", "fetched_at")
OF_ARTICLE = (
    "title", "lead", "paragraphs", "captions", "attachments", "authors", "byline", "source", "dateline",
    "published_at", "published_precision", "modified_at", "section", "tags",
)  # fmt: skip
SHOWN = 80  # characters of a value that is told


def folder_of(site_name: str) -> Path:
    """Where a site's saved pages are."""
    return home().sites / site_name


def save(site_name: str, page: Page, article: Article) -> Path:
    """Saves a page and what was read of it, not checked by anybody yet; the JSON file. Raises FileExistsError."""
    folder = folder_of(site_name)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "article.json"
    told = article.to_json()
    assert page.fetched_at is not None
    found = {CHECKED: False, "url": page.url, "content_type": page.content_type}
    found |= {"fetched_at": page.fetched_at.isoformat(), **{name: told[name] for name in OF_ARTICLE}}
    with path.open("xb") as file:
        file.write(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")
    path.with_suffix(".html").write_bytes(page.body)
    return path


def faults(site: Site) -> Iterator[str]:
    """What is read otherwise of a site's saved pages than their JSON says, and what nobody has checked yet."""
    for path in sorted(folder_of(site.name).glob("*.json")):
        yield from (f"{path}: {fault}" for fault in _faults(path, site))


def count(site_name: str) -> int:
    """How many saved pages a site has."""
    return len(list(folder_of(site_name).glob("*.json")))


def _faults(path: Path, site: Site) -> Iterator[str]:
    try:
        expected = orjson.loads(path.read_bytes())
        body = path.with_suffix(".html").read_bytes()
        page = Page(body, expected["url"], datetime.fromisoformat(expected["fetched_at"]), expected["content_type"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield f"cannot be used: {type(error).__name__}: {error}"
        return
    if not expected.get(CHECKED):
        yield f"nobody has checked it: compare it with the page ({page.url}), then set {CHECKED!r} to true"
    try:
        found = extract(page, site).to_json()
    except NotAnArticle as verdict:
        yield f"the page is no article: {verdict}"
        return
    yield from _differences(expected, found)


def _differences(expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for name in OF_ARTICLE:
        if name in expected and expected[name] != found[name]:
            yield f"{name}: expected {_short(expected[name])}, found {_short(found[name])}"


def _short(value: object) -> str:
    text = orjson.dumps(value).decode()
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
