"""What an article offers besides its text: attached files, and its body as sanitised HTML."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

import nh3
from lxml import etree

from models.article import Attachment
from pipelines.document import Element
from pipelines.elements import SAFE
from pipelines.text import nfc, squeeze

# The extension ends the path or, on Liferay, stands before the file's identifier.
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rar|zip|7z|od[ts]|rtf)(?=$|[/?#])", re.IGNORECASE)
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SANITISER = nh3.Cleaner(
    tags=set(SAFE), attributes=ATTRIBUTES, link_rel="noopener noreferrer", url_schemes={"http", "https"}
)


def is_file(href: str) -> bool:
    """Whether a link leads to a file that people attach."""
    return FILE.search(href) is not None and FILE.search(parts_of(href).path) is not None


def attachments(scope: Element, base: str) -> tuple[Attachment, ...]:
    """The files that links around and in the article lead to, each once."""
    found: dict[str, Attachment] = {}
    for link in scope.iter("a"):
        href = (link.get("href") or "").strip()
        if not is_file(href):
            continue
        url = join(base, href)
        title = squeeze(nfc("".join(link.itertext()))) or url.rsplit("/", 1)[-1]
        found.setdefault(url, Attachment(url, title))
    return tuple(found.values())


def sanitised(container: Element, base: str) -> str:
    """The container as HTML that is safe to show, with absolute URLs."""
    for element in container.iter("a", "img"):
        name = "href" if element.tag == "a" else "src"
        value = element.get(name)
        if value and not value.startswith(("http:", "https:", "#")):
            element.set(name, join(base, value))
    return SANITISER.clean(etree.tostring(container, encoding="unicode", method="html", with_tail=False))


def join(base: str, link: str) -> str:
    """An absolute URL, "" where the link is broken ("http://[")."""
    try:
        return urljoin(base, link)
    except ValueError:
        return ""


def parts_of(url: str | None) -> SplitResult:
    """The parts of a URL; empty ones where there is none or it is broken."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")
