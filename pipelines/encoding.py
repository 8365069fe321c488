"""Takes the content encoding off an HTTP body, never giving back more than a bound."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

from fastwarc.stream_io import BrotliReader, ZstdReader

MOST_DECODED = 64 << 20  # bytes; a news page is a thousandth of it

GZIP, ZLIB, RAW_DEFLATE = 31, 15, -15  # zlib's window codes for the three wrappings

Decoder = Callable[[bytes, int], bytes]


class TooLargeError(ValueError):
    """The body decodes to more than the bound."""


def _inflate(body: bytes, most: int, window: int) -> bytes:
    """What zlib can read of the body, at most one byte over `most`; what came of a cut body is kept, as browsers do.

    Raises zlib.error for a body of another format.
    """
    found = bytearray()
    rest, whole = body, False
    while rest and len(found) <= most:
        inflate = zlib.decompressobj(window)
        try:
            found += inflate.decompress(rest, most + 1 - len(found))
        except zlib.error:
            if not found and not whole:
                raise
            break
        rest, whole = inflate.unused_data if window == GZIP else b"", True  # a gzip body may be several members
    return bytes(found)


def _gzip(body: bytes, most: int) -> bytes:
    return _inflate(body, most, GZIP)


def _deflate(body: bytes, most: int) -> bytes:
    """RFC 9110 means the zlib format by "deflate"; many servers send it bare."""
    try:
        return _inflate(body, most, ZLIB)
    except zlib.error:
        return _inflate(body, most, RAW_DEFLATE)


def _brotli(body: bytes, most: int) -> bytes:
    return BrotliReader(io.BytesIO(body)).read(most + 1)


def _zstd(body: bytes, most: int) -> bytes:
    return ZstdReader(io.BytesIO(body)).read(most + 1)


DECODERS: dict[str, Decoder] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def decode(body: bytes, encodings: str, most: int = MOST_DECODED) -> bytes:
    """The body without the codings of a ``Content-Encoding`` header, the last one taken off first.

    A coding that is not known, or that the body does not have (servers lie), is left as it is. Raises TooLargeError.
    """
    for name in reversed(encodings.lower().split(",")):
        decoder = DECODERS.get(name.strip())
        if decoder is None:
            continue
        try:
            body = decoder(body, most)
        except (zlib.error, OSError):  # the latter is what FastWARC raises for damaged data
            break
        if len(body) > most:
            raise TooLargeError(f"decodes to more than {most} bytes")
    return body
