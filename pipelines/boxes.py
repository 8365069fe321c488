"""Boxes that stand beside an article's text inside its container: found by where the other paragraphs stand.

A site sets its paragraphs in frames of one kind; what it puts between them - a summary, who the author is, another
story, an offer, a poll - stands in a frame of another kind. So no name and no language has to be known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.byline import read_byline
from pipelines.document import Element
from pipelines.elements import HEADINGS, INLINE
from pipelines.text import nfc, squeeze
from pipelines.weights import STOPS, Weights

FRAMES = frozenset({"div", "section", "article", "details", "center"})
MEDIA = ("img", "video", "iframe")
MOSTLY = 0.6  # the share of the prose that paragraphs of one path hold where that path is the article's
NEARLY_ALL = 0.7  # … where a note behind the last of them is not the article's either
MOST = 0.3  # the share of the prose that boxes of one look may hold and be boxes
LABEL = 80  # characters of a line that may stand over a box
NOTE = 300  # characters of a note behind the text
SHORTEST = 25  # characters below its heading that make a box of text
ABOVE, BETWEEN, BEHIND = range(3)  # where a frame stands: to the spine's first paragraph and its last


@dataclass(frozen=True, slots=True)
class Spine:
    """The paragraphs that stand in frames of the same tags and classes, most of all; with everything above them.

    elements: both. share: of the container's prose, what they hold. total: that prose. first, last: of the paragraphs.
    """

    elements: frozenset[Element]
    share: float
    total: float
    first: Element
    last: Element


def boxes(container: Element, weights: Weights, heading: Element | None) -> list[tuple[Element, str]]:
    """Frames off the spine that are boxes, with the reason. None where the paragraphs stand here and there."""
    spine = find_spine(container, weights)
    if spine is None or spine.share < MOSTLY:
        return []
    holders = {heading, *heading.iterancestors()} if heading is not None else set()
    found = [
        (frame, why)
        for frame, place in _frames(container, spine)
        if weights.prose.get(frame) and frame not in holders
        for why in [_why(frame, place, weights, spine)]
        if why
    ]
    held: defaultdict[tuple[str, str], float] = defaultdict(float)
    for frame, _ in found:
        held[_look(frame)] += weights.prose[frame]
    return [(frame, why) for frame, why in found if held[_look(frame)] <= MOST * spine.total]


def find_spine(container: Element, weights: Weights) -> Spine | None:
    """The spine of a container, None where it holds no prose. A path is a number, given by its parent's and a look."""
    paths: dict[Element, int] = {container: 0}
    numbers: dict[tuple[int, str, str], int] = {}
    held: defaultdict[tuple[int, str], float] = defaultdict(float)
    members: defaultdict[tuple[int, str], list[Element]] = defaultdict(list)
    for element in container.iterdescendants():
        above = paths[element.getparent()]
        paths[element] = numbers.setdefault((above, *_look(element)), len(numbers) + 1)
        if own := weights.own.get(element):
            held[above, element.tag] += own
            members[above, element.tag].append(element)
    if not held:
        return None
    best, total = max(held, key=lambda path: held[path]), sum(held.values())
    inside = {one for member in members[best] for one in (member, *member.iterancestors())}
    return Spine(frozenset(inside), held[best] / total, total, members[best][0], members[best][-1])


def _look(element: Element) -> tuple[str, str]:
    return element.tag, element.get("class") or ""


def _frames(container: Element, spine: Spine) -> Iterator[tuple[Element, int]]:
    """The outermost frames off the spine, and where they stand."""
    place = ABOVE
    walk = [iter(container)]
    while walk:
        for element in walk[-1]:
            if element in spine.elements:
                place = BEHIND if element is spine.last else BETWEEN if element is spine.first else place
                walk.append(iter(element))
                break
            if element.tag in FRAMES or "-" in element.tag:  # one that a page invents has a dash in its name
                yield element, place
        else:
            walk.pop()


def _why(frame: Element, place: int, weights: Weights, spine: Spine) -> str:
    """Why a frame is a box: it has a heading, or a label between paragraphs; or it is a note behind them."""
    over = sum(weights.text.get(one, 0) for one in frame.iter(*HEADINGS)) if _opens_with_heading(frame, weights) else 0
    if place != ABOVE:
        over = over or _length_of_label(frame, weights)
    if over and weights.text.get(frame, 0) >= over + SHORTEST:
        return "box"
    if place != BEHIND or spine.share < NEARLY_ALL or weights.text.get(frame, 0) > NOTE:
        return ""
    signed = read_byline(squeeze(nfc("".join(frame.itertext())))) is not None
    return "" if signed or next(frame.iter(*MEDIA), None) is not None else "behind the text"


def _opens_with_heading(frame: Element, weights: Weights) -> bool:
    """Does a heading stand in it before any prose?"""
    first = next((one for one in frame.iterdescendants() if one.tag in HEADINGS or weights.own.get(one)), None)
    return first is not None and first.tag in HEADINGS


def _length_of_label(frame: Element, weights: Weights) -> int:
    """Characters of the first block where that is a few words without a full stop and other blocks follow."""
    blocks = (one for one in frame.iterdescendants() if weights.text.get(one) and _is_block(one))
    first, second = next(blocks, None), next(blocks, None)
    if first is None or second is None:
        return 0
    text = "".join(first.itertext()).strip()
    return len(text) if 0 < len(text) < LABEL and text[-1] not in STOPS else 0


def _is_block(element: Element) -> bool:
    """Is it a block without blocks in it?"""
    return element.tag not in INLINE and all(child.tag in INLINE or child.tag == "br" for child in element)
