"""What only a POST of the page's form brings, as ASP.NET has it: pages of a pager, and posts.

https://learn.microsoft.com/dotnet/api/system.web.ui.page - a link calls ``__doPostBack(target, argument)``, which puts
both into hidden fields and submits the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from pipelines.anchors import Anchor
from pipelines.document import Element
from pipelines.text import fold
from pipelines.urls import POSTED, absolute

STEP = re.compile(r"(?:trang )?(?:tiếp|tiếp theo|sau|kế tiếp)|next(?: page)?|›|>|→", re.IGNORECASE)
MORE_NUMBERS = {"...", "…"}
IN_ARGUMENT = re.compile(r"(?:Page\$)?(\d{1,6})", re.IGNORECASE)
# The end of a control's name, where each number of a pager has a control of its own: $lnk2, $ctl02$lnk
ONE_OF_SEVERAL = re.compile(r"\$[^$]*\d+$|\$ctl\d+\$[^$]*$")
# An argument that names the post itself, not its row in today's list: a number of four figures or more, a GUID
NAMES_IT = re.compile(r"(?<!\d)\d{4,19}(?!\d)|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
WHOLE_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
NAME_LENGTH = 16  # hexadecimal figures of a digest that names a post
LONGEST_FORM = 2_000_000  # bytes; a view state of this size is a fault
MOST_FIELDS = 500
BUTTONS = {"submit", "button", "image", "reset", "file"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a POST brings.

    url: to post to. place: what tells it from all else at that URL, the same in every crawl: "<control>=<number>" of a
    pager's page, "postback=<name>" of a post. body: the form's fields, URL-encoded.
    """

    url: str
    place: str
    body: str

    @property
    def address(self) -> str:
        """By which a post is known that has no URL of its own."""
        return f"{self.url}#{self.place}"

    def said(self, cookies: Mapping[str, str]) -> dict[str, Any]:
        """As a row of the ledger has it, with the cookies that the site expects."""
        return {"place": self.place, "body": self.body, "cookies": dict(cookies)}


def number_in(place: str) -> int | None:
    """The number of a page that a `Form` brings."""
    return int(place.rpartition("=")[2]) if place else None


def posted_pages(anchors: Sequence[Anchor], page_url: str, place: str) -> list[Form]:
    """The pages after this one of which a POST of the page's form is the only way, nearest first.

    place: of this page, "" for one that was had by GET.
    """
    current = number_in(place) or 1
    later: dict[int, Form] = {}
    for anchor, number in _numbered(anchors, current):
        if number <= current or number in later:
            continue
        assert anchor.postback is not None
        target, argument = anchor.postback
        control = target if argument else ONE_OF_SEVERAL.sub("", target)
        if form := _form(anchor, page_url, f"{control}={number}"):
            later[number] = form
    return [later[number] for number in sorted(later)]


def _numbered(anchors: Sequence[Anchor], current: int) -> Iterator[tuple[Anchor, int]]:
    """Pager links with the number of the page they bring: from the argument, the text, or its place in the row."""
    last: int | None = None
    for anchor in anchors:
        if anchor.postback is None:
            continue
        said = IN_ARGUMENT.fullmatch(anchor.postback[1])
        if anchor.text.isdigit() and len(anchor.text) <= 6:
            last = int(anchor.text)
            yield anchor, last
        elif anchor.text in MORE_NUMBERS and (said or last):
            yield anchor, int(said[1]) if said else (last or 0) + 1
        elif STEP.fullmatch(anchor.text):
            yield anchor, current + 1


def posted_post(anchor: Anchor, page_url: str, title: str, beside: Sequence[str]) -> Form | None:
    """What opens a post that has no URL of its own. title, beside: of it and what stands with it on the listing.

    Where the call's argument names the post, so does the place; else headline and day do: the control and the number
    of a row are another post's tomorrow.
    """
    assert anchor.postback is not None
    named = NAMES_IT.search(anchor.postback[1])
    day = next((found[0] for text in beside if (found := WHOLE_DAY.search(text))), "")
    digest = sha256(f"{fold(title)}\n{day}".encode()).hexdigest()[:NAME_LENGTH]
    return _form(anchor, page_url, POSTED + (quote(named[0]) if named else digest))


def _form(anchor: Anchor, page_url: str, place: str) -> Form | None:
    """None where there is no form to send, or one of a size that is a fault."""
    assert anchor.postback is not None
    form = next(anchor.element.iterancestors("form"), None)
    if form is None:
        return None
    target, argument = anchor.postback
    body = urlencode([*_fields(form), ("__EVENTTARGET", target), ("__EVENTARGUMENT", argument)])
    url = absolute(page_url, form.get("action") or "") or page_url.partition("#")[0]
    return Form(url, place, body) if len(body) <= LONGEST_FORM else None


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send of the form when a script submits it: no buttons, nothing unchecked."""
    for count, field in enumerate(form.iter("input", "select", "textarea")):
        name, kind = field.get("name"), (field.get("type") or "text").lower()
        if not name or name in {"__EVENTTARGET", "__EVENTARGUMENT"} or count >= MOST_FIELDS:
            continue
        if field.tag == "select":
            chosen = field.xpath("option[@selected]") or field.xpath("option")[:1]
            yield from ((name, one.get("value") or (one.text or "").strip()) for one in chosen)
        elif field.tag == "textarea":
            yield name, field.text or ""
        elif kind not in BUTTONS and (kind not in {"checkbox", "radio"} or field.get("checked") is not None):
            yield name, field.get("value") or ("on" if kind == "checkbox" else "")
