"""When two URLs are one post: cleaning a URL, and the identity under which the ledger and the archive know it."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import unquote, unquote_plus, urljoin, urlsplit, urlunsplit

import regex
from w3lib.url import safe_url_string

from models.site import Site, SiteError

MAX_URL = 2083  # longer ones are traps (and Scrapy refuses them)

LONGEST_KEY = MAX_URL  # bytes: PostgreSQL's indexes hold 2.7 KB
BEGINNING = 1900  # … of what would be longer, before its digest

# Parameters that say where a visitor came from or how the page is framed, never which post it shows.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|_ga|_gl|zarsrc|zalo\w*|igshid|cmp|ref|referrer|"
    r"(?:_\d+_|_.*_INSTANCE_\w+_)?(?:redirect|inheritRedirect|backURL)|p_r_p_resetCur|p_auth|doAsUserId|"
    r"jsessionid|phpsessid|_t",
    re.IGNORECASE,
)
# Liferay's and VCMS's listings put the day they are looked at into their pager links.
TODAY = re.compile(r"(?:.*_)?(?:from|to)(?:Day|Month|Year)")
LONG_HEX = re.compile(r"[0-9a-fA-F]{16,}")  # what "sid" holds where it is a session; elsewhere it is a story
# Sessions in the path: ;jsessionid=… · ASP.NET's /(S(…))/ · /PHPSESSID=…/ · /sid-<long hex>/
SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/?#]*|/\((?:[AFSX]\([^()/]*\))+\)(?=/|$)"
    r"|/(?:jsessionid|phpsessid|aspsessionid\w*|sid|session(?:id)?)[=_-]?[0-9a-f]{16,}(?=/|$)",
    re.IGNORECASE,
)
POSTED = "postback="  # how the fragment begins by which a post is known that only a form of the page opens
LEADING = re.compile(r"\(\?([a-z]+)\)")  # the flags that a pattern begins with
# What means something else where a pattern is part of another: flags in its midst, what refers to a group
NOT_IN_ANOTHER = re.compile(r"\(\?[a-zA-Z\d]+\)|\\[1-9gkK]|\(\?(?:P[=>]|[R&(|])")
PATTERN_SECONDS = 0.5  # of the processor's time for a pattern on a URL; sound ones take microseconds
REMEMBERED = 8192  # answers to questions about a URL: a menu's links stand on every page, a post is listed and visited
DEFAULT_PORT = {"http": ":80", "https": ":443"}


class SlowPatternError(SiteError):
    """A site file's regular expression that tries too many ways to match a URL; the message says which."""


def absolute(base: str, link: str) -> str | None:
    """The http(s) URL that a link on a page leads to, percent-encoded, without fragment and session; else None."""
    link = re.sub(r"[\t\r\n]", "", link.strip())
    try:
        url = safe_url_string(urljoin(base, link))
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # "http://[" and the like
        return None
    if parts.scheme not in DEFAULT_PORT or not host or len(url) > MAX_URL:
        return None
    return urlunsplit(parts._replace(path=SESSION.sub("", parts.path) or "/", fragment=""))


def _chooses(item: str) -> bool:
    """Whether a parameter may choose what is shown: a bare one does ("?/tin/7"), one with an empty value does not."""
    name, mark, value = item.partition("=")
    if not name or (mark and not value):
        return False
    known = unquote_plus(name)
    session = known.lower() == "sid" and LONG_HEX.fullmatch(value)
    return not session and not TRACKING.fullmatch(known) and not TODAY.fullmatch(known)


def clean_url(url: str) -> str:
    """The URL without fragment, session, tracking and empty parameters; those that stay are sorted."""
    parts = urlsplit(url)
    kept = sorted(item for item in parts.query.split("&") if _chooses(item))
    netloc = parts.netloc.lower().removesuffix(DEFAULT_PORT.get(parts.scheme, ":"))
    return urlunsplit((parts.scheme.lower(), netloc, SESSION.sub("", parts.path) or "/", "&".join(kept), ""))


def identity(url: str, site: Site | None = None) -> str:
    """The key of what a URL shows: equal for all URLs of one post.

    The groups of the first of the site's ``identity`` patterns that is found, joined by "/";
    otherwise the clean URL without scheme, "www." and closing slash. Fragments say nothing, but for those that we gave
    to posts without a URL of their own (`postbacks.Form`). Raises SlowPatternError.
    """
    at, mark, fragment = url.partition("#")
    if fragment.startswith(POSTED):
        return _bounded(f"{identity(at)}{mark}{fragment}")
    return _identity(url, site.identity if site else ())


@lru_cache(maxsize=REMEMBERED)
def _identity(url: str, patterns: tuple[str, ...]) -> str:
    return _bounded(_key(url, patterns))


def _bounded(key: str) -> str:
    """Imported pages and links to files may have addresses of any length."""
    if len(key) * 4 <= LONGEST_KEY or len(written := key.encode("utf-8", "replace")) <= LONGEST_KEY:
        return key
    return f"{written[:BEGINNING].decode('utf-8', 'ignore')}~sha256:{sha256(written).hexdigest()}"


def _key(url: str, patterns: tuple[str, ...]) -> str:
    for pattern in _compiled(patterns):
        found = search(pattern, url)
        if found:
            return "~" + unquote("/".join(group or "" for group in found.groups()))
    rest = clean_url(url).split("://", 1)[-1]
    path, mark, query = rest.partition("?")
    return path.removeprefix("www.").rstrip("/") + mark + query


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> tuple[regex.Pattern[str], ...]:
    return tuple(regex.compile(pattern) for pattern in patterns)


def search(pattern: regex.Pattern[str], url: str) -> regex.Match[str] | None:
    """Where the pattern is found. Raises SlowPatternError: `re.search` could not be stopped, and who writes a site file
    need not know what backtracking is.

    Giving the interpreter's lock away costs more than the search: a thread that is at work takes it for milliseconds.
    """
    try:
        return pattern.search(url, timeout=PATTERN_SECONDS, concurrent=False)
    except TimeoutError:
        raise SlowPatternError(
            f"the site file's pattern {pattern.pattern!r} is still not done with {url} after {PATTERN_SECONDS} s: "
            "write it without repetitions within repetitions"
        ) from None


@lru_cache(maxsize=REMEMBERED)
def matches(url: str, patterns: tuple[str, ...]) -> bool:
    """Whether any of a site file's patterns is found in the URL. Raises SlowPatternError."""
    together, alone = _side_by_side(patterns), _compiled(patterns)
    try:
        return any(search(pattern, url) for pattern in together)
    except SlowPatternError:
        if together is alone:
            raise
    return any(search(pattern, url) for pattern in alone)  # which of them it is


@lru_cache(maxsize=64)
def _side_by_side(patterns: tuple[str, ...]) -> tuple[regex.Pattern[str], ...]:
    """One pattern that is found where any of these is: to watch the time of a search takes longer than the search."""
    scoped = [LEADING.sub(r"(?\1:", one, count=1) + ")" if LEADING.match(one) else f"(?:{one})" for one in patterns]
    if len(patterns) < 2 or any(map(NOT_IN_ANOTHER.search, scoped)):
        return _compiled(patterns)
    try:
        return (regex.compile("|".join(scoped)),)
    except regex.error:  # flags that hold for a whole pattern, a comment at its end
        return _compiled(patterns)
