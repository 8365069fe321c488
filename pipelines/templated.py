"""Reads a page with its site's template: finds its layout, cuts what repeats, marks where the article's parts stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from models.article import NotAnArticle, Page
from pipelines.candidates import clean_text
from pipelines.document import Element, parse
from pipelines.metadata import Metadata
from pipelines.prune import remove
from pipelines.recurrence import TAIL, is_fact
from pipelines.signature import machine_signatures
from pipelines.spots import LONG, Places, Spot, Steps, digest, spots
from pipelines.template import Layout, Template
from pipelines.weights import Weights

FITS = 0.5  # the share of a layout's marks that a page of it has
MOSTLY = 0.6  # the share of the lines at a place, and of the text in a frame, that repeats where the rest is chrome too
AGREES = 0.5  # of the prose that the page alone shows as the article, that the learned container has to hold


@dataclass(frozen=True, slots=True)
class Fitted:
    """A page that is of a layout. share: of its marks that the page has. found: its lines with their places."""

    layout: Layout
    share: float
    found: tuple[tuple[Spot, str], ...]
    places: Places

    def place(self, element: Element) -> str:
        """Where an element stands, as the layout names places."""
        return self.places.of(element)


def fit(body: Element, template: Template) -> Fitted | None:
    """The layout that a page is of: it has a line at the place of the heading, and most of the other places."""
    steps, lines = Steps(), tuple(spots(body))
    best = None
    for layout in template.layouts:
        places = Places(steps, layout.names)
        found = tuple((one, places.of(one.element)) for one in lines)
        present = {where for _, where in found}
        share = sum(mark in present for mark in layout.marks) / max(1, len(layout.marks))
        if layout.heading in present and share >= FITS and (best is None or share > best.share):
            best = Fitted(layout, share, found, places)
    return best


def fits(page: Page, template: Template) -> bool:
    """Is a page of one of the template's layouts?"""
    try:
        return fit(parse(page).root.find("body"), template) is not None
    except NotAnArticle:
        return False


def apply(fitted: Fitted, kept: Collection[str]) -> list[tuple[Element, str]]:
    """Mark the parts and cut what repeats, as `cut_repeated` returns it."""
    mark_roles(fitted)
    return cut_repeated(fitted, kept)


def mark_roles(fitted: Fitted) -> None:
    """Note on the elements at learned places what they are."""
    count = Counter(where for _, where in fitted.found)
    for spot, where in fitted.found:
        if (role := fitted.layout.roles.get(where)) and count[where] == 1:
            spot.element.set("data-role", role)


def cut_repeated(fitted: Fitted, kept: Collection[str]) -> list[tuple[Element, str]]:
    """Take out what repeats, with the frames that hold little else; each cut with the element it stood in.

    kept: texts that may repeat, since machines are told them about this page: its author, its section.
    """
    repeats = [_repeats(fitted.layout, spot, where) for spot, where in fitted.found]
    chrome = _chrome(fitted, repeats, kept)
    if not chrome:
        return []
    every, mine = _below(spot for spot, _ in fitted.found), _below(chrome)
    guarded: set[Element] = set()
    for spot in _own(fitted, repeats, kept):
        guarded.update(takewhile(lambda one: one not in guarded, (spot.element, *spot.element.iterancestors())))
    cuts = []
    for spot in chrome:
        element, frame = None, spot.element
        while frame.tag != "body" and frame not in guarded and mine[frame] >= MOSTLY * every[frame]:
            element, frame = frame, frame.getparent()
            if frame is None:  # cut already
                break
        if element is not None and frame is not None and _is_whole(element, every, mine):
            cuts.append((frame, spot.text))
            remove(element)
    return cuts


def _own(fitted: Fitted, repeats: Sequence[bool], kept: Collection[str]) -> Iterator[Spot]:
    """The lines that are the page's own beyond doubt; between paragraphs a name or a date alone is none."""
    layout = fitted.layout
    text = [at for at, (_, where) in enumerate(fitted.found) if where in layout.prose]
    between = range(text[0], text[-1]) if text else range(0)
    for at, (spot, where) in enumerate(fitted.found):
        part = where in layout.prose or where in layout.roles or where == layout.heading
        own = (part and not repeats[at]) or spot.element.tag in {"figure", "figcaption"}
        if own or (at not in between and (spot.text in kept or is_fact(spot.text))):
            yield spot


def _repeats(layout: Layout, spot: Spot, where: str) -> bool:
    return where in layout.places or digest(where, spot.text) in layout.lines


def _chrome(fitted: Fitted, repeats: Sequence[bool], kept: Collection[str]) -> list[Spot]:
    """The lines that repeat, and those beside which nearly all do: the one new teaser of a list."""
    layout = fitted.layout
    found = [
        (spot, where, known)
        for (spot, where), known in zip(fitted.found, repeats, strict=True)
        if where != layout.heading and spot.text not in kept
    ]
    there = Counter(where for _, where in fitted.found)
    repeat = Counter(where for _, where, known in found if known)
    rows = {where for where, count in repeat.items() if count > 1 and count >= MOSTLY * there[where]} - layout.prose
    return [spot for spot, where, known in found if known or where in rows]


def _is_whole(element: Element, every: Mapping[Element, int], mine: Mapping[Element, int]) -> bool:
    """A cell goes with its table or not at all: the headings of a table of data repeat from post to post."""
    if element.tag not in {"td", "th", "dt", "dd"}:
        return True
    table = next((one for one in element.iterancestors() if one.tag in {"table", "dl"}), element)
    return every[table] == mine[table]


def _below(found: Iterable[Spot]) -> Mapping[Element, int]:
    """How many characters of the lines stand in each element."""
    count: defaultdict[Element, int] = defaultdict(int)
    beside: defaultdict[Element, int] = defaultdict(int)  # lines stand side by side: one way up for all of them
    for spot in found:
        count[spot.element] += len(spot.text)
        beside[spot.element.getparent()] += len(spot.text)
    for parent, chars in beside.items():
        for above in (parent, *parent.iterancestors()):
            count[above] += chars
    return count


def container_of(fitted: Fitted | None, alone: Element, weights: Weights) -> Element:
    """The container at the learned place, where it agrees with what the page alone shows as the article.

    It stands inside that, holds most of it, and leaves out only what stands beside the article on other pages, too.
    """
    if fitted is None or not fitted.layout.container:
        return alone
    tag = fitted.layout.container.rpartition(" > ")[2].partition(".")[0]
    found = [one for one in alone.iter(tag) if fitted.place(one) == fitted.layout.container]
    if len(found) != 1 or weights.prose.get(found[0], 0.0) < AGREES * weights.prose.get(alone, 0.0):
        return alone
    inside = set(found[0].iter())
    beside = set(fitted.layout.marks) - fitted.layout.prose
    left = (one for one in spots(alone) if one.element not in inside and len(one.text) >= LONG)
    return found[0] if all(fitted.place(one.element) in beside for one in left) else alone


def cut_behind_end(fitted: Fitted, container: Element) -> list[str]:
    """Take out the end mark and what stands behind it, where that is little; else it parts sections on this page."""
    if not fitted.layout.ends:
        return []
    found = list(spots(container))
    at = next((at for at, one in enumerate(found) if _is_end(fitted, one)), len(found))
    behind = found[at:]
    if sum(len(one.text) for one in behind) > TAIL * sum(len(one.text) for one in found):
        return []
    for one in behind:
        remove(one.element)
    return [one.text for one in behind]


def _is_end(fitted: Fitted, spot: Spot) -> bool:
    return digest(fitted.place(spot.element), spot.text) in fitted.layout.ends


def told_facts(metadata: Metadata) -> set[str]:
    """What machines are told of this page in a few words: names, section, tags. On the page, that is no chrome."""
    told = [name for signed in machine_signatures(metadata) for name in signed.authors]
    told += [value for field in ("section", "tags", "authors") for value, _ in metadata.values(field)]
    told += [value for article in metadata.articles[:1] for value in article.values() if isinstance(value, str)]
    return {text for value in told if (text := clean_text(value))}
