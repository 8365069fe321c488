"""Tiny real files: a PNG of one colour, a PDF (pdf.py), a Word file with the right signature."""

from __future__ import annotations

import struct
import zlib

from archive.samples.pdf import pdf

CONTENT_TYPES = {"png": "image/png", "pdf": "application/pdf", "doc": "application/msword"}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(colour: int, width: int = 48, height: int = 32) -> bytes:
    """A picture of one colour, 0xRRGGBB."""
    row = b"\0" + colour.to_bytes(3, "big") * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(row * height)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def doc(text: str) -> bytes:
    """The header sector of an OLE compound file, then the text: enough to be told as a Word file."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    return header.ljust(512, b"\0") + text.encode("utf-16-le").ljust(1024, b"\0")


def file(name: str) -> bytes | None:
    """The bytes of a file of that name; the same name, the same bytes. None for a suffix that no file here has."""
    stem, _, suffix = name.rpartition(".")
    makers = {
        "png": lambda: png(zlib.crc32(stem.encode()) & 0xFFFFFF),
        "pdf": lambda: pdf([stem]),
        "doc": lambda: doc(stem),
    }
    return makers[suffix]() if suffix in makers else None
