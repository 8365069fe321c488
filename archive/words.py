"""What a word is to search: how text falls into words, and the forms under which each is found."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.text import fold, unaccent

WORD = re.compile(r"[^\W_]+")  # of an NFC text: runs of letters and digits; "1.134" is two words, "COVID-19" is two
LONGEST = 120  # letters; what is longer is no word, and an index has limits


def forms_of(word: str) -> tuple[str, ...]:
    """The terms under which a word of a text is found: without accents, and as written where that differs."""
    bare, written = unaccent(word)[:LONGEST], fold(word)[:LONGEST]
    return (bare,) if bare == written else (bare, written)


forms = lru_cache(maxsize=200_000)(forms_of)  # where the same words come again and again


def term(word: str) -> str:
    """The term that a word of a query looks for: with accents exactly those, without accents all."""
    return forms(word)[-1]


def terms(text: str) -> tuple[str, ...]:
    """The terms that the words of a query look for, in order."""
    return tuple(term(word) for word in WORD.findall(text))
