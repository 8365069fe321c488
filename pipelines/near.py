"""Near duplicates: which stored texts may be copies of this one (MinHash, bands), and is it a copy.

Candidates come from locality-sensitive hashing: a signature is cut into bands, and texts that share one are looked at.
A candidate is then judged on its words, because the share of common words alone cannot tell a copy from the next
report of a like meeting: a copy that lost one of four paragraphs has less in common with its original (0.6) than two
long reports that the same office wrote about two meetings (0.8). What tells them apart: nearly all that the *shorter*
of two copies says stands in the longer one, and so do its figures; two meetings differ on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from operator import eq

from rensa import RMinHash  # type: ignore[import-untyped] # it has no stubs

from pipelines.text import fold, is_squeezed, squeeze

WORDS = 5  # a shingle's; a word is what stands between white space, in Vietnamese a syllable
SHORTEST = 30  # words; in shorter texts a changed name is as much as a cut paragraph
SLOTS = 64  # of a signature, a byte each: the lowest byte of a minimum says "equal" wrongly once in 256 times
FIGURE_SLOTS = 16  # behind them, of the figures alone: of a thousand reports in the same words they find the right one
BANDS, ROWS = 20, 3  # finds 99 % of the pairs that share 0.6 of their shingles, 2 % of those that share 0.1
SEED = 20_201_204  # never changes: signatures are stored

LIKELY = 0.4  # estimated similarity from which a candidate's words are looked at; standard error 0.06
LIKELY_FIGURES = 0.15  # the same of the figures alone; a paragraph that is cut may have had most of them
SAID = 0.88  # of the shorter text's shingles stand in the longer one; planted copies have 0.92, like meetings 0.87
FIGURES = 0.75  # of the shorter text's figures stand in the longer one; two meetings share few, copies nearly all

FIGURE = re.compile(r"\d+")
PUNCTUATION = ".,;:!?\"'()[]“”‘’«»…-–—/|*•"
# The same of UTF-8; and upper bytes of UTF-16 in whose pages no script has digits of its own: Latin, Greek, Cyrillic,
# Hebrew, Vietnamese, symbols, Chinese. (Other planes, which have some, begin with another.)
ASCII_MARKS = bytes(32 if byte in PUNCTUATION.encode("ascii", "ignore") else byte for byte in range(256))
OTHER_MARKS = tuple(mark for mark in PUNCTUATION if not mark.isascii())
ASCII_FIGURES = bytes(byte if byte in b"0123456789" else 32 for byte in range(256))
WITHOUT_DIGITS = bytes([*range(0x06), *range(0x1E, 0xA6)])
VERSION = bytes([RMinHash.ALGORITHM_VERSION])  # opens a signature: other versions' are not comparable
TEXT = slice(len(VERSION), len(VERSION) + SLOTS)
FIGURES_OF = slice(TEXT.stop, TEXT.stop + FIGURE_SLOTS)


def normal(text: str) -> str:
    """The text as it is compared: folded, white space squeezed. `signature` and `is_copy` expect it so."""
    folded = fold(text)
    return folded if is_squeezed(folded) else squeeze(folded)


def _words(text: str) -> list[bytes]:
    for mark in OTHER_MARKS:
        if mark in text:
            text = text.replace(mark, " ")
    return text.encode().translate(ASCII_MARKS).split()


def _figures(text: str) -> Sequence[bytes] | Sequence[str]:
    """The numbers in a text, in a third of the time that looking for them takes where its digits are the usual ones."""
    if text.encode("utf-16-be")[::2].translate(None, WITHOUT_DIGITS):
        return FIGURE.findall(text)
    return text.encode().translate(ASCII_FIGURES).split()


def _shingles(words: list[bytes]) -> Iterator[bytes]:
    return map(b" ".join, zip(*(words[start:] for start in range(WORDS)), strict=False))


def signature(text: str) -> bytes | None:
    """The MinHashes of a `normal` text and of its figures, 81 bytes, the same in every process.

    None for a text that is too short to compare.
    """
    words = _words(text)
    if len(words) < SHORTEST:
        return None
    return VERSION + _minima(_shingles(words), SLOTS) + _minima(_figures(text), FIGURE_SLOTS)


def _minima(items: Iterable[bytes] | Iterable[str], slots: int) -> bytes:
    minhash = RMinHash(slots, SEED)
    minhash.update(list(items))
    return bytes([value & 0xFF for value in minhash.digest()])


def bands(signature: bytes | None) -> list[int]:
    """The keys, positive and below 2^31, under which a signature is found: a band's number, then its slots."""
    if signature is None:
        return []
    slots = range(len(VERSION), len(VERSION) + BANDS * ROWS, ROWS)
    return [number << 24 | int.from_bytes(signature[at : at + ROWS]) for number, at in enumerate(slots)]


def similarity(one: bytes, other: bytes) -> float:
    """The estimated share of shingles, 0 to 1, that two texts have in common (Jaccard)."""
    return _equal(one, other, TEXT) if one.startswith(VERSION) and other.startswith(VERSION) else 0.0


def is_likely(one: bytes, other: bytes) -> bool:
    """Whether by their signatures one text may be a copy of the other."""
    return _equal(one, other, FIGURES_OF) >= LIKELY_FIGURES and similarity(one, other) >= LIKELY


def _equal(one: bytes, other: bytes, part: slice) -> float:
    mine = one[part]
    equal: int = sum(map(eq, mine, other[part]))
    return equal / len(mine)


def is_copy(one: str, other: str) -> bool:
    """Whether one `normal` text is the other, republished: with a paragraph cut, another byline, another dateline."""
    if _contained(set(FIGURE.findall(one)), set(FIGURE.findall(other))) < FIGURES:
        return False
    return _contained(set(_shingles(_words(one))), set(_shingles(_words(other)))) >= SAID


def _contained(one: Set[object], other: Set[object]) -> float:
    """The share of the smaller set that stands in the larger one; 1 where there is nothing to miss."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 1.0
