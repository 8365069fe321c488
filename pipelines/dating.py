"""When an article was published: dates for machines, dates on show near it, never those of its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from models.article import Hint
from pipelines.around import Near
from pipelines.candidates import Candidate, clean_text, origin_of
from pipelines.dates import Stamp, find_dates, is_modified, read_machine_date
from pipelines.document import Element
from pipelines.files import parts_of
from pipelines.heading import text_of
from pipelines.metadata import Metadata
from pipelines.metaline import date_in
from pipelines.phrases import MODIFIED_LABELS, PUBLISHED_LABELS, alternatives, phrases
from pipelines.text import unaccent
from pipelines.zones import NOWHERE

IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/-])")
DIGIT = re.compile(r"\d")
NEAREST = 12  # lines in each direction that may hold the date
NEAREST_ABOVE = 4  # farther up are the clocks of page headers
TWO = 2  # dates in a line: published, changed
REST = 40  # characters beside the date in a line that is no sentence
LONGEST_DATE = 160
LABELLED = re.compile(alternatives(phrases(PUBLISHED_LABELS, MODIFIED_LABELS)) + r"\s?(?::|\d)")


def machine_dates(metadata: Metadata, zone: ZoneInfo, field: str = "published") -> Iterator[Candidate]:
    """Publication dates (or modification dates) that the page states for machines."""
    names = {"published": ("datePublished", "dateCreated", "uploadDate"), "modified": ("dateModified",)}[field]
    values = [("json-ld", article.get(name)) for article in metadata.articles[:3] for name in names[:1]]
    values += [(origin_of(name), value) for value, name in metadata.values(field)]
    values += [("microdata", value) for name in names[:2] for value in metadata.microdata.get(name, ())[:1]]
    for origin, value in values:
        stamp = read_machine_date(clean_text(value), zone) if isinstance(value, str) else None
        if stamp:
            yield Candidate(field, stamp, origin)


ReadDate = Callable[[str], Stamp | None]


def visible_dates(
    near: Sequence[Near], in_text: Sequence[str], read: ReadDate, zone: ZoneInfo, *, headed: bool = False
) -> Iterator[Candidate]:
    """Dates that are shown: under the heading, over it, at the text's own ends, behind the text.

    headed: the heading stands in the text's own element; then what is over it is the page's, and comes after the ends.
    """
    places = {place: [line for line in near if line.place == place][:NEAREST] for place in ("between", "below")}
    above = [line for line in near if line.place == "above"][: -NEAREST_ABOVE - 1 : -1]
    over = list(_shown_dates(above, read, zone))
    at_ends = [_dated(text, stamp) for text in in_text if (stamp := date_in(text, read))]
    yield from _shown_dates(places["between"], read, zone)
    yield from [*at_ends, *over] if headed else [*over, *at_ends]
    yield from _shown_dates([line for line in places["below"] if is_labelled(line.text)], read, zone)


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


def selected_dates(element: Element, read: ReadDate, zone: ZoneInfo) -> Iterator[Candidate]:
    """The date in the element that a site file selects: its attributes for machines, else its text."""
    machine = element.get("datetime") or element.get("content")
    text = text_of(element)
    found = find_dates(text, zone)
    stamp = (read_machine_date(machine, zone) if machine else None) or read(text) or (found[0][2] if found else None)
    if stamp:
        yield Candidate("published", stamp, "site")


def hinted_dates(hints: Sequence[Hint], read: ReadDate, zone: ZoneInfo) -> Iterator[Candidate]:
    """Dates that stand beside the links to the page, in feeds, listings and sitemaps."""
    for hint in hints:
        text = clean_text(hint.published)
        found = find_dates(text, zone)
        stamp = read_machine_date(text, zone) or read(text) or (found[0][2] if len(found) == 1 else None)
        if stamp:
            yield Candidate("published", stamp, hint.origin)


def url_date(url: str | None, zone: ZoneInfo) -> Iterator[Candidate]:
    """The day that stands in the URL's path."""
    match = IN_URL.search(parts_of(url).path + "/")
    stamp = read_machine_date("-".join(match.groups()), zone) if match else None
    if stamp:
        yield Candidate("published", stamp, "url")


def local(moment: datetime) -> datetime:
    """Aware where the page states a zone or the site's is known; naive otherwise."""
    return moment.replace(tzinfo=None) if moment.tzinfo is NOWHERE else moment
