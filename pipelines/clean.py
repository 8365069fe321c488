"""The article's container, cleaned by Beautiful Soup: its lines in the order a reader sees them, and its images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import Tag
from bs4.element import PageElement
from lxml import etree

from models.article import Image
from pipelines.byline import read_byline
from pipelines.document import Element
from pipelines.elements import DRESS
from pipelines.soup import soup_of
from pipelines.text import nfc, squeeze

KEPT = frozenset({"src", "alt", "data-role", "data-strong", "data-slanted", "data-side", "data-linked", "data-offer"})
ROW_CELL = 120  # characters; a table whose cells are longer on average is a layout, not data
ITEM = 700  # characters; a list item that is longer and has blocks in it is a container
CAPTION = 400
LONGEST_TABLE = 400  # rows
BROKEN = "\x1f"  # a break in a paragraph: white space to `squeeze`, and not what hard-wrapped source has
SENTENCE_END = (".", "!", "?", "…", '"', "”")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, heading, list item or table row as it is shown.

    tag: the block it stands in. role: what class names call it ("lead", "caption", "byline", "date") or "".
    strong, slanted: all of it is. side: right-aligned or centred. linked: nearly all of it is a link. offers: what its
    links to channels and profiles of the site count.
    image: the number of the image that it follows with nothing in between, -1 if there is none.
    """

    text: str
    tag: str = "p"
    role: str = ""
    strong: bool = False
    side: bool = False
    slanted: bool = False
    linked: bool = False
    image: int = -1
    offers: int = 0


@dataclass(slots=True)
class Cleaned:
    """Lines and images in order; the captions of figures are lines with that role."""

    lines: list[Line] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)


def clean(container: Element) -> Cleaned:
    """The lines of a container that has been pruned and marked (`pipelines.prune`). The element is used up."""
    container.tag = "div"
    etree.strip_tags(container, *DRESS)
    for element in container.iter():
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
    return _Reader().read(soup_of(container))


class _Reader:
    """Walks a cleaned tree without recursion; text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.found = Cleaned()
        self.pieces: list[str] = []
        self.breaks = 0
        self.after_image = -1
        self.blocks: list[Tag] = []

    def read(self, soup: Tag) -> Cleaned:
        self.blocks.append(soup)
        walk: list[Iterator[PageElement]] = [iter(soup.contents)]
        while walk:
            for node in walk[-1]:
                if not isinstance(node, Tag):
                    self._text(str(node))
                elif inner := self._enter(node):
                    walk.append(inner)
                    break
            else:
                self._flush()
                walk.pop()
                self.blocks.pop()
        return self.found

    def _text(self, piece: str) -> None:
        if piece.strip():
            self.breaks = 0
        self.pieces.append(piece)

    def _enter(self, node: Tag) -> Iterator[PageElement] | None:
        """What to walk inside a node, None where it has been dealt with."""
        name = node.name
        if name == "br":
            self._break()
            return None
        if name == "img":
            self._image(node)
            return None
        self._flush()
        if name == "figure" and self._figure(node):
            return None
        if name == "table" and (rows := _data_rows(node)):
            self.found.lines += [Line(row, "tr") for row in rows]
            return None
        if name in {"li", "dd", "dt"} and self._item(node):
            return None
        self.blocks.append(node)
        return iter(node.contents)

    def _break(self) -> None:
        self.breaks += 1
        if self.breaks >= 2:
            self._flush()
        else:
            self.pieces.append(BROKEN)

    def _image(self, node: Tag) -> None:
        url = str(node.get("src") or "")
        if url:
            self.found.images.append(Image(url, alt=squeeze(nfc(str(node.get("alt") or ""))) or None))
        if not "".join(self.pieces).strip():
            self.after_image = len(self.found.images) - 1

    def _flush(self) -> None:
        self.breaks = 0
        if not self.pieces:
            return
        whole = nfc("".join(self.pieces))
        self.pieces.clear()
        for text in _with_byline_apart(whole):
            self._line(text)

    def _line(self, text: str) -> None:
        block = self.blocks[-1]
        self.found.lines.append(
            Line(
                text,
                block.name,
                self._role(),
                "data-strong" in block.attrs,
                any("data-side" in one.attrs for one in self.blocks[-2:]),
                "data-slanted" in block.attrs,
                "data-linked" in block.attrs,
                self.after_image,
                int(str(block.attrs.get("data-offer", 0))),
            )
        )
        self.after_image = -1

    def _role(self) -> str:
        return next((str(one["data-role"]) for one in reversed(self.blocks) if "data-role" in one.attrs), "")

    def _figure(self, node: Tag) -> bool:
        """An image with its caption; a figure that frames text or a table is none."""
        images, captions = _inside(node, "img"), _inside(node, "figcaption")
        text = squeeze(nfc(node.get_text(" ")))
        if _inside(node, "table") or (not images and not captions and len(text) > CAPTION):
            return False
        caption = squeeze(nfc(captions[0].get_text(" "))) if captions else text
        if len(caption) > CAPTION * 3:
            return False
        self._caption(caption, images)
        return True

    def _caption(self, caption: str, images: list[Tag]) -> None:
        for image in images:
            self._image(image)
        if caption:
            self.found.lines.append(Line(caption, "figure", "caption", image=self.after_image))
        self.after_image = -1

    def _item(self, node: Tag) -> bool:
        """A list item is one paragraph, unless it is a container of long ones or of a list."""
        if _inside(node, "ul", "ol", "table", "figure", "img", "br"):
            return False
        text = squeeze(nfc(node.get_text(" ")))
        if len(text) > ITEM and len(_inside(node, "p", "div")) > 1:
            return False
        if text:
            role = str(node.get("data-role") or "") or self._role()
            self.found.lines.append(
                Line(
                    text,
                    node.name,
                    role,
                    linked="data-linked" in node.attrs,
                    offers=int(str(node.get("data-offer") or 0)),
                )
            )
        return True


def _with_byline_apart(whole: str) -> list[str]:
    """A paragraph, squeezed, and the byline that stands in it behind its last break; nothing of an empty one."""
    text, _, last = whole.rpartition(BROKEN)
    if squeeze(text).endswith(SENTENCE_END) and last.strip() and read_byline(squeeze(last)):
        return [squeeze(text), squeeze(last)]
    text = squeeze(whole)
    return [text] if text else []


def _inside(node: Tag, *names: str) -> list[Tag]:
    """The elements of these names below a node, in order: find_all, without its filters for everything else."""
    return [one for one in node.descendants if isinstance(one, Tag) and one.name in names]


def _data_rows(table: Tag) -> list[str]:
    """The rows of a table of data, cells joined by " | "; empty for a layout table."""
    rows = _inside(table, "tr")[:LONGEST_TABLE]
    cells = [[squeeze(nfc(cell.get_text(" "))) for cell in _inside(row, "td", "th")] for row in rows]
    wide = [row for row in cells if len([cell for cell in row if cell]) > 1]
    if len(wide) < 2 or len(wide) < len(rows) / 2 or _inside(table, "table", "img"):
        return []
    filled = [cell for row in cells for cell in row if cell]
    if sum(map(len, filled)) > ROW_CELL * len(filled):
        return []
    return [" | ".join(cell for cell in row if cell) for row in cells if any(row)]
