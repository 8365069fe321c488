"""Tiny real files: a PNG of one colour, a PDF with a page of text, a Word file with the right signature."""

from __future__ import annotations

import struct
import zlib

CONTENT_TYPES = {"png": "image/png", "pdf": "application/pdf", "doc": "application/msword"}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(colour: int, width: int = 48, height: int = 32) -> bytes:
    """A picture of one colour, 0xRRGGBB."""
    row = b"\0" + colour.to_bytes(3, "big") * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(row * height)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def pdf(text: str) -> bytes:
    """One page with one line (ASCII)."""
    content = f"BT /F1 14 Tf 60 780 Td ({text}) Tj ET".encode("ascii", "replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def doc(text: str) -> bytes:
    """The header sector of an OLE compound file, then the text: enough to be told as a Word file."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    return header.ljust(512, b"\0") + text.encode("utf-16-le").ljust(1024, b"\0")


def file(name: str) -> bytes | None:
    """The bytes of a file of that name; the same name, the same bytes. None for a suffix that no file here has."""
    stem, _, suffix = name.rpartition(".")
    makers = {
        "png": lambda: png(zlib.crc32(stem.encode()) & 0xFFFFFF),
        "pdf": lambda: pdf(stem),
        "doc": lambda: doc(stem),
    }
    return makers[suffix]() if suffix in makers else None
