"""Every word of ours on the pages is in both languages, and every one of them is used."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive.counts import overview
from archive.diff import changes
from archive.trends import STEPS
from archive.web import rendering, texts
from archive.web.articles import FIELDS
from archive.web.home import EXAMPLES
from archive.web.narrowing import FACETS
from archive.web.parameters import QUERY
from tests.some_articles import MEETING, ROAD

TEMPLATES = sorted((Path(rendering.__file__).parent / "templates").glob("*.html"))
CODE = sorted(Path(rendering.__file__).parent.glob("*.py"))
ASKED = re.compile(r"""(?<![\w.])t\(\s*["']([\w.-]+)["']""")
BUILT = re.compile(r"""["']([\w-]+\.[\w-]*)["'] ~""")


def written() -> str:
    return "\n".join(path.read_text("utf-8") for path in (*TEMPLATES, *CODE))


@pytest.mark.parametrize("name", texts.table())
def test_a_text_takes_the_same_values_in_both_languages(name: str) -> None:
    """And holds something."""
    taken = {
        language: {field for _, field, _, _ in string.Formatter().parse(text) if field}
        for language, text in texts.table()[name].items()
    }
    assert taken["vi"] == taken["en"]
    assert all(texts.table()[name].values())


def test_every_text_that_is_asked_for_is_there() -> None:
    """By its name, or by a name made of a group and a value."""
    asked = set(ASKED.findall(written()))
    assert len(asked) > 100
    assert sorted(asked - set(texts.table()) - set(BUILT.findall(written()))) == []


def test_every_text_is_used() -> None:
    """By its whole name, or by the group that its name is made of."""
    said = written()
    groups = tuple(BUILT.findall(said))
    assert [name for name in texts.table() if name not in said and not name.startswith(groups)] == []


def test_what_is_named_by_values_is_there() -> None:
    """Filters, fields, figures, steps, examples: whatever the pages look up by a value of the program."""
    names = [f"filter.{name}" for name in {*QUERY, *FACETS}]
    names += [f"field.{name}" for name in (*FIELDS, *(change.field for change in changes(MEETING, ROAD)))]
    names += [f"trends.{step}" for step in STEPS] + [f"help.{name}" for _, name in EXAMPLES]
    names += [f"run.{name}" for name in ("crawl", "import", "reextract", "running", "finished", "stopped", "failed")]
    assert [name for name in names if not texts.known(name)] == []


def test_every_figure_has_a_name(engine: Engine, home: Path) -> None:
    assert [name for name in overview(engine, home / "index") if not texts.known(f"status.{name}")] == []


def test_numbers_and_plurals() -> None:
    """As they are written in each language."""
    assert texts.say("en", "search.found", n=1) == "1 article"
    assert texts.say("en", "search.found", n=12_345) == "12,345 articles"
    assert texts.say("vi", "search.found", n=12_345) == "12.345 bài"
