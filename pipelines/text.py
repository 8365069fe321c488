"""Text made comparable: one Unicode form, one kind of space, one way to set Vietnamese tone marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Looked for one by one, since `in` runs at memory speed where a table of translations costs 30 ns a letter.
# Zero width space, word joiner, byte order mark, soft hyphen, direction marks, NUL.
INVISIBLE = "\u200b\u2060\ufeff\u00ad\u200e\u200f\x00"
SPACES = "\u00a0\u202f\u2007\u2009\u3000"
# All that Python takes for white space but the plain one, those above among them.
OTHER_SPACE = (
    f"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029\u205f{SPACES}{''.join(map(chr, range(0x2000, 0x200B)))}"
)
# Joiners carry meaning in Indic and Arabic scripts and in emoji; behind a Latin letter they are debris.
JOINER = re.compile("(?<=[A-Za-z\u00c0-\u024f\u1e00-\u1eff])[\u200c\u200d]+")
LINE = 120  # letters of a text that may well come again: a label, a menu's line
ACCENTS = re.compile("[\u0300-\u036f]+")
VIETNAMESE = "\u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b"  # its eight marks: taken off first, at memory speed

# The tone of oa, oe, uy stands on the first letter (hòa) or on the second (hoà): both are in use, the second is taken.
TONES = "\u0300\u0301\u0309\u0303\u0323"
PLACED = {
    unicodedata.normalize("NFC", first + tone + second): unicodedata.normalize("NFC", first + second + tone)
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
}
# Sets of letters are looked for three times as fast as the pairs; of the few that are no such pair nothing changes.
PLACEMENT = re.compile("[{}][{}]".format(*("".join(sorted(set(letters))) for letters in zip(*PLACED, strict=True))))


def nfc(text: str) -> str:
    """NFC, without characters that nobody sees, every odd space a plain one; line ends stay. Encodes to UTF-8 always.

    Lone surrogates (from broken JSON escapes) become U+FFFD.
    """
    if text.isascii():
        return text.replace("\x00", "")
    if text.isprintable():  # so nothing is in it that is looked for below
        return unicodedata.normalize("NFC", text)
    for character in INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    for character in SPACES:
        if character in text:
            text = text.replace(character, " ")
    if "\u200c" in text or "\u200d" in text:
        text = JOINER.sub("", text)
    return unicodedata.normalize("NFC", _encodable(text))


def _encodable(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def squeeze(text: str) -> str:
    """Every run of white space a single space, none at the ends."""
    return " ".join(text.split())


def is_squeezed(text: str) -> bool:
    """Whether `squeeze` would leave a text as it is: of a long one told much sooner than done."""
    if text[:1] == " " or text[-1:] == " " or "  " in text:
        return False
    return text.isprintable() or not any(map(text.__contains__, OTHER_SPACE))  # of white space only the plain one is


def fold(text: str) -> str:
    """For comparing and searching as written: lower case, NFC, tone placement unified (hòa = hoà, ủy = uỷ)."""
    return _folded(text) if len(text) <= LINE else _folding(text)


def _folding(text: str) -> str:
    lower = unicodedata.normalize("NFC", text.lower())
    return lower if lower.isascii() else PLACEMENT.sub(lambda match: PLACED.get(match[0], match[0]), lower)


def unaccent(text: str) -> str:
    """`fold` with the accents off, and đ as d: "Quận Ba Đình" is "quan ba dinh"."""
    return _remembered(text) if len(text) <= LINE else _unaccented(text)


def _unaccented(text: str) -> str:
    lower = text.lower()
    if lower.isascii():
        return lower
    bare = unicodedata.normalize("NFD", lower).replace("đ", "d")
    for mark in VIETNAMESE:
        bare = bare.replace(mark, "")
    if bare.isascii():  # nothing is left to take off
        return bare
    return unicodedata.normalize("NFC", ACCENTS.sub("", bare))


_remembered = lru_cache(maxsize=8192)(_unaccented)
_folded = lru_cache(maxsize=8192)(_folding)
