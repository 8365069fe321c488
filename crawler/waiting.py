"""Requests that wait for the network: the urgent ones first, else in the order in which the ledger gave them."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler


class InOrder(BaseScheduler):
    """Nothing is filtered and nothing kept: each link comes once from the ledger, and what is lost here still waits
    there."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, int, Request]] = []
        self._number = count()

    def has_pending_requests(self) -> bool:
        return bool(self._waiting)

    def enqueue_request(self, request: Request) -> bool:
        heappush(self._waiting, (-request.priority, next(self._number), request))
        return True

    def next_request(self) -> Request | None:
        return heappop(self._waiting)[-1] if self._waiting else None
