"""The JSON API answers what its description says, of every address, and describes every address that it answers."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from lxml import html
from openapi_spec_validator import validate
from sqlalchemy import Engine
from starlette.testclient import TestClient

from archive.cli import main
from archive.export.lines import BOM
from archive.web import downloads
from archive.web.app import DATA, DOWNLOAD
from archive.web.openapi import ERRORS, OPERATIONS, PARAMETERS, described
from models.database import writing
from models.tables import LinkRow, RunRow
from pipelines.store import site_row, withdraw
from tests.some_articles import ALL, FETCHED, MEETING, ROAD, store
from tests.web import client

EXAMPLES: dict[str, tuple[dict[str, str], ...]] = {
    "/api/search": ({}, {"q": "họp", "limit": "1"}, {"site": "bendo", "order": "date", "fold": "1", "page": "9"}),
    "/api/facets": ({}, {"q": "họp", "values": "1"}),
    "/api/trends": ({"word": "họp"}, {"word": "họp quận", "by": "year", "site": "bendo"}),
    "/api/trends.csv": ({"word": "họp"},),
    "/api/export.{form}": (
        {"form": "jsonl", "q": "họp"},
        {"form": "csv", "unit": "sentence"},
        {"form": "parquet", "drop_duplicates": "1", "sample": "2"},
        {"form": "txt", "min_length": "1000000"},
        {"form": "tei", "redact": "1"},
    ),
    "/api/articles/{id}": ({"id": "1"},),
    "/api/articles/{id}/revisions": ({"id": "3"},),
    "/api/articles/{id}/copies": ({"id": "1"},),
    "/api/sites": ({},),
    "/api/sites/{site}": ({"site": "bendo"}, {"site": "cho"}),
    "/api/stats": ({}, {"by": "author"}, {"by": "month", "site": "bendo"}),
    "/api/runs": ({}, {"site": "bendo", "limit": "1"}),
}
WRONG: dict[str, tuple[dict[str, str], ...]] = {
    "/api/search": ({"sorce": "vov"}, {"since": "x"}, {"limit": "201"}),
    "/api/facets": ({"values": "0"},),
    "/api/trends": ({}, {"word": '"'}, {"word": "a", "by": "day"}),
    "/api/export.{form}": (
        {"form": "huggingface"},
        {"form": "tei", "unit": "sentence"},
        {"form": "csv", "split": "90,10"},
    ),
    "/api/articles/{id}": ({"id": "99"}, {"id": "2"}, {"id": "1", "x": "1"}),
    "/api/sites/{site}": ({"site": "none"},),
    "/api/stats": ({"by": "mood"}, {"site": "none"}),
}


@pytest.fixture
def web(engine: Engine, home: Path) -> Iterator[TestClient]:
    """Articles, one of them revised, one copied, one withdrawn; a run and a ledger."""
    numbers = store(engine, *ALL)
    store(engine, replace(ROAD, paragraphs=(*ROAD.paragraphs, "Cầu mới.")))
    store(engine, replace(MEETING, url=None), site="cho")
    with writing(engine) as session:
        withdraw(session, numbers[1], "asked for")
        site = site_row(session, "bendo", "Bến Đò", None).id
        session.add(RunRow(site_id=site, kind="crawl", started_at=FETCHED, outcome="finished", counts={"visited": 3}))
        link = LinkRow(site_id=site, key="a", url="https://bendo.example/a", kind="article", state="failed")
        link.reason, link.first_seen, link.last_seen = "timeout", FETCHED, FETCHED
        session.add(link)
    with client(engine, home) as asking:
        yield asking


def address_of(path: str, values: dict[str, str]) -> tuple[str, dict[str, str]]:
    named = re.findall(r"{(\w+)}", path)
    return path.format(**values), {name: value for name, value in values.items() if name not in named}


def check(schema: dict[str, Any], value: Any) -> None:
    whole = {**schema, "components": described("")["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)


def test_the_description_is_sound(web: TestClient) -> None:
    """OpenAPI 3.1, as other programs read it; it names the address by which it was asked for."""
    document = web.get("/openapi.json").json()
    validate(document)
    assert document["servers"] == [{"url": "http://localhost"}]


def test_every_address_is_described() -> None:
    """And no other; every parameter and error that is described is used."""
    served = {re.sub(r":\w+}", "}", path) for path in (*DATA, DOWNLOAD) if path.startswith("/api/")}
    assert served == set(OPERATIONS) == set(EXAMPLES)
    assert {name for one in OPERATIONS.values() for name in one.parameters} == set(PARAMETERS)
    assert {status for one in OPERATIONS.values() for status in one.errors} == set(ERRORS)


@pytest.mark.parametrize(("path", "values"), [(path, one) for path, given in EXAMPLES.items() for one in given])
def test_an_answer_is_as_described(web: TestClient, path: str, values: dict[str, str]) -> None:
    """Every field is there, and nothing else."""
    address, asked = address_of(path, values)
    answer = web.get(address, params=asked)
    assert answer.status_code == 200
    operation = OPERATIONS[path]
    assert answer.headers["content-type"].split(";")[0] in operation.kinds
    if operation.kinds == ("application/json",):
        check(operation.answer, answer.json())


@pytest.mark.parametrize(("path", "values"), [(path, one) for path, given in WRONG.items() for one in given])
def test_an_error_is_as_described(web: TestClient, path: str, values: dict[str, str]) -> None:
    """Problem details, with a status that the description names."""
    address, asked = address_of(path, values)
    answer = web.get(address, params=asked)
    assert answer.status_code in OPERATIONS[path].errors
    assert answer.headers["content-type"] == "application/problem+json"
    check({"$ref": "#/components/schemas/Problem"}, answer.json())


def test_pages_of_results_lead_on(engine: Engine, home: Path) -> None:
    """By the address of the next, to the last; every article once."""
    store(engine, *(replace(ROAD, title=f"Tin {number}", url=None) for number in range(7)))
    with client(engine, home) as web:
        address, found = "/api/search?limit=3&order=date", []
        while address:
            page = web.get(address).json()
            found += [hit["id"] for hit in page["hits"]]
            address = page["next"]
        assert page["page"] == page["pages"] == 3
    assert len(found) == len(set(found)) == 7


def test_a_download_has_all_that_was_found(web: TestClient) -> None:
    """The same articles that the search counts, each whole; withdrawn ones never."""
    lines = web.get("/api/export.jsonl", params={"q": "quận"}).text.splitlines()
    found = web.get("/api/search", params={"q": "quận"}).json()
    assert {json.loads(line)["id"] for line in lines} == {hit["id"] for hit in found["hits"]}
    assert json.loads(lines[0]) == web.get(f"/api/articles/{json.loads(lines[0])['id']}").json()
    assert web.head("/api/export.csv").headers["content-disposition"] == 'attachment; filename="corpus.csv"'
    assert '"id":2,' not in web.get("/api/export.jsonl").text


def test_a_download_is_what_its_command_writes(web: TestClient, tmp_path: Path) -> None:
    """Byte for byte, whatever was chosen: the page's button beside the page's command."""
    chosen = {
        "q": "-chợ",
        "format": "csv",
        "unit": "paragraph",
        "min_length": "40",
        "drop_duplicates": "1",
        "redact": "1",
    }
    page = html.fromstring(web.get("/en/corpus", params=chosen).text)
    command = shlex.split(page.xpath("//pre")[0].text_content())
    target = tmp_path / command[2]
    done = CliRunner().invoke(main, ["export", str(target), *command[3:]], catch_exceptions=False)
    assert done.exit_code == 0
    [address] = page.xpath("//a[@download]/@href")
    sent = web.get(address)
    assert sent.content == target.read_bytes()
    assert sent.content.startswith(BOM + b"id,site,url")
    assert not html.fromstring(web.get("/en/corpus?split=90,10&format=csv").text).xpath("//a[@download]")


def test_a_download_that_fails_never_looks_whole(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 where nothing was sent yet, else the connection breaks off; and there is room for the next."""
    python = (sys.executable, "-c")
    monkeypatch.setattr(downloads, "PROGRAM", (*python, "raise SystemExit('the disk is gone')"))
    failed = web.get("/api/export.jsonl")
    assert (failed.status_code, failed.json()["detail"]) == (503, "the archive cannot be asked at the moment")
    monkeypatch.setattr(downloads, "PROGRAM", (*python, "print('half', flush=True); raise SystemExit(1)"))
    with pytest.raises(downloads.BrokenOffError), TestClient(web.app, "http://localhost") as strict:
        strict.get("/api/export.jsonl")
    monkeypatch.undo()
    assert web.get("/api/export.txt").status_code == 200


def test_downloads_are_two_at_a_time(web: TestClient) -> None:
    """A third is told to come back; when one ends, there is room again."""
    slots = web.app.state.served.downloads  # type: ignore[attr-defined]
    assert slots.acquire(blocking=False)
    assert slots.acquire(blocking=False)
    busy = web.get("/api/export.jsonl")
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "60")
    slots.release()
    assert [web.get("/api/export.jsonl").status_code for _ in range(3)] == [200, 200, 200]
