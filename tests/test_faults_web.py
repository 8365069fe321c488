"""Faults of the web, each served on loopback to a real crawl: what the ledger says of it, and that nothing is lost."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import Engine

from archive.crawling import crawl_sites
from tests.crawled import crawl_with, links, outcomes
from tests.names import RESOLVER
from tests.tiny import Answer, listing, post, posts, served

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
MEGABYTE = b"<p>" + b"nhi " * 262_143 + b"</p>"


def reset(connection: socket.socket) -> None:
    """Half a page, then RST instead of an end."""
    connection.sendall(HEAD + b"Content-Length: 5000\r\n\r\n<html><body><h1>Tin</h1>")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def without_length(number: int) -> Answer:
    """As HTTP/1.0 has it: the page ends where the connection does."""
    body = post(number).body
    assert isinstance(body, str)
    return Answer(raw=lambda connection: connection.sendall(HEAD + b"Connection: close\r\n\r\n" + body.encode()))


def promising_too_little(number: int) -> Answer:
    """A Content-Length a few bytes short: what ends the page is cut off."""
    body = post(number).body
    assert isinstance(body, str)
    length = str(len(body.encode()) - len("</body></html>"))
    return Answer(body, headers={"Content-Length": length})


def chain(name: str, steps: int, end: str) -> dict[str, Answer]:
    """Redirects one after the other; the first is ``/bai/<name>.html``."""
    paths = [f"/bai/{name}.html", *(f"/{name}/{step}" for step in range(1, steps)), end]
    return {here: Answer(status=302, headers={"Location": there}) for here, there in pairwise(paths)}


def endless(sent: Counter[str], name: str, head: bytes) -> Answer:
    """200 MB, as long as somebody reads them; counts those that were sent."""

    def send(connection: socket.socket) -> None:
        with suppress(OSError):  # the crawler has had enough
            connection.sendall(HEAD + head + b"\r\n")
            while sent[name] < 200:
                connection.sendall(MEGABYTE)
                sent[name] += 1

    return Answer(raw=send)


BROKEN = {
    "/bai/dut.html": "failed: connection",
    "/bai/cut.html": "failed: connection",
    "/bai/rac.html": "failed: connection",
    "/bai/bom.html": "dropped: too large",
    "/bai/chay.html": "dropped: too large",
    "/bai/hua.html": "dropped: too large",
    "/bai/dai.html": "dropped: redirects",
}
SOUND = {f"/bai/{name}.html": "stored" for name in ("1", "2", "3", "ngan")}


def test_what_breaks_off_or_has_no_end_costs_only_itself(engine: Engine, home: Path) -> None:
    """The rest is stored, and so is what had failed once the portal is mended."""
    sent: Counter[str] = Counter()
    bomb = gzip.compress(b"<html><body>" + MEGABYTE * 60, 9)
    answers = {
        "/tin": listing(*BROKEN, *SOUND),
        "/bai/dut.html": Answer(raw=reset),
        "/bai/cut.html": Answer("<html><body><h1>Tin", headers={"Content-Length": "100000"}),
        "/bai/rac.html": Answer(raw=lambda connection: connection.sendall(b"\x00\x01 khong phai HTTP\r\n\r\n")),
        "/bai/bom.html": Answer(bomb, headers={"Content-Encoding": "gzip"}),
        "/bai/chay.html": endless(sent, "stream", b"Connection: close\r\n"),
        "/bai/hua.html": endless(sent, "promised", b"Content-Length: 209715200\r\n"),
        **chain("dai", 9, "/bai/1.html"),
        **chain("ngan", 3, "/bai/4.html"),
        "/bai/1.html": post(1),
        "/bai/2.html": promising_too_little(2),
        "/bai/3.html": without_length(3),
        "/bai/4.html": post(4),
    }
    with served(answers) as site:
        name = site.write_site(home)
        run = crawl_with(engine, name, "-s", "RETRY_TIMES=1")
        found, asked = outcomes(engine), Counter(site.asked)
        told = {path: row.detail for path, row in links(engine).items() if row.state == "failed"}
        failed = [path for path, said in BROKEN.items() if said.startswith("failed")]
        site.answers.update({path: post(number) for number, path in enumerate(failed, start=5)})
        again = crawl_with(engine, name, "-a", "full=1")
    assert {path: found[path] for path in BROKEN | SOUND} == BROKEN | SOUND
    assert told["/bai/cut.html"] == "the answer broke off"
    assert all(told.values())
    assert [asked[path] for path in failed] == [2, 2, 2]
    assert sent["stream"] < 60, "no more is read than a page may have"
    assert sent["promised"] < 20, "what says that it is too large is not read"
    assert (run, again) == (("finished", None), ("finished", None))
    assert {outcomes(engine)[path] for path in failed} == {"stored"}


def test_what_never_answers_is_left_and_asked_again(engine: Engine, home: Path) -> None:
    over = threading.Event()
    answers = {**posts(1), "/bai/treo.html": Answer(raw=lambda _: over.wait() and None)}
    answers["/tin"] = listing("/bai/1.html", "/bai/treo.html")
    with served(answers) as site:
        name = site.write_site(home)
        run = crawl_with(engine, name, "-s", "DOWNLOAD_TIMEOUT=8", "-s", "RETRY_TIMES=1")
        over.set()
        found, asked = outcomes(engine), site.asked["/bai/treo.html"]
        site.answers["/bai/treo.html"] = post(2)
        again = crawl_with(engine, name, "-a", "full=1")
    assert (found["/bai/1.html"], found["/bai/treo.html"], asked) == ("stored", "failed: timeout", 2)
    assert (run, again) == (("finished", None), ("finished", None))
    assert outcomes(engine)["/bai/treo.html"] == "stored"


def test_a_wall_fails_the_run_and_every_link_says_what_it_met(engine: Engine, home: Path) -> None:
    """403, 5xx and 429 with Retry-After (RFC 9110, 10.2.3): it is not asked again before the time that it names."""
    wall = {f"/bai/{number}.html": Answer("cấm", 403) for number in range(1, 5)}
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    waits = {
        "/bai/cham.html": Answer(status=429, headers={"Retry-After": "7200"}),
        "/bai/bao-tri.html": Answer(status=503, headers={"Retry-After": at.strftime("%a, %d %b %Y %H:%M:%S GMT")}),
        "/bai/mai.html": Answer(status=429, headers={"Retry-After": "99999999999999999999"}),
        "/bai/la.html": Answer(status=429, headers={"Retry-After": "chiều mai".encode().decode("latin-1")}),
        "/bai/hong.html": Answer(status=502),
    }
    began = datetime.now(UTC)
    with served({"/tin": listing(*wall, *waits), **wall, **waits}) as site:
        outcome = crawl_with(engine, site.write_site(home), "-s", "RETRY_TIMES=1")
    assert outcome == ("failed", "9 of 9 posts failed")
    found = outcomes(engine)
    assert {found[path] for path in wall} == {"failed: http 403"}
    assert [found[path] for path in waits] == [f"failed: http {code}" for code in (429, 503, 429, 429, 502)]
    next_visits = {path: row.next_visit for path, row in links(engine).items() if path in waits}
    assert all(next_visits.values())
    hours = {path: (visit - began).total_seconds() / 3600 for path, visit in next_visits.items() if visit}
    assert 2 <= hours["/bai/cham.html"] < 3
    assert next_visits["/bai/bao-tri.html"] == at
    assert 167 < hours["/bai/mai.html"] < 169, "a week, and no longer"
    assert hours["/bai/la.html"] < 1, "what cannot be read says nothing"
    assert [site.asked[path] for path in waits] == [1, 1, 1, 2, 2], "who says when is not asked at once again"


@pytest.mark.parametrize(("start", "reason"), [("http://khong-co.example/tin", "dns"), ("", "refused")])
def test_a_start_that_cannot_be_reached_is_named_in_the_run(
    engine: Engine, home: Path, start: str, reason: str
) -> None:
    with socket.socket() as taken, served({}) as site:
        taken.bind(("127.0.0.1", 0))  # where nobody listens, nor will
        name = site.write_site(home, start=start or f"http://127.0.0.1:{taken.getsockname()[1]}/tin")
        outcome, said = crawl_with(engine, name, *RESOLVER, "-s", "RETRY_TIMES=0")
    assert outcome == "failed"
    assert said is not None
    assert said.startswith("0 posts listed, at least 1 expected (http://")
    assert f"/tin: {reason}: " in said


def test_a_robots_txt_that_is_missing_html_or_huge_is_read_as_far_as_it_goes(engine: Engine, home: Path) -> None:
    """RFC 9309, 2.3.1.3 and 2.5: none allows everything; of a long one the first 500 kibibytes count."""
    rules = "User-agent: *\nDisallow: /bai/1.html\n"
    said = {
        "khong-co": Answer("không có", 404),
        "trang": Answer("<html><body><h1>Cổng thông tin</h1><p>Disallow mọi thứ?</p></body></html>"),
        "dai": Answer(rules + "Disallow: /cam/cua-ai-do/\n" * 200_000 + "Disallow: /bai/2.html\n"),
        "vo-tan": Answer(rules + "# nói mãi không hết\n" * 1_000_000),
    }
    with ExitStack() as stack:
        robots = {name: {**posts(2), "/robots.txt": answer} for name, answer in said.items()}
        sites = {name: stack.enter_context(served(answers)) for name, answers in robots.items()}
        runs = crawl_sites(engine, [site.write_site(home, name) for name, site in sites.items()], jobs=2)
    counted = {run.site: (run.outcome, run.counts.get("stored.new", 0)) for run in runs}
    assert counted.pop("vo-tan") == ("failed", 0)
    assert counted == {"khong-co": ("finished", 2), "trang": ("finished", 2), "dai": ("finished", 1)}
    assert sites["dai"].asked["/bai/1.html"] == 0
    assert "robots.txt unavailable" in str(runs[-1].reason), "over 20 MB: it is not guessed what may stand there"


def self_signed(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal.example")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=9), now + timedelta(days=9))
    both = folder / "server.pem"
    both.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


def test_broken_tls_is_told_and_only_a_site_file_overlooks_it(engine: Engine, home: Path, tmp_path: Path) -> None:
    """A certificate that cannot be checked; a server that speaks no TLS at all."""
    with served(posts(1), self_signed(tmp_path)) as site, served(posts(1)) as plain:
        names = [
            site.write_site(home, "kiem-tra"),
            site.write_site(home, "bo-qua", verify_tls=False),
            site.write_site(home, "khong-tls", start=plain.url.replace("http:", "https:") + "/tin"),
        ]
        checked, overlooked, none = crawl_sites(engine, names, jobs=2)
    assert (checked.outcome, none.outcome, overlooked.outcome) == ("failed", "failed", "finished")
    assert overlooked.counts["stored.new"] == 1
    assert "certificate" in str(checked.reason)
    assert "wrong version number" in str(none.reason)
