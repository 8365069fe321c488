"""The text of a PDF: its text layer's lines, put together to paragraphs by where they stand on the page.

PDFium reads the file; it is C++ and files are hostile, so this is called in worker processes (`pipelines.workers`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from pipelines.text import nfc, squeeze

MOST_PAGES = 300  # of a file; a post that goes on for longer is a book
MOST_CHARACTERS = 1_000_000
INDENTED = 8.0  # points that a first line stands in from the line before it
ROOM = 1.1  # times a word's width: a line that had so much room for the next line's first word ended on purpose
APART = 1.25  # times the usual distance of two lines: paragraphs of office letters stand a third farther
FEW = 8  # lines, of which none may be a full one
ON_EVERY_PAGE = 3  # pages that show a line at their top or bottom make it a running head
PAGE_NUMBER = re.compile(r"\W*(?:trang|page)?\W*\d{1,4}(?:\s*/\s*\d{1,4})?\W*", re.IGNORECASE)
HYPHENS = "\x02\xad\ufffe"  # PDFium's signs for a word that goes on in the next line
NO_LETTERS = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")  # of a font that does not say its letters
MOST_NO_LETTERS = 0.1


@dataclass(frozen=True, slots=True)
class FileText:
    """What a file says: paragraphs in order, none with the reason why: "no text layer", "file not readable"."""

    paragraphs: tuple[str, ...] = ()
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page. left, right, top: in points; the origin is the page's lower left corner."""

    text: str
    left: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's width in points, and its lines."""

    width: float
    lines: list[_Line]

    @property
    def column(self) -> float:
        """Where lines end at the farthest: on a page of few lines not before the margin, which is like the left one."""
        right = max((line.right for line in self.lines), default=0.0)
        left = min((line.left for line in self.lines), default=0.0)
        return right if len(self.lines) >= FEW else max(right, self.width - left)


def read_pdf(body: bytes) -> FileText:
    """The text of a PDF file. What a scan, an encrypted or a broken file has is no text, and the reason."""
    try:
        with pdfium.PdfDocument(body) as document:
            pages = [_Page(page.get_width(), list(_lines(page))) for page in islice(document, MOST_PAGES)]
    except pdfium.PdfiumError as error:
        return FileText(reason="file not readable", detail=str(error))
    paragraphs = tuple(_bounded(_paragraphs(_without_frames(pages))))
    text = "".join(paragraphs)
    if not text or len(NO_LETTERS.findall(text)) > MOST_NO_LETTERS * len(text):
        return FileText(reason="no text layer", detail=f"{len(pages)} pages, {len(text)} characters")
    return FileText(paragraphs)


def _lines(page: pdfium.PdfPage) -> Iterator[_Line]:
    textpage = page.get_textpage()
    at = 0
    for piece in textpage.get_text_range().split("\r\n"):
        words = piece.strip()
        if words:
            first = at + len(piece) - len(piece.lstrip())
            start, end = (_box(textpage, one) for one in (first, first + len(words) - 1))
            yield _Line(words, start[0], end[2], start[3])
        at += len(piece) + 2


def _box(textpage: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """left, bottom, right, top of the character that stands at this place of the text."""
    box: tuple[float, float, float, float] = textpage.get_charbox(
        raw.FPDFText_GetCharIndexFromTextIndex(textpage, at), loose=True
    )
    return box


def _without_frames(pages: Sequence[_Page]) -> list[_Page]:
    """The pages without page numbers and running heads: edge lines that several pages show, their figures aside."""
    shown = Counter(_plain(line) for page in pages for line in _edges(page.lines))
    return [replace(page, lines=[line for line in page.lines if not _is_frame(line, page, shown)]) for page in pages]


def _edges(lines: list[_Line]) -> list[_Line]:
    return [*lines[:1], *lines[-1:]]


def _is_frame(line: _Line, page: _Page, shown: Counter[str]) -> bool:
    known = PAGE_NUMBER.fullmatch(line.text) is not None or shown[_plain(line)] >= ON_EVERY_PAGE
    return known and line in _edges(page.lines)


def _plain(line: _Line) -> str:
    return re.sub(r"\d+", "", line.text)


def _paragraphs(pages: Iterable[_Page]) -> Iterator[str]:
    pieces: list[str] = []
    before: _Line | None = None
    for page in pages:
        step, column = _usual_step(page.lines), page.column
        for at, line in enumerate(page.lines):
            if before is not None and _begins(line, before, column, step if at else None):
                yield _joined(pieces)
                pieces = []
            pieces.append(line.text)
            before = line
    if pieces:
        yield _joined(pieces)


def _first_word(line: _Line) -> float:
    """The width of a line's first word and the space before it, in points."""
    return (len(line.text.split(" ", 1)[0]) + 1) * (line.right - line.left) / len(line.text)


def _usual_step(lines: Sequence[_Line]) -> float:
    """The most common distance between two lines, in points; 0.0 for a single line."""
    steps = Counter(round(above.top - line.top) for above, line in pairwise(lines) if above.top > line.top)
    return float(steps.most_common(1)[0][0]) if steps else 0.0


def _begins(line: _Line, before: _Line, column: float, step: float | None) -> bool:
    """Whether a paragraph begins: a line that stands in or apart, or one behind a line that ended early.

    column: where the page's lines end at the farthest. step: None for the first line of a page, whose distance from the
    one before says nothing.
    """
    ended = before.right + ROOM * _first_word(line) < column
    apart = bool(step) and before.top - line.top > APART * (step or 0.0)
    return ended or apart or line.left > before.left + INDENTED


def _joined(pieces: Sequence[str]) -> str:
    text = ""
    for piece in pieces:
        text = text[:-1] + piece if text[-1:] in HYPHENS and text else f"{text} {piece}"
    return squeeze(nfc(text))


def _bounded(paragraphs: Iterable[str]) -> Iterator[str]:
    """Paragraphs with something in them, up to MOST_CHARACTERS together."""
    length = 0
    for paragraph in filter(None, paragraphs):
        length += len(paragraph)
        if length > MOST_CHARACTERS:
            return
        yield paragraph
