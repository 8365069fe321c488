"""A listing page's links: the posts it lists, the later pages of its pager, and other listings it leads to.

A listing is known by what it is, a run of like links, most of them with dates; no class names are asked for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from models.article import Hint, Page
from models.site import Site
from pipelines.anchors import Anchor, anchors, base_of, followed, inside
from pipelines.calendars import day_of, days
from pipelines.document import Element, parse
from pipelines.entries import Entry, Run, entries, hint_of, in_one_run, is_headline, longest_run, texts_of
from pipelines.feeds import Feed, read_feed
from pipelines.pagers import is_pager, later_pages
from pipelines.postbacks import WHOLE_DAY, Form, posted_pages, posted_post
from pipelines.urls import absolute, clean_url, identity, matches

FEED_TYPES = ("rss+xml", "atom+xml", "feed+json", "rdf+xml")
FEED_URL = re.compile(r"(?i)\.(?:rss|atom)$|/rss/|/feed/?$|[/_-](?:rss|feed)\.xml$|^[^?]*/sitemap[\w-]*\.xml(?:\.gz)?$")
NO_FEED = re.compile(r"(?i)comments?/feed|/feed/comments|[?&]replytocom=|xmlrpc|oembed|wp-json")
MOST_FEEDS = 100  # that one page may name
SECTION_TEXT = range(3, 80)  # letters of a link to a section
# A slug of four words, or a number of four figures or more, at the end of a path or as the value of a parameter; a
# shorter one of a parameter that names no section
SLUG_OR_NUMBER = re.compile(
    r"(?:[^/?]*[-_]){3}[^/?]*(?:\?|$)|\d{4,}[^/?]*(?:\?|$)"
    r"|[?&](?!(?:tab|cat|cate|category|menu|section|channel|zone|parent|module|m)_?id=)\w*id=\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The links of a listing page, or of a feed or sitemap.

    posts: URLs of entries in order; pages: the pages of its pager that come after it, nearest first; forms: those of
    them that only a POST brings; sections: what may be other listings; days: pages of a calendar's days and months;
    feeds: feeds and sitemaps, with the time of their last change where an index states it, else "".
    hints: URL of a post -> what is said of it here. opened_by: URL -> form, of posts that only a POST opens: such a
    URL is the `address` of its form. run: how many entries stand side by side.
    """

    posts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    forms: tuple[Form, ...] = ()
    days: tuple[str, ...] = ()
    hints: Mapping[str, Hint] = field(default_factory=dict)
    opened_by: Mapping[str, Form] = field(default_factory=dict)
    run: int = 0


def read_listing(page: Page, site: Site, place: str = "") -> Listing:
    """The links of a listing page, in the order of the page. Raises NotAnArticle for what is no HTML page.

    place: of a page that was had by POST, as its `Form` named it.
    """
    assert page.url is not None
    root = parse(page).root
    clicked = list(anchors(root, page.url))
    found = [one for one in clicked if one.postback is None and followed(one.url, site)]
    pages = [url for url in later_pages(found, root, page.url, site) if followed(url, site)]
    in_pager = {clean_url(url) for url in pages} | {clean_url(page.url)}
    rest = [one for one in found if clean_url(one.url) not in in_pager and not is_pager(one, page.url)]
    posted = [one for one in clicked if one.postback]
    posts, forms = _opened(_posts([*rest, *posted], site), page.url)
    known = {identity(entry.url, site) for entry in posts.values()}
    sections = [one.url for one in rest if identity(one.url, site) not in known and _is_section(one, site)]
    return Listing(
        tuple(entry.url for entry in posts.values()),
        tuple(pages),
        tuple(dict.fromkeys(sections)),
        tuple((url, "") for url in _feeds(root, clicked, page.url, site)),
        tuple(posted_pages(posted, page.url, place)),
        tuple(days(clicked, page, site)),
        _hints(posts, page, site),
        forms,
        longest_run(posts),
    )


def _posts(found: Sequence[Anchor], site: Site) -> dict[str, Entry]:
    """Entries by identity, in order. Where the site file has patterns they decide; else a headline is a long text,
    or a shorter one in a row with others."""
    keyed: dict[str, list[Anchor]] = {}
    for anchor in found:
        if _may_be_post(anchor, site):
            key = "\n".join(anchor.postback) if anchor.postback else identity(anchor.url, site)
            keyed.setdefault(key, []).append(anchor)
    headlines: dict[str, list[Anchor]] = {}
    others: dict[str, list[Anchor]] = {}
    for key, links in keyed.items():
        long = bool(site.article) or any(is_headline(link.text) for link in links)
        (headlines if long else others)[key] = links
    posts = entries(headlines, others)
    return {key: posts[key] for key in keyed if key in posts}


def _may_be_post(anchor: Anchor, site: Site) -> bool:
    """What a form opens has no URL that a pattern could know: it has to be a headline."""
    if anchor.postback:
        return not anchor.chrome and is_headline(anchor.text)
    if site.article:
        return matches(anchor.url, site.article)
    return not anchor.chrome and not matches(anchor.url, site.listing)


def _opened(posts: Mapping[str, Entry], page_url: str) -> tuple[dict[str, Entry], dict[str, Form]]:
    """The entries, those that only a form opens under the address of theirs; and these forms, by address.

    They are posts where most of a run have a day: menus are written like them, without.
    """
    beside = {key: texts_of(entry) for key, entry in posts.items() if entry.link.postback}
    dated = {key: any(map(WHOLE_DAY.search, texts)) for key, texts in beside.items()}
    runs: defaultdict[Run, list[bool]] = defaultdict(list)
    for key, is_dated in dated.items():
        runs[posts[key].run].append(is_dated)
    found, forms = {}, {}
    for key, entry in posts.items():
        if key not in beside:
            found[key] = entry
        elif sum(runs[entry.run]) * 2 > len(runs[entry.run]):
            form = posted_post(entry.link, page_url, entry.title, beside[key])
            if form is not None:
                found[key] = replace(entry, url=form.address)
                forms[form.address] = form
    return found, forms


def _hints(posts: Mapping[str, Entry], page: Page, site: Site) -> dict[str, Hint]:
    day = day_of(page.url or "") if in_one_run(posts) else None  # beside other boxes, which are the day's is not said
    hints = {}
    for entry in posts.values():
        hint = hint_of(entry, "listing", site.zone, page.fetched_at, site.language)
        if day and not hint.published:
            hint = Hint("calendar", hint.title, day.isoformat(), hint.abstract)
        if hint.title or hint.published:
            hints[entry.url] = hint
    return hints


def _is_section(anchor: Anchor, site: Site) -> bool:
    """What may be a listing: the page decides. A post is none, nor what is written like a headline outside a menu."""
    if matches(anchor.url, site.listing):
        return True
    if matches(anchor.url, site.article) or len(anchor.text) not in SECTION_TEXT:
        return False
    return not anchor.text.isdigit()


def _feeds(root: Element, clicked: Sequence[Anchor], page_url: str, site: Site) -> Iterator[str]:
    """What the page names as its feeds, and links whose URL is one of a feed."""
    base = base_of(root, page_url)
    stated = (link for link in root.iter("link") if "alternate" in (link.get("rel") or "").lower())
    urls = [
        absolute(base, link.get("href") or "")
        for link in stated
        if any(kind in (link.get("type") or "").lower() for kind in FEED_TYPES)
    ]
    urls += [one.url for one in clicked if one.postback is None and FEED_URL.search(one.url)]
    unique = dict.fromkeys(url for url in urls if url and inside(url, site) and not NO_FEED.search(url))
    yield from (url for url in list(unique)[:MOST_FEEDS] if not matches(url, site.ignore))


def names_a_post(url: str) -> bool:
    """Whether a URL looks like a post's: a slug of four words, or a number of four figures and more."""
    parts = urlsplit(url)
    return bool(
        SLUG_OR_NUMBER.search(parts.path.rstrip("/").rpartition("/")[2] + (f"?{parts.query}" * bool(parts.query)))
    )


def read_listing_for_machines(page: Page, site: Site) -> Listing:
    """The links of a feed or sitemap, of those that a crawl of the site follows. Raises NotAnArticle."""
    assert page.url is not None
    feed = read_feed(page.body)
    posts: list[str] = []
    sections: list[str] = []
    hints = {}
    for url, hint, is_post in _entries(feed, page.url, site):
        (posts if is_post else sections).append(url)
        if hint.title or hint.published:
            hints[url] = hint
    sitemaps = ((absolute(page.url, url), changed) for url, changed in feed.sitemaps)
    feeds = tuple((url, changed) for url, changed in sitemaps if url and inside(url, site))
    return Listing(tuple(posts), (), tuple(sections), feeds, hints=hints)


def _entries(feed: Feed, base: str, site: Site) -> Iterator[tuple[str, Hint, bool]]:
    """URL, hint, and whether it is a post: where the site file has patterns they decide."""
    for entry in feed.entries:
        url = absolute(base, entry.url)
        if url is None or not followed(url, site):
            continue
        if site.article:
            is_post = matches(url, site.article)
            if is_post or matches(url, site.listing):
                yield url, entry.hint, is_post
        else:
            yield url, entry.hint, entry.is_post or names_a_post(url)
