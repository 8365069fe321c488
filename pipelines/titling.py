"""What an article is called: of the titles that its page states, the one that others cite, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from models.article import Hint
from pipelines.candidates import Candidate, clean_text, names_in
from pipelines.dates import Stamp, read_date
from pipelines.document import Element
from pipelines.files import parts_of
from pipelines.heading import alike, text_of
from pipelines.metadata import Metadata
from pipelines.phrases import SITE_OPENINGS, phrases
from pipelines.text import unaccent

BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{6,60})[)\]]\s*$")
SITE_STARTS = tuple(phrases(SITE_OPENINGS))
JOINT = re.compile(r"(\s+[-|–—•·»«:]+\s+|\s*[|»]\s*)")  # what may join a title and the site's name
NUMBERS = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[\d:\s]*")
SHORTEST = 10  # characters of a title
REWORDED = 0.93  # share of words from which on two titles are wordings of one
LONGEST_NAME = 40  # characters that a site's name may add to a title


def declared_titles(metadata: Metadata) -> list[str]:
    """Titles that the page states for machines."""
    found = [clean_text(article.get("headline")) for article in metadata.articles[:1]]
    return found + [clean_text(value) for value, _ in metadata.values("title")]


def hinted_titles(hints: Sequence[Hint]) -> list[str]:
    """Titles by which other places link to the page."""
    return [title for hint in hints if (title := clean_text(hint.title))]


def titles(metadata: Metadata, heading: Element | None, root: Element, sites: frozenset[str]) -> list[Candidate]:
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
    chosen = next((by_origin[origin] for origin in (*origins, *by_origin) if origin in by_origin), None)
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
