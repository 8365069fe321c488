"""The web pages in a real browser, as a person uses them: from a question to an article to a corpus.

In Vietnamese and English, on a phone and on a desk; without JavaScript; with axe-core's word on accessibility; and
with a page that tries to break out of its frame. Playwright drives the system's Chromium.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from sqlalchemy import Engine

from archive.web.app import make_app
from archive.web.served import Served
from archive.web.serving import bound
from models.article import Page as KeptPage
from models.database import writing
from models.home import Home
from models.tables import PageRow
from pipelines.store import site_row, store_article
from pipelines.warc import WarcWriter
from tests.hostile import HOSTILE, PAGE
from tests.needs import need
from tests.some_articles import ALL, CLINIC, FETCHED, ROAD, store
from tests.waiting import LONG

CHROMIUM = shutil.which("chromium")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
WORDS = {
    "vi": {"find": "Từ cần tìm", "button": "Tìm", "kept": "Xem trang đã lưu", "corpus": "Lấy làm kho ngữ liệu"},
    "en": {"find": "Words to look for", "button": "Search", "kept": "See the page", "corpus": "Take as a corpus"},
}
DOWNLOAD = {"vi": "JSON Lines, đầy đủ", "en": "JSON Lines, complete"}
ADDRESSES = (
    *("", "search", "search?q=ti%C3%AAm&site=bendo", "search?q=khongco", "search?since=x", "nosuch", "days/2020"),
    *("days/2020/12/04", "authors", "article/4", "status", "status/bendo", "corpus", "help", "article/1"),
    *("article/3/revisions", "trends", "trends?word=h%E1%BB%8Dp&word=ti%C3%AAm&by=year", "article/{kept}/page"),
)


class Elsewhere:
    """A site of somebody else's, which notes whatever is asked of it; even a bare connection."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Noting(BaseHTTPRequestHandler):
            def setup(self) -> None:
                asked.append("connected")
                super().setup()

            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            do_POST = do_GET  # noqa: N815 - the base class names it

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Noting)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    site = Elsewhere()
    thread = Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def kept(engine: Engine, home: Path, elsewhere: Elsewhere) -> int:
    """An article whose kept page tries everything that a page could."""
    store(engine, *ALL)
    store(engine, replace(ROAD, paragraphs=(*ROAD.paragraphs, "Cầu mới.")))
    store(engine, HOSTILE, site="cho")
    body = PAGE.format(elsewhere.address).encode()
    with WarcWriter(home / "warc", "bendo") as writer:
        ref = writer.write_page(
            KeptPage(body, "https://bendo.example/k", FETCHED, headers={"content-type": "text/html"})
        )
    with writing(engine) as session:
        site = site_row(session, "bendo", "Bến Đò", None).id
        row = PageRow(site_id=site, url="https://bendo.example/k", fetched_at=FETCHED, digest=ref.digest)
        row.warc_file, row.warc_offset = ref.file, ref.offset
        session.add(row)
        session.flush()
        article = replace(CLINIC, title="Tiêm nhắc lại cho học sinh", url="https://bendo.example/k")
        return store_article(session, site, "bendo/k", article, row.id, FETCHED).article_id


@pytest.fixture
def address(engine: Engine, home: Path, kept: int) -> Iterator[str]:
    """Where the archive is served."""
    listening = bound("127.0.0.1", 0)
    settings: dict[str, Any] = {"lifespan": "off", "log_level": "warning", "access_log": False}
    server = uvicorn.Server(uvicorn.Config(make_app(Served(engine, Home(home))), **settings))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(LONG)
    listening.close()


@pytest.fixture
def chromium() -> Iterator[Any]:
    """The system's Chromium, with a new empty profile."""
    need(CHROMIUM, "Chromium (apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        need(False, "playwright (pip install 'newsarchive[proof]')")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS), timeout=LONG * 1000)
        yield browser
        browser.close()


def opened(chromium: Any, **options: Any) -> Any:
    """A new tab with nothing of another's, which has the patience of a busy machine."""
    page = chromium.new_page(**options)
    page.set_default_timeout(LONG * 1000)
    return page


def follow(page: Any, what: Any) -> None:
    """Clicks, and comes back when all of the next page is there."""
    with page.expect_navigation():
        what.click()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", WORDS)
def test_from_a_question_to_an_article_to_a_corpus(
    chromium: Any, address: str, kept: int, language: str, size: str
) -> None:
    """By what a person sees, without a script: asks, narrows, reads, looks at the page that was kept, downloads."""
    words = WORDS[language]
    page = opened(chromium, viewport=SIZES[size], locale=language, java_script_enabled=False)
    page.goto(f"{address}/")
    assert page.url == f"{address}/{language}/"
    page.get_by_label(words["find"]).fill("tiêm")
    follow(page, page.get_by_role("button", name=words["button"], exact=True))
    assert page.locator("article.hit").count() == 2
    follow(page, page.locator("ol.bars a").last)
    assert "since=2021-05-01" in page.url
    follow(page, page.get_by_role("link", name="Tiêm nhắc lại cho học sinh"))
    assert page.locator("h1").inner_text() == "Tiêm nhắc lại cho học sinh"
    follow(page, page.get_by_role("link", name=words["kept"]))
    frame = page.frame_locator("iframe.kept")
    assert frame.locator("h1").inner_text() == "Trang"
    page.goto(f"{address}/{language}/search?q=tiêm")
    follow(page, page.get_by_role("link", name=words["corpus"]))
    with page.expect_download() as download:
        page.get_by_role("link", name=DOWNLOAD[language]).click()
    lines = Path(download.value.path()).read_text("utf-8").splitlines()
    assert {json.loads(line)["title"] for line in lines} == {CLINIC.title, "Tiêm nhắc lại cho học sinh"}
    page.close()


def test_the_keyboard_is_enough(chromium: Any, address: str) -> None:
    """Tab first meets the way past the menu; Enter in the search box asks."""
    page = opened(chromium)
    page.goto(f"{address}/en/")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.className == 'skip'")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id == 'main'")
    page.keyboard.press("Tab")
    page.keyboard.type("tiêm")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?q=*")
    page.close()


@pytest.mark.parametrize(("language", "size", "scheme"), [("vi", "phone", "light"), ("en", "desk", "dark")])
def test_axe_finds_nothing(chromium: Any, address: str, kept: int, language: str, size: str, scheme: str) -> None:
    """WCAG 2.2 A and AA and best practices, on every kind of page."""
    from axe_playwright_python.sync_playwright import Axe

    page = opened(chromium, viewport=SIZES[size], color_scheme=scheme, bypass_csp=True)
    found = []
    for path in ADDRESSES:
        page.goto(f"{address}/{language}/{path.format(kept=kept)}")
        report = Axe().run(page, options={"iframes": False}).response
        found += [(path, one["id"], [node["html"][:200] for node in one["nodes"]]) for one in report["violations"]]
    assert found == []
    page.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", WORDS)
def test_no_page_is_wider_than_the_screen(chromium: Any, address: str, kept: int, language: str, size: str) -> None:
    page = opened(chromium, viewport=SIZES[size])
    for path in ADDRESSES:
        page.goto(f"{address}/{language}/{path.format(kept=kept)}")
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"], path
    page.close()


def test_a_kept_page_reaches_nobody(chromium: Any, address: str, kept: int, elsewhere: Elsewhere) -> None:
    """Framed or by itself: no script, image, style, font, frame, form, refresh, connection; links are off."""
    page = opened(chromium)
    for path in (f"/en/article/{kept}/page", f"/kept/{kept}"):
        page.goto(f"{address}{path}")
        page.wait_for_timeout(500)
        assert page.url == f"{address}{path}"
    page.goto(f"{address}/en/article/{kept}/page")
    for link in ("liên kết", "ra ngoài"):
        page.frame_locator("iframe.kept").get_by_text(link).click(no_wait_after=True)
        page.wait_for_timeout(300)
        page.goto(f"{address}/en/article/{kept}/page")
    assert elsewhere.asked == []
    page.close()


def test_a_hostile_article_does_nothing(chromium: Any, address: str) -> None:
    """No dialog, no error of the policy's, no request but to the archive, wherever the article is shown."""
    page = opened(chromium)
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(address) else None)
    page.on("console", lambda message: said.append(message.text))
    for path in ("en/search?q=tin", "vi/search?site=cho", "en/article/4", "vi/authors", "en/sources", "vi/corpus"):
        answer = page.goto(f"{address}/{path}")
        assert answer.status == 200, path
    assert said == []
    page.close()
