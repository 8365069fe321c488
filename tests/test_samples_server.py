"""The server of the sample portals: what it answers, and what it does to a careless crawler."""

import gzip
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from archive.samples.addresses import find_post
from archive.samples.places import OUTLETS
from archive.samples.planted import FLAKY, SLOW
from archive.samples.server import PORTS, SamplePortals
from archive.samples.sitefiles import site_file
from archive.samples.truth import truths
from models.site import SHIPPED, load_site
from tests.waiting import LONG

POSTS = 150


@pytest.fixture(scope="module")
def served() -> Iterator[SamplePortals]:
    with SamplePortals(posts=POSTS, slow_seconds=0.15) as portals:
        yield portals


def get(portals: SamplePortals, at: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    address = urlsplit(portals.portals[at].url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=LONG)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def path_of(portal: str, number: int) -> str:
    return next(one.url for one in truths(portal, POSTS) if one.number == number)


def test_each_portal_has_a_port_and_a_start(served: SamplePortals) -> None:
    assert [portal.name for portal in served.portals] == [outlet.name for outlet in OUTLETS]
    assert sum(portal.posts for portal in served.portals) == POSTS
    for at, portal in enumerate(served.portals):
        assert get(served, at, portal.start.removeprefix(portal.url))[0] == 200


def test_connections_are_kept_alive(served: SamplePortals) -> None:
    address = urlsplit(served.portals[0].url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=LONG)
    statuses = []
    for _ in range(3):
        connection.request("GET", "/robots.txt")
        answer = connection.getresponse()
        answer.read()
        statuses.append((answer.status, answer.will_close))
    connection.close()
    assert statuses == [(200, False)] * 3


def test_robots_txt_closes_a_folder_that_every_page_links(served: SamplePortals) -> None:
    for at, portal in enumerate(served.portals):
        assert b"Disallow: /noi-bo/" in get(served, at, "/robots.txt")[2]
        assert b"/noi-bo/" in get(served, at, portal.start.removeprefix(portal.url))[2]


def follow(portals: SamplePortals, at: int, next_page: str) -> set[int]:
    """The post numbers that a listing shows, from its start to its end by its pager alone."""
    path, found, turned = urlsplit(portals.portals[at].start).path, set[int](), 0
    while path and turned < 100:
        page = unescape(get(portals, at, path)[2].decode())
        links = re.findall(r'href="([^"#]+)"', page)
        found |= {post[1] for link in links if (post := find_post(link))}
        onward = re.search(next_page, page)
        path, turned = onward[1] if onward else "", turned + 1
    return found


def test_the_first_portal_is_paged_by_onclick(served: SamplePortals) -> None:
    pattern = r"""<a href="#" onclick="self\.location='([^']+_pagenum=\d+[^']*)'">Tiếp<"""
    assert follow(served, 0, pattern) == set(range(1, 31))


def test_the_second_portal_is_paged_by_the_link_to_the_next_page(served: SamplePortals) -> None:
    assert follow(served, 1, r'<a href="([^"]+_cur=\d+)">Tiếp theo<') == set(range(1, 31))


def post(portals: SamplePortals, at: int, path: str, form: dict[str, str]) -> tuple[int, str]:
    address = urlsplit(portals.portals[at].url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=LONG)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode(form), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


START = "/Default.aspx?tabid=62"


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" id="[^"]+" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def turned(page: str, to: int) -> dict[str, str]:
    target = re.search(rf"__doPostBack\('([^']+)','Page\${to}'\)", unescape(page))
    assert target, f"no link to page {to}"
    return fields(page) | {"__EVENTTARGET": target[1], "__EVENTARGUMENT": f"Page${to}"}


def numbers(page: str) -> set[int]:
    rows = unescape(page).partition('id="dnn_ctr412_ViewNews_grvNews"')[2].partition("RightPane")[0]
    return {found[1] for link in re.findall(r'href="([^"]+)"', rows) if (found := find_post(link))}


def test_the_fourth_portal_is_paged_by_posting_its_form_back(served: SamplePortals) -> None:
    """Every page of a listing has the same address; each carries the state that leads to the next."""
    page = get(served, 3, START)[2].decode()
    seen = [numbers(page)]
    for to in (2, 3):
        status, page = post(served, 3, START, turned(page, to))
        assert status == 200
        seen.append(numbers(page))
    assert [len(one) for one in seen] == [12, 12, 6]
    assert set().union(*seen) == set(range(1, 31))


@pytest.mark.parametrize("name", ["__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION", "__dnnVariable"])
def test_a_form_that_is_not_sent_back_whole_is_refused(served: SamplePortals, name: str) -> None:
    """ASP.NET answers 500 to a state that is missing or was changed."""
    form = turned(get(served, 3, START)[2].decode(), 2)
    assert post(served, 3, START, {key: value for key, value in form.items() if key != name})[0] == 500
    assert post(served, 3, START, form | {name: form[name][::-1]})[0] == 500


def test_a_form_with_its_button_is_a_search(served: SamplePortals) -> None:
    """A browser sends a button's name only where it was pressed."""
    form = turned(get(served, 3, START)[2].decode(), 2)
    status, page = post(served, 3, START, form | {"dnn$dnnSEARCH$cmdSearch": "Tìm kiếm"})
    assert (status, numbers(page)) == (200, set())


def test_only_webforms_takes_forms(served: SamplePortals) -> None:
    assert [post(served, at, "/", {})[0] for at in range(len(OUTLETS))] == [405] * len(OUTLETS)


def test_the_fifth_portal_is_paged_by_its_path(served: SamplePortals) -> None:
    assert follow(served, 4, r'<a href="(/vi/news/page-\d+/)">Trang sau<') == set(range(1, 31))


def test_one_post_has_many_addresses(served: SamplePortals) -> None:
    path = path_of("sample-vcms", 12)
    other = re.sub(r"vinhphong/[^/]+/-/vcmsviewcontent/xYz1/\d+", "vinhphong/x/-/vcmsviewcontent/xYz1/1200", path)
    addresses = (path, other, other + ";jsessionid=8F3A?utm_source=x")
    assert len({get(served, 0, one)[2] for one in addresses}) == 1
    path = path_of("sample-liferay", 12)
    long = path.replace("/-/", "/tin-tuc/-/asset_publisher/aB3dEf/content/") + "?inheritRedirect=false&redirect=%2Fweb"
    assert len({get(served, 1, one)[2] for one in (path, long, "/en" + path)}) == 1


def test_old_addresses_redirect(served: SamplePortals) -> None:
    listed = get(served, 2, "/tin-moi/trang-2.html")[2].decode()
    old = re.search(r'href="([^"]+/bai-viet-cu-post100008.html)"', listed)
    assert old
    status, headers, _ = get(served, 2, old[1])
    assert (status, headers["location"]) == (301, path_of("sample-news", 8))
    assert get(served, 0, "/")[0] == 302


def test_posts_fail_as_planted(served: SamplePortals) -> None:
    """Gone for ever, broken for ever, broken once."""
    kinds = {one.kind: one.url for one in truths("sample-news", POSTS) if not one.is_article}
    assert get(served, 2, kinds["gone"])[0] == 404
    assert [get(served, 2, kinds["broken"])[0] for _ in range(2)] == [500, 500]
    assert [get(served, 2, path_of("sample-news", FLAKY))[0] for _ in range(3)] == [500, 200, 200]


def test_slow_posts_come_late_and_others_are_not_held_up(served: SamplePortals) -> None:
    started = time.perf_counter()
    get(served, 1, path_of("sample-liferay", SLOW))
    assert time.perf_counter() - started > 0.14


def test_unknown_addresses_are_not_found(served: SamplePortals) -> None:
    for path in ("/nothing", "/web/guest/-/nothing-9999", "/documents/1/2/x.exe/3", "/web/vinhphong/none"):
        assert [get(served, at, path)[0] for at in range(len(OUTLETS))] == [404] * len(OUTLETS)


def test_calendars_have_no_end(served: SamplePortals) -> None:
    page = get(served, 0, "/web/vinhphong/lich-cong-tac?p_p_id=8&_8_month=41")[2].decode()
    assert "_8_month=42" in page


def test_files_are_what_their_names_say(served: SamplePortals) -> None:
    signatures = {"png": b"\x89PNG", "pdf": b"%PDF", "doc": b"\xd0\xcf\x11\xe0"}
    seen = set()
    for at, portal in enumerate(served.portals):
        for truth in truths(portal.name, POSTS):
            for url in [one for one, _ in (*truth.images[:1], *truth.attachments)]:
                status, headers, body = get(served, at, url)
                suffix = re.search(r"\.(png|pdf|doc)(?:/|$)", url)
                assert suffix
                assert status == 200
                assert body.startswith(signatures[suffix[1]])
                seen.add((suffix[1], headers["content-type"]))
    assert seen == {("png", "image/png"), ("pdf", "application/pdf"), ("doc", "application/msword")}


def test_the_newspaper_compresses_some_pages(served: SamplePortals) -> None:
    paths = [one.url for one in truths("sample-news", POSTS) if one.is_article]
    zipped = {path: get(served, 2, path, **{"Accept-Encoding": "gzip"}) for path in paths}
    found = {path: body for path, (_, headers, body) in zipped.items() if headers.get("content-encoding") == "gzip"}
    assert 0 < len(found) < len(paths)
    assert all(gzip.decompress(body) == get(served, 2, path)[2] for path, body in found.items())


def test_the_newspaper_says_when_nothing_has_changed(served: SamplePortals) -> None:
    path = path_of("sample-news", 12)
    etag = get(served, 2, path)[1]["etag"]
    assert get(served, 2, path, **{"If-None-Match": etag})[::2] == (304, b"")
    assert get(served, 2, path, **{"If-None-Match": '"other"'})[0] == 200


def test_requests_are_counted(served: SamplePortals) -> None:
    before = served.requests["sample-vcms /robots.txt"]
    get(served, 0, "/robots.txt")
    assert served.requests["sample-vcms /robots.txt"] == before + 1


def test_site_files_are_written_for_the_ports_in_use(served: SamplePortals, tmp_path: Path) -> None:
    for path, portal in zip(served.write_sites(tmp_path), served.portals, strict=True):
        site = load_site(path)
        assert site.start == (portal.start,)
        assert site.private_network
        assert 0 < site.expect <= portal.posts


def test_the_shipped_site_files_are_those_of_the_default_ports() -> None:
    for outlet, port in zip(OUTLETS, PORTS, strict=True):
        text = (SHIPPED / "sites" / f"{outlet.name}.toml").read_text("utf-8")
        assert text == site_file(outlet.name, f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_runs_as_a_process_and_stops_when_told(how: signal.Signals) -> None:
    command = [sys.executable, "-m", "archive.samples", "--posts", "20", "--ports", *"0" * len(OUTLETS)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(len(OUTLETS) + 1)]
    process.send_signal(how)
    process.stdout.close()
    assert lines[-1] == "ready\n"
    assert lines[0].startswith("sample-vcms http://127.0.0.1:")
    assert process.wait(LONG) == 0


def test_a_port_that_is_taken_is_named(served: SamplePortals) -> None:
    port = urlsplit(served.portals[0].url).port
    command = [sys.executable, "-m", "archive.samples", "--ports", str(port), *"0" * (len(OUTLETS) - 1)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONG)
    assert done.returncode == 1
    assert f"ports {port}" in done.stderr
    assert "in use" in done.stderr
