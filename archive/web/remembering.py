"""Answers that cost something, remembered until the archive changes; worked out by one of those who ask at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import Any, TypeVar

Value = TypeVar("Value")
REMEMBERED = 256  # answers
FRESH = 60.0  # seconds for which an answer will do although the archive grows: while a crawl stores, it always does


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer, the last change of the archive that it knows of, and when it was last known to be right."""

    value: Any
    cursor: int
    clock: float

    @property
    def is_fresh(self) -> bool:
        return monotonic() - self.clock < FRESH


class Answers:
    """Question -> answer, for threads: the newest of them, so many as are worth their memory."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._at_work: dict[str, Lock] = {}
        self._lock = Lock()

    def of(self, question: str, cursor: Callable[[], int], work_out: Callable[[], Value]) -> Value:
        """The answer. ``cursor``: what asks for the archive's last change, which is not done for a fresh answer.

        Where somebody is working it out already, the old answer is given, or theirs is waited for.
        """
        known = self._known.get(question)
        if known is not None and known.is_fresh:
            return known.value  # type: ignore[no-any-return]  # what was worked out for this question
        with self._lock:
            turn = self._at_work.setdefault(question, Lock())
        if not turn.acquire(blocking=known is None):
            assert known is not None
            return known.value  # type: ignore[no-any-return]
        try:
            known = self._known.get(question)
            if known is None or not known.is_fresh:
                known = self._renewed(known, cursor(), work_out)
                self._keep(question, known)
            return known.value  # type: ignore[no-any-return]
        finally:
            with self._lock:
                self._at_work.pop(question, None)  # also where it failed: questions are without number
            turn.release()

    @staticmethod
    def _renewed(known: _Known | None, cursor: int, work_out: Callable[[], Any]) -> _Known:
        if known is not None and known.cursor == cursor:
            return replace(known, clock=monotonic())
        return _Known(work_out(), cursor, monotonic())

    def _keep(self, question: str, known: _Known) -> None:
        with self._lock:
            self._known[question] = known
            self._known.move_to_end(question)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
