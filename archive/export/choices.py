"""What whoever builds a corpus chooses: which of the found articles, in what pieces, divided how."""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Any

from archive.found import FIELDS
from archive.records import Record

TEXT = "text"  # a field beside those of an article: lead and paragraphs, joined by blank lines
SPLITS = ("train", "validation", "test")
UNITS = ("article", "paragraph", "sentence")
UNIT_FIELDS = ("id", "site", "url", "title", "published_at", "language", "position", TEXT)
REDACTIONS = ("phone", "email", "identity", "account")
HASHED = 1 << 64


class ChoiceError(ValueError):
    """A choice that cannot be; the message names it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Raises ChoiceError for what cannot be chosen.

    drop_duplicates: of an article and its copies, the one with the lowest number among those found stays.
    min_length: characters of text (lead and paragraphs). fields: their names, in order; empty for those of the format.
    unit: "article", "paragraph" or "sentence": what a record is. split: percentages of train, validation and test, by
    groups of duplicates; empty for none. sample: so many articles of those that the other choices leave, by ``seed``.
    redact: which of REDACTIONS. shard_bytes: a file of a folder ends after so many.
    """

    drop_duplicates: bool = False
    min_length: int = 0
    fields: tuple[str, ...] = ()
    unit: str = "article"
    split: tuple[int, ...] = ()
    sample: int | None = None
    seed: int = 0
    redact: tuple[str, ...] = ()
    shard_bytes: int | None = None

    def __post_init__(self) -> None:
        known = UNIT_FIELDS if self.unit != "article" else (*FIELDS, TEXT)
        for name, given, allowed in (
            ("field", self.fields, known),
            ("unit", (self.unit,), UNITS),
            ("redaction", self.redact, REDACTIONS),
        ):
            if strange := [one for one in given if one not in allowed]:
                raise ChoiceError(f"there is no {name} {strange[0]!r}; there are {', '.join(allowed)}")
            if twice := [one for at, one in enumerate(given) if one in given[:at]]:
                raise ChoiceError(f"the {name} {twice[0]!r} is named twice")
        if self.split and (sum(self.split) != 100 or len(self.split) > len(SPLITS) or min(self.split) < 0):
            raise ChoiceError(f"a split is two or three percentages that make 100, not {self.split}")

    def to_json(self) -> dict[str, Any]:
        """What differs from an export without choices."""
        default = asdict(Choices())
        return {name: value for name, value in asdict(self).items() if value != default[name]}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Choices:
        """The choices that `to_json` wrote."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in found.items()
        }
        return cls(**values)


def chosen(
    articles: Iterable[Record], choices: Choices, copied: frozenset[int], dropped: Counter[str]
) -> Iterator[Record]:
    """Those articles that duplicates and length leave; the others are counted by reason.

    copied: the numbers of all articles that have copies. Their groups alone are remembered.
    """
    seen: set[int] = set()
    for article in articles:
        group = group_of(article)
        if choices.drop_duplicates and group in seen:
            dropped["duplicate"] += 1
        elif choices.min_length and article.characters < choices.min_length:
            dropped["short"] += 1
        else:
            if group in copied:
                seen.add(group)
            yield article


def group_of(article: Record) -> int:
    """The number of the original: the same for an article and all its copies."""
    return int(article["duplicate_of"] or article["id"])


def sampled(numbers: Iterable[int], choices: Choices) -> frozenset[int]:
    """So many of these articles as the sample has: always the same ones for a seed."""
    assert choices.sample is not None
    return frozenset(heapq.nsmallest(choices.sample, numbers, key=lambda number: (_draw(choices.seed, number), number)))


def split_of(article: Record, choices: Choices) -> str:
    """Which part of the corpus an article is in, its duplicates with it: drawn by seed and group."""
    if not choices.split:
        return SPLITS[0]
    draw = _draw(choices.seed, group_of(article)) * 100 // HASHED
    return next(name for name, end in zip(SPLITS, accumulate(choices.split), strict=False) if draw < end)


def _draw(seed: int, number: int) -> int:
    """A number below HASHED, evenly spread, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(f"{seed}/{number}".encode(), digest_size=8).digest())
