"""The saved pages of real sites that extraction is measured on. They lie beside the project, or nowhere."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

SAVED = Path(os.environ.get("NEWSARCHIVE_PAGES") or Path(__file__).parent.parent.parent / "shared" / "pages")
NEEDS_SAVED = pytest.mark.skipif(
    not (SAVED / "score.py").exists(), reason=f"no saved pages in {SAVED}; NEWSARCHIVE_PAGES names their folder"
)


def scorer() -> ModuleType:
    """The scorer that lies beside them."""
    spec = importlib.util.spec_from_file_location("score", SAVED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
