"""What a test needs of the machine: where that is missing the test is skipped with the reason; in CI it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


def in_ci() -> bool:
    """Whether everything is there that a test may need: NEWSARCHIVE_CI=1, as `.ci/run` sets it."""
    return os.environ.get("NEWSARCHIVE_CI") == "1"


def need(there: object, what: str) -> None:
    """Skips the test unless ``there``; in CI it fails. what: "PostgreSQL's programs (apt-get install postgresql)"."""
    if not there:
        (pytest.fail if in_ci() else pytest.skip)(f"this machine lacks {what}")


@contextmanager
def nobody() -> Iterator[None]:
    """As a user who may not write what others own; root may write everything."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)
