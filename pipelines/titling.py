"""What an article is called: of the titles that its page states, the one that others cite, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from models.article import Hint
from pipelines.candidates import Candidate, clean_text, names_in, origin_of
from pipelines.dates import Stamp, read_date
from pipelines.document import Element
from pipelines.files import parts_of
from pipelines.heading import alike, text_of
from pipelines.metadata import Metadata
from pipelines.phrases import SITE_OPENINGS, phrases
from pipelines.text import unaccent

BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]{6,60})[)\]]\s*$")
SITE_STARTS = tuple(phrases(SITE_OPENINGS))
JOINT = re.compile(r"(\s+[-|–—•·»«:]+\s+|\s*[|»｜ㅣ：]\s*)")  # what may join a title and the site's name
NUMBERS = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[\d:\s]*")
SHORTEST = 10  # characters of a title
REWORDED = 0.96  # share of words from which on two titles are wordings of one
ALMOST = 0.9
FEWEST_WORDS = 4  # of a URL's part that was made from a title
MOST_WORDS = 3  # of a site's name that begins with a short one ("ABC News" of "abc")
CUT = ("…", "...")
WORD = re.compile(r"\w+")
NUMBER = re.compile(r"\d{5,}|(?=\w*\d)(?=\w*[a-z])\w{4,}")  # a post's number or hash
ENDINGS = frozenset({"html", "htm", "php", "aspx", "shtml", "amp"})
DIGRAPHS = {"ae": "a", "oe": "o", "ue": "u", "aa": "a", "æ": "a", "œ": "o", "_": " "}
LONGEST_NAME = 40  # characters that a site's name may add to a title


def declared_titles(metadata: Metadata) -> list[str]:
    """Titles that the page states for machines."""
    found = [clean_text(article.get("headline")) for article in metadata.articles[:1]]
    return found + [clean_text(value) for value, _ in metadata.values("title")]


def hinted_titles(hints: Sequence[Hint]) -> list[str]:
    """Titles by which other places link to the page."""
    return [title for hint in hints if (title := clean_text(hint.title))]


def titles(
    metadata: Metadata, heading: Element | None, root: Element, url: str | None, hints: Sequence[Hint] = ()
) -> list[Candidate]:
    """What the page may be called, without the site's name: shared, shown, for machines, in the window, by links.

    The words of its URL are a witness: they were made from the title that it was born with.
    """
    sites = site_names(metadata, url)
    shown = text_of(heading) if heading is not None else ""
    found = _stated_titles(metadata)
    shown_alone = _without_kicker(shown, [title for _, title in found])
    found.insert(sum(origin in {"opengraph", "json-ld"} for origin, _ in found), ("visible", shown_alone))
    element = root.find("head/title")
    found.append(("title", clean_text(element.text) if element is not None else ""))
    found += [(hint.origin, clean_text(hint.title)) for hint in hints]
    bare = [(origin, title, without_site(title, shown, sites)) for origin, title in found if title]
    others = _alternatives(metadata) - {compact(value) for origin, _, value in bare if origin in {"visible", "json-ld"}}
    candidates = [Candidate("title", one[2], one[0], _traps(one, bare, others)) for one in bare if one[2]]
    words = _slug(url)
    return [*candidates, Candidate("title", " ".join(words), "url", witness=True)] if words else candidates


def _stated_titles(metadata: Metadata) -> list[tuple[str, str]]:
    """Titles for sharing before those for machines, each kind in order of trust."""
    stated = [(origin_of(name), clean_text(value)) for value, name in metadata.values("title")]
    stated += [("json-ld", clean_text(article.get("headline"))) for article in metadata.articles[:1]]
    return sorted(stated, key=lambda one: ("opengraph", "json-ld", "meta").index(one[0]))


def _alternatives(metadata: Metadata) -> frozenset[str]:
    """Headlines that JSON-LD calls alternative ones (https://schema.org/alternativeHeadline), compact."""
    said = [article.get("alternativeHeadline") for article in metadata.articles[:1]]
    return frozenset(filter(None, map(compact, map(clean_text, said))))


def _without_kicker(shown: str, stated: Sequence[str]) -> str:
    """A heading that nobody states as a whole, but for the words before or behind: what is stated of it."""
    if any(compact(shown) == compact(title) for title in stated):
        return shown
    parts = [title for title in stated if len(title) > SHORTEST and (shown.startswith(title) or shown.endswith(title))]
    return max(parts, key=len, default=shown)


def _traps(one: tuple[str, str, str], bare: Sequence[tuple[str, str, str]], others: Set[str]) -> tuple[str, ...]:
    """The traps that a title – origin, as it stands, without the site's name – is in."""
    origin, whole, value = one
    all_values = [other for _, _, other in bare]
    messengers = [other for where, _, other in bare if where == "meta"]
    holds = {
        "shared under another title, too": (
            origin == "opengraph" and bool(messengers) and not any(_same(value, other) for other in messengers)
        ),
        "carries the site's name": compact(value) != compact(whole),
        "alternative headline": compact(value) in others,
        "cut short": value.endswith(CUT) and any(_begins(one, value) for one in all_values),
        "all capitals": value.isupper() and any(one != value and _same(one, value) for one in all_values),
        "another title and more": any(_adds(value, one) for one in all_values),
    }
    return tuple(trap for trap, held in holds.items() if held)


def _begins(longer: str, cut: str) -> bool:
    start = compact(cut)
    return len(start) > SHORTEST and len(compact(longer)) > len(start) and compact(longer).startswith(start)


def agreement(one: Candidate, other: Candidate) -> float:
    """1 where the other title is the same, or the beginning of it that a list had room for; a URL's words in part.

    Of two wordings of one title the shown one is meant: it agrees with the other more than that with it.
    """
    if other.witness:
        return _likeness(_folded(one.value), other.value.split())
    if _same(one.value, other.value) or (other.value.endswith(CUT) and _begins(one.value, other.value)):
        return 1.0
    if alike(one.value, other.value) < REWORDED:
        return 0.0
    return 1.0 if one.origin == "visible" else ALMOST


def _slug(url: str | None) -> list[str]:
    """The words of the URL's part that has most of them, if it has some."""
    path = unquote(parts_of(url).path)
    words = max((_folded(part) for part in path.split("/")), key=len, default=[])
    return words if len([word for word in words if not word.isdigit()]) >= FEWEST_WORDS else []


@lru_cache(maxsize=512)
def _folded(text: str) -> list[str]:
    """Words as slugs spell them: no accents, one vowel where some write two ("für" is "fuer" or "fur")."""
    bare = unaccent(text).replace("ß", "ss").replace("ø", "o")
    for two, one in DIGRAPHS.items():
        bare = bare.replace(two, one)
    return [word for word in WORD.findall(bare) if len(word) > 1 and not NUMBER.fullmatch(word) and word not in ENDINGS]


def _likeness(title: Sequence[str], slug: Sequence[str]) -> float:
    common = len(set(title) & set(slug))
    return 2 * common / (len(set(title)) + len(set(slug))) if common else 0.0


@lru_cache(maxsize=512)  # most origins state the same title
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
    bare, words = compact(name), name.split()
    if unaccent(name).strip().startswith(SITE_STARTS):
        return True
    if 1 < len(words) <= MOST_WORDS and compact(words[0]) in sites:
        return True
    return len(bare) > 1 and any(bare == site or (len(site) > 3 and bare.startswith(site)) for site in sites)


@lru_cache(maxsize=4096)  # a page's few titles and names are compared with each other many times
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


def _same(one: str, other: str) -> bool:
    return compact(one) == compact(other)


def _adds(longer: str, shorter: str) -> bool:
    """Is the first title the second with a site's or section's name behind it?"""
    if len(shorter) <= SHORTEST or len(longer) - len(shorter) > LONGEST_NAME or not longer.startswith(shorter):
        return False
    return JOINT.match(longer[len(shorter) :]) is not None and len(longer) > len(shorter) + 1


def without_date(title: str, zone: ZoneInfo) -> tuple[str, Stamp | None]:
    """A title and the date that stands behind it in brackets."""
    match = BRACKETED.search(title)
    stamp = read_date(match[1], zone) if match else None
    return (title[: match.start()].rstrip(), stamp) if match and stamp else (title, None)
