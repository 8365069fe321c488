"""Tiny real PDF files: pages of text in any script, set as an office does it, or a picture of a page without text."""

from __future__ import annotations

import textwrap
import zlib
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT, MARGIN, INDENT = 595, 842, 60, 30  # points
SIZE, LEADING, GAP = 12, 18, 6
GLYPH = 500  # width of every glyph, thousandths of the size
LINES = 36  # a page
UNICODE_MAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /ToUnicode def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{count} beginbfrange
{ranges}
endbfrange endcmap CMapName currentdict /CMap defineresource pop end end"""

Line = tuple[float, str]  # left edge in points, text; "" is the gap between two paragraphs


def pdf(paragraphs: Iterable[str]) -> bytes:
    """A document whose text layer says ``paragraphs``, first lines indented, pages numbered from the second on."""
    lines = [line for words in paragraphs for line in _set(words)]
    pages = [lines[at : at + LINES] for at in range(0, max(len(lines), 1), LINES)]
    used = sorted({ord(letter) >> 8 for _, words in lines for letter in words} | {0})
    contents = [_stream(_content(page, number)) for number, page in enumerate(pages, 1)]
    return _file(contents, _fonts(used), b"/Font << /F1 5 0 R >>")


def scan() -> bytes:
    """A page that is a picture: grey lines where text was, and no text layer."""
    rows = b"".join((b"\xff" * 8 + b"\x60" * 84 + b"\xff" * 8) if at % 6 < 3 else b"\xff" * 100 for at in range(140))
    image = _stream(
        rows, b"/Type /XObject /Subtype /Image /Width 100 /Height 140 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    content = _stream(b"q %d 0 0 %d 0 0 cm /Im1 Do Q" % (WIDTH, HEIGHT))
    return _file([content], [image], b"/XObject << /Im1 5 0 R >>")


def _set(words: str) -> list[Line]:
    most = int((WIDTH - 2 * MARGIN) / (SIZE * GLYPH / 1000))
    lines = textwrap.wrap(words, most, initial_indent=" " * int(INDENT / 6), break_on_hyphens=False)
    return [*((MARGIN + (INDENT if not at else 0), line.strip()) for at, line in enumerate(lines)), (0, "")]


def _content(lines: Sequence[Line], number: int) -> bytes:
    parts, top = [], float(HEIGHT - MARGIN)
    for left, words in lines:
        top -= LEADING if words else GAP
        if words:
            parts.append(_shown(left, top, words))
    if number > 1:
        parts.append(_shown(WIDTH / 2, MARGIN / 2, str(number)))
    return "\n".join(parts).encode("ascii")


def _shown(left: float, top: float, words: str) -> str:
    """A line of text; a character's code is its number in Unicode."""
    return f"BT /F1 {SIZE} Tf {left:.0f} {top:.0f} Td <{words.encode('utf-16-be').hex()}> Tj ET"


def _fonts(used: Sequence[int]) -> list[bytes]:
    """A font with two-byte codes that names no glyphs, and the table that says what the codes mean."""
    ranges = "\n".join(f"<{row:02X}00> <{row:02X}FF> <{row:02X}00>" for row in used)
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [6 0 R]"
        b" /ToUnicode 8 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial /DW %d /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % GLYPH,
        b"<< /Type /FontDescriptor /FontName /Arial /Flags 32 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900"
        b" /Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(UNICODE_MAP.format(count=len(used), ranges=ranges).encode()),
    ]


def _stream(data: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    return b"<< %s /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (more, len(packed), packed)


def _file(contents: Sequence[bytes], shared: Sequence[bytes], resources: bytes) -> bytes:
    """Objects: 1 catalogue, 2 pages, 3 and 4 kept free, from 5 on what pages share, then pages and their contents."""
    first = 5 + len(shared)
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(contents))).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"null",
        b"null",
        *shared,
    ]
    for at, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources << %s >> >>"
            % (WIDTH, HEIGHT, first + 2 * at + 1, resources)
        )
        objects.append(content)
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    """The file: header, objects, the table of where they begin, trailer."""
    body, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
