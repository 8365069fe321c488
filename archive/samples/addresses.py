"""The URLs of the sample portals, as their systems write them: made from posts, and read back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from archive.samples.places import LIFERAY, NEWS, NUKEVIET, VCMS, WEBFORMS, Outlet, Section
from archive.samples.planted import REDIRECTED, REDIRECTED_EVERY
from archive.samples.posts import Headline

VCMS_INSTANCE, VCMS_FIRST, VCMS_ALL = "xYz1", 48_000, 1200
LIFERAY_INSTANCE, LIFERAY_FIRST = "aB3dEf", 1_023_000
NEWS_FIRST = 100_000
WEBFORMS_FIRST, WEBFORMS_OLD = 7_000, 99
NUKEVIET_FIRST = 200
FIRST = {VCMS.name: VCMS_FIRST, NEWS.name: NEWS_FIRST, WEBFORMS.name: WEBFORMS_FIRST, NUKEVIET.name: NUKEVIET_FIRST}
ALL_PATH = {
    VCMS.name: "/web/vinhphong/tin-tuc",
    LIFERAY.name: "/web/guest/tin-tuc",
    NEWS.name: "/tin-moi",
    WEBFORMS.name: "/Default.aspx?tabid=62",
    NUKEVIET.name: "/vi/news",
}
ROOT = {  # what stands before a section's path
    VCMS.name: "/web/vinhphong/",
    LIFERAY.name: "/web/guest/",
    NEWS.name: "/",
    WEBFORMS.name: "/Default.aspx?tabid=",
    NUKEVIET.name: "/vi/news/",
}
CLOSED = {NEWS.name: "/", NUKEVIET.name: "/"}  # what listings end with
GROUPS = {VCMS.name: 20182, LIFERAY.name: 35124}
PUBLISHER = f"com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_{LIFERAY_INSTANCE}"

POSTS = (
    (VCMS, re.compile(rf"/-/vcmsviewcontent/{VCMS_INSTANCE}/\d+/(\d+)/"), VCMS_FIRST),
    (NEWS, re.compile(r"-post(\d+)\.html"), NEWS_FIRST),
    (WEBFORMS, re.compile(r"/Default\.aspx\?tabid=\d+&ID=(\d+)(?=&|$)"), WEBFORMS_FIRST),
    (NUKEVIET, re.compile(r"/vi/news/[a-z0-9-]+/[a-z0-9-]+-(\d+)\.html"), NUKEVIET_FIRST),
    (LIFERAY, re.compile(rf"/-/(?:asset_publisher/{LIFERAY_INSTANCE}/content/)?(\d+)(?=[?;#]|$)"), LIFERAY_FIRST),
    (LIFERAY, re.compile(rf"/-/(?:asset_publisher/{LIFERAY_INSTANCE}/content/)?[a-z0-9-]+-(\d+)(?=[?;#]|$)"), 0),
)

CALENDARS = {
    VCMS.name: "p_p_id=8&_8_month=",
    LIFERAY.name: "p_p_id=com_liferay_calendar_web_portlet_CalendarPortlet&_month=",
    NEWS.name: "thang=",
    WEBFORMS.name: "thang=",
    NUKEVIET.name: "thang=",
}


@lru_cache(maxsize=4096)
def slug(title: str) -> str:
    """As these systems do it: accents off, đ deleted, the rest joined by hyphens; never empty."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:90].strip("-") or "bai-viet"


def find_post(url: str) -> tuple[str, int] | None:
    """(portal's name, number) of the post that a URL, or path and query, leads to, by whichever of its addresses."""
    for outlet, pattern, first in POSTS:
        found = pattern.search(url)
        if found:
            return outlet.name, int(found[1]) - first
    return None


def url_title(head: Headline) -> str:
    """Liferay's name of a post: a number for every third one, else its slug."""
    return str(LIFERAY_FIRST + head.number) if head.number % 3 == 0 else f"{slug(head.title)}-{head.number}"


def post_path(head: Headline) -> str:
    """The post's own address, under its own section."""
    if head.outlet is VCMS:
        return vcms_path(head, head.section.path, head.section.category)
    if head.outlet is LIFERAY:
        return f"/web/guest/-/{url_title(head)}"
    if head.outlet is WEBFORMS:
        return webforms_path(head, head.section.category)
    if head.outlet is NUKEVIET:
        return f"/vi/news/{head.section.path}/{slug(head.title)}-{NUKEVIET_FIRST + head.number}.html"
    return f"/{head.section.path}/{slug(head.title)}-post{NEWS_FIRST + head.number}.html"


def webforms_path(head: Headline, tab: int) -> str:
    """One post is reachable under every tab that lists it."""
    return f"/Default.aspx?tabid={tab}&ID={WEBFORMS_FIRST + head.number}"


def print_path(head: Headline) -> str | None:
    """The address of the post's print view, where there is one of its own."""
    number = FIRST.get(head.outlet.name, 0) + head.number
    views = {
        VCMS.name: f"/print_article.jsp?printArticleId={number}",
        WEBFORMS.name: f"/Print.aspx?ID={number}",
        NUKEVIET.name: f"/vi/news/print/{head.section.path}/{slug(head.title)}-{number}.html",
    }
    return views.get(head.outlet.name)


def vcms_path(head: Headline, page: str, category: int) -> str:
    """One post is reachable under every page and category that lists it."""
    number = VCMS_FIRST + head.number
    return f"/web/vinhphong/{page}/-/vcmsviewcontent/{VCMS_INSTANCE}/{category}/{number}/{slug(head.title)}.html"


def publisher_path(head: Headline, listing: str) -> str:
    """Liferay's other address of a post, with the way back to the listing in it."""
    page = listing.split("?", 1)[0]
    way_back = quote(listing, safe="")
    post = f"{page}/-/asset_publisher/{LIFERAY_INSTANCE}/content/{url_title(head)}"
    return f"{post}?inheritRedirect=false&redirect={way_back}"


def old_path(head: Headline) -> str:
    """The address that a post had before its title or category was changed; it redirects."""
    if head.outlet is VCMS:
        return f"/web/vinhphong/tin-cu/-/vcmsviewcontent/{VCMS_INSTANCE}/900/{VCMS_FIRST + head.number}/bai-viet.html"
    if head.outlet is LIFERAY:
        return f"/web/guest/-/bai-viet-cu-{head.number}"
    if head.outlet is WEBFORMS:
        return webforms_path(head, WEBFORMS_OLD)
    if head.outlet is NUKEVIET:
        return f"/vi/news/{head.section.path}/bai-viet-cu-{NUKEVIET_FIRST + head.number}.html"
    return f"/{head.section.path}/bai-viet-cu-post{NEWS_FIRST + head.number}.html"


def listed_path(head: Headline, path: str) -> str:
    """Listings still link a few posts by their old address, the others by ``path``."""
    return old_path(head) if head.number % REDIRECTED_EVERY == REDIRECTED else path


def picture_path(head: Headline, at: int) -> str:
    return _file_path(head, f"anh-{head.number}-{at + 1}.png", at)


def attachment_path(head: Headline, at: int, title: str) -> str:
    name, suffix = title.rsplit(".", 1)
    return _file_path(head, f"{slug(name)}.{suffix}", 100 + at)


def _file_path(head: Headline, name: str, at: int) -> str:
    if head.outlet is NEWS:
        return f"/media/{head.published:%Y/%m/%d}/{head.number}/{name}"
    if head.outlet is WEBFORMS:
        return f"/Portals/0/{head.published:%Y}/{head.number}/{name}"
    if head.outlet is NUKEVIET:
        return f"/uploads/news/{head.published:%Y_%m}/{head.number}/{name}"
    uuid = f"{head.number:08x}-5a1e-4c0d-9e77-{at:012x}"
    folder = f"/documents/{GROUPS[head.outlet.name]}/{head.section.category}"
    return f"{folder}/{name}/{uuid}?t={int(head.published.timestamp())}{at:03d}"


def listing_path(outlet: Outlet, section: Section | None, page: int, today: str = "") -> str:
    """A page, counted from 1, of a section or of all posts. ``today``: what the first portal adds to its pager."""
    base = f"{ROOT[outlet.name]}{section.path}" if section else ALL_PATH[outlet.name]
    if page == 1:
        return base + CLOSED.get(outlet.name, "")
    return PAGERS[outlet.name](base, page, today)


def _vcms_page(base: str, page: int, today: str) -> str:
    portlet = f"vcmsviewcontent_INSTANCE_{VCMS_INSTANCE}"
    return f"{base}?p_p_id={portlet}&p_p_lifecycle=0&p_p_state=normal&_{portlet}_pagenum={page}{today}"


def _liferay_page(base: str, page: int, _today: str) -> str:
    state = f"p_p_id={PUBLISHER}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
    return f"{base}?{state}&_{PUBLISHER}_delta=10&p_r_p_resetCur=false&_{PUBLISHER}_cur={page}"


PAGERS: dict[str, Callable[[str, int, str], str]] = {
    VCMS.name: _vcms_page,
    LIFERAY.name: _liferay_page,
    NEWS.name: lambda base, page, _: f"{base}/trang-{page}.html",
    WEBFORMS.name: lambda base, _page, _: base,  # its pages have one address; which one is shown stands in a form
    NUKEVIET.name: lambda base, page, _: f"{base}/page-{page}/",
}
