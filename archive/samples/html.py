"""Pieces of page that the layouts share: text as careless editors leave it, lists, tables, bulky styles and scripts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from archive.samples.addresses import attachment_path
from archive.samples.bodies import Block, Bullets, Heading, Paragraph, Picture, Table
from archive.samples.posts import Headline, Post

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def _decomposed(text: str) -> str:
    """Half of it NFD, as text pasted from a Mac is."""
    middle = len(text) // 2
    return text[:middle] + unicodedata.normalize("NFD", text[middle:])


def _numbered(text: str) -> str:
    """Every letter beyond ASCII as a numeric entity."""
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _wrapped(text: str) -> str:
    """Hard-wrapped source, a no-break space and a byte order mark inside."""
    words = text.split(" ")
    lines = [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]
    return "\ufeff" + "\n    ".join(lines).replace(" ", "&nbsp;", 1)


CARELESS: dict[int, Callable[[str], str]] = {2: _decomposed, 5: _numbered, 7: _wrapped}  # by number modulo 9


def text(words: str, head: Headline, at: int = 1) -> str:
    """Escaped text; every third post has paragraphs in another Unicode form, in entities, or wrapped."""
    escaped = escape(words, quote=False)
    careless = CARELESS.get(head.number % 9)
    return careless(escaped) if careless and at % 3 == 1 else escaped


def attribute(words: str) -> str:
    """Escaped for a quoted attribute."""
    return escape(words, quote=True)


def weekday(moment: datetime) -> str:
    return WEEKDAYS[moment.weekday()]


def views(head: Headline) -> int:
    """What a post's view counter shows."""
    return (head.number * 7919 + 31) % 1900 + 4


def styles(prefix: str, rules: int) -> str:
    """A style sheet as a portal's page builder leaves it in the page."""
    rng = Random(prefix)
    lines = (
        f".{prefix}-{at} .portlet-{rng.randrange(99)}, #{prefix}_{at} > li a:hover {{ padding: {rng.randrange(30)}px; "
        f"color: #{rng.randrange(1 << 24):06x}; background: url(/html/themes/{prefix}/images/icon-{at}.gif) }}"
        for at in range(rules)
    )
    return '<style type="text/css">\n' + "\n".join(lines) + "\n</style>\n"


def script(prefix: str, modules: int) -> str:
    """A start-up script with its table of modules; nothing in it runs."""
    rng = Random(prefix)
    lines = (
        f"  '{prefix}-module-{at}': {{ path: '/o/js/{prefix}/{at}/index.js?browserId=other&t={rng.randrange(10**12)}', "
        f"requires: ['aui-base', 'event-{rng.randrange(60)}'], condition: null }}"
        for at in range(modules)
    )
    table = ",\n".join(lines)
    return f'<script type="text/javascript">\n// <![CDATA[\nvar MODULES = {{\n{table}\n}};\n// ]]>\n</script>\n'


def links(pairs: Iterable[tuple[str, str]], kind: str = "item") -> str:
    """A list of links: (address, words)."""
    items = (f'<li class="{kind}"><a href="{attribute(to)}">{escape(words)}</a></li>' for to, words in pairs)
    return "<ul>" + "\n".join(items) + "</ul>\n"


def table(block: Table) -> str:
    """A bordered table whose first row is its head."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block.rows[0])
    lines = ("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block.rows[1:])
    return f'<table border="1" cellpadding="4"><tbody><tr>{head}</tr>\n' + "\n".join(lines) + "</tbody></table>\n"


def bullets(block: Bullets, head: Headline, at: int) -> str:
    return "<ul>" + "\n".join(f"<li>{text(item, head, at)}</li>" for item in block.items) + "</ul>\n"


@dataclass(frozen=True)
class Shapes:
    """How a layout writes paragraphs and headings, from escaped text, and pictures; lists and tables are all alike."""

    paragraph: Callable[[str, Headline], str]
    heading: Callable[[str, Headline], str]
    picture: Callable[[Picture, Headline], str]


def block(one: Block, head: Headline, at: int, shapes: Shapes) -> str:
    """The ``at``-th block of a post as a layout writes it."""
    match one:
        case Paragraph(words):
            return shapes.paragraph(text(words, head, at), head)
        case Heading(words):
            return shapes.heading(text(words, head, at), head)
        case Bullets():
            return bullets(one, head, at)
        case Table():
            return table(one)
        case Picture():
            return shapes.picture(one, head)


def blocks(post: Post, shapes: Shapes) -> list[str]:
    """The blocks of a post; none where its text stands in a file alone."""
    if post.only_file:
        return []
    return [block(one, post.headline, at, shapes) for at, one in enumerate(post.blocks, 1)]


def attachments(post: Post, label: str) -> str:
    """The files that a post offers, under a label; nothing where there are none."""
    if not post.files:
        return ""
    paths = [(attachment_path(post.headline, at, name), name) for at, name in enumerate(post.files)]
    return f'<div class="attachments"><b>{label}</b>{links(paths, "file")}</div>\n'
