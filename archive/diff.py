"""What changed between two texts, word by word; and between two revisions of an article, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from models.article import Article, iso_date

WORD = re.compile(r"\s*\S+")
COSTLY = 4_000_000  # pairs to compare; texts with more are told as taken out and put in whole

Differ = Callable[[str, str], Iterator["Piece"]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that is in both ("same"), in the older one only ("old"), in the newer one only ("new")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two revisions state differently."""

    field: str
    pieces: tuple[Piece, ...]


def compared(old: str, new: str) -> tuple[Piece, ...]:
    """The texts as pieces in order: those of ``same`` and ``old`` make the older, ``same`` and ``new`` the newer."""
    before, after = _ended(old.split("\n")), _ended(new.split("\n"))
    pieces = _aligned(before, after, lambda gone, come: _aligned(_split(gone), _split(come), _both))
    runs = groupby(filter(lambda piece: piece.text, pieces), lambda piece: piece.kind)
    return tuple(Piece(kind, "".join(piece.text for piece in run)) for kind, run in runs)


def _aligned(old: Sequence[str], new: Sequence[str], differ: Differ) -> Iterator[Piece]:
    """What both have in common stays; what stands between goes to ``differ``."""
    if len(old) * len(new) > COSTLY:
        yield from _both("".join(old), "".join(new))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[i1:i2]))
        else:
            yield from differ("".join(old[i1:i2]), "".join(new[j1:j2]))


def _ended(lines: list[str]) -> list[str]:
    """Every line but the last with its end."""
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:]


def _split(text: str) -> list[str]:
    """Words, each with the blanks before it; the blanks at the end are one more."""
    words = WORD.findall(text)
    rest = text[sum(map(len, words)) :]
    return [*words, rest] if rest else words


def _both(old: str, new: str) -> Iterator[Piece]:
    yield Piece("old", old)
    yield Piece("new", new)


def changes(old: Article, new: Article) -> list[Change]:
    """The fields of what the article says that differ, in the order of a page; none where it says the same."""
    pairs = zip(_stated(old), _stated(new), strict=True)
    return [Change(name, compared(before, after)) for (name, before), (_, after) in pairs if before != after]


def _stated(article: Article) -> list[tuple[str, str]]:
    return [
        ("title", article.title),
        ("published_at", iso_date(article.published_at, article.published_precision) or ""),
        ("byline", article.byline or ""),
        ("authors", ", ".join(article.authors)),
        ("source", article.source or ""),
        ("section", article.section or ""),
        ("lead", article.lead or ""),
        ("text", "\n\n".join(article.paragraphs)),
        ("captions", "\n".join(article.captions)),
        ("attachments", "\n".join(f"{file.title} {file.url}" for file in article.attachments)),
    ]
