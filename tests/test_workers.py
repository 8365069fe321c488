"""Rules of the worker pool, each tried with functions that misbehave."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from models.article import NotAnArticle
from pipelines import lostcalls, workers
from pipelines.workers import Outcome, Readers, WorkerFailure, _taken
from tests.waiting import LONG, until


def double(number: int) -> int:
    return 2 * number


def reject(reason: str) -> None:
    raise NotAnArticle(reason, "no date, no text")


def hang(_: object = None) -> None:
    time.sleep(60)


def work(seconds: float) -> None:
    """Takes the processor's time, not the clock's."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def search_on(_: object = None) -> None:
    """Work without an end, in C code that asks for no signals."""
    re.search("(?:a|aa)+$", "a" * 400 + "b")


def eat(_: object = None) -> int:
    return len([bytearray(1 << 20) for _ in range(2000)])


def die(_: object = None) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def break_down(_: object = None) -> None:
    raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "a made-up fault")


def pid(_: object = None) -> int:
    return os.getpid()


def hang_at_three(number: int) -> int:
    if number == 3:
        search_on()
    return 2 * number


def misbehave(number: int) -> int:
    faults = {5: die, 7: break_down, 8: eat}
    if number in faults:
        faults[number]()
    if number == 9:
        reject("listing")
    return 2 * number


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers(2, seconds=2.0, megabytes=200) as pool:
        yield pool


@pytest.fixture
def patient() -> Iterator[Readers]:
    """Workers that nothing but what they do can end: on a busy machine the clock must not be the first."""
    with Readers(2, seconds=60.0, megabytes=200) as pool:
        yield pool


def test_a_result_comes_back(readers: Readers) -> None:
    """A call's future holds what the function returned."""
    assert readers.submit(double, 21).result(timeout=LONG) == 42


def test_a_verdict_comes_through_with_reason_and_detail(readers: Readers) -> None:
    """NotAnArticle is an answer, not a failure."""
    with pytest.raises(NotAnArticle) as caught:
        readers.submit(reject, "listing").result(timeout=LONG)
    assert (caught.value.reason, caught.value.detail) == ("listing", "no date, no text")


@pytest.mark.parametrize("function", [search_on, hang], ids=["of the processor", "by the clock"])
def test_who_takes_too_long_has_timed_out(monkeypatch: pytest.MonkeyPatch, function: object) -> None:
    """A page that has no end, at work or waiting, fails with that reason, and the pool goes on."""
    monkeypatch.setattr(workers, "PATIENCE", 60.0 if function is search_on else 0.1)
    with Readers(1, seconds=0.5) as pool:
        with pytest.raises(WorkerFailure) as caught:
            pool.submit(function).result(timeout=LONG)  # type: ignore[arg-type]
        assert (caught.value.reason, caught.value.detail) == ("timeout", "")
        monkeypatch.undo()
        assert pool.submit(double, 1).result(timeout=LONG) == 2


@pytest.mark.parametrize(
    ("function", "reason", "says"),
    [
        (eat, "memory", ""),
        (die, "crash", "exit code -9"),
        (break_down, "error", "a made-up fault"),
    ],
)
def test_a_fault_has_its_reason(patient: Readers, function: object, reason: str, says: str) -> None:
    """A page that eats memory, kills its worker or meets a bug fails with a reason, and the pool goes on."""
    with pytest.raises(WorkerFailure) as caught:
        patient.submit(function).result(timeout=LONG)  # type: ignore[arg-type]
    assert caught.value.reason == reason
    assert says in caught.value.detail
    assert patient.submit(double, 1).result(timeout=LONG) == 2


def test_a_call_for_many_pages_has_the_time_of_all_of_them() -> None:
    """What is learned from forty pages may take longer than one page is read."""
    with Readers(1, seconds=0.2) as pool:
        assert pool.submit(work, 0.6, pages=100).result() is None
        with pytest.raises(WorkerFailure, match="timeout"):
            pool.submit(work, 20).result()


def test_a_page_does_not_pay_for_others(readers: Readers) -> None:
    """Nor for a busy machine: what counts is the processor's time that it took itself."""
    assert [one.result for one in readers.map(work, [0.9] * 4, batch=4)] == [None] * 4
    assert readers.submit(time.sleep, 2.5).result(timeout=LONG) is None


def test_only_the_page_that_hangs_times_out(readers: Readers) -> None:
    """A batch that took too long is tried again page by page."""
    found = list(readers.map(hang_at_three, range(6), batch=3))
    assert [one.item for one in found] == list(range(6))
    assert [(one.item, one.error.reason) for one in found if one.error] == [(3, "timeout")]
    assert all(one == Outcome(one.item, 2 * one.item) for one in found if not one.error)


def test_only_the_pages_at_fault_fail(patient: Readers) -> None:
    """A batch is tried again page by page, so its innocent pages have their results, in order."""
    found = list(patient.map(misbehave, range(20), batch=3))
    assert [one.item for one in found] == list(range(20))
    assert {one.item: one.error.reason for one in found if one.error} == {
        5: "crash",
        7: "error",
        8: "memory",
        9: "listing",
    }
    assert all(one == Outcome(one.item, 2 * one.item) for one in found if not one.error)


def test_map_takes_only_what_it_can_work_on(readers: Readers) -> None:
    """A generator of pages is not read into memory: few batches are under way."""
    taken: list[int] = []
    source = (taken.append(number) or number for number in range(10_000))  # type: ignore[func-returns-value]
    results = readers.map(double, source, batch=5, ahead=2)
    assert next(results).result == 0
    assert len(taken) <= 2 * 2 * 5
    assert len(list(results)) == 9_999


def test_a_call_has_items_until_they_weigh_enough(readers: Readers) -> None:
    """Small pages go to a worker together, a large one alone; none is left out."""
    weights = [1, 1, 1, 9, 5, 1]
    source = iter(weights)
    calls = list(iter(lambda: _taken(source, abs, 3), []))
    assert calls == [[1, 1, 1], [9], [5], [1]]
    assert [one.result for one in readers.map(double, weights, weight=abs, batch=3)] == [2, 2, 2, 18, 10, 2]


def test_it_is_awaited_from_asyncio(readers: Readers) -> None:
    """The crawler awaits futures in its event loop."""

    async def both() -> list[int]:
        return list(await asyncio.gather(*(asyncio.wrap_future(readers.submit(double, n)) for n in (1, 2))))

    assert asyncio.run(both()) == [2, 4]


def test_an_idle_worker_killed_from_outside_is_replaced(readers: Readers) -> None:
    """The pool outlives the death of workers that were doing nothing."""
    for worker in {readers.submit(pid).result(timeout=LONG) for _ in range(4)}:
        os.kill(worker, signal.SIGKILL)
    until(lambda: not readers._pool.active)
    assert readers.submit(double, 4).result(timeout=LONG) == 8


def test_a_call_that_the_pool_has_lost_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its worker was killed between taking it and saying so; calls that run are waited for, however long."""
    with Readers(1, seconds=60) as pool:
        slow = pool.submit(time.sleep, 3)
        until(lambda: any(call.running() for call in pool._watched._calls))
        monkeypatch.setattr(lostcalls, "SILENCE", 1.5)
        monkeypatch.setattr(lostcalls, "LOOK", 0.1)
        with monkeypatch.context() as losing:
            losing.setattr(pool._pool, "schedule", lambda *_, **__: Future())
            lost = pool.submit(double, 1)
        with pytest.raises(WorkerFailure, match="crash: the worker that took it was killed"):
            lost.result(timeout=LONG)
        assert slow.done()
        assert slow.result() is None
        monkeypatch.undo()
        assert pool.submit(double, 4).result(timeout=LONG) == 8


def test_a_pool_that_has_lost_calls_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that holds what the others need to take calls, and does nothing any more, stops no more than those."""
    with Readers(1, seconds=60) as pool:
        os.kill(pool.submit(pid).result(timeout=LONG), signal.SIGSTOP)
        with monkeypatch.context() as soon:
            soon.setattr(lostcalls, "SILENCE", 0.5)
            soon.setattr(lostcalls, "LOOK", 0.1)
            with pytest.raises(WorkerFailure, match="crash"):
                pool.submit(double, 1).result(timeout=LONG)
        assert pool.submit(double, 4).result(timeout=LONG) == 8


def test_a_pool_left_by_an_error_lets_nobody_wait() -> None:
    """Futures of calls that will never run are cancelled, so that whoever waits for one goes on."""
    futures = []
    with pytest.raises(KeyboardInterrupt), Readers(1, seconds=30) as pool:  # noqa: PT012
        futures = [pool.submit(hang) for _ in range(3)]
        raise KeyboardInterrupt
    assert all(future.cancelled() or future.done() for future in futures)


PARENT = """
import sys, time
sys.path.insert(0, {root!r})
from tests.test_workers import hang, pid
from pipelines.workers import Readers
pool = Readers(2, seconds=60)
print(*sorted({{pool.submit(pid).result() for _ in range(20)}}), flush=True)
futures = [pool.submit(hang) for _ in range(4)]
time.sleep(60)
"""


def alive(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text("ascii")
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_worker_outlives_a_killed_parent() -> None:
    """After kill -9 of the crawl its workers, busy or idle, are gone."""
    code = PARENT.format(root=str(Path(__file__).parent.parent))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert workers
        time.sleep(0.3)
        parent.kill()
    until(lambda: not any(map(alive, workers)))


MAIN = """
import sys, time
sys.path.insert(0, {root!r})
if __name__ == "__mp_main__":
    raise SystemExit("the main module was imported by a worker")
from tests.test_workers import double
from pipelines.workers import Readers
if __name__ == "__main__":
    with Readers(1, seconds=20) as pool:
        print(pool.submit(double, 4).result())
"""


def test_workers_leave_the_main_module_alone(tmp_path: Path) -> None:
    """What the program was started with may be large, or start it once more."""
    script = tmp_path / "script.py"
    script.write_text(MAIN.format(root=str(Path(__file__).parent.parent)), "utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=LONG, check=False)
    assert (done.stdout, done.stderr) == ("8\n", "")
