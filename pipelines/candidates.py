"""A value that a page offers for a field, with where it came from; and how machine-readable values are read."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipelines.text import nfc, squeeze


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that the page offers for a field, and where. traps: what speaks against it (keys of trust.TRAPS).

    witness: it confirms others and is no value itself, as the words in a URL are for a title.
    """

    field: str
    value: Any
    origin: str
    traps: tuple[str, ...] = ()
    witness: bool = False


def origin_of(meta_name: str) -> str:
    """Where a value in the meta element of that name stands: in OpenGraph's (https://ogp.me), or another's."""
    return "opengraph" if meta_name.startswith(("og:", "article:")) else "meta"


def clean_text(value: Any) -> str:
    """A string of a machine-readable value: entities resolved, squeezed, NFC; "" for anything else."""
    return squeeze(nfc(html.unescape(value))) if isinstance(value, str) else ""


def names_in(value: Any) -> Iterable[tuple[str, bool]]:
    """Names in a JSON-LD author value, each with whether it is said to be an organisation."""
    values = [value]
    while values:
        one = values.pop(0)
        if isinstance(one, list):
            values = [*one, *values]
        elif isinstance(one, dict):
            inner = one.get("name")
            kinds = str(one.get("@type"))
            if isinstance(inner, str):
                yield clean_text(inner), "Organization" in kinds
            elif inner:
                values.insert(0, inner)
        elif isinstance(one, str):
            yield clean_text(one), False
