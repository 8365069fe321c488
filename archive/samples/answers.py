"""What a sample portal answers to a request: a page, a file, a redirect, a failure, sometimes late."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from http import HTTPStatus
from types import ModuleType
from urllib.parse import unquote

from archive.samples import addresses, liferay, newspaper, nukeviet, vcms, webforms
from archive.samples.bodies import Paragraph
from archive.samples.files import CONTENT_TYPES, file
from archive.samples.pdf import pdf, scan
from archive.samples.places import LIFERAY, NEWS, NUKEVIET, VCMS, WEBFORMS
from archive.samples.planted import FLAKY, SLOW
from archive.samples.site import SampleSite

LAYOUTS: dict[str, ModuleType] = {
    VCMS.name: vcms,
    LIFERAY.name: liferay,
    NEWS.name: newspaper,
    WEBFORMS.name: webforms,
    NUKEVIET.name: nukeviet,
}
HTML = "text/html; charset=UTF-8"
CHARSETS = {  # by number modulo 11: the header's content type, the charset that the page claims, the bytes before it
    3: ("text/html; charset=ISO-8859-1", "UTF-8", b""),
    6: ("text/html", "windows-1252", b"\xef\xbb\xbf"),
    9: (HTML, "iso-8859-1", b""),
}
ROBOTS = "User-agent: *\nDisallow: /noi-bo/\nDisallow: /tim-kiem\n"
PAGE_NUMBERS = re.compile(r"_pagenum=(\d+)|_cur=(\d+)|/trang-(\d+)\.html|/page-(\d+)/$")
PAGE_IN_PATH = re.compile(r"(?:trang-\d+\.html|page-\d+/)$")
PRINTED = re.compile(
    r"printArticleId=(\d+)|/print/(\d+)\.html|/Print\.aspx\?ID=(\d+)|/news/print/[^/]+/[^/]+-(\d+)\.html"
)
CALENDAR = re.compile(r"/lich(?:-cong-tac)?$|/LichCongTac\.aspx$")
OF_A_POST = re.compile(r"^/Portals/0/\d+/(\d+)/")
HOMES = {
    VCMS.name: "/web/vinhphong/trang-chu",
    LIFERAY.name: "/web/guest/home",
    NEWS.name: "/",
    WEBFORMS.name: "/Default.aspx?tabid=56",
    NUKEVIET.name: "/vi/",
}
SESSION = ("Set-Cookie", "ASP.NET_SessionId=5xk0qz45mwq1yb55; path=/; HttpOnly")


@dataclass(frozen=True)
class Answer:
    """Status, header lines beyond length and connection, body, and the seconds to wait before it."""

    status: int
    body: bytes
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0


@dataclass
class Answers:
    """Answers for one portal; it remembers only which flaky posts have failed. ``slow_seconds``: of slow posts."""

    site: SampleSite
    slow_seconds: float = 0.2
    failed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.layout = LAYOUTS[self.site.outlet.name]
        self.sections = {addresses.listing_path(self.site.outlet, one, 1): one for one in self.site.outlet.sections}
        self.listing = lru_cache(maxsize=64)(self._listing)

    def answer(self, target: str, gzips: bool = False, known: str = "") -> Answer:
        """The answer to GET ``target`` (path and query). ``gzips``: the client takes gzip. ``known``: If-None-Match.

        Only the newspaper has entity tags and compresses some of its pages.
        """
        path = unquote(target if self.queries else target.split("?", 1)[0]).split(";", 1)[0]
        found = next((made for make in HANDLERS if (made := make(self, path, target)) is not None), _not_found())
        if self.queries:
            return replace(found, headers=(*found.headers, SESSION))
        if self.site.outlet is not NEWS or found.status != HTTPStatus.OK:
            return found
        tagged = _tagged(found, known)
        return _zipped(tagged) if gzips and len(target) % 4 == 0 and tagged.body else tagged

    @property
    def queries(self) -> bool:
        """Whether the query says which page it is, whatever the path."""
        return self.site.outlet is WEBFORMS

    def posted(self, target: str, form: Mapping[str, str]) -> Answer:
        """The answer to a form that is posted to ``target``: WebForms alone takes any, and only its own."""
        start = unquote(target)
        if not self.queries or not self._lists(start):
            return Answer(405, b"")
        if webforms.SEARCH in form:
            return _html(self.layout.simple(self.site, "Kết quả tìm kiếm", "<p>Không có kết quả.</p>"))
        page = webforms.posted_page(start, form, self.site.pages(self.sections.get(start)))
        return _html(self.listing(start, page)) if page else Answer(500, REFUSED.encode(), headers=(SESSION,))

    def _fixed(self, path: str, _target: str) -> Answer | None:
        if path == "/robots.txt":
            return Answer(200, ROBOTS.encode(), "text/plain")
        home = HOMES[self.site.outlet.name]
        if path == "/" and home != "/":
            return Answer(302, b"", headers=(("Location", home),))
        return _html(self.layout.home(self.site)) if path == home else None

    def _file(self, path: str, _target: str) -> Answer | None:
        name = path.split("/")[4] if path.startswith("/documents/") and path.count("/") > 3 else path.rsplit("/", 1)[-1]
        data = self._file_of_post(path) or file(name)
        return Answer(200, data, CONTENT_TYPES[name.rsplit(".", 1)[1]]) if data else None

    def _file_of_post(self, path: str) -> bytes | None:
        """The PDF in which the text of a post stands."""
        found = OF_A_POST.match(path)
        post = self.site.post(int(found[1])) if found and self._has(int(found[1])) else None
        if post is None or not post.only_file or path != addresses.attachment_path(post.headline, 0, post.files[0]):
            return None
        words = [one.text for one in post.blocks if isinstance(one, Paragraph)]
        return scan() if post.only_file == "scan" else pdf(words)

    def _print(self, path: str, target: str) -> Answer | None:
        found = PRINTED.search(target)
        number = int(next(filter(None, found.groups()))) if found else 0
        number -= addresses.FIRST.get(self.site.outlet.name, 0)
        return _html(self.layout.printed(self.site, self.site.post(number))) if self._has(number) else None

    def _page_of_post(self, path: str, target: str) -> Answer | None:
        found = addresses.find_post(path)
        if not found or found[0] != self.site.outlet.name or not self._has(found[1]):
            return None
        number = found[1]
        if "viewMode=print" in target:
            return _html(self.layout.printed(self.site, self.site.post(number)))
        return self._moved(number, path) or self._failure(number) or self._article(number)

    def _moved(self, number: int, path: str) -> Answer | None:
        head = self.site.headline(number)
        to = addresses.post_path(head)
        return Answer(301, b"", headers=(("Location", to),)) if path == addresses.old_path(head) else None

    def _failure(self, number: int) -> Answer | None:
        kind = self.site.headline(number).kind
        first = number == FLAKY and number not in self.failed
        if kind == "broken" or first:
            self.failed.add(number)
            return Answer(
                500, b"<html><body><h1>HTTP Status 500</h1><p>java.lang.NullPointerException</p></body></html>"
            )
        return _not_found() if kind == "gone" else None

    def _article(self, number: int) -> Answer:
        content_type, charset, before = CHARSETS.get(number % 11, (HTML, "UTF-8", b""))
        page = self.layout.article(self.site, self.site.post(number), charset)
        return Answer(200, before + page.encode(), content_type, delay=self.slow_seconds if number == SLOW else 0.0)

    def _has(self, number: int) -> bool:
        return 0 < number <= self.site.count

    def _listed(self, path: str, target: str) -> Answer | None:
        found = PAGE_NUMBERS.search(target)
        page = int(next(filter(None, found.groups()))) if found else 1
        start = PAGE_IN_PATH.sub("", path)
        return _html(self.listing(start, page)) if self._lists(start) else None

    def _lists(self, start: str) -> bool:
        return start in self.sections or start.rstrip("/") == addresses.ALL_PATH[self.site.outlet.name]

    def _listing(self, start: str, page: int) -> str:
        found: str = self.layout.listing(self.site, self.sections.get(start), page)
        return found

    def _trap(self, path: str, target: str) -> Answer | None:
        """Pages without posts: a calendar without an end, log-in, contact; and those that robots.txt closes."""
        path = path.split("?", 1)[0]
        if CALENDAR.search(path):
            return _html(self.layout.simple(self.site, "Lịch công tác", _calendar(self.site.outlet.name, path, target)))
        title = next((title for part, title in SIMPLE if part in path), None)
        return _html(self.layout.simple(self.site, title, LOGIN)) if title else None


HANDLERS: tuple[Callable[[Answers, str, str], Answer | None], ...] = (
    Answers._fixed,
    Answers._page_of_post,
    Answers._listed,
    Answers._file,
    Answers._print,
    Answers._trap,
)
SIMPLE = (
    ("/c/portal/login", "Đăng nhập"),
    ("/dang-nhap", "Đăng nhập"),
    ("/lien-he", "Liên hệ"),
    ("/noi-bo/", "Danh bạ nội bộ"),
)
REFUSED = (
    "<html><head><title>Validation of viewstate MAC failed.</title></head><body>"
    "<h1>Server Error in '/' Application.</h1><h2><i>Validation of viewstate MAC failed.</i></h2></body></html>"
)
LOGIN = '<form method="post"><label>Tên</label><input name="ten"><input type="password"><button>Gửi</button></form>'


def _calendar(portal: str, path: str, target: str) -> str:
    """A month, and links to the ones before and after it, for ever."""
    query = addresses.CALENDARS[portal]
    found = re.search(re.escape(query) + r"(-?\d{1,9})", target)
    month = int(found[1]) if found else 0
    days = "".join(f'<td><a href="{path}?{query}{month}&amp;ngay={day}">{day}</a></td>' for day in range(1, 29))
    steps = ((month - 1, "Tháng trước"), (month + 1, "Tháng sau"))
    links = " ".join(f'<a href="{path}?{query}{to}">{name}</a>' for to, name in steps)
    return f'{links}<table class="calendar"><tr>{days}</tr></table>'


def _html(page: str) -> Answer:
    return Answer(200, page.encode())


def _not_found() -> Answer:
    return Answer(404, "<html><body><h1>404</h1><p>Không tìm thấy trang yêu cầu.</p></body></html>".encode())


def _tagged(answer: Answer, known: str) -> Answer:
    """With its entity tag; no body if the client knows it."""
    tag = f'"{zlib.crc32(answer.body):08x}"'
    if tag in known:
        return Answer(HTTPStatus.NOT_MODIFIED, b"", answer.content_type, (("ETag", tag),))
    return replace(answer, headers=(*answer.headers, ("ETag", tag)))


def _zipped(answer: Answer) -> Answer:
    headers = (*answer.headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return replace(answer, body=gzip.compress(answer.body, 1, mtime=0), headers=headers)
