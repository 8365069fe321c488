"""Articles cut into what a corpus counts by: paragraphs, or sentences."""

from __future__ import annotations

from collections.abc import Iterator

import sentencex  # type: ignore[import-untyped] # it has no stubs

from archive.export.choices import TEXT, UNIT_FIELDS
from archive.records import Values

# Abbreviations of Vietnamese after which a sentence goes on; those of other languages are sentencex's.
GOES_ON = frozenset(
    (
        *("tp.", "tx.", "tt.", "q.", "p.", "x.", "h.", "đ.", "st.", "tr.", "đt.", "nxb."),
        *("ths.", "ts.", "pgs.", "gs.", "bs.", "ks.", "kts.", "cn.", "gs.ts.", "pgs.ts.", "ths.bs."),
    )
)


def in_units(article: Values, unit: str) -> Iterator[Values]:
    """The article itself, or a record with UNIT_FIELDS for each of its paragraphs (the lead first) or sentences.

    position: counted from 0 within the article.
    """
    if unit == "article":
        yield article
        return
    paragraphs = [text for text in (article["lead"], *article["paragraphs"]) if text]
    pieces = (
        paragraphs
        if unit == "paragraph"
        else [one for text in paragraphs for one in sentences(text, article["language"])]
    )
    kept = {name: article[name] for name in UNIT_FIELDS if name in article}
    for position, piece in enumerate(pieces):
        yield {**kept, "position": position, TEXT: piece}


def sentences(text: str, language: str | None) -> list[str]:
    """The sentences of a paragraph. ``language``: BCP 47; None is taken for Vietnamese."""
    found: list[str] = []
    for piece in sentencex.segment((language or "vi").partition("-")[0], text):
        if found and GOES_ON & {word.lower() for word in found[-1].split()[-1:]}:
            found[-1] += piece
        else:
            found.append(piece)
    return [stripped for one in found if (stripped := one.strip())]
