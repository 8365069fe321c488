"""Fills the page templates of pages/: frames that all pages of a portal share, and what stands inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

PAGES = Path(__file__).parent / "pages"
OWN = re.compile(r"\$(charset|title|meta|content|action|state)\b")


@cache
def _template(name: str) -> Template:
    return Template((PAGES / f"{name}.html").read_text("utf-8"))


def fill(name: str, **slots: object) -> str:
    """The template with all of its slots filled."""
    return _template(name).substitute(slots)


@dataclass(frozen=True)
class Frame:
    """A page but for its own charset, title, content …: text and the names of these slots, taking turns."""

    parts: tuple[str, ...]

    def page(self, **own: str) -> str:
        """The whole page; a slot that is not given is empty."""
        filled = list(self.parts)
        filled[1::2] = [own.get(name, "") for name in self.parts[1::2]]
        return "".join(filled)


def frame(name: str, **slots: object) -> Frame:
    """The frame of a portal's pages, from its template and what is the same on all of them."""
    return Frame(tuple(OWN.split(_template(name).safe_substitute(slots))))
