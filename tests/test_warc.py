"""Rules of the WARC files: what is written is read back, by us and by warcio; a cut file loses its torn tail only."""

from __future__ import annotations

import gzip
import os
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from models.article import Page
from pipelines.encoding import TooLargeError, decode
from pipelines.warc import WarcError, WarcRef, WarcWriter, check, pages, read_page
from pipelines.warc_scan import Broken, Record, records

NOON = datetime(2021, 5, 22, 12, 0, 0, 250_000, tzinfo=UTC)
HTML = "<h1>Quận tổ chức hội nghị</h1><p>Sáng 22/5, quận tổ chức hội nghị.</p>".encode() * 20
HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]


def write(writer: WarcWriter, url: str, body: bytes = HTML, **other: object) -> WarcRef:
    said: dict[str, object] = {
        "method": "GET",
        "request_headers": [("User-Agent", "newsarchive (+mailto:a@example.org)")],
        "status": 200,
        "reason": "OK",
        "http_version": "HTTP/1.1",
        "response_headers": HEADERS,
        "fetched_at": NOON,
        "ip": "127.0.0.1",
    }
    return writer.write_exchange(url=url, body=body, **(said | other))  # type: ignore[arg-type]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[WarcWriter]:
    with WarcWriter(tmp_path, "district") as opened:
        yield opened


def file_of(folder: Path) -> Path:
    (path,) = folder.glob("district/*.warc.gz")
    return path


def by_warcio(path: Path) -> list[tuple[str, str | None, bytes]]:
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def test_a_page_is_read_back_from_where_it_was_written(writer: WarcWriter, tmp_path: Path) -> None:
    """Body, URL, time to the microsecond, status and headers are those of the exchange."""
    ref = write(writer, "http://district.example/post/1?a=b")
    page = read_page(tmp_path, ref.file, ref.offset)
    assert (page.body, page.url, page.fetched_at, page.status) == (
        HTML,
        "http://district.example/post/1?a=b",
        NOON,
        200,
    )
    assert page.content_type == page.headers["content-type"] == "text/html; charset=utf-8"


def test_other_programs_read_it(writer: WarcWriter, tmp_path: Path) -> None:
    """warcio finds warcinfo, response and request, the digest right, and its check has no complaint."""
    write(writer, "http://district.example/", method="HEAD", body=b"")
    write(writer, "http://district.example/post/1")
    writer.close()
    found = by_warcio(file_of(tmp_path))
    assert [kind for kind, _, _ in found] == ["warcinfo", "response", "request", "response", "request"]
    assert found[3][2] == HTML
    checker = Checker(type("Options", (), {"inputs": [str(file_of(tmp_path))], "verbose": False})())
    checker.process_all()
    assert checker.exit_value == 0
    assert check(file_of(tmp_path)).sound


def test_the_request_names_its_response_and_the_host(writer: WarcWriter, tmp_path: Path) -> None:
    """WARC-Concurrent-To ties the two; a client adds Host on the wire, so it stands in the record."""
    ref = write(writer, "http://user:pw@district.example:8080/a?b=c")
    response, request = [one.parsed for one in records(tmp_path / ref.file, ref.offset) if isinstance(one, Record)]
    assert request.headers.get("WARC-Concurrent-To") == response.headers.get("WARC-Record-ID")
    assert response.headers.get("WARC-IP-Address") == "127.0.0.1"
    assert request.reader.read().startswith(b"GET /a?b=c HTTP/1.1\r\nHost: district.example:8080\r\nUser-Agent: ")


@pytest.mark.parametrize(
    ("coding", "encoded"),
    [
        ("gzip", gzip.compress(HTML, mtime=0)),
        ("GZIP", gzip.compress(HTML, mtime=0)),
        ("deflate", zlib.compress(HTML)),
        ("deflate", zlib.compress(HTML, wbits=-15)),
        ("br", brotli.compress(HTML)),
        ("br, gzip", gzip.compress(brotli.compress(HTML), mtime=0)),
        ("gzip", HTML),
        ("made-up", HTML),
        ("br", HTML),
    ],
)
def test_the_body_is_kept_encoded_and_read_decoded(
    writer: WarcWriter, tmp_path: Path, coding: str, encoded: bytes
) -> None:
    """The record has the bytes of the wire; the page and its digest are of the content. A server may lie."""
    ref = write(writer, "http://district.example/", encoded, response_headers=[*HEADERS, ("Content-Encoding", coding)])
    plain = write(writer, "http://district.example/plain", HTML)
    assert read_page(tmp_path, ref.file, ref.offset).body == HTML
    assert ref.digest == plain.digest
    found = next(records(tmp_path / ref.file, ref.offset))
    assert isinstance(found, Record)
    assert encoded in found.data


def test_a_body_that_swells_without_end_is_refused() -> None:
    """A few kilobytes may not become gigabytes."""
    bomb = gzip.compress(b"\0" * (1 << 20))
    with pytest.raises(TooLargeError, match="more than 65536 bytes"):
        decode(bomb, "gzip", 65536)
    assert decode(bomb, "gzip", 1 << 20) == b"\0" * (1 << 20)


def test_what_came_of_a_cut_body_is_kept() -> None:
    """As browsers do with a connection that broke."""
    assert HTML.startswith(decode(gzip.compress(HTML)[:-20], "gzip"))


def test_chunked_coding_is_gone_from_the_block(writer: WarcWriter, tmp_path: Path) -> None:
    """The client takes it off, so the header that claims it is kept under another name, and the length is true."""
    headers = [*HEADERS, ("Transfer-Encoding", "chunked"), ("Content-Length", "7")]
    ref = write(writer, "http://district.example/", response_headers=headers)
    page = read_page(tmp_path, ref.file, ref.offset)
    assert page.body == HTML
    assert page.headers["x-archive-orig-transfer-encoding"] == "chunked"
    assert page.headers["content-length"] == str(len(HTML))
    assert "transfer-encoding" not in page.headers
    writer.close()
    assert by_warcio(file_of(tmp_path))[1][2] == HTML


def test_a_body_held_already_is_written_as_a_revisit(writer: WarcWriter, tmp_path: Path) -> None:
    """The same bytes under another URL cost a reference, and are read as a page of their own."""
    first = write(writer, "http://district.example/post/1")
    size = file_of(tmp_path).stat().st_size
    again = write(writer, "http://district.example/other/1", fetched_at=NOON + timedelta(days=1))
    assert again.revisit
    assert not first.revisit
    assert again.digest == first.digest
    assert file_of(tmp_path).stat().st_size - size < 1500
    page = read_page(tmp_path, again.file, again.offset)
    assert (page.body, page.url, page.fetched_at) == (HTML, "http://district.example/other/1", NOON + timedelta(days=1))
    (revisit,) = [r for r in records(tmp_path / again.file) if isinstance(r, Record) and r.type == "revisit"]
    assert revisit.parsed.headers.get("WARC-Refers-To-Target-URI") == "http://district.example/post/1"
    assert revisit.parsed.headers.get("WARC-Refers-To-Date") == "2021-05-22T12:00:00.250000Z"


def test_an_empty_body_is_no_revisit(writer: WarcWriter) -> None:
    """Redirects have nothing to refer to."""
    refs = [write(writer, f"http://district.example/{n}", b"", status=302, reason="Found") for n in range(2)]
    assert not any(ref.revisit for ref in refs)


def test_held_bodies_are_known_after_a_restart_and_after_a_kill(tmp_path: Path) -> None:
    """The index of payloads survives; what a kill took from it is read again from the file."""
    with WarcWriter(tmp_path, "district") as writer:
        write(writer, "http://district.example/1", b"one")
    with WarcWriter(tmp_path, "district") as writer:
        assert write(writer, "http://district.example/1", b"one").revisit
    for path in tmp_path.glob("district/payloads.db*"):
        path.unlink()
    with WarcWriter(tmp_path, "district") as writer:
        assert write(writer, "http://district.example/1", b"one").revisit
    assert len(list(tmp_path.glob("district/*.warc.gz"))) == 1


def test_a_broken_index_of_payloads_is_made_anew(tmp_path: Path) -> None:
    """It is derived: nothing but space depends on it."""
    with WarcWriter(tmp_path, "district") as writer:
        write(writer, "http://district.example/1", b"one")
    (tmp_path / "district" / "payloads.db").write_bytes(b"no database" * 1000)
    with WarcWriter(tmp_path, "district") as writer:
        assert write(writer, "http://district.example/1", b"one").revisit


def test_a_dump_without_url_and_time_is_read_back_without(writer: WarcWriter, tmp_path: Path) -> None:
    """The record needs a URI and a date; the page does not get them invented."""
    ref = writer.write_resource(url=None, content_type="text/plain", body=b"Tin\n", fetched_at=None)
    assert read_page(tmp_path, ref.file, ref.offset) == Page(b"Tin\n", None, None, "text/plain")


def test_a_foreign_page_keeps_its_headers(writer: WarcWriter, tmp_path: Path) -> None:
    """Its body is decoded by then, and the headers say so."""
    headers = {"content-type": "text/html", "content-encoding": "gzip", "content-length": "5", "etag": '"x"'}
    ref = writer.write_page(Page(HTML, "http://district.example/", NOON, "text/html", 404, headers))
    page = read_page(tmp_path, ref.file, ref.offset)
    assert (page.body, page.status, page.headers["etag"]) == (HTML, 404, '"x"')
    assert page.headers["x-archive-orig-content-encoding"] == "gzip"
    assert "content-encoding" not in page.headers


def test_headers_cannot_break_out_of_their_line(writer: WarcWriter, tmp_path: Path) -> None:
    """Line breaks in a value or URL become spaces."""
    headers = [("X-A", "1\r\nX-B: 2\r\n\r\n<p>"), ("X-Latin", "\xe9"), ("X-Viet", "quận")]
    ref = write(writer, "http://district.example/\r\nWARC-Type: resource", response_headers=headers, ip=None)
    page = read_page(tmp_path, ref.file, ref.offset)
    assert page.body == HTML
    assert "x-b" not in page.headers


def test_a_file_is_rolled_by_size_and_age(tmp_path: Path) -> None:
    """Full or old files are closed for good; each starts with its warcinfo."""
    with WarcWriter(tmp_path, "district", most_bytes=2000) as writer:
        for n in range(4):
            write(writer, f"http://district.example/{n}", os.urandom(1500))
    assert len(list(tmp_path.glob("district/*.warc.gz"))) == 4
    with WarcWriter(tmp_path, "district", most_age=timedelta(0)) as writer:
        write(writer, "http://district.example/9", b"nine")
    found = sorted(tmp_path.glob("district/*.warc.gz"))
    assert len(found) == 5
    assert all(by_warcio(path)[0][0] == "warcinfo" for path in found)


def test_two_writers_never_share_a_file(writer: WarcWriter, tmp_path: Path) -> None:
    """The second is told, and where."""
    with (
        pytest.raises(WarcError, match=r"district: another process is writing there"),
        WarcWriter(tmp_path, "district"),
    ):
        pass


def test_a_full_disk_leaves_the_file_whole(writer: WarcWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails half-way is taken back."""
    write(writer, "http://district.example/1")
    size = file_of(tmp_path).stat().st_size
    real = os.write

    def full(descriptor: int, data: bytes) -> int:
        real(descriptor, bytes(data[:100]))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        write(writer, "http://district.example/2", b"two")
    monkeypatch.undo()
    assert file_of(tmp_path).stat().st_size == size
    ref = write(writer, "http://district.example/3", b"three")
    assert read_page(tmp_path, ref.file, ref.offset).body == b"three"


def test_a_file_cut_anywhere_keeps_the_records_before_and_opens_for_append(tmp_path: Path) -> None:
    """At every length a kill could leave: the whole records stay, the rest is moved aside, and the next is sound."""
    with WarcWriter(tmp_path / "whole", "district") as writer:
        refs = [write(writer, f"http://district.example/{n}", b"Tin %d" % n) for n in range(2)]
    path = file_of(tmp_path / "whole")
    data = path.read_bytes()
    whole = [one for one in records(path) if isinstance(one, Record)]
    for cut in range(len(data)):
        folder = tmp_path / str(cut)
        target = folder / refs[0].file
        target.parent.mkdir(parents=True)
        target.write_bytes(data[:cut])
        kept = [one for one in whole if one.end <= cut]
        found = list(records(target))
        assert [one for one in found if isinstance(one, Record)] == kept
        end = kept[-1].end if kept else 0
        assert [one.offset for one in found if isinstance(one, Broken)] == ([end] if end < cut else [])
        if cut % 5 and cut not in {one.end for one in whole}:  # opening syncs to the disk: slow
            continue
        with WarcWriter(folder, "district") as writer:
            ref = write(writer, "http://district.example/new", b"new")
        assert check(target).sound
        assert read_page(folder, ref.file, ref.offset).body == b"new"
        torn = [part.read_bytes() for part in folder.glob("district/*.torn-*")]
        assert torn == ([data[end:cut]] if end < cut else [])


def test_damage_in_the_middle_costs_only_what_is_damaged(writer: WarcWriter, tmp_path: Path) -> None:
    """Reading goes on at the next record, says what it left out, and nothing good is moved aside."""
    refs = [write(writer, f"http://district.example/{n}", os.urandom(300)) for n in range(3)]
    writer.close()
    path = file_of(tmp_path)
    data = bytearray(path.read_bytes())
    data[refs[1].offset + 40 : refs[1].offset + 80] = b"\0" * 40
    path.write_bytes(data)
    skipped = Counter[str]()
    assert [page.url for _, page in pages(path, skipped)] == ["http://district.example/0", "http://district.example/2"]
    assert skipped.total() == 1
    with WarcWriter(tmp_path, "district") as again:
        write(again, "http://district.example/4", b"four")
    assert not list(tmp_path.glob("district/*.torn-*"))
    with pytest.raises(WarcError, match=f"{path.name} at {refs[1].offset}: damaged gzip"):
        read_page(tmp_path, refs[1].file, refs[1].offset)


def test_check_finds_a_body_that_is_not_what_was_digested(writer: WarcWriter, tmp_path: Path) -> None:
    """A record may be whole and yet not what was written."""
    ref = write(writer, "http://district.example/1", b"one")
    writer.close()
    path = file_of(tmp_path)
    found = next(records(path, ref.offset))
    assert isinstance(found, Record)
    forged = zlib.compress(found.data.replace(b"one", b"two"), 1, 31)
    path.write_bytes(path.read_bytes()[: ref.offset] + forged)
    assert [broken.reason for broken in check(path).broken] == ["digest does not match"]


DATE = b"WARC-Date: 2013-03-05T01:02:03Z\r\n"
PLAIN = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://other.example/>\r\n"
    + DATE
    + b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
CLAIM = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED = CLAIM + b"5\r\nhello\r\n3;x=y\r\n...\r\n0\r\n\r\n"
FALSELY = CLAIM + b"hello..."
WET = (
    b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://other.example/\r\n"
    + DATE
    + b"Content-Type: text/plain\r\nContent-Length: 8\r\n\r\nhello...\r\n\r\n"
)


@pytest.mark.parametrize("block", [CHUNKED, FALSELY])
@pytest.mark.parametrize("packed", [False, True])
def test_files_of_others_are_read(tmp_path: Path, block: bytes, packed: bool) -> None:
    """Plain or gzip at one go, URLs in brackets, chunked bodies, and such that only claim to be."""
    data = PLAIN % (len(block), block) + WET
    path = tmp_path / "other.warc"
    path.write_bytes(gzip.compress(data) if packed else data)
    found = [page for _, page in pages(path)]
    assert [page.body for page in found] == [b"hello...", b"hello..."]
    assert {page.url for page in found} == {"http://other.example/"}
    assert found[0].fetched_at == datetime(2013, 3, 5, 1, 2, 3, tzinfo=UTC)
    assert found[1].content_type == "text/plain"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", None),
        (b"<html>no archive</html>", "not a WARC record"),
        (WET[:-10], "cut off"),
        (gzip.compress(WET, mtime=0)[:-5], "cut off"),
        (gzip.compress(WET.replace(b": 8\r", b": 80\r"), mtime=0), "shorter than its Content-Length"),
        (WET.replace(b"Content-Length: 8\r\n", b""), "no Content-Length"),
    ],
)
def test_what_is_no_whole_record_is_counted_by_reason(tmp_path: Path, data: bytes, reason: str | None) -> None:
    """Never a half page, never an exception."""
    path = tmp_path / "bad.warc"
    path.write_bytes(data)
    skipped = Counter[str]()
    assert list(pages(path, skipped)) == []
    assert skipped == ({reason: 1} if reason else {})


def test_a_place_without_a_page_is_named(tmp_path: Path) -> None:
    """The message says which file and offset."""
    with pytest.raises(WarcError, match=r"none\.warc\.gz: cannot be read"):
        read_page(tmp_path, "none.warc.gz", 0)
    (tmp_path / "some.warc").write_bytes(WET)
    with pytest.raises(WarcError, match=r"some\.warc at 7: not a WARC record"):
        read_page(tmp_path, "some.warc", 7)
    with pytest.raises(WarcError, match=r"at 999999: the file ends before it"):
        read_page(tmp_path, "some.warc", 999_999)


header_text = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30).map(str.strip)


@settings(max_examples=60)
@given(
    body=st.binary(max_size=2000),
    value=header_text,
    coding=st.sampled_from(["", "gzip"]),
    url=st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Zs", "Cc"]), max_size=40),
)
def test_any_bytes_come_back(body: bytes, value: str, coding: str, url: str) -> None:
    """Whatever a server sends: body, header and URL are read as they were written, and the file is sound."""
    sent = gzip.compress(body) if coding else body
    headers = [("X-Any", value), ("Content-Encoding", coding)] if coding else [("X-Any", value)]
    with tempfile.TemporaryDirectory() as folder:
        with WarcWriter(Path(folder), "district") as writer:
            ref = write(writer, f"http://district.example/{url}", sent, response_headers=headers)
        page = read_page(Path(folder), ref.file, ref.offset)
        assert page.body == body
        assert page.url == f"http://district.example/{url}"
        assert page.headers["x-any"].encode("latin-1") == value.encode("latin-1")
        assert check(Path(folder) / ref.file).sound


@settings(max_examples=200)
@given(data=st.binary(max_size=300), front=st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08"]))
def test_no_bytes_make_reading_fail(data: bytes, front: bytes) -> None:
    """Any file is either records or counted damage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.warc"
        path.write_bytes(front + data)
        assert list(pages(path)) == []


def test_reading_takes_one_record_at_a_time(writer: WarcWriter, tmp_path: Path) -> None:
    """A page of a large file is there before the rest is read."""
    for n in range(5):
        write(writer, f"http://district.example/{n}", b"%d" % n)
    first = next(pages(file_of(tmp_path)))
    assert first[1].body == b"0"
