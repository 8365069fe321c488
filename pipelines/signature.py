"""Who wrote the article and whom it was taken from, decided from what machines are told and what readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pipelines.around import Near
from pipelines.byline import Byline, read_byline, split_names
from pipelines.candidates import Candidate, clean_text, names_in, origin_of
from pipelines.metadata import Metadata
from pipelines.metaline import bylines_in
from pipelines.phrases import (
    ACCOUNT_NAMES,
    AUTHOR_LABELS,
    HOME_WORDS,
    PHOTO_LABELS,
    TITLES_BEHIND,
    WRITTEN_BY,
    alternatives,
    bare,
    phrases,
)
from pipelines.titling import compact, is_site

ADDRESS = re.compile(r"https?://|www\.|@|\.(?:com|de|net|org|vn)\b.*/", re.IGNORECASE)
AUTHOR_PAGE = re.compile(r"/(?:auth?or|auteur|tac-gia|profil|journalist|reporter|writer|people|staff)", re.IGNORECASE)
LONGEST = 80
LONGEST_SOURCE = 200
TITLE_BEHIND = re.compile(rf"(?<=\S)\s{alternatives(phrases(TITLES_BEHIND))}$")
WRITTEN = phrases(WRITTEN_BY)
PHOTO = phrases(PHOTO_LABELS)
AUTHOR = phrases(AUTHOR_LABELS)
HOME = phrases(HOME_WORDS)
ACCOUNTS = phrases(ACCOUNT_NAMES)
MOST = 12
FAR = 3  # lines from one author's to the next, an address between them
SENTENCE = 3  # words in small letters that no name has


@dataclass(frozen=True, slots=True)
class Signature:
    """Names and the line they stand in, source, and the origin of the names."""

    authors: tuple[str, ...]
    origin: str
    source: str | None = None
    line: str | None = None
    organisation: bool = False


def candidates(metadata: Metadata, visible: Sequence[Signature], sites: frozenset[str]) -> list[Candidate]:
    """Signatures with names in them: as machines are told, then as shown, each with its traps."""
    found = [*machine_signatures(metadata), *visible]
    found = [replace(one, authors=_persons(one.authors, sites)) for one in found]
    return [Candidate("authors", one, one.origin, _traps(one, sites)) for one in found if one.authors]


def _persons(names: tuple[str, ...], sites: frozenset[str]) -> tuple[str, ...]:
    """The names without what stands beside them: the site's own name, a title in words."""
    persons = tuple(name for name in names if not is_site(name, sites) and _lower(name) < SENTENCE)
    return persons or names


def _lower(name: str) -> int:
    return sum(word[0].islower() for word in name.split())


def _traps(one: Signature, sites: frozenset[str]) -> tuple[str, ...]:
    holds = {
        "the site itself": _is_site(one, sites) and one.origin == "json-ld",
        "the site itself, not called an author": _is_site(one, sites) and one.origin != "json-ld",
        "an organisation": one.organisation and not _is_site(one, sites),
        "an account, no name": all(bare(name) in ACCOUNTS for name in one.authors),
    }
    return tuple(trap for trap, held in holds.items() if held)


def agreement(one: Candidate, other: Candidate) -> float:
    """The share of the other signature's names that this one has, too."""
    names, others = ({compact(name) for name in signature.value.authors} for signature in (one, other))
    return len(names & others) / len(others)


def machine_signatures(metadata: Metadata) -> Iterator[Signature]:
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
            yield Signature(authors, origin_of(name))
    if authors := _names(map(clean_text, metadata.microdata.get("author", ())[:1])):  # those behind are teasers'
        yield Signature(authors, "microdata")
    if authors := _names(map(clean_text, metadata.microdata.get("author organisation", ())[:1])):
        yield Signature(authors, "microdata", organisation=True)


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
    split = [name for value in values if value and not ADDRESS.search(value) for name in split_names(value)]
    names = [TITLE_BEHIND.sub("", name) for name in split]
    return tuple(dict.fromkeys(name for name in names if len(name) <= LONGEST and not name.isdigit()))[:MOST]


def visible_signatures(near: Sequence[Near], bylines: Sequence[Byline]) -> list[Signature]:
    """Bylines that are shown: in the text's own first and last lines, then around it."""
    own = [Signature(byline.authors, "visible", byline.source, byline.line) for byline in bylines]
    return [*own, *_joined(_shown(near))]


def _shown(near: Sequence[Near]) -> Iterator[tuple[int | None, Signature]]:
    """The bylines near the text, each with the place of its line if that leads to its author under the heading."""
    for at, (before, line) in enumerate(zip([None, *near], near, strict=False)):
        if _may_sign(line, before):
            place = at if line.place == "between" and _to_author(line) else None
            named = before is not None and bare(before.text) in AUTHOR  # the cell before says so
            said = f"{line.label}: {line.text.removeprefix(line.label)}" if line.label else line.text
            for found in bylines_in(said, trusted=named or line.role == "byline" or line.linked):
                yield place, Signature(found.authors, "visible", found.source, line.text if line.label else found.line)


def _joined(shown: Iterable[tuple[int | None, Signature]]) -> Iterator[Signature]:
    """Lines in a row that lead to one author each are one signature."""
    held: Signature | None = None
    last: int | None = None
    for at, one in shown:
        if held and at is not None and last is not None and at - last < FAR:
            held = replace(held, authors=tuple(dict.fromkeys((*held.authors, *one.authors))))
        else:
            if held:
                yield held
            held = one
        last = at
    if held:
        yield held


def _may_sign(line: Near, before: Near | None) -> bool:
    """Not the photographer behind "Foto:", nor the first step of a trail."""
    if before is not None and bare(before.text) in PHOTO:
        return False
    if bare(line.text) in HOME:
        return False
    return line.role == "byline" or (line.place != "above" and (not line.linked or _to_author(line)))


def _to_author(line: Near) -> bool:
    """Does the line link to its author?"""
    links = [one for one in (line.element, *islice(line.element.iterancestors(), 2)) if one.tag == "a"]
    return any(link.get("rel") == "author" or AUTHOR_PAGE.search(link.get("href") or "") for link in links)


def choose(chosen: Candidate | None, visible: Sequence[Signature]) -> Signature:
    """The chosen names with the line and the source that are shown, whoever is chosen."""
    source = next((one.source for one in visible if one.source), None)
    named = [one for one in visible if one.authors]
    line = next((one.line for one in (*named, *visible) if one.line), None)
    if chosen is None:
        return Signature((), "", source, line)
    found: Signature = chosen.value
    return Signature(found.authors, found.origin, source, found.line or line)


def selected(found: Signature, author: str, source: str) -> Signature:
    """The signature with what a site file selects in place of what was found."""
    if author:
        said = read_byline(author, trusted=True)
        authors = said.authors if said and said.authors else _names([author])
        found = replace(
            found, authors=authors, origin="site", line=author, source=(said and said.source) or found.source
        )
    if source:
        said = read_byline(source, trusted=True)
        whole = source if len(source) <= LONGEST_SOURCE else None  # a text was selected then, not whom it is from
        found = replace(found, source=(said and said.source) or whole or found.source)
    return found


def _is_site(signature: Signature, sites: frozenset[str]) -> bool:
    return all(compact(name) in sites or is_site(name, sites) for name in signature.authors)
