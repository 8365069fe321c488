"""Whatever pages hold, the web pages show it as text: nothing of it runs, loads, reorders, or becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from lxml import html
from sqlalchemy import Engine
from starlette.testclient import TestClient

from archive.web.kept import quieted
from archive.web.rendering import QUIET
from tests.articles import articles
from tests.hostile import FORMULA, HOSTILE, PAGE
from tests.some_articles import store
from tests.web import client

PAGES = (
    *("/vi/", "/en/search", "/en/search?q=tin", "/vi/article/{}", "/en/article/{}/revisions", "/en/authors"),
    *("/en/sources", "/vi/days", "/en/status", "/en/status/bendo", "/en/corpus?q=tin"),
)
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # each example stores an article: shrinking takes minutes
DANGEROUS = ("script", "style", "svg[@onload]", "object", "embed", "base", "meta[@http-equiv]")


@pytest.fixture
def number(engine: Engine) -> int:
    """Its article, whose text has changed once."""
    store(engine, replace(HOSTILE, paragraphs=("Trước",)))
    return store(engine, HOSTILE)[0]


@pytest.fixture
def web(engine: Engine, home: Path, number: int) -> Iterator[TestClient]:
    with client(engine, home) as asking:
        yield asking


@pytest.mark.parametrize("address", PAGES)
def test_nothing_of_it_is_markup(web: TestClient, number: int, address: str) -> None:
    """No element, attribute or address of the article's; no character that a terminal or reader would obey."""
    answer = web.get(address.format(number))
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    assert [name for name in DANGEROUS if tree.xpath(f"//{name}")] == []
    assert [name for name in tree.xpath("//@*/..") for key in name.attrib if key.startswith("on")] == []
    assert tree.xpath("//@style") == []
    links = [str(link).strip().lower() for link in tree.xpath("//@href | //@src | //@action")]
    assert [link for link in links if link.startswith(("javascript:", "data:", "vbscript:"))] == []
    assert [image for image in map(str, tree.xpath("//img/@src")) if not image.startswith("/")] == []
    assert [character for character in answer.text if ord(character) in QUIET] == []
    assert "49" not in "".join(tree.xpath("//main//p/text()")), "a template was run"


@pytest.mark.parametrize(
    "address", [*PAGES, "/kept/{}", "/api/search", "/nosuch", "/openapi.json", "/en/search?since=x"]
)
def test_every_answer_forbids_scripts(web: TestClient, number: int, address: str) -> None:
    """By a policy that allows nothing unless named, and neither inline scripts nor anybody else's."""
    headers = web.get(address.format(number)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_the_feed_is_sound(web: TestClient) -> None:
    """XML that a parser takes; no link but to the web."""
    feed = ElementTree.fromstring(web.get("/vi/search.atom").content)
    links = [str(link.get("href")) for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert links
    assert all(link.startswith("http://localhost/") for link in links)


def test_the_csv_has_no_formula(web: TestClient) -> None:
    """A spreadsheet program takes no cell for one."""
    rows = list(csv.reader(io.StringIO(web.get("/api/export.csv").content.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert any(FORMULA in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_a_title_of_a_megabyte_is_cut(engine: Engine, home: Path) -> None:
    """In lists, on its own page, in the feed; the API has it whole."""
    (number,) = store(engine, replace(HOSTILE, title="Tin dài " * 131_072, authors=("Ai " * 20_000,)))
    with client(engine, home) as web:
        for address in ("/en/search", "/en/search?q=tin", f"/en/article/{number}", "/en/authors", "/en/search.atom"):
            answer = web.get(address)
            assert answer.status_code == 200
            assert len(answer.content) < 40_000, address
        assert len(web.get(f"/api/articles/{number}").json()["title"]) > 1_000_000


@settings(
    max_examples=40, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(article=articles())
def test_any_article_can_be_shown(engine: Engine, home: Path, article) -> None:  # type: ignore[no-untyped-def]
    """Whatever pages state: no page of it fails."""
    (number,) = store(engine, article)
    with client(engine, home) as web:
        for address in (f"/vi/article/{number}", f"/en/article/{number}/revisions", f"/api/articles/{number}"):
            assert web.get(address).status_code == 200


def test_what_opens_connections_ahead_of_time_is_taken_out() -> None:
    """A policy does not reach <link>; a page that refreshes itself leads away."""
    quiet = html.fromstring(quieted(PAGE.format("http://evil.example")))
    assert quiet.xpath("//link | //meta[@http-equiv]") == []
    assert quiet.xpath("//h1/text()") == ["Trang"]


def test_another_host_is_refused(engine: Engine, home: Path) -> None:
    """A site whose name leads to this machine could else read the archive through a visitor's browser."""
    from archive.web.app import make_app
    from archive.web.served import Served
    from archive.web.serving import hosts_for
    from models.home import Home

    app = make_app(Served(engine, Home(home)), hosts_for("127.0.0.1", ""))
    for host, status in (("localhost:8080", 200), ("127.0.0.1", 200), ("[::1]:80", 200), ("evil.example", 400)):
        with TestClient(app) as web:
            assert web.get("/en/help", headers={"host": host}).status_code == status, host


def test_a_request_cannot_write(engine: Engine) -> None:
    """The engine that pages are served from refuses it."""
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    from archive.web.serving import read_only
    from models.database import writing

    with pytest.raises(DBAPIError), writing(read_only(engine)) as session:
        session.execute(text("DELETE FROM articles"))
