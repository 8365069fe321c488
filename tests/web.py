"""The web pages as tests ask for them: without a server, on an archive of a few articles."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine
from starlette.testclient import TestClient

from archive.web.app import make_app
from archive.web.served import Served
from models.home import Home


def client(engine: Engine, home: Path) -> TestClient:
    """What asks the pages of that archive; an error of ours is an answer with 500, as people get it."""
    return TestClient(make_app(Served(engine, Home(home))), "http://localhost", raise_server_exceptions=False)
