"""The search index follows the database, is never torn, and finds Vietnamese as people type it."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Engine

from archive.index import rebuild, searcher, update
from archive.lookup import find, find_all
from archive.query import Query, search
from models.database import open_database, writing
from pipelines.store import withdraw
from tests.some_articles import ALL, CLINIC, MEETING, ROAD, store

Ask = Callable[..., list[str]]


@pytest.fixture
def folder(home: Path) -> Path:
    return home / "index"


@pytest.fixture
def titles(engine: Engine, folder: Path) -> Ask:
    """Asks an archive of three articles for the titles that a query finds, in order."""
    names = dict(zip(store(engine, *ALL), ("meeting", "clinic", "road"), strict=True))

    def ask(text: str = "", **filters: object) -> list[str]:
        update(engine, folder)
        return [names[number] for number in find(searcher(folder), Query(text, **filters))[0]]

    return ask


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("hòa", {"meeting", "clinic"}),
        ("hoà", {"meeting", "clinic"}),
        ("hoa", {"meeting", "clinic"}),
        ("hỏa", set()),
        ("dinh", {"clinic", "road"}),
        ("đình", {"clinic", "road"}),
        ("dinh dien", {"road"}),
        ("đình điền", {"road"}),
        ('"ba đình"', {"road"}),
        ('"ba dinh"', {"road"}),
        ('"bà đình"', set()),
        ('"ben do hop"', {"meeting"}),
        ('"bến do họp"', {"meeting"}),
        ("quận ủy", {"meeting"}),
        ("QUAN UY", {"meeting"}),
        ("covid", {"clinic"}),
        ("covid-19", {"clinic"}),
        ("1.134", {"meeting"}),
        ("thu uyên", {"meeting"}),
        ("quang canh", {"meeting"}),
        ("em đình", {"clinic"}),
        ("đường OR tiêm", {"clinic", "road"}),
        ("bến -đường", {"meeting"}),
        ("-bến", {"clinic"}),
        ('-"bến đình"', {"meeting", "clinic"}),
        ("không có đâu", set()),
    ],
)
def test_words_find(titles: Ask, query: str, expected: set[str]) -> None:
    """A word with accents means exactly those, one without means all; so too inside a phrase."""
    assert set(titles(query)) == expected


def test_no_phrase_spans_two_paragraphs(titles: Ask) -> None:
    """The last word of one and the first of the next do not follow each other."""
    assert titles('"12 việc"') == ["meeting"]
    assert titles('"việc bí thư"') == []


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"site": "bendo"}, {"meeting", "clinic", "road"}),
        ({"author": "le dong"}, {"meeting", "clinic"}),
        ({"author": "Lê Đồng"}, set()),
        ({"author": "uyên lê"}, set()),
        ({"source": "sông bến"}, {"meeting", "road"}),
        ({"section": "tin"}, {"meeting"}),
        ({"language": "vi"}, {"meeting", "clinic", "road"}),
        ({"language": "en"}, set()),
        ({"since": date(2020, 12, 4), "until": date(2020, 12, 4)}, {"meeting"}),
        ({"since": date(2021, 5, 31)}, {"clinic"}),
        ({"until": date(2021, 5, 30)}, {"meeting"}),
        ({"since": date(2020, 1, 1)}, {"meeting", "clinic"}),
    ],
)
def test_filters_hold_all_together(titles: Ask, filters: dict[str, object], expected: set[str]) -> None:
    """Dates are local, both included; an article without one is in no period; two authors are not one name."""
    assert set(titles(**filters)) == expected


def test_orders(titles: Ask) -> None:
    """By date both ways, articles without one last in both; without words, newest first."""
    assert titles(order="-date") == ["clinic", "meeting", "road"]
    assert titles(order="date") == ["meeting", "clinic", "road"]
    assert titles() == ["clinic", "meeting", "road"]
    assert titles(limit=1, offset=1) == ["meeting"]


def test_the_title_counts_more_than_the_text(titles: Ask) -> None:
    """And neighbours in the query that are neighbours in a text count more than words apart."""
    assert titles("đình")[0] == "road"


def test_an_update_takes_only_what_changed(engine: Engine, folder: Path) -> None:
    """New, changed and withdrawn articles, without a new generation."""
    first, second, _ = store(engine, *ALL)
    update(engine, folder)
    generation = sorted(path.name for path in folder.glob("generation-*"))
    store(engine, replace(MEETING, paragraphs=("Chỉ còn chuyện thuyền buồm.",)))
    with writing(engine) as session:
        withdraw(session, second, "a test")
    assert update(engine, folder) is None
    assert find(searcher(folder), Query("thuyền")) == ([first], 1)
    assert find(searcher(folder), Query("1.134")) == ([], 0)
    assert find(searcher(folder), Query("covid")) == ([], 0)
    assert searcher(folder).num_docs == 2
    assert sorted(path.name for path in folder.glob("generation-*")) == generation


def test_while_another_process_writes_a_search_goes_on(engine: Engine, folder: Path) -> None:
    """With what the index has, and a note that says so; an article too many is better than a wait."""
    store(engine, MEETING)
    update(engine, folder)
    store(engine, CLINIC)
    with (folder / "writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert (
            update(engine, folder) == "another process is writing the search index: the newest articles may be missing"
        )
        assert searcher(folder).num_docs == 1
    assert update(engine, folder) is None
    assert searcher(folder).num_docs == 2


def test_an_index_of_another_database_is_rebuilt(engine: Engine, folder: Path, tmp_path: Path) -> None:
    """Whether it is behind or ahead of it."""
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}")
    store(other, ROAD)
    store(engine, *ALL)
    for here, there in ((engine, other), (other, engine)):
        update(here, folder)
        assert update(there, folder) == "the search index was of another database: it was rebuilt"
    assert searcher(folder).num_docs == 3
    other.dispose()


@pytest.mark.parametrize("kind", ["current.json", "meta.json", ".store", ".term", ".idx", ".fast", ".pos"])
@pytest.mark.parametrize("how", ["gone", "empty", "cut", "garbage"])
def test_a_torn_index_is_rebuilt(engine: Engine, folder: Path, kind: str, how: str) -> None:
    """Whatever file of it was lost, cut short or overwritten: the next search answers, from the database."""
    store(engine, *ALL)
    update(engine, folder)
    torn = next(path for path in folder.rglob("*") if path.name.endswith(kind) and path.name != ".managed.json")
    content = torn.read_bytes()
    if how == "gone":
        torn.unlink()
    else:
        torn.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "garbage": b"\xff" * len(content)}[how])
    results = search(engine, folder, Query("họp đình OR quận"))
    assert results.total == 1
    assert search(engine, folder, Query("covid")).total == 1


@pytest.mark.parametrize("generation", ["../..", "/tmp", "generation-x", 7, None])
def test_a_state_that_is_not_ours_leads_nowhere(engine: Engine, folder: Path, generation: object) -> None:
    """Whatever stands in current.json, no folder but the index's own is opened or cleared away."""
    store(engine, MEETING)
    update(engine, folder)
    state = orjson.loads((folder / "current.json").read_bytes())
    (folder / "current.json").write_bytes(orjson.dumps(state | {"generation": generation}))
    assert search(engine, folder, Query("quận")).total == 1
    assert folder.parent.is_dir()


def test_a_limit_beyond_all_measure_is_no_trouble(titles: Ask) -> None:
    """Nor an offset."""
    assert len(titles(limit=10**12)) == 3
    assert titles(offset=10**12) == []


def test_an_interrupted_rebuild_leaves_the_old_index(engine: Engine, folder: Path) -> None:
    """And the next one clears away what it left."""
    store(engine, *ALL)
    update(engine, folder)

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(engine, folder, interrupt)
    assert searcher(folder).num_docs == 3
    assert rebuild(engine, folder) == 3
    assert len(list(folder.glob("generation-*"))) == 1


def test_a_first_search_builds_the_index(engine: Engine, folder: Path) -> None:
    """Without a word about it; so does one after the folder was deleted."""
    store(engine, *ALL)
    assert update(engine, folder) is None
    shutil.rmtree(folder)
    assert update(engine, folder) is None
    assert searcher(folder).num_docs == 3


def test_all_that_a_query_finds_comes_by_number(engine: Engine, folder: Path) -> None:
    """In lists, ascending, without limit."""
    numbers = store(engine, *ALL)
    update(engine, folder)
    assert list(find_all(searcher(folder), Query(limit=1), numbers[-1])) == [numbers]
    assert list(find_all(searcher(folder), Query("covid"), numbers[-1])) == [[numbers[1]]]
    assert list(find_all(searcher(folder), Query("không đâu"), numbers[-1])) == []
