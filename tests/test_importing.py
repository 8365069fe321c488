"""Rules of the import: each input is stored, dropped or failed, by name; what is imported again changes nothing."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_letters
from tempfile import TemporaryDirectory

import orjson
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from archive.cli import main
from archive.folders import Listed
from archive.importing import import_paths
from archive.inputs import LARGEST, Fault, Input, inputs
from models.article import Page
from models.database import reading, writing
from models.tables import ArticleRow, PageRow, RunRow, SiteRow
from pipelines.warc import WarcWriter, check, read_page
from tests.needs import nobody
from tests.saved import NEEDS_SAVED, SAVED
from tests.waiting import LONG, until

TEXT = (
    "Sáng nay, Ủy ban nhân dân phường Sông Cầu tổ chức hội nghị tổng kết công tác tiêm chủng mở rộng, với sự "
    "tham gia của đại diện mười hai tổ dân phố và các trường học trên địa bàn.",
    "Theo báo cáo, toàn phường có 1.250 trẻ được tiêm đủ mũi, tăng 8% so với cùng kỳ; hai điểm tiêm lưu động "
    "được mở thêm ở khu tập thể và chợ dân sinh để người dân thuận tiện đi lại.",
    "Phát biểu tại hội nghị, lãnh đạo phường đề nghị các tổ dân phố tiếp tục rà soát, lập danh sách và thông báo "
    "lịch tiêm tới từng gia đình trước ngày hẹn ít nhất ba ngày.",
)


def dump(title: str = "Tổng kết công tác tiêm chủng ở phường Sông Cầu", extra: str = "") -> str:
    return f"{title} (09:30 12/05/2021)\n\n" + "\n\n".join(TEXT) + f"\n\n{extra}\n\nLê Minh Hạnh\n"


def html(title: str = "Tổng kết công tác tiêm chủng ở phường Sông Cầu", date: str = "2021-05-12T09:30:00+07:00") -> str:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    return (
        f'<!doctype html><html lang="vi"><head><title>{title}</title><meta property="article:published_time" '
        f'content="{date}"></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>'
    )


@pytest.fixture
def imported(engine: Engine) -> Callable[..., tuple[Counter[str], list[Fault]]]:
    """Imports paths; the counts and the faults."""

    def run(*paths: Path, site: str | None = None) -> tuple[Counter[str], list[Fault]]:
        counts: Counter[str] = Counter()
        faults: list[Fault] = []
        import_paths(engine, paths, counts, site=site, tell=faults.append)
        return counts, faults

    return run


def articles(engine: Engine) -> list[ArticleRow]:
    with reading(engine) as session:
        return list(session.scalars(select(ArticleRow).order_by(ArticleRow.id)))


def number(engine: Engine, table: type) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def warc_bytes(home: Path) -> int:
    return sum(path.stat().st_size for path in (home / "warc").rglob("*.warc.gz"))


def test_a_dump_a_page_and_their_compressed_copies_are_read(tmp_path: Path, engine: Engine, imported) -> None:
    """Text dumps and pages are articles; the key of what has no URL is the digest of its bytes."""
    (tmp_path / "a.txt").write_text(dump(), "utf-8")
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(dump("Khai giảng năm học mới ở phường Sông Cầu").encode()))
    (tmp_path / "c.html").write_text(html("Chợ dân sinh mở thêm điểm tiêm"), "utf-8")
    (tmp_path / "d.html.gz").write_bytes(gzip.compress(html("Lịch tiêm của các tổ dân phố").encode()))
    counts, faults = imported(tmp_path)
    assert not faults
    assert counts["read"] == counts["stored.new"] == 4
    assert [row.title for row in articles(engine)] == [
        "Tổng kết công tác tiêm chủng ở phường Sông Cầu",
        "Khai giảng năm học mới ở phường Sông Cầu",
        "Chợ dân sinh mở thêm điểm tiêm",
        "Lịch tiêm của các tổ dân phố",
    ]
    assert all(row.key.startswith("sha256:") and row.url is None for row in articles(engine))
    assert {row.published_at for row in articles(engine)} == {"2021-05-12T09:30:00+07:00"}


def test_the_page_is_kept_and_read_from_where_the_row_says(
    tmp_path: Path, home: Path, engine: Engine, imported
) -> None:
    """Every import can be read again from our own WARC file, and the record says where it came from."""
    (tmp_path / "a.txt").write_text(dump(), "utf-8")
    imported(tmp_path)
    with reading(engine) as session:
        (row,) = session.scalars(select(PageRow))
    page = read_page(home / "warc", row.warc_file, row.warc_offset)
    assert page.body == dump().encode()
    assert (page.url, page.fetched_at) == (row.url, row.fetched_at) == (None, None)
    assert page.headers["x-imported-from"] == str(tmp_path / "a.txt")
    assert check(home / "warc" / row.warc_file).sound


def test_importing_again_changes_nothing(tmp_path: Path, home: Path, engine: Engine, imported) -> None:
    """No article, no page, no byte in the WARC files the second time."""
    (tmp_path / "a.txt").write_text(dump(), "utf-8")
    (tmp_path / "copy.txt").write_text(dump(), "utf-8")
    (tmp_path / "b.html").write_text(html("Chợ dân sinh mở thêm điểm tiêm"), "utf-8")
    (tmp_path / "c.jsonl").write_bytes(orjson.dumps({"url": "https://a.example/1", "text": dump("Thu gom rác thải")}))
    first, _ = imported(tmp_path)
    size = warc_bytes(home)
    again, _ = imported(tmp_path)
    assert (first["stored.new"], first["stored.unchanged"]) == (3, 1)
    assert (again["read"], again["stored.unchanged"]) == (4, 4)
    assert (number(engine, ArticleRow), number(engine, PageRow), warc_bytes(home)) == (3, 3, size)


def test_a_changed_page_of_a_url_is_a_revision(tmp_path: Path, engine: Engine, imported) -> None:
    """The URL is the identity: other words under it are the same article, later."""
    line = {"url": "https://a.example/1?utm_source=x", "date": "2021-05-12"}
    (tmp_path / "a.jsonl").write_bytes(orjson.dumps(line | {"text": dump()}))
    imported(tmp_path)
    (tmp_path / "a.jsonl").write_bytes(orjson.dumps(line | {"text": dump(extra=TEXT[0].replace("nay", "qua"))}))
    counts, _ = imported(tmp_path)
    assert counts["stored.revised"] == 1
    (row,) = articles(engine)
    assert (row.revision, row.key) == (2, "a.example/1")


def test_what_a_line_of_json_states_wins(tmp_path: Path, engine: Engine, imported) -> None:
    """Corpora state fields beside the text; they are evidence, with their origin."""
    line = {
        "url": "https://a.example/tin/1",
        "title": "Tổng kết tiêm chủng",
        "date": "2021-05-13 08:00:00",
        "authors": ["Trần Quốc Bảo", "Ngô Bích Ngọc"],
        "category": "Y tế",
        "text": "\n\n".join(TEXT),
    }
    (tmp_path / "a.jsonl").write_bytes(orjson.dumps(line))
    imported(tmp_path)
    (row,) = articles(engine)
    assert (row.title, row.section, row.url) == ("Tổng kết tiêm chủng", "Y tế", "https://a.example/tin/1")
    assert row.published_at == "2021-05-13T08:00:00+07:00"
    assert row.paragraphs == list(TEXT)
    assert {row.origins[name] for name in ("title", "section", "published_at", "authors")} == {"json"}


def test_html_in_json_is_a_page(tmp_path: Path, engine: Engine, imported) -> None:
    """A field html is extracted as the page of its URL."""
    (tmp_path / "a.jsonl.gz").write_bytes(
        gzip.compress(orjson.dumps({"url": "https://a.example/1", "html": html()}) + b"\n")
    )
    imported(tmp_path)
    (row,) = articles(engine)
    assert row.paragraphs == list(TEXT)


def test_the_site_is_named_by_option_by_site_file_or_by_host(
    tmp_path: Path, home: Path, engine: Engine, imported
) -> None:
    """--site wins; then the site whose start URLs have the host; then the host; without a URL "import"."""
    (home / "sites").mkdir(parents=True)
    (home / "sites" / "songcau.toml").write_text('start = "https://songcau.example/"\ntitle = "Sông Cầu"\n', "utf-8")
    lines = [{"url": f"https://{host}/1", "text": dump(host)} for host in ("songcau.example", "other.example")]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(map(orjson.dumps, [*lines, {"text": dump("Không có địa chỉ")}])))
    imported(tmp_path)
    with reading(engine) as session:
        names = set(session.scalars(select(SiteRow.name).join(ArticleRow, ArticleRow.site_id == SiteRow.id)))
    assert names == {"songcau", "other.example", "import"}
    imported(tmp_path, site="mine")
    with reading(engine) as session:
        mine = session.scalar(select(func.count()).select_from(ArticleRow).join(SiteRow).where(SiteRow.name == "mine"))
    assert mine == 3


def test_a_page_saved_by_a_browser_says_its_url(tmp_path: Path, engine: Engine, imported) -> None:
    """Browsers write it into the page; what the page states of itself (canonical) is not trusted as identity."""
    saved = html().replace("<html", "<!-- saved from url=(0027)https://a.example/tin/1.html -->\n<html", 1)
    (tmp_path / "a.html").write_text(saved, "utf-8")
    canonical = html("Tin khác").replace("</head>", '<link rel="canonical" href="https://a.example/"></head>')
    (tmp_path / "b.html").write_text(canonical, "utf-8")
    imported(tmp_path)
    assert [row.key.partition(":")[0] for row in articles(engine)] == ["a.example/tin/1.html", "sha256"]


def test_pages_of_a_warc_file_are_imported_with_their_time(tmp_path: Path, engine: Engine, imported) -> None:
    """Answers with status 200 that are pages; the others are passed over and counted."""
    noon = datetime(2021, 5, 12, 5, 0, tzinfo=UTC)
    with WarcWriter(tmp_path, "theirs") as writer:
        for status, kind, name in [(200, "text/html", "1"), (404, "text/html", "2"), (200, "image/png", "3.png")]:
            page = Page(html(name).encode(), f"https://a.example/{name}", noon, kind, status, {"content-type": kind})
            writer.write_page(page)
    counts, faults = imported(tmp_path)
    assert not faults
    assert counts == {"read": 1, "stored.new": 1, "passed.status 404": 1, "passed.not a page": 1, "duplicates": 0}
    (row,) = articles(engine)
    assert (row.url, row.fetched_at) == ("https://a.example/1", noon)


WET = (
    "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/{n}\r\nWARC-Date: 2021-05-12T05:00:00Z\r\n"
)


def test_a_wet_file_is_text_with_urls(tmp_path: Path, engine: Engine, imported) -> None:
    """What Common Crawl's conversion records hold are text dumps of known pages."""
    data = b""
    for n, title in enumerate(("Thu gom rác thải", "Chỉnh trang vỉa hè")):
        text = dump(title).encode()
        data += f"{WET.format(n=n)}Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n".encode()
        data += text + b"\r\n\r\n"
    (tmp_path / "a.wet.gz").write_bytes(gzip.compress(data))
    imported(tmp_path)
    assert [row.title for row in articles(engine)] == ["Thu gom rác thải", "Chỉnh trang vỉa hè"]
    assert [row.url for row in articles(engine)] == ["https://a.example/0", "https://a.example/1"]


def test_dumps_of_a_folder_are_read_together(tmp_path: Path, engine: Engine, imported) -> None:
    """A line that many of them have is chrome, though it looks like text."""
    banner = (
        "Nhiệt liệt chào mừng kỷ niệm ngày thành lập phường Sông Cầu và ngày hội đại đoàn kết toàn dân tộc năm nay."
    )
    for n in range(9):
        body = "\n\n".join(f"{paragraph} Tổ dân phố số {n}." for paragraph in TEXT)
        (tmp_path / f"{n}.txt").write_text(f"{banner}\n\nTin của tổ dân phố số {n}\n\n{body}\n", "utf-8")
    imported(tmp_path)
    assert len(articles(engine)) == 9
    assert not [row for row in articles(engine) if banner in " ".join([row.title, *row.paragraphs])]


BAD = {
    "empty.html": (b"", "empty"),
    "blank.txt": (b" \n\n", "empty"),
    "empty.txt.gz": (b"", "empty"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(50), "binary"),
    "binary.txt": (b"abc\0def" * 20, "binary"),
    "cut.html.gz": (gzip.compress(html().encode(), mtime=0)[:-30], "cut off"),
    "plain.html.gz": (html().encode(), "not gzip"),
    "damaged.txt.gz": (b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\xff" * 50, "damaged gzip"),
    "no.warc": (b"<html></html>", "not a WARC record"),
    "empty.warc.gz": (b"", "empty"),
    "empty.jsonl": (b"\n\n", "empty"),
}


@pytest.mark.parametrize(("name", "content", "reason"), [(name, *rest) for name, rest in BAD.items()])
def test_what_cannot_be_read_is_named_and_counted(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    """File and reason, never an exception."""
    (tmp_path / name).write_bytes(content)
    (fault,) = inputs(tmp_path / name)
    assert isinstance(fault, Fault)
    assert fault.reason == reason
    assert name in str(fault)


@pytest.mark.parametrize(
    ("name", "gigabytes", "reason"),
    [
        ("a.html", 5, "too large"),
        ("a.txt", 5, "too large"),
        ("a.html.gz", 5, "not gzip"),
        ("a.jsonl", 1, "too large"),
        ("a.warc", 1, "not a WARC record"),
    ],
)
def test_a_sparse_file_of_gigabytes_is_one_fault(tmp_path: Path, name: str, gigabytes: int, reason: str) -> None:
    """Read by pieces: memory holds one page at most, twice while it grows."""
    with (tmp_path / name).open("wb") as file:
        file.truncate(gigabytes << 30)
    tracemalloc.start()
    try:
        assert [fault.reason for fault in inputs(tmp_path / name) if isinstance(fault, Fault)] == [reason]
        assert tracemalloc.get_traced_memory()[1] < 2.5 * LARGEST
    finally:
        tracemalloc.stop()


def test_a_line_beyond_all_measure_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is cut into pieces for reading."""
    monkeypatch.setattr("archive.inputs.LARGEST", 50)
    for piece in (1, 7, 64, 1000):
        monkeypatch.setattr("archive.inputs.PIECE", piece)
        (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n' + b"x" * 500 + b'\n\n{"text": "b"}')
        first, large, last = inputs(tmp_path / "a.jsonl")
        assert isinstance(first, Input)
        assert isinstance(last, Input)
        assert (first.page.body, last.page.body) == (b'{"text": "a"}', b'{"text": "b"}')
        assert (first.where, last.where) == (f"{tmp_path}/a.jsonl line 1", f"{tmp_path}/a.jsonl line 4")
        assert str(large) == f"{tmp_path}/a.jsonl line 2: too large"


def test_what_is_no_regular_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """A pipe would wait for a writer, a device never end; in a folder as when it is named."""
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "lost.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round.html").symlink_to(tmp_path / "round.html")
    found = [fault for file in Listed([tmp_path], tmp_path / "home") for fault in inputs(file)]
    assert [str(fault).removeprefix(f"{tmp_path}/") for fault in found] == [
        "lost.html: cannot be read (No such file or directory)",
        "pipe.html: no regular file",
        "round.html: cannot be read (Too many levels of symbolic links)",
        "zero.txt: no regular file",
    ]


def test_a_file_that_may_not_be_read_is_named() -> None:
    """And so is a folder."""
    with TemporaryDirectory() as name:  # not under tmp_path, which others may not enter
        Path(name).chmod(0o755)
        (Path(name) / "a.html").write_text(html(), "utf-8")
        (Path(name) / "a.html").chmod(0)
        (Path(name) / "folder").mkdir(0o000)
        with nobody():
            found = [str(fault) for file in Listed([Path(name)], Path(name) / "home") for fault in inputs(file)]
        (Path(name) / "folder").chmod(0o755)
    assert found == [
        f"{name}/a.html: cannot be read (Permission denied)",
        f"{name}/folder: cannot be read",
    ]


def test_a_bad_line_costs_only_itself(tmp_path: Path, engine: Engine, imported) -> None:
    """The others of the file are stored; each bad one is named by its number."""
    lines = [b'{"text": "cut', b"[1, 2]", b'{"title": "no text"}', orjson.dumps({"text": dump()}), b"\xff\xfe"]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    counts, faults = imported(tmp_path)
    assert counts["stored.new"] == 1
    assert [str(fault).rpartition("/")[2].partition(" (")[0] for fault in faults] == [
        "a.jsonl line 1: broken JSON",
        "a.jsonl line 2: not an object",
        "a.jsonl line 3: no text",
        "a.jsonl line 5: broken JSON",
    ]
    assert counts["read"] == counts["stored.new"] + sum(n for name, n in counts.items() if name.startswith("failed."))


def test_a_page_that_is_no_article_is_dropped_not_failed(tmp_path: Path, engine: Engine, imported) -> None:
    """It is kept all the same: the rules may be better one day."""
    (tmp_path / "a.html").write_text("<html><body><p>Đăng nhập</p></body></html>", "utf-8")
    counts, faults = imported(tmp_path)
    assert not faults
    assert sum(n for name, n in counts.items() if name.startswith("dropped.")) == counts["read"] == 1
    assert number(engine, PageRow) == 1


def test_folders_are_read_in_order_at_any_depth_and_only_once(tmp_path: Path) -> None:
    """A link to a folder above it makes no loop; files of other kinds are left alone unless named."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    for name in ("b/deep/z.txt", "b/a.html", "a.jsonl", "style.css", "picture.png.gz"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = [path.relative_to(tmp_path).as_posix() for path in Listed([tmp_path], tmp_path / "home")]
    assert found == ["a.jsonl", "b/a.html", "b/deep/z.txt"]
    assert list(Listed([tmp_path / "style.css"], tmp_path)) == [tmp_path / "style.css"]
    (fault,) = inputs(tmp_path / "style.css")
    assert isinstance(fault, Fault)
    assert fault.reason == "unknown kind"


def test_the_archives_own_folder_is_never_imported(tmp_path: Path, home: Path, engine: Engine, imported) -> None:
    """Importing the folder that the archive lies in would take in its own WARC files."""
    (tmp_path / "a.txt").write_text(dump(), "utf-8")
    imported(tmp_path)
    assert warc_bytes(home)
    assert imported(tmp_path)[0]["read"] == 1


def test_the_run_is_recorded(tmp_path: Path, engine: Engine, imported) -> None:
    """An import is a run of its own kind, with its counts; one that was killed is said to be."""
    with engine.begin() as connection:
        connection.execute(SiteRow.__table__.insert().values(id=99, name="x", title=""))  # type: ignore[attr-defined]
        lost = {"site_id": 99, "kind": "import", "started_at": datetime.now(UTC), "pid": 2**22 + 1, "counts": {}}
        connection.execute(RunRow.__table__.insert().values(**lost, outcome="running"))  # type: ignore[attr-defined]
    (tmp_path / "a.txt").write_text(dump(), "utf-8")
    imported(tmp_path)
    with reading(engine) as session:
        killed, run = session.scalars(select(RunRow).order_by(RunRow.id))
    assert killed.outcome == "killed"
    assert (run.kind, run.outcome, run.counts) == ("import", "finished", {"read": 1, "stored.new": 1})
    assert run.finished_at is not None


def newsarchive(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_command_accounts_for_all_it_read(tmp_path: Path, home: Path) -> None:
    """What was read is stored, dropped or failed; exit code 1 if anything failed, with file and reason."""
    (tmp_path / "a.txt").write_text(dump(), "utf-8")
    done = newsarchive("import", tmp_path)
    assert done.exit_code == 0
    assert done.stdout.startswith("read         1\nstored       1\n  new        1\n")
    (tmp_path / "b.html").write_bytes(b"")
    failed = newsarchive("import", tmp_path)
    assert failed.exit_code == 1
    assert f"{tmp_path / 'b.html'}: empty" in failed.stderr
    assert "failed       1: 1 empty" in failed.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["import"], 2, "Missing argument"),
        (["import", "{folder}/none"], 2, "does not exist"),
        (["import", "{folder}", "--site", "A/B"], 2, "is no site's name"),
        (["import", "{folder}"], 1, "nothing to import"),
    ],
)
def test_wrong_use_is_explained(tmp_path: Path, home: Path, words: list[str], code: int, says: str) -> None:
    """Exit code 2 for the command line, 1 where nothing could be done."""
    result = newsarchive(*(word.format(folder=tmp_path) for word in words))
    assert result.exit_code == code
    assert says in result.stderr


def test_ctrl_c_leaves_what_is_done(tmp_path: Path, home: Path, engine: Engine) -> None:
    """Exit code 130, an account, a run that says it was stopped, and a second import that does the rest.

    Another process writes meanwhile, so that the import cannot have come to its end, however fast the machine is: it
    has one transaction for a hundred pages.
    """
    folder = tmp_path / "dumps"
    folder.mkdir()
    for n in range(1200):
        body = "\n\n".join(f"{paragraph} Tổ {n}." for paragraph in TEXT)
        (folder / f"{n:05}.txt").write_text(f"Tin của tổ dân phố số {n}\n\n{body}\n", "utf-8")
    program = "from archive import cli, settling; settling.BATCH = 100; cli.main()"
    command = [sys.executable, "-c", program, "import", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    ) as process:
        until(lambda: warc_bytes(home) or process.poll() is not None)
        with writing(engine) as session:
            session.execute(update(SiteRow).values(title="held"))
            assert run_of(session).outcome == "running"
            os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=LONG)
    assert process.returncode == 130, (out, err)
    assert "interrupted" in err
    assert "read " in out
    with reading(engine) as session:
        assert run_of(session).outcome == "stopped"
    done = newsarchive("import", folder)
    assert done.exit_code == 0
    assert "read         1,200\nstored       1,200\n" in done.stdout


def run_of(session: Session) -> RunRow:
    """The last run."""
    return session.scalars(select(RunRow).order_by(RunRow.id.desc())).first() or pytest.fail("no run was begun")


@NEEDS_SAVED
def test_saved_pages_are_imported_without_a_crash(engine: Engine, imported) -> None:
    """Real pages of many sites: none fails; nearly all are articles."""
    counts, faults = imported(SAVED / "html")
    assert not faults
    assert counts["stored.new"] > 0.9 * counts["read"]


def test_what_is_longer_than_an_index_takes_costs_no_article(tmp_path: Path, engine: Engine, imported) -> None:
    """Addresses of 10 KB keep the article, and are found; names, sources, sections of that size are none.

    PostgreSQL's ordered indexes hold 2.7 KB; random letters, since it packs what repeats.
    """
    noise = random.Random(4)
    long = lambda size: "".join(noise.choices(ascii_letters, k=size))  # noqa: E731
    lines = [
        {"title": f"Họp tổ dân phố số {n}", "text": "\n\n".join(TEXT), "url": f"https://quan.example/{long(10_000)}"}
        for n in range(2)
    ]
    lines += [
        {"title": "Họp giao ban quận", "text": "\n\n".join(TEXT) + "\n\nTổ 3.", "id": 3}
        | {name: long(5000) for name in ("source", "section", "language")}
        | {name: [long(5000), "Lê Minh Hạnh"] for name in ("authors", "tags")}
    ]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(map(orjson.dumps, lines)))
    page = html("Phường tổng kết").replace("</article>", f'<a href="/{long(9000)}.pdf">Tệp</a></article>')
    page = page.replace("<head>", f'<head><meta name="author" content="{long(5000)}">')
    page = page.replace('lang="vi"', f'lang="{long(5000)}"').replace("</h1>", f"</h1><p>Nguồn: {long(5000)}</p>")
    (tmp_path / "b.html").write_text(page, "utf-8")
    counts, faults = imported(tmp_path / "a.jsonl", tmp_path / "b.html", site="quan")
    assert not faults
    assert counts["stored.new"] == 4
    with reading(engine) as session:
        rows = {row.title: row for row in session.scalars(select(ArticleRow))}
        assert all(len(row.key.encode()) < 2100 for row in rows.values())
        meeting = rows["Họp giao ban quận"]
        assert (meeting.source, meeting.section, meeting.language) == (None, None, "vi")
        assert ([author.name for author in meeting.authors], meeting.tags) == (["Lê Minh Hạnh"], ["Lê Minh Hạnh"])
    assert newsarchive("show", lines[0]["url"], "--json").exit_code == 0
    assert imported(tmp_path / "a.jsonl", site="quan")[0]["stored.new"] == 0
