"""`newsarchive extract`: what would be stored of a page, and why; nothing is stored."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from archive.cli import main

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
    assert {"field": "published", "value": "2013-03-05", "origin": "visible"} in shown["candidates"]
    assert shown["cuts"]
    assert shown["container"]


def test_standard_input_is_a_page_too() -> None:
    """FILE is "-"."""
    assert "Đinh Văn Tài" in run("-", given=(PAGES / "plain.html").read_bytes()).output


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
