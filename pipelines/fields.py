"""Each field of an article decided from all that the page says about it; every value keeps where it came from."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, zip_longest
from typing import Any, cast
from zoneinfo import ZoneInfo

from lxml import etree

from models.site import Site
from pipelines.around import Near
from pipelines.dates import Stamp, find_dates, is_modified, read_date, read_machine_date
from pipelines.document import Element
from pipelines.files import parts_of
from pipelines.heading import ALIKE, alike, text_of
from pipelines.metadata import Metadata
from pipelines.metaline import date_in
from pipelines.phrases import HOME_WORDS, MODIFIED_LABELS, PUBLISHED_LABELS, SITE_OPENINGS, alternatives, bare, phrases
from pipelines.text import nfc, squeeze, unaccent
from pipelines.zones import NOWHERE, VIETNAM

IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/-])")
BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{6,60})[)\]]\s*$")
VIETNAMESE = re.compile("[đĐơƠưƯăĂ\u1ea0-\u1ef9]")
DIGIT = re.compile(r"\d")
NEAREST = 12  # lines in each direction that may hold the date
NEAREST_ABOVE = 4  # farther up are the clocks of page headers
CLOCK = timedelta(minutes=2)
TWO = 2  # dates in a line: published, changed
REST = 40  # characters beside the date in a line that is no sentence
LONGEST_DATE = 160
HOME = phrases(HOME_WORDS)
SITE_STARTS = tuple(phrases(SITE_OPENINGS))
TRAILS = etree.XPath(
    "//*[contains(@class, 'readcrumb') or contains(@id, 'readcrumb') or contains(@aria-label, 'readcrumb')"
    " or contains(@itemtype, 'BreadcrumbList')]"
)
LABELLED = re.compile(alternatives(phrases(PUBLISHED_LABELS, MODIFIED_LABELS)) + r"\s?(?::|\d)")
JOINT = re.compile(r"(\s+[-|–—•·»«:]+\s+|\s*[|»]\s*)")  # what may join a title and the site's name
NUMBERS = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[\d:\s]*")
SHORTEST = 10  # characters of a title
REWORDED = 0.8  # share of words from which on two titles are wordings of one
LONGEST_NAME = 40  # characters that a site's name may add to a title
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


def declared_titles(metadata: Metadata) -> list[str]:
    """Titles that the page states for machines."""
    found = [clean_text(article.get("headline")) for article in metadata.articles[:1]]
    return found + [clean_text(value) for value, _ in metadata.values("title")]


def titles(metadata: Metadata, heading: Any, root: Any, sites: frozenset[str]) -> list[Candidate]:
    """What the page may be called, without the site's name: to machines, when shared, as shown, in the window."""
    shown = text_of(heading) if heading is not None else ""
    found = [("json-ld", clean_text(article.get("headline"))) for article in metadata.articles[:1]]
    found += [("meta", clean_text(value)) for value, _ in metadata.values("title")[:2]]
    found.append(("visible", shown))
    element = root.find("head/title")
    found.append(("title", clean_text(element.text) if element is not None else ""))
    return [Candidate("title", without_site(title, shown, sites), origin) for origin, title in found if title]


def without_site(title: str, shown: str, sites: frozenset[str]) -> str:
    """The title without site name, section and date behind it: known names, or whatever follows the shown heading."""
    pieces = JOINT.split(title)  # text, joint, text, joint, text …
    if shown in {"".join(pieces[:end]) for end in range(1, len(pieces), 2)} and len(shown) > SHORTEST:
        return shown
    while len(pieces) > 2 and len("".join(pieces[:-2])) > SHORTEST:
        if not is_site(pieces[-1], sites) and not NUMBERS.fullmatch(pieces[-1]):
            break
        pieces = pieces[:-2]
    if len(pieces) > 2 and (is_site(pieces[0], sites) or (":" not in pieces[1] and "".join(pieces[2:]) == shown)):
        pieces = pieces[2:]
    return "".join(pieces).strip()


def is_site(name: str, sites: frozenset[str]) -> bool:
    """Is that one of the site's names, or nearly?"""
    bare = compact(name)
    if unaccent(name).strip().startswith(SITE_STARTS):
        return True
    return len(bare) > 1 and any(bare == site or (len(site) > 3 and bare.startswith(site)) for site in sites)


def compact(name: str) -> str:
    """A name as names are compared: letters and digits only, lower case."""
    return "".join(filter(str.isalnum, name.lower()))


def site_names(metadata: Metadata, url: str | None) -> frozenset[str]:
    """What the site calls itself, compact: og:site_name, the publisher, its host with and without what follows it."""
    found = [clean_text(value) for value, _ in metadata.values("site")]
    for article in metadata.articles[:1]:
        found += [name for name, _ in names_in(article.get("publisher"))]
    host = parts_of(url).netloc.partition(":")[0].lower().removeprefix("www.")
    labels = [label for label in host.split(".") if len(label) > 1]
    return frozenset(filter(None, map(compact, [*found, host, *labels[:-1]])))


def choose_title(found: Sequence[Candidate]) -> Candidate | None:
    """What the page gives for sharing: where it differs from the heading, it is what others know the article by.

    A title that only adds something to another one, behind a sign, is that other one.
    """
    by_origin = {candidate.origin: candidate for candidate in reversed(found)}
    origins = ["site", "meta", "json-ld", "visible", "title"]
    if _is_for_machines(*(by_origin.get(origin) for origin in ("meta", "title", "json-ld", "visible"))):
        origins = ["site", "visible"]
    chosen = next((by_origin[origin] for origin in origins if origin in by_origin), None)
    if chosen is None or chosen.origin == "site":
        return chosen
    return next((other for other in found if _adds(chosen.value, other.value)), chosen)


def _is_for_machines(shared: Candidate | None, window: Candidate | None, *others: Candidate | None) -> bool:
    """Is the title for sharing only the window's, while the heading says another, as the headline or as a wording?"""
    said, shown = others
    if not (shared and window and said and shown):
        return False
    if not _same(shared, window) or _same(shared, shown):
        return False
    reworded = alike(shared.value, shown.value) > REWORDED and compact(shared.value) not in compact(shown.value)
    return _same(said, shown) or (_same(said, shared) and reworded)


def _same(one: Candidate, other: Candidate) -> bool:
    return compact(one.value) == compact(other.value)


def _adds(longer: str, shorter: str) -> bool:
    """Is the first title the second with a site's or section's name behind it?"""
    if len(shorter) <= SHORTEST or len(longer) - len(shorter) > LONGEST_NAME or not longer.startswith(shorter):
        return False
    return not longer[len(shorter) :].lstrip()[:1].isalnum() and len(longer) > len(shorter) + 1


def without_date(title: str, zone: ZoneInfo) -> tuple[str, Stamp | None]:
    """A title and the date that stands behind it in brackets."""
    match = BRACKETED.search(title)
    stamp = read_date(match[1], zone) if match else None
    return (title[: match.start()].rstrip(), stamp) if match and stamp else (title, None)


# ---- language and zone ---------------------------------------------------------------------------------------


def language(metadata: Metadata, root: Any, container: Any) -> Candidate | None:
    """BCP 47; the text itself is believed before what is declared, where it is Vietnamese beyond doubt."""
    sample = nfc(" ".join(islice(container.itertext(), 200))[:2500])
    if len(VIETNAMESE.findall(sample)) > 0.06 * sum(map(str.isalpha, sample)):
        return Candidate("language", "vi", "text")
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    values = [("html", declared), *(("meta", value) for value, _ in metadata.values("language"))]
    for origin, value in values:
        tag = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", value.strip())
        if tag:
            return Candidate("language", tag[0].lower(), origin)
    return None


def zone(site: Site | None, language: Candidate | None) -> ZoneInfo:
    """The zone of dates that state none: the site's, Vietnam's for Vietnamese text, otherwise none is known."""
    if site:
        return site.zone
    return VIETNAM if language and language.value == "vi" else NOWHERE


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


ReadDate = Callable[[str], Stamp | None]


def visible_dates(near: Sequence[Near], in_text: Sequence[str], read: ReadDate, zone: ZoneInfo) -> Iterator[Candidate]:
    """Dates that are shown: under the heading, over it, at the text's own ends, behind the text."""
    places = {place: [line for line in near if line.place == place][:NEAREST] for place in ("between", "below")}
    above = [line for line in near if line.place == "above"][: -NEAREST_ABOVE - 1 : -1]
    yield from _shown_dates(places["between"], read, zone)
    yield from _shown_dates(above, read, zone)
    for text in in_text:
        if stamp := date_in(text, read):
            yield _dated(text, stamp)
    yield from _shown_dates([line for line in places["below"] if is_labelled(line.text)], read, zone)


def is_clock(stamp: Stamp, now: datetime | None) -> bool:
    """Is that the time at which the page was fetched?"""
    aware = now is not None and stamp.precision == "minute" and stamp.moment.tzinfo is not NOWHERE
    return aware and abs(stamp.moment - now) < CLOCK  # type: ignore[operator]


def _shown_dates(lines: Sequence[Near], read: ReadDate, zone: ZoneInfo) -> Iterator[Candidate]:
    for line, behind in zip_longest(lines, lines[1:]):
        if not line.linked and DIGIT.search(line.text) and len(line.text) < LONGEST_DATE:
            stamp = _shown_date(line, behind, read, zone)
            if stamp:
                yield _dated(line.text, stamp)


def is_labelled(text: str) -> bool:
    """Does the line say that a date of publication or change follows?"""
    return LABELLED.match(unaccent(text.lstrip("( -–•|"))) is not None


def _dated(text: str, stamp: Stamp, origin: str = "visible") -> Candidate:
    return Candidate("modified" if is_modified(text) else "published", stamp, origin)


def _shown_date(line: Near, behind: Near | None, read: ReadDate, zone: ZoneInfo) -> Stamp | None:
    """The date that a line is, with the time in the next line; or the first one in a line that is no sentence."""
    stamp = date_in(line.text, read)
    if stamp and stamp.precision == "day" and behind is not None and len(behind.text) < 20:
        joined = read(f"{line.text} {behind.text}")
        return joined if joined and joined.precision == "minute" else stamp
    if stamp is None and line.place != "below" and len(line.text) < LONGEST_DATE:
        found = find_dates(line.text, zone)
        rest = len(line.text) - sum(end - start for start, end, _ in found)
        near = line.role in {"date", "byline"} or rest < REST
        return found[0][2] if 0 < len(found) <= TWO and near else None
    return stamp


def selected_dates(element: Any, read: ReadDate, zone: ZoneInfo) -> Iterator[Candidate]:
    """The date in the element that a site file selects: its attributes for machines, else its text."""
    machine = element.get("datetime") or element.get("content")
    text = text_of(element)
    found = find_dates(text, zone)
    stamp = (read_machine_date(machine, zone) if machine else None) or read(text) or (found[0][2] if found else None)
    if stamp:
        yield Candidate("published", stamp, "site")


def url_date(url: str | None, zone: ZoneInfo) -> Candidate | None:
    """The day that stands in the URL's path."""
    match = IN_URL.search(parts_of(url).path + "/")
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


def local(moment: datetime) -> datetime:
    """Aware where the page states a zone or the site's is known; naive otherwise."""
    return moment.replace(tzinfo=None) if moment.tzinfo is NOWHERE else moment


# ---- body ----------------------------------------------------------------------------------------------------


def article_body(metadata: Metadata) -> list[str]:
    """The paragraphs of JSON-LD's articleBody, tags taken out."""
    for article in metadata.articles[:1]:
        value = article.get("articleBody")
        if isinstance(value, str):
            lines = re.split(r"\n+|</p>|<br\s*/?>", html.unescape(value))
            return [text for text in (squeeze(nfc(re.sub(r"<[^>]+>", " ", line))) for line in lines) if text]
    return []


# ---- section and tags ----------------------------------------------------------------------------------------


def section(metadata: Metadata, trail: Sequence[str], titles: Sequence[str]) -> Candidate | None:
    """The section that the page says the article is in; else the last step of its breadcrumb trail above the title."""
    for article in metadata.articles[:1]:
        value = article.get("articleSection")
        value = value[0] if isinstance(value, list) and value else value
        if text := clean_text(value):
            return Candidate("section", text, "json-ld")
    for value, _ in metadata.values("section"):
        if text := clean_text(value):
            return Candidate("section", text, "meta")
    for origin, steps in (("json-ld", list(map(clean_text, metadata.trail))), ("visible", trail)):
        named = [step for step in steps if step and bare(step) not in HOME]
        named = [step for step in named if all(alike(step, title) < ALIKE for title in titles)]
        if named:
            return Candidate("section", named[-1], origin)
    return None


def breadcrumbs(root: Element) -> list[str]:
    """The links of the page's breadcrumb trail, in order."""
    trails = [[text_of(link) for link in element.iter("a")] for element in cast(list[Element], TRAILS(root))]
    return [step for step in max(trails, key=len, default=[]) if step]


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
