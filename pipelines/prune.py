"""What inside the container is not the article, cut on the fast tree; what stays is marked for the cleaning."""

from __future__ import annotations

import re
from itertools import islice

from pipelines.boxes import boxes
from pipelines.byline import read_byline
from pipelines.container import named_chrome
from pipelines.document import Element
from pipelines.elements import HEADINGS, INLINE, SILENT
from pipelines.files import join
from pipelines.names import is_hidden, names, role_in
from pipelines.phrases import TOOL_LINKS, bare, phrases
from pipelines.weights import Weights

SIDE = re.compile(r"text-align\s*:\s*(?:right|center|end)", re.IGNORECASE)
NAMED_SIDE = re.compile(r"(?:text|align|has-text-align)-?_?(?:right|center|end)\b")
TOOLS = phrases(TOOL_LINKS)
LONGEST_TOOL = max(map(len, TOOLS)) + 4  # characters, signs around it included
MOST = 0.3  # the share of the container's prose that no single cut may take
LINKED = 0.6  # the share of a block's text in links from which on it is a list of links
WHOLE = 0.94  # the share of a block's text that is all of it
LONGEST_CAPTION = 350  # characters beside an image in its frame
NO_FRAME = frozenset({"p", "td", "li", "figure"})
FRAMES = 4  # elements around an image that may be its frame
LONGEST_BYLINE = 120
LINKED_P = 0.8  # … of a paragraph
CHANNELS = re.compile(
    r"news\.google\.com/(?:publications|s/)|google\.[a-z.]+/preferences/source|whatsapp\.com/channel|chat\.whatsapp\.com"
    r"|//t\.me/|//zalo\.me/|/newsletters?(?:[/?#-]|$)|/subscri(?:be|ption)|/abonne?ments?(?:[/?#]|$)|/suscri"
    r"|/abo(?:nnieren)?(?:[/?#]|$)",
    re.IGNORECASE,
)
PROFILES = re.compile(
    r"//(?:[\w-]+\.)?(?:facebook|twitter|x|instagram|linkedin|youtube|tiktok|threads|bsky|pinterest)\.(?:com|net|app)"
    r"/(?:channel/|company/|c/|profile/)?[@\w.-]+/?(?:\?|$)|//(?:apps|itunes)\.apple\.com/|//play\.google\.com/store/",
    re.IGNORECASE,
)
PAID = frozenset({"paywall", "subscription", "subscribe"})  # a paragraph called so is the article's, for those who paid
ROW = 50  # characters of a row of links
LINKS = 3  # links from which on an element in a line is a row of them
SENTENCE_ENDS = frozenset(".!?。！？")
FEW = 150  # characters of prose that a list of links may have
SOURCES = ("data-src", "data-original", "data-lazy-src", "data-url", "src")


def prune(container: Element, weights: Weights, heading: Element | None = None) -> list[tuple[str, str]]:
    """Cut the chrome out of the container; the cuts as (reason, how the text begins)."""
    total = weights.prose.get(container, 0.0) or 1.0
    named = named_chrome(container, weights)
    cuts = [(element, why) for element in container.iter() if element is not container
            for why in (_reason(element, weights, total, named),) if why]  # fmt: skip
    return _cut(cuts) + _cut(boxes(container, weights, heading))


def _cut(cuts: list[tuple[Element, str]]) -> list[tuple[str, str]]:
    report = []
    for element, why in cuts:
        text = " ".join("".join(islice(element.itertext(), 40)).split())[:80] if element.getparent() is not None else ""
        if text:
            report.append((why, text))
        remove(element)
    return report


def remove(element: Element) -> None:
    """Take an element out of its tree; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + " " + element.tail
        else:
            parent.text = (parent.text or "") + " " + element.tail
        element.tail = None
    parent.remove(element)


def _reason(element: Element, weights: Weights, total: float, named: dict[Element, str]) -> str:
    """Why an element is chrome, "" when it is not."""
    tag = element.tag
    if tag == "picture":
        return ""
    if tag in SILENT:
        return f"<{tag}>"
    if weights.prose.get(element, 0.0) > MOST * total:
        return ""
    if is_hidden(element):
        return "hidden"
    if tag in INLINE:
        return _inline_reason(element, weights)
    return _block_reason(element, weights, named) if tag != "figure" else ""


def _inline_reason(element: Element, weights: Weights) -> str:
    if element.tag == "a":
        return "tool" if _is_tool(element, weights) else ""
    return "links" if _is_row_of_links(element) else ""


def _block_reason(element: Element, weights: Weights, named: dict[Element, str]) -> str:
    tag = element.tag
    if tag == "form":
        return "<form>"
    if element in named and _is_chrome(tag, named[element]):
        return f"named {named[element]}"
    if element in weights.teasers:
        return "teaser"
    if (element.get("type") or "").startswith("Related"):  # VCCorp's boxes say what they are
        return "related"
    return "links" if _is_list_of_links(element, weights) else ""


def _is_chrome(tag: str, word: str) -> bool:
    """Is an element of that tag chrome if it is called so?"""
    return tag not in HEADINGS and not (tag == "p" and word in PAID)


def _is_list_of_links(element: Element, weights: Weights) -> bool:
    """Is a block little but links?"""
    text, links = weights.text.get(element, 0), weights.links.get(element, 0)
    most = LINKED_P if element.tag == "p" else LINKED
    if not text or links <= most * text or weights.prose.get(element, 0.0) >= FEW:
        return False
    return not _is_byline(element, text) and not _is_sentence(element)


def _is_sentence(element: Element) -> bool:
    """Does a paragraph begin and end outside its links? Then they are words of a sentence."""
    last = element[-1].tail if element.tag == "p" and len(element) else None
    return bool(last and last.strip()[-1:] in SENTENCE_ENDS and element.text and element.text.strip())


def _is_row_of_links(element: Element) -> bool:
    """Does an element in a line hold little but links: a box that a name opens when hovered, keywords behind a text?"""
    links = [child for child in element if child.tag == "a"]
    if len(links) < LINKS:
        return False
    length = sum(map(len, element.itertext()))
    return length >= ROW and sum(len(piece) for link in links for piece in link.itertext()) > LINKED_P * length


def _is_tool(link: Element, weights: Weights) -> bool:
    return weights.text.get(link, 0) <= LONGEST_TOOL and bare("".join(link.itertext())) in TOOLS


def _is_byline(element: Element, length: int) -> bool:
    return length < LONGEST_BYLINE and read_byline("".join(element.itertext())) is not None


def mark(container: Element, weights: Weights, base: str, heading: Element | None) -> None:
    """Note on the elements themselves what their dress says, before it is taken off: role, bold, side, image source."""
    if heading is not None:
        block = next((one for one in (heading, *heading.iterancestors()) if one.tag not in INLINE), heading)
        block.set("data-role", "heading")
    for element in container.iter():
        tag = element.tag
        if tag in {"b", "strong"}:
            _mark_whole(element, weights, "data-strong")
        elif tag in {"em", "i"}:
            _mark_whole(element, weights, "data-slanted")
        elif tag == "a" and "href" in element.attrib:
            _mark_whole(element, weights, "data-linked")
            _mark_offer(element)
        elif tag == "img":
            _mark_image(element, base)
            _mark_frame(element, container, weights)
        elif tag not in INLINE:
            _mark_block(element)
        elif (
            tag == "span"
            and element.text
            and element.tail
            and element.text[-1:].islower()
            and element.tail[:1].isupper()
        ):
            element.tail = " " + element.tail  # a place or agency set in a frame of its own before the text


def _mark_whole(element: Element, weights: Weights, name: str) -> None:
    """Mark the block whose text is all inside this element."""
    length = weights.text.get(element, 0)
    for above in element.iterancestors():
        if weights.text.get(above, 0) * WHOLE > length:
            return
        if above.tag not in INLINE:
            above.set(name, "1")
            return


def _mark_offer(link: Element) -> None:
    """Count on its block the links by which readers follow the site: to a channel of it, at least two to profiles."""
    href = link.get("href")
    worth = 2 if CHANNELS.search(href) else 1 if PROFILES.search(href) else 0
    block = next((above for above in link.iterancestors() if above.tag not in INLINE), None) if worth else None
    if block is not None:
        block.set("data-offer", str(int(block.get("data-offer", "0")) + worth))


def _mark_frame(image: Element, container: Element, weights: Weights) -> None:
    """Call the widest frame around an image that holds little text beside it a caption."""
    frame = None
    most = min(LONGEST_CAPTION, MOST * weights.text.get(container, 0))
    for above in islice(image.iterancestors(), FRAMES):
        if above is container or weights.text.get(above, 0) > most or above.tag in NO_FRAME:
            break
        frame = above if above.tag not in INLINE else frame
    if frame is not None and weights.text.get(frame, 0) and "data-role" not in frame.attrib:
        frame.set("data-role", "caption")


def _mark_image(element: Element, base: str) -> None:
    url = next((found for name in SOURCES if (found := (element.get(name) or "").strip()) and found[:5] != "data:"), "")
    element.set("src", join(base, url) if url else "")


def _mark_block(element: Element) -> None:
    if element.get("align") in {"right", "center"} or SIDE.search(element.get("style") or ""):
        element.set("data-side", "1")
    own = names(element)
    if own:
        if NAMED_SIDE.search(own):
            element.set("data-side", "1")
        role = role_in(own)
        if role and "data-role" not in element.attrib:
            element.set("data-role", role)
