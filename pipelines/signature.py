"""Who wrote the article and whom it was taken from, decided from what machines are told and what readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.around import Near
from pipelines.byline import Byline, read_byline, split_names
from pipelines.candidates import clean_text, names_in
from pipelines.metadata import Metadata
from pipelines.metaline import bylines_in
from pipelines.phrases import HOME_WORDS, PHOTO_LABELS, WRITTEN_BY, bare, phrases
from pipelines.titling import compact

ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|de|net|org|vn)\b.*/", re.IGNORECASE)
AUTHOR_PAGE = re.compile(r"/(?:auth?or|auteur|tac-gia|profil|journalist|reporter|writer|people|staff)", re.IGNORECASE)
LONGEST = 80
WRITTEN = phrases(WRITTEN_BY)
PHOTO = phrases(PHOTO_LABELS)
HOME = phrases(HOME_WORDS)
MOST = 12


@dataclass(frozen=True, slots=True)
class Signature:
    """Names and the line they stand in, source, and the origin of the names."""

    authors: tuple[str, ...]
    origin: str
    source: str | None = None
    line: str | None = None
    organisation: bool = False


def machine_signatures(metadata: Metadata) -> Iterable[Signature]:
    """Authors as JSON-LD, microdata and meta elements give them."""
    for article in metadata.articles[:2]:
        found = list(names_in(article.get("author") or article.get("creator")))
        if authors := _names(name for name, _ in found):
            yield Signature(authors, "json-ld", organisation=all(organised for _, organised in found))
    if authors := _names(map(clean_text, _written_by(metadata))):
        yield Signature(authors, "meta")
    for value, name in metadata.values("authors"):
        same = metadata.meta.get(name, [value])
        if value is same[0] and (authors := _names(map(clean_text, same))):
            yield Signature(authors, "meta")


def _written_by(metadata: Metadata) -> Iterable[str]:
    """What Yoast's widely used plugin tells messengers: twitter:label1 "Written by", twitter:data1 the name."""
    for at in "12":
        label = next(iter(metadata.meta.get(f"twitter:label{at}", ())), "")
        if bare(label) in WRITTEN:
            yield from metadata.meta.get(f"twitter:data{at}", ())
    for name, values in metadata.meta.items():
        if name.startswith("twitter:misc:") and bare(name.removeprefix("twitter:misc:")) in WRITTEN:
            yield from values


def _names(values: Iterable[str]) -> tuple[str, ...]:
    names = [name for value in values if value and not ADDRESS.search(value) for name in split_names(value)]
    return tuple(dict.fromkeys(name for name in names if len(name) <= LONGEST and not name.isdigit()))[:MOST]


def visible_signatures(near: Sequence[Near], bylines: Sequence[Byline]) -> Iterable[Signature]:
    """Bylines that are shown: in the text's own first and last lines, then around it."""
    for byline in bylines:
        yield Signature(byline.authors, "visible", byline.source, byline.line)
    before: Near | None = None
    for line in near:
        if _may_sign(line, before):
            for found in bylines_in(line.text, trusted=line.role == "byline" or line.linked):
                yield Signature(found.authors, "visible", found.source, found.line)
        before = line


def _may_sign(line: Near, before: Near | None) -> bool:
    """Not the photographer behind "Foto:", nor the first step of a trail."""
    if before is not None and bare(before.text) in PHOTO:
        return False
    if bare(line.text) in HOME:
        return False
    to_author = line.linked and AUTHOR_PAGE.search(line.element.get("href") or "")
    return line.role == "byline" or (line.place != "above" and bool(not line.linked or to_author))


def choose(machine: Sequence[Signature], visible: Sequence[Signature], sites: frozenset[str]) -> Signature:
    """A person whom machines are told of, then who is shown, then whatever machines are told."""
    persons = [one for one in machine if not one.organisation and not _is_site(one, sites)]
    shown = [one for one in visible if one.authors]
    source = next((one.source for one in visible if one.source), None)
    line = next((one.line for one in (*shown, *visible) if one.line), None)
    stated = [one for one in machine if one.origin == "json-ld" or not _is_site(one, sites)]
    for found in (persons[:1], shown[:1], stated[:1]):
        for one in found:
            return Signature(one.authors, one.origin, source, one.line or line)
    return Signature((), "", source, line)


def selected(found: Signature, author: str, source: str) -> Signature:
    """The signature with what a site file selects in place of what was found."""
    if author:
        said = read_byline(author, trusted=True)
        authors = said.authors if said and said.authors else split_names(author)
        found = replace(
            found, authors=authors, origin="site", line=author, source=(said and said.source) or found.source
        )
    if source:
        said = read_byline(source, trusted=True)
        found = replace(found, source=(said and said.source) or source)
    return found


def _is_site(signature: Signature, sites: frozenset[str]) -> bool:
    return all(compact(name) in sites for name in signature.authors)
