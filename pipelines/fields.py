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
from pipelines.candidates import Candidate, clean_text
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


def language(metadata: Metadata, root: Element, container: Element) -> Candidate | None:
    """BCP 47; the text itself is believed before what is declared, where it is Vietnamese beyond doubt."""
    sample = nfc(" ".join(islice(container.itertext(), 200))[:SAMPLE])
    if len(VIETNAMESE.findall(sample)) > 0.06 * sum(map(len, LETTERS.findall(sample))):
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


def article_body(metadata: Metadata) -> list[str]:
    """The paragraphs of JSON-LD's articleBody, tags taken out."""
    for article in metadata.articles[:1]:
        value = article.get("articleBody")
        if isinstance(value, str):
            lines = re.split(r"\n+|</p>|<br\s*/?>", html.unescape(value))
            return [text for text in (squeeze(nfc(re.sub(r"<[^>]+>", " ", line))) for line in lines) if text]
    return []


def section(metadata: Metadata, trail: Sequence[str], titles: Sequence[str]) -> Candidate | None:
    """The section that the page says the article is in; else the last step of its breadcrumb trail above the title."""
    if stated := stated_section(metadata):
        return stated
    for origin, steps in (("json-ld", list(map(clean_text, metadata.trail))), ("visible", trail)):
        named = [step for step in steps if step and bare(step) not in HOME]
        named = [step for step in named if all(alike(step, title) < ALIKE for title in titles)]
        if named:
            return Candidate("section", named[-1], origin)
    return None


def stated_section(metadata: Metadata) -> Candidate | None:
    """The section as JSON-LD or a meta element states it."""
    for article in metadata.articles[:1]:
        value = article.get("articleSection")
        value = value[0] if isinstance(value, list) and value else value
        if text := clean_text(value):
            return Candidate("section", text, "json-ld")
    found = (clean_text(value) for value, _ in metadata.values("section"))
    return next((Candidate("section", text, "meta") for text in found if text), None)


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
