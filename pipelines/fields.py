"""Language, zone, section, tags and the text for machines: fields that are taken as the page states them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree

from models.site import Site
from pipelines.candidates import Candidate, clean_text, origin_of
from pipelines.document import Element
from pipelines.heading import ALIKE, alike, text_of
from pipelines.metadata import Metadata
from pipelines.phrases import HOME_WORDS, bare, phrases
from pipelines.text import nfc, squeeze
from pipelines.zones import NOWHERE, VIETNAM

VIETNAMESE = re.compile("[đĐơƠưƯăĂ\u1ea0-\u1ef9]")
SAMPLE = 1000  # characters that show a language
LETTERS = re.compile(r"[^\W\d_]+")
HOME = phrases(HOME_WORDS)
TRAILS = etree.XPath("//@*[contains(., 'readcrumb')]/..")  # class, id, label or type: "breadcrumb", "BreadcrumbList"
TAG_SEPARATOR = re.compile(r"\s*[,;|]\s*")


def languages(metadata: Metadata, root: Element, container: Element) -> list[Candidate]:
    """BCP 47; the text itself is believed before what is declared, where it is Vietnamese beyond doubt."""
    sample = nfc(" ".join(islice(container.itertext(), 200))[:SAMPLE])
    found = []
    if len(VIETNAMESE.findall(sample)) > 0.06 * sum(map(len, LETTERS.findall(sample))):
        found.append(Candidate("language", "vi", "text"))
    declared = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    values = [("html", declared), *((origin_of(name), value) for value, name in metadata.values("language"))]
    values += [("json-ld", clean_text(article.get("inLanguage"))) for article in metadata.articles[:1]]
    for origin, value in values:
        tag = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", value.strip())
        if tag:
            found.append(Candidate("language", tag[0].lower(), origin))
    return found


def same(one: Candidate, other: Candidate) -> float:
    """Agreement of candidates that say the same or do not."""
    return float(one.value == other.value or bare(str(one.value)) == bare(str(other.value)))


def zone(site: Site | None, language: Candidate | None) -> ZoneInfo:
    """The zone of dates that state none: the site's, Vietnam's for Vietnamese text, otherwise none is known."""
    if site:
        return site.zone
    return VIETNAM if language and language.value == "vi" else NOWHERE


def article_body(metadata: Metadata) -> list[str]:
    """The paragraphs of JSON-LD's articleBody, tags taken out."""
    for article in metadata.articles[:1]:
        value = article.get("articleBody")
        if isinstance(value, str):
            lines = re.split(r"\n+|</p>|<br\s*/?>", html.unescape(value))
            return [text for text in (squeeze(nfc(re.sub(r"<[^>]+>", " ", line))) for line in lines) if text]
    return []


def sections(metadata: Metadata, trail: Sequence[str], titles: Sequence[str]) -> list[Candidate]:
    """The sections that the page says the article is in, and the last steps of its trails above the title."""
    found = []
    for article in metadata.articles[:1]:
        value = article.get("articleSection")
        found.append(("json-ld", value[0] if isinstance(value, list) and value else value))
    found += [(origin_of(name), value) for value, name in metadata.values("section")]
    found += [("microdata", value) for value in metadata.microdata.get("articleSection", ())[:1]]
    for origin, steps in (("trail", list(map(clean_text, metadata.trail))), ("visible", trail)):
        named = [step for step in steps if bare(step) not in HOME and not _is_title(step, titles)]
        found += [(origin, step) for step in named[-1:]]
    said = [(origin, clean_text(value)) for origin, value in found]
    return [Candidate("section", text, origin, _section_traps(text, titles)) for origin, text in said if text]


def _section_traps(text: str, titles: Sequence[str]) -> tuple[str, ...]:
    traps = {"the whole site": bare(text) in HOME, "the title": _is_title(text, titles)}
    return tuple(trap for trap, held in traps.items() if held)


def _is_title(text: str, titles: Sequence[str]) -> bool:
    return any(alike(text, title) >= ALIKE for title in titles)


def is_section_stated(metadata: Metadata) -> bool:
    """Does a page state its section for machines, so that its trail need not be looked for?"""
    return bool(metadata.values("section")) or any(article.get("articleSection") for article in metadata.articles[:1])


def breadcrumbs(root: Element) -> list[str]:
    """The links of the page's breadcrumb trail, in order."""
    trails = [[text_of(link) for link in element.iter("a")] for element in cast(list[Element], TRAILS(root))]
    return [step for step in max(trails, key=len, default=[]) if step]


def tags(metadata: Metadata) -> list[Candidate]:
    """Keywords, in the page's order, each once."""
    found = []
    for origin, values in _tag_values(metadata):
        names = [clean_text(part) for value in values for part in TAG_SEPARATOR.split(value)]
        if unique := tuple(dict.fromkeys(filter(None, names))):
            found.append(Candidate("tags", unique, origin))
    return found


def _tag_values(metadata: Metadata) -> Iterator[tuple[str, list[str]]]:
    for article in metadata.articles[:1]:
        value = article.get("keywords")
        values = value if isinstance(value, list) else [value]
        yield "json-ld", [one for one in values if isinstance(one, str)]
    for names in (("article:tag", "og:article:tag"), ("news:keywords",), ("keywords",)):
        yield origin_of(names[0]), [value for name in names for value in metadata.meta.get(name, ())]
