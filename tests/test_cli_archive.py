"""search, show, stats, export, withdraw, runs and index, used as a person uses them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from archive.cli import main
from archive.found import FIELDS
from models.database import writing
from models.tables import PageRow, RunRow
from pipelines.store import site_row, store_article
from pipelines.warc import WarcWriter
from tests.some_articles import ALL, FETCHED, MEETING, store

DOCS = Path(__file__).parent.parent / "docs"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def numbers(engine: Engine) -> list[int]:
    """An archive of three articles: a meeting, a clinic, a road."""
    return store(engine, *ALL)


def test_search_prints_a_table(numbers: list[int]) -> None:
    """A line a hit with number, date, site, title and the hit in context; the question and the count beside it."""
    result = run("search", "ba", "dinh")
    header, line = result.stdout.splitlines()
    assert header.split() == ["id", "date", "site", "title", "in", "context"]
    assert line.split()[:2] == [str(numbers[2]), "bendo"]
    assert "Thông xe đường Bến Đình" in line
    assert "từ chợ Ba Đình tới cầu" in line
    assert result.stderr == "Articles with “ba” and “dinh”, best first. 1 found.\n"


def test_search_without_words_lists_newest_first(numbers: list[int]) -> None:
    """With a date for each that has one."""
    lines = run("search").stdout.splitlines()[1:]
    assert [line.split()[1] for line in lines] == ["2021-05-31", "2020-12-04", "bendo"]


def test_search_says_which_part_is_shown(numbers: list[int]) -> None:
    """When there is more."""
    assert run("search", "--limit", "1", "--offset", "1").stderr == "All articles, newest first. 2 to 2 of 3 found.\n"
    assert run("search", "--offset", "9").stderr == "All articles, newest first. none of 3 found.\n"


def test_search_json_is_complete(numbers: list[int]) -> None:
    """All fields of each article, the snippet and the count; nothing else on standard output."""
    found = json.loads(run("search", "quận", "--json", "--since", "2020", "--until", "2020-12").stdout)
    assert found["total"] == 1
    assert found["query"] == "Articles with “quận”, published from 2020-01-01 to 2020-12-31, best first."
    assert list(found["hits"][0]) == [*FIELDS, "snippet"]
    assert found["hits"][0]["title"] == MEETING.title


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (['"ba đình'], 'the quotation mark " is never closed (character 1 of the query)'),
        (["họp", "OR"], "OR has nothing behind it (character 5 of the query)"),
        (["--since", "2020.12"], "'2020.12' is no date: write YYYY, YYYY-MM, YYYY-MM-DD"),
        (["--since", "2021", "--until", "2020"], "nothing is published since 2021-01-01 and until 2020-12-31"),
        (["--site", "nosuch"], "the archive has no site 'nosuch'; it has bendo"),
        (["--author", "!"], "author '!' has no word to search for"),
    ],
)
@pytest.mark.parametrize("command", [["search"], ["export", "-"]])
def test_a_wrong_question_is_usage(numbers: list[int], command: list[str], arguments: list[str], message: str) -> None:
    """Exit code 2 and where it is wrong; nothing is printed as if it were an answer."""
    result = run(*command, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_escape_codes_of_a_page_do_not_reach_the_terminal(engine: Engine) -> None:
    """A title cannot recolour, move or rename anything."""
    store(engine, replace(MEETING, title="Họp \x1b[31mđỏ\x9b\u202e"))
    assert "\x1b" not in run("search", "họp").stdout
    assert "\x1b" not in run("show", "1").stdout


def test_show_tells_the_article_whole(numbers: list[int]) -> None:
    """Facts first, then every paragraph."""
    shown = run("show", str(numbers[0])).stdout
    for text in (MEETING.title, MEETING.lead, *MEETING.paragraphs, *MEETING.captions, "Thu Uyên, Lê Đông", "kl.pdf"):
        assert str(text) in shown
    assert MEETING.url
    assert run("show", MEETING.url).stdout == shown


def test_show_in_other_forms(numbers: list[int]) -> None:
    """All fields, the bare text, the cleaned HTML."""
    number = str(numbers[0])
    assert list(json.loads(run("show", number, "--json").stdout)) == list(FIELDS)
    assert run("show", number, "--text").stdout == f"{MEETING.title}\n\n{MEETING.text}\n"
    assert run("show", number, "--html").stdout == f"{MEETING.html}\n"


def test_show_says_what_it_cannot_show(numbers: list[int]) -> None:
    """Exit code 1."""
    for arguments, message in (
        (("77",), "the archive has no article '77'"),
        (("https://bendo.example/no",), "the archive has no article 'https://bendo.example/no'"),
        ((str(numbers[1]), "--html"), f"article {numbers[1]} has no HTML: it came as text"),
        ((str(numbers[1]), "--page"), f"article {numbers[1]} has no page: it came without one"),
    ):
        result = run("show", *arguments)
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {message}\n")


def test_show_lists_revisions(engine: Engine, numbers: list[int]) -> None:
    """As a table, or whole as JSON; an article that never changed says so."""
    number = str(numbers[0])
    assert run("show", number, "--revisions").stderr == "its text never changed\n"
    store(engine, replace(MEETING, lead="Khác."))
    assert MEETING.title in run("show", number, "--revisions").stdout
    (version,) = json.loads(run("show", number, "--revisions", "--json").stdout)
    assert (version["revision"], version["lead"]) == (1, MEETING.lead)


def test_show_compares_revisions(engine: Engine, numbers: list[int]) -> None:
    """Word by word, the last two unless told; a revision that is not there is told."""
    number = str(numbers[0])
    store(engine, replace(MEETING, lead="Sáng 5/12, Quận ủy Bến Đò họp bàn việc cuối năm."))
    store(engine, replace(MEETING, lead="Sáng 6/12, Quận ủy Bến Đò họp bàn việc cuối năm."))
    assert run("show", number, "--diff").stdout == (
        "lead: Sáng [-5/12,-] {+6/12,+} Quận ủy Bến Đò họp bàn việc cuối năm.\n"
    )
    assert "[-4/12,-] {+6/12,+}" in run("show", number, "--diff", "1").stdout
    assert "[-4/12,-] {+5/12,+}" in run("show", "--diff", "1..2", number).stdout
    first = json.loads(run("show", number, "--diff", "--json").stdout)[0]
    assert first["pieces"][1] == {"kind": "old", "text": " 5/12,"}
    for given, code, message in (("9", 1, "has no revision 9; it has 1, 2, 3"), ("x", 2, "'x' is not N or N..M")):
        result = run("show", number, "--diff", given)
        assert (result.exit_code, message in result.stderr) == (code, True)
    assert "its text never changed" in run("show", str(numbers[1]), "--diff").stderr


def test_show_gives_the_page_as_it_was_served(engine: Engine, home: Path) -> None:
    """Byte by byte, from the WARC file."""
    body = "<html><h1>Quận uỷ họp</h1>\r\n\x00</html>".encode()
    with WarcWriter(home / "warc", "bendo") as writer:
        kept = writer.write_resource(url="https://x.example/", content_type="text/html", body=body, fetched_at=FETCHED)
    with writing(engine) as session:
        site = site_row(session, "bendo").id
        page = PageRow(site_id=site, url=None, digest=kept.digest, warc_file=kept.file, warc_offset=kept.offset)
        session.add(page)
        session.flush()
        store_article(session, site, "x", MEETING, page.id, FETCHED)
    assert run("show", "1", "--page").stdout_bytes == body
    (home / "warc" / kept.file).unlink()
    result = run("show", "1", "--page")
    assert result.exit_code == 1
    assert kept.file in result.stderr


def test_runs_are_a_table(engine: Engine) -> None:
    """With what they counted, and why one failed."""
    with writing(engine) as session:
        site = site_row(session, "bendo").id
        session.add(
            RunRow(site_id=site, kind="crawl", started_at=FETCHED, outcome="failed", reason="timeout", counts={})
        )
    assert " ".join(run("runs").stdout.splitlines()[1].split()) == "1 bendo crawl 2021-06-01 03:30 failed: timeout"
    assert json.loads(run("runs", "bendo", "--json").stdout)[0]["reason"] == "timeout"
    with writing(engine) as session:
        site_row(session, "songben")
    assert run("runs", "songben").stderr == "no runs of songben\n"


def test_stats(numbers: list[int]) -> None:
    """As an overview, by something, as JSON."""
    assert run("stats").stdout.splitlines()[1].split() == ["articles", "3"]
    assert run("stats", "--by", "year").stdout.splitlines() == [
        "year           articles",
        "2020                  1",
        "2021                  1",
        "(none stated)         1",
    ]
    assert json.loads(run("stats", "--by", "source", "--json").stdout) == [
        {"source": "Báo Sông Bến", "articles": 2},
        {"source": None, "articles": 1},
    ]
    assert json.loads(run("stats", "--json", "--site", "bendo").stdout)["articles"] == 3
    assert run("stats", "--by", "year", "--since", "2021").stdout.splitlines()[1:] == ["2021         1"]
    assert json.loads(run("stats", "--json", "source:bến").stdout)["articles"] == 2


@pytest.mark.parametrize(
    "command", [["runs", "nosuch"], ["stats", "--site", "nosuch"], ["authors", "--site", "nosuch"]]
)
def test_a_site_that_is_not_there_is_usage(numbers: list[int], command: list[str]) -> None:
    """Exit code 2, with the names that there are: an empty answer would be misleading."""
    result = run(*command)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the archive has no site 'nosuch'; it has bendo" in result.stderr


def test_kwic_aligns_what_it_finds(numbers: list[int]) -> None:
    """The words one below the other; counted, as CSV and JSON on request; several words are a phrase."""
    result = run("kwic", "đình", "--sort", "right")
    shown = result.stdout.splitlines()
    assert len({line.lower().index(" đình") for line in shown}) == 1
    assert [line.split()[0] for line in shown] == [str(numbers[2]), str(numbers[1]), str(numbers[2])]
    assert result.stderr == "Articles with “đình”, best first. 3 places in 2 articles.\n"
    counted = run("kwic", "ba", "dinh", "--counts", "left", "--words", "2").stdout.splitlines()
    assert counted[1].split() == ["từ", "chợ", "1"]
    assert "\ufeffarticle,site,published,left,word,right" in run("kwic", "covid", "--csv").stdout
    assert ",COVID,'-19 cho học sinh" in run("kwic", "covid", "--csv").stdout
    assert json.loads(run("kwic", "covid", "--json", "--limit", "1").stdout)[0]["right"] == "-19 cho học sinh"


def test_trends_are_a_table_a_file_and_a_plot(numbers: list[int], tmp_path: Path) -> None:
    """The shares of each period; what is drawn is said."""
    assert run("trends", "quận", "tiêm", "--by", "year").stdout.splitlines() == [
        "period  articles  quận        tiêm",
        "2020           1  1 (100.0%)  0 (0.0%)",
        "2021           1  0 (0.0%)    1 (100.0%)",
    ]
    rows = list(csv.DictReader(io.StringIO(run("trends", "quận", "--csv", "--since", "2020").stdout.lstrip("\ufeff"))))
    assert rows[0] == {"period": "2020-12", "articles": "1", "asked": "quận", "found": "1", "share": "1.0"}
    assert json.loads(run("trends", "quận", "--json").stdout)["periods"][-1] == "2021-05"
    drawn = tmp_path / "a.svg"
    assert run("trends", "quận", "--svg", str(drawn)).stderr == f"{drawn}: drawn\n"
    assert drawn.read_text("utf-8").startswith("<svg")


def test_authors_and_sources_are_tables(numbers: list[int]) -> None:
    """With how many articles, from when to when; as many as are asked for."""
    (_, line) = run("authors", "--limit", "1").stdout.splitlines()
    assert line.split() == ["Lê", "Đông", "2", "2020-12-04", "2021-05-31"]
    assert run("authors").stderr == "2 authors\n"
    assert json.loads(run("sources", "--json").stdout) == [
        {"source": "Báo Sông Bến", "articles": 2, "first": "2020-12-04", "last": "2020-12-04"}
    ]


def test_export_to_a_file_and_to_standard_output(numbers: list[int], tmp_path: Path) -> None:
    """By the same question; the rights of the sites are told."""
    target = tmp_path / "a.csv"
    result = run("export", str(target), "quận", "OR", "đường")
    assert result.stderr == f"2 articles exported to {target}\nrights of bendo: CC BY 4.0\n"
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [str(numbers[0]), str(numbers[2])]
    lines = run("export", "-", "--author", "le dong", "--limit", "1").stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == numbers[:1]
    out = run("export", "-", "--format", "csv", "covid").stdout_bytes.decode("utf-8-sig")
    assert [row["title"] for row in csv.DictReader(io.StringIO(out))] == ["Tiêm vắc-xin COVID-19 cho học sinh"]


def test_export_does_not_replace_without_force(numbers: list[int], tmp_path: Path) -> None:
    """Exit code 1, the file as it was."""
    target = tmp_path / "a.jsonl"
    target.write_text("mine")
    result = run("export", str(target))
    assert (result.exit_code, result.stderr) == (1, f"Error: {target}: is there already; --force replaces it\n")
    assert target.read_text() == "mine"
    assert run("export", str(target), "--force").exit_code == 0
    assert len(target.read_text("utf-8").splitlines()) == 3


def test_withdraw_takes_an_article_out(numbers: list[int], tmp_path: Path) -> None:
    """Of search, statistics and export; once is enough; a reason is needed."""
    number = str(numbers[0])
    assert run("withdraw", number).exit_code == 2
    assert run("withdraw", number, "--reason", " ").exit_code == 2
    assert run("withdraw", number, "--reason", "wish").stdout == f"withdrawn: article {number}, {MEETING.title}\n"
    assert run("withdraw", number, "--reason", "wish").exit_code == 1
    assert "withdrawn on" in run("show", number).stderr
    assert "2 found" in run("search").stderr
    assert json.loads(run("stats", "--json").stdout)["withdrawn"] == 1
    assert number not in [str(json.loads(line)["id"]) for line in run("export", "-").stdout.splitlines()]


def test_index_rebuild_says_how_many(numbers: list[int]) -> None:
    """As many as there are."""
    assert run("index", "rebuild").stdout == "the search index has 3 articles\n"


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        ("search", ["search.md"]),
        ("show", ["search.md"]),
        ("kwic", ["search.md"]),
        ("trends", ["search.md"]),
        ("authors", ["search.md"]),
        ("sources", ["search.md"]),
        ("export", ["export.md", "search.md"]),
    ],
)
def test_every_option_is_documented(name: str, documents: list[str]) -> None:
    """By its own name, in the document of the command."""
    command = main.get_command(click.Context(main), name)
    assert command
    text = "".join((DOCS / document).read_text("utf-8") for document in documents)
    options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if not re.search(rf"`{option}\b", text)] == []


def test_an_empty_archive_is_no_trouble(home: Path) -> None:
    """Every command answers, with nothing; whoever asks is told which archive that is."""
    note, answer = run("search", "họp").stderr.splitlines()
    assert note.startswith("note: there is no article yet in ")
    assert answer == "Articles with “họp”, best first. 0 found."
    assert run("export", "-").stderr.splitlines()[-1] == "0 articles exported"
    assert run("runs").stderr == "no runs yet\n"
    assert json.loads(run("stats", "--json").stdout)["articles"] == 0
    assert run("stats", "--by", "day").exit_code == 0
    assert run("index", "rebuild").stdout == "the search index has 0 articles\n"
