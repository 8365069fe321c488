"""`newsarchive sites add`: a portal is looked at, its platform named, its file written, and a page saved as a check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.samples.places import LIFERAY, NEWS, NUKEVIET, OUTLETS, VCMS, WEBFORMS
from archive.samples.server import SamplePortals
from models.site import load_site
from tests import tiny
from tests.tiny import Answer


@pytest.fixture(scope="module")
def served() -> Iterator[SamplePortals]:
    with SamplePortals(100, slow_seconds=0.0) as portals:
        yield portals


def sites(*words: str) -> Result:
    return CliRunner().invoke(main, ["sites", *words])


def start_of(served: SamplePortals, name: str) -> str:
    return next(portal.start for portal in served.portals if portal.name == name)


@pytest.mark.parametrize(
    ("outlet", "platform"),
    [(VCMS, "vcms"), (LIFERAY, "liferay"), (WEBFORMS, "webforms"), (NUKEVIET, "nukeviet"), (NEWS, None)],
    ids=lambda one: getattr(one, "name", one or "none"),
)
def test_a_start_url_is_enough(home: Path, served: SamplePortals, outlet: object, platform: str | None) -> None:
    """The platform is told by the pages, posts are shown as they are read, and the file is a good one."""
    assert outlet in OUTLETS
    done = sites("add", start_of(served, outlet.name), "--name", "mine")  # type: ignore[attr-defined]
    assert done.exit_code == 0, done.output
    assert f"platform: {platform or 'none'}" in done.output
    site = load_site(home / "sites" / "mine.toml")
    assert (site.platform, site.private_network, site.delay) == (platform, True, 0)
    assert site.title == outlet.title  # type: ignore[attr-defined]
    saved = json.loads((home / "sites" / "mine" / "article.json").read_text("utf-8"))
    assert saved["title"] in done.output
    assert saved["published_at"] or outlet is LIFERAY


def test_the_saved_page_is_a_check_that_fails_until_somebody_has_checked_it(home: Path, served: SamplePortals) -> None:
    sites("add", start_of(served, NUKEVIET.name), "--name", "mine")
    path = home / "sites" / "mine" / "article.json"
    unchecked = sites("check", "mine")
    assert (unchecked.exit_code, "nobody has checked it" in unchecked.output) == (1, True)
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(said | {"checked": True}), "utf-8")
    assert "mine: ok, 1 saved page read as expected" in sites("check", "mine").output
    path.write_text(json.dumps(said | {"checked": True, "section": "Another"}), "utf-8")
    wrong = sites("check", "mine")
    assert wrong.exit_code == 1
    assert 'section: expected "Another", found' in wrong.output


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"url": 1, "content_type": 2, "fetched_at": 3}'])
def test_a_saved_page_that_cannot_be_used_is_named(home: Path, served: SamplePortals, broken: str) -> None:
    sites("add", start_of(served, NUKEVIET.name), "--name", "mine")
    path = home / "sites" / "mine" / "article.json"
    path.write_text(broken, "utf-8")
    done = sites("check", "mine")
    assert done.exit_code == 1
    assert f"{path}: cannot be used" in done.output


def test_what_cannot_be_had_leaves_no_file(home: Path, served: SamplePortals) -> None:
    base = served.portals[0].url
    for url, why in ((f"{base}/nothing", "http 404"), ("http://127.0.0.1:9/", "refused")):
        done = sites("add", url, "--name", "mine")
        assert done.exit_code == 1
        assert f"{url}: {why}" in done.output
    assert not list(home.glob("sites/*"))


def test_a_start_page_that_is_no_page_is_refused(home: Path) -> None:
    answers = {"/": Answer(b"\x89PNG\r\n", headers={"Content-Type": "image/png"})}
    with tiny.served(answers) as site:
        done = sites("add", f"{site.url}/", "--name", "mine")
    assert done.exit_code == 1
    assert "not html" in done.output
    assert not list(home.glob("sites/*"))


LOGIN = '<html><body><h1>Đăng nhập</h1><form method="post"><input name="a"><input type="password"></form></body></html>'
FEED = "<rss><channel><title>Tin</title><item><title>Một</title><link>/bai/1.html</link></item></channel></rss>"


@pytest.mark.parametrize(
    ("answer", "reason", "advice"),
    [
        (Answer(LOGIN), "login", "without logging in"),
        (Answer(FEED, headers={"Content-Type": "application/rss+xml"}), "feed", "the page that lists the newest posts"),
        (Answer("%PDF-1.4", headers={"Content-Type": "application/pdf"}), "document", "the page that lists"),
        (Answer(status=302, headers={"Location": "http://elsewhere.example/"}), "another host", "where it leads"),
        (Answer(status=302, headers={"Location": "/"}), "redirects", "Is the address right?"),
        (Answer("x", 404), "http 404", "--no-look"),
    ],
)
def test_a_wrong_start_is_told_with_what_to_do(home: Path, answer: Answer, reason: str, advice: str) -> None:
    with tiny.served({"/": answer}) as site:
        done = sites("add", f"{site.url}/", "--name", "mine")
        assert f"{site.url}/: {reason}" in done.output
    assert advice in done.output
    assert done.exit_code == 1
    assert not list(home.glob("sites/*"))


def test_robots_txt_is_obeyed(home: Path) -> None:
    answers = {"/robots.txt": Answer("User-agent: *\nDisallow: /"), "/": Answer("<p>Tin")}
    with tiny.served(answers) as site:
        done = sites("add", f"{site.url}/", "--name", "mine")
        assert "robots.txt" in done.output
        assert site.asked["/"] == 0
    assert done.exit_code == 1


def test_a_page_without_posts_is_written_with_a_word(home: Path) -> None:
    """The file is a beginning; the person is told what to say in it."""
    with tiny.served({"/": Answer("<html><body><h1>Cổng</h1><p>Đang xây dựng</p></body></html>")}) as site:
        done = sites("add", f"{site.url}/", "--name", "mine")
    assert done.exit_code == 0, done.output
    assert "no post was read" in done.output
    assert (home / "sites" / "mine.toml").exists()
    assert not (home / "sites" / "mine").exists()


def test_whoever_is_looked_at_must_be_able_to_reach_us(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSARCHIVE_CONTACT", raising=False)
    done = sites("add", "http://portal.invalid/", "--name", "mine")
    assert done.exit_code == 1
    assert "NEWSARCHIVE_CONTACT is not set" in done.output


def test_a_private_address_is_refused_unless_it_is_meant(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSARCHIVE_CONTACT", "archive@example.org")
    done = sites("add", "http://192.0.2.1/", "--name", "mine")
    assert "private address" in done.output
    assert "--private-network" in done.output


def test_a_name_that_is_taken_is_refused_before_anything_is_fetched(home: Path) -> None:
    with tiny.served({}) as site:
        done = sites("add", f"{site.url}/", "--name", "badinh")
        assert not site.asked
    assert done.exit_code == 1
    assert "there is a site 'badinh' already" in done.output


def test_a_site_that_is_gone_is_written_without_a_look(home: Path) -> None:
    done = sites("add", "https://gone.example/tin-tuc", "--platform", "vcms", "--no-look")
    assert done.exit_code == 0, done.output
    site = load_site(home / "sites" / "gone-example.toml")
    assert (site.platform, site.private_network, site.every) == ("vcms", False, 86400)


@pytest.mark.parametrize("pattern", [r"/(?:a|aa)+\.html$", r"-post(?:\d|\d\d)+\.html$", r"(?:[a-z]+|\w)+\.htm"])
def test_a_pattern_that_backtracks_is_named_by_file_and_key(home: Path, pattern: str) -> None:
    """Before a crawl meets the URL on which it would not come to an end."""
    path = home / "sites" / "slow.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f"start = 'https://quan.example/'\nlisting = '/trang-\\d+'\narticle = '{pattern}'\n", "utf-8")
    done = sites("check", "slow")
    assert done.exit_code == 1
    assert f"{path}: article: the site file's pattern {pattern!r} is still not done" in done.output
    assert "listing" not in done.output
