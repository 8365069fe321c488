"""The article of a page that shows none: its HTML or text as a string in a script, which browsers put in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipelines.document import Element, decode, parse_part

SHOWN = 300  # characters of prose; a page that shows as much holds its article itself
SHORTEST = 400  # characters of a string that may be an article
PIECES = 3  # paragraphs or breaks that make it one; less are descriptions
DEPTH = 3  # strings in strings in strings
SCRIPT = re.compile(rb"<script\b([^>]{0,1000})>(.*?)(?:</script|\Z)", re.IGNORECASE | re.DOTALL)
TOLD = re.compile(rb"ld\+json", re.IGNORECASE)  # read as what machines are told
# To the quote that ends it, or to the end of all: what has no end must not be looked for again from the next quote.
STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
BREAK = re.compile(r"<p\b|<br\b|\n\s*\n", re.IGNORECASE)
BLANK = re.compile(r"\n\s*\n")


def fill(body: Element, page: bytes) -> bool:
    """Put the longest article that a page's scripts hold at the end of its body; False where they hold none."""
    found = max(_articles(page), key=len, default="")
    if not found:
        return False
    html = found if "<" in found else "".join(f"<p>{part}</p>" for part in BLANK.split(found))
    part = parse_part(f"<div>{html}</div>")
    body.extend(part if part is not None else ())
    return part is not None


def _articles(page: bytes) -> Iterator[str]:
    for attributes, script in SCRIPT.findall(page):
        if len(script) >= SHORTEST and not TOLD.search(attributes):
            yield from _strings(decode(script)[0], DEPTH)


def _strings(source: str, depth: int) -> Iterator[str]:
    """The strings in a piece of JavaScript or JSON that are long enough and have paragraphs."""
    for match in STRING.finditer(source):
        if match.end() - match.start() < SHORTEST:
            continue
        text = _unquoted(match[0])
        if depth > 1 and '":' in text:
            yield from _strings(text, depth - 1)
        elif len(text) >= SHORTEST and len(BREAK.findall(text)) >= PIECES:
            yield text


def _unquoted(literal: str) -> str:
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:  # escapes that only JavaScript knows
        return ""
