"""Pages and servers that mean harm, each met by a real crawl: what is never asked, never written, never waited for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Engine

from tests.crawled import crawl_with, links, outcomes
from tests.names import PORTAL, RESOLVER
from tests.tiny import Answer, Asked, listing, post, served

SECRET = "Chỉ ai ở trong mạng này mới được đọc trang này"
PRIVATE = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[fe80::1]",
    "[fd00::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "noi-bo.example",
    "may-ao.example",
    "nhom.example",
)


def test_a_pattern_that_backtracks_is_named_with_its_url(engine: Engine, home: Path) -> None:
    """In the worker that reads a listing, and in the crawl itself where a redirect brings the URL."""
    trap = f"/bai/{'a' * 400}-.html"
    answers = {
        "/tin": listing("/bai/1.html", "/bai/doi.html"),
        "/bai/1.html": post(1),
        "/bai/doi.html": Answer(status=302, headers={"Location": trap}),
        trap: post(2),
    }
    with served(answers) as site:
        name = site.write_site(home, ignore="/(?:a|aa)+[.]html$")
        run = crawl_with(engine, name)
        assert (run, outcomes(engine)["/bai/doi.html"]) == (("finished", None), "failed: pattern")
        assert outcomes(engine)["/bai/1.html"] == "stored"
        site.answers["/tin"] = listing("/bai/1.html", trap)
        outcome, said = crawl_with(engine, name, "-a", "full=1")
    assert outcome == "failed"
    assert said is not None
    assert "/tin: pattern: the site file's pattern '/(?:a|aa)+[.]html$' is still not done with http://" in said


def test_names_of_files_are_names_in_the_ledger_alone(engine: Engine, home: Path) -> None:
    """Attachments whose address or Content-Disposition climbs out of folders, or holds what a shell would read."""
    climbs = {"Content-Disposition": 'attachment; filename="../../../hu-hong.sh"', "Content-Type": "application/pdf"}
    paths = [
        "/tep/..%2f..%2f..%2fhu-hong.pdf",
        "/tep/%00%0d%0a;$(touch%20hu-hong).pdf",
        "/tep/..%5C..%5Chu-hong.pdf",
        "/tep/" + "hu-hong" * 200 + ".pdf",
    ]
    files = "".join(f'<p><a href="{path}">Công văn về việc sửa đường</a></p>' for path in paths)
    answers = {path: Answer(f"%PDF-1.4 {path}\n%%EOF\n", headers=climbs) for path in paths}
    with served({"/tin": listing("/bai/1.html"), "/bai/1.html": post(1, files), **answers}) as site:
        run = crawl_with(engine, site.write_site(home))
    assert run == ("finished", None)
    assert {links(engine)[path].state for path in paths} == {"fetched"}
    assert not [path for path in home.parent.rglob("*") if "hu-hong" in path.name]
    assert not list(Path.cwd().glob("*hu-hong*"))


def test_what_only_this_network_can_reach_is_never_asked(engine: Engine, home: Path) -> None:
    """By its address in any notation, by a name that resolves to it, by a redirect; nor is a file of this machine."""

    def inner(asked: Asked) -> Answer:
        return Answer(SECRET, headers={"Content-Type": "image/png"})

    with served({}) as site:
        port = urlsplit(site.url).port
        inside = [f"http://{host}:{port}/trong/{number}.png" for number, host in enumerate(PRIVATE)]
        local = ["file:///etc/hostname", "FILE:/etc/hostname", "ftp://127.0.0.1/a.png"]
        pictures = "".join(f'<p><img src="{url}" alt="Ảnh chụp con đường"></p>' for url in [*inside, *local])
        files = "".join(f'<p><a href="{url[:-4]}.pdf">Công văn về việc sửa đường</a></p>' for url in inside)
        turns = {
            f"/di/{number}.png": url for number, url in enumerate([*inside[:3], inside[-2], "file:///etc/hostname"])
        }
        files += "".join(f'<p><img src="{path}" alt="Ảnh"></p>' for path in turns)
        site.answers |= {f"/trong/{number}.{kind}": inner for number in range(len(PRIVATE)) for kind in ("png", "pdf")}
        site.answers |= {path: Answer(status=302, headers={"Location": url}) for path, url in turns.items()}
        site.answers |= {
            "/tin": listing("/bai/1.html", "/bai/noi-bo-2.html"),
            "/bai/1.html": post(1, pictures + files),
            "/bai/noi-bo-2.html": Answer(status=302, headers={"Location": inside[0]}),
        }
        name = site.write_site(home, start=f"http://{PORTAL}:{port}/tin", private_network=False)
        run = crawl_with(engine, name, *RESOLVER, "-s", "RETRY_TIMES=0")
    found = outcomes(engine)
    assert run == ("finished", None)
    assert not [path for path in site.asked if "/trong/" in path]
    unresolved = {number for number, host in enumerate(PRIVATE) if host.startswith("[") and "." not in host}
    for number, host in enumerate(PRIVATE):  # the resolver knows no IPv6: those are hosts without an address
        said = "failed: dns" if number in unresolved else "failed: private address"
        assert [found[f"/trong/{number}.{kind}"] for kind in ("png", "pdf")] == [said, said], host
    assert {found[path] for path in list(turns)[:4]} == {"failed: private address"}
    assert found["/di/4.png"] == "failed: http 302", "a redirect to a file leads nowhere"
    assert found["/bai/noi-bo-2.html"] == "dropped: another host"
    assert {urlsplit(row.url).scheme for row in links(engine).values()} == {"http"}, "nothing else is ever in hand"
    assert links(engine)["/trong/2.pdf"].detail == "2130706433 has the address 127.0.0.1"
