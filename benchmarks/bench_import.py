"""Imports made-up text dumps end to end, beside the least that any import must do: read the files, insert their text.

Usage: python -m benchmarks.bench_import [number of dumps, default 5000]. Prints dumps per second of both and the ratio.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

PEOPLE = ("Lê Minh Hạnh", "Trần Quốc Bảo", "Phạm Thu Trang", "Đỗ Văn Khải", "Ngô Bích Ngọc", "Vũ Đình Sơn")
PLACES = ("phường Yên Hòa", "xã Tân Lập", "phường Vĩnh Phúc", "thị trấn Phú Minh", "xã Đông Sơn", "phường Cống Vị")
MATTERS = (
    "công tác tiêm chủng", "cải tạo chợ dân sinh", "khai giảng năm học mới", "thu gom rác thải", "phòng cháy chữa cháy",
    "bầu cử hội đồng nhân dân", "chỉnh trang vỉa hè", "hỗ trợ hộ khó khăn", "chuyển đổi số", "an toàn giao thông",
)  # fmt: skip
ACTIONS = (
    "đã họp với {person} để bàn về {matter} tại {place}, dự kiến hoàn thành trong {number} ngày.",
    "cho biết có {number} hộ gia đình ở {place} tham gia {matter} từ đầu năm đến nay.",
    "kiểm tra {matter} ở {place} và ghi nhận {number} ý kiến của người dân.",
    "giao cho {person} theo dõi {matter}, báo cáo kết quả sau {number} tuần.",
    "khen thưởng {number} tập thể, cá nhân có thành tích trong {matter} tại {place}.",
)
CHROME_ABOVE = "Cổng thông tin điện tử quận Sông Cầu\nTrang chủ\nGiới thiệu\nTin tức\n\n"
CHROME_BELOW = "\n\nCác bài mới đăng\nCác bài đã đăng :\nViết bình luận\nHọ tên:(*)\nMã xác nhận:\nGửi\n"


def dump(number: int) -> str:
    """A dump of about 3 KB, the same for the same number: title with date, text, byline, chrome."""
    chance = random.Random(number)

    def filled(pattern: str) -> str:
        return pattern.format(
            person=chance.choice(PEOPLE), matter=chance.choice(MATTERS), place=chance.choice(PLACES),
            number=chance.randint(2, 900),
        )  # fmt: skip

    def paragraph() -> str:
        return " ".join(f"Ủy ban {chance.choice(PLACES)} {filled(chance.choice(ACTIONS))}" for _ in range(4))

    stamp = (
        f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02} {chance.randint(1, 28):02}/{chance.randint(1, 12):02}"
    )
    title = filled("{place}: {matter}, đợt {number}").capitalize()
    body = "\n\n".join(paragraph() for _ in range(4))
    year = chance.randint(2012, 2024)
    return f"{CHROME_ABOVE}{title} ({stamp}/{year})\n\n{body}\n\n{chance.choice(PEOPLE)}{CHROME_BELOW}"


def write_dumps(folder: Path, count: int) -> int:
    """Writes the dumps, a file each; returns their bytes."""
    size = 0
    for number in range(count):
        size += (folder / f"{number:07}.txt").write_bytes(dump(number).encode())
    return size


def baseline(folder: Path, database: Path) -> float:
    """Seconds to read every file and insert its text into SQLite in one transaction."""
    began = time.perf_counter()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE dumps (name TEXT PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO dumps VALUES (?, ?)", _rows(folder))
    return time.perf_counter() - began


def _rows(folder: Path) -> Iterator[tuple[str, str]]:
    return ((path.name, path.read_text("utf-8")) for path in sorted(folder.iterdir()))


def imported(folder: Path) -> tuple[float, Counter[str]]:
    """Seconds of an import into the archive under NEWSARCHIVE_HOME, and its counts."""
    from archive.importing import import_paths
    from models.database import open_database
    from pipelines.workers import calm_collector

    calm_collector()
    counts: Counter[str] = Counter()
    engine = open_database()
    began = time.perf_counter()
    import_paths(engine, [folder], counts)
    seconds = time.perf_counter() - began
    engine.dispose()
    return seconds, counts


def main(count: int = 5000) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "dumps"
        folder.mkdir()
        size = write_dumps(folder, count)
        os.environ["NEWSARCHIVE_HOME"] = str(Path(scratch) / "home")
        least = baseline(folder, Path(scratch) / "baseline.db")
        first, counts = imported(folder)
        again, _ = imported(folder)
        assert counts["stored.new"] == count, counts
        print(f"{count:,} text dumps of {size // count:,} bytes on {len(os.sched_getaffinity(0))} cores")
        print(f"files read, SQLite insert  {count / least:>8,.0f} a second  (baseline)")
        print(f"import, end to end         {count / first:>8,.0f} a second  ratio {least / first:.3f}")
        print(f"the same import again      {count / again:>8,.0f} a second  ratio {least / again:.3f}")
        print(f"copies found {counts['duplicates']:,}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
