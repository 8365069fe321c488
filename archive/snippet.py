"""The place of a text that shows best why it was found, with the words that were looked for marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from archive.words import WORD, forms
from pipelines.text import unaccent

WORD_BETWEEN = re.compile(f"({WORD.pattern})")  # splits a text: what is no word, a word, what is no word …
WIDTH = 200  # characters of a snippet
BEFORE = 60  # of them, before the first word that was found

Wanted = Sequence[tuple[str, ...]]  # words and phrases, each as the terms looked for; a term with * begins a word


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the original text; marks are the (start, end) of what was found in it, in order."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Match(NamedTuple):
    """Where something that is wanted stands in a text: from, to, and which of them it is."""

    start: int
    end: int
    which: int


def marked(text: str, wanted: Wanted) -> Snippet:
    """The whole text, with what was found in it marked."""
    return Snippet(text, _merged((match.start, match.end) for match in matches(text, wanted)))


def snippet(pieces: Iterable[str], wanted: Wanted, width: int = WIDTH) -> Snippet:
    """About ``width`` characters of the piece where most of what is wanted stands together.

    The opening of the first piece where nothing is found: the hit is in the title, or nothing was asked.
    """
    first: str | None = None
    best: tuple[int, str, list[Match]] = (0, "", [])
    for piece in pieces:
        first = piece if first is None else first
        likely = _likely(piece, wanted)
        if len(likely) > best[0]:
            found, where = _densest(_matches(piece, likely), width - BEFORE)
            best = (found, piece, where) if found > best[0] else best
        if best[0] == len(wanted):
            break
    found, piece, where = best
    return _cut(piece, where, width) if found else _cut(first or "", [], width)


def matches(text: str, wanted: Wanted) -> list[Match]:
    """Every place where something that is wanted stands, in order."""
    return _matches(text, _likely(text, wanted))


def _likely(text: str, wanted: Wanted) -> dict[int, tuple[str, ...]]:
    """What of all that is wanted may stand in the text, by its number: its letters do. To look for letters in a whole
    text takes a fraction of the time that its words take, and most texts of an article are passed over by it.
    """
    letters = _letters(text) if wanted else b""
    return {which: phrase for which, phrase in enumerate(wanted) if all(_has(letters, term) for term in phrase)}


def _letters(text: str) -> bytes:
    """What is left of it in ASCII without its accents."""
    return unicodedata.normalize("NFD", text.lower()).replace("đ", "d").encode("ascii", "ignore")


def _has(letters: bytes, term: str) -> bool:
    """Whether a term may be among them; of other letters than these, it may."""
    bare = unaccent(term.removesuffix("*"))
    return not bare.isascii() or bare.encode() in letters


def _matches(text: str, wanted: Mapping[int, tuple[str, ...]]) -> list[Match]:
    pieces = WORD_BETWEEN.split(text) if wanted else []
    words = pieces[1::2]
    starts = [
        (at, which)
        for at in _beginnings(words, [phrase[0] for phrase in wanted.values()])
        for which, phrase in wanted.items()
        if _stands(phrase, words, at)
    ]
    ends = list(accumulate(map(len, pieces))) if starts else []
    return [Match(ends[2 * at], ends[2 * (at + len(wanted[which])) - 1], which) for at, which in starts]


def _beginnings(words: list[str], firsts: list[str]) -> list[int]:
    """Where one of the first terms fits: nearly all words are passed over by this."""
    whole = {first for first in firsts if not first.endswith("*")}
    begun = tuple(first[:-1] for first in firsts if first.endswith("*"))
    return [
        at
        for at, shape in enumerate(map(forms, words))
        if not whole.isdisjoint(shape) or (begun and any(form.startswith(begun) for form in shape))
    ]


def _fits(term: str, shape: tuple[str, ...]) -> bool:
    """Whether a term is one of a word's forms; with a star behind, the beginning of one."""
    return any(form.startswith(term[:-1]) for form in shape) if term.endswith("*") else term in shape


def _stands(phrase: tuple[str, ...], words: Sequence[str], at: int) -> bool:
    end = at + len(phrase)
    return end <= len(words) and all(map(_fits, phrase, map(forms, words[at:end])))


def _densest(matches: list[Match], reach: int) -> tuple[int, list[Match]]:
    """How many different things were found within reach of each other; all matches from where they stand closest on."""
    best, begin = (0, 0), 0
    for number, match in enumerate(matches):
        seen: set[int] = set()
        closest = (0, 0)
        for other in matches[number:]:
            if other.start >= match.start + reach:
                break
            if other.which not in seen:
                seen.add(other.which)
                closest = (len(seen), match.start - other.end)
        if closest > best:
            best, begin = closest, number
    return best[0], matches[begin:]


def _cut(text: str, matches: list[Match], width: int) -> Snippet:
    start = _word_start(text, max(0, matches[0].start - BEFORE)) if matches else 0
    end = _word_end(text, max(start + width, matches[0].end if matches else 0))
    opening, closing = "… " if start else "", " …" if end < len(text) else ""
    inside = (match for match in matches if match.end <= end)
    shift = len(opening) - start
    marks = _merged((match.start + shift, match.end + shift) for match in inside)
    return Snippet(opening + text[start:end] + closing, marks)


def _word_start(text: str, at: int) -> int:
    """The start of the first whole word from there on."""
    if at == 0:
        return 0
    space = text.find(" ", at - 1)
    return at if space < 0 or space > at + BEFORE // 2 else space + 1


def _word_end(text: str, at: int) -> int:
    """The end of the last whole word up to there."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", 0, at + 1)
    return at if space < at - BEFORE // 2 else space


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
