"""A site is data: the TOML file that says where to start and how to behave there, read, checked and refused by key."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import regex
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from models.home import home

SHIPPED = Path(__file__).parent.parent / "crawler"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
DURATION = re.compile(r"(\d+)\s*(m|h|d|w)")
MARKS = "marks"  # the key of a platform's file that is not its sites'
LONGEST_EVERY = 366 * 86400
SECONDS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


class SiteError(ValueError):
    """A site file that cannot be used; the message names the file and, where there is one, the key."""


class UnknownSiteError(SiteError):
    """No file describes a site of that name."""


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _pattern(value: str) -> str:
    try:
        regex.compile(value)
    except regex.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return value


def _selector(value: str) -> str:
    from cssselect import HTMLTranslator, SelectorError  # few site files have selectors

    try:
        HTMLTranslator().css_to_xpath(value)
    except SelectorError as error:
        raise ValueError(f"{value!r} is no CSS selector: {error}") from None
    return value


def is_http(url: str) -> bool:
    """Whether it is a whole http(s) URL."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # "http://[", ports beyond 65535
        return False


def _http(value: str) -> str:
    if not is_http(value):
        raise ValueError(f"{value!r} is no http or https URL")
    return value


def _more(value: str) -> str:
    if value.count("{page}") != 1:
        raise ValueError(f"{value!r} has no {{page}} where the number of the page goes")
    return _http(value)


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError(f"{value!r} is no IANA time zone")
    return value


def _duration(value: object) -> object:
    if isinstance(value, str):
        match = DURATION.fullmatch(value.strip())
        if not match or not int(match[1]):
            raise ValueError(f"{value!r} is no duration such as 30m, 6h, 1d, 2w")
        seconds = int(match[1]) * SECONDS[match[2]]
        if seconds > LONGEST_EVERY:
            raise ValueError(f"{value!r} is longer than a year")
        return seconds
    raise ValueError("is a duration in quotes, such as 30m, 6h, 1d, 2w")


Patterns = Annotated[tuple[Annotated[str, AfterValidator(_pattern)], ...], BeforeValidator(_one_or_many)]
Selector = Annotated[str, AfterValidator(_selector)]
Urls = Annotated[tuple[Annotated[str, AfterValidator(_http)], ...], BeforeValidator(_one_or_many), Field(min_length=1)]
More = Annotated[tuple[Annotated[str, AfterValidator(_more)], ...], BeforeValidator(_one_or_many)]


class Selectors(BaseModel):
    """CSS selectors for what the general rules read wrong on a site; the first element that matches counts."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: Selector | None = None
    lead: Selector | None = None
    body: Selector | None = None
    date: Selector | None = None
    author: Selector | None = None
    source: Selector | None = None


class Site(BaseModel):
    """A site file's values, over its platform's. Only ``start`` is required in the file; ``name`` is the file's stem.

    article, listing, ignore: regular expressions searched in the URL; the page decides where none matches.
    more: URLs with ``{page}`` for the number of a page, which a listing's button asks for in the background.
    identity: regular expressions; the groups of the first that is found in a URL are the post's identity,
    so that all its URLs are one post.
    every: seconds between scheduled runs, None for never. expect: fewest posts that a healthy run sees listed.
    delay: seconds between requests. rights: what the site says about use, shown with exports.
    private_network: loopback and private addresses may be fetched. verify_tls: certificates are checked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str
    title: str = ""
    start: Urls
    platform: str | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Ho_Chi_Minh"
    language: str = "vi"
    article: Patterns = ()
    listing: Patterns = ()
    ignore: Patterns = ()
    identity: Patterns = ()
    more: More = ()
    select: Selectors = Selectors()
    every: Annotated[int | None, BeforeValidator(_duration)] = None
    expect: Annotated[int, Field(ge=0)] = 0
    delay: Annotated[float, Field(ge=0, strict=False)] = 5.0
    rights: str | None = None
    private_network: bool = False
    verify_tls: bool = True

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the start URLs: the crawl stays on them. A port belongs to the host."""
        return _hosts(self.start)


@lru_cache
def _hosts(urls: tuple[str, ...]) -> frozenset[str]:
    """Asked for every link: of all that a site says, only its URLs decide."""
    return frozenset(urlsplit(url).netloc.lower() for url in urls)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SiteError(f"{path}: not TOML: {error}") from None
    except UnicodeDecodeError as error:
        raise SiteError(f"{path}: not UTF-8: {error}") from None
    except OSError as error:
        raise SiteError(f"{path}: cannot be read: {error.strerror}") from None


def platforms() -> dict[str, Path]:
    """Name -> file of each platform (CMS family): the keys of a site file that its sites share."""
    return {path.stem: path for path in sorted((SHIPPED / "platforms").glob("*.toml"))}


def platform_patterns() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Name -> regular expressions of each platform: of its pages' URLs or sources, and of the URLs of its posts."""
    found = {name: _read(path) for name, path in platforms().items()}
    return {name: (tuple(keys[MARKS]), _one_or_many(keys.get("article", []))) for name, keys in found.items()}


def _with_platform(path: Path, own: dict[str, Any]) -> dict[str, Any]:
    name = own.get("platform")
    if name is None:
        return own
    known = platforms()
    if name not in known:
        raise SiteError(f"{path}: platform: {name!r} is not known; there are {', '.join(known)}")
    shared = {key: value for key, value in _read(known[name]).items() if key != MARKS}
    merged = {**shared, **own}
    if isinstance(own.get("select"), dict) and "select" in shared:
        merged["select"] = {**shared["select"], **own["select"]}
    return merged


def load_site(path: Path) -> Site:
    """The site that a TOML file describes. Raises SiteError, naming file and key."""
    if not NAME.fullmatch(path.stem):
        raise SiteError(f"{path}: a site's name is lower-case letters, digits, - and _; {path.stem!r} is not")
    own = _read(path)
    if "name" in own:
        raise SiteError(f"{path}: name: the file's name is the site's name")
    try:
        return Site.model_validate({**_with_platform(path, own), "name": path.stem}, by_name=True)
    except ValidationError as error:
        raise SiteError("\n".join(_complaint(path, one) for one in error.errors())) from None


def _complaint(path: Path, error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        if "." in key and error["loc"][-1] in Site.model_fields:
            return f"{path}: {key}: belongs above the line [select], which makes what follows it selectors"
        known = Selectors.model_fields if "." in key else Site.model_fields
        return f"{path}: {key}: unknown key; there are {', '.join(name for name in known if name != 'name')}"
    return f"{path}: {key}: {error['msg'].removeprefix('Value error, ')}"


def site_files() -> dict[str, Path]:
    """Name -> file: the shipped ones and those in the home folder, which win."""
    found = [*(SHIPPED / "sites").glob("*.toml"), *home().sites.glob("*.toml")]
    return {path.stem: path for path in sorted(found, key=lambda path: (path.parent != SHIPPED / "sites", path.name))}


def load_sites() -> tuple[list[Site], list[SiteError]]:
    """All sites, by name; and what is wrong with the files that cannot be used: one concerns no other."""
    sites, broken = [], []
    for _, path in sorted(site_files().items()):
        try:
            sites.append(load_site(path))
        except SiteError as error:
            broken.append(error)
    return sites, broken


def find_site(name: str) -> Site:
    """The site of that name. Raises SiteError, naming the sites there are."""
    files = site_files()
    if name not in files:
        raise UnknownSiteError(f"there is no site {name!r}; there are {', '.join(sorted(files)) or 'none'}")
    return load_site(files[name])
