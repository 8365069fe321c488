"""The article's heading: the element that says what the page's own title says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise

from pipelines.document import Element
from pipelines.names import chrome_word, names
from pipelines.text import nfc, squeeze

PARTS = re.compile(r"\s+[|–—·•»«:-]+\s+|\s*[|»]\s*")  # what joins a title and the site's name
WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|\w+")
ALIKE = 0.75  # F1 over words from which on two titles are one
SHORTEST = 10
LONGEST = 400
STEPS = 3  # elements up from the container in which a heading that nothing confirms is looked for
SOME_PROSE = 300
FARTHEST = 100
SURELY_TITLE = 25  # characters; what is shorter and called a title heads a box
CALLED_TITLE = re.compile(
    r"(?:^|[\s_-])(?!sub)(?:[a-z]*title|headline|tieu-?de)(?:[_-]?(?:text|detail|name|box|block|chi-?tiet))?(?=$|\s)"
)
FRAME = frozenset({"banner", "breadcrumb", "breadcrumbs", "copyright", "footer", "masthead"})
ASIDE = frozenset({"aside", "footer", "nav", "li"})  # in a list or a menu stands a teaser or a trail's last step
HEADINGS = ("h1", "h2", "h3", "h4")


def text_of(element: Element) -> str:
    """All text below an element, squeezed, NFC."""
    return squeeze(nfc(" ".join(element.itertext())))


def alike(one: str, other: str) -> float:
    """F1 over the words of two titles, without case and punctuation."""
    a, b = _words(one), _words(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


@lru_cache(maxsize=512)  # a page's few titles are compared with all its headings
def _words(title: str) -> frozenset[str]:
    return frozenset(WORD.findall(title.lower()))


def page_titles(root: Element, declared: Iterable[str]) -> list[str]:
    """What the page may be called: declared titles, <title>, and the parts of each, in that order."""
    found = list(declared)
    element = root.find("head/title")
    if element is None:
        element = next(root.iter("title"), None)
    if element is not None and element.text:
        found.append(element.text)
    found = [title for title in dict.fromkeys(found) if title]  # sites state the same one again and again
    parts = [part for title in found for part in PARTS.split(title) if len(part) > 20]
    return list(dict.fromkeys(squeeze(nfc(title)) for title in (*found, *parts)))


def find_heading(body: Element, titles: list[str], prose: Mapping[Element, float]) -> Element | None:
    """The element whose text is the page's title: h1 before h2 to h4, those before any other; None if there is none.

    Of several the one that is most like it, then the one that stands closest to prose.
    """
    for candidates in (_tagged(body, "h1"), _tagged(body, "h2", "h3", "h4"), _short(body, titles)):
        best, mark = None, (ALIKE, -len(titles), -FARTHEST)
        for element, text in candidates:
            likeness, place = max(((alike(text, title), -at) for at, title in enumerate(titles)), default=(0.0, 0))
            if likeness > ALIKE and (found := (likeness, place, -_steps_to_prose(element, prose))) > mark:
                best, mark = element, found
        if best is not None:
            return best
    found_h1 = [element for element, text in _tagged(body, "h1") if len(text) > 15 and not _leads_elsewhere(element)]
    return found_h1[0] if len(found_h1) == 1 else None


def named_heading(body: Element) -> Element | None:
    """The one element whose class or id calls it a title, on a page that puts its title into no heading.

    Where several elements of different text are called so, they are the titles of boxes and of other posts.
    """
    found = [one for one in body.iter("div", "p", "span", "td", "strong", "b", "font") if _is_called_title(one)]
    return found[0] if len({text_of(one) for one in found}) == 1 else None


def _is_called_title(element: Element) -> bool:
    named = bool(element.attrib) and CALLED_TITLE.search(names(element)) is not None
    return named and _is_title(element) and len(text_of(element)) >= SURELY_TITLE and not _is_aside(element)


def _is_aside(element: Element) -> bool:
    return any(map(_sets_aside, element.iterancestors()))


def heading_above(container: Element) -> Element | None:
    """The last heading before the container, or at its top: what a page that names itself only by its site shows."""
    inside = next((one for one in container.iter(*HEADINGS, "p") if len(text_of(one)) > SHORTEST), None)
    if inside is not None and inside.tag != "p" and _is_title(inside):
        return inside
    for below, above in pairwise([container, *islice(container.iterancestors(), STEPS)]):
        before = list(above.iterchildren())[: above.index(below)]
        found = [one for child in before for one in child.iter(*HEADINGS) if _is_title(one)]
        if found:
            return found[-1]
    return None


def _is_title(element: Element) -> bool:
    return not _leads_elsewhere(element) and SHORTEST < len(text_of(element)) < LONGEST


def _leads_elsewhere(element: Element) -> bool:
    return any(link.get("href", "#")[:1] not in {"#", ""} for link in element.iter("a"))


def _steps_to_prose(element: Element, prose: Mapping[Element, float]) -> int:
    """How many elements up the first one is that holds some prose."""
    for steps, above in enumerate(element.iterancestors()):
        if prose.get(above, 0.0) >= SOME_PROSE:
            return steps
    return FARTHEST


def _in_frame(element: Element) -> bool:
    """Whether it stands in the page's banner or foot, which repeat a <title> that is but the site's name."""
    return any(
        chrome_word(above.get("class") or "", above.get("id") or "") in FRAME for above in element.iterancestors()
    )


def _tagged(body: Element, *tags: str) -> Iterator[tuple[Element, str]]:
    for element in body.iter(*tags):
        text = text_of(element)
        if 0 < len(text) < LONGEST and not _is_aside(element):
            yield element, text


def _sets_aside(above: Element) -> bool:
    return above.tag in ASIDE or (above.tag == "a" and above.get("href", "#")[:1] not in {"#", ""})


def _short(body: Element, titles: list[str]) -> Iterator[tuple[Element, str]]:
    """Elements of any name that begin as a title does."""
    starts = {title[:12].lower() for title in titles if len(title) > 12}
    for element in body.iter("div", "p", "span", "strong", "b", "td", "h4", "h5", "font", "a"):
        text = element.text
        if text is None or len(text) < 12:
            continue
        own = squeeze(nfc(text))
        if len(own) < 12 or own[:12].lower() not in starts or _sets_aside(element) or _is_aside(element):
            continue
        if not _in_frame(element):
            yield element, text_of(element)
