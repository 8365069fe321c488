"""Waiting for what will come true: for a condition, never for a time, and on a busy machine as long as it takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

from tests.tiny import Answer, Asked

LONG = 300  # seconds, within which all comes true that ever will; so long is waited only where a test fails


def until(condition: Callable[[], object]) -> None:
    """Comes back as soon as the condition holds."""
    deadline = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def held(answers: dict[str, Answer], free: int, gate: Event) -> dict[str, Answer | Callable[[Asked], Answer]]:
    """The answers; those behind the first so many only when the gate is open. What crawls them cannot end before."""

    def behind(answer: Answer) -> Callable[[Asked], Answer]:
        def wait(_: Asked) -> Answer:
            assert gate.wait(LONG)
            return answer

        return wait

    return {path: answer if at < free else behind(answer) for at, (path, answer) in enumerate(answers.items())}
