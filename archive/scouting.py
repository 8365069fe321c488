"""A first look at a site: what its pages tell of its platform, and what is read of a few posts without any rule.

What fetches is a Scrapy process (`crawler/look.py`), as for every crawl.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from models.article import Article, NotAnArticle, Page
from models.home import home
from models.site import SHIPPED, Site, SiteError, load_site
from pipelines.document import parse
from pipelines.extract import extract
from pipelines.feeds import read_feed
from pipelines.heading import page_titles
from pipelines.platforms import platform_of
from pipelines.urls import matches

POSTS = 3  # that are looked at
LOOK = SHIPPED / "look.py"
ORDER = ("title", "start", "platform", "every", "delay", "private_network")  # of the keys in a file

HOPELESS = {"login", "error page"}  # what a page is read as
JOINT = re.compile(r"\s+[|–—·•»>:-]+\s+")  # between a site's name and a page's

Keys = dict[str, object]


class UnseenError(Exception):
    """The start page could not be had, or lists no posts for sure; the message names URL and reason. reason: as in the
    ledger, or "feed"."""

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a site.

    start: its start page. platform: what its pages tell. read: posts with what was read of them; passed: URLs of
    posts that were looked at and could not be read, with the reason.
    """

    start: Page
    platform: str | None
    read: tuple[tuple[Page, Article], ...]
    passed: tuple[tuple[str, str], ...]


def named_after(url: str) -> str:
    """A site's name from the host of its URL."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", host).strip("-")


def draft(url: str, platform: str | None, private_network: bool) -> Keys:
    """The keys of a site file for a site that nobody has looked at. What is typed to lead to this machine may do so."""
    keys: Keys = {"start": url}
    if platform:
        keys["platform"] = platform
    if is_loopback(urlsplit(url).hostname or ""):
        keys |= {"private_network": True, "delay": 0}
    elif private_network:
        keys["private_network"] = True
    return keys


def is_loopback(host: str) -> bool:
    """Whether a host, as it is written, is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def title_of(look: Look) -> Keys:
    """What the site is called: the part of the start page's title that the posts' pages have in theirs, too."""
    own, *others = (page_titles(parse(page).root, []) for page in (look.start, *(page for page, _ in look.read)))
    shared = [
        part for title in own[:1] for part in JOINT.split(title) if any(part in other for other in map(str, others))
    ]
    title = max(shared, key=len, default=own[0] if own else "")
    return {"title": title} if title else {}


def write_site(name: str, keys: Keys) -> Path:
    """Writes a site file into the home folder. Raises SiteError, leaving nothing, where a key's value is none."""
    path = home().sites / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(_toml(keys | {"every": "1d"}))
    try:
        load_site(path)
    except SiteError:
        path.unlink()
        raise
    return path


def _toml(keys: Mapping[str, object]) -> str:
    """A JSON string is a TOML string, but for the one character that JSON leaves as it is."""
    written = {key: json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") for key, value in keys.items()}
    return "".join(f"{key} = {written[key]}\n" for key in ORDER if key in written)


def look_at(name: str, keys: Mapping[str, object]) -> Look:
    """Looks at the start page of the site that these keys describe, and at its first posts. Raises UnseenError."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-look-") as folder:
        path = Path(folder) / f"{name}.toml"
        path.write_text(_toml(keys), "utf-8")
        lines = _looked(path, Path(folder) / "pages.jsonl")
        if not lines or "reason" in lines[0]:
            raise _unseen(str(keys["start"]), lines[0] if lines else {"reason": "no answer", "detail": ""})
        pages = [_page(line) for line in lines if "body" in line]
        platform = str(keys.get("platform") or platform_of(pages) or "")
        site = _site(path, keys, platform)
        if "platform" not in keys and not _knows(site, pages[1:]):  # it looks like one, but has addresses of its own
            platform, site = "", _site(path, keys, "")
        if len(lines) == 1 and (hopeless := _hopeless(pages[0], site)):
            raise _unseen(str(keys["start"]), {"reason": hopeless[0], "detail": hopeless[1]})
        outcomes = [(page, _read(page, site)) for page in pages[1:]]
    failed = [(line["url"], _reason(line)) for line in lines if "reason" in line]
    read = tuple((page, found) for page, found in outcomes if isinstance(found, Article))
    passed = [(str(page.url), str(found)) for page, found in outcomes if isinstance(found, NotAnArticle)]
    return Look(pages[0], platform or None, read, (*passed, *failed))


def _site(path: Path, keys: Mapping[str, object], platform: str) -> Site:
    path.write_text(_toml({**keys, **({"platform": platform} if platform else {})}), "utf-8")
    return load_site(path)


def _knows(site: Site, posts: Sequence[Page]) -> bool:
    """Whether the platform's patterns know any of the posts."""
    return not site.article or any(matches(str(page.url), site.article) for page in posts)


def _looked(site: Path, out: Path) -> list[dict[str, Any]]:
    """What the process wrote, a line a page; its log where it wrote nothing."""
    command = [sys.executable, "-m", "scrapy", "runspider", str(LOOK), "-a", f"site={site}", "-a", f"out={out}"]
    command += ["-a", f"posts={POSTS}"]
    settings = _settings(site)
    done = subprocess.run(  # noqa: S603 - our own words
        [*command, *settings],
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    if not out.exists():
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise UnseenError(f"the look did not begin: {said[-1]}")
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def _settings(path: Path) -> Iterator[str]:
    """The manners of the site file."""
    site = load_site(path)
    for name, value in (("DOWNLOAD_DELAY", site.delay), ("DOWNLOAD_VERIFY_CERTIFICATES", site.verify_tls)):
        yield from ("-s", f"{name}={value}")


def _page(line: dict[str, Any]) -> Page:
    fetched = datetime.fromisoformat(line["fetched_at"])
    return Page(base64.b64decode(line["body"]), line["url"], fetched, line["content_type"])


def _read(page: Page, site: Site) -> Article | NotAnArticle:
    try:
        return extract(page, site)
    except NotAnArticle as verdict:
        return verdict


def _hopeless(start: Page, site: Site) -> tuple[str, str] | None:
    """Why a start page that lists nothing never will: a feed, a log-in. Others may, by script or with patterns."""
    try:
        read_feed(start.body)
    except NotAnArticle:
        found = _read(start, site)
        return (found.reason, found.detail) if isinstance(found, NotAnArticle) and found.reason in HOPELESS else None
    return "feed", "for machines; the page that people see is needed"


def _unseen(start: str, line: Mapping[str, str]) -> UnseenError:
    return UnseenError(f"{start}: {_reason(line)}", line["reason"])


def _reason(line: Mapping[str, str]) -> str:
    return f"{line['reason']} ({line['detail']})" if line["detail"] else str(line["reason"])
