"""When a page is no article: print views, listings, search, log-in, errors served as pages, posts without text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from models.article import NotAnArticle, Page
from pipelines.document import Element
from pipelines.files import parts_of
from pipelines.phrases import NO_ARTICLE, bare
from pipelines.text import unaccent

PRINT_URL = re.compile(
    r"print_?article|[?&]_?(?:view_?mode|mode|view|layout|task)=print|[?&](?:is_?)?print(?:able)?=(?:1|true|yes)"
    r"|/print(?:able|preview)?(?:/|$|\.)|[?&]p_p_state=pop_up",
    re.IGNORECASE,
)
SEARCH_URL = re.compile(
    r"/(?:search|tim-kiem|suche|recherche|buscar)(?:[/.?]|$)|[?&](?:s|q|keywords?|query)=", re.IGNORECASE
)
SHORTEST = 60  # characters of text that an article has at least
SHORT = 300  # … that a page needs which neither machines nor its heading call an article
ERROR_TEXT = 400  # characters that an error page has at most
FEW_TEASERS = 4
SHORTEST_TITLE = 25  # characters; shorter ones name sections
ROW = 3
DATED_ROWS = 4  # entries with a date of their own, side by side, that make a listing
CLAUSES = 8  # "Điều 1.", "Điều 2." … that make a legal document
CLAUSE = re.compile(r"(?:dieu|article|section|§)\s+\d+\b")
SAID = {reason: tuple(unaccent(row).split("|")) for reason, row in NO_ARTICLE.items()}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict rests on.

    declared: machines are told that it is an article. titled: its heading is the page's title, not the site's name.
    headed: it is, or a heading that nothing confirms stands over a dated text.
    prose: of the whole page. links: characters in links. teasers: prose in entries of lists. rows: dated entries side
    by side. in_chrome: the text found stands in a footer or the like. password, video: such a field, such a player.
    """

    title: str
    paragraphs: tuple[str, ...]
    declared: bool
    titled: bool
    headed: bool
    prose: float
    links: int
    teasers: float
    teaser_count: int
    rows: int
    in_chrome: bool
    password: bool
    video: bool

    @property
    def length(self) -> int:
        return sum(map(len, self.paragraphs))


def refuse_before(page: Page, root: Element) -> None:
    """Raise NotAnArticle for what URL, status and body tell before anything is read."""
    if page.status >= 400:
        raise NotAnArticle("error page", f"status {page.status}")
    body = root.find("body")
    onload = (body.get("onload") or "") if body is not None else ""
    if (page.url and PRINT_URL.search(page.url)) or "print()" in onload:
        raise NotAnArticle("print view")


def refuse_after(page: Page, facts: Facts) -> None:
    """Raise NotAnArticle for what has been read and is no article; the first reason that holds."""
    for reason, holds in REASONS:
        if holds(page, facts):
            raise NotAnArticle(reason, facts.title[:80])


def _is_error(_page: Page, facts: Facts) -> bool:
    said = [bare(facts.title), *(bare(text) for text in facts.paragraphs[:2])]
    return not facts.declared and facts.length < ERROR_TEXT and any(one.startswith(SAID["error page"]) for one in said)


def _is_login(_page: Page, facts: Facts) -> bool:
    return facts.password and facts.length < SHORT and not facts.declared


def _is_search(page: Page, facts: Facts) -> bool:
    looks = bool(page.url and SEARCH_URL.search(page.url)) or bare(facts.title).startswith(SAID["search"])
    return looks and not facts.declared and (facts.length < SHORT or facts.links > facts.length)


def _is_front(page: Page, facts: Facts) -> bool:
    return bool(page.url) and parts_of(page.url).path in {"", "/"} and not facts.declared


def _is_listing(_page: Page, facts: Facts) -> bool:
    if facts.declared:
        return facts.length < SHORTEST and facts.teaser_count > FEW_TEASERS
    named_as_section = not facts.titled or len(facts.title) < SHORTEST_TITLE or facts.length < 2 * SHORTEST
    mostly_teasers = facts.teaser_count > FEW_TEASERS and facts.teasers > facts.length and named_as_section
    some_teasers = facts.teaser_count >= ROW and 2 * facts.teasers > facts.length and not facts.titled
    mostly_links = facts.length < SHORT and facts.links > 2 * facts.prose and not facts.video
    dated = facts.rows >= DATED_ROWS and not facts.titled
    return mostly_teasers or some_teasers or dated or (mostly_links and not facts.titled)


def _is_video(_page: Page, facts: Facts) -> bool:
    return facts.video and facts.length < 2 * SHORTEST


def _is_document(_page: Page, facts: Facts) -> bool:
    clauses = sum(bool(CLAUSE.match(unaccent(text[:20]))) for text in facts.paragraphs)
    return not facts.declared and not facts.headed and clauses >= CLAUSES


def _is_empty(_page: Page, facts: Facts) -> bool:
    if facts.length < SHORTEST:
        return True
    return facts.length < SHORT and not facts.declared and (facts.in_chrome or not facts.headed)


REASONS: tuple[tuple[str, Callable[[Page, Facts], bool]], ...] = (
    ("error page", _is_error),
    ("login", _is_login),
    ("search", _is_search),
    ("video", _is_video),
    ("listing", _is_front),
    ("listing", _is_listing),
    ("document", _is_document),
    ("no text", _is_empty),
)
