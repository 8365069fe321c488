"""What a test needs of the machine: where that is missing the test is skipped with the reason; in CI it fails."""

from __future__ import annotations

import os

import pytest


def in_ci() -> bool:
    """Whether everything is there that a test may need: NEWSARCHIVE_CI=1, as `.ci/run` sets it."""
    return os.environ.get("NEWSARCHIVE_CI") == "1"


def need(there: object, what: str) -> None:
    """Skips the test unless ``there``; in CI it fails. what: "PostgreSQL's programs (apt-get install postgresql)"."""
    if not there:
        (pytest.fail if in_ci() else pytest.skip)(f"this machine lacks {what}")
