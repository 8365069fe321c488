"""Each platform is a folder of saved pages beside what they say: a portal of it needs ``start`` and ``platform`` only.

Adding a platform takes its file in crawler/platforms/ and a folder in tests/pages/ with the same name: pages as
``<name>.html``, and what is expected of each in ``<name>.json``, an article's fields or a listing's links.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.article import Page
from models.site import Site, load_site, platforms
from pipelines.extract import extract
from pipelines.listing import read_listing
from pipelines.platforms import platform_of
from pipelines.urls import identity

FOLDERS = {folder.name: folder for folder in Path(__file__).parent.joinpath("pages").iterdir() if folder.is_dir()}
PAGES = sorted(page for folder in FOLDERS.values() for page in folder.glob("*.html"))
LISTINGS = [page for page in PAGES if page.stem.startswith("listing")]
ARTICLES = [page for page in PAGES if page not in LISTINGS]


def expected(page: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.with_suffix(".json").read_text("utf-8"))
    return found


def saved(page: Path) -> Page:
    return Page(page.read_bytes(), expected(page)["url"])


def site_of(page: Path, folder: Path) -> Site:
    """A site file of two keys."""
    path = folder / "portal.toml"
    start = expected(page.parent / "listing.html")["url"]
    path.write_text(f'start = "{start}"\nplatform = "{page.parent.name}"\n', "utf-8")
    return load_site(path)


def name_of(page: Path) -> str:
    return f"{page.parent.name}/{page.stem}"


def test_every_platform_has_a_saved_listing_and_a_saved_article() -> None:
    assert set(FOLDERS) == set(platforms())
    assert all({"listing.html", "article.html"} <= {page.name for page in FOLDERS[name].iterdir()} for name in FOLDERS)


@pytest.mark.parametrize("page", ARTICLES, ids=name_of)
def test_an_article_is_read_whole_without_a_selector(page: Path, tmp_path: Path) -> None:
    found = extract(saved(page), site_of(page, tmp_path)).to_json()
    assert {name: found[name] for name in expected(page)} == expected(page)


@pytest.mark.parametrize("page", LISTINGS, ids=name_of)
def test_a_listing_is_read_whole(page: Path, tmp_path: Path) -> None:
    """Its posts, each once, and the later pages of its pager; ``forms``: those that only a POST brings."""
    found = read_listing(saved(page), site_of(page, tmp_path))
    said = {"posts": list(found.posts), "pages": list(found.pages), "forms": [form.place for form in found.forms]}
    assert {"url": expected(page)["url"], **{key: value for key, value in said.items() if value}} == expected(page)


@pytest.mark.parametrize("page", ARTICLES, ids=name_of)
def test_the_address_of_a_saved_article_is_one_of_its_listing(page: Path, tmp_path: Path) -> None:
    """By whichever of its addresses: the platform's patterns know it for the same post."""
    site = site_of(page, tmp_path)
    listed = {identity(url, site) for url in expected(page.parent / "listing.html")["posts"]}
    assert page.stem != "article" or identity(expected(page)["url"], site) in listed


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_tells_its_platform(page: Path) -> None:
    """A newspaper's listing carries no mark of its system; its articles do."""
    beside = [saved(page), saved(page.parent / "article.html")]
    assert platform_of(beside) == page.parent.name


@pytest.mark.parametrize(
    ("name", "below"),
    [
        *((name, b"<script>Liferay.ThemeDisplay = {}</script>") for name in ("hoabinh", "vcms", "vnpt")),
        ("sharepoint", b"<script>function f() { __doPostBack('a', '') }</script>"),
    ],
)
def test_what_stands_on_another_system_shows_its_marks_too_and_is_told_by_its_posts(name: str, below: bytes) -> None:
    pages = [saved(page) for page in PAGES if page.parent.name == name]
    assert platform_of([replace(page, body=below + page.body) for page in pages]) == name


def test_a_page_without_marks_is_of_no_platform() -> None:
    assert platform_of([Page(b"<html><body><p>Tin</p></body></html>", "https://paper.example/")]) is None
