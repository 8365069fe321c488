"""The web pages as people see them, in both languages; a wrong request is told why, and no link leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from lxml import html
from sqlalchemy import Engine
from starlette.datastructures import State
from starlette.testclient import TestClient

from archive.web.languages import preferred
from archive.web.served import Served
from models.article import Article, Page
from models.database import writing
from models.home import Home
from models.tables import LinkRow, PageRow
from pipelines.store import site_row, store_article, withdraw
from pipelines.urls import identity
from pipelines.warc import WarcWriter
from tests.some_articles import ALL, CLINIC, FETCHED, MEETING, ROAD, store
from tests.web import client

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def numbers(engine: Engine) -> list[int]:
    """An archive of three articles: a meeting, a clinic, a road; the road's text has changed, the meeting is copied."""
    stored = store(engine, *ALL)
    store(engine, replace(ROAD, paragraphs=(*ROAD.paragraphs, "Cầu mới thông xe.")))
    store(engine, replace(MEETING, url="https://cho.example/hop", title="Quận uỷ họp phiên thường kỳ"), site="cho")
    return stored


@pytest.fixture
def web(engine: Engine, home: Path, numbers: list[int]) -> Iterator[TestClient]:
    with client(engine, home) as asking:
        yield asking


def stored_with_page(engine: Engine, home: Path, body: bytes, article: Article) -> int:
    """An article whose page is in a WARC file, in a charset of its own."""
    page = Page(body, "https://bendo.example/ba-dinh", FETCHED, "text/html; charset=iso-8859-1")
    with WarcWriter(home / "warc", "bendo") as writer:
        ref = writer.write_page(page)
    with writing(engine) as session:
        site = site_row(session, "bendo", "Bến Đò", None).id
        row = PageRow(site_id=site, url=page.url, fetched_at=FETCHED, digest=ref.digest, warc_file=ref.file)
        row.warc_offset, row.content_type = ref.offset, page.content_type
        session.add(row)
        session.flush()
        return store_article(session, site, "bendo/ba-dinh", article, row.id, FETCHED).article_id


@pytest.fixture
def kept(engine: Engine, home: Path) -> int:
    """An article with the page that it was read from."""
    body = "<html><head><title>Nhà hát</title></head><body><p>Nhà hát hôm nay".encode("latin-1")
    return stored_with_page(engine, home, body, replace(CLINIC, title="Ba Đình"))


def text_of(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def links_of(page: str) -> set[str]:
    tree = html.fromstring(page)
    return {str(link) for link in tree.xpath("//@href | //@src | //form/@action") if not str(link).startswith("#")}


@pytest.mark.parametrize(("language", "said"), [("vi", "1 bài"), ("en", "1 article")])
def test_a_search_shows_what_was_found(web: TestClient, language: str, said: str) -> None:
    """The number, the question as a sentence, the title with marks, the hit in context, in the reader's language."""
    answer = web.get(f"/{language}/search", params={"q": "tiêm"})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert said in text_of(answer.text)
    assert "“tiêm”" in answer.text
    assert "<mark>Tiêm</mark> vắc-xin COVID-19 cho học sinh" in answer.text


def test_the_first_page_counts_the_archive(web: TestClient) -> None:
    """Articles, sites, first and last day."""
    text = text_of(web.get("/en/").text)
    assert "Search 4 articles of 2 news sites, from 4 December 2020 to 31 May 2021." in text
    assert "Tìm trong 4 bài của 2 trang tin, từ 4/12/2020 đến 31/5/2021." in text_of(web.get("/vi/").text)


def test_facets_and_bars_narrow_the_results(web: TestClient) -> None:
    """Each leads to as many articles as it says."""
    tree = html.fromstring(web.get("/en/search").text)
    entries = {
        (link.text_content().strip(), link.get("href")): int(link.getnext().text)
        for link in tree.xpath("//section[@id='facets']//li/a")
    }
    bars = {
        (bar.get("title"), bar.get("href")): int(bar.get("title").split(": ")[1].split()[0])
        for bar in tree.xpath("//ol[contains(@class, 'bars')]//a")
    }
    assert {"Bendo", "Thu Uyên", "Báo Sông Bến", "Y tế"} <= {name for name, _ in entries}
    assert "May 2021: 1 article" in {name for name, _ in bars}
    for (name, address), number in {**entries, **bars}.items():
        total = web.get(address.replace("/en/search", "/api/search")).json()["total"]
        assert (name, total) == (name, number)


def test_a_filter_can_be_taken_off(web: TestClient) -> None:
    """Its chip leads to the results without it, the others stay."""
    page = web.get("/en/search", params={"site": "bendo", "since": "2021"}).text
    chips = {
        str(link.get("aria-label")): link.get("href") for link in html.fromstring(page).xpath("//ul[@class='chips']//a")
    }
    assert chips["Remove Site: Bendo"] == "/en/search?since=2021-01-01"
    assert chips["Remove From: 2021-01-01"] == "/en/search?site=bendo"


def test_results_are_turned_page_by_page(engine: Engine, home: Path) -> None:
    """Twenty a page, each article once; a page beyond the last says so."""
    store(engine, *(replace(ROAD, title=f"Tin {number}", url=None) for number in range(45)))
    with client(engine, home) as web:
        shown = [links_of(web.get("/en/search", params={"page": page}).text) for page in (1, 2, 3)]
        found = [{link for link in links if re.fullmatch(r"/en/article/\d+", link)} for links in shown]
        assert [len(page) for page in found] == [20, 20, 5]
        assert len(set.union(*found)) == 45
        assert "the results end on page 3" in web.get("/en/search?page=4").text


def test_an_article_is_shown_whole(web: TestClient, numbers: list[int]) -> None:
    """Title, date in its own zone, authors, source, lead, text, captions, attachments, where fields came from."""
    text = text_of(web.get(f"/en/article/{numbers[0]}").text)
    for piece in (
        *("Quận uỷ họp phiên thường kỳ", "4 December 2020, 19:15", "Thu Uyên", "Báo Sông Bến", "Tin tức"),
        *("Sáng 4/12, Quận ủy Bến Đò họp bàn việc cuối năm.", "Hội nghị bàn 12 việc.", "Quang cảnh phòng họp"),
        *("Kết luận not kept", "Publication date the page's JSON-LD data", "Other copies of this article"),
    ):
        assert piece in text


def test_a_day_is_not_given_a_minute(web: TestClient, numbers: list[int]) -> None:
    """What the page stated as a day is shown as one."""
    page = web.get(f"/vi/article/{numbers[1]}").text
    assert '<time datetime="2021-05-31">Thứ Hai, 31/5/2021</time>' in page


def test_revisions_are_compared_word_by_word(web: TestClient, numbers: list[int]) -> None:
    """The last two unless others are asked for; one that is not there is not found."""
    page = web.get(f"/en/article/{numbers[2]}/revisions").text
    assert re.search(r"<ins>\s*Cầu mới thông xe.</ins>", page)
    assert "Both revisions say the same" in web.get(f"/en/article/{numbers[2]}/revisions?old=1&new=1").text
    assert web.get(f"/en/article/{numbers[2]}/revisions?old=7").status_code == 400
    assert "has not changed" in web.get(f"/en/article/{numbers[0]}/revisions").text


def test_the_kept_page_is_framed(engine: Engine, home: Path, kept: int) -> None:
    """In a frame without any right; by itself in UTF-8 under a policy of its own; its very bytes on request."""
    with client(engine, home) as web:
        framed = web.get(f"/vi/article/{kept}/page").text
        frame = html.fromstring(framed).xpath("//iframe")[0]
        assert (frame.get("src"), frame.get("sandbox")) == (f"/kept/{kept}", "")
        bare = web.get(f"/kept/{kept}")
        assert "<p>Nhà hát hôm nay" in bare.text
        assert bare.headers["content-type"] == "text/html; charset=utf-8"
        assert bare.headers["content-security-policy"].startswith("sandbox; default-src 'none';")
        whole = web.get(f"/kept/{kept}?bytes")
        assert "Nhà hát hôm nay".encode("latin-1") in whole.content
        assert whole.headers["content-type"] == "application/octet-stream"
        assert whole.headers["content-disposition"].startswith("attachment;")


def test_the_pages_of_earlier_texts_are_shown_too(engine: Engine, home: Path, kept: int) -> None:
    """Each revision leads to the page that it was read from; one that never was is none."""
    later = replace(CLINIC, title="Ba Đình", paragraphs=("Nay có nhà hát.",))
    assert stored_with_page(engine, home, "<html><body><p>Nhà hát hai".encode("latin-1"), later) == kept
    with client(engine, home) as web:
        assert {f"/en/article/{kept}/page", f"/en/article/{kept}/page?revision=1"} <= links_of(
            web.get(f"/en/article/{kept}/revisions").text
        )
        framed = web.get(f"/en/article/{kept}/page?revision=1").text
        assert "Revision 1 of 2" in text_of(framed)
        assert html.fromstring(framed).xpath("//iframe/@src") == [f"/kept/{kept}?revision=1"]
        assert "Nhà hát hôm nay" in web.get(f"/kept/{kept}?revision=1").text
        assert "Nhà hát hôm nay".encode("latin-1") in web.get(f"/kept/{kept}?revision=1&bytes").content
        assert "Nhà hát hai" in web.get(f"/kept/{kept}").text
        assert web.get(f"/kept/{kept}?revision=3").status_code == 400


def test_an_article_without_a_page_says_so(web: TestClient, numbers: list[int]) -> None:
    """It came without one: no link to it, and nothing at its address."""
    assert f"/en/article/{numbers[0]}/page" not in web.get(f"/en/article/{numbers[0]}").text
    assert web.get(f"/en/article/{numbers[0]}/page").status_code == 404


def test_the_calendar_leads_to_the_days(web: TestClient) -> None:
    """Days with articles are links that say how many; a day has links to the days before and after it."""
    page = web.get("/en/days/2020").text
    assert 'aria-label="4 December 2020: 2 articles"' in page
    day = web.get("/en/days/2020/12/04").text
    assert "Friday, 4 December 2020" in text_of(day)
    assert "/en/days/2021/05/31" in day
    assert "There is no article of this day." in web.get("/en/days/2020/12/05").text
    assert 'aria-label="4/12/2020: 1 bài"' in web.get("/vi/days/2020?site=cho").text


@pytest.mark.parametrize("address", ["/en/days/0", "/en/days/10000", "/en/days/2020/02/30", "/en/days/2020?site=none"])
def test_a_day_that_is_none_is_not_found(web: TestClient, address: str) -> None:
    assert web.get(address).status_code == 404


def test_names_are_listed_and_found(web: TestClient) -> None:
    """With accents or without; those on most articles first."""
    names = html.fromstring(web.get("/en/authors").text).xpath("//ol[contains(@class, 'counts')]//a")
    assert [name.text_content() for name in names] == ["Lê Đông", "Thu Uyên"]
    assert "Thu Uyên" not in web.get("/en/authors?q=dong").text
    assert "There is no such name." in web.get("/en/authors?q=dóng").text
    assert "Báo Sông Bến" in web.get("/vi/sources").text


def test_a_corpus_is_offered_with_its_command(web: TestClient) -> None:
    """Quoted for a shell; the sites' words on rights beside it."""
    page = web.get("/en/corpus", params={"q": '"học sinh" -chợ', "site": "bendo", "since": "2020", "fold": "1"}).text
    text = html.fromstring(page).xpath("//pre")[0].text_content()
    assert text == """newsarchive export corpus.jsonl --site bendo --since 2020-01-01 --fold '"học sinh" -chợ'"""
    assert "CC BY 4.0" in web.get("/en/corpus").text
    assert "there is nothing to take" in web.get("/en/corpus?q=khongco").text


def test_the_command_of_a_corpus_is_one(web: TestClient, engine: Engine, tmp_path: Path) -> None:
    """A shell splits it into words that the program takes, a query that begins with a minus included."""
    import shlex

    from click.testing import CliRunner

    from archive.cli import main

    page = web.get("/en/corpus", params={"q": "-đình", "author": "lê đông"}).text
    words = shlex.split(html.fromstring(page).xpath("//pre")[0].text_content())
    assert words[:2] == ["newsarchive", "export"]
    target = tmp_path / words[2]
    done = CliRunner().invoke(main, ["export", str(target), *words[3:]], catch_exceptions=False)
    assert done.exit_code == 0
    total = web.get("/api/search", params={"q": "-đình", "author": "lê đông"}).json()["total"]
    assert len(target.read_text("utf-8").splitlines()) == total > 0


def test_a_feed_is_atom(web: TestClient) -> None:
    """Newest first, with what RFC 4287 requires of feed and entries."""
    answer = web.get("/vi/search.atom", params={"q": "họp"})
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.text)
    assert feed.findtext(f"{ATOM}title") == "Các bài có “họp”, mới nhất trước. – Kho tin"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for one in (feed, *entries):
        assert all(one.findtext(ATOM + name) for name in ("id", "title", "updated"))
    assert entries[0].find(f"{ATOM}link").get("href").startswith("http://localhost/vi/article/")  # type: ignore[union-attr]
    assert {name.text for name in entries[0].iter(f"{ATOM}name")} == {"Thu Uyên", "Lê Đông"}


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/en/search?since=32/2020", "since"),
        ("/en/search?until=soon", "until"),
        ("/en/search?since=2021&until=2020", "until"),
        ("/en/search?q=%22ba", "q"),
        ("/en/search?author=!", "author"),
        ("/en/search?site=nosuch", "site"),
        ("/en/search?order=best", "order"),
        ("/en/search?fold=yes", "fold"),
        ("/en/search?page=0", "page"),
        ("/en/search?page=99999999999999999999999", "page"),
        ("/en/search?limit=-1", "limit"),
        ("/en/search?q=a&q=b", "q"),
        ("/en/search?q=" + "a" * 2001, "q"),
        ("/en/authors?page=7", "page"),
        ("/en/article/1/revisions?new=x", "new"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(web: TestClient, address: str, parameter: str) -> None:
    """400 and a page that says which, and why; as problem details from the API."""
    answer = web.get(address)
    assert answer.status_code == 400
    assert f"<code>{parameter}</code>" in answer.text
    if "/search" in address:
        problem = web.get(address.replace("/en/search", "/api/search"))
        assert problem.status_code == 400
        assert problem.headers["content-type"] == "application/problem+json"
        assert problem.json()["parameter"] == parameter


@pytest.mark.parametrize(
    "address",
    ["/en/nosuch", "/en/article/999", "/vi/article/abc", "/en/status/nosuch", "/kept/999", "/static/style.css", "/fr/"],
)
def test_what_is_not_there_is_not_found(web: TestClient, address: str) -> None:
    answer = web.get(address)
    assert answer.status_code == 404
    assert "<h1>" in answer.text


def test_a_withdrawn_article_is_gone_with_its_reason(web: TestClient, engine: Engine, numbers: list[int]) -> None:
    """410; neither its text nor its page, its files, its earlier texts can be had."""
    with writing(engine) as session:
        withdraw(session, numbers[2], "asked for by <b>her</b>")
    answer = web.get(f"/en/article/{numbers[2]}")
    assert answer.status_code == 410
    assert "asked for by &lt;b&gt;her&lt;/b&gt;" in answer.text
    assert "Bến Đình" not in answer.text
    for address in ("/en/article/{}/page", "/en/article/{}/revisions", "/kept/{}", "/article/{}/picture/0"):
        assert web.get(address.format(numbers[2])).status_code == 410
    api = web.get(f"/api/articles/{numbers[2]}")
    assert (api.status_code, api.json()["reason"]) == (410, "asked for by <b>her</b>")


@pytest.mark.parametrize("address", ["/vi/", "/en/search?q=h%E1%BB%8Dp", "/api/search?q=h%E1%BB%8Dp", "/en/article/1"])
def test_what_a_browser_has_is_not_sent_again(
    web: TestClient, engine: Engine, home: Path, numbers: list[int], address: str
) -> None:
    """304 as long as the answer would be the same; asked for again each time, so what is withdrawn is gone at once."""
    first = web.get(address)
    assert first.headers["cache-control"] == "no-cache"
    has = {"if-none-match": f'"other", {first.headers["etag"]}'}
    again = web.get(address, headers=has)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    with writing(engine) as session:
        withdraw(session, numbers[0], "asked for")
    web.app.state = State({"served": Served(engine, Home(home))})  # type: ignore[attr-defined] # a minute later
    assert web.get(address, headers=has).status_code in (200, 410)


def test_a_picture_that_was_kept_is_shown_and_a_file_saved(
    web: TestClient, engine: Engine, home: Path, numbers: list[int]
) -> None:
    """As what it was served as, if that is a picture; asked for again each time: the article may have lost it since."""
    files = {MEETING.images[0].url: (b"\x89PNG", "image/png"), MEETING.attachments[0].url: (b"%PDF", "application/pdf")}
    with WarcWriter(home / "warc", "bendo") as writer, writing(engine) as session:
        site = site_row(session, "bendo").id
        for url, (body, kind) in files.items():
            ref = writer.write_page(Page(body, url, FETCHED, kind))
            row = PageRow(site_id=site, url=url, fetched_at=FETCHED, digest=ref.digest, warc_file=ref.file)
            row.warc_offset, row.content_type, row.status = ref.offset, kind, 200
            session.add(row)
            session.flush()
            link = LinkRow(site_id=site, key=identity(url), url=url, kind="file", state="stored", page_id=row.id)
            link.first_seen = link.last_seen = FETCHED
            session.add(link)
    picture = web.get(f"/article/{numbers[0]}/picture/0")
    assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG", "image/png")
    assert (picture.headers["cache-control"], "sandbox" in picture.headers["content-security-policy"]) == (
        "no-cache",
        True,
    )
    saved = web.get(f"/article/{numbers[0]}/attachment/0")
    assert (saved.content, saved.headers["content-disposition"]) == (b"%PDF", "attachment; filename*=UTF-8''kl.pdf")
    assert web.get(f"/article/{numbers[0]}/picture/1").status_code == 404


def test_nothing_can_be_changed(web: TestClient) -> None:
    """Other methods than reading are refused everywhere."""
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert web.request(method, "/en/search").status_code == 405
        assert web.request(method, "/api/search").status_code == 405


def test_an_address_without_language_leads_to_the_readers(web: TestClient) -> None:
    """By Accept-Language, which caches are told; the parameters stay."""
    answer = web.get("/search?q=a+b", headers={"accept-language": "en-GB,en;q=0.9"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/en/search?q=a+b")
    assert answer.headers["vary"].lower() == "accept-language"
    assert web.get("/article/1", follow_redirects=False).headers["location"] == "/vi/article/1"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-US,en;q=0.8", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0.3,vi;q=0.7", "vi"),
        ("fr,de", "vi"),
        ("fr,en;q=0.1", "en"),
        ("en;q=zero", "vi"),
        ("vi;q=0,en;q=0.1", "en"),
    ],
)
def test_the_language_that_is_liked_best_is_taken(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_no_link_leads_nowhere(web: TestClient, kept: int) -> None:
    """Every address that a page of ours shows is one, in both languages; of the endless ones with filters the first.

    Of downloads, each of which is a process, only that in one format.
    """
    waiting, seen = ["/vi/", "/en/"], {"/vi/", "/en/"}
    while waiting:
        address = waiting.pop()
        answer = web.get(address)
        assert answer.status_code == 200, address
        if not answer.headers["content-type"].startswith("text/html") or address.startswith("/kept/"):
            continue
        for link in links_of(answer.text):
            whole = urljoin(f"http://localhost{address}", link)
            parts = urlsplit(whole)
            inside = parts._replace(scheme="", netloc="", fragment="").geturl()
            wanted = "/api/export." not in inside or (".jsonl" in inside and "=" not in inside)
            if parts.netloc == "localhost" and inside not in seen and inside.count("=") <= 1 and wanted:
                seen.add(inside)
                waiting.append(inside)
    assert f"/kept/{kept}" in seen
    assert "/openapi.json" in seen


def test_an_empty_archive_is_no_trouble(engine: Engine, home: Path) -> None:
    """Every page answers, and says what to do."""
    with client(engine, home) as web:
        for path in ("", "search", "days", "authors", "sources", "status", "corpus", "help", "search.atom"):
            for language in ("vi", "en"):
                assert web.get(f"/{language}/{path}").status_code == 200, path
        assert "newsarchive crawl" in web.get("/en/").text


def test_a_fault_of_ours_shows_nothing_of_itself(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 and an apology: no traceback, no path, no SQL."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret in /etc/passwd")

    monkeypatch.setattr("archive.web.searching.search", fail)
    answer = web.get("/en/search")
    assert answer.status_code == 500
    assert "The program failed" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("asked", "command"),
    [
        ({"format": "parquet", "drop_duplicates": "1"}, "newsarchive export corpus.parquet --drop-duplicates"),
        (
            {"format": "huggingface", "split": "90,5,5", "redact": "1", "site": "bendo"},
            "newsarchive export corpus --format huggingface --site bendo --split 90,5,5 --redact all",
        ),
        (
            {"format": "txt", "unit": "sentence", "min_length": "40", "sample": "2"},
            "newsarchive export corpus.txt --min-length 40 --unit sentence --sample 2",
        ),
    ],
)
def test_what_is_chosen_of_a_corpus_is_in_its_command(
    web: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], command: str
) -> None:
    """And the program takes it."""
    import shlex

    from click.testing import CliRunner

    from archive.cli import main

    assert html.fromstring(web.get("/vi/corpus", params=asked).text).xpath("//pre")[0].text_content() == command
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, shlex.split(command)[1:], catch_exceptions=False).exit_code == 0


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"format": "doc"}, "format"),
        ({"format": "tei", "unit": "sentence"}, "format"),
        ({"format": "warc", "redact": "1"}, "format"),
        ({"unit": "word"}, "unit"),
        ({"split": "50,60"}, "split"),
        ({"min_length": "-1"}, "min_length"),
        ({"sample": "many"}, "sample"),
        ({"redact": "all"}, "redact"),
    ],
)
def test_a_choice_that_cannot_be_is_named(web: TestClient, asked: dict[str, str], parameter: str) -> None:
    answer = web.get("/en/corpus", params=asked)
    assert answer.status_code == 400
    assert f"<code>{parameter}</code>" in answer.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": '"ba đình'}, "dấu ngoặc kép &#34; không được đóng lại"),
        ({"q": "(họp"}, "dấu ( không có dấu ) đóng lại"),
        ({"q": "họp)"}, "dấu ) không có dấu ( mở trước"),
        ({"q": "họp OR"}, "sau OR không có gì"),
        ({"q": "OR họp"}, "trước OR không có gì"),
        ({"q": "họp AND OR bàn"}, "OR không thể đứng ngay sau AND"),
        ({"q": "họp -"}, "sau nó không có từ nào"),
        ({"q": "()"}, "trong ngoặc không có gì"),
        ({"q": "autor:vui"}, "không có trường autor:, chỉ có author:"),
        ({"q": "*"}, "dấu * chỉ đứng sau phần đầu của một từ"),
        ({"since": "soon"}, "“soon” không phải là ngày"),
        ({"author": "!"}, "không có từ nào để tìm"),
        ({"site": "nosuch"}, "kho không có trang tin “nosuch”; kho có bendo, cho"),
        ({"since": "2021", "until": "2020"}, "không thể vừa đăng từ 2021-01-01 vừa đăng đến hết 2020-12-31"),
        ({"order": "best"}, "không có cách sắp xếp “best”"),
        ({"page": "none"}, "“none” không phải là số nguyên từ 1 đến 500"),
        ({"fold": "x"}, "là 1 hoặc 0"),
        ({"q": "a" * 2001}, "dài hơn 2000 ký tự"),
    ],
)
def test_a_wrong_question_is_told_in_vietnamese(web: TestClient, asked: dict[str, str], said: str) -> None:
    """What the query language says in English."""
    answer = web.get("/vi/search", params=asked)
    assert answer.status_code == 400
    assert said in answer.text
