"""`newsarchive extract`: what would be stored of a page, and why; nothing is stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from archive.cli import main
from models.database import writing
from pipelines import templates
from pipelines.store import site_row
from pipelines.template import learn
from tests.test_template import SITE, paragraphs, post

PAGES = Path(__file__).parent / "pages"


def run(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["extract", *arguments], input=given)


def test_fields_candidates_and_cuts_are_shown(home: Path) -> None:
    """The table of fields with their origins, the text, the candidates, what was cut and why."""
    shown = run(str(PAGES / "newspaper.html"), "--url", "https://a.example.vn/1")
    assert shown.exit_code == 0
    for words in ("Brücke über die Wörnach wird neu gebaut", "json-ld", "Candidates", "Cut as chrome", "newsletter"):
        assert words in shown.output
    assert not home.exists()


def test_json_holds_the_article_and_the_evidence() -> None:
    """--json is complete."""
    shown = json.loads(run(str(PAGES / "vcms.html"), "--json").output)
    assert shown["article"]["title"] == "Quận Tây Phong khởi công cải tạo chợ Vân Hồ"
    published = next(one for one in shown["candidates"] if one["field"] == "published")
    assert published == {
        "field": "published",
        "value": "2013-03-05",
        "origin": "visible",
        "points": 3.5,
        "won": True,
        "agreeing": [],
        "traps": ["no time of day"],
        "only_confirms": False,
    }
    assert shown["cuts"]
    assert shown["container"]


def test_standard_input_is_a_page_too() -> None:
    """FILE is "-"."""
    assert "Đinh Văn Tài" in run("-", given=(PAGES / "plain.html").read_bytes()).output


def test_each_candidate_shows_why_it_won_or_lost() -> None:
    """The mark of what was taken, its points, what agrees with it and what speaks against it."""
    shown = run(str(PAGES / "wordpress.html")).output.splitlines()
    titles = [line for line in shown if line.startswith((">  title", "   title"))]
    assert titles[0].startswith(">")
    assert "with" in titles[0]
    assert any("against: carries the site's name" in line for line in titles[1:])


@pytest.mark.parametrize("name", ["noise.html", "noise.txt", "noise.bin"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, name: str) -> None:
    """Exit code 1 and a reason, whatever the file is called; nothing of it reaches the terminal."""
    chance = bytes(number * 167 % 251 for number in range(5000))
    program = b"\x7fELF\x02\x01\x01" + b"".join(bytes((number % 256, 72, 0, 0, 0, 137)) for number in range(900))
    for noise in (chance, program):
        (tmp_path / name).write_bytes(noise)
        shown = run(str(tmp_path / name))
        assert shown.exit_code == 1
        assert shown.output.endswith(f"{name}: no article: not html: bytes that are no text\n")


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "cp1258"])
def test_text_in_any_charset_is_text(tmp_path: Path, charset: str) -> None:
    """With its mark or without: half a letter of UTF-16 looks like a control character."""
    saved = tmp_path / "page.html"
    saved.write_bytes((PAGES / "plain.html").read_text("utf-8").encode(charset, "xmlcharrefreplace"))
    assert run(str(saved)).exit_code == 0


def test_what_is_no_article_fails_with_its_reason() -> None:
    """Exit code 1, file and reason on standard error."""
    shown = run(str(PAGES / "listing.html"))
    assert shown.exit_code == 1
    assert "listing.html: no article: listing" in shown.output


def test_a_missing_file_and_an_unknown_site_are_told(home: Path) -> None:
    """Exit code 2: the command line names what is not there."""
    assert run("no-such-file.html").exit_code == 2
    unknown = run(str(PAGES / "vcms.html"), "--site", "nowhere")
    assert unknown.exit_code == 2
    assert "nowhere" in unknown.output


def test_a_page_of_a_site_is_read_with_its_template(home: Path, engine: Engine) -> None:
    """As the next crawl would read it; what repeats on the site is named among the cuts."""
    (home / "sites").mkdir()
    (home / "sites" / "bao.toml").write_text('start = "https://bao.example/"', "utf-8")
    now = datetime.now(UTC)
    with writing(engine) as session:
        templates.save(session, site_row(session, "bao").id, learn(SITE).to_json(), now, now)
    page = post(20).body
    shown = json.loads(run("-", "--site", "bao", "--json", given=page).output)
    assert (shown["article"]["paragraphs"], shown["fit"]) == (paragraphs(20), 1.0)
    assert "repeats on the site" in {cut["reason"] for cut in shown["cuts"]}
    assert "site's template" in run("-", "--site", "bao", given=page).output
