"""Answers of the web pages are worked out once for all who ask at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from archive.web import remembering
from archive.web.remembering import Answers
from tests.waiting import LONG


class Slow:
    """Works an answer out, until it is let go on."""

    def __init__(self, answer: str) -> None:
        self.answer, self.begun, self.go_on = answer, Event(), Event()
        self.worked: list[str] = []

    def __call__(self) -> str:
        self.worked.append("once")
        self.begun.set()
        assert self.go_on.wait(LONG)
        return self.answer


def test_a_first_answer_is_waited_for() -> None:
    """By all who ask while it is worked out; so it is worked out once."""
    answers, work_out = Answers(), Slow("so many")
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(answers.of, "how many", lambda: 1, work_out)
        assert work_out.begun.wait(LONG)
        others = [pool.submit(answers.of, "how many", lambda: 1, work_out) for _ in range(3)]
        work_out.go_on.set()
        assert [one.result(LONG) for one in (first, *others)] == ["so many"] * 4
    assert work_out.worked == ["once"]


def test_the_old_answer_does_while_the_new_one_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what is known already."""
    answers, work_out = Answers(), Slow("new")
    assert answers.of("how many", lambda: 1, lambda: "old") == "old"
    assert answers.of("how many", lambda: 2, lambda: "new") == "old", "an answer is fresh for a while"
    monkeypatch.setattr(remembering, "FRESH", 0.0)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(answers.of, "how many", lambda: 2, work_out)
        assert work_out.begun.wait(LONG)
        assert answers.of("how many", lambda: 2, lambda: "never asked") == "old"
        work_out.go_on.set()
        assert first.result(LONG) == "new"
    assert answers.of("how many", lambda: 2, lambda: "never asked") == "new"


def test_a_failure_is_not_remembered() -> None:
    """Whoever asks next works it out."""
    answers = Answers()
    with pytest.raises(ZeroDivisionError):
        answers.of("how many", lambda: 1, lambda: 1 // 0)
    assert not answers._at_work, "nor that it was asked: there is no end of questions that fail"
    assert answers.of("how many", lambda: 1, lambda: 5) == 5


def test_few_answers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more, the oldest are worked out again."""
    monkeypatch.setattr(remembering, "REMEMBERED", 2)
    answers = Answers()
    for number in range(3):
        answers.of(str(number), lambda: 1, lambda number=number: number)  # type: ignore[misc]
    assert [answers.of(str(number), lambda: 1, lambda: "again") for number in (1, 2, 0)] == [1, 2, "again"]


def test_an_answer_is_right_until_the_archive_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a fresh answer that is not even asked; what proves to be right is fresh again."""
    answers, asked = Answers(), list[int]()

    def cursor() -> int:
        asked.append(1)
        return 1

    for _ in range(3):
        assert answers.of("how many", cursor, lambda: "once") == "once"
    assert asked == [1]
    with monkeypatch.context() as old:
        old.setattr(remembering, "FRESH", 0.0)
        assert answers.of("how many", cursor, lambda: "again") == "once"
    assert answers.of("how many", cursor, lambda: "again") == "once"
    assert asked == [1, 1]
