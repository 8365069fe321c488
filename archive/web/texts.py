"""Every word of ours that a page shows, in both languages: the table is texts.toml beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.web.formats import number
from archive.web.languages import LANGUAGES

TABLE = Path(__file__).with_name("texts.toml")


@lru_cache(maxsize=1)
def table() -> Mapping[str, Mapping[str, str]]:
    """Name ("search.title") -> language -> text."""
    return dict(_flat(tomllib.loads(TABLE.read_text("utf-8"))))


def _flat(found: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for group, entries in found.items():
        for name, texts in entries.items():
            yield f"{group}.{name}", dict(zip(LANGUAGES, texts, strict=True))


def say(language: str, name: str, /, **values: object) -> str:
    """The text of that name with its values filled in; whole numbers as they are written in the language.

    "{n} article|{n} articles" is the singular and the plural, chosen by n.
    """
    text = table()[name][language]
    one, bar, many = text.partition("|")
    text = many if bar and values.get("n") != 1 else one
    return text.format(**{key: _written(value, language) for key, value in values.items()}) if values else text


def _written(value: object, language: str) -> str:
    return number(value, language) if isinstance(value, int) and not isinstance(value, bool) else str(value)


def known(name: str) -> bool:
    """Whether the table has a text of that name."""
    return name in table()
