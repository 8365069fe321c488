"""Each field of an article decided from all that the page says about it; every value keeps where it came from."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.around import Near
from pipelines.dates import Stamp, find_dates, is_modified, read_date, read_machine_date
from pipelines.heading import PARTS, alike, text_of
from pipelines.metadata import Metadata
from pipelines.text import nfc, squeeze

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# A value without a zone gets this one, and is naive again where neither site nor language knows better.
NOWHERE = ZoneInfo.no_cache("Etc/GMT")
IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/-])")
BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{6,60})[)\]]\s*$")
VIETNAMESE = re.compile("[đĐơƠưƯăĂ\u1ea0-\u1ef9]")
TAG_SEPARATOR = re.compile(r"\s*[,;|]\s*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that the page offers for a field, and where."""

    field: str
    value: Any
    origin: str


def clean_text(value: Any) -> str:
    """A string of a machine-readable value: entities resolved, squeezed, NFC; "" for anything else."""
    return squeeze(nfc(html.unescape(value))) if isinstance(value, str) else ""


# ---- title ---------------------------------------------------------------------------------------------------


def titles(metadata: Metadata, heading: Any, root: Any) -> list[Candidate]:
    """What the page may be called, without the site's name, the most trustworthy origin first."""
    shown = text_of(heading) if heading is not None else ""
    found = [("json-ld", clean_text(article.get("headline"))) for article in metadata.articles[:1]]
    found += [("meta", clean_text(value)) for value, _ in metadata.values("title")[:2]]
    found.append(("visible", shown))
    element = root.find("head/title")
    found.append(("title", clean_text(element.text) if element is not None else ""))
    sites = {clean_text(value).lower() for value, _ in metadata.values("site")}
    return [Candidate("title", without_site(title, shown, sites), origin) for origin, title in found if title]


def without_site(title: str, shown: str, sites: set[str]) -> str:
    """The title without the name of the site behind (or before) it: what the heading or og:site_name prove to be one."""
    if shown and shown != title and len(shown) > 10 and shown.lower() in title.lower():
        start = title.lower().index(shown.lower())
        rest = (title[:start] + title[start + len(shown) :]).strip()
        if PARTS.match(f" {rest} ") or re.fullmatch(r"[-|–—•·»«:].*|.*[-|–—•·»«:]", rest):
            return title[start : start + len(shown)]
    for separator in (" | ", " - ", " – ", " — ", " • ", " · ", "|"):
        head, found, tail = title.rpartition(separator)
        if found and len(head) > 10 and (tail.lower().strip() in sites or _is_site(tail, sites)):
            return head.strip()
    return title


def _is_site(name: str, sites: set[str]) -> bool:
    bare = re.sub(r"\W", "", name.lower())
    return bool(bare) and any(bare == re.sub(r"\W", "", site) for site in sites)


def choose_title(found: Sequence[Candidate]) -> Candidate | None:
    """The title that most origins agree on; of equals the one of the most trustworthy origin."""
    if not found:
        return None
    votes = Counter(candidate.value.lower() for candidate in found)
    return max(found, key=lambda candidate: (votes[candidate.value.lower()] > 1, -found.index(candidate)))


def without_date(title: str, zone: ZoneInfo) -> tuple[str, Stamp | None]:
    """A title and the date that stands behind it in brackets."""
    match = BRACKETED.search(title)
    stamp = read_date(match[1], zone) if match else None
    return (title[: match.start()].rstrip(), stamp) if match and stamp else (title, None)


# ---- language and zone ---------------------------------------------------------------------------------------


def language(metadata: Metadata, root: Any, text: str) -> Candidate | None:
    """BCP 47; the text itself is believed before what is declared, where it is Vietnamese beyond doubt."""
    sample = text[:1500]
    if len(VIETNAMESE.findall(sample)) > 0.06 * sum(map(str.isalpha, sample)):
        return Candidate("language", "vi", "text")
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    values = [("html", declared), *(("meta", value) for value, _ in metadata.values("language"))]
    for origin, value in values:
        tag = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", value.strip())
        if tag:
            return Candidate("language", tag[0].lower(), origin)
    return None


# ---- dates ---------------------------------------------------------------------------------------------------


def machine_dates(metadata: Metadata, zone: ZoneInfo, field: str = "published") -> Iterator[Candidate]:
    """Publication dates (or modification dates) that the page states for machines."""
    names = {"published": ("datePublished", "dateCreated", "uploadDate"), "modified": ("dateModified",)}[field]
    values = [("json-ld", article.get(name)) for article in metadata.articles[:3] for name in names[:1]]
    values += [("meta", value) for value, _ in metadata.values(field)]
    values += [("microdata", value) for name in names[:2] for value in metadata.microdata.get(name, ())[:1]]
    for origin, value in values:
        stamp = read_machine_date(clean_text(value), zone) if isinstance(value, str) else None
        if stamp:
            yield Candidate(field, stamp, origin)


def visible_dates(near: Sequence[Near], zone: ZoneInfo, now: datetime | None, tongue: str) -> Iterator[Candidate]:
    """Dates that are shown by the heading: under it, then over it, then behind the text."""
    places = ("between", "above", "below")
    ordered = [(place, [line for line in near if line.place == place]) for place in places]
    for place, lines in ordered:
        lines = lines[::-1] if place == "above" else lines
        for number, line in enumerate(lines[:12]):
            if line.linked or len(line.text) > 160:
                continue
            stamp = _shown_date(line, lines[number + 1] if number + 1 < len(lines) else None, zone, now, tongue)
            if stamp:
                yield Candidate("modified" if is_modified(line.text) else "published", stamp, "visible")


def _shown_date(line: Near, behind: Near | None, zone: ZoneInfo, now: datetime | None, tongue: str) -> Stamp | None:
    stamp = read_date(line.text, zone, now, tongue)
    if stamp and stamp.precision == "day" and behind is not None and len(behind.text) < 20:
        joined = read_date(f"{line.text} {behind.text}", zone, now, tongue)
        return joined if joined and joined.precision == "minute" else stamp
    if stamp is None and (line.role in {"date", "byline"} or line.place == "between") and len(line.text) < 120:
        found = find_dates(line.text, zone, now)
        return found[0][2] if len(found) == 1 else None
    return stamp


def url_date(url: str | None, zone: ZoneInfo) -> Candidate | None:
    """The day that stands in the URL's path."""
    match = IN_URL.search(urlsplit(url).path + "/") if url else None
    stamp = read_machine_date("-".join(match.groups()), zone) if match else None
    return Candidate("published", stamp, "url") if stamp else None


def choose_date(found: Sequence[Candidate]) -> Candidate | None:
    """The first by trust; a time of day on the same day (a night's difference allowed) beats none."""
    if not found:
        return None
    first = found[0]
    if first.value.precision == "minute":
        return first
    for other in found[1:]:
        apart = abs(other.value.moment.date() - first.value.moment.date()).days
        if other.value.precision == "minute" and apart <= (0 if other.origin == "visible" else 1):
            return other
    return first


def local(moment: datetime, known: bool) -> datetime:
    """Aware where the page states a zone or the site's is known; naive otherwise."""
    return moment if known or moment.tzinfo is not NOWHERE else moment.replace(tzinfo=None)


# ---- section and tags ----------------------------------------------------------------------------------------


def section(metadata: Metadata) -> Candidate | None:
    """The section that the page says the article is in."""
    for article in metadata.articles[:1]:
        value = article.get("articleSection")
        value = value[0] if isinstance(value, list) and value else value
        if text := clean_text(value):
            return Candidate("section", text, "json-ld")
    for value, _ in metadata.values("section"):
        if text := clean_text(value):
            return Candidate("section", text, "meta")
    return None


def tags(metadata: Metadata) -> Candidate | None:
    """Keywords, in the page's order, each once."""
    for origin, values in _tag_values(metadata):
        names = [clean_text(part) for value in values for part in TAG_SEPARATOR.split(value)]
        unique = tuple(dict.fromkeys(name for name in names if name))
        if unique:
            return Candidate("tags", unique, origin)
    return None


def _tag_values(metadata: Metadata) -> Iterator[tuple[str, list[str]]]:
    for article in metadata.articles[:1]:
        value = article.get("keywords")
        values = value if isinstance(value, list) else [value]
        yield "json-ld", [one for one in values if isinstance(one, str)]
    for names in (("article:tag", "og:article:tag"), ("news_keywords",), ("keywords",)):
        yield "meta", [value for name in names for value in metadata.meta.get(name, ())]


def names_in(value: Any) -> Iterable[tuple[str, bool]]:
    """Names in a JSON-LD author value, each with whether it is said to be an organisation."""
    values = [value]
    while values:
        one = values.pop(0)
        if isinstance(one, list):
            values = [*one, *values]
        elif isinstance(one, dict):
            inner = one.get("name")
            kinds = str(one.get("@type"))
            if isinstance(inner, str):
                yield clean_text(inner), "Organization" in kinds
            elif inner:
                values.insert(0, inner)
        elif isinstance(one, str):
            yield clean_text(one), False
